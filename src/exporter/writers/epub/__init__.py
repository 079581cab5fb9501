"""Writes the EPUB 3.3: the article in one XHTML file, with cover, contents, fonts and pictures, packed by EbookLib.

EbookLib gets only finished bytes, because its own page classes parse them again and lose parts. The entries of the
container have the day of publication, so that the same document gives the same bytes.
"""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Final

from ebooklib import epub
from lxml import etree
from markupsafe import Markup

from exporter.document import Document, plain
from exporter.faces import Face
from exporter.render import templates
from exporter.writers.body import depth, for_medium, table_of_contents
from exporter.writers.epub.cover import draw_cover
from exporter.writers.epub.metadata import COVER_ID, IDENTIFIER_ID, metadata
from exporter.writers.page_marks import page_marks
from exporter.writers.webfonts import MEDIA_TYPES, font_face, used_faces

_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES: Final = {
    "doc-noteref": "noteref",
    "doc-biblioref": "biblioref noteref",  # the second is what Thorium and Apple Books open as a pop-up
    "doc-backlink": "backlink",
    "doc-endnotes": "endnotes",
    "doc-bibliography": "bibliography",
    "doc-glossary": "glossary",
    "doc-glossref": "glossref",
    "doc-pagebreak": "pagebreak",
    "handout": "bodymatter",
}
"""The `epub:type` that e-readers look for, by role or class. Source: EPUB 3 Structural Semantics Vocabulary 1.1."""
_ENTRY_TYPES: Final = {
    ("note-list", "li"): "endnote",
    ("reference-list", "li"): "biblioentry",
    ("terms", "dt"): "glossterm",
    ("terms", "dd"): "glossdef",
}
"""The same for the entries of a list, which have no roles: by the class of the list and the element of the entry."""
_LANDMARKS: Final = {"glossary": "glossary", "notes": "endnotes", "references": "bibliography"}


def write(
    document: Document, body: etree._Element, css: Sequence[str], faces: Iterable[Face], printed: str = ""
) -> bytes:
    """Return the EPUB; `css` are the stylesheets in the order of the cascade.

    `printed` is the name of the PDF whose pages are marked in the body, if any are.
    """
    faces = tuple(faces)
    screen = for_medium(body, "screen")
    book = epub.EpubBook()
    book.metadata.clear()  # it contains the name of the generator and a random identifier
    book.IDENTIFIER_ID = IDENTIFIER_ID
    for namespace, name, text, attributes in metadata(document, screen, printed):
        book.add_metadata(namespace, name, text, dict(attributes))
    pages = _pages(document, screen)
    for item in (*pages, *_parts(document, screen, css, faces)):
        book.add_item(item)
    book.spine = [page for page in pages if page.id != "ncx"]
    if document.direction == "rtl":
        book.set_direction("rtl")
    out = BytesIO()
    _Writer(out, book, document).write()
    return out.getvalue()


def _pages(document: Document, screen: etree._Element) -> list[epub.EpubItem]:
    """Return the cover, the navigation document, the article, and the NCX, which old e-readers need."""
    entries = table_of_contents(screen)
    landmarks = [(_LANDMARKS[entry.target], entry) for entry in entries if entry.target in _LANDMARKS]
    words = ". ".join(filter(None, (plain(document.title), plain(document.subtitle), document.publisher.name)))
    cover = _page("cover.xhtml", document, cover="images/cover.png", words=words)
    marks = page_marks(screen)
    nav = _page("nav.xhtml", document, entries=entries, landmarks=landmarks, marks=marks)
    about = {"depth": depth(entries), "identifier": document.identifier, "marks": marks}
    ncx = _page("toc.ncx", document, entries=entries, **about)
    return [
        _item("cover", "cover.xhtml", "application/xhtml+xml", cover),
        _item("nav", "nav.xhtml", "application/xhtml+xml", nav, "nav"),
        _item("article", "article.xhtml", "application/xhtml+xml", _article(document, screen)),
        _item("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx),  # the id that EbookLib's spine refers to
    ]


def _page(name: str, document: Document, **values: object) -> bytes:
    return templates().get_template(f"{name}.j2").render(document=document, **values).encode()


def _article(document: Document, screen: etree._Element) -> bytes:
    """Return the article as XHTML, with what e-readers look for: types as well as roles, and `xml:lang` with `lang`."""
    body = Markup(etree.tostring(screen, encoding="unicode"))
    page = etree.fromstring(_page("page.xhtml", document, body=body))
    for element in page.iter(etree.Element):
        for mark in (element.get("role", ""), *element.get("class", "").split()):
            if mark in _TYPES:
                element.set(_TYPE, _TYPES[mark])
            for entry in element:
                if kind := _ENTRY_TYPES.get((mark, entry.tag.rpartition("}")[2])):
                    entry.set(_TYPE, kind)
        if language := element.get("lang"):
            element.set(_XML_LANG, language)
    return etree.tostring(page.getroottree(), encoding="utf-8", xml_declaration=True)


def _parts(
    document: Document, screen: etree._Element, css: Sequence[str], faces: Sequence[Face]
) -> Iterable[epub.EpubItem]:
    """Yield the fonts, the stylesheet, the picture of the cover and the other pictures."""
    rules = ""
    for count, face in enumerate(used_faces(faces, screen, css), 1):
        suffix = face.path.suffix.lower()
        name = f"fonts/face-{count}{suffix}"
        rules += font_face(face, f"../{name}")
        yield _item(f"face-{count}", name, MEDIA_TYPES[suffix], face.path.read_bytes())
    yield _item("style", "style/article.css", "text/css", (rules + "\n".join(css)).encode())
    yield _item(COVER_ID, "images/cover.png", "image/png", draw_cover(document, faces), "cover-image")
    for count, image in enumerate(document.images, 1):
        yield _item(f"image-{count}", image.name, image.media_type, image.content)


def _item(id_: str, name: str, media_type: str, content: bytes, properties: str = "") -> epub.EpubItem:
    item = epub.EpubItem(uid=id_, file_name=name, media_type=media_type, content=content)
    item.properties = properties.split()
    return item


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """Writes EbookLib's package with the language and direction that it leaves out, and without the time of day."""

    def __init__(self, out: BytesIO, book: epub.EpubBook, document: Document) -> None:
        self.day = document.edition.published
        self.language = document.language
        midnight = datetime.combine(self.day, time(), UTC)
        super().__init__(out, book, {"mtime": midnight, "package_direction": True})

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_XML_LANG, self.language)
        super()._write_opf_file(root)

    def write(self) -> None:
        with zipfile.ZipFile(self.file_name, "w") as container:
            self.out = _Container(container, self.day)
            self.out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()


class _Container:
    """A ZIP whose entries all have the same day and the same permissions, on every machine."""

    def __init__(self, container: zipfile.ZipFile, day: date) -> None:
        self.container = container
        year = min(max(day.year, 1980), 2107)  # the years that a ZIP can store
        self.stamp = (year, day.month, day.day, 0, 0, 0)

    def writestr(self, name: str, content: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, self.stamp)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        self.container.writestr(entry, content, method, 6)
