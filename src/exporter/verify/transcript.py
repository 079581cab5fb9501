"""Records what a reader is shown, in whatever format: one long text, and the spans of it with an id or a link.

A document, a web page, an EPUB and a PDF all become a `Transcript`; `readings` and `passages` then read them alike.
White space and characters that print nothing are left out: every format breaks lines in its own way.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

_INVISIBLE: Final = dict.fromkeys(
    (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFE00, 0xFE10))
)
"""Soft hyphen, joiners, marks of direction, variation selectors. Source: Unicode, Default_Ignorable_Code_Point."""

_KINDS: Final = {
    "cite": "citation",
    "ref": "reference",
    "fig": "figure",
    "tbl": "table",
    "sec": "section",
    "term": "term",
    "note": "note",
    "noteref": "noteref",
}
_ID: Final = re.compile(r"(cite|note|noteref|term)-[0-9]+|(ref|fig|tbl|sec)-.+", re.DOTALL)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
TITLE: Final = "title"
_POINTED_AT: Final = ("fig-", "tbl-", "sec-", "term-")


class Role(StrEnum):
    """What a span is, as far as reading it back depends on it."""

    PLAIN = ""
    HEADING = "heading"
    CAPTION = "caption"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start` to `end` of the text; the next `within` spans are inside this one.

    `target` is the id to which a link leads, and empty for a link out of the file, which has an `address`.
    """

    role: Role
    id: str
    target: str
    address: str
    start: int
    end: int
    within: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text without its white space, its spans in reading order, and what is wrong with ids and links.

    `pages` are the places in the text where printed pages begin; none in a file that does not say. `numbers` are the
    numbers in the text, each with its place: without white space, two of them would look like one.
    """

    text: str
    spans: tuple[Span, ...]
    faults: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number a reader sees, with the words around it, and the ids to which the links within lead, in order.

    `kind`: citation, reference, figure, table, section, term, note, noteref, crossref or link (one out of the file; its
    target is the address). Cross-references, links to terms of the glossary, and links out of the file have no id of
    their own: it is their count.
    """

    kind: str
    id: str
    text: str
    targets: tuple[str, ...]


class TranscriptBuilder:
    """Takes down what is shown, in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._opened: list[int] = []
        self._spans: list[Span] = []
        self._pages: list[int] = []
        self._numbers: list[tuple[int, str]] = []

    def write(self, text: str) -> None:
        """Add a text; it is an element of its own, so a number never goes on in the next text."""
        seen = without_space(text)
        place, before = self._length, 0
        for number in _NUMBER.finditer(text):
            place += len(without_space(text[before : number.start()]))
            self._numbers.append((place, number[0]))
            place, before = place + len(number[0]), number.end()
        self._parts.append(seen)
        self._length += len(seen)

    def open(self, role: Role = Role.PLAIN, identifier: str = "", target: str = "", address: str = "") -> None:
        self._opened.append(len(self._spans))
        self._spans.append(Span(role, identifier, target, unquote(address), self._length, self._length, 0))

    def close(self, target: str = "", address: str = "") -> None:
        """End what was opened last; `target` or `address` where a link's is only known now."""
        place = self._opened.pop()
        opened = self._spans[place]
        target, address = target or opened.target, unquote(address) or opened.address
        within = len(self._spans) - place - 1
        self._spans[place] = replace(opened, target=target, address=address, end=self._length, within=within)

    def start_page(self) -> None:
        """Begin the next printed page."""
        self._pages.append(self._length)

    def shown(self, faults: Iterable[str] = ()) -> Transcript:
        text, spans, pages, numbers = "".join(self._parts), tuple(self._spans), tuple(self._pages), tuple(self._numbers)
        return Transcript(text, spans, tuple(faults), pages, numbers)


def without_space(text: str) -> str:
    """Return the characters that print something."""
    return "".join(text.split()).translate(_INVISIBLE)


def kind_of(identifier: str) -> str:
    """Return the kind of thing that carries an id, or an empty string."""
    return _KINDS[identifier.partition("-")[0]] if _ID.fullmatch(identifier) else ""


def readings(shown: Transcript) -> tuple[ShownNumber, ...]:
    """Return every number with its text and links, in reading order; the outer before the inner."""
    found: list[ShownNumber] = []
    counts, end = Counter[str](), -1
    for place, span in enumerate(shown.spans):
        if kind := kind_of(span.id):
            found.append(_reading(shown, kind, place))
        elif span.address or (span.role is Role.LINK and span.target.startswith(_POINTED_AT)):
            kind, targets = "link" if span.address else "crossref", (span.address or span.target,)
            text = _text(shown, span)
            if span.start == end and (found[-1].kind, found[-1].targets) == (kind, targets):
                text = found.pop().text + text  # the second half of a link that broke over a line
            else:
                counts[kind] += 1
            found.append(ShownNumber(kind, str(counts[kind]), text, targets))
            end = span.end
    return tuple(found)


def _reading(shown: Transcript, kind: str, place: int) -> ShownNumber:
    holder = shown.spans[place]
    spans: Sequence[Span] = shown.spans[place : place + 1 + holder.within]
    if role := {"figure": Role.CAPTION, "table": Role.CAPTION, "section": Role.HEADING}.get(kind):
        spans = _first(spans, role)
    text = _text(shown, spans[0]) if spans else ""
    return ShownNumber(kind, holder.id, text, tuple(_targets(spans)))


def _first(spans: Sequence[Span], role: Role) -> Sequence[Span]:
    """Return the first span of a role with those within it, or nothing."""
    for place, span in enumerate(spans):
        if span.role is role:
            return spans[place : place + 1 + span.within]
    return ()


def _text(shown: Transcript, span: Span) -> str:
    return normalize("NFC", shown.text[span.start : span.end])


def _targets(spans: Sequence[Span]) -> Iterator[str]:
    """Yield where links within the file lead; a link broken over two lines is one."""
    before = ("", -1)
    for span in spans:
        if span.role is Role.LINK and span.target:
            if before != (span.target, span.start):
                yield span.target
            before = (span.target, span.end)


def passages(shown: Transcript, ids: Iterable[str]) -> dict[str, str]:
    """Return the text under each id and under no other of `ids`, in reading order.

    That of `title` goes on until another begins; what is under none of them, but for a link past the letterhead, is
    under an empty id.
    """
    parts = _parts(shown, ids)
    areas = [(start, end) for _, start, end in parts]
    first = areas[0][0] if areas else len(shown.text)
    skips = [(one.start, one.end) for one in shown.spans if one.target == TITLE and one.end <= first]
    found = {"": _without(shown.text, 0, len(shown.text), (*skips, *areas))}
    for count, (identifier, start, end) in enumerate(parts, 1):
        found[identifier] = _without(shown.text, start, end, areas[count:])
    return found


def numbers(shown: Transcript, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the numbers in the text of each part that `passages` returns, in reading order."""
    parts = [("", 0, len(shown.text)), *_parts(shown, ids)]
    found: dict[str, list[str]] = {identifier: [] for identifier, _, _ in parts}
    for place, number in shown.numbers:
        innermost = [identifier for identifier, start, end in parts if start <= place < end][-1]
        found[innermost].append(number)
    return found


def _parts(shown: Transcript, ids: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return the id of each part, and where its text begins and ends; the outer part before the inner."""
    wanted = frozenset(ids)
    parts = [span for span in shown.spans if span.id in wanted]
    starts = [*(part.start for part in parts), len(shown.text)]
    return [
        (part.id, part.start, starts[count] if part.id == TITLE else part.end) for count, part in enumerate(parts, 1)
    ]


def page_texts(shown: Transcript, apart: Iterable[str]) -> tuple[str, ...]:
    """Return the text of each printed page, without the elements with the ids `apart`."""
    ids = frozenset(apart)
    cuts = [(span.start, span.end) for span in shown.spans if span.id in ids]
    return tuple(_without(shown.text, *page, cuts) for page in pairwise((*shown.pages, len(shown.text))))


def _without(text: str, start: int, end: int, cuts: Iterable[tuple[int, int]]) -> str:
    """Return a text from `start` to `end` without the `cuts`, which are in the order of their starts."""
    kept = ""
    for first, last in cuts:
        kept += text[start : max(start, min(first, end))]
        start = min(end, max(start, last))
    return normalize("NFC", kept + text[start:end])
