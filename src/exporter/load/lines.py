"""Finds the lines in which YAML may have met the slip that stopped it, with what slips share: levels, keys, hints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from exporter.article import json_schema
from exporter.source import Scalar, Source

KEY: Final = re.compile(r"((?: *- +)* *)([\w-]+|\"[^\"]*\"|'[^']*'):(?=\s|$)")
"""A line that begins with a key: what is before the key, and the key."""


Slip = tuple[str, int, str]
"""A message, the place (counted from 0) and a hint."""
QUOTE: Final = 'put the text in quotes ("…"), or write it on the line below a `|`'
OUTSIDE: Final = "write the text on the line below a `|`, where quotes mean nothing special"


@dataclass(frozen=True, slots=True)
class Level:
    """A column (counted from 0) in which keys or items begin, and the number of the nearest such line."""

    column: int
    line: int
    key: str = ""
    """The key; empty for an item, which begins with `- `."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may have the slip: `stop` is the column in which YAML stopped, if it stopped in this line.

    `above` is the text that ends in a line above it; `is_below` says that it ends in the very line before. `origin`
    is the number of the line with the levels around it.
    """

    source: Source
    number: int
    text: str
    stop: int | None
    above: Scalar | None
    is_below: bool
    origin: int

    @property
    def levels(self) -> tuple[Level, ...]:
        """The columns in which keys and items begin in the lines above, from the inside to the outside."""
        return tuple(_levels(self.source.lines, self.origin))

    @property
    def indent(self) -> int:
        return indent(self.text)

    @property
    def is_key(self) -> bool:
        return KEY.match(self.text) is not None

    @property
    def is_item(self) -> bool:
        return self.text.lstrip(" ").startswith("- ") or self.text.strip() == "-"

    @property
    def is_after(self) -> bool:
        """Whether the line begins after the end of the text above."""
        return self.above is None or self.above.end <= self.source.start_of(self.number) + self.indent

    def level(self, column: int, of_items: bool) -> Level | None:
        return next((one for one in self.levels if one.column == column and (not one.key) == of_items), None)


def indent(line: str) -> int:
    """Return the number of spaces at the beginning of a line."""
    return len(line) - len(line.lstrip(" "))


def doubtful(source: Source, stop: int, opened: int, last: Scalar | None) -> Iterator[Line]:
    """Yield the lines from the end of `last`, the last text that was read, to the place where YAML stopped.

    `opened` is where the part begins that YAML could not finish.
    """
    lines = source.lines
    place = source.location(stop)
    first, below, origin = 1, 0, 0
    if last is not None:
        first = origin = source.location(last.start).line
        if last.is_block or _HEADER.search(lines[first - 1]):
            first = below = line_below(lines, first)
        elif source.location(last.end).line != place.line:
            first = below = source.location(last.end).line + 1
            if opened >= last.start:
                first = min(first, source.location(opened).line)
    for number in range(min(first, place.line), place.line + 1):
        text = lines[number - 1]
        if text.strip(" "):
            column = place.column - 1 if number == place.line else None
            yield Line(source, number, text, column, last, number == below, min(origin or number - 1, number - 1))


_HEADER: Final = re.compile(r"(?:^|[:-] +)[|>]\S*\s*$")
"""A line that ends with the sign of a text on the lines below it."""


def line_below(lines: list[str], header: int) -> int:
    """Return the number of the first line that does not belong to the text below a `|` in line `header`."""
    wanted = 0
    for number, line in enumerate(lines[header:], header + 1):
        if line.strip(" "):
            wanted = wanted or max(indent(line), indent(lines[header - 1]) + 1)
            if indent(line) < wanted:
                return number
    return len(lines) + 1


def _levels(lines: list[str], number: int) -> Iterator[Level]:
    """Yield the levels around the end of a line: its own, and those of each line above that is indented less."""
    limit = 10**6
    for above in range(number, 0, -1):
        line = lines[above - 1]
        column = indent(line)
        if column >= limit or not line.strip(" ") or line[column] == "#":
            continue
        limit = column
        found = []
        while dash := re.compile(r"- +").match(line, column):
            found.append(Level(column, above))
            column = dash.end()
        if key := KEY.match(line):
            found.append(Level(column, above, key[2]))
        yield from reversed(found)


def comment_below(line: str) -> str:
    """Return the message about a comment directly below a text below a `|`."""
    return f"`{line.strip()[:30]}` was read as a comment, not as text"


COMMENT_HINT: Final = "indent it like the text above it; or, if it is a comment, leave an empty line before it"


@cache
def known_keys() -> frozenset[str]:
    """Return every key that an article may have."""
    return frozenset(_keys(json_schema()))


def _keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part.get("properties", ())
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _keys(inner)
