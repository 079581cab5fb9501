"""Defines the numbered document: everything that a reader will see, with every number already as text.

`resolve` makes it; `render`, the writers and `verify` read it. Code that has a Document must not count anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, assert_never
from uuid import NAMESPACE_URL, uuid5

from exporter.errors import Location, Problem
from exporter.ids import note_call_id, note_id, reference_id
from exporter.language import Direction

# ---------------------------------------------------------------- closed sets of values

CalloutKind: TypeAlias = Literal["emergency", "warning", "important", "tip", "evidence"]
Certainty: TypeAlias = Literal["high", "moderate", "low", "very-low"]
AuthorRole: TypeAlias = Literal["author", "reviewer", "translator", "illustrator"]
Medium: TypeAlias = Literal["print", "screen"]
ReferenceList: TypeAlias = Literal["full", "url", "hidden"]

# ---------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed or read letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line, where the author put it."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed text."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly stressed text."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered text."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised text."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Text in small capitals."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """A link from the author or from a reference's DOI: http(s), mailto, tel or `#id`."""

    href: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """The number of one reference, or its author and date, as a citation shows it."""

    key: str
    children: "Inlines"

    @property
    def target(self) -> str:
        return reference_id(self.key)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites references; `is_raised` in superscript styles."""

    id: str
    children: "Inlines"
    keys: tuple[str, ...]
    is_raised: bool = False


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A place that refers to a figure, table or section: `target` is its id."""

    target: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class TermLink:
    """The first use of a glossary term: `target` is the id of its entry."""

    target: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The number in the text that leads to a note."""

    number: str

    @property
    def id(self) -> str:
        return note_call_id(self.number)

    @property
    def target(self) -> str:
        return note_id(self.number)


Inline: TypeAlias = (
    Text | Code | LineBreak | Emphasis | Strong | Subscript | Superscript | SmallCaps
    | Link | ReferenceLink | Citation | CrossReference | TermLink | NoteCall
)  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]


def plain(inlines: Iterable[Inline]) -> str:
    """Return the text that a reader sees, without its styling."""
    parts = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                parts.append(text)
            case LineBreak():
                parts.append(" ")
            case NoteCall(number):
                parts.append(number)
            case Emphasis(children) | Strong(children) | Subscript(children) | Superscript(children):
                parts.append(plain(children))
            case SmallCaps(children=children) | Link(children=children) | ReferenceLink(children=children):
                parts.append(plain(children))
            case Citation(children=children) | CrossReference(children=children) | TermLink(children=children):
                parts.append(plain(children))
            case _:
                assert_never(inline)
    return "".join(parts)


def merged(inlines: Iterable[Inline]) -> Inlines:
    """Join neighbouring texts."""
    joined: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and joined and isinstance(before := joined[-1], Text):
            joined[-1] = Text(before.text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)


# ---------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without an order; each item is a tuple of blocks."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A list whose items are numbered from `start`."""

    items: tuple["Blocks", ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its name in every format (`images/figure-1.svg`), bytes, size in pixels, and the name of its file."""

    name: str
    media_type: str
    content: bytes
    width: float
    height: float
    file: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its label (`Figure 1`), caption, credit and text alternative."""

    id: str
    label: str
    image: Image
    alt: str
    caption: "Blocks"
    credit: Inlines = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are tuples of blocks; with `row_headers`, the first cell of each row is its header."""

    id: str
    label: str
    caption: "Blocks"
    header: tuple["Blocks", ...]
    rows: tuple[tuple["Blocks", ...], ...]
    row_headers: bool
    notes: "Blocks" = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """A box; `label` is the word for its kind, `certainty` the plain words for how certain the evidence is."""

    kind: CalloutKind
    label: str
    title: Inlines
    content: "Blocks"
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Things to do in order; each is printed with its number."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to tick off; each item is a tuple of blocks."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to ask at the visit; in print, each is followed by lines to write on."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    term: Inlines
    definition: "Blocks"


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean, in the author's order."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation and its source."""

    text: "Blocks"
    source: Inlines = ()


Block: TypeAlias = (
    Paragraph
    | BulletList
    | OrderedList
    | Figure
    | Table
    | Callout
    | Steps
    | Checklist
    | Questions
    | Definitions
    | Quote
)
Blocks: TypeAlias = tuple[Block, ...]

# ---------------------------------------------------------------- the document


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `level` is the level of its heading (2 to 6), `number` is empty if sections are not numbered."""

    id: str
    level: int
    number: str
    heading: Inlines
    content: Blocks
    sections: tuple["Section", ...]
    only: Medium | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Author:
    """A person who worked on the article; `label` is the word for the role."""

    name: str
    role: AuthorRole
    label: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organisation that hands out the article; `address` may have several lines."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    logo: Image | None = None
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed in an edition."""

    version: str
    date: date
    change: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Data about the document: which handout and which edition it is, and the legal information."""

    id: str
    version: str
    published: date
    reviewed: date | None = None
    review_by: date | None = None
    url: str = ""
    rights: str = ""
    funding: str = ""
    subjects: tuple[str, ...] = ()
    evaluated_by: str = ""
    formats: str = ""
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Something else to read."""

    title: Inlines
    url: str = ""
    source: Inlines = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note and its number."""

    number: str
    content: Inlines

    @property
    def id(self) -> str:
        return note_id(self.number)

    @property
    def call(self) -> str:
        """The id of the place in the text that leads to the note."""
        return note_call_id(self.number)


def _letters(count: int) -> str:
    """Return `a` for 0, `b` for 1, `aa` for 26."""
    return (_letters(count // 26 - 1) if count >= 26 else "") + chr(ord("a") + count % 26)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list: `marker` is printed before its entry (`1.`), `number` is None in author-date styles.

    `cited_by` contains the ids of the citations that cite it, in reading order.
    """

    key: str
    number: str | None
    marker: str
    entry: Inlines
    cited_by: tuple[str, ...]

    @property
    def id(self) -> str:
        return reference_id(self.key)

    @property
    def backlinks(self) -> tuple[tuple[str, str], ...]:
        """The id of each citation with the text of its link: `↑` for a single one, else `↑a`, `↑b` …, `↑aa`."""
        if len(self.cited_by) == 1:
            return ((self.cited_by[0], "↑"),)
        return tuple((place, f"↑{_letters(count)}") for count, place in enumerate(self.cited_by))


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document, in reading order. `words` are the labels in its language (`figure` → `Figure`).

    `places` maps each id, and the name of each picture, to its location in the article `file`. A reference from a
    bibliography file has no location. `fit_pages` is the largest number of printed pages that the author wants.
    """

    title: Inlines
    subtitle: Inlines
    language: str
    direction: Direction
    summary: Blocks
    key_points: tuple[Blocks, ...]
    authors: tuple[Author, ...]
    publisher: Publisher
    edition: Edition
    words: Mapping[str, str]
    sections: tuple[Section, ...]
    glossary: tuple[Term, ...]
    disclaimer: Blocks
    related: tuple[Related, ...]
    notes: tuple[Note, ...]
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]
    reference_list: ReferenceList
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    warnings: tuple[Problem, ...]
    places: Mapping[str, Location]
    file: str
    fit_pages: int | None

    @property
    def identifier(self) -> str:
        """The URN of a publisher's handout, which is the same for all its versions."""
        return uuid5(NAMESPACE_URL, f"{self.publisher.name}\n{self.edition.id}").urn

    @property
    def images(self) -> tuple[Image, ...]:
        """All pictures of the document, each once, with the logo first."""
        logo = (self.publisher.logo,) if self.publisher.logo else ()
        return tuple(dict.fromkeys((*logo, *(figure.image for figure in self.figures))))
