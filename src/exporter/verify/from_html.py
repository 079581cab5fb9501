"""Reads what a web page shows: the text, except what is hidden, and where the links lead.

The EPUB's pages are read by the same functions.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote

from lxml import etree, html

from exporter.verify.compare import compare_entries
from exporter.verify.transcript import Role, Transcript, TranscriptBuilder

_UNSEEN: Final = frozenset({"head", "script", "style", "template", "svg", "nav"})
"""A `nav` is seen, but repeats the article's headings: its links are followed, its text is not compared."""
_ROLES: Final = {
    "caption": Role.CAPTION,
    "figcaption": Role.CAPTION,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
}
_NOT_DISPLAYED: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def open_html(content: bytes) -> Transcript:
    """Return what a web page shows, with ids given twice and links that lead nowhere. Raises ValueError."""
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        root = html.document_fromstring(content, parser=parser)
    except etree.ParserError as error:
        raise ValueError(str(error)) from error
    faults = (*repeated_ids(root), *broken_links(root, "", {"": ids_of(root)}), *_contents_faults(root))
    return shown_by(root, faults)


def shown_by(root: etree._Element, faults: Iterable[str]) -> Transcript:
    """Return what an HTML or XHTML tree shows."""
    recorder = TranscriptBuilder()
    _record(root, recorder)
    return recorder.shown(faults)


def _record(element: etree._Element, recorder: TranscriptBuilder) -> None:
    if _is_unseen(element):
        return
    tag, href = _name(element), element.get("href", "")
    role = Role.LINK if tag == "a" and href else _ROLES.get(tag, Role.PLAIN)
    identifier = element.get("id", "")
    if element.get("role") == "doc-pagebreak":
        recorder.start_page()
    is_span = bool(role or identifier)
    if is_span:
        recorder.open(role, identifier, _target(href), "" if href.startswith("#") else href)
    if element.text:
        recorder.write(element.text)
    for child in element:
        _record(child, recorder)
        if child.tail:
            recorder.write(child.tail)
    if is_span:
        recorder.close()


def _is_unseen(element: etree._Element) -> bool:
    is_hidden = element.get("hidden") is not None or _NOT_DISPLAYED.search(element.get("style", ""))
    return bool(is_hidden) or _name(element) in _UNSEEN


def _contents_faults(root: etree._Element) -> Iterator[str]:
    """Yield a fault unless the table of contents, if there is one, lists all parts, and all marks of printed pages."""
    listed = [(_target(link.get("href", "")), text_of(link)) for nav in root.iter("nav") for link in nav.iter("a")]
    if listed:
        marks = page_marks(root)
        parts = [entry for entry in listed if entry[0] not in dict(marks)]
        yield from compare_entries("table of contents", headings(root, "h2"), parts)
        yield from compare_entries("list of pages", marks, [entry for entry in listed if entry not in parts])


def headings(root: etree._Element, *levels: str) -> list[tuple[str, str]]:
    """Return the headings of these levels: the id of each, or of the part it opens, and its text."""
    found = [element for element in root.iter(etree.Element) if _name(element) in levels]
    return [(_nearest_id(heading), text_of(heading)) for heading in found]


def page_marks(root: etree._Element) -> list[tuple[str, str]]:
    """Return the id and the number of each mark of a printed page."""
    marks = [element for element in root.iter(etree.Element) if element.get("role") == "doc-pagebreak"]
    return [(mark.get("id", ""), str(number)) for number, mark in enumerate(marks, 1)]


def text_of(element: etree._Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def _nearest_id(element: etree._Element | None) -> str:
    while element is not None and not element.get("id"):
        element = element.getparent()
    return "" if element is None else str(element.get("id"))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _target(href: str) -> str:
    """Return the id to which a link within its own page leads, or an empty string."""
    return unquote(href[1:]) if href.startswith("#") else ""


def ids_of(root: etree._Element) -> frozenset[str]:
    """Return the ids of a page, those of hidden elements too."""
    return frozenset(_ids(root))


def _ids(root: etree._Element) -> list[str]:
    return [identifier for element in root.iter() if (identifier := element.get("id")) is not None]


def repeated_ids(root: etree._Element) -> Iterator[str]:
    """Yield a fault for each id that more than one element has."""
    for identifier, count in Counter(_ids(root)).items():
        if count > 1:
            yield f"{count} elements have the id `{identifier}`"


def broken_links(root: etree._Element, name: str, ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield a fault for each link of the page `name` that leads to no file of `ids`, or to no id in it."""
    for element in root.iter("{*}a"):
        href = element.get("href")
        if href is None or _SCHEME.match(href):
            continue
        path, _, fragment = href.partition("#")
        file = normpath(join(dirname(name), unquote(path))) if path else name
        if file not in ids or (fragment and unquote(fragment) not in ids[file]):
            yield f"a link leads to `{href}`, which does not exist"
