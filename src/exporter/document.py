"""The numbered document: everything a reader will see, every number already literal text.

Made by `resolve`; read by `render`, the writers and `verify`. Nothing that has a Document may count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias, assert_never

from exporter.errors import Location, Problem

# ---------------------------------------------------------------- closed sets of words

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
    """A line that ends where the author ended it."""


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
    """A link the author or a reference's DOI makes: http(s), mailto, tel or `#id`."""

    href: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """The shown number (or author and date) of one reference inside a citation."""

    key: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites: the n-th of the walk has the id `cite-N`; `is_raised` in superscript styles."""

    id: str
    children: "Inlines"
    keys: tuple[str, ...]
    is_raised: bool = False


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A place that points at a figure, table or section: `target` is its id."""

    target: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class TermLink:
    """The first use of a term of the glossary: `target` is the entry's id, `term-N`."""

    target: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The number in the text that leads to a note."""

    number: str

    @property
    def id(self) -> str:
        return f"noteref-{self.number}"

    @property
    def target(self) -> str:
        return f"note-{self.number}"


Inline: TypeAlias = (
    Text | Code | LineBreak | Emphasis | Strong | Subscript | Superscript | SmallCaps
    | Link | ReferenceLink | Citation | CrossReference | TermLink | NoteCall
)  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]


def plain(inlines: Iterable[Inline]) -> str:
    """Return the text a reader sees, without its styling."""
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
    """A list without an order; each item is blocks."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A list that counts its own items from `start`."""

    items: tuple["Blocks", ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its name in every output (`images/figure-1.svg`), bytes, size in pixels, and its file's name."""

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
    """A table of cells, each a tuple of blocks; with `row_headers` the first cell of a row names the row."""

    id: str
    label: str
    caption: "Blocks"
    header: tuple["Blocks", ...]
    rows: tuple[tuple["Blocks", ...], ...]
    row_headers: bool
    notes: "Blocks" = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out; `label` is the word for its kind, `certainty` the plain words for an evidence one."""

    kind: CalloutKind
    label: str
    title: Inlines
    content: "Blocks"
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Things to do in order; each has its printed number."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to tick off; each item is blocks."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to ask at the visit, with lines to write on in print."""

    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    term: Inlines
    definition: "Blocks"


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean, in the order given."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation and who said it."""

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

# ---------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `level` is that of its heading (2 to 6), `number` is empty where sections carry none."""

    id: str
    level: int
    number: str
    heading: Inlines
    content: Blocks
    sections: tuple["Section", ...]
    only: Medium | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who worked on the article; `label` is the word for the role."""

    name: str
    role: AuthorRole
    label: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who hands the article out; `address` may have lines."""

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
    """Document data: which handout this is, which edition of it, and the legal information."""

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
        return f"note-{self.number}"


def _letters(count: int) -> str:
    """Return `a` for 0, `b` for 1, `aa` for 26."""
    return (_letters(count // 26 - 1) if count >= 26 else "") + chr(ord("a") + count % 26)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list: `marker` as printed before the entry (`1.`), `number` None in author-date styles.

    `cited_by` names the citations that cite it, in reading order.
    """

    key: str
    number: str | None
    marker: str
    entry: Inlines
    cited_by: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"ref-{self.key}"

    @property
    def backlinks(self) -> tuple[tuple[str, str], ...]:
        """Pair each citing place with its link's own text: `↑` for a single one, else `↑a`, `↑b` …, `↑aa`."""
        if len(self.cited_by) == 1:
            return ((self.cited_by[0], "↑"),)
        return tuple((place, f"↑{_letters(count)}") for count, place in enumerate(self.cited_by))


@dataclass(frozen=True, slots=True)
class Document:
    """The whole, in reading order. `words` are those of the language (`figure` → `Figure`).

    `places` says where each id, and each picture by its name, was written in the article `file`. A reference of a
    bibliography file has no place. `fit_pages` is the number of printed pages that the author wants at most.
    """

    title: Inlines
    subtitle: Inlines
    language: str
    direction: Literal["ltr", "rtl"]
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
    warnings: tuple[Problem, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)
    file: str = ""
    fit_pages: int | None = None

    @property
    def images(self) -> tuple[Image, ...]:
        """Every picture of the document, the logo first, each once."""
        logo = (self.publisher.logo,) if self.publisher.logo else ()
        return tuple(dict.fromkeys((*logo, *(figure.image for figure in self.figures))))
