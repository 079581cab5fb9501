"""Builds the tree of PDF structure elements from the boxes of the pages: one for each HTML element with a meaning.

The boxes of an HTML element on all its lines and pages become one structure element, in reading order. The roles are
those of ISO 32000-1, 14.8.4.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import groupby
from typing import Any, Final

from exporter.errors import ExporterError
from exporter.writers.pdf.layout import PlacedBox

_ROLES: Final = {
    "main": "Part", "article": "Art", "section": "Sect", "figure": "Div", "blockquote": "BlockQuote",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "p": "P",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "a": "Link", "img": "Figure", "code": "Code",
}  # fmt: skip
_POINTS: Final = 0.75  # in a CSS pixel


@dataclass(frozen=True, slots=True, eq=False)
class MarkedContent:
    """What a box paints on a page (counted from 0): text or a picture; or, if `is_link`, the area of a link."""

    page: int
    box: Any
    is_link: bool = False


@dataclass(slots=True, eq=False)
class StructureElement:
    """A structure element; `source` is its HTML element, `entries` are other entries of its dictionary."""

    role: str
    parent: "StructureElement | None"
    source: Any = None
    entries: dict[str, Any] = field(default_factory=dict)
    children: "list[StructureElement | MarkedContent]" = field(default_factory=list)

    def open(self, role: str, source: Any = None) -> "StructureElement":
        """Add an element after the other children. A list item contains only its label and one body."""
        inside = self._body() if self.role == "LI" and role not in ("Lbl", "LBody") else self
        child = StructureElement(role, inside, source)
        inside.children.append(child)
        return child

    def add(self, content: MarkedContent, is_space: bool = False) -> None:
        """Add what a box paints; the space between a label and a body becomes part of the label."""
        inside = self
        last = self.children[-1] if self.children else None
        if self.role in ("L", "LI") and is_space and isinstance(last, StructureElement):
            last.add(content, is_space)
            return
        if self.role == "LI":
            inside = self._body()
        inside.children.append(content)

    def contents(self) -> Iterator[MarkedContent]:
        """Yield what is painted for this element and the elements inside it, in reading order."""
        for child in self.children:
            if isinstance(child, MarkedContent):
                yield child
            else:
                yield from child.contents()

    @property
    def is_empty(self) -> bool:
        """Whether it has no children and can be left out; a table needs its empty cells."""
        return self.role not in ("TR", "TH", "TD") and not self.children

    def parts(self) -> "Iterator[StructureElement | MarkedContent]":
        """Yield the children; text between elements gets its own element, because some readers read bare text first."""
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
        """The list item that this element begins, or None."""
        if self.role == "LI" or self.parent is None:
            return self if self.role == "LI" else None
        if self.role in ("P", "LBody") and self.parent.children[0] is self:
            return self.parent.item
        return None


class Structure:
    """The structure tree of a document, and what is outside it: page margins and repeated table headers."""

    def __init__(self, html: Any, boxes: Iterable[PlacedBox]) -> None:
        self.root = StructureElement("Document", None)
        self.artifacts: list[MarkedContent] = []
        self._boxes = import_module("weasyprint.formatting_structure.boxes")
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._elements = {(html, html.tag): self.root}
        self._height = 0.0  # of the current page
        for one in boxes:
            self._add(MarkedContent(one.page, one.box), one.is_aside)

    def _add(self, content: MarkedContent, is_aside: bool) -> None:
        """Add a box to its element."""
        if isinstance(content.box, self._boxes.PageBox):
            self._height = content.box.margin_height()
        elif is_aside:
            self.artifacts.append(content)
        elif isinstance(content.box, self._boxes.TextBox):
            self._add_text(content)
        elif isinstance(content.box, self._boxes.ReplacedBox):
            self._add_picture(content)
        else:
            self._open(content)

    def _add_text(self, content: MarkedContent) -> None:
        """Add a text; text from a stylesheet is the marker of a list item, or else not part of the article."""
        box = content.box
        element = self._element(box.element, box.element_tag)
        if "::" in box.element_tag and element.source is not None:
            self.artifacts.append(content)
        else:
            element.add(content, is_space=not box.text.strip())

    def _open(self, content: MarkedContent) -> None:
        """Create the element of a box, which may stay empty, and add the area of a link."""
        box = content.box
        element = self._element(box.element, box.element_tag)
        if box.link and box.element_tag == "a":
            element.add(replace(content, is_link=True))

    def _add_picture(self, content: MarkedContent) -> None:
        """Add a picture, with its place in points from the bottom of the page."""
        box = content.box
        element = self._element(box.element, box.element_tag)
        left, top = box.content_box_x(), self._height - box.content_box_y()
        corners = left, top - box.height, left + box.width, top
        element.entries["A"] = {"O": "/Layout", "BBox": [round(place * _POINTS, 2) for place in corners]}
        element.add(content)

    def _element(self, source: Any, tag: str) -> StructureElement:
        """Return the structure element of an HTML element, or of its `::before`, `::after` or `::marker` in `tag`.

        Parents are found in the HTML, not in the boxes: a block inside an inline element has its box outside it.
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
    """Return a new element for an HTML element, or the parent if the element has no role."""
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
        return "Note"  # its label is inside it: a Note must have the id that the call leads to
    if "label" in kinds and parent.role in ("LI", "Note"):
        return "Lbl"
    if "citation" in kinds or "noteref" in kinds:
        return "Reference"
    if source.tag not in _ROLES and (source.get("id") or source.get("lang")) and source.tag != "body":
        return "Div" if source.tag in ("div", "header", "footer", "nav", "aside") else "Span"
    return _ROLES.get(source.tag, "")


def _entry_of_glossary(role: str, parent: StructureElement) -> StructureElement:
    """Return the list item that a `dt` or `dd` belongs to: a term after a definition begins a new item."""
    if parent.role == "LI":
        return parent
    last = parent.children[-1] if parent.children else None
    if isinstance(last, StructureElement) and (role == "LBody" or not last.has_body):
        return last
    return parent.open("LI")


def _entries(source: Any) -> dict[str, Any]:
    """Return the entries of a structure element's dictionary except its role, as plain Python values."""
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
