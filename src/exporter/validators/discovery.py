"""Finds the programs and packages that validators need, and a folder for their files."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from exporter.validators.finding import Finding

PATIENCE: Final = 120.0
"""Seconds that a validator has for one file; for the first file, this includes its start."""


class NotInstalled(Exception):
    """A validator is missing; the message says how to install it."""


class Responder(Protocol):
    """Answers about one file after the other."""

    def ask(self, path: str) -> object:
        """Return the answer. Raises OSError or ValueError if there is none."""

    def close(self) -> None:
        """End the process that answers."""


@dataclass(frozen=True, slots=True)
class Tool:
    """An installed validator: its version, its process, and the function that reads its answer about a file."""

    version: str
    process: Responder
    read: Callable[[Path, Any], Iterable[Finding]]


@dataclass(frozen=True)
class Installed:
    """Finds programs and packages. Raises NotInstalled for anything that it does not find."""

    folder: Path

    def program(self, *names: str, brings: str) -> str:
        """Return the path of the first program found; `brings` names what to install."""
        found = next(filter(None, map(shutil.which, names)), None)
        if not found:
            raise NotInstalled(f"install {brings}")
        return found

    def python_package(self, module: str, package: str, pin: str = "") -> tuple[Path, str]:
        """Return the folder of a Python module, and the version of its package."""
        spec = find_spec(module)
        if not spec or not spec.origin:
            raise NotInstalled(f"pip install {package}{pin}")
        return Path(spec.origin).parent, version(package)

    def node_package(self, name: str) -> tuple[Path, str]:
        """Return the folder of a Node package, and its version."""
        for folder in self.node_folders:
            described = folder / name / "package.json"
            if described.is_file():
                return described.parent, str(json.loads(described.read_bytes())["version"])
        raise NotInstalled(f"npm install --global {name}")

    @cached_property
    def node_folders(self) -> list[Path]:
        """The folders for Node packages: the one beside Python's packages, used by `make test`, and npm's own."""
        folders = [Path(sys.prefix) / "node" / "node_modules"]
        if npm := shutil.which("npm"):
            asked = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, timeout=30, check=False)
            folders += [Path(asked.stdout.strip())] if asked.stdout.strip() else []
        return folders
