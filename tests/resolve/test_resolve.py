"""Numbers: what must hold for any article, and what no golden case shows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from articles import KEYS, REFERENCES, articles, wider_articles, write_project
from conftest import Load
from hypothesis import HealthCheck, given, settings
from kitchen_sink import FINDINGS, document
from markdown_it.token import Token

from exporter.article.walk import walk
from exporter.citeproc import Bibliography, Citeproc, Entry
from exporter.csl import Csl, Style
from exporter.document import (
    Citation,
    CrossReference,
    Definitions,
    Document,
    Inlines,
    NoteCall,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)
from exporter.errors import ExporterError
from exporter.language import direction, term_pattern
from exporter.load import load
from exporter.markup import Cite
from exporter.render import render
from exporter.resolve import resolve
from exporter.resolve.content import to_blocks, to_inlines
from exporter.resolve.glossary import TermLinker
from exporter.resolve.numbers import Numbers
from exporter.verify.from_document import transcribe
from exporter.writers.body import text_of

PROPERTY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cites(document: Document) -> list[str]:
    return [plain(citation.children) for citation in document.citations]


@pytest.fixture
def resolve_article(load_article: Load, citeproc: Citeproc) -> Callable[[str], Document]:
    """Return a function that resolves the smallest article with changes and seven references."""
    return lambda changes: resolve(load_article(f"{changes}{REFERENCES}"), citeproc)


Resolve = Callable[[str], Document]

# ---------------------------------------------------------------- any article


@pytest.fixture
def resolve_text(article: Path, citeproc: Citeproc) -> Callable[[str], Document]:
    """Return a function that resolves an article file with exactly this text."""

    def run(text: str) -> Document:
        return resolve(load(write_project(article, text), citeproc), citeproc)

    return run


@PROPERTY
@given(text=articles())
def test_references_are_numbered_in_the_order_of_their_first_citation(text: str, resolve_text: Resolve) -> None:
    document = resolve_text(text)
    first_cited = list(dict.fromkeys(key for citation in document.citations for key in citation.keys))
    assert [one.key for one in document.references] == first_cited
    assert [one.number for one in document.references] == [str(count + 1) for count in range(len(first_cited))]
    written = re.findall(rf"(?<!\w)@({'|'.join(KEYS)})", _in_order(text))
    assert list(dict.fromkeys(written)) == first_cited


def _in_order(text: str) -> str:
    """Return an article's texts in the order of the walk, which is that of the keys as they are drawn."""
    article = yaml.safe_load(text)
    walk = "subtitle summary key_points sections glossary disclaimer related"
    return yaml.safe_dump([article[key] for key in walk.split()], allow_unicode=True, sort_keys=False, width=10**6)


@PROPERTY
@given(text=articles())
def test_every_citation_shows_its_references_numbers_and_is_linked_back_to(text: str, resolve_text: Resolve) -> None:
    document = resolve_text(text)
    number_of = {one.key: int(one.number or 0) for one in document.references}
    assert [one.id for one in document.citations] == [f"cite-{n + 1}" for n in range(len(document.citations))]
    for citation in document.citations:
        shown = re.sub(r"\(.*?\)", "", plain(citation.children))
        assert _spelt_out(shown) == {number_of[key] for key in citation.keys}
    for reference in document.references:
        assert reference.cited_by == tuple(one.id for one in document.citations if reference.key in one.keys)
        assert len({shown for _, shown in reference.backlinks}) == len(reference.cited_by)


def _spelt_out(shown: str) -> set[int]:
    """Return the numbers that `1–3,5` stands for."""
    ends = [[int(end) for end in re.findall(r"\d+", part)] for part in shown.split(",")]
    return {number for end in ends for number in range(end[0], end[-1] + 1)}


@PROPERTY
@given(text=articles())
def test_notes_tables_and_sections_are_counted_without_a_gap(text: str, resolve_text: Resolve) -> None:
    document = resolve_text(text)
    assert [note.number for note in document.notes] == [str(count + 1) for count in range(text.count("^["))]
    assert [table.label for table in document.tables] == [f"Table {n + 1}" for n in range(len(document.tables))]
    assert [one.label for one in document.figures] == [f"Figure {n + 1}" for n in range(len(document.figures))]
    ids = [section.id for section in _all_sections(document.sections)]
    assert len(ids) == len(set(ids))
    numbers = [section.number for section in document.sections]
    assert numbers in ([""] * len(numbers), [str(count + 1) for count in range(len(numbers))])


def _all_sections(given: Sequence[Any]) -> Iterator[Any]:
    for section in given:
        yield section
        yield from _all_sections(section.sections)


@PROPERTY
@given(text=wider_articles())
def test_the_same_article_gives_an_equal_document(text: str, resolve_text: Resolve) -> None:
    assert resolve_text(text) == resolve_text(text)


# ---------------------------------------------------------------- the glossary

TERMS = """\
glossary:
  - term: Control
    definition: Text about a stroke.
  - term: Control group
    definition: People to compare with.
  - term: Stroke
    definition: A clot.
"""


def term_links(document: Document) -> list[tuple[str, str]]:
    """Return where terms are links: what they read and to which entry they lead."""
    body = render(document)
    return [(text_of(link), link.get("href", "")) for link in body.iterfind(".//a[@class='term']")]


def test_only_the_first_use_of_a_term_in_the_running_text_leads_to_the_glossary(resolve_article: Resolve) -> None:
    document = resolve_article(
        TERMS + "title: Stroke\nsubtitle: A stroke\nsummary: A *big* **stroke**. Another stroke.\nsections:\n"
        "  - heading: Control\n    content:\n      - Control groups, and what they control.\n"
    )
    assert term_links(document) == [("stroke", "#term-3"), ("Control groups", "#term-2"), ("control", "#term-1")]
    assert plain(getattr(document.summary[0], "children", ())) == "A big stroke. Another stroke."


@pytest.mark.parametrize(
    "content",
    [
        "[A stroke](https://example.org) and `stroke`",
        "- callout: {kind: emergency, content: A stroke}",
        "- callout: {kind: tip, title: A stroke, content: Text}",
        "- table: {id: tbl-x, caption: Text, header: [Stroke], rows: [[a]]}",
        "A note^[on a stroke]",
    ],
    ids=["in a link and in code", "in an emergency", "in a title", "in a table's head", "in a note"],
)
def test_a_term_used_elsewhere_is_used_but_leads_nowhere(content: str, resolve_article: Resolve) -> None:
    glossary = "glossary:\n  - term: Stroke\n    definition: A clot.\n"
    block = (
        "\n".join(f"      {line}" for line in content.splitlines())
        if content.startswith("- ")
        else f"      - '{content}'"
    )
    document = resolve_article(f"{glossary}sections:\n  - heading: First\n    content:\n{block}\n")
    assert term_links(document) == []


def test_a_section_for_one_medium_leads_nowhere_and_the_next_does(resolve_article: Resolve) -> None:
    document = resolve_article(
        "glossary:\n  - term: Stroke\n    definition: A clot.\nsections:\n"
        "  - heading: A\n    only: print\n    content: A stroke.\n  - heading: B\n    content: A stroke.\n"
    )
    assert [section.id for section in document.sections if "TermLink" in repr(section)] == ["sec-2"]


def test_what_is_nested_where_nothing_leads_away_leads_nowhere_and_the_next_does(resolve_article: Resolve) -> None:
    box = "      - callout:\n          kind: {}\n          content:\n            - A stroke.\n"
    inner = "            - callout: {{kind: tip, content: A stroke}}\n            - A stroke.\n".format()
    document = resolve_article(
        "glossary:\n  - term: Stroke\n    definition: A clot.\nsections:\n"
        f"  - heading: A\n    only: print\n    content:\n{box.format('tip')}      - A stroke.\n"
        "    sections:\n      - heading: B\n        content: A stroke.\n"
        f"  - heading: C\n    content:\n{box.format('emergency')}{inner}"
        "  - heading: D\n    content: A stroke.\n"
    )
    assert [section.id for section in document.sections if "TermLink" in repr(section)] == ["sec-3"]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("control group", "two Control  groups", "Control  groups"),
        ("stroke", "heatstroke", None),
        ("stroke", "strokes", "strokes"),
        ("arm", "an army of arms", "arms"),
        ("IT", "it is IT", "IT"),
        ("Nervenzelle", "die Nervenzellen", "Nervenzellen"),
        ("头皮针", "什么是头皮针治疗", "头皮针"),
        ("السكتة", "بعد السكتة", "السكتة"),
        ("علاج", "هذا العلاج", "العلاج"),
        ("C++", "in C++ only", "C++"),
    ],
)
def test_a_term_is_found_as_its_language_writes_it(term: str, text: str, found: str | None) -> None:
    match = term_pattern(term).search(text)
    assert (match and match[0]) == found


# ---------------------------------------------------------------- superscript styles


RAISED = [
    ("A word [@ant].", "A word.^1^"),
    ("A word [@ant], then.", "A word,^1^ then."),
    ("A word [@ant]; then.", "A word^1^; then."),
    ("A word [@ant] then.", "A word^1^ then."),
    ("A word\n[@ant].", "A word.^1^"),
    ("A *word* [@ant].", "A word.^1^"),
    ("A *word [@ant]*.", "A word.^1^"),
    ("A **word *deep [@ant]***.", "A word deep.^1^"),
    ("It ends etc. [@ant].", "It ends etc.^1^."),
    ("E.g. [@ant], so.", "E.g.,^1^ so."),
    ("Really? [@ant].", "Really?^1^."),
    ("“It helps” [@ant].", "“It helps”.^1^"),
    ("“It helps.” [@ant].", "“It helps.”^1^."),
    ("“It helps [@ant].”", "“It helps.^1^”"),
    ("(It helps [@ant]).", "(It helps^1^)."),
    ("And so on [@ant]...", "And so on^1^..."),
    ("Of [@ant].5", "Of^1^.5"),
    ("[@ant].", "^1^."),
    ("[@ant] began.", "^1^ began."),
    ("Two [@ant] [@bee].", "Two.^1^ ^2^"),
    ("Two [@ant][@bee], then.", "Two,^1^ ^2^ then."),
    ("A note [@ant]^[Note].", "A note.^1^ ^n1^"),
    ("A note^[Note] [@ant].", "A note.^n1^ ^1^"),
    ("A note [@ant].^[Note]", "A note.^1^ ^n1^"),
    ("Two notes.^[One]^[Two]", "Two notes.^n1^ ^n2^"),
    ("An area of m^2^ [@ant] now", "An area of m2 ^1^ now"),
    ("An area of m^2^^[Note] now", "An area of m2 ^n1^ now"),
    ("A range [@ant; @bee; @cat].", "A range.^1–3^"),
]


def _carets(inlines: Inlines) -> str:
    """Return text with `^1^` for a raised citation and `^n1^` for a note call."""
    parts = []
    for inline in inlines:
        match inline:
            case Citation(children=children):
                parts.append(f"^{plain(children)}^")
            case NoteCall(number):
                parts.append(f"^n{number}^")
            case Text(text):
                parts.append(text)
            case _:
                parts.append(_carets(getattr(inline, "children", ())))
    return "".join(parts)


@pytest.mark.parametrize(("written", "set_as"), RAISED)
def test_a_superscript_citation_follows_the_full_stop_closely(
    written: str, set_as: str, resolve_article: Resolve
) -> None:
    text = written.replace("\n", "\n  ")
    document = resolve_article(f"summary: |\n  {text}\ncitations:\n  style: american-medical-association\n")
    [paragraph] = document.summary
    assert _carets(getattr(paragraph, "children", ())) == set_as


@pytest.mark.parametrize("written", [written for written, _ in RAISED if "^[" not in written and "^2^" not in written])
def test_a_citation_in_brackets_stays_where_it_was_written(written: str, resolve_article: Resolve) -> None:
    document = resolve_article("summary: |\n  " + written.replace("\n", "\n  ") + "\n")
    [paragraph] = document.summary
    shown = plain(getattr(paragraph, "children", ()))
    assert re.sub(r"\[\d.*?\]", "[]", shown) == re.sub(r"\[@.*?\]", "[]", written.replace("\n", " ").replace("*", ""))


# ---------------------------------------------------------------- locators


@pytest.mark.parametrize(
    ("style", "locator", "is_shown"),
    [
        ("nlm-citation-sequence-brackets", ", p. 81", False),
        ("nlm-citation-sequence-brackets", ", p. 1", False),
        ("nlm-citation-sequence-brackets", ", p. iv", False),
        ("nlm-citation-sequence-brackets", ", p. 81, and more", True),
        ("nlm-citation-sequence-brackets", ", the appendix", True),
        ("nlm-citation-sequence-brackets", ", table 4", True),
        ("american-medical-association", ", pp. 33-35", True),
        ("american-medical-association", ", p. iv", True),
        ("chicago-author-date", ", pp. 294-299", True),
        ("apa", ", chap. 3", True),
    ],
)
def test_a_locator_that_is_not_printed_is_a_warning(
    style: str, locator: str, is_shown: bool, resolve_article: Resolve
) -> None:
    document = resolve_article(f"summary: A study [@bee; @ant{locator}]\ncitations:\n  style: {style}\n")
    warnings = [one for one in document.warnings if "does not print" in one.message]
    assert [f"`{locator.strip(', ')}`" in one.message for one in warnings] == [True] * (not is_shown)
    assert [(one.location.line, one.location.column) for one in warnings if one.location] == [(1, 25)] * (not is_shown)


@pytest.mark.parametrize(
    ("locator", "printed", "is_shown"),
    [
        (", pp. 33-35", "1(33–35)", True),
        (", pp. 294-299", "1(294–99)", True),
        (", pp. 33-35", "1(33)", False),
        (", pp. 33-35", "1(35)", False),
        (", chap. 3, p. 81", "1, p. 81", False),
        (", p. 1", "1", False),
        (", p. 1", "1, p. 1", True),
        (", p. iv", "1(piv)", True),
        (", p. iv", "1(p)", False),
    ],
)
def test_a_locator_of_which_half_is_printed_is_a_warning(
    locator: str, printed: str, is_shown: bool, load_article: Load, citeproc: Citeproc
) -> None:
    manuscript = load_article(f"summary: A study [@ant{locator}]\n{REFERENCES}")
    answer = Wrong(citeproc, lambda given: replace(given, citations=((Text(printed),),)))
    warnings = [one.message for one in resolve(manuscript, answer).warnings if "does not print" in one.message]
    assert len(warnings) == (not is_shown)


# ---------------------------------------------------------------- guards


class Wrong(Citeproc):
    """A citeproc whose answer is changed before it is believed."""

    def __init__(self, citeproc: Citeproc, change: Callable[[Bibliography], Bibliography]) -> None:
        super().__init__()
        self.inner, self.change = citeproc, change

    def cite(self, citations: Sequence[Cite], references: Any, style: Style, language: str) -> Bibliography:
        return self.change(self.inner.cite(citations, references, style, language))


def _swap_numbers(given: Bibliography) -> Bibliography:
    first, second = given.entries
    entries = (replace(first, number=second.number), replace(second, number=first.number))
    return replace(given, entries=entries)


def _drop_last(given: Bibliography) -> Bibliography:
    return replace(given, entries=given.entries[:-1])


def _give_twice(given: Bibliography) -> Bibliography:
    return replace(given, entries=(*given.entries, Entry("ant", given.entries[0].number, "", ())))


def _empty_citation(given: Bibliography) -> Bibliography:
    return replace(given, citations=((), *given.citations[1:]))


@pytest.mark.parametrize("change", [_swap_numbers, _drop_last, _give_twice, _empty_citation])
@pytest.mark.parametrize("style", ["nlm-citation-sequence-brackets", "acm-sig-proceedings"])
def test_numbers_that_differ_from_the_walk_are_a_bug_in_exporter(
    change: Callable[[Bibliography], Bibliography], style: str, load_article: Load, citeproc: Citeproc
) -> None:
    manuscript = load_article(f"summary: Two [@ant] [@bee].\ncitations:\n  style: {style}\n{REFERENCES}")
    resolve(manuscript, citeproc)
    with pytest.raises(ExporterError, match=r"numbers the references|prints nothing") as raised:
        resolve(manuscript, Wrong(citeproc, change))
    assert raised.value.exit_code == 1


def test_an_author_date_style_that_loses_an_entry_is_a_bug_in_exporter(load_article: Load, citeproc: Citeproc) -> None:
    manuscript = load_article(f"summary: Two [@ant] [@bee].\ncitations:\n  style: apa\n{REFERENCES}")
    with pytest.raises(ExporterError):
        resolve(manuscript, Wrong(citeproc, _drop_last))


class Strange:
    """A block, inline or mark of a kind that no step knows."""


STEPS: dict[str, Callable[[Any], object]] = {
    "walk": lambda article: list(walk(article)),
    "plain": lambda _: plain((STRANGE,)),
    "terms": lambda _: TermLinker(["a"]).link((STRANGE,)),
    "terms, inline": lambda _: TermLinker(["a"]).link((Paragraph((STRANGE,)),)),
    "numbers": lambda _: Numbers().replace(STRANGE),
    "expected": lambda _: transcribe(document(sections=(replace(FINDINGS, content=(STRANGE,)),)), "print"),
    "expected, inline": lambda _: transcribe(document(subtitle=(STRANGE,)), "print"),
    "render": lambda _: render(document(sections=(replace(FINDINGS, content=(STRANGE,)),))),
    "render, inline": lambda _: render(document(summary=(Paragraph((STRANGE,)),))),
    "convert": lambda _: to_inlines((Token("image", "", 0),), lambda _: Text("")),
    "convert, block": lambda article: to_blocks(
        replace(article.summary, tokens=(Token("hr", "", 0),)), lambda _: Text("")
    ),
}
STRANGE: Any = Strange()


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_what_a_step_does_not_know_is_never_left_out(step: Callable[[Any], object], load_article: Load) -> None:
    article = load_article().article
    section = article.sections[0].model_copy(update={"content": [STRANGE]})
    with pytest.raises((AssertionError, TypeError, ExporterError), match=r"Strange|made of"):
        step(article.model_copy(update={"sections": [section]}))


# ---------------------------------------------------------------- single facts


def test_two_notes_of_one_text_have_each_their_own_place(load_article: Load, citeproc: Citeproc) -> None:
    manuscript = load_article("summary: A^[one] and \\^[no] and `a\n  ^[no]` and^[two].\n")
    places = resolve(manuscript, citeproc).places
    found = [(places[name].line, places[name].column) for name in ("note-1", "noteref-1", "note-2", "noteref-2")]
    assert found == [(1, 11), (1, 11), (2, 13), (2, 13)]


def test_a_reference_is_asked_for_only_if_it_is_cited(load_article: Load, citeproc: Citeproc) -> None:
    asked: list[Csl] = []

    class Listening(Wrong):
        def cite(self, citations: Sequence[Cite], references: Any, style: Style, language: str) -> Bibliography:
            asked.extend(references[item.key] for cite in citations for item in cite.items)
            return super().cite(citations, references, style, language)

    document = resolve(load_article(f"summary: One [@bee].\n{REFERENCES}"), Listening(citeproc, lambda answer: answer))
    assert ([one["id"] for one in asked], cites(document)) == (["bee"], ["[1]"])


def test_an_article_without_citations_needs_no_citeproc(load_article: Load) -> None:
    document = resolve(load_article(), Citeproc(["no-such-program"]))
    assert (document.citations, document.references) == ((), ())


def test_a_section_without_an_id_never_takes_one_that_is_written(resolve_article: Resolve) -> None:
    document = resolve_article(
        "sections:\n  - heading: A\n    content: See @sec-1.\n  - id: sec-1\n    heading: B\n    content: Text.\n"
    )
    assert [section.id for section in document.sections] == ["sec-1-", "sec-1"]


def test_a_cross_reference_says_the_articles_own_word(resolve_article: Resolve) -> None:
    document = resolve_article(
        "labels:\n  table: Overview\nsummary: See @tbl-x.\nsections:\n  - heading: A\n    content:\n"
        "      - table: {id: tbl-x, caption: Text, header: [a], rows: [[b]]}\n"
    )
    [paragraph] = document.summary
    assert CrossReference("tbl-x", (Text("Overview 1"),)) in getattr(paragraph, "children", ())


def test_an_address_keeps_its_lines_without_their_indents(resolve_article: Resolve) -> None:
    document = resolve_article(
        "publisher:\n  name: A\n    clinic\n  address: |\n\n    1 Road\n      Floor 2 \n    Town\n\n"
    )
    assert (document.publisher.name, document.publisher.address) == ("A clinic", "1 Road\nFloor 2\nTown")


def test_pictures_are_named_by_their_number(article: Path, resolve_article: Resolve) -> None:
    for name in ("a.svg", "logo.svg"):
        (article.parent / name).write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>')
    document = resolve_article(
        "publisher: {name: A clinic, logo: logo.svg, logo_alt: A leaf}\nsections:\n  - heading: A\n    content:\n"
        "      - figure: {id: fig-x, image: a.svg, alt: A dot, caption: Text}\n"
    )
    assert [image.name for image in document.images] == ["images/logo.svg", "images/figure-1.svg"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("ar-Latn", "ltr"), ("ku-Arab", "rtl"),
     ("az-Arab-IR", "rtl"), ("ku", "ltr"), ("ur", "rtl"), ("ff-Adlm", "rtl")],
)  # fmt: skip
def test_the_language_and_its_script_say_which_way_it_is_read(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_in_a_field_of_one_line_a_minus_is_a_minus(load_article: Load, citeproc: Citeproc) -> None:
    changes = """\
sections:
  - heading: First
    content:
      - table: {id: tbl-a, caption: "- = none", header: ["- a", B], rows: [["1", "2"]], notes: "* p < 0.05"}
      - definitions: [{term: A, definition: "- none"}]
      - quote: {text: "1. Mai"}
"""
    table, definitions, quote = resolve(load_article(changes), citeproc).sections[0].content
    assert isinstance(table, Table)
    assert isinstance(definitions, Definitions)
    assert isinstance(quote, Quote)
    shown = (table.caption, table.header[0], table.notes, definitions.terms[0].definition, quote.text)
    typed = ("- = none", "- a", "* p < 0.05", "- none", "1. Mai")
    assert shown == tuple((Paragraph((Text(text),)),) for text in typed)
