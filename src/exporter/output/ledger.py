"""Reads and writes the ledger: every assigned number, every input and every written file. There is no other state.

`docs/administrators/ledger.md` has the schema of its JSON.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self, TypeAlias

from exporter.document import Document, Section, plain
from exporter.errors import UsageError
from exporter.formats import FORMATS, Format
from exporter.packaged import digest
from exporter.request import OutputFile, PdfOptions

VERSION: Final = 2
"""The version of the ledger's format; it changes when the meaning of a key changes."""

LEDGER: Final = ".ledger.json"
"""How the name of a ledger ends; it begins with the article's."""

Part: TypeAlias = Mapping[str, Any]
_PARTS: Final = ("citations", "references", "figures", "tables", "sections", "notes")
_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """A written file: its format, the options of a PDF, the versions of the programs that made it, and its hash."""

    format: Format
    pdf: PdfOptions | None
    versions: Mapping[str, str]
    hash: str

    @classmethod
    def of(cls, file: OutputFile) -> Self:
        return cls(file.format, file.pdf, file.versions, digest(file.content))

    def to_json(self) -> dict[str, Any]:
        options = {"pdf": self.pdf.to_json()} if self.pdf else {}
        return {"format": self.format, **options, "versions": dict(self.versions), "hash": self.hash}

    @classmethod
    def from_json(cls, data: Part) -> Self:
        pdf = PdfOptions.from_json(data["pdf"]) if data["format"] == "pdf" else None
        if data["format"] not in FORMATS or not _HASH.fullmatch(data["hash"]):
            raise ValueError
        return cls(data["format"], pdf, _texts(data["versions"]), data["hash"])


@dataclass(frozen=True, slots=True)
class Ledger:
    """Of one article: each part lists what carries a number, in reading order.

    `identifier` is that of the handout, in its EPUB; a ledger of an earlier version of exporter may have none.
    `request` is what was asked for last. `inputs` are the files of the project that were read, and `packaged` those of
    the program, each with its hash; `absent` are the names in the project that were looked for and not found. `files`
    are named as in `out/`.
    """

    article: str
    identifier: str
    request: Part
    citations: tuple[Part, ...]
    references: tuple[Part, ...]
    figures: tuple[Part, ...]
    tables: tuple[Part, ...]
    sections: tuple[Part, ...]
    notes: tuple[Part, ...]
    inputs: Mapping[str, str]
    packaged: Mapping[str, str]
    absent: tuple[str, ...]
    files: Mapping[str, Record]

    def with_files(self, files: Mapping[str, Record]) -> Self:
        """Return the ledger with more files."""
        return replace(self, files={**self.files, **files})

    def to_json(self) -> bytes:
        data = {
            "version": VERSION,
            "article": self.article,
            "identifier": self.identifier,
            "request": self.request,
            **{name: list(getattr(self, name)) for name in _PARTS},
            "inputs": dict(sorted(self.inputs.items())),
            "packaged": dict(sorted(self.packaged.items())),
            "absent": sorted(self.absent),
            "files": {name: record.to_json() for name, record in sorted(self.files.items())},
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a ledger. Raises ValueError with the reason if it is damaged or has another version."""
        try:
            data = json.loads(content)
            if data.get("version", 1) == VERSION and data["article"]:
                return cls._read(data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UsageError) as error:
            raise ValueError("it is damaged") from error
        raise ValueError("it was written by another version of exporter")

    @classmethod
    def _read(cls, data: Part) -> Self:
        files = {name: Record.from_json(record) for name, record in data["files"].items()}
        if any(name in ("", ".", "..") or {*name} & {*"/\\\0"} for name in files):
            raise ValueError  # a file of another folder
        return cls(
            str(data["article"]),
            str(data.get("identifier", "")),
            dict(data["request"]),
            **{name: tuple(data[name]) for name in _PARTS},
            inputs=_texts(data["inputs"]),
            packaged=_texts(data["packaged"]),
            absent=tuple(map(str, data["absent"])),
            files=files,
        )


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in data.values()):
        raise TypeError
    return dict(data)


def numbers(document: Document) -> dict[str, tuple[Part, ...]]:
    """Return the parts of a ledger that come from the document."""
    return {
        "citations": tuple(
            {"id": one.id, "text": plain(one.children), "references": list(one.keys)} for one in document.citations
        ),
        "references": tuple(
            {"id": one.key, "number": one.number, "text": plain(one.entry)} for one in document.references
        ),
        "figures": tuple({"id": figure.id, "label": figure.label} for figure in document.figures),
        "tables": tuple({"id": table.id, "label": table.label} for table in document.tables),
        "sections": tuple(part for section in document.sections for part in _sections(section)),
        "notes": tuple({"id": note.id, "number": note.number, "text": plain(note.content)} for note in document.notes),
    }


def _sections(section: Section) -> Iterator[Part]:
    yield {"id": section.id, "number": section.number or None, "heading": plain(section.heading)}
    for inner in section.sections:
        yield from _sections(inner)
