"""The wheel is complete: in an empty environment, outside the checkout, it exports the same bytes as the checkout."""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

from exporter.pipeline import Pipeline
from exporter.request import Request


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
        ours = pipeline.build(Request(ROOT / "content" / "article.yaml"), tmp_path / "out").files
    assert {path.name for path in ours} == {path.name for path in (project / "out").iterdir()}
    *files, ledger = ours
    for path in files:
        assert (project / "out" / path.name).read_bytes() == path.read_bytes()
    assert numbers(project / "out" / ledger.name) == numbers(ledger)


def numbers(ledger: Path) -> dict[str, Any]:
    """Return a ledger without its inputs: in the checkout, the stylesheets are files of the project."""
    return {
        key: value
        for key, value in json.loads(ledger.read_bytes()).items()
        if key not in {"inputs", "packaged", "absent"}
    }
