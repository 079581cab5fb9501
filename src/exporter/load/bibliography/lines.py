"""Reads the lines of a tagged file (RIS, MEDLINE, EndNote) as entries of fields, each with its place.

A line without a tag belongs to the field before it. Blank lines and text between entries are skipped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from exporter.errors import Location, Problem, Severity
from exporter.source import Source

_LOOKALIKES: Final = str.maketrans("\u00a0\t\u2010\u2011\u2012\u2013\u2014\u2212", "  ------")
"""What a word processor makes of the spaces and the hyphen after a tag."""
_HEAD: Final = 8  # characters that a tag, its hyphen and the spaces around it can take


@dataclass(frozen=True, slots=True)
class Field:
    """A tag, the text after it, and its place; `written` is the tag as the file spells it."""

    tag: str
    text: str
    location: Location
    written: str


@dataclass(slots=True)
class Entry:
    """The fields of one reference, and problems that matter if it is cited."""

    fields: list[Field]
    problems: list[Problem] = field(default_factory=list)

    @property
    def location(self) -> Location:
        return self.fields[0].location


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a format writes its lines.

    `line` has the groups `tag` and `text`. `slip` matches a line that was meant as a field but is written in another
    way; `model` is a line as it must be. `first` is the tag that begins an entry, `start` such a line, and `last` the
    tag that ends it. The text of the tags in `whole` is never wrapped.
    """

    line: re.Pattern[str]
    slip: re.Pattern[str]
    first: str
    last: str
    start: str
    model: str
    whole: frozenset[str]


def read_entries(source: Source, syntax: Syntax) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a file, and a warning for each run of fields that no entry contains."""
    entries: list[Entry] = []
    stray: list[Problem] = []
    wrapped: list[str] = []  # the lines that continue the last field
    is_open = False
    for offset, line in _lines(source.text):
        place = source.location(offset)
        if found := syntax.line.match(line[:_HEAD].translate(_LOOKALIKES) + line[_HEAD:]):
            tag = found["tag"].strip().upper()
            _join(entries, wrapped)
            if tag == syntax.last:
                is_open = False
                continue
            if tag == syntax.first or not is_open:
                entries.append(Entry([]))
                is_open = True
                if tag != syntax.first:
                    stray.append(_outside(found["tag"].strip(), place, syntax))
            entries[-1].fields.append(Field(tag, found["text"].strip(), place, found["tag"].strip()))
        elif is_open and line.strip():
            is_whole = entries[-1].fields[-1].tag in syntax.whole
            if is_whole or syntax.slip.match(line):
                entries[-1].problems.append(_slip(line, place, syntax))
            if not is_whole:
                wrapped.append(line.strip())
    _join(entries, wrapped)
    return [entry for entry in entries if entry.fields[0].tag == syntax.first], stray


def _join(entries: list[Entry], wrapped: list[str]) -> None:
    """Add the wrapped lines to the last field."""
    if wrapped:
        fields = entries[-1].fields
        fields[-1] = replace(fields[-1], text=" ".join([fields[-1].text, *wrapped]).strip())
        wrapped.clear()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its place in the text."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def _slip(line: str, place: Location, syntax: Syntax) -> Problem:
    hint = f"if it is a field, write it as in `{syntax.model}`; if not, join it with the line before it"
    return Problem(f"`{line.strip()[:40]}` may be a field of its own, or belong to the line before it", place, hint)


def _outside(tag: str, place: Location, syntax: Syntax) -> Problem:
    message = f"the line `{tag}` and those after it belong to no reference, and are not read"
    return Problem(message, place, f"begin every reference with a line such as `{syntax.start}`", Severity.WARNING)
