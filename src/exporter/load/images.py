"""The pictures an article names, in; their bytes, kind and size out."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from exporter.document import Image
from exporter.errors import ArticleError, Problem
from exporter.project import Project
from exporter.source import Scalar

_KINDS: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def read_images(project: Project, folder: Path, names: Sequence[Scalar]) -> dict[str, Image]:
    """Return the pictures by the path written in the article. Raises ArticleError with all that is wrong."""
    images: dict[str, Image] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            images[str(name)] = _read_image(project, folder, name)
        except ArticleError as error:
            problems += error.problems
    if problems:
        raise ArticleError(problems)
    return images


def _read_image(project: Project, folder: Path, name: Scalar) -> Image:
    suffix = Path(name).suffix.lower()
    hint = "use a .svg, .png or .jpg file"
    if suffix not in _KINDS:
        raise ArticleError(Problem(f"`{name}` is not a picture of a known kind", name.location, hint))
    content = project.read(folder / name, name.location)
    try:
        width, height = _size(content, _KINDS[suffix])
    except ValueError as error:
        raise ArticleError(
            Problem(f"`{name}` is not a {suffix[1:].upper()} picture: {error}", name.location, hint)
        ) from error
    return Image(str(name), _KINDS[suffix], content, width, height)


def _size(content: bytes, media_type: str) -> tuple[float, float]:
    """Return width and height in CSS pixels. Raises ValueError if the bytes are of another kind."""
    match media_type:
        case "image/png":
            return _png_size(content)
        case "image/jpeg":
            return _jpeg_size(content)
    return _svg_size(content)


def _png_size(content: bytes) -> tuple[float, float]:
    """Source: PNG specification, 11.2.2 IHDR."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 33:
        raise ValueError("its first bytes say something else")
    return struct.unpack(">II", content[16:24])


def _jpeg_size(content: bytes) -> tuple[float, float]:
    """Source: ITU-T T.81, B.2.2: the frame header holds lines and samples per line."""
    if content[:3] != b"\xff\xd8\xff":
        raise ValueError("its first bytes say something else")
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if marker in {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    raise ValueError("it has no frame")


def _svg_size(content: bytes) -> tuple[float, float]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed XML: {error}") from error
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("its root element is not <svg> in the SVG namespace")
    box = [float(number) for number in root.get("viewBox", "").replace(",", " ").split()] if root.get("viewBox") else []
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and height:
        return width, height
    if len(box) == 4:
        return box[2], box[3]
    raise ValueError("it has neither width and height nor a viewBox")


def _length(text: str | None) -> float:
    """Return a length in CSS pixels; 0 for none or a percentage."""
    text = (text or "").strip()
    unit = text.lstrip("0123456789.+-eE ")
    try:
        return float(text[: len(text) - len(unit)] or 0) * _UNITS.get(unit or "px", 0)
    except ValueError:
        return 0
