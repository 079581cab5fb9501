"""Explains why YAML cannot read a file: which line has the slip, and what to write instead.

YAML's own messages are for programmers, and often name the line after the slip. So each line from the last text that
was read to the place where YAML stopped is compared with the slips that people make, and the first one is reported.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

import yaml

from exporter.errors import Problem
from exporter.load.columns import out_of_place, too_far_right
from exporter.load.lines import COMMENT_HINT, KEY, OUTSIDE, QUOTE, Line, Slip, comment_below, doubtful, known_keys
from exporter.source import ODD_SPACES, Scalar, Source

BULLETS: Final = "•·●▪◦○■□➢✓–—"
_SIGNS: Final = frozenset("[]{},@`*&!%|>?:")
_QUOTES: Final = frozenset("\"'")
_CURLY: Final = frozenset("“”„‟«»‘’‚")
_KEY_WORD: Final = re.compile(r"((?: *- +)* *)([A-Za-z][\w-]*)")
_BULLET: Final = re.compile(rf" *([{BULLETS}]|\d{{1,2}}[.)]|[a-z]\))\s")
_VALUE: Final = re.compile(r"\s*(?:- +)*(?:[\w-]+:(?: +|$))?")

NEVER_CLOSED: Final = "the quote is never closed"
CLOSE: Final = "end the text with the same quote, or write it without quotes on the line below a `|`"


def explain(error: yaml.MarkedYAMLError, source: Source, last: Scalar | None) -> Problem:
    """Return the problem for an error of YAML; `last` is the last text that was read."""
    stop, opened = (
        min(mark.index, len(source.text)) if mark else 0 for mark in (error.problem_mark, error.context_mark)
    )
    if slip := _quoted(source, stop, opened, last):
        return Problem(slip[0], source.location(slip[1]), slip[2])
    if source.text[opened : opened + 1] in {"[", "{"}:
        stop = opened
    for line in doubtful(source, stop, opened, last):
        for find in (*_BY_ITSELF, *_AT_STOP):
            if slip := find(line):
                start = source.start_of(line.number)
                return Problem(slip[0], source.location(start + slip[1]), slip[2])
    hint = f"keys of one level begin in the same column; or {QUOTE}"
    return Problem("this line does not fit the lines above it", source.location(stop), hint)


def explain_text(text: Scalar) -> Problem | None:
    """Return the problem of a text where keys or a list should be, if its first line has a slip that explains it."""
    number = text.location.line
    start = text.source.start_of(number)
    line = Line(text.source, number, text.source.lines[number - 1], None, text, False, 0)
    found = next((slip for find in _BY_ITSELF if (slip := find(line))), None)
    return Problem(found[0], text.source.location(start + found[1]), found[2]) if found else None


def _quoted(source: Source, stop: int, opened: int, last: Scalar | None) -> Slip | None:
    """Return the slip in a quoted text that does not end where it should; its place is one of the file."""
    text = source.text
    if text[opened : opened + 1] in _QUOTES:
        sign = text.rfind("\\", opened, stop + 1) if text[opened] == '"' else -1
        if stop == len(text) or sign < 0:
            return NEVER_CLOSED, opened, CLOSE
        hint = "write `\\\\` for a backslash, or put the text in single quotes ('…')"
        return f"`{text[sign : sign + 2]}` has a special meaning in double quotes", sign, hint
    if last is not None and text[last.start : last.start + 1] in _QUOTES and "\n" in text[last.start : last.end]:
        line = text[text.rfind("\n", 0, last.end) + 1 : last.end]
        if KEY.match(line) and source.location(stop).line == source.location(last.end).line:
            return NEVER_CLOSED, last.start, CLOSE
    return None


# ---------------------------------------------------------------- slips that a line shows by itself


def _tab(line: Line) -> Slip | None:
    if found := re.match(r"[ -]*\t", line.text):
        return "there is a tab where only spaces are allowed", found.end() - 1, "put spaces before a key or an item"
    return None


SPECIAL_SPACE: Final = "there is a special space, such as Word's no-break space, instead of a normal one"
RETYPE: Final = "delete the spaces here, and type them again with the space bar"


def _odd_space(line: Line) -> Slip | None:
    if found := re.match(rf" *(?:- *)?(?:[\w-]+: *)?(?:[|>][-+]?)?([{ODD_SPACES}])", line.text):
        return SPECIAL_SPACE, found.start(1), RETYPE
    return None


def _wide_colon(line: Line) -> Slip | None:
    if found := re.match(r" *(?:- +)*([\w-]+)\s?：", line.text):
        hint = f"write `{found[1]}: …`, with a normal colon and a space"
        return "there is a full-width colon instead of a normal one", found.end() - 1, hint
    return None


def _comment(line: Line) -> Slip | None:
    is_inside = line.indent > 0 or line.above is None or line.above.is_block
    if line.is_below and is_inside and line.stop is None and line.text.lstrip(" ").startswith("#"):
        return comment_below(line.text), line.indent, COMMENT_HINT
    return None


def _bullet(line: Line) -> Slip | None:
    if (found := _BULLET.match(line.text)) or (found := re.match(r" *(\*) ", line.text)):
        hint = f"write `- ` instead of `{found[1]}`, in the column where the list's other items begin"
        return f"the line begins with `{found[1]}`, not with `- `", found.start(1), hint
    return None


def _tight_dash(line: Line) -> Slip | None:
    if found := re.match(r" *-(?=[^\s\-])", line.text):
        word = line.text[found.end() :].split()[0]
        hint = f"write `- {word}`; for the sign itself, {QUOTE}"
        return "there is no space after the `-` that begins an item", found.end() - 1, hint
    return None


def _tight_colon(line: Line) -> Slip | None:
    found = re.match(r"( *(?:- +)*)([A-Za-z][\w-]*):(?=[^\s:])", line.text)
    if found and found[2] in known_keys():
        return f"there is no space after `{found[2]}:`", found.end(), f"write `{found[2]}: …`"
    return None


def _missing_colon(line: Line) -> Slip | None:
    found = _KEY_WORD.match(line.text)
    if not found or line.is_key or found[2] not in known_keys() or line.text[found.end() :][:1] not in {"", " ", "="}:
        return None
    column = found.end(1)
    is_inside = (
        line.above is not None and line.above.start <= line.source.start_of(line.number) + column < line.above.end
    )
    if is_inside or column == 0 or line.level(column, of_items=False):
        hint = f"write `{found[2]}: …`; if the line belongs to the text above it, indent it further"
        return f"there is no colon after `{found[2]}`", found.end(), hint
    return None


# ---------------------------------------------------------------- slips at the place where YAML stopped


def _sign(line: Line) -> Slip | None:
    start = _value_start(line.text)
    if line.stop is None or line.text[start : start + 1] not in _SIGNS:
        return None
    if line.text.startswith("![", start):
        return "a text begins with `![`, a picture of another program", start, "use a `figure:` block"
    return f"a text begins with `{line.text[start]}`, which has a special meaning in YAML", start, QUOTE


def _value_start(text: str) -> int:
    found = _VALUE.match(text)
    return found.end() if found else 0


def _after_quote(line: Line) -> Slip | None:
    start = _value_start(line.text)
    quote = line.text[start : start + 1]
    if line.stop is None or quote not in _QUOTES:
        return None
    other = ({'"', "'"} - {quote}).pop()
    hint = OUTSIDE
    if other not in line.text[start:]:
        hint = f"put the whole text in the other quotes, {other}…{other}; or {hint}"
    return "there is text after the closing quote", line.stop, hint


def _item_as_text(line: Line) -> Slip | None:
    if line.stop is not None and (found := re.match(r" *[\w-]+: +(?=- )", line.text)) and found.end() == line.stop:
        hint = f"begin the list on the next line; for a text that begins with `- `, {QUOTE}"
        return "there is an item of a list after a key", found.end(), hint
    return None


def _colon(line: Line) -> Slip | None:
    if line.stop is None or line.text[line.stop : line.stop + 1] != ":":
        return None
    start = _value_start(line.text)
    if line.stop >= start:
        hint = QUOTE
        if line.text[start] in _CURLY:
            hint = 'put the text in straight quotes ("…") as well; or write it on the line below a `|`'
        return "a colon inside the text was read as the end of a key", line.stop, hint
    return too_far_right(line)


_Finder: TypeAlias = Callable[[Line], Slip | None]
_BY_ITSELF: Final[tuple[_Finder, ...]] = (
    _tab, _odd_space, _wide_colon, _comment, _bullet, _tight_dash, _tight_colon, _missing_colon,
)  # fmt: skip
_AT_STOP: Final[tuple[_Finder, ...]] = (_sign, _after_quote, _item_as_text, _colon, out_of_place)
