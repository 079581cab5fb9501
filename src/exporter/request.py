"""Requests, tasks and reports: frozen values, to and from JSON. Imports nothing heavy."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from pathlib import Path, PurePath
from typing import Any, Final, Literal, Self, TypeAlias

from exporter.errors import ExporterError, Problem, UsageError
from exporter.formats import FORMATS, PAPERS, PRESETS, Format, Paper, Preset, require_known
from exporter.limits import Limits


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Options of one PDF: the preset, the paper, whether it has no colours, whether it is for archives (PDF/A-2a).

    Raises UsageError for an unknown preset or paper.
    """

    preset: Preset = PRESETS[0]
    paper: Paper = PAPERS[0]
    is_grey: bool = False
    is_archival: bool = False

    def __post_init__(self) -> None:
        require_known("preset", self.preset, PRESETS)
        require_known("paper", self.paper, PAPERS)

    def file_name(self, stem: str) -> str:
        """Return the PDF's file name for the article `stem`; default options do not appear in it."""
        if self == _DEFAULT:
            return f"{stem}.pdf"
        ends = ".grey" * self.is_grey + ".archive" * self.is_archival
        return f"{stem}.{self.preset}.{self.paper}{ends}.pdf"

    def to_json(self) -> dict[str, Any]:
        return {"preset": self.preset, "paper": self.paper, "grey": self.is_grey, "archive": self.is_archival}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["preset"], data["paper"], data["grey"], data["archive"])


_DEFAULT: Final = PdfOptions()


@dataclass(frozen=True, slots=True)
class Request:
    """An article, and the files to make from it.

    `article` is the path of a file; if the project is given as `files` by name, it is one of these names. The EPUB
    and the web page contain the page numbers of the first PDF in the order of `in_order`. Raises UsageError for an
    unknown format, and if there would be nothing to make.
    """

    article: str | Path
    formats: Format | Sequence[Format] = FORMATS
    pdfs: Sequence[PdfOptions] = (_DEFAULT,)
    limits: Limits = field(default_factory=Limits)
    files: Mapping[str, bytes] | None = None

    def __post_init__(self) -> None:
        formats = (self.formats,) if isinstance(self.formats, str) else tuple(self.formats)
        for one in formats:
            require_known("format", one, FORMATS)
        if not formats or ("pdf" in formats and not self.pdfs):
            what, hint = ("PDF", "give one PdfOptions or more") if formats else ("format", "give one or more")
            raise UsageError(Problem(f"the request names no {what}", None, hint))
        object.__setattr__(self, "article", str(self.article))
        object.__setattr__(self, "formats", formats)
        object.__setattr__(self, "pdfs", tuple(self.pdfs))

    @property
    def stem(self) -> str:
        """The article's file name without folder and extension; the names of its exported files begin with it."""
        return PurePath(self.article).stem

    def asked(self) -> dict[str, Any]:
        """Return the formats, PDF options and limits: the part of a request that the ledger records."""
        pdfs = in_order(self.pdfs) if "pdf" in self.formats else []
        formats = [one for one in FORMATS if one in self.formats]
        return {"formats": formats, "pdfs": [one.to_json() for one in pdfs], "limits": self.limits.to_json()}

    def to_json(self) -> dict[str, Any]:
        files = None
        if self.files is not None:
            files = {name: b64encode(content).decode() for name, content in self.files.items()}
        return {
            "article": self.article,
            "formats": list(self.formats),
            "pdfs": [one.to_json() for one in self.pdfs],
            "limits": self.limits.to_json(),
            "files": files,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        files = None
        if data["files"] is not None:
            files = {name: b64decode(content) for name, content in data["files"].items()}
        pdfs = tuple(map(PdfOptions.from_json, data["pdfs"]))
        return cls(data["article"], tuple(data["formats"]), pdfs, Limits.from_json(data["limits"]), files)


Command: TypeAlias = Literal["build", "check", "verify"]


@dataclass(frozen=True, slots=True)
class Task:
    """A command and its request. `out` is the folder for the exported files, `today` the date for its warnings."""

    command: Command
    request: Request
    out: Path = Path("out")
    today: date | None = None

    def of(self, article: Path, below: PurePath | str = "") -> Self:
        """Return the same task for another article; `below` is the folder in `out` for its files."""
        return replace(self, request=replace(self.request, article=article), out=self.out / below)

    def to_json(self) -> dict[str, Any]:
        today = self.today.isoformat() if self.today else None
        return {"command": self.command, "request": self.request.to_json(), "out": str(self.out), "today": today}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        today = date.fromisoformat(data["today"]) if data["today"] else None
        return cls(data["command"], Request.from_json(data["request"]), Path(data["out"]), today)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A finished file: its format, its bytes, the options of a PDF, and the versions of the programs that made it.

    `versions` has the versions by the name of the program.
    """

    format: Format
    content: bytes
    pdf: PdfOptions | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The result for one article: the files written, every problem, and the exit code.

    `article` is None for a problem that stops the whole run.
    """

    article: str | None
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0

    @classmethod
    def of_error(cls, article: str | None, error: ExporterError) -> Self:
        return cls(article, (), error.problems, error.exit_code)

    def to_json(self) -> dict[str, Any]:
        problems = [one.to_json() for one in self.problems]
        return {
            "article": self.article,
            "exit": self.exit_code,
            "files": list(map(str, self.files)),
            "problems": problems,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        problems = tuple(map(Problem.from_json, data["problems"]))
        return cls(data["article"], tuple(map(Path, data["files"])), problems, int(data["exit"]))


def in_order(options: Iterable[PdfOptions]) -> list[PdfOptions]:
    """Return the PDF options without duplicates, in the order of PRESETS and then of PAPERS."""
    return sorted(
        dict.fromkeys(options),
        key=lambda one: (PRESETS.index(one.preset), PAPERS.index(one.paper), one.is_grey, one.is_archival),
    )


def file_names(stem: str) -> frozenset[str]:
    """Return every name that an exported file of the article `stem` can have, except the ledger."""
    options = (PdfOptions(*one) for one in product(PRESETS, PAPERS, (False, True), (False, True)))
    return frozenset((*(one.file_name(stem) for one in options), f"{stem}.epub", f"{stem}.html"))
