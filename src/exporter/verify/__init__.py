"""Verifies that finished files agree with the document, and so with each other.

It knows the document and the bytes, not the writers: it reads the text that a reader sees and where the links lead,
never what a file says about itself (`/Contents`, `/Alt`, `/ActualText`, `aria-label`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from exporter.document import Document, Medium
from exporter.errors import Problem
from exporter.formats import Format
from exporter.request import OutputFile
from exporter.verify.compare import Painted, compare, compare_numbers, compare_pages, compare_passages, same
from exporter.verify.from_document import one_medium_ids, passage_ids, transcribe
from exporter.verify.from_epub import open_epub
from exporter.verify.from_html import open_html
from exporter.verify.from_pdf import open_pdf
from exporter.verify.transcript import Transcript, numbers, page_texts, passages, readings

__all__ = ["verify"]

_OPENERS: Final[Mapping[Format, tuple[str, Callable[[bytes], Transcript], Medium]]] = {
    "html": ("HTML", open_html, "screen"),
    "epub": ("EPUB", open_epub, "screen"),
    "pdf": ("PDF", open_pdf, "print"),
}


def verify(document: Document, files: Mapping[str, OutputFile]) -> tuple[Problem, ...]:
    """Return each difference between a document and its files, which go by name, and between the files."""
    problems = [Problem(f"document: {fault}") for fault in transcribe(document, "screen").faults]
    formats = [file.format for file in files.values()]
    opened: list[tuple[str, Format, Transcript]] = []
    for name, file in files.items():
        form, opener, medium = _OPENERS[file.format]
        label = form if formats.count(file.format) == 1 else f"{form} `{name}`"
        try:
            opened.append((label, file.format, shown := opener(file.content)))
            problems += [Problem(f"{label}: {fault}") for fault in _faults(document, shown, medium)]
        except ValueError as error:
            problems.append(Problem(f"the {label} cannot be read: {error}"))
    return (*problems, *(Problem(fault) for fault in _page_faults(document, opened)))


def _page_faults(document: Document, opened: Iterable[tuple[str, Format, Transcript]]) -> Iterator[str]:
    """Yield what is wrong with the marks of printed pages in the other files: they must be those of one of the PDFs."""
    apart = one_medium_ids(document)
    pages = [(label, form, page_texts(shown, apart)) for label, form, shown in opened]
    printed = [texts for _, form, texts in pages if form == "pdf"]
    for label, form, marked in pages:
        if form != "pdf" and marked and printed:
            faults = [[*compare_pages(texts, marked, document.direction)] for texts in printed]
            yield from (f"{label}: {fault}" for fault in min(faults, key=len))


def _faults(document: Document, shown: Transcript, medium: Medium) -> Iterator[str]:
    wanted = transcribe(document, medium)
    ids = passage_ids(document)
    painted: Painted = document.direction if medium == "print" else None
    yield from shown.faults
    yield from compare(readings(wanted), readings(shown), painted)
    texts, right = passages(wanted, ids), numbers(wanted, ids)
    yield from compare_passages(texts, passages(shown, ids), painted)
    unordered = [identifier for identifier, text in texts.items() if isinstance(same(text, painted), list)]
    yield from compare_numbers({one: right[one] for one in unordered}, numbers(shown, ids))
