"""Writes the tree of structure elements into the PDF, instead of WeasyPrint's own tags.

The tags of WeasyPrint 70 pass a validator, but they lack languages, scopes, ids and the words of links, split elements
at every line and leave page footers in the text. Source: ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from exporter.errors import ExporterError
from exporter.writers.pdf.structure import MarkedContent, Structure, StructureElement

_TEXTS = frozenset(("Alt", "ID", "Lang"))


def keep_links(pages: Iterable[Any], structure: Structure) -> None:
    """Keep one link for each piece of an `<a>`; WeasyPrint's pages have another for each element inside it."""
    areas = {content.box for content in structure.root.contents() if content.is_link}
    for page in pages:
        page.links[:] = [link for link in page.links if getattr(link[3], "_box", link[3]) in areas]


def tag(structure: Structure, pdf: Any, streams: Sequence[Any]) -> None:
    """Write the structure tree into a `pydyf.PDF` whose pages are drawn as `streams`.

    Raises:
        ExporterError: something was painted that is not in the tree, or two places have the same id.
    """
    _Tagger(pdf, streams).write(structure)
    pdf.catalog["ViewerPreferences"] = _written({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = _written({"Marked": "true"})
    _sort_destinations(pdf)


class _Tagger:
    """Writes elements in reading order and records which element owns each piece of marked content."""

    def __init__(self, pdf: Any, streams: Sequence[Any]) -> None:
        self._pdf = pdf
        self._streams = streams
        self._marks = [stream._tags for stream in streams]  # noqa: SLF001  only these record the number of each box
        self._owners: list[dict[int, bytes]] = [{} for _ in streams]
        self._links: list[bytes] = []
        self._ids: dict[str, bytes] = {}

    def write(self, structure: Structure) -> None:
        for content in structure.artifacts:
            self._set_aside(content)
        root = self._add({"Type": "/StructTreeRoot"})
        root["K"] = _written([self._element(structure.root, root.reference)])
        if left := [box for marks in self._marks for box in marks]:
            raise ExporterError(f"the PDF shows something outside its structure: {left[0]!r}")
        root["ParentTree"] = self._add({"Nums": list(self._numbers())}).reference
        if self._ids:
            root["IDTree"] = self._add({"Names": _sorted(self._ids)}).reference
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def _add(self, entries: Mapping[str, Any]) -> Any:
        added = _written(entries)
        self._pdf.add_object(added)
        return added

    def _element(self, element: StructureElement, parent: bytes) -> bytes:
        """Write an element and everything inside it; return its reference."""
        page = next((content.page for content in element.contents()), 0)
        texts = {name: _string(text) for name, text in element.entries.items() if name in _TEXTS}
        head = {"Type": "/StructElem", "S": f"/{element.role}", "P": parent, "Pg": self._pdf.page_references[page]}
        written = self._add({**head, **element.entries, **texts})
        reference: bytes = written.reference
        if "ID" in texts and self._ids.setdefault(element.entries["ID"], reference) is not reference:
            raise ExporterError(f"two places have the id `{element.entries['ID']}`")
        kids = (self._kid(child, element, reference, page) for child in element.parts())
        written["K"] = _written([kid for kid in kids if kid is not None])
        return reference

    def _kid(self, child: StructureElement | MarkedContent, element: StructureElement, owner: bytes, home: int) -> Any:
        """Return the entry of a child: an element, a link, or the number of marked content; None if not painted."""
        if isinstance(child, StructureElement):
            return None if child.is_empty else self._element(child, owner)
        if child.is_link:
            return self._link(child, element, owner)
        mark = self._marks[child.page].pop(child.box, None)
        if mark is None:
            return None
        self._owners[child.page][mark["mcid"]] = owner
        if child.page == home:
            return mark["mcid"]
        return _written({"Type": "/MCR", "Pg": self._pdf.page_references[child.page], "MCID": mark["mcid"]})

    def _link(self, content: MarkedContent, element: StructureElement, owner: bytes) -> Any:
        """Give a link its words as a description, and make the element its owner."""
        annotation = content.box.link_annotation
        if annotation is None:  # its target does not exist, and WeasyPrint has logged that
            return None
        words = element.entries.get("Alt") or " ".join("".join(element.source.itertext()).split())
        annotation.update(Contents=_string(words), F=4, StructParent=len(self._streams) + len(self._links))
        self._links.append(owner)
        page = self._pdf.page_references[content.page]
        return self._add({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page}).reference

    def _set_aside(self, content: MarkedContent) -> None:
        """Turn marked content into an artifact of the page, which is not read aloud."""
        if (mark := self._marks[content.page].pop(content.box, None)) is None:
            return
        painted = self._streams[content.page].stream
        at = next(i for i, word in enumerate(painted) if isinstance(word, dict) and word.get("MCID") == mark["mcid"])
        painted[at - 1 : at + 1] = ["/Artifact", _written({"Type": "/Pagination"})]

    def _numbers(self) -> Iterator[Any]:
        """Yield the pairs of the parent tree: pages with the owners of their content, then links with their owner."""
        for page, owners in enumerate(self._owners):
            yield page
            yield [owners.get(number, b"null") for number in range(max(owners, default=-1) + 1)]
        for number, owner in enumerate(self._links, len(self._owners)):
            yield number
            yield owner


def _sort_destinations(pdf: Any) -> None:
    """Sort the named destinations by their bytes, because PDF readers look them up in that order."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    names[:] = _sorted({name.string: place for name, place in zip(names[::2], names[1::2], strict=True)})


def _sorted(entries: Mapping[str, Any]) -> list[Any]:
    """Return names and values alternately, sorted by the bytes of the names as pydyf writes them."""

    def order(name: str) -> bytes:
        return name.encode() if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")

    return [part for name in sorted(entries, key=order) for part in (_string(name), entries[name])]


def _written(value: Any) -> Any:
    """Return mappings and lists as pydyf objects, and other values unchanged: pydyf writes a string as it is."""
    pydyf = import_module("pydyf")
    if isinstance(value, Mapping) and not isinstance(value, pydyf.Object):
        return pydyf.Dictionary({name: _written(inner) for name, inner in value.items()})
    if isinstance(value, list) and not isinstance(value, pydyf.Object):
        return pydyf.Array([_written(inner) for inner in value])
    return value


def _string(text: str) -> Any:
    return import_module("pydyf").String(text)
