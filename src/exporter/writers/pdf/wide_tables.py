"""Fits tables that are too large for the paper: reads the laid-out pages and sets classes on the tables.

Each layout shows what does not fit, and each class changes one thing for the next layout, so only an article with such
a table is laid out again. `narrow` sets a table smaller, as far as the preset allows; `turned` puts it on a landscape
page; `broken` allows breaks inside its words, and is tried last. `loose`, for all tables, is for tall rows.
"""

from typing import Final
from xml.etree.ElementTree import Element

from exporter.writers.pdf.layout import Layout

# A heading turns with the table right after it, a call-out with the table in it. Upright pages need a name, too, or
# WeasyPrint would set the text after the table on the turned page. When they have one, WeasyPrint keeps the margin
# above the text of each page, so `margin-break` discards it. The attribute `data-turned` is quick, while
# `body:has(.turned) *` would search the whole page for each element. With `loose`, a row may be alone on a page,
# because WeasyPrint would otherwise leave out the header of the table.
STYLE: Final = """
@page turned {{ size: {paper} landscape }}
.turned, .callout:has(.turned), :is(h2, h3, h4, h5, h6):has(
  + :is(.turned, .callout:has(.turned), section:has(> :first-child + .turned))) {{ page: turned }}
[data-turned] > body {{ page: upright }}
[data-turned] > body * {{ margin-break: discard }}
.table th, .table td {{ overflow-wrap: break-word }}
.broken th, .broken td {{ overflow-wrap: anywhere }}
.loose .table {{ break-inside: auto !important }}
.loose .table tr {{ break-before: auto !important; break-after: auto !important }}
"""
_TRIED: Final = ("table", "table narrow", "table turned", "table turned narrow", "table turned narrow broken")
_UPRIGHT: Final = "table narrow broken"


def adjust(page: Element, layout: Layout) -> bool:
    """Change the tables that do not fit, and return whether the page must be laid out again.

    If it need not, each table in `layout.broken_tables` has a row that does not fit on a page.
    """
    is_changed = _widen(layout) or (bool(layout.broken_tables) and _loosen(page, layout))
    if any("turned" in table.get("class", "").split() for table in page.iter("div")):
        page.set("data-turned", "")
    else:
        page.attrib.pop("data-turned", None)
    return is_changed


def _widen(layout: Layout) -> bool:
    """Set the next class of `_TRIED` on each table that is too wide."""
    wide = {table for table in layout.wide_tables if table.get("class") in _TRIED[:-1]}  # each is listed once a page
    for table in wide:
        table.set("class", _TRIED[_TRIED.index(table.get("class")) + 1])
    return bool(wide)


def _loosen(page: Element, layout: Layout) -> bool:
    """Allow rows alone on a page and, if that was not enough, breaks inside the words of their tables."""
    if page.get("class") != "loose":
        page.set("class", "loose")
        return True
    tall = [table for table in layout.broken_tables if table.get("class") != _UPRIGHT]
    for table in tall:  # columns with broken words leave more room for the others
        table.set("class", _UPRIGHT)
    return bool(tall)


def unfit_tables(page: Element) -> tuple[str, ...]:
    """Return the ids of the tables in which words may be broken."""
    return tuple(str(table.get("id")) for table in page.iter("div") if "broken" in table.get("class", "").split())
