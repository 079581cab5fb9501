"""Removes the metadata of a picture: where and when it was made, by whom and with what.

A phone records the place, a drawing program the name of a user's folder; a handout would reveal both. The visible part
stays as it is, byte for byte.
Source: ITU-T T.81, B.2.4 (JPEG segments); PNG specification, 5.3 and 11.3 (chunks); SVG 2, chapter 5.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from exporter.untrusted_xml import parse

_JPEG_KEPT: Final = (0xE0, 0xE2, 0xEE)  # of the application segments: JFIF, colour profile, Adobe's colour transform
_PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs".split())
_PNG_TEXTS: Final = frozenset(b"tEXt zTXt iTXt".split())
_SVG: Final = "http://www.w3.org/2000/svg"
_VOCABULARIES: Final = (None, _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")


def strip_metadata(content: bytes, media_type: str) -> bytes:
    """Return a picture, already checked for damage, without its metadata."""
    match media_type:
        case "image/jpeg":
            return b"".join(_segments(content))
        case "image/png":
            return content[:8] + b"".join(chunk for chunk in chunks(content) if chunk[4:8] in _PNG_KEPT)
    return _plain_svg(content)


def _segments(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    place = 2
    while content[place] == 0xFF and content[place + 1] != 0xDA:  # where the picture itself begins
        marker, end = content[place + 1], place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if marker != 0xFE and (marker & 0xF0 != 0xE0 or marker in _JPEG_KEPT):
            yield content[place:end]
        place = end
    yield content[place:]


def chunks(content: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG, each with its length, kind and checksum."""
    place = 8
    while place < len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4])
        yield content[place:end]
        place = end


def without_texts(png: bytes) -> bytes:
    """Return a PNG without its invisible text chunks, which may unpack to any size."""
    return png[:8] + b"".join(chunk for chunk in chunks(png) if chunk[4:8] not in _PNG_TEXTS)


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
