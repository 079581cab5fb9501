"""Tables that the paper cannot hold as they are: the laid-out pages in, classes on the page's own tables out.

Each layout tells what is wrong and each class mends one thing for the next, so that only an article with such a table
is laid out again. `narrow` sets a table smaller, as far as the look in print allows; `turned` puts it on a page on its
side; `broken` lets its words be broken, which is the last thing tried. `loose`, of the whole page, is for tall rows.
"""

from typing import Final
from xml.etree.ElementTree import Element

from exporter.writers.pdf.layout import Layout

# A heading turns with the table it stands right above, a call-out with the table in it. Upright pages need a name, too,
# or WeasyPrint would set what comes after the table on the turned page; having one, it would keep the margin above each
# page's text. An attribute says that one is needed: `body:has(.turned) *` would search the whole page for each of its
# elements. In a loose page a row may stand alone, since WeasyPrint would rather leave out the table's head.
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
    """Give the tables of a page what they need next; tell whether it has to be laid out again.

    A table that is left in `layout.broken_tables` after that has a row that no page can hold.
    """
    is_changed = _widen(layout) or (bool(layout.broken_tables) and _loosen(page, layout))
    if any("turned" in table.get("class", "").split() for table in page.iter("div")):
        page.set("data-turned", "")
    else:
        page.attrib.pop("data-turned", None)
    return is_changed


def _widen(layout: Layout) -> bool:
    """Try the next thing with each table that is too wide."""
    wide = {table for table in layout.wide_tables if table.get("class") in _TRIED[:-1]}  # one on each of its pages
    for table in wide:
        table.set("class", _TRIED[_TRIED.index(table.get("class")) + 1])
    return bool(wide)


def _loosen(page: Element, layout: Layout) -> bool:
    """Let rows stand alone and, where that was not enough, words of their tables be broken."""
    if page.get("class") != "loose":
        page.set("class", "loose")
        return True
    tall = [table for table in layout.broken_tables if table.get("class") != _UPRIGHT]
    for table in tall:  # columns that need not hold whole words leave more room for those of many
        table.set("class", _UPRIGHT)
    return bool(tall)


def unfit_tables(page: Element) -> tuple[str, ...]:
    """Return the ids of the tables in which words may be broken."""
    return tuple(str(table.get("id")) for table in page.iter("div") if "broken" in table.get("class", "").split())
