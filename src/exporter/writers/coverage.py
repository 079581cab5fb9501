"""Which characters the faces can draw, read from the fonts themselves (OpenType 1.9, table `cmap`)."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from exporter.typeface import Face

# Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties.txt): never drawn, whatever the font says.
_IGNORABLE: Final = frozenset((
    0xAD, 0x34F, 0x61C, *range(0x115F, 0x1161), *range(0x17B4, 0x17B6), *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10),
    0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
))  # fmt: skip


def uncovered(text: str, faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the characters of `text` that no face has, each once, in the order of their first place.

    White space and what is never drawn is left out; so is a letter whose accents the faces have one by one.
    """
    paths = [face.path for face in faces]

    def is_drawable(text: str) -> bool:
        return all(any(ord(character) in _code_points(path) for path in paths) for character in text)

    return tuple(
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not character.isspace()
        and ord(character) not in _IGNORABLE
        and not is_drawable(character)
        and not is_drawable(unicodedata.normalize("NFD", character))
    )


def spelled(character: str) -> str:
    """Return a character with its number and name: `☃ U+2603 SNOWMAN`."""
    name = unicodedata.name(character, "")
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X} {name}".strip()


@cache
def _code_points(path: Path) -> frozenset[int]:
    """Return the code points that a font has glyphs for."""
    from fontTools.ttLib import TTFont  # takes a while to import, as long as to read the fonts

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
