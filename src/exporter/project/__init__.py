"""The project's folder: the only door to what is read. Reads are confined, limited in size and hashed.

The project is the folder that holds `content/`; an article outside one is its own folder's.
"""

import hashlib
import re
from pathlib import Path
from typing import Final

from exporter.errors import ArticleError, Location, Problem
from exporter.limits import Limits
from exporter.project.stylesheets import reaching
from exporter.source import Scalar, decode

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
"""A web address, or a share of another machine; one letter and a colon is a drive."""


class Project:
    """A folder to read from; `inputs` remembers the hash of every file that was read, by its name in the project."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        self.root = root.resolve()
        self.limits = limits or Limits()
        self.inputs: dict[str, str] = {}

    @classmethod
    def of(cls, article: Path, limits: Limits | None = None) -> "Project":
        """Return the project an article file belongs to; where a link lies counts, not where it leads."""
        home = article.parent.resolve()
        for folder in (home, *home.parents):
            if folder.name == "content":
                return cls(folder.parent, limits)
        return cls(home, limits)

    def name(self, path: Path) -> str:
        """Return how a file is named in messages and in the ledger: from the project's folder, with slashes."""
        return path.resolve().relative_to(self.root).as_posix()

    def exists(self, path: Path) -> bool:
        return self._is_inside(path) and path.is_file()

    def read_named(self, folder: Path, name: Scalar, limit: str = "text_mb") -> bytes:
        """Return the bytes of the file that the article calls `name`, as seen from `folder`. Raises ArticleError."""
        if _ADDRESS.match(name):
            what = "picture" if limit == "picture_mb" else "file"
            hint = f"download the {what} and put it beside the article"
            raise ArticleError(Problem(f"`{name[:80]}` is an address, not a file", name.location, hint))
        return self.read(folder / name, name.location, limit)

    def read(self, path: Path, named_at: Location | None = None, limit: str = "text_mb") -> bytes:
        """Return a file's bytes, as many as `limit` allows.

        Raises ArticleError, placed where the file is named, if it cannot be had.
        """
        place = named_at or Location(path.name)
        try:
            if not self._is_inside(path):
                hint = "copy the file into the article's folder"
                raise ArticleError(Problem(f"`{path.name}` lies outside the project's folder", place, hint))
            if problem := _reason_not_to_read(path):
                place = named_at or Location(self.name(path))
                raise ArticleError(Problem(problem, place, "check the name, with its capitals"))
            most = getattr(self.limits, limit) * 2**20
            with path.open("rb") as file:
                content = file.read(most + 1)
        # RuntimeError is a link that leads to itself (before Python 3.13), ValueError a name no system has.
        except (OSError, RuntimeError, ValueError) as error:
            message = f"`{path.name[:40]}` cannot be read: {getattr(error, 'strerror', None) or error}"
            raise ArticleError(Problem(message, place, "check its name and who may read it")) from error
        if len(content) > most:
            raise ArticleError(self.limits.exceeded(limit, f"`{path.name}` is too large", place))
        self.inputs[self.name(path)] = digest(content)
        return content

    def _is_inside(self, path: Path) -> bool:
        return self.root in path.resolve().parents

    def styles(self) -> dict[str, str]:
        """Return the stylesheets by name (`base`, `print` …): the project's own, else the packaged.

        Raises ArticleError if one of the project's own asks for anything outside itself.
        """
        sheets = {}
        for packaged in sorted(packaged_folder("styles").glob("*.css")):
            own = self.root / "styles" / packaged.name
            sheets[packaged.stem] = self._own_style(own) if own.is_file() else packaged.read_text("utf-8-sig")
        return sheets

    def _own_style(self, path: Path) -> str:
        source = decode(self.read(path), self.name(path))
        if problems := list(reaching(source, self.limits.depth)):
            raise ArticleError(problems)
        return source.text


def _reason_not_to_read(path: Path) -> str:
    if path.is_dir():
        return f"`{path.name}` is a folder"
    if not path.exists():
        return f"there is no file `{path.name}`"
    return "" if path.is_file() else f"`{path.name}` is not a file"


def packaged_folder(name: str) -> Path:
    """Return a folder of data that comes with the program (`templates`, `fonts`, `labels`, `styles`)."""
    here = Path(__file__).parents[1]
    # In a checkout the styles lie beside `src`, where a clinic finds them; the wheel carries a copy.
    return here / name if (here / name).is_dir() else here.parents[1] / name


def digest(content: bytes) -> str:
    """Return `sha256:…` of the bytes, as the ledger writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
