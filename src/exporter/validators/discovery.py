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
"""Seconds a validator has for one file; the first file waits for its start, too."""


class NotInstalled(Exception):
    """A validator is missing; the message says how to install it."""


class Responder(Protocol):
    """What answers about one file after the other."""

    def ask(self, path: str) -> object:
        """Return the answer. Raises OSError or ValueError if there is none."""

    def close(self) -> None:
        """End what answers."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A validator that is installed: who answers, and how the answer about a file is read."""

    version: str
    process: Responder
    read: Callable[[Path, Any], Iterable[Finding]]


@dataclass(frozen=True)
class Installed:
    """Looks for programs and packages. Whatever it does not find raises NotInstalled."""

    folder: Path

    def program(self, *names: str, brings: str) -> str:
        """Return where the first program of these names is; `brings` says what would install it."""
        found = next(filter(None, map(shutil.which, names)), None)
        if not found:
            raise NotInstalled(f"install {brings}")
        return found

    def python_package(self, module: str, package: str, pin: str = "") -> tuple[Path, str]:
        """Return the folder of a Python module, and the version of the package that brings it."""
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
        """Where Node packages may be: beside Python's own, where `make test` puts them, and where npm does."""
        folders = [Path(sys.prefix) / "node" / "node_modules"]
        if npm := shutil.which("npm"):
            asked = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, timeout=30, check=False)
            folders += [Path(asked.stdout.strip())] if asked.stdout.strip() else []
        return folders
