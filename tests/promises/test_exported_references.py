"""Every field that programs export is printed, or a warning names it: the proof of a run finds nothing missing."""

from collections.abc import Iterator
from pathlib import Path

import exported
import pytest
from conftest import article_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


TEXTS = {
    "names": ("Lee, Ann", "Roe, R.B.", "van der Berg, J", "World Health Organization", "King, Martin L., Jr.", "et al.",
              "Lee A, Roe BC", "O'Brien, P", "Stroke UK,", "García Márquez, Gabriel", "李, 明", "Smith"),
    "dates": ("2016", "2016/03//", "2016/03/15/", "2016-03-15", "Mar 2016", "2016///Spring", "in press"),
    "numbers": ("3", "12A", "Suppl 1", "11-12", "3 (Pt 2)", "IV"),
    "pages": ("294", "294-9", "e0123", "S1-S9", "1-5, 7", "xii-xv", "294–299"),
    "titles": ("Knee pain: a guide", "A <i>Staphylococcus</i> study.", "Salt &amp; water", "Why 5*3 and 10^9/L?",
               "«Ñandú» in Ångström", "Crohn's disease in 5 mg/kg", "数字 研究"),
    "DOIs": ("10.1000/abc", "https://doi.org/10.1000/AB(1)2", "doi:10.1000/x_y"),
    "addresses": ("https://example.org/a?b=1&c=2", "https://doi.org/10.1000/abc"),
    "codes": ("1234-5678", "978-0-306-40615-7", "WHO/1"),
    "editions": ("2nd", "2nd ed.", "3", "2016/03/15"),
}  # fmt: skip
TAGS = {
    "names": "AU A1 A2 A3 A4 ED", "dates": "PY Y1 DA Y2", "numbers": "VL IS M1 NV", "pages": "SP EP C7",
    "titles": "T2 T3 JF JO JA J2 BT ST PB CY", "DOIs": "DO DOI", "addresses": "UR", "codes": "SN", "editions": "ET",
}  # fmt: skip
FIELDS = st.sampled_from([(tag, text) for what, tags in TAGS.items() for tag in tags.split() for text in TEXTS[what]])
TYPES = st.sampled_from("JOUR BOOK CHAP RPRT CONF ELEC THES NEWS GEN".split())


@pytest.mark.slow
@given(kind=TYPES, title=st.sampled_from(TEXTS["titles"]), fields=st.lists(FIELDS, max_size=9))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_is_printed_or_what_is_not_is_named(
    kind: str, title: str, fields: list[tuple[str, str]], article: Path, pipeline: Pipeline
) -> None:
    lines = [("TY", kind), ("ID", "ant"), ("TI", title), *fields, ("ER", "")]
    article.with_name("a.ris").write_text("".join(f"{tag:<4}- {text}\n" for tag, text in lines), "utf-8")
    article.write_text(article_text("bibliography: [a.ris]\nsummary: A [@ant]\n"), "utf-8")
    pipeline.export(Request(article, ["html"]))
