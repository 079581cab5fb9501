"""The guards of our own defects, each made to fire alone, on a PDF that nothing was drawn into."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pydyf
import pytest

from exporter.errors import ExporterError
from exporter.writers.pdf.structure import MarkedContent, StructureElement
from exporter.writers.pdf.tagging import tag


def tagged(ids: Sequence[str], painted: Sequence[str]) -> Any:
    """Return a PDF of one page where boxes are `painted`; its structure has an element for each id, with a box each."""
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    root = StructureElement("Document", None)
    for identifier, box in zip(ids, "bcd", strict=False):
        child = root.open("P")
        child.entries["ID"] = identifier
        child.add(MarkedContent(0, box))
    structure: Any = SimpleNamespace(root=root, artifacts=())
    stream = SimpleNamespace(_tags={box: {"mcid": number} for number, box in enumerate(painted)}, stream=[])
    tag(structure, pdf, [stream])
    return pdf


def test_what_is_painted_outside_the_structure_is_a_defect() -> None:
    assert "StructTreeRoot" in tagged(["one", "two"], "bc").catalog
    with pytest.raises(ExporterError, match="the PDF shows something outside its structure: 'x'"):
        tagged(["one", "two"], "bcx")


def test_two_places_with_one_id_are_a_defect() -> None:
    with pytest.raises(ExporterError, match="two places have the id `one`"):
        tagged(["one", "one"], "bc")
