"""Marks the places in the body where the pages of the PDF begin, for the files that are read on a screen.

A place is the number of visible characters before it in the printed body; a picture counts as one. White space and
direction marks are not counted, because WeasyPrint removes some and adds others. The count is exact because no table
row is split between two pages.
Source: EPUB Accessibility 1.1, 2.3.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from exporter.errors import ExporterError
from exporter.writers.body import nearest_id, text_of

_INVISIBLE: Final = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
_PICTURE: Final = "\ufffc"
_INLINE: Final = frozenset("a bdi code em img span strong sub sup".split())
_FLOWS: Final = frozenset("blockquote div footer header main section".split())
"""The elements that may contain a mark between their blocks. Lists and tables may not. Items may not, because
stylesheets look for their first block. The body may not, because the mark would belong to no landmark."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The place where a printed page begins: the number of the page and the id of the mark."""

    number: str
    target: str


@dataclass(frozen=True, slots=True)
class Overflow:
    """The text after a place in a body: the heading above the place, the id to link to, and the number of words."""

    heading: str
    target: str
    words: int


def text_after(body: etree._Element, start: int) -> Overflow:
    """Return the text of the printed body after the first `start` visible characters."""
    reading = _Reading(body)
    headings = [
        one for one in body.iter("h1", "h2", "h3", "h4", "h5", "h6") if reading.begins.get(one, start + 1) <= start
    ]
    run, offset = reading.run_at(start)
    later = [other.text for other in reading.runs if other.start > run.start]
    rest = " ".join([run.text[offset:], *later]).split()
    return Overflow(text_of(headings[-1]), nearest_id(headings[-1]), len(rest))


def count_seen(text: str) -> int:
    """Return how many characters of a text are visible on a page."""
    return len("".join(text.split()).translate(_INVISIBLE))


def page_marks(body: etree._Element) -> tuple[PageMark, ...]:
    """Return the marks in a body where printed pages begin, in order."""
    marks = body.iterfind(".//span[@role='doc-pagebreak']")
    return tuple(PageMark(mark.get("id", "").removeprefix("page-"), mark.get("id", "")) for mark in marks)


def mark_pages(body: etree._Element, starts: Sequence[int], labels: Mapping[str, str]) -> etree._Element:
    """Return a copy of the body with an empty element where each printed page begins.

    `starts` has the number of visible characters before each page. Raises ExporterError if the body has fewer.
    """
    copy = deepcopy(body)
    reading = _Reading(copy)
    places = [(_mark(number, labels), *reading.place(start)) for number, start in enumerate(starts, 1)]
    # Split texts from the last place to the first, so that the offsets stay right; then put marks between blocks.
    for mark, run, offset in reversed(places):
        if isinstance(run, _Run):
            run.part(offset, mark)
    for mark, block, _ in places:
        if not isinstance(block, _Run):
            _put_before(block, mark)
    return copy


def _mark(number: int, labels: Mapping[str, str]) -> etree._Element:
    name = f"{labels['page']} {number}"
    return etree.Element("span", {"id": f"page-{number}", "role": "doc-pagebreak", "title": name})


@dataclass(frozen=True, slots=True)
class _Run:
    """The text of `element` or, if `is_tail`, the text after it; `start` counts the visible characters before it."""

    element: etree._Element
    is_tail: bool
    text: str
    start: int

    @property
    def holder(self) -> etree._Element:
        """The element that contains the text."""
        parent = self.element.getparent() if self.is_tail else None
        return self.element if parent is None else parent

    def offset(self, start: int) -> int:
        """Return the offset of the character that has `start` visible characters before it."""
        seen = (index for index, character in enumerate(self.text) if count_seen(character))
        return next(index for count, index in enumerate(seen, self.start) if count == start)

    def part(self, offset: int, mark: etree._Element) -> None:
        """Put a mark into the text; the rest of the text becomes the tail of the mark."""
        text = (self.element.tail if self.is_tail else self.element.text) or ""
        mark.tail = text[offset:]
        if self.is_tail:
            self.element.tail = text[:offset]
            self.holder.insert(self.holder.index(self.element) + 1, mark)
        else:
            self.element.text = text[:offset]
            self.element.insert(0, mark)


class _Reading:
    """The texts of a printed body in reading order, and the number of visible characters before each element."""

    def __init__(self, body: etree._Element) -> None:
        self.runs: list[_Run] = []
        self.begins: dict[etree._Element, int] = {}
        self.seen = 0
        self._read(body)

    def _read(self, element: etree._Element) -> None:
        if element.get("data-only") == "screen":
            return
        self.begins[element] = self.seen
        self._add(element, False, _PICTURE if element.tag == "img" else element.text)
        for child in element:
            self._read(child)
            self._add(child, True, child.tail)

    def _add(self, element: etree._Element, is_tail: bool, text: str | None) -> None:
        if text and (length := count_seen(text)):
            self.runs.append(_Run(element, is_tail, text, self.seen))
            self.seen += length

    def place(self, start: int) -> tuple[_Run | etree._Element, int]:
        """Return the element to put the mark before, and 0, or else the text and the offset to split it at."""
        if not 0 <= start < self.seen:
            raise ExporterError(f"a page of the PDF begins after the end of the text: {start} of {self.seen}")
        run, offset = self.run_at(start)
        for part in (run.holder, *run.holder.iterancestors()):
            if part.get("data-only") == "print":
                return part, 0
        return self._outermost(run.holder, start) or (run, offset)

    def run_at(self, start: int) -> tuple[_Run, int]:
        """Return the text that contains the next visible character, and its offset there."""
        run = next(run for run in reversed(self.runs) if run.start <= start)
        return run, run.offset(start)

    def _outermost(self, element: etree._Element, start: int) -> tuple[etree._Element, int] | None:
        """Return the largest element that begins here and may have a mark before it."""
        found = None
        for part in (element, *element.iterancestors()):
            parent = part.getparent()
            if parent is None or self.begins[part] != start:
                break
            if part.tag in _INLINE or parent.tag in _FLOWS:
                found = part, 0
        return found


def _put_before(part: etree._Element, mark: etree._Element) -> None:
    parent = part.getparent()
    if parent is not None:
        parent.insert(parent.index(part), mark)
