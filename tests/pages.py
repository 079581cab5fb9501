"""Reads a finished PDF as a reader of the paper sees it: characters with size, face and place; lines; blocks; rules.

It uses neither stylesheets nor the program: sizes are those painted, after every matrix. Lengths are in points, and
places are measured from the lower left corner of the paper. Sources: ISO 32000-1, 9.4 (text), 14.7 (structure).
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from math import hypot
from typing import Any, Final

import pikepdf
import pypdfium2
from pypdfium2 import raw

_INLINE: Final = frozenset(("Code", "Link", "Quote", "Reference", "Span"))
_BOLD: Final = 600
_RIGHT_TO_LEFT: Final = ("ar", "fa", "he", "ur", "yi")
_THICKEST: Final = 2.5  # points, as PDFium measures a line under words


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A structure element, which owns characters."""

    role: str
    id: str
    parent: "Element | None"

    def upwards(self) -> "Iterator[Element]":
        yield self
        if self.parent:
            yield from self.parent.upwards()

    def is_in(self, name: str) -> bool:
        """Return whether it is, or is inside, an element with this role or id."""
        return any(name in (one.role, one.id) for one in self.upwards())

    @property
    def block(self) -> "Element":
        return next(one for one in self.upwards() if one.role not in _INLINE)


@dataclass(frozen=True, slots=True)
class Character:
    """A character as painted: from `x` to `right` on its line, with the baseline `y`; an artifact has no `element`.

    Artifacts are page footers, repeated table headers, and the text that a stylesheet adds.
    """

    text: str
    x: float
    right: float
    y: float
    bottom: float
    top: float
    size: float
    font: str
    is_bold: bool
    is_italic: bool
    colour: tuple[int, int, int]
    element: Element | None
    is_in_picture: bool

    @property
    def is_artifact(self) -> bool:
        return self.element is None and not self.is_in_picture


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line."""

    left: float
    right: float
    y: float

    def is_under(self, one: Character) -> bool:
        middle = (one.x + one.right) / 2
        return self.left <= middle <= self.right and -0.05 < (one.y - self.y) / one.size < 0.35


@dataclass(frozen=True)
class Line:
    """Characters of one block on one line, including raised and lowered ones."""

    characters: list[Character]

    @cached_property
    def y(self) -> float:
        return Counter(round(one.y, 1) for one in self.characters).most_common(1)[0][0]

    @cached_property
    def size(self) -> float:
        return Counter(round(one.size, 1) for one in self.characters).most_common(1)[0][0]

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.characters).strip()

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The places where its words begin and end, without blanks at its ends."""
        words = [one for one in self.characters if one.text.strip()]
        return min(one.x for one in words), max(one.right for one in words)

    def is_off(self, one: Character) -> bool:
        """Return whether a character is raised or lowered."""
        return abs(one.y - self.y) > 0.3


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a paragraph, heading, cell … on one page."""

    element: Element
    lines: list[Line]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Page:
    """A page: its paper, the characters in the order painted, the thin lines, and the direction of its text."""

    number: int
    width: float
    height: float
    characters: list[Character]
    rules: list[Rule]
    is_right_to_left: bool

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the page, with the text that a stylesheet adds before or after their words."""
        owned: dict[Element, list[Character]] = {}
        for one, neighbour in zip(self.characters, self._neighbours(), strict=True):
            if neighbour.element and not neighbour.is_in_picture:
                owned.setdefault(neighbour.element.block, []).append(one)
        blocks = [Block(element, list(_lines(characters))) for element, characters in owned.items()]
        return [block for block in blocks if block.lines]

    def _neighbours(self) -> Iterator[Character]:
        """Yield each character, or instead of an artifact the next or else the last other character on its line."""
        for index, one in enumerate(self.characters):
            around = (*self.characters[index:], *self.characters[index::-1]) if one.is_artifact else (one,)
            found = (other for other in around if not other.is_artifact)
            yield next((other for other in found if abs(other.y - one.y) < 0.6 * one.size), one)

    @property
    def foot(self) -> list[Character]:
        """The characters of the page footer: the artifacts below the text."""
        last = min((one.y for one in self.characters if one.element), default=self.height)
        return [one for one in self.characters if one.is_artifact and one.y < last - 1]

    def is_underlined(self, one: Character) -> bool:
        return any(rule.is_under(one) for rule in self.rules)

    def start(self, line: Line) -> float:
        """Return the distance from the start of a line to the edge of the paper on that side."""
        return self.width - line.edges[1] if self.is_right_to_left else line.edges[0]


def _lines(characters: list[Character]) -> Iterator[Line]:
    """Split the characters of a block where the baseline moves further than for a raised or lowered number."""
    line: list[Character] = []
    for one in characters:
        if line and abs(one.y - Line(line).y) > 0.6 * max(one.size, Line(line).size):
            yield from _with_words(line)
            line = []
        line.append(one)
    yield from _with_words(line)


def _with_words(line: list[Character]) -> Iterator[Line]:
    if any(one.text.strip() for one in line):
        yield Line(line)


def read_pages(content: bytes) -> list[Page]:
    """Return the pages of a finished PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        owners = dict(_owners(pdf))
        is_right_to_left = str(pdf.Root.Lang).startswith(_RIGHT_TO_LEFT)
    with pypdfium2.PdfDocument(content) as pdf:
        return [_page(page, number, owners, is_right_to_left) for number, page in enumerate(pdf, 1)]


def _page(page: Any, number: int, owners: dict[tuple[int, int], Element], is_right_to_left: bool) -> Page:
    width, height = page.get_size()
    return Page(number, width, height, list(_characters(page, number, owners)), list(_rules(page)), is_right_to_left)


def _owners(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], Element]]:
    """Yield pairs of marked content (page, MCID) and the element that owns it."""
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def walk(holder: Any, parent: Element | None) -> Iterator[tuple[tuple[int, int], Element]]:
        own = Element(str(holder["/S"])[1:], str(holder.get("/ID", "")), parent) if "/S" in holder else None
        kids = holder.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, int) and own:
                yield (numbers[holder["/Pg"].objgen], kid), own
            elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid and own:
                yield (numbers[kid["/Pg"].objgen], int(kid["/MCID"])), own
            elif isinstance(kid, pikepdf.Dictionary) and "/Obj" not in kid:
                yield from walk(kid, own)

    yield from walk(pdf.Root.StructTreeRoot, None)


@dataclass(frozen=True, slots=True)
class _Look:
    """The properties that all characters of a text object share."""

    font: str
    is_bold: bool
    is_italic: bool
    colour: tuple[int, int, int]
    element: Element | None
    is_in_picture: bool


def _characters(page: Any, number: int, owners: dict[tuple[int, int], Element]) -> Iterator[Character]:
    text = page.get_textpage()
    looks: dict[int | None, _Look] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    for index in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, index):
            continue
        painted = raw.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(painted, ctypes.c_void_p).value
        if address not in looks:
            looks[address] = _look(painted, number, owners)
        look = looks[address]
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        yield Character(
            chr(raw.FPDFText_GetUnicode(text, index)),
            x.value,
            box.right,
            y.value,
            bottom.value,
            top.value,
            raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d),
            look.font,
            look.is_bold,
            look.is_italic or abs(matrix.c) > 0.01 * abs(matrix.d),
            look.colour,
            look.element,
            look.is_in_picture,
        )


def _look(painted: Any, page: int, owners: dict[tuple[int, int], Element]) -> _Look:
    font = raw.FPDFTextObj_GetFont(painted)
    name = _name(font).rpartition("+")[2]
    angle = ctypes.c_int()
    raw.FPDFFont_GetItalicAngle(font, angle)
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(painted, *parts)
    red, green, blue, _ = (part.value for part in parts)
    element = owners.get((page, raw.FPDFPageObj_GetMarkedContentID(painted)))
    is_bold = "Bold" in name or raw.FPDFFont_GetWeight(font) >= _BOLD
    is_italic = bool(angle.value) or any(word in name for word in ("Italic", "Oblique"))
    # A form XObject has its own marks: exporter puts only pictures, or parts of them, into one.
    is_in_picture = element.is_in("Figure") if element else raw.FPDFPageObj_CountMarks(painted) == 0
    return _Look(name, is_bold, is_italic, (red, green, blue), element, is_in_picture)


def _name(font: Any) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode()


def _rules(page: Any) -> Iterator[Rule]:
    for count in range(raw.FPDFPage_CountObjects(page)):
        painted = raw.FPDFPage_GetObject(page, count)
        if raw.FPDFPageObj_GetType(painted) == raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = (ctypes.c_float() for _ in range(4))
            raw.FPDFPageObj_GetBounds(painted, left, bottom, right, top)
            if top.value - bottom.value <= _THICKEST < right.value - left.value:
                yield Rule(left.value, right.value, (bottom.value + top.value) / 2)
