"""Each check for a bug in exporter is triggered alone, on a PDF that nothing was drawn into."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pydyf
import pytest

from exporter.errors import ExporterError
from exporter.writers.pdf.structure import MarkedContent, StructureElement
from exporter.writers.pdf.tagging import tag


def tagged(ids: Sequence[str], painted: Sequence[str]) -> Any:
    """Return a tagged PDF of one page with the boxes `painted`; its structure has an element with a box for each id."""
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


def test_a_box_painted_outside_the_structure_is_an_error() -> None:
    assert "StructTreeRoot" in tagged(["one", "two"], "bc").catalog
    with pytest.raises(ExporterError, match="the PDF shows something outside its structure: 'x'"):
        tagged(["one", "two"], "bcx")


def test_two_places_with_the_same_id_are_an_error() -> None:
    with pytest.raises(ExporterError, match="two places have the id `one`"):
        tagged(["one", "one"], "bc")
