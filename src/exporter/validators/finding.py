"""A validator's finding about a file: the words of the place, and the ids around it, the nearest first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pikepdf
from lxml.html.defs import empty_tags

from exporter.errors import Severity

SEVERITIES: Final = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
}
"""The severity by the validators' word for it; a finding with another word is ignored."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `ids` are those of the elements around it."""

    severity: Severity
    message: str
    where: str = ""
    ids: tuple[str, ...] = ()


def ids_at(markup: str, line: int, column: int) -> tuple[str, ...]:
    """Return the ids of the elements that are open at a place; line and column count from 1."""
    finder = _Finder((line, column))
    finder.feed(markup)
    found = finder.found if finder.found is not None else finder.open_ids()
    return tuple(filter(None, reversed(found)))


class _Finder(HTMLParser):
    """Keeps the ids of the open elements until it passes the place."""

    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__()
        self.place = place
        self.open: list[tuple[str, str]] = []
        self.found: list[str] | None = None

    def open_ids(self) -> list[str]:
        return [identifier for _, identifier in self.open]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._pass()
        if tag not in empty_tags:
            self.open.append((tag, dict(attributes).get("id") or ""))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._pass()

    def handle_endtag(self, tag: str) -> None:
        self._pass()
        if any(tag == name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def _pass(self) -> None:
        line, offset = self.getpos()
        if self.found is None and (line, offset + 1) > self.place:
            self.found = self.open_ids()


def ids_along(cfi: str) -> tuple[str, ...]:
    """Return the ids in an EPUB canonical fragment identifier, innermost first."""
    return tuple(reversed(re.findall(r"\[([^\]]+)\]", cfi)))


def enclosing_ids(path: Path, objects: Iterable[int]) -> tuple[str, ...]:
    """Return the ids of the first structure element among numbered objects of a PDF, and of those around it."""
    try:
        with pikepdf.open(path) as pdf:
            found = (tuple(_upward(pdf.get_object(number, 0))) for number in objects)
            return next(filter(None, found), ())
    except pikepdf.PdfError:
        return ()


def _upward(element: Any) -> Iterator[str]:
    while isinstance(element, pikepdf.Dictionary) and "/S" in element:
        if "/ID" in element:
            yield str(element.ID)
        element = element.get("/P")
