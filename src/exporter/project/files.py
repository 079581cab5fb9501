"""Reads the files of a project by name, from a folder of this machine or from memory."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from posixpath import basename, dirname, normpath
from typing import Final

DEFAULTS: Final = "_defaults.yaml"
"""The file with keys for every article of its folder and of the folders below."""


class Folder:
    """Files of a folder on this machine. The target of a link must be in the folder, too."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def locate(self, name: str) -> str | None:
        """Return the name of the file that is read, with links followed, or None if it is outside."""
        path = (self.root / name).resolve()
        return path.relative_to(self.root).as_posix() if self.root in path.parents else None

    def has(self, name: str) -> bool:
        """Return whether anything has this name, also if it cannot be read: a folder, a link to nothing."""
        try:
            (self.root / name).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        return True

    def is_file(self, name: str) -> bool:
        return (self.root / name).is_file()

    def is_folder(self, name: str) -> bool:
        return (self.root / name).is_dir()

    def exists(self, name: str) -> bool:
        return (self.root / name).exists()

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none if it does not exist or may not be read."""
        try:
            return sorted(path.name for path in (self.root / folder).iterdir())
        except OSError:
            return []

    def read(self, name: str, most: int) -> bytes:
        """Return at most `most` bytes of a file. Raises OSError."""
        with (self.root / name).open("rb") as file:
            return file.read(most)


class Files:
    """Files by name, with slashes: a project in memory."""

    root: Final = PurePosixPath()

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {normpath(name): content for name, content in files.items()}

    def locate(self, name: str) -> str | None:
        path = normpath(name)
        return None if path in (".", "..") or path.startswith(("/", "../")) else path

    def has(self, name: str) -> bool:
        return self.exists(name)

    def is_file(self, name: str) -> bool:
        return normpath(name) in self._files

    def is_folder(self, name: str) -> bool:
        return any(one.startswith(f"{normpath(name)}/") for one in self._files)

    def exists(self, name: str) -> bool:
        return self.is_file(name) or self.is_folder(name)

    def names(self, folder: str) -> list[str]:
        return sorted(basename(name) for name in self._files if dirname(name) == normpath(folder).lstrip("."))

    def read(self, name: str, most: int) -> bytes:
        return self._files[normpath(name)][:most]
