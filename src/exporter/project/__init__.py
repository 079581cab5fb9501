"""Reads every file of a project: only files inside it, limited in size, and hashed.

The project is the folder that contains `content/`; for an article outside such a folder, it is the article's own
folder. It is read from a folder, or from files given by name. A file that another one names is looked for beside that
one.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Final, Self

from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.limits import Limits
from exporter.packaged import digest, packaged_folder
from exporter.project.files import DEFAULTS, Files, Folder
from exporter.project.neighbours import unread
from exporter.project.stylesheets import external_requests
from exporter.source import Scalar, Source, decode

__all__ = ["DEFAULTS", "Files", "Folder", "Project", "packaged_styles"]

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
"""A web address, or a share of another machine. One letter and a colon are a drive."""


class Project:
    """What an article may read, by names that are relative to the project, with slashes.

    `given` is the article's path as the user wrote it. `inputs` has the hash of every file that was read, `absent` the
    names that were looked for and not found, and `packaged` the hash of every file of the program that was used.
    """

    def __init__(
        self, files: Folder | Files, article: str, limits: Limits | None = None, given: PurePath | None = None
    ) -> None:
        self._files = files
        self._given = given or PurePosixPath(article)
        self._read_from: dict[str, str] = {}
        self.article = article
        self.limits = limits or Limits()
        self.inputs: dict[str, str] = {}
        self.absent: set[str] = set()
        self.packaged: dict[str, str] = {}

    @classmethod
    def of(cls, article: Path, limits: Limits | None = None) -> Self:
        """Return the project an article file belongs to; the place of a link counts, not where it leads."""
        home = article.parent.resolve()
        root = next((folder.parent for folder in (home, *home.parents) if folder.name == "content"), home)
        return cls(Folder(root), (home / article.name).relative_to(root).as_posix(), limits, article)

    @classmethod
    def from_bytes(cls, files: Mapping[str, bytes], article: str, limits: Limits | None = None) -> Self:
        """Return the project of the article called `article` among `files`, as if they were files in a folder."""
        return cls(Files(files), normpath(article), limits)

    @property
    def folders(self) -> Iterator[str]:
        """The article's folder and those above it, up to the project's, which is ""."""
        yield from (str(folder) if folder.name else "" for folder in PurePosixPath(self.article).parents)

    @property
    def defaults(self) -> Iterator[str]:
        """The files of defaults for the article that exist, from the nearest to the furthest."""
        for folder in self.folders:
            name = join(folder, DEFAULTS)
            if name != self.article and self.has(name):
                yield name

    @property
    def recorded_article(self) -> str:
        """The article's name in the ledger: that of the file that is read, with links followed."""
        return self._files.locate(self.article) or self.article

    def name(self, name: str) -> str:
        """Return the path of a file for messages: it begins as the article's own, so that it leads to the file."""
        root, parts = self._files.root, PurePosixPath(normpath(name)).parts
        own = (root / self.article).parent.parts
        while parts[:1] == ("..",):
            root, parts = root.parent, parts[1:]
        wanted = (*root.parts, *parts) or (name,)
        shared = next((at for at, (one, two) in enumerate(zip(own, wanted[:-1], strict=False)) if one != two), None)
        shared = min(len(own), len(wanted) - 1) if shared is None else shared
        folder = self._given.parent
        for part in reversed(own[shared:]):
            folder = folder.parent if folder.name == part else folder / ".."
        return str(folder.joinpath(*wanted[shared:]))

    @property
    def warnings(self) -> Iterator[Problem]:
        """Warnings of files that look as if they belonged to the article, but are not read."""
        sheets = frozenset(f"{name}.css" for name in packaged_styles())
        for name, message, hint in unread(self._files, self.folders, sheets):
            yield Problem(message, Location(self.name(name)), hint, Severity.WARNING)

    @property
    def out_folder(self) -> str:
        """The folder below `out/` for the exported files, with slashes: the article's folder below `content/`."""
        folder = PurePosixPath(dirname(self.article))
        return str(folder.relative_to("content")) if folder.is_relative_to("content") else "."

    def beside(self, name: Scalar) -> str:
        """Return the name, relative to the project, of a file that the article, or a file of defaults, names."""
        return join(dirname(self._read_from.get(name.source.name, self.article)), name)

    def has(self, name: str) -> bool:
        """Return whether anything has this name, so that `read` reports it; if not, add the name to `absent`."""
        is_there = self._files.has(name)
        if not is_there:
            self.absent.add(name)
        return is_there

    def read_named(self, name: Scalar, limit: str = "text_mb") -> bytes:
        """Return the bytes of the file that the article calls `name`. Raises ArticleError."""
        if _ADDRESS.match(name):
            what = "picture" if limit == "picture_mb" else "file"
            hint = f"download the {what} and put it beside the article"
            raise ArticleError(Problem(f"`{name[:80]}` is an address, not a file", name.location, hint))
        return self.read(self.beside(name), name.location, limit)

    def read_named_text(self, name: Scalar, limit: str = "text_mb") -> Source:
        """Return the text of the file that the article calls `name`. Raises ArticleError."""
        return decode(self.read_named(name, limit), self.name(self.beside(name)))

    def read_text(self, name: str, named_at: Location | None = None, limit: str = "text_mb") -> Source:
        """Return the text of a file, with its path for messages. Raises ArticleError."""
        source = decode(self.read(name, named_at, limit), self.name(name))
        self._read_from[source.name] = name
        return source

    def read(self, name: str, named_at: Location | None = None, limit: str = "text_mb") -> bytes:
        """Return a file's bytes, at most as many as `limit` allows.

        Raises ArticleError, placed where the file is named, if it cannot be read.
        """
        short = PurePosixPath(name).name or name
        place = named_at or Location(self.name(name))
        try:
            if (found := self._files.locate(name)) is None:
                hint = "copy the file into the article's folder"
                raise ArticleError(Problem(f"`{short}` is outside the project's folder", place, hint))
            if problem := self._reason_not_to_read(name, short):
                raise ArticleError(
                    Problem(problem, named_at or Location(self.name(name)), "check the name, with its capitals")
                )
            most = getattr(self.limits, limit) * 2**20
            content = self._files.read(name, most + 1)
        # RuntimeError: a link to itself (before Python 3.13). ValueError: a name that no system allows.
        except (OSError, RuntimeError, ValueError) as error:
            message = f"`{short[:40]}` cannot be read: {getattr(error, 'strerror', None) or error}"
            raise ArticleError(Problem(message, place, "check its name and that you may read it")) from error
        if len(content) > most:
            raise ArticleError(self.limits.exceeded(limit, f"`{short}` is too large", place))
        self.inputs[found] = digest(content)
        return content

    def _reason_not_to_read(self, name: str, short: str) -> str:
        if self._files.is_folder(name):
            return f"`{short}` is a folder"
        if not self._files.exists(name):
            return f"there is no file `{short}`"
        return "" if self._files.is_file(name) else f"`{short}` is not a file"

    def styles(self) -> dict[str, str]:
        """Return the stylesheets by name (`base`, `print` …): the project's own, or else the packaged ones.

        Raises ArticleError if one of the project's own loads anything from outside.
        """
        return {name: self._style(name, content) for name, content in packaged_styles().items()}

    def _style(self, stem: str, packaged: bytes) -> str:
        name = f"styles/{stem}.css"
        if not self.has(name):
            self.packaged[name] = digest(packaged)
            return packaged.decode("utf-8-sig")
        source = self.read_text(name)
        if problems := list(external_requests(source, self.limits.depth)):
            raise ArticleError(problems)
        return source.text


def packaged_styles() -> dict[str, bytes]:
    """Return the stylesheets that come with the program, by name."""
    return {path.stem: path.read_bytes() for path in sorted(packaged_folder("styles").glob("*.css"))}
