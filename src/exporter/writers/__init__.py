"""Writes the files: PDFs first, then the EPUB and the web page, which contain the page breaks of the first PDF.

A writer wraps the body, changes attributes and drops the parts for another medium; it never changes the text.
"""

from collections.abc import Mapping
from importlib.metadata import version

from lxml import etree

from exporter.document import Document
from exporter.errors import ArticleError, Location, Problem
from exporter.faces import packaged_faces
from exporter.formats import PRESETS
from exporter.request import OutputFile, PdfOptions, Request, in_order
from exporter.writers import epub, html
from exporter.writers.page_marks import mark_pages
from exporter.writers.pdf import Pdf, find_misfits, pdf_writer


def write(
    document: Document, body: etree._Element, styles: Mapping[str, str], request: Request
) -> tuple[dict[str, OutputFile], tuple[Problem, ...]]:
    """Return the files by name, PDFs first, and the warnings about the printed pages.

    `styles` maps the names of the stylesheets to their text. Raises ArticleError, MachineError.
    """
    stem, faces = request.stem, packaged_faces()
    wanted = in_order(request.pdfs) if "pdf" in request.formats else []
    pdfs = [(options, _write_pdf(document, body, styles, options, request)) for options in wanted]
    layout = pdf_writer().versions() if pdfs else {}
    files = {one.file_name(stem): OutputFile("pdf", pdf.content, one, layout) for one, pdf in pdfs}
    warnings = [warning for one, pdf in pdfs for warning in (*pdf.warnings, *find_misfits(document, body, pdf, one))]
    printed = next(iter(files), "")
    if pdfs:
        body = mark_pages(body, pdfs[0][1].page_starts, document.words)
    if "epub" in request.formats:
        book = epub.write(document, body, [styles["base"], styles["epub"]], faces, printed)
        files[f"{stem}.epub"] = OutputFile("epub", book, versions={**layout, "ebooklib": version("EbookLib")})
    if "html" in request.formats:
        on_paper = f"@media print {{\n{styles['print']}\n}}"
        page = html.write(document, body, [styles["base"], styles["screen"], on_paper], faces)
        files[f"{stem}.html"] = OutputFile("html", page, versions=layout)
    return files, tuple(dict.fromkeys(warnings))


def _write_pdf(
    document: Document, body: etree._Element, styles: Mapping[str, str], options: PdfOptions, request: Request
) -> Pdf:
    names = ("base", "print", "foot", *(() if options.preset == PRESETS[0] else ("clear", options.preset)))
    pdf = pdf_writer().write(document, body, [styles[name] for name in names], options)
    if len(pdf.page_starts) > request.limits.pages:
        found = f"the PDF has {len(pdf.page_starts)} pages"
        raise ArticleError(request.limits.exceeded("pages", found, Location(document.file)))
    return pdf
