"""Run the programs of tests/browser in Node, which open files in Chromium and print what they find."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).parents[1] / "tests" / "browser"
PACKAGES = Path(sys.prefix) / "node" / "node_modules"


class MissingError(Exception):
    """Node, its packages or Chromium is missing on this machine."""


def observe(program: str, *files: Path) -> list[Any]:
    """Open files in one Chromium, and return what the program found in each."""
    observations: list[Any] = json.loads(run(program, *map(str, files)))
    return observations


def run(program: str, *arguments: str) -> str:
    """Run a program of tests/browser and return what it prints. Raises MissingError, and RuntimeError if it fails."""
    node = shutil.which("node")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not node or not browser or not PACKAGES.is_dir():
        raise MissingError("Node, its packages or Chromium is missing; `make test` installs them")
    environment = {**os.environ, "NODE_PATH": str(PACKAGES), "CHROMIUM": browser}
    command = [node, str(PROGRAMS / program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stderr}")
    return done.stdout
