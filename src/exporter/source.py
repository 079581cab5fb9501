"""Text that remembers where it was written, so that any later step can say the place of a problem."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from exporter.errors import Location


@dataclass(frozen=True)
class Source:
    """A text file as it was read: its name in messages and its decoded text."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def location(self, offset: int) -> Location:
        """Return the place of the character at `offset` (counted from 0)."""
        line = bisect_right(self._line_starts, offset)
        return Location(self.name, line, offset - self._line_starts[line - 1] + 1)


class Scalar(str):
    """A YAML scalar: the text that was meant, with the stretch of the file that spells it."""

    source: Source
    start: int
    end: int
    rest: str
    """What stands behind it on its line and YAML takes for a comment."""

    @classmethod
    def at(cls, text: str, source: Source, start: int, end: int, rest: str = "") -> Self:
        scalar = cls(text)
        scalar.source, scalar.start, scalar.end, scalar.rest = source, start, end, rest
        return scalar

    @property
    def is_cut(self) -> bool:
        return bool(self.rest)

    @property
    def is_plain(self) -> bool:
        """Whether it is written without quotes, `|` or `>`."""
        return self.source.text[self.start : self.start + 1] not in {'"', "'", "|", ">"}

    @property
    def location(self) -> Location:
        return self.source.location(self.start)

    def place_of(self, needle: str) -> Location:
        """Return the place where `needle` is first written inside the scalar, or the scalar's own place."""
        offset = self.source.text.find(needle, self.start, self.end)
        return self.location if offset < 0 else self.source.location(offset)
