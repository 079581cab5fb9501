"""How narrow a text can get: as its longest word or, where words may be broken anywhere, as its widest letter.

A word of more than `LONGEST` letters and an address (of a page, for mail) may be broken anywhere in any case, rather
than make a table wider than its paper.

WeasyPrint asks for the rest of a text again at each place where it may be broken, which may be each of its letters: a
hundred words of a cell took a second, four hundred half a minute. Here the letters are those of the alphabet it uses,
and a word is looked for in the next few letters. Left alone for any other version (see `startup`).
"""

import re
from functools import wraps
from importlib import import_module
from typing import Any, Final

from exporter.render import JOINER

LONGEST: Final = 25
_NEAR: Final = 2 * LONGEST
_WORD: Final = re.compile(r"\s*\S+\s*")
_LETTER: Final = re.compile(rf"\S(?:{JOINER}.)*")
_ADDRESS: Final = re.compile(r"\w@\w|://|\w\w\.[^\W\d]{2}")
_WRAPPING: Final = ("normal", "pre-wrap", "pre-line")


def measure_words() -> None:
    """Put another way in the place of the one function that asks. Doing it again changes nothing."""
    module: Any = import_module("weasyprint.layout.preferred")
    split = module.split_first_line
    if hasattr(split, "__wrapped__"):
        return

    @wraps(split)
    def split_once(
        text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:  # fmt: skip
        def measured(part: str) -> Any:
            return split(part, style, context, max_width, spacing, is_line_start=is_line_start, minimum=minimum)

        def letters(word: str) -> Any:
            """Return the widest letter as if it were the whole word; joined ones are one."""
            found = dict.fromkeys(_LETTER.findall(word))
            lines = (split(one, style, context, None, spacing, minimum=True) for one in found)
            layout, length, _, width, height, baseline = max(lines, key=lambda line: line[3])
            rest = len(word.encode()) if word != text else None
            return layout, length, rest, width, height, baseline

        word = _WORD.match(text)
        if not (word and minimum and max_width == 0 and style["white_space"] in _WRAPPING):
            return measured(text)
        match style["overflow_wrap"]:
            case "anywhere" if is_line_start:
                return letters(text)
            case "break-word" if _ADDRESS.search(word[0]):
                return letters(word[0])
            case "break-word":
                line = measured(text[:_NEAR])
                first = text[:_NEAR].encode()[: line[1]].decode().rstrip()
                return letters(word[0]) if len(first) > LONGEST else line
        return measured(text)

    module.split_first_line = split_once
