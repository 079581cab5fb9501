"""Reports what does not fit on the paper: pages beyond the number that the author wants, and tables too large."""

from collections.abc import Iterator

from lxml import etree

from exporter.document import Document
from exporter.errors import Location, Problem, Severity
from exporter.formats import PRESETS
from exporter.request import PdfOptions
from exporter.writers.page_marks import text_after
from exporter.writers.pdf.writer import Pdf


def find_misfits(document: Document, body: etree._Element, pdf: Pdf, options: PdfOptions) -> Iterator[Problem]:
    """Yield a warning for each table in which words may be broken, and one for the pages beyond `fit_pages`."""
    hint = "use fewer columns or shorter rows, or split it into two tables"
    for table in pdf.unfit_tables:
        message = f"the table `{table}` does not fit on the page in `{options.preset}`: words in it may be broken"
        yield Problem(message, document.places.get(table), hint, Severity.WARNING)
    wanted = document.fit_pages
    if wanted and len(pdf.page_starts) > wanted and options.preset == PRESETS[0]:  # large print needs more pages
        yield _overflow(document, body, pdf, wanted)


def _overflow(document: Document, body: etree._Element, pdf: Pdf, wanted: int) -> Problem:
    pages = len(pdf.page_starts)
    rest = text_after(body, pdf.page_starts[wanted])
    message = (
        f"the PDF has {pages} pages, {pages - wanted} more than `fit_pages: {wanted}` allows: "
        f"{rest.words} words come after page {wanted}, starting in “{rest.heading}”"
    )
    place = document.places.get(rest.target, Location(document.file))
    return Problem(message, place, "shorten the text by about that many words", Severity.WARNING)
