"""Finds where YAML reads a text otherwise than it was typed, without saying so: lines joined, signs replaced.

What YAML drops as a comment on the line of a text is kept in `Scalar.rest`, and reported where the text is used.
"""

import re
from collections.abc import Iterator
from typing import Final

from exporter.errors import Problem, Severity
from exporter.load.lines import COMMENT_HINT, KEY, QUOTE, comment_below, known_keys, line_below
from exporter.load.slips import BULLETS, CLOSE, NEVER_CLOSED
from exporter.source import Scalar

_ITEM: Final = re.compile(rf"(?:[-*+{BULLETS}]|\d{{1,2}}[.)]|[a-z]\))(?=\s)")
# What YAML replaces in double quotes. A number of a character (`\u00e9`) is clear, and a program may break a line.
_ESCAPE: Final = re.compile(r"\\(?:[\\\"/xuU]|\n *(?:\\ )?|(.))")
_HEADER: Final = re.compile(r"[|>][-+]?\d")


def check_changed(text: Scalar, style: str) -> Iterator[Problem]:
    """Yield the problems of a text that was read; `style` is its first sign (`"`, `'`, `|`, `>`), or nothing."""
    if style in {"|", ">"}:
        yield from _check_header(text)
        yield from _check_comment_below(text)
    if style == '"':
        yield from _check_escapes(text)
    if style != "|":
        yield from _check_joined(text, style)


def _check_header(text: Scalar) -> Iterator[Problem]:
    if found := _HEADER.match(text.source.text, text.start):
        yield Problem(f"`{found[0]}` has a special meaning in YAML", text.location, QUOTE)


def _check_comment_below(text: Scalar) -> Iterator[Problem]:
    """Warn of a comment in the line after a text below `|`: it may be the last line of the text."""
    lines = text.source.lines
    number = line_below(lines, text.location.line)
    line = lines[number - 1] if number <= len(lines) else ""
    if text.strip() and line.strip().startswith("#") and lines[number - 2].strip():
        place = text.source.location(text.source.start_of(number) + line.index("#"))
        yield Problem(comment_below(line), place, COMMENT_HINT, Severity.WARNING)


def _check_escapes(text: Scalar) -> Iterator[Problem]:
    for found in _ESCAPE.finditer(text.source.text, text.start, text.end):
        if found[1]:
            hint = "write `\\\\` for a backslash, or put the text in single quotes ('…')"
            if found[1] == "n":
                hint += "; to begin a new line, write the text on the lines below a `|`"
            place = text.source.location(found.start())
            yield Problem(f"`{found[0]}` has a special meaning in double quotes", place, hint)


def _check_joined(text: Scalar, style: str) -> Iterator[Problem]:
    """Report lines of one text that look like items or keys: YAML joins them to the line above."""
    if "\n" not in text.source.text[text.start : text.end]:
        return
    kept = {line.strip() for line in text.split("\n")}
    start = text.location.line
    lines = text.source.text[text.start : text.end].split("\n")
    for number, line in enumerate(lines[1:], start + 1):
        words = line.strip()
        place = text.source.location(text.source.start_of(number) + len(line) - len(line.lstrip()))
        if (found := _ITEM.match(words)) and words.rstrip("\"'") not in kept:
            hint = (
                "write `|` instead of `>`" if style == ">" else "for a list inside a text, write the text below a `|`"
            )
            if not style:
                hint += "; for the next item of a list, begin it in the column of the items above"
            yield Problem(f"this line begins with `{found[0]}`, but was joined to the text above it", place, hint)
        elif style in {"'", '"'} and (key := KEY.match(line)) and key[2] in known_keys():
            yield Problem(NEVER_CLOSED, text.location, CLOSE)
            return
