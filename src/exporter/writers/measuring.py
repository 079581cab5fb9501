"""How narrow a text can get, measured letter by letter of the alphabet it uses, not letter by letter of its length.

WeasyPrint asks for the rest of a text again at each of its letters where a word may be broken anywhere, as in a cell of
a table: a hundred words took a second, four hundred half a minute. Left alone for any other version (see `startup`).
"""

from functools import wraps
from importlib import import_module
from typing import Any

_WRAPPING = ("normal", "pre-wrap", "pre-line")


def measure_by_letters() -> None:
    """Put a quicker way in the place of the one function that asks. Doing it again changes nothing."""
    module: Any = import_module("weasyprint.layout.preferred")
    split = module.split_first_line
    if hasattr(split, "__wrapped__"):
        return

    @wraps(split)
    def split_once(
        text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:  # fmt: skip
        may_break = style["overflow_wrap"] == "anywhere" and style["white_space"] in _WRAPPING
        letters = dict.fromkeys("".join(text.split())) if minimum and max_width == 0 and is_line_start else {}
        if not may_break or len(letters) < 2:
            return split(text, style, context, max_width, spacing, is_line_start=is_line_start, minimum=minimum)
        lines = [split(one, style, context, max_width, spacing, minimum=True) for one in letters]
        layout, length, _, width, height, baseline = max(lines, key=lambda line: line[3])
        return layout, length, None, width, height, baseline  # nothing is left to ask for

    module.split_first_line = split_once
