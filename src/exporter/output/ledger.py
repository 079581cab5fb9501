"""The ledger: every number given out, what went in and every file written, as JSON. No other state is kept."""

import json
from collections.abc import Mapping
from typing import Any

from exporter.document import Document, Section, plain
from exporter.project import digest


def write(document: Document, article: str, inputs: Mapping[str, str], versions: Mapping[str, str]) -> dict[str, Any]:
    """Return the ledger of `document`, made from the file `article`, without the files written."""
    return {
        "article": article,
        "citations": [
            {"id": one.id, "text": plain(one.children), "references": list(one.keys)} for one in document.citations
        ],
        "references": [{"id": one.key, "number": one.number, "text": plain(one.entry)} for one in document.references],
        "figures": [{"id": figure.id, "label": figure.label} for figure in document.figures],
        "tables": [{"id": table.id, "label": table.label} for table in document.tables],
        "sections": [entry for section in document.sections for entry in _sections(section)],
        "notes": [{"id": note.id, "number": note.number, "text": plain(note.content)} for note in document.notes],
        "inputs": dict(sorted(inputs.items())),
        "versions": dict(versions),
    }


def _sections(section: Section) -> list[dict[str, str | None]]:
    own: dict[str, str | None] = {
        "id": section.id,
        "number": section.number or None,
        "heading": plain(section.heading),
    }
    return [own, *(entry for inner in section.sections for entry in _sections(inner))]


def seal(ledger: Mapping[str, Any], files: Mapping[str, str]) -> bytes:
    """Return the ledger's bytes, with the hashes of the files it vouches for."""
    return (json.dumps({**ledger, "files": dict(sorted(files.items()))}, ensure_ascii=False, indent=1) + "\n").encode()


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the hash of each file."""
    return {name: digest(content) for name, content in files.items()}
