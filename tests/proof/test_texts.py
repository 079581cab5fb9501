"""Whatever is lost or changed between the article file and the document is noticed."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from articles import articles, wider_articles, write_project
from conftest import Load
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kitchen_sink import SVG

from exporter import document as shown
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.errors import ArticleError, Problem
from exporter.load import load
from exporter.proof import prove
from exporter.resolve import resolve

EVERYTHING: Final = """\
subtitle: For **adults**
summary: |
  Take `5 mg` of it, H~2~O and 10^9^/L.
  See <https://example.org/_a_> or www.example.org, and [our page](https://example.org/a_(b)).

  - one\\
    line
  - two

  7. seven
  8. eight
key_points: [Call **us**, Come back]
authors:
  - {name: Ann Lee, role: reviewer, credentials: RN}
publisher:
  name: A clinic
  address: |
    1 High Street
    Leeds
  phone: 0113 496 0000
  email: a@example.org
  url: https://example.org
document:
  id: T-1
  version: 1.0
  published: 2026-11-22
  reviewed: 2026-11-23
  review_by: 2027-11-23
  url: https://example.org/t-1
  rights: Copy it
  funding: Nobody
  subjects: [knee]
  evaluated_by: Ann
  formats: Ask us
  revisions:
    - {version: 0.9, date: 2026-01-02, change: A dose}
print: {fit_pages: 4}
citations: {list: url}
sections:
  - id: sec-one
    heading: First *thing*
    content:
      - Take 2*3 tablets [@ant, p. 81; @bee], then call^[Not at night, 8 p.m. [@ant].]; see @tbl-a and @sec-one.
      - A second text &amp; more, 5 \\* 6.
      - figure: {id: fig-a, image: a.svg, alt: A knee, caption: The knee, credit: Ann}
      - table:
          id: tbl-a
          caption: Doses
          header: [Day, Dose]
          rows: [["1", "- 5 mg"], ["2", ""]]
          row_headers: true
          notes: In mg
      - callout: {kind: evidence, title: Known, content: [Text in it, {steps: [Stop]}], certainty: high}
      - steps: [Wash, Dry]
      - steps: [Wash, Dry]
      - checklist: [Bag]
      - questions: ["When?"]
      - definitions: [{term: Knee, definition: A joint}]
      - quote: {text: It hurt, source: Bob}
    sections:
      - heading: Inner
        only: print
        content: Words
glossary: [{term: dose, definition: How much}]
disclaimer: Ask a doctor
related: [{title: More, url: https://example.org/more, source: A book}]
references:
  - {id: ant, type: book, title: On ants, issued: 2016, author: Ant A}
  - {id: bee, type: book, title: On bees, issued: 2017, author: Bee B}
"""

NUMBERS: Final = {
    (shown.Citation, "id"), (shown.Citation, "children"), (shown.Citation, "is_raised"),
    (shown.CrossReference, "children"), (shown.Section, "id"), (shown.Section, "level"), (shown.Section, "number"),
    (shown.Figure, "label"), (shown.Table, "label"), (shown.Callout, "label"), (shown.Author, "label"),
    (shown.TermLink, "target"), (shown.ReferenceLink, "key"), (shown.Note, "number"),
    *((shown.Image, name) for name in ("name", "media_type", "content", "width", "height")),
    *((shown.Document, name) for name in (
        "direction", "words", "citations", "references", "figures", "tables", "warnings", "places", "file"
    )),
}  # fmt: skip
"""What exporter assigns itself; other tests and `verify` prove it."""


def changed(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the value with each part of it lost or changed, one at a time, and where."""
    match value:
        case str() if value:
            yield f"{path} without its end", value[:-1]
            yield f"{path} with another sign", value[:-1] + ("7" if value[-1] != "7" else "1")
        case bool():
            yield path, not value
        case int():
            yield f"{path} + 1", value + 1
        case date():
            yield f"{path} a day later", value + timedelta(1)
        case tuple():
            for count, one in enumerate(value):
                yield f"{path} without [{count}]", value[:count] + value[count + 1 :]
                for where, other in changed(one, f"{path}[{count}]"):
                    yield where, (*value[:count], other, *value[count + 1 :])
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                if (type(value), field.name) not in NUMBERS:
                    for where, other in changed(getattr(value, field.name), f"{path}.{field.name}"):
                        yield where, replace(value, **{field.name: other})


def differences(manuscript: Manuscript, document: Document) -> list[Problem]:
    return prove([manuscript.source], [], manuscript, document)


def made(load_article: Load, citeproc: Citeproc, article: Path, text: str) -> tuple[Manuscript, Document]:
    article.with_name("a.svg").write_bytes(SVG)
    manuscript = load_article(text)
    return manuscript, resolve(manuscript, citeproc)


def test_every_part_lost_or_changed_is_noticed(load_article: Load, citeproc: Citeproc, article: Path) -> None:
    manuscript, document = made(load_article, citeproc, article, EVERYTHING)
    assert differences(manuscript, document) == []
    faults = dict(changed(document, "document"))
    assert len(faults) > 300
    assert [where for where, wrong in faults.items() if not differences(manuscript, wrong)] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(articles(), wider_articles()))
def test_no_article_gives_a_false_alarm(text: str, article: Path, citeproc: Citeproc) -> None:
    project = write_project(article, text)
    manuscript = load(project, citeproc)
    assert differences(manuscript, resolve(manuscript, citeproc)) == []


PIECES: Final = """\
word|5 mg|2*3*4|**bold**|*it*|_it_|H~2~O|10^6^|10^6/10^9|5~10, 10~20|- item|1. one|2. two|12. Dezember|[@ant]|x^-1|*67*
[@ant, p. 3; @bee]|^[a note]|^[see [@bee] x]|https://example.org/_a_b*c*|www.example.org|[page](https://example.org/(b))
<https://x.org>|`code *x*`|\\*|\\_|\\|&amp;|&lt;5|&nbsp;|<5|>5|•|–|\u00a0|\u00ad|\u200b|。|中文|**中**文|שלום|½|3 × 4|-5
#|(a)|it`s|.|,|;|$5|%|_me_@example.org|___|****|~|^|[|]|C:\\temp\\*.txt|1)|***both***|**a *b* c**|*a **b** c*"""
LINES: Final = ["\n", "\n\n", "\n- ", "\n1. ", "\n2. ", "  \n", "\\\n", "\t"]
PASTED: Final = st.lists(
    st.sampled_from(PIECES.replace("\n", "|").split("|")) | st.sampled_from(LINES), min_size=1, max_size=9
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda space: space.join(parts)))
STYLES: Final = st.sampled_from(["apa", "american-medical-association"])


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=PASTED, style=STYLES, language=st.sampled_from(["en", "zh"]))
def test_whatever_is_pasted_is_in_the_document_or_is_a_problem(
    text: str, style: str, language: str, load_article: Load, citeproc: Citeproc
) -> None:
    references = yaml.safe_load(EVERYTHING)["references"]
    changes = {"summary": text, "language": language, "citations": {"style": style}, "references": references}
    try:
        manuscript = load_article(yaml.safe_dump(changes, allow_unicode=True))
    except ArticleError:
        return
    assert differences(manuscript, resolve(manuscript, citeproc)) == []
