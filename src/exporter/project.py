"""The project's folder: the only door to files. Reads are confined, limited in size and hashed; saves are atomic.

The project is the folder that holds `content/`; an article outside one is its own folder's.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from exporter.errors import ArticleError, Location, MachineError, Problem

LARGEST: Final = 50 * 2**20
"""The most bytes any one input file may have."""


class Project:
    """A folder to read from; `inputs` remembers the hash of every file that was read, by its name in the project."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.inputs: dict[str, str] = {}

    @classmethod
    def of(cls, article: Path) -> "Project":
        """Return the project an article file belongs to."""
        path = article.resolve()
        for folder in path.parents:
            if folder.name == "content":
                return cls(folder.parent)
        return cls(path.parent)

    def name(self, path: Path) -> str:
        """Return how a file is named in messages and in the ledger: from the project's folder, with slashes."""
        return path.resolve().relative_to(self.root).as_posix()

    def exists(self, path: Path) -> bool:
        return self._is_inside(path) and path.is_file()

    def read(self, path: Path, named_at: Location | None = None) -> bytes:
        """Return a file's bytes. Raises ArticleError, placed where the file is named, if it cannot be had."""
        place = named_at or Location(path.name)
        try:
            if not self._is_inside(path):
                hint = "copy the file into the article's folder"
                raise ArticleError(Problem(f"`{path.name}` lies outside the project's folder", place, hint))
            if problem := _reason_not_to_read(path):
                place = named_at or Location(self.name(path))
                raise ArticleError(Problem(problem, place, "check the name, with its capitals"))
            content = path.read_bytes()
        # RuntimeError is a link that leads to itself (before Python 3.13), ValueError a name no system has.
        except (OSError, RuntimeError, ValueError) as error:
            message = f"`{path.name[:40]}` cannot be read: {getattr(error, 'strerror', None) or error}"
            raise ArticleError(Problem(message, place, "check its name and who may read it")) from error
        self.inputs[self.name(path)] = digest(content)
        return content

    def _is_inside(self, path: Path) -> bool:
        return self.root in path.resolve().parents

    def styles(self) -> dict[str, str]:
        """Return the stylesheets by name (`base`, `print` …): the project's own, else the packaged."""
        sheets = {}
        for packaged in sorted(packaged_folder("styles").glob("*.css")):
            own = self.root / "styles" / packaged.name
            content = self.read(own) if own.is_file() else packaged.read_bytes()
            sheets[packaged.stem] = content.decode("utf-8-sig")
        return sheets


def _reason_not_to_read(path: Path) -> str:
    if path.is_dir():
        return f"`{path.name}` is a folder"
    if not path.exists():
        return f"there is no file `{path.name}`"
    if not path.is_file():
        return f"`{path.name}` is not a file"
    if path.stat().st_size > LARGEST:
        return f"`{path.name}` is larger than {LARGEST // 2**20} MB"
    return ""


def packaged_folder(name: str) -> Path:
    """Return a folder of data that comes with the program (`templates`, `fonts`, `labels`, `styles`)."""
    here = Path(__file__).parent
    # In a checkout the styles lie beside `src`, where a clinic finds them; the wheel carries a copy.
    return here / name if (here / name).is_dir() else here.parents[1] / name


def digest(content: bytes) -> str:
    """Return `sha256:…` of the bytes, as the ledger writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into `folder`, each replaced as a whole, in the order given: the last tells that all are there.

    Everything is written beside its target before the first replacement, so that a full disk changes nothing.
    Raises MachineError if the folder cannot be written.
    """
    written: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            written.append((_write_beside(folder / name, content), folder / name))
        for temporary, target in written:
            temporary.replace(target)
        _flush_folder(folder)
    except OSError as error:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
        hint = "check that the folder may be written, the disk has room and no file is open in another program"
        message = f"`{folder}` cannot be written: {error.strerror or error}"
        raise MachineError(Problem(message, None, hint)) from error


def _write_beside(target: Path, content: bytes) -> Path:
    handle, path = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    temporary = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink()
        raise
    return temporary


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle for a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
