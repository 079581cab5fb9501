"""What is asked for and what is reported, as values: frozen, and to and from JSON. Imports nothing heavy."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from pathlib import Path, PurePath
from typing import Any, Final, Literal, Self

from exporter.errors import ExporterError, Problem
from exporter.formats import FORMATS, PAPERS, PRESETS, Format, Paper, Preset, require_known
from exporter.limits import Limits


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How one PDF is made: the preset, the paper, without colours, fit for an archive (PDF/A-2a).

    Raises UsageError for a preset or a paper that does not exist.
    """

    preset: Preset = PRESETS[0]
    paper: Paper = PAPERS[0]
    is_grey: bool = False
    is_archival: bool = False

    def __post_init__(self) -> None:
        require_known("preset", self.preset, PRESETS)
        require_known("paper", self.paper, PAPERS)

    def file_name(self, stem: str) -> str:
        """Return the PDF's name for the article `stem`; the default options add nothing to it."""
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
    """An article, and what to make of it.

    `article` is the path of a file or, where the project is given as `files` by name, its name among them. The EPUB
    and the web page carry the pages of the first of `pdfs` in the order of `in_order`. Raises UsageError for a format
    that does not exist.
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
        object.__setattr__(self, "article", str(self.article))
        object.__setattr__(self, "formats", formats)
        object.__setattr__(self, "pdfs", tuple(self.pdfs))

    @property
    def stem(self) -> str:
        """The article's name without its folder and ending, after which its files are named."""
        return PurePath(self.article).stem

    def asked(self) -> dict[str, Any]:
        """Return what is asked for, whatever the article: the part of a request that its ledger keeps."""
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


@dataclass(frozen=True, slots=True)
class Task:
    """What a command does with an article: `out` is the folder of its files, `today` the day for `check`."""

    command: Literal["build", "check", "verify"]
    request: Request
    out: Path = Path("out")
    today: date | None = None

    def of(self, article: Path) -> Self:
        """Return the same for another article."""
        return replace(self, request=replace(self.request, article=article))

    def to_json(self) -> dict[str, Any]:
        today = self.today.isoformat() if self.today else None
        return {"command": self.command, "request": self.request.to_json(), "out": str(self.out), "today": today}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        today = date.fromisoformat(data["today"]) if data["today"] else None
        return cls(data["command"], Request.from_json(data["request"]), Path(data["out"]), today)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A finished file: its format, its bytes, for a PDF its options, and the programs that its bytes depend on.

    `versions` are those of the programs, by name.
    """

    format: Format
    content: bytes
    pdf: PdfOptions | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one article: the files written, every problem, and the exit code.

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
    """Return PDF options, each once, in the order of PRESETS and then of PAPERS."""
    return sorted(
        dict.fromkeys(options),
        key=lambda one: (PRESETS.index(one.preset), PAPERS.index(one.paper), one.is_grey, one.is_archival),
    )


def file_names(stem: str) -> frozenset[str]:
    """Return every name that a file of the article `stem` can have, except the ledger's."""
    options = (PdfOptions(*one) for one in product(PRESETS, PAPERS, (False, True), (False, True)))
    return frozenset((*(one.file_name(stem) for one in options), f"{stem}.epub", f"{stem}.html"))
