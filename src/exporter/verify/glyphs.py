"""Reads what the marked content of a PDF page paints: for each MCID the characters of its glyphs and where they begin.

The fonts' ToUnicode maps turn glyphs into characters; `/ActualText` is only what a writer claims, and is not read.
Source: ISO 32000-1, 9.4 (text), 9.10 (extraction), 14.6 (marked content).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import hypot, inf
from typing import Any, Final

import pikepdf
from pikepdf import Matrix

_INVISIBLE: Final = 3  # text rendering mode
_UNKNOWN: Final = "�"
_OPERATORS: Final = "BMC BDC EMC q Q cm BT Tf Tr TL Tm Td TD T* Tj TJ ' \""
_MAPS: Final = re.compile(rb"beginbfchar(.*?)endbfchar|beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARACTER: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE: Final = re.compile(_CHARACTER.pattern + rb"\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>")


@dataclass(slots=True)
class Painted:
    """The characters painted under one MCID; `x`, `y` and `size`, in points, are those of the first seen one.

    `smallest` is the size of the smallest.
    """

    text: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    smallest: float = inf


@dataclass(frozen=True, slots=True)
class Font:
    """How the codes of a font read: `width` bytes each."""

    width: int
    characters: Mapping[int, str]

    def decode(self, codes: bytes) -> str:
        if self.width == 1:
            return "".join(self.characters.get(code, _UNKNOWN) for code in codes)
        pairs = zip(codes[::2], codes[1::2], strict=False)
        return "".join(self.characters.get(high << 8 | low, _UNKNOWN) for high, low in pairs)


def read_font(font: pikepdf.Object) -> Font:
    """Return how a font's codes read; without a ToUnicode map a simple font's are taken for Windows' Latin."""
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    if "/ToUnicode" in font:
        return Font(width, dict(_characters(font["/ToUnicode"].read_bytes())))
    latin = {code: bytes([code]).decode("cp1252", "replace") for code in range(256)}
    return Font(width, latin if width == 1 else {})


def _characters(cmap: bytes) -> Iterator[tuple[int, str]]:
    for single, ranges in _MAPS.findall(cmap):
        for code, text in _CHARACTER.findall(single):
            yield int(code, 16), _utf16(text)
        for first, last, text, texts in _RANGE.findall(ranges):
            codes = range(int(first, 16), int(last, 16) + 1)
            if texts:
                yield from zip(codes, map(_utf16, _HEX.findall(texts)), strict=False)
            else:
                start = _utf16(text)
                yield from ((code, start[:-1] + chr(ord(start[-1]) + code - codes[0])) for code in codes)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def read_page(page: pikepdf.Page, fonts: dict[Any, Font]) -> dict[int, Painted]:
    """Return what is painted under each MCID of a page; `fonts` remembers those that were read before.

    Text inside form XObjects, invisible text and text marked as an artifact does not count.
    """
    painter = _Painter(page, fonts)
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        painter.run(str(instruction.operator), instruction.operands)
    return painter.painted


@dataclass(slots=True)
class _State:
    """What `q` saves and `Q` brings back."""

    matrix: Matrix = field(default_factory=Matrix)
    font: Font | None = None
    size: float = 0.0
    mode: int = 0
    leading: float = 0.0


class _Painter:
    """Runs the operators of a content stream that move, choose or show text."""

    def __init__(self, page: pikepdf.Page, fonts: dict[Any, Font]) -> None:
        self.painted: dict[int, Painted] = {}
        self._resources: Any = page.resources
        self._fonts = fonts
        self._state = _State()
        self._saved: list[_State] = []
        self._marks: list[int | None] = []
        self._line = Matrix()

    def run(self, operator: str, operands: Any) -> None:
        match operator:
            case "BMC" | "BDC":
                self._marks.append(self._mark(operands))
            case "EMC":
                if self._marks:
                    self._marks.pop()
            case "q":
                self._saved.append(replace(self._state))
            case "Q":
                if self._saved:
                    self._state = self._saved.pop()
            case "cm":
                self._state.matrix = Matrix(operands) @ self._state.matrix
            case "Tf":
                self._state.font, self._state.size = self._font(operands[0]), float(operands[1])
            case "Tr":
                self._state.mode = int(operands[0])
            case "TL":
                self._state.leading = float(operands[0])
            case "Tj" | "TJ" | "'" | '"':
                self._show(operator, operands[-1])
            case _:
                self._move(operator, operands)

    def _mark(self, operands: Any) -> int | None:
        """Return the MCID that counts inside a mark: its own, else the one around it, none in an artifact."""
        around = self._marks[-1] if self._marks else None
        if str(operands[0]) == "/Artifact":
            return None
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = self._resources["/Properties"][str(properties)]
        return int(properties["/MCID"]) if "/MCID" in properties else around

    def _font(self, name: pikepdf.Name) -> Font:
        font = self._resources["/Font"][str(name)]
        known = font.objgen if font.is_indirect else id(font)
        if known not in self._fonts:
            self._fonts[known] = read_font(font)
        return self._fonts[known]

    def _move(self, operator: str, operands: Any) -> None:
        match operator:
            case "BT":
                self._line = Matrix()
            case "Tm":
                self._line = Matrix(operands)
            case "Td" | "TD":
                across, up = float(operands[0]), float(operands[1])
                if operator == "TD":
                    self._state.leading = -up
                self._line = Matrix(1, 0, 0, 1, across, up) @ self._line
            case "T*":
                self._line = Matrix(1, 0, 0, 1, 0, -self._state.leading) @ self._line

    def _show(self, operator: str, shown: Any) -> None:
        if operator in "'\"":
            self._move("T*", ())
        mark, state = self._marks[-1] if self._marks else None, self._state
        if mark is None or state.mode == _INVISIBLE or state.font is None:
            return
        strings = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(string) for string in strings if isinstance(string, pikepdf.String))
        text = state.font.decode(codes)
        painted = self.painted.setdefault(mark, Painted())
        if text.strip():
            matrix = self._line @ state.matrix
            size = state.size * hypot(matrix.c, matrix.d)
            painted.smallest = min(painted.smallest, size)
            if not painted.text:
                painted.x, painted.y, painted.size = matrix.e, matrix.f, size
        painted.text += text.lstrip() if not painted.text else text
