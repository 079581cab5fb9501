"""Helpers for the tests of the PDF: a document, a body, the stylesheets in the order of the cascade, the structure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
from kitchen_sink import FINDINGS, NEXT, PRINTED, document
from lxml import etree
from places import ROOT

from exporter.document import Document, Section, Text
from exporter.project import Project

STYLES = Project.of(ROOT / "article.yaml").styles()
CSS = [STYLES["base"], STYLES["print"], STYLES["foot"]]


def made() -> Document:
    """Return the kitchen sink with only characters that the packaged faces have."""
    nested = Section("sec-under", 3, "1.1", (Text("Ünder"),), FINDINGS.sections[0].content, ())
    return document(sections=(replace(FINDINGS, sections=(nested,)), PRINTED, NEXT))


def body_with(*parts: str) -> etree._Element:
    """Return a body with a title and the given parts."""
    return etree.fromstring(f'<body><main><h1 id="title">A</h1>{"".join(parts)}</main></body>')


def walk(element: Any) -> Iterator[Any]:
    """Yield a structure element and all elements inside it."""
    if "/S" in element:
        yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and (kid.get("/S") or kid.get("/K")):
            yield from walk(kid)


def elements(pdf: pikepdf.Pdf, *roles: str) -> list[Any]:
    """Return the structure elements of a PDF that have one of the roles; without roles, return all."""
    found = list(walk(pdf.Root.StructTreeRoot))
    return [element for element in found if not roles or str(element.S)[1:] in roles]
