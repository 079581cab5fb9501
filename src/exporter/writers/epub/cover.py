"""Draws the cover: a picture of the title, made only of the words of the document and the given faces.

It is a bitmap, because the bookshelves of e-readers show no other kind of picture. Each pixel is one byte: 0 to 127 run
from the colour of the band to white, 128 to 255 from paper to ink, so that smooth letters fit into the colours of a
palette. The rings are computed from the id of the handout: each handout has its own, in a similar style.
"""

import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from exporter.document import Document, plain
from exporter.faces import Face, missing_characters

_SIZE: Final = (1600, 2400)
_MARGIN: Final = 140
_BAND: Final = 1800  # the height of the coloured part
_FIELD: Final = 1000  # the side of the square around the rings, in the lower corner of the band
_BAND_COLOURS: Final = ((16, 62, 84), (255, 255, 255))
_PAPER_COLOURS: Final = ((250, 248, 243), (24, 32, 40))
_WHITE, _SOFT, _RULE, _RING, _PAPER, _INK = 127, 112, 84, 15, 128, 255
_TITLE_SIZES: Final = (200, 176, 154, 134, 118, 104, 90, 78, 64)
_LEADING: Final = 1.16


def draw_cover(document: Document, faces: Sequence[Face]) -> bytes:
    """Return the cover as PNG, without the lines that no face has all characters for."""
    image = Image.new("L", _SIZE, _PAPER)
    page = _Page(ImageDraw.Draw(image), faces, document.direction)
    page.draw.rectangle((0, 0, _SIZE[0], _BAND), fill=0)
    edition, labels = document.edition, document.words
    rings = _rings(edition.id)
    if page.is_right_to_left:
        image.paste(ImageOps.mirror(rings), (0, _BAND - _FIELD))
    else:
        image.paste(rings, (_SIZE[0] - _FIELD, _BAND - _FIELD))
    title, subtitle = plain(document.title), plain(document.subtitle)
    end = page.write(title, _MARGIN + 60, _WHITE, _TITLE_SIZES, 700, _BAND - 640)
    if end > _MARGIN + 60:
        page.rule(end + 60, _RULE)
    page.write(subtitle, end + 130, _SOFT, (88, 80, 72, 64, 56), 400, _BAND - end - 200)
    end = page.write(document.publisher.name, _BAND + 120, _INK, (88, 80, 72, 64, 56), 700, 230)
    data = f"{labels['document']} {edition.id} · {labels['version']} {edition.version}"
    page.write(data, end + 30, _INK, (56, 48, 40), 400, 130)
    image.putpalette(_ramp(*_BAND_COLOURS) + _ramp(*_PAPER_COLOURS))
    out = BytesIO()
    image.save(out, "PNG", compress_type=zlib.Z_RLE)  # takes a third of the time; flat colours get no larger
    return out.getvalue()


class _Page:
    """Writes lines from the left margin, or from the right one if the language is written from right to left."""

    def __init__(self, draw: ImageDraw.ImageDraw, faces: Sequence[Face], direction: str) -> None:
        self.draw = draw
        self.faces = faces
        self.is_right_to_left = direction == "rtl"

    def rule(self, top: int, fill: int) -> None:
        """Draw a short rule."""
        left = _SIZE[0] - _MARGIN - 260 if self.is_right_to_left else _MARGIN
        self.draw.rectangle((left, top, left + 260, top + 10), fill=fill)

    def write(self, text: str, top: int, fill: int, sizes: Iterable[int], weight: int, height: int) -> int:
        """Write `text` in the largest of `sizes` that fits into `height`; return the y at which it ends."""
        face = self._face(text, weight)
        if not text or face is None:
            return top
        for size in sizes:
            font = ImageFont.truetype(BytesIO(face.path.read_bytes()), size)
            width = _SIZE[0] - 2 * _MARGIN
            lines = _balanced(text, font, width)
            is_whole = all(font.getlength(word) <= width for word in text.split())
            if is_whole and len(lines) * size * _LEADING <= height:
                break
        step = round(size * _LEADING)
        lines = lines[: max(1, height // step)]
        x = _SIZE[0] - _MARGIN if self.is_right_to_left else _MARGIN
        for count, line in enumerate(lines):
            anchor = "ra" if self.is_right_to_left else "la"
            self.draw.text((x, top + count * step), line, fill=fill, font=font, anchor=anchor)
        return top + len(lines) * step

    def _face(self, text: str, weight: int) -> Face | None:
        """Return the upright face that has every character of `text`, of the given weight if there is one."""
        if self.is_right_to_left and not features.check("raqm"):  # without it letters are unjoined, left to right
            return None
        upright = [face for face in self.faces if face.style == "normal"]
        upright.sort(key=lambda face: abs(face.weight - weight))
        return next((face for face in upright if not missing_characters(text, (face,))), None)


def _rings(identifier: str) -> Image.Image:
    """Return rings around a point near the right corner; the id decides how wide and how far apart they are."""
    parts = sha256(identifier.encode()).digest()
    field = Image.new("L", (2 * _FIELD, 2 * _FIELD), 0)  # twice the size, so that edges become smooth
    draw = ImageDraw.Draw(field)
    centre, radius = 2 * (_FIELD - 60 - parts[0] % 100), 2 * 110
    for part in parts[1:]:
        width = 2 * (14 + part % 5 * 12)
        if radius + width > centre:
            break
        draw.ellipse((centre - radius, centre - radius, centre + radius, centre + radius), outline=_RING, width=width)
        radius += width + 2 * (30 + part // 5 % 4 * 16)
    return field.reduce(2)


def _balanced(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break `text` into as few lines as `_wrapped` does, but make them as even as possible."""
    lines, step = _wrapped(text, font, width), width // 20
    longest = max(map(font.getlength, text.split()))
    while width - step >= longest and len(closer := _wrapped(text, font, width - step)) == len(lines):
        lines, width = closer, width - step
    return lines


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break `text` into lines of at most `width` pixels: at spaces, or inside a word that is longer than a line."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for character in word:
            if font.getlength(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return [line for line in lines if line]


def _ramp(start: tuple[int, int, int], end: tuple[int, int, int]) -> bytes:
    """Return 128 colours from `start` to `end`, three bytes each."""
    return bytes(
        round(first + (last - first) * step / 127)
        for step in range(128)
        for first, last in zip(start, end, strict=True)
    )
