"""Reports what Word and web pages leave in a pasted text: lines of lists and tables, and signs of symbol fonts.

Spaces that cannot break, at the beginning of a line, are left out: they were an indent.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias
from unicodedata import category, east_asian_width

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter.errors import Problem, Severity
from exporter.markup.places import Places
from exporter.source import Scalar

_INDENT: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000 \t"
BULLETS: Final = frozenset("•·∙●○◦▪▫■□‣⁃➢➤✓✔☐☑→①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""Signs that begin a line of a list elsewhere; after a backslash, they are printed."""

_ITEM: Final = re.compile(
    r"(?:[-–—*+§]|\d{1,2}[.)]|[a-z][.)]|[^\W\d_]\)|[ivx]{1,4}[.)]|[IVX]{1,4}\)|\(?(?:\d{1,2}|[a-z])\))\s+\S|o\t"
)
_TIGHT: Final = re.compile(
    r"[-–—*+](?=[^\W\d_])|\[[ xX]?\]|\d{1,2}[:.]\d\d(?!\d)|第?[一二三四五六七八九十]{1,3}[、步天周]"
)
_NEXT: Final = re.compile(r"(?:[-–—*+]|\d{1,2}[.)])(?=[^\W\d_])")
_NUMBERED: Final = re.compile(r"[(（\[【]?(\w*?[^\W\d]\s?)?(\d{1,2})(?![\d\\]|[,.:/]\d)")
_LABELLED: Final = re.compile(r"[*_]{0,3}[^\W\d_][\w-]*(?: [\w-]+){0,2}[*_]{0,3}:[*_]{0,3}\s+\S")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff]")
_LIST: Final = "for a list, begin each item with `- ` or `1. `, after an empty line; otherwise write them as one line"
_BREAK: Final = (
    "to begin a new line, end the line before with `\\`; for a list, begin each item with `- `; else join the lines"
)
_SYMBOL: Final = "write the sign itself; for a bullet, begin the line with `- `"
_AS_ONE: Final = "lines that begin with `{}` would be printed as one paragraph"
_TABS: Final = "lines with tabs, like those of a table, would be printed as one paragraph"
_AFTER: Final = "the line that begins with `{}` is printed after the one before"
_AROUND: Final = "*_\"'“”„‘’«»()[]"
_WIDEST: Final = 60  # columns; a text in longer lines was wrapped
_SHORT: Final = 0.6  # of the longest line


def use_indents(markdown: MarkdownIt) -> None:
    """Make a parser leave out indents."""
    markdown.core.ruler.after("inline", "indents", _drop_indents)


def _drop_indents(state: StateCore) -> None:
    for token in state.tokens:
        is_start = True
        for child in token.children or ():
            if is_start and child.type == "text":
                child.content = child.content.lstrip(_INDENT)
            shows_nothing = child.nesting == 1 or (child.type == "text" and not child.content)
            is_start = child.type in ("softbreak", "hardbreak") or (is_start and shows_nothing)


def check_pasted(tokens: Sequence[Token], source: Scalar) -> Iterator[Problem]:
    """Yield a problem for each paragraph of lines that look like items or lines of their own, and Word's symbols."""
    places = Places(source)
    widest = max(_WIDEST, *(_width(line) for line in source.split("\n")))
    for token in tokens:
        if token.type == "inline":
            for line, message, hint, severity in _check_lines(_parted(token.content), token.level > 1, widest):
                yield Problem(message.format(line.split()[0]), places.row(token, line), hint, severity)
    for character in dict.fromkeys(_PRIVATE.findall(source)):
        message = f"the character U+{ord(character):04X} belongs to a symbol font of Word"
        yield Problem(message, source.place_of(character), _SYMBOL)


def _parted(text: str) -> list[str]:
    """Return the lines of a paragraph, or its first if the author ends them all."""
    lines = text.split("\n")
    is_ended = all(line.endswith(("\\", "  ")) for line in lines[:-1])
    return [line.strip(_INDENT) for line in (lines[:1] if is_ended else lines)]


_Found: TypeAlias = tuple[str, str, str, Severity]


def _check_lines(lines: Sequence[str], is_item: bool, widest: int) -> Iterator[_Found]:
    """Yield the first line that would be printed after another, with message, hint and severity."""
    items = [line for line in lines if _ITEM.match(line)]
    bullets = [line for line in lines if line[:1] in BULLETS and line[1:].strip()]
    if len(bullets) > 1 or any(line[0] not in line[1:] for line in bullets):  # no `☐ yes ☐ no`
        hint = f"{_LIST}; for the sign itself, write `\\{bullets[0][0]}`"
        yield bullets[0], _AS_ONE, hint, Severity.ERROR
    elif len(items) > 1:
        yield items[0], _AS_ONE, _LIST, Severity.ERROR
    elif is_item and (again := [line for line in lines[1:] if _NEXT.match(line)]):
        yield again[0], _AS_ONE, _LIST, Severity.ERROR
    elif len(cells := [line for line in lines if "\t" in line]) > 1:
        yield cells[0], _TABS, "use a `table:` block, or write a space for each tab", Severity.ERROR
    elif own := next((line for pair in pairwise(lines) if (line := _own_line(*pair, widest))), ""):
        yield own, _AFTER, _BREAK, Severity.WARNING


def _own_line(before: str, line: str, widest: int) -> str:
    """Return a line that was typed for itself, and is no part of a wrapped text; or nothing."""
    if before.endswith("\\"):
        return ""
    for pattern in (_TIGHT, _LABELLED):
        if pattern.match(before) and pattern.match(line):
            return line
    if before and line and _is_bullet(before, line):
        return line
    one, two = _NUMBERED.match(before), _NUMBERED.match(line)
    if one and two and one[1] == two[1] and int(two[2]) == int(one[2]) + 1:
        return line
    return line if _is_short(before, line, widest) else ""


def _is_bullet(before: str, line: str) -> bool:
    """Whether two lines begin with a symbol, such as ✗ or 👉, with a number in a circle, or with the same sign."""
    kinds = {category(before[0]), category(line[0])}
    is_same = before[0] == line[0] and before[1:2] == " " == line[1:2]
    return kinds <= {"So", "Sm", "Sc"} or kinds == {"No"} or (kinds == {"Po"} and is_same)


def _is_short(before: str, line: str, widest: int) -> bool:
    """Whether a line ends early, inside a sentence, and the next does not go on with a small letter."""
    shown, following = before.rstrip(_AROUND), line.lstrip(_AROUND)
    if not shown or not following:
        return False
    ends = shown[-1] not in "—–-/&+" and category(shown[-1]) != "Po"
    begins = following[0].isdecimal() or category(following[0]) in ("Lu", "Lt", "Lo")
    return ends and begins and _width(before) + _width(line.split()[0]) < widest * _SHORT


def _width(text: str) -> int:
    """Return the columns that a text fills in an editor."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
