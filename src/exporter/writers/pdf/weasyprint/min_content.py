"""Measures how narrow a text can get: its longest word or, where words may be broken anywhere, its widest letter.

Symptom: WeasyPrint measures the rest of a text again at each place where it may be broken, which can be after each
letter: a cell of a hundred words takes a second, a cell of four hundred half a minute. The fix measures each different
letter once, and looks for a word in the next few letters only.
Upstream: docs/upstream/min_content.md
Versions: WeasyPrint 70.0
Test: test_a_long_cell_is_measured_once
End: delete the measuring once a release measures a text once, and keep the rule below; look again on 2027-06-01.

The rule: a word of more than `LONGEST` letters, a web address and a mail address may always be broken anywhere, so that
they do not make a table wider than the paper.
"""

import re
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, Final

from exporter.render import JOINER

AFFECTED: Final = ("weasyprint", "70.0")
LONGEST: Final = 25
_NEAR: Final = 2 * LONGEST
_WORD: Final = re.compile(r"\s*\S+\s*")
_LETTER: Final = re.compile(rf"\S(?:{JOINER}.)*")
_ADDRESS: Final = re.compile(r"\w@\w|://|\w\w\.[^\W\d]{2}")
_WRAPPING: Final = ("normal", "pre-wrap", "pre-line")


def apply() -> None:
    """Replace WeasyPrint's measuring function with one that measures less. Safe to call twice."""
    module: Any = import_module("weasyprint.layout.preferred")
    if not hasattr(module.split_first_line, "__wrapped__"):
        module.split_first_line = _measuring_once(module.split_first_line)


def _measuring_once(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's `split_first_line`, called with a word or a letter instead of the rest of the text."""

    @wraps(split)
    def split_once(
        text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:  # fmt: skip
        def measured(part: str) -> Any:
            return split(part, style, context, max_width, spacing, is_line_start=is_line_start, minimum=minimum)

        def measured_whole(letter: str) -> Any:
            return split(letter, style, context, None, spacing, minimum=True)

        word = _WORD.match(text)
        if not (word and minimum and max_width == 0 and style["white_space"] in _WRAPPING):
            return measured(text)
        match style["overflow_wrap"]:
            case "anywhere" if is_line_start:
                return _widest_letter(text, text, measured_whole)
            case "break-word" if _ADDRESS.search(word[0]):
                return _widest_letter(word[0], text, measured_whole)
            case "break-word":
                line = measured(text[:_NEAR])
                first = text[:_NEAR].encode()[: line[1]].decode().rstrip()
                return _widest_letter(word[0], text, measured_whole) if len(first) > LONGEST else line
        return measured(text)

    return split_once


def _widest_letter(word: str, text: str, measured: Callable[[str], Any]) -> Any:
    """Return the line of the widest letter of `word` as if it were the whole word, which `text` begins with.

    Characters joined by word joiners count as one letter.
    """
    lines = map(measured, dict.fromkeys(_LETTER.findall(word)))
    layout, length, _, width, height, baseline = max(lines, key=lambda line: line[3])
    rest = len(word.encode()) if word != text else None
    return layout, length, rest, width, height, baseline
