"""Finished pages keep the rules of their preset; each rule is broken once, and only that rule is reported.

Sources: RNIB, Clear Print guidelines; UKAAF, G003, Creating clear print and large print documents; American Council of
the Blind, Best Practices and Guidelines for Large Print Documents (May 2025).
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import pytest
from conftest import article_text
from legibility import RULES, Handout, faults, numbers
from lxml import etree
from pages import read_pages
from places import ARTICLES

from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.formats import PAPERS, PRESETS, Paper, Preset
from exporter.load import load
from exporter.project import Project
from exporter.render import render
from exporter.request import PdfOptions, Request
from exporter.resolve import resolve
from exporter.writers import write

LONG: Final = "Some more words that go on and on until they reach another row, so both edges of a column show. "
PROBE: Final = article_text(f"""\
citations:
  style: american-medical-association
summary: A *stressed* and a **strong** word, H~2~O and m^2^, [a link](https://example.org/a), a note^[*Noted*.].
key_points: [{LONG}]
sections:
  - heading: A *heading*
    content:
      - |
        {LONG * 4} It was shown [@ant; @bee]. More was said [@cat] in `code`.

        {LONG * 3} And again [@ant].
      - callout: {{kind: evidence, content: "{LONG * 2}", certainty: low}}
      - quote: {{text: "{LONG}", source: Somebody}}
      - questions:
          - What is asked of immunohistochemistry, electroencephalography, thermocoagulation and counterstimulation?
    sections:
      - heading: A smaller heading
        content: {LONG}
references:
  - {{id: ant, type: book, title: Ants, issued: 2016}}
  - {{id: bee, type: book, title: Bees, issued: 2017}}
  - {{id: cat, type: book, title: Cats, issued: 2018}}
""")

Read = Callable[..., Handout]


@pytest.fixture(scope="module")
def read(citeproc: Citeproc, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Return a function that writes the PDF of an article, with `css` added to the preset's sheet, and reads it."""
    probe = tmp_path_factory.mktemp("probe") / "article.yaml"
    probe.write_text(PROBE, "utf-8")

    @cache
    def loaded(name: str) -> tuple[Project, Document, etree._Element]:
        project = Project.of(ARTICLES.get(name, probe))
        document = resolve(load(project, citeproc), citeproc)
        return project, document, render(document)

    @cache
    def print_and_read(name: str, preset: Preset, paper: Paper = "letter", css: str = "") -> Handout:
        project, document, body = loaded(name)
        sheets = project.styles()
        sheets["foot" if preset == PRESETS[0] else preset] += css
        files, _ = write(document, body, sheets, Request("a.yaml", ["pdf"], [PdfOptions(preset, paper)]))
        (printed,) = files.values()
        return Handout(preset, paper, read_pages(printed.content), body)

    return print_and_read


NAMES: Final = [
    "probe",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ARTICLES),
]
ON: Final = [PAPERS[0], *(pytest.param(paper, marks=pytest.mark.slow) for paper in PAPERS[1:])]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("paper", ON)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_keeps_the_rules_of_its_preset(name: str, preset: Preset, paper: Paper, read: Read) -> None:
    assert faults(read(name, preset, paper)) == {}


@pytest.mark.parametrize("preset", PRESETS[1:])
@pytest.mark.parametrize("name", NAMES)
def test_numbers_read_the_same_in_every_preset(name: str, preset: Preset, read: Read) -> None:
    standard, other = ([number for number, _, _ in numbers(read(name, one))] for one in (PRESETS[0], preset))
    assert other == standard
    assert standard


PLANTED: Final[Mapping[str, tuple[Preset, str, str]]] = {
    "another paper": ("standard", "@page { size: a5 !important }", "the_paper_is_the_requested_one"),
    "text too small": ("standard", "p { font-size: 11.5pt }", "text_has_its_size"),
    "text in bold": ("clear-print", "p { font-weight: bold }", "text_has_its_size"),
    "small print": ("clear-print", ".source { font-size: 0.8em }", "nothing_is_too_small"),
    "small print in a group": ("clear-print", ".source { opacity: 0.9; font-size: 0.8em }", "nothing_is_too_small"),
    "small numbers": ("standard", "sup { font-size: 0.6em }", "nothing_is_too_small"),
    "a small foot": ("large-print", "@page { @bottom-right { font-size: 12pt } }", "nothing_is_too_small"),
    "lines too near": ("standard", "p { line-height: 1.3 }", "lines_are_far_enough_apart"),
    "lines near in clear print": ("clear-print", "p { line-height: 1.4 }", "lines_are_far_enough_apart"),
    "lines centred": ("standard", "p { text-align: center }", "lines_begin_at_one_edge"),
    "lines indented": ("large-print", "p { text-indent: 2em }", "lines_begin_at_one_edge"),
    "lines stretched": ("large-print", "p { text-align: justify }", "words_are_equally_spaced"),
    "lines too long": (
        "standard", "@page { margin: 15mm } p, li { max-width: none }", "lines_are_not_too_long"
    ),
    "italics": ("clear-print", "em { font-style: italic }", "nothing_is_italic"),
    "underlined links": ("large-print", "p a { text-decoration: underline }", "nothing_is_underlined"),
    "capitals": ("clear-print", "h2 { text-transform: uppercase }", "no_word_is_set_in_capitals"),
    "raised numbers": ("large-print", "sup.citation { vertical-align: super }", "numbers_are_on_the_line"),
    "raised calls": ("clear-print", ".noteref { vertical-align: 0.3em }", "numbers_are_on_the_line"),
    "small calls": ("clear-print", ".noteref { font-size: 12.5pt }", "numbers_are_on_the_line"),
    "no brackets": ("large-print", "sup.citation::before { content: none }", "numbers_are_in_brackets"),
    "no page number": ("large-print", "@page { @bottom-right { content: none } }", "every_page_has_its_number"),
    "two sizes": ("large-print-acb", ".summary { font-size: 19pt }", "all_text_has_one_size"),
    "lines too far": ("large-print-acb", "p { line-height: 1.2 }", "lines_are_exactly_spaced"),
    "small headings": ("large-print-acb", "h2 { font-size: 19pt }", "headings_are_large_bold_and_at_the_margin"),
    "light headings": ("large-print-acb", "h3 { font-weight: normal }", "headings_are_large_bold_and_at_the_margin"),
    "centred headings": ("large-print-acb", "h2 { text-align: center }", "headings_are_large_bold_and_at_the_margin"),
    "stress in bold": ("large-print-acb", "strong { font-weight: bold }", "only_underlines_mark_stress"),
    "no stress": ("large-print-acb", "em { text-decoration: none }", "only_underlines_mark_stress"),
    "underlined terms": ("large-print-acb", "p a { text-decoration: underline }", "only_underlines_mark_stress"),
    "a narrow margin": ("large-print-acb", "main { margin-inline-end: -5mm }", "margins_are_an_inch"),
    "hyphens": ("large-print-acb", "li { hyphens: auto }", "no_word_is_divided"),
    "notes beside the text": (
        "large-print-acb", ".notes h2 { position: absolute; top: -1em }", "notes_and_references_come_last"
    ),
    "the inner corner": (
        "large-print-acb", "@page :right { @bottom-right { text-align: left } }",
        "page_numbers_are_in_the_outer_corner",
    ),
    "a light page number": (
        "large-print-acb", "@page :right { @bottom-right { font-weight: normal } }",
        "page_numbers_are_in_the_outer_corner",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("preset", "css", "rule"), PLANTED.values(), ids=PLANTED)
def test_a_stylesheet_that_breaks_a_rule_is_reported(preset: Preset, css: str, rule: str, read: Read) -> None:
    assert list(faults(read("probe", preset, css=css))) == [rule]


def test_every_rule_is_broken_once() -> None:
    assert {rule for _, _, rule in PLANTED.values()} == {rule.__name__ for rules in RULES.values() for rule in rules}


def test_words_in_a_picture_that_are_too_small_are_reported(read: Read) -> None:
    small = faults(read("shipped", "large-print", css="figure img { max-height: 40mm }"))
    assert list(small) == ["nothing_is_too_small"]


def test_a_number_that_reads_differently_is_noticed(read: Read) -> None:
    hidden = read("probe", "large-print", css="sup.citation a:first-child { visibility: hidden }")
    assert list(numbers(hidden)) != list(numbers(read("probe", "large-print")))
