"""Every fact of the format has a folder in `cases/` that is named after it: an article, and what becomes of it."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from conftest import check_golden
from lxml import etree
from places import CASES, EVERYTHING

from exporter import rules
from exporter.citeproc import Citeproc
from exporter.faces import packaged_faces
from exporter.load import load
from exporter.output.ledger import numbers
from exporter.project import Project
from exporter.render import render
from exporter.resolve import resolve
from exporter.writers import epub
from exporter.writers.pdf import PdfWriter


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_article_becomes_its_golden_files(case: Path, citeproc: Citeproc, update: bool) -> None:
    manuscript = load(Project.of(case / "article.yaml"), citeproc)
    document = resolve(manuscript, citeproc)
    warnings = (*document.warnings, *rules.check(manuscript, document))
    found = {
        "ledger.json": json.dumps(numbers(document), ensure_ascii=False, indent=1) + "\n",
        "body.html": etree.tostring(render(document), encoding="unicode") + "\n",
        "warnings.txt": "".join(f"{warning}\n" for warning in warnings).replace(f"{case}/", ""),
    }
    if not warnings:
        del found["warnings.txt"]
        if update:
            (case / "golden/warnings.txt").unlink(missing_ok=True)
    for name, text in found.items():
        check_golden(case / "golden" / name, text, update)
    assert (case / "golden/warnings.txt").exists() == bool(warnings)


def test_an_epub_is_packed_as_in_its_golden_files(citeproc: Citeproc, update: bool) -> None:
    project = Project.of(EVERYTHING / "article.yaml")
    document = resolve(load(project, citeproc), citeproc)
    css = project.styles()
    book = epub.write(document, render(document), [css["base"], css["epub"]], packaged_faces())
    with ZipFile(BytesIO(book)) as archive:
        names = archive.namelist()
        check_golden(EVERYTHING / "golden/epub/names.txt", "".join(f"{name}\n" for name in names), update)
        for name in names:
            if name.endswith((".xhtml", ".opf", ".ncx", "container.xml")):
                check_golden(EVERYTHING / "golden/epub" / name, archive.read(name).decode() + "\n", update)


def test_a_pdf_is_tagged_as_in_its_golden_file(citeproc: Citeproc, update: bool) -> None:
    project = Project.of(EVERYTHING / "article.yaml")
    document = resolve(load(project, citeproc), citeproc)
    css = project.styles()
    printed = PdfWriter(packaged_faces()).write(document, render(document), [css["base"], css["print"], css["foot"]])
    with pikepdf.open(BytesIO(printed.content)) as pdf:
        tags = "".join(f"{line}\n" for kid in pdf.Root.StructTreeRoot.K for line in _tags(kid, 0))
    check_golden(EVERYTHING / "golden/pdf-tags.txt", tags, update)


def _tags(element: Any, depth: int) -> Iterator[str]:
    """Yield a structure element and those below it, without the marks of the text, which follow the line breaks."""
    said = [f"{name[1:]}={element[name]}" for name in ("/ID", "/Lang", "/Alt") if name in element]
    if "/Scope" in element.get("/A", {}):
        said.append(f"Scope={element.A.Scope}")
    yield " ".join(["  " * depth + str(element.S)[1:], *said])
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _tags(kid, depth + 1)
