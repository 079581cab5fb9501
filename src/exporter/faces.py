"""Lists the packaged font files, which set every page, and finds the characters that they do not have."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

BODY_FAMILY = "Atkinson Hyperlegible"
FALLBACK_FAMILY = "DejaVu Sans"  # for Greek, arrows, boxes, ticks, subscripts, Cyrillic, Hebrew, Arabic


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: `weight` as in CSS (400, 700), `style` normal or italic."""

    family: str
    weight: int
    style: str
    path: Path


def packaged_faces() -> tuple[Face, ...]:
    """Return the faces that come with the program, the four of the body first."""
    atkinson = Path(str(files("fontpkg_atkinson_hyperlegible"))) / "files"
    dejavu = Path(str(files("exporter"))) / "fonts"
    return (
        Face(BODY_FAMILY, 400, "normal", atkinson / "AtkinsonHyperlegible-Regular.ttf"),
        Face(BODY_FAMILY, 700, "normal", atkinson / "AtkinsonHyperlegible-Bold.ttf"),
        Face(BODY_FAMILY, 400, "italic", atkinson / "AtkinsonHyperlegible-Italic.ttf"),
        Face(BODY_FAMILY, 700, "italic", atkinson / "AtkinsonHyperlegible-BoldItalic.ttf"),
        Face(FALLBACK_FAMILY, 400, "normal", dejavu / "DejaVuSans.ttf"),
        Face(FALLBACK_FAMILY, 700, "normal", dejavu / "DejaVuSans-Bold.ttf"),
    )


# ---------------------------------------------------------------- characters that no face has

# Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties.txt): never drawn, whatever the font has.
_IGNORABLE: Final = frozenset((
    0xAD, 0x34F, 0x61C, *range(0x115F, 0x1161), *range(0x17B4, 0x17B6), *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10),
    0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
))  # fmt: skip


def missing_characters(text: str, faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the characters of `text` that no face has, each once, in the order in which they first appear.

    White space and characters that are never drawn are left out, and so are letters with accents if the faces have the
    letter and each accent.
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


def describe_character(character: str) -> str:
    """Return a character with its number and name: `☃ U+2603 SNOWMAN`."""
    name = unicodedata.name(character, "")
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X} {name}".strip()


def script_of(character: str) -> str:
    """Return how people call the script of a letter, or nothing if it is a sign, such as an emoji."""
    name = unicodedata.name(character, "").split(" ")[0]
    is_letter = unicodedata.category(character)[0] in "LM"
    return _SCRIPTS.get(name, name.capitalize() if is_letter else "")


_SCRIPTS: Final = {
    "CJK": "Chinese",
    "FULLWIDTH": "Chinese",
    "IDEOGRAPHIC": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "Devanagari (Hindi, Marathi, Nepali)",
}
"""The names that are not those of Unicode."""

WITHOUT_PDF: Final = "export the other files with `exporter build --to epub --to html`"
"""A hint for a text that no font of the PDF has: e-readers and browsers have fonts of their own."""


@cache
def _code_points(path: Path) -> frozenset[int]:
    """Return the code points that a font has glyphs for. Source: OpenType 1.9, table `cmap`."""
    from fontTools.ttLib import TTFont  # takes longer to import than to use

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
