"""Which characters the faces can draw, read from the fonts themselves (OpenType 1.9, table `cmap`)."""

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from exporter.faces import Face

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
    """Return the code points that a TrueType or OpenType font has glyphs for."""
    font = path.read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4s3I", font, 12 + 16 * index) for index in range(count))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    subtables = [cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)[2] for index in range(count)]
    starts = {struct.unpack_from(">H", font, start)[0]: start for start in subtables}
    read, form = (_groups, 12) if 12 in starts else (_segments, 4)
    return frozenset(read(font, starts[form]))


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Format 4: segments of the Basic Multilingual Plane, each mapped by an offset or by an array of glyphs."""
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    shape = f">{doubled // 2}H"
    ends, starts, deltas, offsets = (
        struct.unpack_from(shape, font, start + 14 + skip)
        for skip in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)
    )
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        place = start + 16 + 3 * doubled + 2 * index + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", font, place + 2 * (code - first))[0] if offset else (code + delta) & 0xFFFF
            if glyph:
                yield code


def _groups(font: bytes, start: int) -> Iterator[int]:
    """Format 12: groups of consecutive code points."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for index in range(count):
        first, last, _ = struct.unpack_from(">3I", font, start + 16 + 12 * index)
        yield from range(first, last + 1)
