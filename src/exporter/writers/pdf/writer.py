"""Writes the PDF: WeasyPrint sets the body in packaged fonts only, and our tags make it readable aloud (PDF/UA-1).

Nothing is loaded from outside: pictures come from the document, fonts from the given faces, dates from the article.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree

from lxml import etree

from exporter.document import Document, Image, plain
from exporter.errors import ArticleError, Location, Problem
from exporter.faces import Face, missing_characters
from exporter.request import PdfOptions
from exporter.writers.body import for_medium, summary
from exporter.writers.pdf import pdfa, wide_tables
from exporter.writers.pdf.greyscale import grey_picture, grey_stream
from exporter.writers.pdf.joining import join_numbers
from exporter.writers.pdf.layout import Layout, PlacedBox, read_boxes, read_layout
from exporter.writers.pdf.log import MissingGlyphs, raise_problems, recording, stylesheet_warning
from exporter.writers.pdf.qr import draw_qr
from exporter.writers.pdf.structure import Structure
from exporter.writers.pdf.tagging import keep_links, tag
from exporter.writers.pdf.weasyprint import engine
from exporter.writers.pdf.weasyprint.fonts import PrivateFontConfiguration
from exporter.writers.pdf.weasyprint.paint import paint

_DEFAULT: Final = PdfOptions()
# Any fixed absolute address will do: the names of pictures inside the PDF are made from their addresses.
_BASE: Final = "https://article.invalid/"
# Without `overflow: visible`, WeasyPrint paints pictures after the rest of the page, out of reading order.
_PAGE: Final = "@page {{ size: {paper} }} img {{ overflow: visible }}" + wide_tables.STYLE
_OPTIONS: Final[Mapping[str, Any]] = {
    "pdf_variant": "pdf/ua-1",
    "pdf_version": "1.7",
    "pdf_identifier": None,
    "pdf_tags": True,
    "presentational_hints": True,
}


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF: its bytes, where its pages begin, and warnings about its stylesheets.

    `page_starts` has the number of visible characters before each page, as `page_marks.mark_pages` needs them.
    `unfit_tables` are the ids of the tables in which words may be broken, because they do not fit on the paper
    otherwise.
    """

    content: bytes
    page_starts: tuple[int, ...]
    warnings: tuple[Problem, ...]
    unfit_tables: tuple[str, ...]


class RowTooTall(ArticleError):
    """A row of a table is taller than a page, so it would continue on a page without the table header."""

    def __init__(self, table: str, place: Location | None) -> None:
        hint = "use fewer words, or split it into several rows"
        super().__init__(Problem(f"a row of the table `{table}` is taller than a page", place, hint))


class PdfWriter:
    """Writes one PDF after another with the same fonts; it parses each stylesheet once.

    Raises:
        MachineError: WeasyPrint or Pango is missing, or a font file cannot be read.
    """

    def __init__(self, faces: Iterable[Face]) -> None:
        self._weasyprint = engine.import_weasyprint()
        self._faces = tuple(faces)
        self._fonts = PrivateFontConfiguration(self._faces)
        self._styles: dict[tuple[str, ...], _Styles] = {}

    def versions(self) -> dict[str, str]:
        """Return the versions that decide where lines and pages break."""
        return {"weasyprint": engine.VERSION, "pango": engine.pango_version()}

    def write(
        self,
        document: Document,
        body: etree._Element,
        css: Sequence[str],
        pdf_options: PdfOptions = _DEFAULT,
    ) -> Pdf:
        """Return the PDF; `css` are the stylesheets in the order of the cascade.

        Raises:
            RowTooTall: a table has a row that does not fit on a page.
            MissingGlyphs: the text, or the text in a picture, has characters that no font has.
            UnfitPictures: WeasyPrint cannot draw a picture.
            ExporterError: WeasyPrint reported something that is a bug in exporter.
        """
        page = _page(document, body)
        if missing := missing_characters("".join(page.itertext()), self._faces):
            raise MissingGlyphs(missing, document.file)
        options = {**_OPTIONS, **pdfa.OPTIONS} if pdf_options.is_archival else _OPTIONS
        sheets = (*css, _PAGE.format(paper=pdf_options.paper), *[pdfa.STYLE] * pdf_options.is_archival)
        styles = self._parsed(sheets)
        profiles = {**styles.profiles, **pdfa.colours()} if pdf_options.is_archival else dict(styles.profiles)
        images = (*document.images, *_codes(document))
        pictures = _Pictures(map(grey_picture, images) if pdf_options.is_grey else images)

        def lay_out() -> Any:
            html = self._html(page, pictures)
            return html.render(self._fonts, styles.counters, profiles, stylesheets=styles.sheets, **options)

        pages = _fitted(page, lay_out, document.places)
        structure = Structure(page, pages.boxes)
        keep_links(pages.rendered.pages, structure)
        pages.rendered.metadata = self._weasyprint.document.DocumentMetadata(**_metadata(document, body))
        with recording() as records:
            painted = _painted(pages.rendered, structure, pdf_options, {**self._weasyprint.DEFAULT_OPTIONS, **options})
        undrawn = (_BASE + picture.get("src") for picture in pages.layout.undrawn_pictures)
        raise_problems((*pages.records, *records), undrawn, _by_address(document.images), document, self._reports)
        return Pdf(painted, pages.layout.page_starts, styles.warnings, wide_tables.unfit_tables(page))

    def _reports(self, image: Image) -> bool:
        """Return whether WeasyPrint reports anything if a picture is all that it draws."""
        page = ElementTree.Element("html")
        ElementTree.SubElement(page, "img", src=image.name)
        with recording() as records:
            self._html(page, _Pictures([image])).render(self._fonts).write_pdf()
        return bool(records)

    def _html(self, page: ElementTree.Element, pictures: "_Pictures") -> Any:
        """Return WeasyPrint's document without using its HTML parser, which takes as long as the layout."""
        html = self._weasyprint.HTML.__new__(self._weasyprint.HTML)
        html.base_url, html.media_type = _BASE, "print"
        html.url_fetcher = pictures
        wrapper = import_module("cssselect2").ElementWrapper
        html.wrapper_element = wrapper.from_html_root(page, content_language=None)
        html.etree_element = html.wrapper_element.etree_element
        return html

    def _parsed(self, css: tuple[str, ...]) -> "_Styles":
        if css not in self._styles:
            counters = import_module("weasyprint.css.counters").CounterStyle()
            profiles: dict[str, Any] = {}
            with recording() as records:
                sheets = [
                    self._weasyprint.CSS(
                        string=sheet, base_url=_BASE, url_fetcher=_Pictures(()), font_config=self._fonts,
                        counter_style=counters, color_profiles=profiles,
                    )
                    for sheet in css
                ]  # fmt: skip
            self._styles[css] = _Styles(sheets, counters, profiles, tuple(map(stylesheet_warning, records)))
        return self._styles[css]


@dataclass(frozen=True, slots=True)
class _Styles:
    """Stylesheets parsed by WeasyPrint, the tables that it filled, and warnings about what it did not understand."""

    sheets: list[Any]
    counters: Any
    profiles: dict[str, Any]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Pages:
    """Pages laid out by WeasyPrint: their boxes in reading order, the facts about them, and the log records."""

    rendered: Any
    boxes: tuple[PlacedBox, ...]
    layout: Layout
    records: Sequence[logging.LogRecord]


def _fitted(page: ElementTree.Element, lay_out: Callable[[], Any], places: Mapping[str, Location]) -> _Pages:
    """Lay out the pages until the tables fit or nothing is left to try. Raises RowTooTall."""
    while True:
        with recording() as records:
            rendered = lay_out()
        boxes = tuple(read_boxes(rendered.pages))
        layout = read_layout(page, boxes)
        if not wide_tables.adjust(page, layout):
            break
    if layout.broken_tables:
        table = layout.broken_tables[0].get("id")
        raise RowTooTall(table, places.get(table))
    return _Pages(rendered, boxes, layout, records)


# ---------------------------------------------------------------- the input of WeasyPrint


def _page(document: Document, body: etree._Element) -> ElementTree.Element:
    """Return an HTML page with the body, without the parts for screens only."""
    page = ElementTree.Element("html", lang=document.language, dir=document.direction)
    printed = for_medium(body, "print")
    join_numbers(printed, document.direction)
    page.append(ElementTree.fromstring(etree.tostring(printed)))
    return page


def _metadata(document: Document, body: etree._Element) -> dict[str, Any]:
    """Return the metadata of the PDF."""
    day = document.edition.published.isoformat()
    return {
        "title": plain(document.title),
        "authors": [author.name for author in document.authors if author.role == "author"],
        "description": summary(body),
        "keywords": list(document.edition.subjects),
        "lang": document.language,
        "created": day,
        "modified": day,
    }


def _codes(document: Document) -> Iterator[Image]:
    """Yield the QR code, which only the PDF has, if the document has an address."""
    if document.edition.url:
        yield draw_qr(document.edition.url)


def _by_address(images: Iterable[Image]) -> dict[str, Image]:
    return {f"{_BASE}{image.name}": image for image in images}


class _Pictures:
    """The pictures of the document by address, instead of WeasyPrint's `URLFetcher`: nothing else can be fetched."""

    _fail_on_errors = False

    def __init__(self, images: Iterable[Image]) -> None:
        self._images = _by_address(images)

    def __call__(self, url: str) -> Any:
        if url not in self._images:
            raise ValueError("it is not part of the article")
        image = self._images[url]
        response = import_module("weasyprint.urls").URLFetcherResponse
        return response(url, image.content, {"Content-Type": image.media_type})


def _painted(pages: Any, structure: Structure, pdf_options: PdfOptions, options: Mapping[str, Any]) -> bytes:
    """Return the pages as PDF, as WeasyPrint's `write_pdf` does, but with our tags and greys instead of its own."""

    def add_tags(pdf: Any, _pages: Any, _version: str, streams: Sequence[Any]) -> None:
        tag(structure, pdf, streams)

    greys = {"Stream": grey_stream()} if pdf_options.is_grey else {}
    pdf = paint(pages, options, add_tags=add_tags, **greys)
    if pdf_options.is_archival:
        pdfa.claim_accessible(pdf)
    output = BytesIO()
    pdf.write(output, options["pdf_version"], options["pdf_identifier"], compress=True)
    return output.getvalue()
