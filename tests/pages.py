"""A finished PDF as a ruler sees it: its glyphs with size, place, font and the tag they stand under, and its rules.

Read by PDFium, which knows nothing of how the file was made.
"""

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

PICTURE, ARTIFACT = "Figure", "Artifact"
_FOOT = 52  # points from the lower edge


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page (counted from 1); places and sizes are in points, `y` is that of the baseline.

    `painted` is the same for those painted in one go.
    """

    text: str
    page: int
    x: float
    right: float
    y: float
    size: float
    font: str
    tag: str
    painted: int = field(repr=False, compare=False)

    @property
    def is_bold(self) -> bool:
        return "Bold" in self.font

    @property
    def is_slanted(self) -> bool:
        return "Italic" in self.font or "Oblique" in self.font


@dataclass(frozen=True)
class Line:
    """Glyphs side by side on one baseline."""

    glyphs: Sequence[Glyph] = field(repr=False)

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def first(self) -> Glyph:
        return self.glyphs[0]

    @property
    def x(self) -> float:
        return min(glyph.x for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)

    @property
    def size(self) -> float:
        return Counter(glyph.size for glyph in self.glyphs).most_common(1)[0][0]


@dataclass(frozen=True)
class Page:
    """One page: its paper, glyphs in reading order, spaces, and thin horizontal strokes (left, right, height).

    A space is given by the glyph before it and how wide it is, in sizes of the text.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    spaces: Sequence[tuple[Glyph, float]]
    strokes: Sequence[tuple[float, float, float]]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of text, without those of pictures and of the foot."""
        return list(_lines(glyph for glyph in self.glyphs if glyph.tag != PICTURE and not _is_foot(glyph)))

    @cached_property
    def foot(self) -> list[Line]:
        return list(_lines(filter(_is_foot, self.glyphs)))

    def is_underlined(self, glyph: Glyph) -> bool:
        middle = (glyph.x + glyph.right) / 2
        return any(
            left <= middle <= right and 0.02 * glyph.size < glyph.y - height < 0.35 * glyph.size
            for left, right, height in self.strokes
        )


def _is_foot(glyph: Glyph) -> bool:
    return glyph.tag == ARTIFACT and glyph.y < _FOOT


def read_pages(content: bytes) -> list[Page]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [_page(page, number) for number, page in enumerate(pdf, 1)]


def _page(page: Any, number: int) -> Page:
    text, (width, height) = page.get_textpage(), page.get_size()
    found = [_glyph(text, index, number) for index in range(text.count_chars())]
    glyphs = [glyph for glyph in found if glyph.text.strip()]
    return Page(number, width, height, glyphs, list(_spaces(found)), list(_strokes(page.get_objects(max_depth=8))))


def _glyph(text: Any, index: int, page: int) -> Glyph:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    font = ctypes.create_string_buffer(200)
    pdfium.FPDFText_GetFontInfo(text, index, font, 200, ctypes.c_int())
    size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
    _, _, right, _ = text.get_charbox(index)
    painted = pdfium.FPDFText_GetTextObject(text, index)
    tags = _tags(painted) if painted else []
    letter = chr(pdfium.FPDFText_GetUnicode(text, index))
    name, address = font.value.decode(), ctypes.addressof(painted.contents) if painted else 0
    return Glyph(letter, page, x.value, right, y.value, round(size, 2), name, tags[0] if tags else "", address)


def _spaces(found: Sequence[Glyph]) -> Iterator[tuple[Glyph, float]]:
    """Yield the spaces between two glyphs that are painted in one go."""
    for before, space, after in zip(found, found[1:], found[2:], strict=False):
        if space.text == " " and space.painted == before.painted == after.painted:
            yield before, (after.x - space.x) / before.size


def _tags(painted: Any) -> list[str]:
    names = []
    for index in range(pdfium.FPDFPageObj_CountMarks(painted)):
        name, length = (ctypes.c_ushort * 50)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(pdfium.FPDFPageObj_GetMark(painted, index), name, 100, length)
        names.append(bytes(name)[: length.value].decode("utf-16-le").strip("\0"))
    return names


def _strokes(objects: Iterable[Any]) -> Iterator[tuple[float, float, float]]:
    for thing in objects:
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH and PICTURE not in _tags(thing):
            left, bottom, right, top = thing.get_bounds()
            if top - bottom < 2.5 < right - left:
                yield left, right, (bottom + top) / 2


def _lines(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """Yield glyphs that follow each other on one baseline, parted where a column or another cell begins."""
    for _, run in groupby(glyphs, lambda glyph: round(glyph.y * 2)):
        line: list[Glyph] = []
        for glyph in run:
            if line and not -2 * glyph.size < glyph.x - line[-1].right < 1.2 * glyph.size:
                yield Line(line)
                line = []
            line.append(glyph)
        yield Line(line)
