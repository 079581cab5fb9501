"""Lines that only the space at their end makes too long, kept whole.

Symptom: WeasyPrint takes a text that fits without the space at its end (there is one before every citation) for a text
whose first word is too long, and breaks the line after that word.
Upstream: docs/upstream/trailing_space.md
Versions: WeasyPrint 70.0
Test: test_a_line_that_ends_in_a_space_is_not_torn_after_its_first_word
End: delete once the program in the text prints two lines that begin with `One` and `[1]`; look again on 2027-06-01.
"""

from functools import wraps
from importlib import import_module
from typing import Any, Final

AFFECTED: Final = ("weasyprint", "70.0")
_WRAPPING: Final = ("normal", "pre-wrap", "pre-line")


def apply() -> None:
    """Replace WeasyPrint's line-breaking function with a fixed one. Safe to call twice."""
    module: Any = import_module("weasyprint.layout.inline")
    split = module.split_first_line
    if hasattr(split, "__wrapped__"):
        return

    @wraps(split)
    def split_hanging(text: str, style: Any, context: Any, max_width: Any, spacing: Any, **options: Any) -> Any:
        line = split(text, style, context, max_width, spacing, **options)
        words = text.rstrip(" ")
        is_parted = line[2] is not None
        if not is_parted or words in ("", text) or max_width is None or style["white_space"] not in _WRAPPING:
            return line
        fits = split(words, style, context, max_width, spacing, **options)[2] is None
        return split(text, style, context, None, spacing, **options) if fits else line

    module.split_first_line = split_hanging
