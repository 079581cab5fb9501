"""Finds the text of a finished PDF that is painted too small."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

from exporter.verify.glyphs import Font, read_page

_TOLERANCE: Final = 0.05  # points, since sizes are rounded on their way


@dataclass(frozen=True, slots=True)
class Small:
    """A text, its size in points, the id of its element, and whether it is in a picture."""

    text: str
    size: float
    id: str
    is_in_picture: bool


def small_texts(pdf: pikepdf.Pdf, least: float) -> Iterator[Small]:
    """Yield the text below `least` points, the first under each id.

    Running feet and what stylesheets add do not count. Source: ISO 32000-1, 14.7.4 (parent tree).
    """
    fonts: dict[Any, Font] = {}
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    seen: set[tuple[str, bool]] = set()
    for page in pdf.pages:
        for mark, painted in read_page(page, fonts).items():
            if painted.smallest < least - _TOLERANCE:
                element = owners[int(page.StructParents)][mark]
                place = _id_above(element), element.S == "/Figure"
                if place not in seen:
                    seen.add(place)
                    yield Small(painted.text.strip(), painted.smallest, *place)


def _id_above(element: Any) -> str:
    while "/ID" not in element and "/P" in element:
        element = element.P
    return str(element.get("/ID", ""))
