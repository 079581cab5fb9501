"""The body contains everything of the document once, escaped, and every link inside it has a target."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from jinja2 import UndefinedError
from kitchen_sink import FIGURE, TABLE, document
from lxml import etree
from places import CASES

from exporter.citeproc import Citeproc
from exporter.document import (
    Callout,
    Code,
    Document,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Paragraph,
    Revision,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain,
)
from exporter.language import spell_date
from exporter.load import load
from exporter.project import Project
from exporter.render import render, templates
from exporter.resolve import resolve


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, citeproc: Citeproc) -> Document:
    article = request.param / "article.yaml"
    return resolve(load(Project.of(article), citeproc), citeproc)


def body(document: Document) -> etree._Element:
    return render(document)


def shown(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def markup(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def with_summary(*inlines: Inline) -> etree._Element:
    [paragraph] = body(document(summary=(Paragraph(inlines),))).findall(".//div[@class='summary']/p")
    return paragraph


# ---------------------------------------------------------------- any document


def test_ids_are_unique(case: Document) -> None:
    ids = Counter(element.get("id") for element in body(case).iter() if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_link_inside_the_body_has_its_target(case: Document) -> None:
    made = body(case)
    ids = {element.get("id") for element in made.iter()}
    targets = {str(link.get("href"))[1:] for link in made.iter("a") if str(link.get("href")).startswith("#")}
    assert targets <= ids


def test_every_assigned_number_is_an_element_with_its_text(case: Document) -> None:
    by_id = {element.get("id"): element for element in body(case).iter() if element.get("id")}
    for citation in case.citations:
        assert shown(by_id[citation.id]) == plain(citation.children)
    for note in case.notes:
        assert shown(by_id[note.id]).startswith(f"{note.number}. ")
        assert by_id[f"noteref-{note.number}"].text == note.number
    labels = {one.id: one.label for one in case.figures} | {one.id: one.label for one in case.tables}
    for name, text in labels.items():
        label = by_id[name].find(".//span[@class='label']")
        assert label is not None
        assert label.text == f"{text}."
    for reference in case.references if case.reference_list == "full" else ():
        entry = by_id[reference.id].find("span[@class='entry']")
        assert entry is not None
        assert shown(entry) == " ".join(plain(reference.entry).split())
        assert shown(by_id[reference.id]).startswith(reference.marker)


def test_back_links_lead_to_every_citation_each_with_its_own_text_and_name(case: Document) -> None:
    for entry in body(case).iterfind(".//ul[@class='reference-list numbered']/li"):
        [reference] = [one for one in case.references if one.id == entry.get("id")]
        links = entry.findall(".//a[@role='doc-backlink']")
        assert [link.get("href") for link in links] == [f"#{place}" for place in reference.cited_by]
        assert len({link.text for link in links}) == len({link.get("aria-label") for link in links}) == len(links)


def test_the_body_contains_the_words_of_the_document_in_reading_order(case: Document) -> None:
    rest = re.sub(r"\s", "", "".join(map(str, body(case).itertext())))
    for text in (re.sub(r"\s", "", plain(inlines)) for inlines in _texts(case)):
        before, found, rest = rest.partition(text)
        assert found == text, f"{text!r} is not where it should be, after {before[-40:]!r}"


def _texts(value: Any) -> Iterator[Inlines]:
    """Yield every tuple of inlines in a document, in the order of its fields, which is the reading order."""
    if isinstance(value, tuple) and value and all(isinstance(one, Inline) for one in value):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Document):
        walked = "title subtitle summary key_points sections glossary disclaimer related notes"
        for name in walked.split():
            yield from _texts(getattr(value, name))
        if value.reference_list == "full":
            yield from (reference.entry for reference in value.references)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Inline | Image):
        names = ["text", "url", "source"] if type(value).__name__ == "Quote" else [one.name for one in fields(value)]
        for name in names:
            yield from _texts(getattr(value, name, ()))


def test_the_body_contains_figures_tables_and_callouts() -> None:
    made = body(document())
    kinds = Counter(element.tag for element in made.iter("figure", "table", "blockquote"))
    assert kinds == {"figure": 1, "table": 1, "blockquote": 1}
    assert [element.get("class") for element in made.iterfind(".//section[@aria-label]")] == ["callout emergency"]


# ---------------------------------------------------------------- escaping

NASTY = "<b>\"&amp;' </p><script>]]>&lt;"


def _nasty(value: Any) -> Any:
    """Return the document with every free text replaced by characters of markup."""
    match value:
        case Text() | Code():
            return type(value)(NASTY)
        case tuple():
            return tuple(_nasty(one) for one in value)
        case Figure():
            return replace(value, alt=NASTY, label=NASTY, caption=_nasty(value.caption), credit=_nasty(value.credit))
        case Table():
            return replace(value, label=NASTY, caption=_nasty(value.caption), header=_nasty(value.header))
        case Callout():
            return replace(value, label=NASTY, title=_nasty(value.title), content=_nasty(value.content))
    if not hasattr(value, "__dataclass_fields__") or isinstance(value, Image):
        return value
    free = {"name", "credentials", "address", "phone", "rights", "change", "version", "funding", "formats"}
    changed = {one.name: _nasty(getattr(value, one.name)) for one in fields(value) if one.name not in {"words", "id"}}
    return replace(value, **changed | dict.fromkeys(free & changed.keys(), NASTY))


def test_every_text_is_escaped() -> None:
    made = body(_nasty(document()))
    assert shown(made).count(NASTY) > 40
    assert made.find(".//script") is None
    assert made.find(".//b") is None
    assert [image.get("alt") for image in made.iter("img")] == [NASTY, "QR code: https://clinic.example/sa-001"]


def test_an_address_with_characters_of_markup_is_escaped() -> None:
    made = with_summary(Link('https://x.example/?a="1"&b=<2>', (Text("x"),)))
    assert made[0].get("href") == 'https://x.example/?a="1"&b=<2>'


def test_an_undefined_variable_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        templates().from_string("{{ document.nothing }}").render(document=document())
    with pytest.raises(UndefinedError):
        body(document(words={}))


# ---------------------------------------------------------------- inlines


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        (Emphasis((Text("x"),)), "<em>x</em>"),
        (Strong((Emphasis((Text("x"),)),)), "<strong><em>x</em></strong>"),
        (Subscript((Text("2"),)), "<sub>2</sub>"),
        (Superscript((Text("2"),)), "<sup>2</sup>"),
        (SmallCaps((Text("x"),)), '<span class="small-caps">x</span>'),
        (Code("x  <y"), "<code>x  &lt;y</code>"),
        (LineBreak(), "<br/>"),
        (Link("tel:911", (Text("911"),)), '<a href="tel:911">911</a>'),
    ],
)
def test_no_white_space_is_added_around_inlines(inline: Inline, expected: str) -> None:
    assert markup(with_summary(Text("a"), inline, inline, Text("b"))) == f"<p>a{expected}{expected}b</p>"


def test_spaces_of_the_text_are_kept() -> None:
    assert markup(with_summary(Text(" a "), Emphasis((Text(" b "),)), Text(" c"))) == "<p> a <em> b </em> c</p>"


def test_every_kind_of_inline_shows_its_text() -> None:
    for kind in Inline.__args__:
        given = kind("x") if kind in {Text, Code} else None
        if given is None and "children" in kind.__dataclass_fields__:
            names = [name for name in kind.__dataclass_fields__ if name not in {"children", "is_raised"}]
            given = kind(**{name: ("x",) if name == "keys" else "x" for name in names}, children=(Text("x"),))
        if given is not None:
            assert shown(with_summary(given)) == "x", kind


# ---------------------------------------------------------------- single facts


def test_a_table_names_its_columns_and_rows() -> None:
    [table] = body(document()).iter("table")
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col", "row"]
    without = body(document(sections=(replace(document().sections[0], content=(replace(TABLE, row_headers=False),)),)))
    assert [cell.get("scope") for cell in without.iter("th")] == ["col", "col"]


def test_a_figure_without_credit_has_no_empty_element() -> None:
    section = replace(document().sections[0], content=(replace(FIGURE, credit=()),))
    assert body(document(sections=(section,))).find(".//span[@class='credit']") is None


def test_a_heading_has_the_level_of_its_section() -> None:
    headings = [(element.tag, shown(element)) for element in body(document()).iter("h2", "h3")]
    assert ("h2", "1 What did the studies find?") in headings
    assert ("h3", "1.1 Ünder the 頭皮") in headings


@pytest.mark.parametrize("kept", ["url", "hidden"])
def test_a_list_that_is_not_printed_leaves_no_entry(kept: str) -> None:
    made = body(document(reference_list=kept))
    assert made.find(".//*[@role='doc-bibliography']") is None
    assert (made.find(".//section[@id='references']") is not None) == (kept == "url")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("{month} {day}, {year}", "March 5, 2026"), ("{day}. {month} {year}", "5. March 2026")],
)
def test_a_date_is_written_as_the_language_does(pattern: str, expected: str) -> None:
    months = "January February March April May June July August September October November December"
    assert spell_date(date(2026, 3, 5), {"months": months, "date": pattern}) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Semaglutide 0.25–2 mg", ["0.25–2"]),
        ("Take 2–3 on 2026-11-22 & call 555-0142;", ["2–3", "2026-11-22", "555-0142"]),
        ("see 36(3):294–9, not -5", ["294–9", "-5"]),
        ("p<0.05, <0.05 & (−0.5), x−0.5", ["0.05", "<0.05", "−0.5", "0.5"]),
        ("5%–10% of 5%, 120/80, 1:10, 24/7", ["5%–10%", "120/80", "1:10", "24/7"]),
        ("1,000, 10\u2009000 or 1'000.", ["1,000", "10\u2009000", "1'000"]),
        ("½–1 tablet, 1½, .5 mg at $5–$10", ["½–1", ".5", "$5–$10"]),
        ("תחת ٠٫٢٥–٢ ו-5", ["٠٫٢٥–٢"]),
        ("a 10-year-old <b> with COVID-19, no. 5, 5. [5] 5% 1. A", []),
        ("1,2,3,4,5,6,7,8,9,10,11,12 are too many", []),
    ],
)
def test_a_number_with_its_signs_and_range_is_one_piece(text: str, numbers: list[str]) -> None:
    made = with_summary(Text(text), Code(text))
    assert [span.text for span in made.iter("span")] == numbers * 2
    assert shown(made) == " ".join((text * 2).split())


def test_numbers_are_one_piece_outside_the_running_text_too() -> None:
    publisher = replace(document().publisher, address="1-3 Road\n5", phone="1-800-5")
    revisions = (Revision("1.0.1", date(2026, 1, 2), "0.25–2 mg"),)
    edition = replace(document().edition, version="1.0.2", rights="2–3", revisions=revisions)
    made = body(document(publisher=publisher, edition=edition)).iterfind(".//span[@class='short']")
    assert {"1-3", "1-800-5", "1.0.1", "0.25–2", "1.0.2", "2–3"} <= {span.text for span in made}
