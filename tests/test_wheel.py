"""The wheel carries everything: installed into an empty environment, away from the checkout, it exports an article."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

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

    written = {path.name for path in (project / "out").iterdir()}
    assert written == {"article.pdf", "article.epub", "article.html", "article.ledger.json"}
