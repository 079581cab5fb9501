"""Reads the laid-out pages: where each begins, which tables do not fit, which pictures were not drawn.

WeasyPrint breaks an HTML element into boxes, one for each line, column and page. This module only reads them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from exporter.writers.page_marks import count_seen

_SLACK: Final = 0.01  # CSS pixels that rounding may lose when widths are added


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBox:
    """A box on a page (counted from 0); `is_aside` if it is in the page margin or repeats the header of a table."""

    page: int
    box: Any
    is_aside: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Facts about laid-out pages; tables and pictures are HTML elements.

    `page_starts` has the number of visible characters before each page; a picture counts as one. `broken_tables` have
    a row that does not fit on a page, or lack their header on a page. `wide_tables` are wider than the space for them,
    because their words are kept whole. `undrawn_pictures` show only their text alternative.
    """

    page_starts: tuple[int, ...]
    broken_tables: tuple[Any, ...]
    wide_tables: tuple[Any, ...]
    undrawn_pictures: tuple[Any, ...]


def read_boxes(pages: Iterable[Any]) -> Iterator[PlacedBox]:
    """Yield the boxes of WeasyPrint's pages in reading order, each before the boxes inside it."""
    kinds = import_module("weasyprint.formatting_structure.boxes")
    shown: set[tuple[Any, str]] = set()

    def is_repeated(box: Any) -> bool:
        if not isinstance(box, kinds.TableRowGroupBox) or not (box.is_header or box.is_footer):
            return False
        key = box.element, box.element_tag
        is_known = key in shown
        shown.add(key)
        return is_known

    for number, page in enumerate(pages):
        rest = [(page._page_box, False)]  # noqa: SLF001  `Page` has no other way to its boxes
        while rest:
            box, is_aside = rest.pop()
            box = getattr(box, "_box", box)  # if it is a placeholder for something with an absolute position
            is_aside = is_aside or isinstance(box, kinds.MarginBox) or is_repeated(box)
            yield PlacedBox(number, box, is_aside)
            rest += [(child, is_aside) for child in reversed(getattr(box, "children", ()))]


def read_layout(html: Any, boxes: Iterable[PlacedBox]) -> Layout:
    """Return the facts that the boxes of all pages of `html` show."""
    parents = {child: parent for parent in html.iter() for child in parent}

    def table_above(source: Any) -> Any:
        """Return the element that contains the table and its notes, and has the id of the table."""
        while not source.get("id"):
            source = parents[source]
        return source

    read = [one for one in boxes if not one.is_aside]
    return Layout(
        tuple(_page_starts(read)),
        tuple(map(table_above, _broken(read))),
        tuple(map(table_above, _wide(read))),
        tuple(dict.fromkeys(one.box.element for one in read if _is_alternative(one.box))),
    )


def _page_starts(boxes: Sequence[PlacedBox]) -> Iterator[int]:
    kinds = import_module("weasyprint.formatting_structure.boxes")
    seen = 0
    for box in (one.box for one in boxes):
        if isinstance(box, kinds.PageBox):
            yield seen
        elif isinstance(box, kinds.ReplacedBox):
            seen += 1
        elif isinstance(box, kinds.TextBox) and "::" not in box.element_tag:
            seen += count_seen(box.text)


def _broken(boxes: Sequence[PlacedBox]) -> Iterator[Any]:
    """Yield the elements of rows that began on an earlier page, and of tables that lack their header on a page."""
    kinds = import_module("weasyprint.formatting_structure.boxes")
    first_pages: dict[Any, int] = {}
    for one in boxes:
        if isinstance(one.box, kinds.TableRowBox):
            if first_pages.setdefault(one.box.element, one.page) < one.page:
                yield one.box.element
        elif isinstance(one.box, kinds.TableBox) and _lacks_header(one.box):
            yield one.box.element


def _lacks_header(table: Any) -> bool:
    has_header = table.element.find("thead") is not None
    return has_header and not any(getattr(group, "is_header", False) for group in table.children)


def _wide(boxes: Sequence[PlacedBox]) -> Iterator[Any]:
    """Yield the elements of boxes that contain a table wider than themselves."""
    for box in (one.box for one in boxes):
        if any(child.is_table_wrapper and child.width > box.width + _SLACK for child in getattr(box, "children", ())):
            yield box.element


def _is_alternative(box: Any) -> bool:
    """Return whether a box is the text that WeasyPrint sets instead of a picture that it cannot draw."""
    return box.element_tag == "img" and hasattr(box, "text")
