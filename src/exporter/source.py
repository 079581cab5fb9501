"""Text that knows its place in its file, so that any later step can report where a problem is."""

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final, Self

from exporter.errors import ArticleError, Location, Problem

# What neither YAML nor XML can carry, the line separators that YAML 1.1 takes for line ends, and the two signs that
# reverse the letters after them: a page would not show what the file says.
UNREADABLE: Final = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\u202c\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MOST_SHOWN: Final = 100  # a binary file consists of such characters


@dataclass(frozen=True)
class Source:
    """A text file: its name as shown in messages, and its decoded text."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def location(self, offset: int) -> Location:
        """Return the location of the character at `offset` (counted from 0)."""
        line = bisect_right(self._line_starts, offset)
        return Location(self.name, line, offset - self._line_starts[line - 1] + 1)


class Scalar(str):
    """A YAML scalar: its text, and the range of the file where it is written."""

    source: Source
    start: int
    end: int
    rest: str
    """The rest of its line, which YAML reads as a comment."""

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

    @property
    def as_file_name(self) -> tuple[str, str]:
        """The file in which it is written, and itself: together they say which file it names."""
        return self.source.name, str(self)

    def place_of(self, needle: str) -> Location:
        """Return the first place of `needle` inside the scalar, or else the place of the scalar."""
        offset = self.source.text.find(needle, self.start, self.end)
        return self.location if offset < 0 else self.source.location(offset)


def decode(content: bytes, name: str) -> Source:
    """Return the text of a UTF-8 file, with or without BOM, with any line ends. Raises ArticleError."""
    content = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        source = Source(name, content.decode())
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        hint = "save the file as UTF-8; in Word: Save As, Plain Text, Other encoding, Unicode (UTF-8)"
        message = f"the file is not UTF-8: byte 0x{content[error.start]:02x}"
        raise ArticleError(Problem(message, Source(name, before).location(len(before)), hint)) from error
    problems = [
        unreadable(found[0], source.location(found.start()))
        for found in islice(UNREADABLE.finditer(source.text), _MOST_SHOWN)
    ]
    if problems:
        raise ArticleError(problems)
    return source


def unreadable(character: str, place: Location) -> Problem:
    """Return the problem for a character that no output can contain."""
    return Problem(f"the character U+{ord(character):04X} is not allowed in an article", place, "delete it")
