"""Reads what an EPUB shows: the container, its package, and in the spine the page with the article."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Final, TypeAlias
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from exporter.verify.compare import compare_entries
from exporter.verify.from_html import broken_links, headings, ids_of, page_marks, repeated_ids, shown_by, text_of
from exporter.verify.transcript import TITLE, Transcript

_NAMES: Final = {
    "container": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
}
_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_PAGES: Final = ("application/xhtml+xml", "application/x-dtbncx+xml")
_NCX: Final = "{http://www.daisy.org/z3986/2005/ncx/}ncx"
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LANDMARKS: Final = ("glossary", "notes", "references")
_Entry: TypeAlias = tuple[str, str, str]
"""A link: the file it is in, its address and its text."""


def open_epub(content: bytes) -> Transcript:
    """Return what the article in an EPUB shows, with the faulty ids and links of all its pages. Raises ValueError."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        pages, spine = _pages(files)
    except (BadZipFile, etree.XMLSyntaxError, KeyError, IndexError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    article = next((name for name in spine if TITLE in ids_of(pages[name])), spine[0])
    return shown_by(pages[article], (*_faults(pages, files), *_contents_faults(pages, article)))


def _pages(files: Mapping[str, bytes]) -> tuple[dict[str, etree._Element], list[str]]:
    """Return the pages (and the NCX) of the manifest by name, and the names in the spine, in reading order."""
    container = _parse(files["META-INF/container.xml"])
    package = str(container.findall(".//container:rootfile", _NAMES)[0].attrib["full-path"])
    opf = _parse(files[package])
    pages: dict[str, etree._Element] = {}
    names = {}
    for item in opf.iterfind("opf:manifest/opf:item", _NAMES):
        if item.get("media-type") in _PAGES:
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


def _contents_faults(pages: Mapping[str, etree._Element], article: str) -> Iterator[str]:
    """Yield a fault unless the lists for readers, old ones too, name each heading and each mark of a printed page.

    Source: EPUB 3.3, 7.4 (toc, page-list, landmarks); EPUB 2.0.1, 2.4.1 (navMap, pageList).
    """
    contents, marks = headings(pages[article], *_HEADINGS), page_marks(pages[article])
    parts = [entry for entry in contents if entry[0] in _LANDMARKS]
    lists: dict[str, list[_Entry]] = {"toc": [], "page-list": [], **dict(_lists(pages))}
    right = {"toc": contents, "page-list": marks, "landmarks": parts, "navMap": contents, "pageList": marks}
    for kind in (kind for kind in right if kind in lists):
        found = [(_target(name, href, article), text) for name, href, text in lists[kind]]
        if kind == "landmarks":  # the others are the cover, the table of contents and the article as a whole
            found = [entry for entry in found if entry[0] in ids_of(pages[article])]
        yield from compare_entries(f"`{kind}`", right[kind], found)


def _lists(pages: Mapping[str, etree._Element]) -> Iterator[tuple[str, list[_Entry]]]:
    """Yield the lists of links by their kind."""
    for name, page in pages.items():
        for nav in page.iter("{*}nav"):
            yield nav.get(_TYPE, ""), [(name, link.get("href", ""), text_of(link)) for link in nav.iter("{*}a")]
        for kind, tag in (("navMap", "navPoint"), ("pageList", "pageTarget")) if page.tag == _NCX else ():
            yield kind, [(name, *_point(point)) for point in page.iter(f"{{*}}{tag}")]


def _point(point: etree._Element) -> tuple[str, str]:
    """Return where an entry for old readers leads, and its text."""
    content = point.find("{*}content")
    return content.get("src", "") if content is not None else "", point.findtext("{*}navLabel/{*}text", "")


def _target(name: str, href: str, article: str) -> str:
    """Return the id of the article to which a link in the file `name` leads, or else its address."""
    path, _, fragment = href.partition("#")
    is_there = normpath(join(dirname(name), unquote(path))) == article
    return unquote(fragment) if is_there and fragment else href
