"""The result of parsing a text: its Markdown, and the citations, cross-references and notes in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from markdown_it.token import Token

from exporter.errors import Location, Problem
from exporter.source import Scalar

KEY: Final = r"\w(?:[\w:.\-]*\w)?"
ID_PREFIXES: Final = ("fig-", "tbl-", "sec-")
WORDS: Final = frozenset({"text", "text_special"})


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One reference inside a citation, with the words before and after its key (`see`, `, p. 81`)."""

    key: str
    prefix: str
    suffix: str
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class Cite:
    """A place that cites, as written; compared by identity, because the same words may appear twice."""

    kind: ClassVar = "citation"
    items: tuple[CitationItem, ...]

    @property
    def location(self) -> Location:
        return self.items[0].location


@dataclass(frozen=True, slots=True, eq=False)
class Pointer:
    """A cross-reference, as written: the id it names."""

    kind: ClassVar = "cross-reference"
    target: str
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class NoteMark:
    """A note, as written, at the place of its call."""

    kind: ClassVar = "note"
    tokens: tuple[Token, ...]
    location: Location


Mark: TypeAlias = Cite | Pointer | NoteMark


@dataclass(frozen=True, slots=True)
class Markdown:
    """A parsed text: its words, its tokens and what is wrong with it."""

    source: Scalar
    tokens: tuple[Token, ...]
    problems: tuple[Problem, ...]

    def marks(self) -> Iterator[Mark]:
        """Yield citations, cross-references and notes in reading order, a note before those inside it."""
        return marks_of(self.tokens)

    def pointers(self) -> Iterator[Pointer]:
        """Yield everything that leads to an id: cross-references and links to `#id`."""
        return (mark for token in flat(self.tokens) if isinstance(mark := token.meta.get("mark"), Pointer))

    def leads(self) -> Iterator[tuple[str, Location]]:
        """Yield the kind and location of everything that leads elsewhere: links, citations, cross-references, notes."""
        for token in flat(self.tokens):
            if token.type == "mark":
                mark: Mark = token.meta["mark"]
                yield mark.kind, mark.location
            elif token.type == "link_open":
                yield "link", token.meta["location"]

    def words(self) -> str:
        """Return the text without its markup, notes included."""
        return " ".join(token.content for token in flat(self.tokens) if token.type in {*WORDS, "code_inline"})


def flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield every token in reading order, those of a note after the note."""
    for token in tokens:
        yield token
        yield from flat(token.children or ())
        if isinstance(mark := token.meta.get("mark"), NoteMark):
            yield from flat(mark.tokens)


def marks_of(tokens: Sequence[Token]) -> Iterator[Mark]:
    """Yield the marks among some tokens, those of a note after the note."""
    return (token.meta["mark"] for token in flat(tokens) if token.type == "mark")
