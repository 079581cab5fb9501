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
ODD_SPACES: Final = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
"""What looks like a space, or like nothing, and is none in YAML: the inside of a character class."""
_MOST_SHOWN: Final = 100  # a binary file consists of such characters


@dataclass(frozen=True)
class Source:
    """A text file: its name as shown in messages, and its decoded text."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")

    def start_of(self, line: int) -> int:
        """Return the offset at which a line begins (counted from 1)."""
        return self._line_starts[line - 1]

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
    def is_block(self) -> bool:
        """Whether it is written below `|` or `>`."""
        return self.source.text[self.start : self.start + 1] in {"|", ">"}

    @property
    def is_folded(self) -> bool:
        """Whether YAML joins its lines: what is an empty line in the file is the end of a line in the text."""
        written = self.source.text[self.start : self.end]
        return not written.startswith("|") and self.count("\n") < written.rstrip().count("\n")

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
    """Return the text of a UTF-8 file, with or without BOM, or of UTF-16 with BOM; with any line ends.

    Raises ArticleError.
    """
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = content.decode(encoding, "replace")
    if (zero := text.find("\0")) >= 0:
        raise ArticleError(_wrongly_saved("this is not a plain text file", name, text[:zero]))
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        message = "this character cannot be read, because the file is not saved as UTF-8"
        before = error.object[: error.start].decode(encoding.removesuffix("-sig"))
        raise ArticleError(_wrongly_saved(message, name, before)) from error
    source = Source(name, _with_ends(text))
    problems = [
        unreadable(found[0], source.location(found.start()))
        for found in islice(UNREADABLE.finditer(source.text), _MOST_SHOWN)
    ]
    if problems:
        raise ArticleError(problems)
    return source


def _wrongly_saved(message: str, name: str, before: str) -> Problem:
    """Return the problem for a file that cannot be read from the end of the text `before` on."""
    before = _with_ends(before)
    hint = (
        "save it as plain text with the encoding UTF-8: in Notepad under Save As; in Word under Save As, Plain Text, "
        "Other encoding, Unicode (UTF-8)"
    )
    return Problem(message, Source(name, before).location(len(before)), hint)


def _with_ends(text: str) -> str:
    """Return a text in which every line ends as on Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(character: str, place: Location) -> Problem:
    """Return the problem for a character that no output can contain."""
    return Problem(f"the character U+{ord(character):04X} is not allowed in an article", place, _UNSEEN)


_UNSEEN: Final = "it cannot be seen: delete the words around it, and type them again"
