"""Every field that programs export is printed, or a warning names it: the proof of a run finds nothing missing."""

from collections.abc import Iterator
from pathlib import Path

import exported
import pytest
from conftest import article_text

from exporter.citeproc import Citeproc
from exporter.load import load
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import Request
from exporter.validators import Validators

RIS = (exported.ZOTERO, exported.SCOPUS, exported.WEB_OF_SCIENCE, exported.ENDNOTE, exported.WILEY, exported.COCHRANE)
REPORT = """\
TY  - RPRT
AU  - World Health Organization
AU  - King, Martin L., Jr.
AU  - et al.
TI  - Salt &amp; <em>water</em>: p &lt; 0.05, see https://example.org/salt.
PB  - World Health Organization
CY  - Geneva
SN  - WHO/IER/2009.01
ET  - 2nd ed.
PY  - 2009
SP  - 64 p.
UR  - https://doi.org/10.1000/salt
ER  -
"""
FILES = {
    "a.ris": "".join(RIS) + REPORT,
    "a.nbib": "\n".join([exported.PUBMED_ARTICLE, exported.PUBMED_NUMBERED]),
    "b.txt": exported.PUBMED_CHAPTER,
    "a.enw": exported.ENW_ARTICLE + exported.ENW_BOOK,
}


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline(validators=Validators({})) as made:
        yield made


@pytest.mark.parametrize("style", ["nlm-citation-sequence-brackets", "american-medical-association", "apa"])
def test_every_exported_field_is_printed_or_named(
    style: str, article: Path, pipeline: Pipeline, citeproc: Citeproc
) -> None:
    for name, text in FILES.items():
        article.with_name(name).write_text(text, "utf-8")
    changes = f"citations:\n  style: {style}\nbibliography: [{', '.join(FILES)}]\n"
    article.write_text(article_text(changes), "utf-8")
    keys = load(Project.of(article), citeproc).references
    article.write_text(article_text(f"{changes}summary: A {' '.join(f'[@{key}]' for key in keys)}\n"), "utf-8")
    export = pipeline.export(Request(article, ["html"]))
    assert len(keys) == sum(text.count(start) for text in FILES.values() for start in ("TY  -", "PMID-", "%0"))
    assert not any("is not printed" in problem.message for problem in export.problems)
