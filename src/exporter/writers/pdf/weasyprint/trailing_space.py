"""Keeps lines whole that are too long only by the space at their end, and numbers whose characters are joined.

Symptom: if a text fits only without the space at its end (there is one before every citation), WeasyPrint treats its
first word as too long, and breaks the line after that word. If no line is wide enough for a number whose characters are
joined (U+2060), it breaks the number.
Upstream: docs/upstream/trailing_space.md
Versions: WeasyPrint 70.0
Test: test_a_line_that_ends_in_a_space_is_not_torn_after_its_first_word
End: delete once the program in the text prints two lines that begin with `One` and `[1]`; look again on 2027-06-01.
"""

import re
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, Final

from exporter.render import JOINER

AFFECTED: Final = ("weasyprint", "70.0")
_JOINED: Final = re.compile(rf".(?:{JOINER}.)+")
_WRAPPING: Final = ("normal", "pre-wrap", "pre-line")


def apply() -> None:
    """Replace WeasyPrint's line-breaking function with a fixed one. Safe to call twice."""
    module: Any = import_module("weasyprint.layout.inline")
    split = module.split_first_line
    if hasattr(split, "__wrapped__"):
        return
    module.split_first_line = _hanging(_whole(split))


def _whole(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that never breaks a joined number: it begins a new line with the number, however long it is."""

    @wraps(split)
    def split_whole(text: str, style: Any, context: Any, max_width: Any, spacing: Any, **options: Any) -> Any:
        line = split(text, style, context, max_width, spacing, **options)
        if line[2] is None or JOINER not in text:
            return line
        place = len(text.encode()[: line[2]].decode())
        number = next((one for one in _JOINED.finditer(text) if one.start() < place < one.end()), None)
        if number is None:
            return line
        shown = text[: number.start() if text[: number.start()].strip(" ") else number.end()]
        layout, length, _, *size = split(shown, style, context, None, spacing, **options)
        return layout, length, len(shown.encode()) if shown != text else None, *size

    return split_whole


def _hanging(split: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(split)
    def split_hanging(text: str, style: Any, context: Any, max_width: Any, spacing: Any, **options: Any) -> Any:
        line = split(text, style, context, max_width, spacing, **options)
        words = text.rstrip(" ")
        is_parted = line[2] is not None
        if not is_parted or words in ("", text) or max_width is None or style["white_space"] not in _WRAPPING:
            return line
        fits = split(words, style, context, max_width, spacing, **options)[2] is None
        return split(text, style, context, None, spacing, **options) if fits else line

    return split_hanging
