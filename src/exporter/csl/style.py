"""Reads CSL styles."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from exporter.untrusted_xml import parse

_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style: its XML, whether it numbers references, and whether it lists them in order of first citation."""

    name: str
    xml: bytes
    is_numeric: bool
    is_sequence: bool

    @property
    def is_own(self) -> bool:
        """Whether it is a file of the article, not a packaged style."""
        return self.name.endswith(".csl")


def read_style(name: str, xml: bytes) -> Style:
    """Read an independent CSL style. Raises ValueError with the reason if it cannot be used."""
    root = parse_style(xml)
    namespace = {"c": _NAMESPACE}
    found = root.xpath("c:info/c:category/@citation-format", namespaces=namespace)
    formats = found if isinstance(found, list) else []
    if root.get("class") == "note" or "note" in formats:
        raise ValueError("it is a note style: it puts references into footnotes")
    if "label" in formats:
        raise ValueError("it is a label style: it cites with made-up labels such as [Lan16]")
    if not root.xpath("c:bibliography/c:layout", namespaces=namespace):
        raise ValueError("it prints no list of references")
    is_numeric = _uses_number(root)
    sorted_list = bool(
        root.xpath("c:bibliography/c:sort/c:key[not(@variable='citation-number')]", namespaces=namespace)
    )
    return Style(name, _name_before_label(root), is_numeric, is_numeric and not sorted_list)


def _uses_number(root: etree._Element) -> bool:
    """Return whether citations print the reference's number, directly or through the macros they call.

    A style's own `citation-format` cannot be trusted: a dozen styles that declare themselves numeric cite by author
    and date.
    """
    macros = {macro.get("name", ""): macro for macro in root.iterfind("{*}macro")}
    parts = list(root.iterfind("{*}citation"))
    for part in parts:
        for text in part.iter("{*}text"):
            if text.get("variable") == "citation-number":
                return True
            parts += [macros.pop(name) for name in [text.get("macro", "")] if name in macros]
    return False


def _name_before_label(root: etree._Element) -> bytes:
    """Return the style's XML with a `name` element before each label that lacks one.

    Without it, pandoc's citeproc prints the label first: `In, editorPoe E` instead of `In Poe E, editor`.
    """
    for label in root.iter(f"{{{_NAMESPACE}}}label"):
        names = label.getparent()
        if names is not None and names.tag == f"{{{_NAMESPACE}}}names" and names.find(f"{{{_NAMESPACE}}}name") is None:
            label.addprevious(etree.Element(f"{{{_NAMESPACE}}}name"))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def parent_of(xml: bytes) -> str:
    """Return the name of the style that a dependent style refers to, or an empty string."""
    links = parse_style(xml).xpath("c:info/c:link[@rel='independent-parent']/@href", namespaces={"c": _NAMESPACE})
    return str(links[0]).rsplit("/", 1)[-1] if isinstance(links, list) and links else ""


def parse_style(xml: bytes) -> etree._Element:
    """Parse a CSL file. Raises ValueError if it is not one."""
    root = parse(xml)
    if root.tag != f"{{{_NAMESPACE}}}style":
        raise ValueError("it is not a CSL style")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it contains a document type, which can contain anything")
    return root
