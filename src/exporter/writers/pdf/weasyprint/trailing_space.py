"""Lines that only the space at their end makes too long, kept whole.

WeasyPrint takes a text that ends in a space, as before every citation, and fits without it, for one whose first word is
too long, and puts that word on a line of its own. Left alone for any other version (see `engine`).
"""

from functools import wraps
from importlib import import_module
from typing import Any

_WRAPPING = ("normal", "pre-wrap", "pre-line")


def let_spaces_hang() -> None:
    """Put a mended function in the place of the one that breaks lines. Doing it again changes nothing."""
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
