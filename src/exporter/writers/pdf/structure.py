"""The laid-out pages in, the tree of PDF structure elements out: one element for each HTML element that has a meaning.

WeasyPrint breaks an HTML element into boxes, one for each line, column and page; here the pieces are one again, in the
order they are read. Roles are those of ISO 32000-1, 14.8.4.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import groupby
from typing import Any, Final

from exporter.errors import ExporterError
from exporter.writers.page_marks import count_seen

_ROLES: Final = {
    "main": "Part", "article": "Art", "section": "Sect", "figure": "Div", "blockquote": "BlockQuote",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "p": "P",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "a": "Link", "img": "Figure", "code": "Code",
}  # fmt: skip
_POINTS: Final = 0.75  # in a CSS pixel
_SLACK: Final = 0.01  # CSS pixels that are lost in adding widths up


@dataclass(frozen=True, slots=True, eq=False)
class MarkedContent:
    """What one box paints on a page (counted from 0): text or a picture, or else the area of a link."""

    page: int
    box: Any
    is_link: bool = False


@dataclass(slots=True, eq=False)
class StructureElement:
    """A structure element; `source` is the HTML element it stands for, `entries` what else its dictionary holds."""

    role: str
    parent: "StructureElement | None"
    source: Any = None
    entries: dict[str, Any] = field(default_factory=dict)
    children: "list[StructureElement | MarkedContent]" = field(default_factory=list)

    def open(self, role: str, source: Any = None) -> "StructureElement":
        """Add an element after the others. An item of a list holds its label and one body, nothing else."""
        inside = self._body() if self.role == "LI" and role not in ("Lbl", "LBody") else self
        child = StructureElement(role, inside, source)
        inside.children.append(child)
        return child

    def add(self, content: MarkedContent, is_space: bool = False) -> None:
        """Add what a box paints; the space between label and body goes to the label."""
        inside = self
        last = self.children[-1] if self.children else None
        if self.role in ("L", "LI") and is_space and isinstance(last, StructureElement):
            last.add(content, is_space)
            return
        if self.role == "LI":
            inside = self._body()
        inside.children.append(content)

    def contents(self) -> Iterator[MarkedContent]:
        """Yield what is painted for this element and those inside it, in reading order."""
        for child in self.children:
            if isinstance(child, MarkedContent):
                yield child
            else:
                yield from child.contents()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is painted for it and nobody would miss it; a table needs its empty cells."""
        return self.role not in ("TR", "TH", "TD") and not self.children

    def parts(self) -> "Iterator[StructureElement | MarkedContent]":
        """Yield the children; text between elements is an element too, since some readers take text first otherwise."""
        is_mixed = any(isinstance(child, StructureElement) for child in self.children)
        for is_text, run in groupby(
            self.children, lambda child: isinstance(child, MarkedContent) and not child.is_link
        ):
            if is_text and is_mixed:
                yield StructureElement("Span", self, children=list(run))
            else:
                yield from run

    def _body(self) -> "StructureElement":
        bodies = [child for child in self.children if isinstance(child, StructureElement) and child.role == "LBody"]
        return bodies[0] if bodies else self.open("LBody")

    @property
    def has_body(self) -> bool:
        return any(isinstance(child, StructureElement) and child.role == "LBody" for child in self.children)

    @property
    def item(self) -> "StructureElement | None":
        """The item of a list whose first line this element begins, if it does."""
        if self.role == "LI" or self.parent is None:
            return self if self.role == "LI" else None
        if self.role in ("P", "LBody") and self.parent.children[0] is self:
            return self.parent.item
        return None


class Structure:
    """The tree of a document's pages, and what stands outside it: page margins and repeated table headers.

    `broken_tables` are the HTML elements of tables with a row that a page could not hold, or a page without their head;
    `wide_tables` those of tables that are wider than their place, since their words are kept whole.
    `page_starts` count what is seen before each page: characters, and each picture as one.
    Of each page's links one is left for each piece of an `<a>`; WeasyPrint has another for each element inside it.
    """

    def __init__(self, html: Any, pages: Iterable[Any]) -> None:
        self.root = StructureElement("Document", None)
        self.artifacts: list[MarkedContent] = []
        self.broken_tables: list[Any] = []
        self.wide_tables: list[Any] = []
        self.page_starts: list[int] = []
        self._seen = 0
        self._row_pages: dict[Any, int] = {}
        self._boxes = import_module("weasyprint.formatting_structure.boxes")
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._elements = {(html, html.tag): self.root}
        for number, page in enumerate(pages):
            self._page, self._height = number, page.height
            self._linked: list[Any] = []
            self.page_starts.append(self._seen)
            self._read(page._page_box)  # noqa: SLF001  `Page` has no other way to its boxes
            page.links[:] = [link for link in page.links if getattr(link[3], "_box", link[3]) in self._linked]

    def _read(self, box: Any) -> None:
        """Add a box, and what is in it, to the element it belongs to."""
        box = getattr(box, "_box", box)  # of a placeholder for something absolutely positioned
        content = MarkedContent(self._page, box)
        if isinstance(box, self._boxes.TextBox):
            self._add_text(content)
        elif isinstance(box, self._boxes.MarginBox) or self._is_repeated(box):
            self.artifacts += (MarkedContent(self._page, inner) for inner in _descendants(box))
        elif isinstance(box, self._boxes.ReplacedBox):
            self._add_picture(content)
        else:
            if not isinstance(box, self._boxes.PageBox):
                self._open(box)
            for child in box.children:
                self._read(child)

    def _add_text(self, content: MarkedContent) -> None:
        """Add a text; what a stylesheet adds is the mark of an item in a list, or no part of the article."""
        box = content.box
        element = self._element(box.element, box.element_tag)
        if "::" in box.element_tag and element.source is not None:
            self.artifacts.append(content)
        else:
            element.add(content, is_space=not box.text.strip())
        self._seen += 0 if "::" in box.element_tag else count_seen(box.text)

    def _open(self, box: Any) -> None:
        """Make sure that an element is there, though it may be empty, and add the area of a link."""
        element = self._element(box.element, box.element_tag)
        if self._is_broken(box):
            self.broken_tables.append(self._table_above(box.element))
        if any(child.is_table_wrapper and child.width > box.width + _SLACK for child in box.children):
            self.wide_tables.append(self._table_above(box.element))
        if box.link and box.element_tag == "a":
            element.add(MarkedContent(self._page, box, is_link=True))
            self._linked.append(box)

    def _is_broken(self, box: Any) -> bool:
        """Tell whether a row was begun on an earlier page, or a table stands on this one without its head."""
        if isinstance(box, self._boxes.TableRowBox):
            return self._row_pages.setdefault(box.element, self._page) < self._page
        has_head = isinstance(box, self._boxes.TableBox) and box.element.find("thead") is not None
        return has_head and not any(getattr(group, "is_header", False) for group in box.children)

    def _table_above(self, source: Any) -> Any:
        """Return the element that holds a table with its notes, and has its id."""
        while not source.get("id"):
            source = self._parents[source]
        return source

    def _add_picture(self, content: MarkedContent) -> None:
        """Add a picture, with its place in points from the foot of the page."""
        box = content.box
        element = self._element(box.element, box.element_tag)
        left, top = box.content_box_x(), self._height - box.content_box_y()
        corners = left, top - box.height, left + box.width, top
        element.entries["A"] = {"O": "/Layout", "BBox": [round(place * _POINTS, 2) for place in corners]}
        element.add(content)
        self._seen += 1

    def _is_repeated(self, box: Any) -> bool:
        """Tell whether a box is the header or footer of a table, shown before."""
        is_group = isinstance(box, self._boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
        return is_group and (box.element, box.element_tag) in self._elements

    def _element(self, source: Any, tag: str) -> StructureElement:
        """Return the structure element of an HTML element, or of what `tag` says is drawn before or after it.

        By the HTML and not by the boxes, since a block inside an inline element has its box outside it.
        """
        if known := self._elements.get((source, tag)):
            return known
        if "::" in tag:
            element = self._element(source, source.tag)
            if not tag.endswith("::after") and (item := element.item):
                element = StructureElement("Lbl", item)
                item.children.insert(0, element)
        else:
            parent = self._parents[source]
            element = _new(source, self._element(parent, parent.tag))
        self._elements[source, tag] = element
        return element


def _new(source: Any, parent: StructureElement) -> StructureElement:
    """Return a new element for an HTML element, or the parent where it would mean nothing."""
    role = _role(source, parent)
    if not role:
        return parent
    if role == "Note":
        parent = parent.open("LI").open("LBody")
    elif source.tag in ("dt", "dd"):
        parent = _entry_of_glossary(role, parent)
    element = parent.open(role, source)
    element.entries.update(_entries(source))
    return element


def _role(source: Any, parent: StructureElement) -> str:
    """Return the role of an HTML element, or an empty string if it has none of its own."""
    kinds = source.get("class", "").split()
    if source.tag == "li" and parent.source is not None and "note-list" in parent.source.get("class", ""):
        return "Note"  # its own label inside it: a Note must carry the id that the call leads to
    if "label" in kinds and parent.role in ("LI", "Note"):
        return "Lbl"
    if "citation" in kinds or "noteref" in kinds:
        return "Reference"
    if source.tag not in _ROLES and (source.get("id") or source.get("lang")) and source.tag != "body":
        return "Div" if source.tag in ("div", "header", "footer", "nav", "aside") else "Span"
    return _ROLES.get(source.tag, "")


def _entry_of_glossary(role: str, parent: StructureElement) -> StructureElement:
    """Return the item that a `dt` or `dd` belongs to: a term after a definition begins a new one."""
    if parent.role == "LI":
        return parent
    last = parent.children[-1] if parent.children else None
    if isinstance(last, StructureElement) and (role == "LBody" or not last.has_body):
        return last
    return parent.open("LI")


def _entries(source: Any) -> dict[str, Any]:
    """Return what the dictionary of a structure element says besides its role, as plain Python values."""
    entries: dict[str, Any] = {"ID": source.get("id"), "Lang": source.get("lang")}
    kinds = set(source.get("class", "").split())
    if source.tag == "img":
        if not source.get("alt"):
            raise ExporterError(f"the picture `{source.get('src')}` has no text alternative")
        entries["Alt"] = source.get("alt")
    elif source.tag in ("th", "td"):
        scope = {"Scope": "/Row" if source.get("scope") == "row" else "/Column"} if source.tag == "th" else {}
        spans = {"ColSpan": int(source.get("colspan", 1)), "RowSpan": int(source.get("rowspan", 1))}
        entries["A"] = {"O": "/Table", **scope, **{name: span for name, span in spans.items() if span != 1}}
    elif source.tag == "ol" or (source.tag == "ul" and kinds & {"note-list", "numbered"}):
        entries["A"] = {"O": "/List", "ListNumbering": "/Decimal"}
    elif source.tag == "a":
        entries["Alt"] = source.get("aria-label")
    return {name: value for name, value in entries.items() if value}


def _descendants(box: Any) -> Iterator[Any]:
    yield box
    for child in box.children if hasattr(box, "children") else ():
        yield from _descendants(getattr(child, "_box", child))
