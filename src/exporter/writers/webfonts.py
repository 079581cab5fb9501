"""Selects the faces for the EPUB and the web page, and writes their `@font-face` rules.

The fallback family is left out: print has no other fonts, but a screen has its own.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from exporter.faces import FALLBACK_FAMILY, Face

MEDIA_TYPES: Final = {".ttf": "font/ttf", ".otf": "font/otf", ".woff": "font/woff", ".woff2": "font/woff2"}
_HEAVY: Final = frozenset("strong b th dt h1 h2 h3 h4 h5 h6".split())


def used_faces(faces: Iterable[Face], body: etree._Element, css: Sequence[str]) -> tuple[Face, ...]:
    """Return the faces that the body and its stylesheets use."""
    slanted = [*body.iter("em", "i", "cite")]
    is_slanted = bool(slanted) or any("italic" in sheet for sheet in css)
    is_both = any(near.tag in _HEAVY for part in slanted for near in (*part.iterancestors(), *part.iterdescendants()))
    return tuple(
        face
        for face in faces
        if face.family != FALLBACK_FAMILY and (face.style == "normal" or (is_both if face.weight > 400 else is_slanted))
    )


def font_face(face: Face, url: str) -> str:
    """Return the `@font-face` rule of a face."""
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {face.style}; font-display: swap; src: url({url}); }}\n"
    )


def to_woff(font: bytes) -> bytes:
    """Return a TrueType or OpenType font as WOFF, which is about half as long; return other fonts unchanged.

    It is not WOFF2, because that compression takes 130 ms a face to save another tenth.
    Source: WOFF File Format 1.0, sections 3 to 5.
    """
    if font[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        return font
    (count,) = struct.unpack_from(">H", font, 4)
    tables = [struct.unpack_from(">4s3I", font, 12 + 16 * index) for index in range(count)]
    directory, content = b"", b""
    start, size = 44 + 20 * count, 12 + 16 * count
    for tag, checksum, offset, length in tables:
        plain = font[offset : offset + length]
        packed = min(zlib.compress(plain, 9), plain, key=len)
        directory += struct.pack(">4s4I", tag, start + len(content), len(packed), length, checksum)
        content += packed + bytes(-len(packed) % 4)
        size += length + -length % 4
    header = (b"wOFF", font[:4], start + len(content), count, 0, size, 1, 0, 0, 0, 0, 0, 0)
    return struct.pack(">4s4sIHHIHH5I", *header) + directory + content
