"""An EPUB in, what its reader is shown out: the container, its package, and in the spine the page with the article."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Final
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from exporter.verify.from_html import broken_links, ids_of, repeated_ids, shown_by
from exporter.verify.transcript import TITLE, Shown

_NAMES: Final = {
    "container": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
}
_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_XHTML: Final = "application/xhtml+xml"


def open_epub(content: bytes) -> Shown:
    """Return what the article in an EPUB shows, with the faulty ids and links of all its pages. Raises ValueError."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        pages, spine = _pages(files)
    except (BadZipFile, etree.XMLSyntaxError, KeyError, IndexError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    article = next((name for name in spine if TITLE in ids_of(pages[name])), spine[0])
    return shown_by(pages[article], (*_faults(pages, files), *_page_list_faults(pages, article)))


def _pages(files: Mapping[str, bytes]) -> tuple[dict[str, etree._Element], list[str]]:
    """Return the XHTML pages of the manifest by name, and the names in the spine, in reading order."""
    container = _parse(files["META-INF/container.xml"])
    package = str(container.findall(".//container:rootfile", _NAMES)[0].attrib["full-path"])
    opf = _parse(files[package])
    pages: dict[str, etree._Element] = {}
    names = {}
    for item in opf.iterfind("opf:manifest/opf:item", _NAMES):
        if item.get("media-type") == _XHTML:
            name = normpath(join(dirname(package), unquote(str(item.attrib["href"]))))
            pages[name], names[item.attrib["id"]] = _parse(files[name]), name
    spine = [names[item.attrib["idref"]] for item in opf.iterfind("opf:spine/opf:itemref", _NAMES)]
    spine[0]  # a book without pages is an IndexError, too
    return pages, spine


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(content, parser)


def _faults(pages: Mapping[str, etree._Element], files: Mapping[str, bytes]) -> Iterator[str]:
    ids = {name: ids_of(pages[name]) if name in pages else frozenset() for name in files}
    for name, page in pages.items():
        yield from (f"{fault} in `{name}`" for fault in (*repeated_ids(page), *broken_links(page, name, ids)))


def _page_list_faults(pages: Mapping[str, etree._Element], article: str) -> Iterator[str]:
    """Yield a fault unless the page-list names each mark of a printed page, in order. Source: EPUB 3.3, 7.4.3."""
    marks = [element.get("id") for element in pages[article].iter() if element.get("role") == "doc-pagebreak"]
    links = [
        (str(link.get("href")), "".join(map(str, link.itertext())))
        for page in pages.values()
        for nav in page.iter("{*}nav")
        if nav.get(_TYPE) == "page-list"
        for link in nav.iter("{*}a")
    ]
    wanted = [(f"{basename(article)}#{mark}", str(number)) for number, mark in enumerate(marks, 1)]
    if links != wanted:
        yield f"the page-list leads to {links}, and the marks are {wanted}"
