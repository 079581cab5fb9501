"""The wheel carries everything: in an empty environment, away from the checkout, it gives the checkout's own bytes."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from exporter.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_wheel_exports_the_shipped_article_in_an_empty_environment(tmp_path: Path) -> None:
    dist, environment, project = tmp_path / "dist", tmp_path / "environment", tmp_path / "project"
    build: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", dist]
    subprocess.run(build, cwd=ROOT, check=True)
    (wheel,) = dist.glob("*.whl")
    venv.create(environment, with_pip=True)
    pip: list[str | Path] = [environment / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", ROOT / "constraints.txt", wheel], check=True)
    shutil.copytree(ROOT / "content", project / "content")

    subprocess.run([environment / "bin" / "exporter", "build"], cwd=project, env={}, check=True)

    with Pipeline() as pipeline:
        ours = pipeline.build(ROOT / "content" / "article.yaml", tmp_path / "out").files
    assert {path.name for path in ours} == {path.name for path in (project / "out").iterdir()}
    for path in ours:
        assert (project / "out" / path.name).read_bytes() == path.read_bytes()
