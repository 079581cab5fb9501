"""Finished files in, every way in which they disagree out: with the document, and so with each other.

It knows the document and the bytes, not the writers: it reads the text that a reader sees and where the links lead,
never what a file says about itself (`/Contents`, `/Alt`, `/ActualText`, `aria-label`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from exporter.document import Document
from exporter.errors import Problem
from exporter.verify.comparison import compare, compare_passages
from exporter.verify.epub import open_epub
from exporter.verify.expected import Medium, expected, passage_ids, show
from exporter.verify.html import open_html
from exporter.verify.pdf import open_pdf
from exporter.verify.shown import Reading, Shown, passages, readings

__all__ = ["Reading", "expected", "read_epub", "read_html", "read_pdf", "verify"]

_OPENERS: Final[Mapping[str, tuple[str, Callable[[bytes], Shown], Medium]]] = {
    "html": ("HTML", open_html, "screen"),
    "epub": ("EPUB", open_epub, "screen"),
    "pdf": ("PDF", open_pdf, "print"),
}


def read_html(content: bytes) -> tuple[Reading, ...]:
    """Return the numbers a web page shows, in reading order."""
    return readings(open_html(content))


def read_epub(content: bytes) -> tuple[Reading, ...]:
    """Return the numbers the article in an EPUB shows, in reading order."""
    return readings(open_epub(content))


def read_pdf(content: bytes) -> tuple[Reading, ...]:
    """Return the numbers a PDF shows, in the order of its structure tree."""
    return readings(open_pdf(content))


def verify(document: Document, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Return each difference between a document and its files, which are named `html`, `epub` and `pdf`."""
    problems = []
    for name, content in files.items():
        form, opener, medium = _OPENERS[name]
        try:
            problems += [Problem(f"{form}: {fault}") for fault in _faults(document, opener(content), medium)]
        except ValueError as error:
            problems.append(Problem(f"the {form} cannot be read: {error}"))
    return (*(Problem(f"document: {fault}") for fault in show(document, "screen").faults), *problems)


def _faults(document: Document, shown: Shown, medium: Medium) -> Iterator[str]:
    wanted = show(document, medium)
    ids, is_rtl = passage_ids(document), document.direction == "rtl"
    yield from shown.faults
    yield from compare(readings(wanted), readings(shown), is_rtl)
    yield from compare_passages(passages(wanted, ids), passages(shown, ids), is_rtl)
