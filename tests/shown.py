"""The numbers that a document must show, and those that its finished files do show."""

from collections.abc import Callable, Mapping
from typing import Final

from exporter.document import Document, Medium
from exporter.formats import Format
from exporter.verify.from_document import transcribe
from exporter.verify.from_epub import open_epub
from exporter.verify.from_html import open_html
from exporter.verify.from_pdf import open_pdf
from exporter.verify.transcript import ShownNumber, Transcript, readings

_OPENERS: Final[Mapping[Format, Callable[[bytes], Transcript]]] = {
    "html": open_html,
    "epub": open_epub,
    "pdf": open_pdf,
}


def expected(document: Document, medium: Medium = "screen") -> tuple[ShownNumber, ...]:
    """Return the numbers that a file of this document must show, in reading order."""
    return readings(transcribe(document, medium))


def shown(form: Format, content: bytes) -> tuple[ShownNumber, ...]:
    """Return the numbers that a file shows, in reading order; those of a PDF in the order of its structure tree."""
    return readings(_OPENERS[form](content))
