"""No defect of the steps before the document takes anything from the reader unnoticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import article_text, check_golden
from kitchen_sink import SVG
from losses import LOSSES, Loss
from places import ROOT

from exporter.errors import ArticleError, DisagreementError
from exporter.pipeline import Pipeline
from exporter.request import Request

ARTICLE = """\
summary: |
  Take 2*3*4 tablets\u00a0now, 10^6 to 10^9, 5\u00a0× `10 mg`, H~2~O and **all** of it. See The Clinic.

  7. seven [our page](https://example.org/a)\\
     and more
  8. eight super\u00adcalifragilistic

  A last paragraph of the summary, with nothing special.
key_points: [Call us, Come back]
publisher: {name: A clinic, phone: 0113 496 0000}
citations: {style: apa}
sections:
  - heading: First
    content:
      - One [@ant, p. 81; @bee], two^[A first note] and three^[A second note]; see @tbl-a and [@cat; @dog].
      - figure: {id: fig-a, image: a.svg, alt: A knee, caption: The knee, credit: Ann}
      - table: {id: tbl-a, caption: Doses, header: [Day, Dose], rows: [["1", ""], ["2", 10 mg]], notes: In mg}
      - steps: [Wash, Dry, Rest]
      - callout: {kind: evidence, title: Known, content: Text in it, certainty: high}
disclaimer: Ask a doctor
bibliography: [more.bib]
references:
  - id: ant
    type: article-journal
    title: On ants
    author: Ant AB, Bee CD
    issued: 2016-03-15
    container-title: A Journal
    volume: 36
    issue: 4
    page: 294-299
    DOI: 10.1000/ant
  - {id: bee, type: webpage, title: On bees, author: Bee BC, issued: 2017-02, publisher: Hive, URL: https://example.org/bees}
"""
BIBTEX = """\
@article{cat, title = {On cats}, author = {Cat, Ann and Dog, Bob}, date = {2018-05}, journal = {Paws}, volume = 7,
  pages = {11--19}, doi = {10.1000/cat}}
@book{dog, title = {On dogs}, author = {Dog, Bob and Eel, Cy}, date = {2019-06}, publisher = {Bark Press}}
"""


@pytest.fixture
def request_(article: Path) -> Request:
    article.write_text(article_text(ARTICLE), "utf-8")
    article.with_name("a.svg").write_bytes(SVG)
    article.with_name("more.bib").write_text(BIBTEX, "utf-8")
    return Request(article)


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline() as pipeline:
        yield pipeline


def test_the_article_without_a_defect_is_fine(request_: Request, pipeline: Pipeline) -> None:
    assert pipeline.check(request_) == ()


@pytest.mark.parametrize("loss", LOSSES, ids=[f"{loss.step}: {loss.what}" for loss in LOSSES])
def test_a_planted_loss_is_noticed(
    loss: Loss, request_: Request, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss.plant(monkeypatch)
    with pytest.raises((DisagreementError, ArticleError)):
        pipeline.check(request_)


def test_the_documentation_lists_every_planted_loss(update: bool) -> None:
    rows = "".join(f"| {loss.step} | {loss.what} |\n" for loss in LOSSES)
    text = f"{INTRODUCTION.format(count=len(LOSSES))}\n| step | what a reader would get |\n|---|---|\n{rows}"
    check_golden(ROOT / "docs/developers/planted-losses.md", text, update)


INTRODUCTION = """\
# Planted losses

Before an article is exported, `src/exporter/proof/` compares every text, and every field of every cited reference, with
what is about to be printed. These are {count} defects that were planted in the steps before it, one at a time. A test
sees that none of them passes: all {count} end with an error, and nothing is saved. `pytest --update
tests/proof/test_losses.py` writes this page.
"""
