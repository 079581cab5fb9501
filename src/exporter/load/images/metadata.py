"""Removes the metadata of a picture: where and when it was made, by whom and with what.

A phone records the place, a drawing program the name of a user's folder; a handout would reveal both. The visible part
stays as it is, byte for byte. Colour profiles are removed too: `colours` has used them.
Source: ITU-T T.81, B.2.4 (JPEG segments); PNG specification, 5.3 and 11.3 (chunks); SVG 2, chapter 5.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from exporter.untrusted_xml import parse

_JPEG_KEPT: Final = (0xE0, 0xEE)  # of the application segments: JFIF, and Adobe's colour transform
_JPEG_START, _JPEG_END, _JPEG_SCAN = 0xD8, 0xD9, 0xDA
_PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS sBIT sRGB bKGD pHYs".split())
_PNG_PACKED: Final = frozenset(b"tEXt zTXt iTXt iCCP".split())
_LARGEST_PROFILE: Final = 2**22  # bytes; those of printing presses have 1 to 3 MB
_MARKER: Final = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""A byte after 0xFF that neither belongs to the pixels nor restarts them. Source: ITU-T T.81, B.1.1.5."""
_SVG: Final = "http://www.w3.org/2000/svg"
_VOCABULARIES: Final = (None, _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")


def strip_metadata(content: bytes, media_type: str) -> bytes:
    """Return a picture, already checked for damage, without its metadata."""
    match media_type:
        case "image/jpeg":
            return b"".join(part for part in jpeg_parts(content) if _is_shown(part))
        case "image/png":
            return content[:8] + b"".join(chunk for chunk in chunks(content) if chunk[4:8] in _PNG_KEPT)
    return _plain_svg(content)


def _is_shown(part: bytes) -> bool:
    return part[1] != 0xFE and (part[1] & 0xF0 != 0xE0 or part[1] in _JPEG_KEPT)


def jpeg_parts(content: bytes) -> Iterator[bytes]:
    """Yield the segments of a JPEG from marker to marker, scans with their pixels, as far as its first picture ends.

    A phone may add a second picture, with depths or brightness, or a film.
    """
    place = 0
    while found := _MARKER.search(content, place):
        start, marker = found.end() - 2, content[found.end() - 1]
        has_length = marker not in (_JPEG_START, _JPEG_END)
        place = start + 2 + (int.from_bytes(content[start + 2 : start + 4]) if has_length else 0)
        if marker == _JPEG_SCAN:
            following = _MARKER.search(content, place)
            place = following.start() if following else len(content)
        yield content[start:place]
        if marker == _JPEG_END:
            break


def first_picture(jpeg: bytes) -> bytes:
    """Return a JPEG without the pictures after the first one, and without the table that lists them (CIPA DC-007)."""
    return b"".join(part for part in jpeg_parts(jpeg) if part[4:8] != b"MPF\0")


def chunks(content: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG, each with its length, kind and checksum."""
    place = 8
    while place < len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4])
        yield content[place:end]
        place = end


def without_packed(png: bytes) -> bytes:
    """Return a PNG without texts and colour profile, which may unpack to any size."""
    return png[:8] + b"".join(chunk for chunk in chunks(png) if chunk[4:8] not in _PNG_PACKED)


def png_profile(chunk: bytes) -> bytes:
    """Return the colour profile in the content of a chunk `iCCP`; nothing if it is broken."""
    try:
        return zlib.decompressobj().decompress(chunk.partition(b"\0")[2][1:], _LARGEST_PROFILE)
    except zlib.error:
        return b""


def _plain_svg(content: bytes) -> bytes:
    root = parse(content)
    # The tag of a comment or an instruction is a function.
    noted = {node.tag for node in root.getroottree().iter() if callable(node.tag) or _is_foreign(node)}
    etree.strip_elements(root, *noted, with_tail=False)
    for node in root.iter(etree.Element):
        for name in [name for name in node.attrib if etree.QName(name).namespace not in _VOCABULARIES]:
            noted.add(node.tag)
            del node.attrib[name]
    if not noted:
        return content
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _is_foreign(element: etree._Element) -> bool:
    name = etree.QName(element)
    return name.namespace not in _VOCABULARIES or name.localname == "metadata"
