"""Warnings about an article that loads, each with its place; and characters that cannot be printed."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Load, Warn

from exporter import rules
from exporter.citeproc import Citeproc
from exporter.errors import Severity
from exporter.resolve import resolve

BIB = "@book{{{key}, title = {{Ants}}, year = 2016}}\n"
ZEBRA = "glossary:\n  - term: Text\n    definition: Not a zebra.\n  - term: Zebra\n    definition: A zebra.\n"
EMERGENCY = "- callout: {kind: emergency, content: Call 911}"


def test_the_smallest_article_has_no_warning(warnings_of: Warn) -> None:
    assert warnings_of() == []


def test_a_reference_never_cited_is_a_warning(warnings_of: Warn, article: Path) -> None:
    article.with_name("a.bib").write_text(BIB.format(key="bee") + BIB.format(key="cat"), "utf-8")
    found = warnings_of(
        "summary: A [@bee]\nbibliography:\n  - a.bib\n"
        "references:\n  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
    )
    assert [(warning.message, str(warning.location)) for warning in found] == [
        ("1 of 2 references are never cited, and not printed", "content/a.bib:2:7"),
        ("the reference `ant` is never cited", "content/article.yaml:5:9"),
    ]
    assert found[0].hint == "cite `cat` (line 2) with `[@key]`, or keep them for another article"


def test_of_many_references_never_cited_the_first_are_named(warnings_of: Warn, article: Path) -> None:
    article.with_name("a.bib").write_text("".join(BIB.format(key=f"bee{count}") for count in range(8)), "utf-8")
    (warning,) = warnings_of("bibliography:\n  - a.bib\n")
    assert str(warning.location) == "content/a.bib:1:7"
    assert warning.hint.startswith("cite `bee0` (line 1), `bee1` (line 2), ")
    assert "`bee4` (line 5) and 3 more with" in warning.hint


def test_text_right_after_an_emergency_is_a_warning_and_a_heading_is_not(warnings_of: Warn) -> None:
    section = f"sections:\n  - heading: First\n    content:\n      - Text\n      {EMERGENCY}\n"
    inner = "    sections:\n      - heading: Second\n        content: Text\n"
    assert warnings_of(section + inner) == []
    (warning,) = warnings_of(f"{section}      - More text\n")
    assert warning.message == "no heading follows an emergency call-out"
    assert str(warning.location).endswith(":6:9")


def test_a_box_after_an_emergency_inside_another_box_is_a_warning(warnings_of: Warn) -> None:
    inner = "{kind: emergency, content: Call 911}"
    box = f"- callout: {{kind: tip, content: [{{callout: {inner}}}, More text]}}"
    (warning,) = warnings_of(f"sections:\n  - heading: First\n    content:\n      {box}\n")
    assert warning.message == "no heading follows an emergency call-out"


def test_a_term_never_used_is_a_warning_at_its_place(warnings_of: Warn) -> None:
    (warning,) = warnings_of(ZEBRA)
    assert warning.message == "the glossary explains `Zebra`, which is never used"
    assert str(warning.location) == "content/article.yaml:4:11"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("See Figure 1.", 1),
        ("See Figure 2.", 0),
        ("See Table 1.", 0),
        ("Figure 1.5", 0),
        ("Figures 1 and 2", 0),
        ("A `Figure 1`", 0),
    ],
)
def test_a_number_of_a_figure_that_is_typed_is_a_warning(
    text: str, count: int, warnings_of: Warn, article: Path
) -> None:
    article.with_name("a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    figure = "figure: {id: fig-a, image: a.svg, alt: A, caption: B}"
    found = warnings_of(f"sections:\n  - heading: First\n    content:\n      - {text}\n      - {figure}\n")
    assert [(one.message, one.hint.split(",")[0]) for one in found] == [
        ("the number of `Figure 1` is typed", "write `@fig-a`")
    ] * count
    assert all(str(one.location) == "content/article.yaml:4:13" for one in found)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("donâ€™t", "don’t"),
        ("MÃ¼ller", "Müller"),
        ("5 Âµg", "µg"),
        ("café Ångström â naïve Âge", None),
        ("Ærø Ãos", None),
    ],
)
def test_a_word_that_was_read_wrongly_before_it_was_pasted_is_a_warning(
    text: str, meant: str | None, warnings_of: Warn
) -> None:
    found = warnings_of(f"title: {text}\n")
    assert [one.hint.split("`")[1] for one in found] == ([meant] if meant else [])


@pytest.mark.parametrize("place", ["sections:\n  - heading: A zebra\n    content: A", "summary: A^[A zebra.]"])
def test_a_term_used_in_a_heading_or_a_note_alone_is_used(place: str, warnings_of: Warn) -> None:
    assert warnings_of(f"disclaimer: Text\n{place}\n{ZEBRA}") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("See Table @tbl-a", 1),
        ("See tab. @tbl-a and table @tbl-a", 2),
        ("^[Tables @tbl-a]", 1),
        ("^[Table @tbl-a]", 1),
        ("See @tbl-a in the table and @tbl-a", 0),
        ("See **Table** @tbl-a", 1),
        ("See (Tab. @tbl-a)", 1),
        ("See Tablets @tbl-a", 0),
        ("A table. A [link](tel:1) @tbl-a", 0),
        ("a @tbl-a", 0),
        ("Section @sec-a", 0),
    ],
)
def test_a_word_that_a_cross_reference_repeats_is_a_warning(text: str, count: int, warnings_of: Warn) -> None:
    table = "table: {id: tbl-a, caption: A, header: [A], rows: [[B]]}"
    sections = f"sections:\n  - heading: A\n    id: sec-a\n    content:\n      - {text!r}\n      - {table}\n"
    messages = [warning.message for warning in warnings_of(sections)]
    assert [("already prints `Table`" in one) for one in messages] == [True] * count


def test_a_section_that_is_numbered_is_called_by_its_word(warnings_of: Warn) -> None:
    numbered = "numbering: {sections: true}\nsections:\n  - heading: A\n    id: sec-a\n    content: In Section @sec-a\n"
    (warning,) = warnings_of(numbered)
    assert warning.hint == "write `@sec-a` alone"


def test_warnings_are_in_the_order_of_their_places(warnings_of: Warn) -> None:
    book = "  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
    lines = [warning.location.line for warning in warnings_of(f"{ZEBRA}references:\n{book}") if warning.location]
    assert lines == [4, 7]


@pytest.mark.parametrize(("today", "count"), [(None, 0), (date(2028, 11, 1), 0), (date(2028, 11, 2), 1)])
def test_a_review_that_is_overdue_is_a_warning(
    today: date | None, count: int, load_article: Load, citeproc: Citeproc
) -> None:
    edition = "document:\n  id: T-1\n  version: 1.0\n  published: 2026-11-22\n  review_by: 2028-11-01\n"
    manuscript = load_article(edition)
    found = rules.check(manuscript, resolve(manuscript, citeproc), today)
    assert [(one.severity, "2028-11-01" in one.message) for one in found] == [(Severity.WARNING, True)] * count
    assert all(str(one.location) == "content/article.yaml:5:14" for one in found)


def test_a_character_no_font_has_is_found_in_texts_notes_and_pictures_each_once(
    load_article: Load, article: Path, citeproc: Citeproc
) -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- 脚 --><text>手<tspan>頭</tspan></text></svg>'
    )
    article.with_name("a.svg").write_text(picture, "utf-8")
    figure = "\n      - figure: {id: fig-a, image: a.svg, alt: A, caption: B}\n"
    manuscript = load_article(f"summary: A 頭^[And 足.] 頭\nsections:\n  - heading: First\n    content:{figure}")
    found = list(rules.missing_glyphs(manuscript, resolve(manuscript, citeproc)))
    assert [(one.message[27:28], str(one.location)) for one in found] == [
        ("頭", "content/article.yaml:1:12"),
        ("足", "content/article.yaml:1:19"),
        ("手", "content/a.svg:1:75"),
    ]
    assert all(one.is_error for one in found)
    assert all("`exporter build --to epub --to html`" in one.hint for one in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("膝盖手术后。", "no font has the Chinese characters (`膝`, `盖`, `手` and 3 more)"),
        ("สวัสดี", "no font has the Thai characters (`ส`, `ว`, `ั` and 2 more)"),
        ("ひらがな カタ", "no font has the Japanese characters (`ひ`, `ら`, `が` and 3 more)"),
    ],
)
def test_a_script_without_a_font_is_one_error(text: str, message: str, load_article: Load, citeproc: Citeproc) -> None:
    manuscript = load_article(f"summary: A {text}\n")
    (found,) = rules.missing_glyphs(manuscript, resolve(manuscript, citeproc))
    assert (found.message, str(found.location)) == (message, "content/article.yaml:1:12")


def test_a_character_that_is_not_typed_itself_is_found_where_it_comes_from(
    load_article: Load, article: Path, citeproc: Citeproc
) -> None:
    article.with_name("a.json").write_text(
        '[\n{"id": "cat", "type": "book", "title": "A \\u819d", "issued": {"date-parts": [[2016]]}}]', "utf-8"
    )
    manuscript = load_article("summary: A &#x982D; [@cat]\nbibliography:\n  - a.json\n")
    found = rules.missing_glyphs(manuscript, resolve(manuscript, citeproc))
    assert {str(one.location) for one in found} == {"content/article.yaml:1:10", "content/a.json:2:9"}


CASED = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>T</title>
<id>t</id><updated>2026-01-01T00:00:00Z</updated><category citation-format="numeric"/></info>
<citation><layout><text variable="citation-number"/></layout></citation>
<bibliography><layout><text variable="title" text-case="{case}"/></layout></bibliography></style>"""


@pytest.mark.parametrize(
    ("case", "title", "expected", "unharmed"),
    [
        ("title", "Trial of 5 mg of aspirin", "`mg` as `Mg`", "Trial of 5 {mg} of aspirin"),
        ("sentence", "Trial of aspirin in Leeds", "`Leeds` as `leeds`", "Trial of aspirin in {Leeds}"),
        ("lowercase", "Trial of DNA tests", "`DNA` as `dna`", "Trial of {DNA} tests"),
    ],
)
def test_a_word_that_the_style_harms_is_a_warning_and_braces_help(
    case: str, title: str, expected: str, unharmed: str, warnings_of: Warn, article: Path
) -> None:
    article.with_name("a.csl").write_text(CASED.format(case=case), "utf-8")
    changes = "summary: A [@ant]\ncitations: {style: a.csl}\nbibliography: [a.bib]\n"
    article.with_name("a.bib").write_text(f"@book{{ant, year = 2016,\n title = {{{title}}}}}", "utf-8")
    (warning,) = warnings_of(changes)
    assert warning.message == f"the style prints {expected} in the title of the reference `ant`"
    assert str(warning.location) == "content/a.bib:1:7"
    article.with_name("a.bib").write_text(f"@book{{ant, year = 2016,\n title = {{{unharmed}}}}}", "utf-8")
    assert warnings_of(changes) == []


def test_a_word_that_the_style_harms_is_protected_in_the_article_too(warnings_of: Warn, article: Path) -> None:
    article.with_name("a.csl").write_text(CASED.format(case="title"), "utf-8")
    changes = (
        "summary: A [@ant]\ncitations: {style: a.csl}\nreferences:\n  - id: ant\n    type: book\n    issued: 2016\n"
    )
    (warning,) = warnings_of(f"{changes}    title: Trial of 5 mg\n")
    assert str(warning.location) == "content/article.yaml:7:12"
    assert warning.hint == 'write `<span class="nocase">mg</span>` in the title, or use another style'
    assert warnings_of(f'{changes}    title: Trial of 5 <span class="nocase">mg</span>\n') == []
