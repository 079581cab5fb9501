"""A number planted wrong in a finished web page or EPUB must be named; a clean set gives no problem."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from io import BytesIO
from typing import Final
from zipfile import ZipFile

import pytest
from kitchen_sink import FIGURE, FINDINGS, cite, document, paragraph
from lxml import etree
from outputs import as_outputs
from plant import repacked
from shown import expected, shown

from exporter.document import (
    Citation,
    Code,
    CrossReference,
    Document,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    ReferenceLink,
    Section,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from exporter.render import render
from exporter.verify import verify
from exporter.verify.compare import Painted, compare, compare_numbers, same
from exporter.verify.transcript import ShownNumber, TranscriptBuilder, numbers, without_space
from exporter.writers.body import Entry, table_of_contents

CONTAINER: Final = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE: Final = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="article" href="text/article.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="article"/></spine></package>"""
NAVIGATION: Final = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc">{}</nav></body></html>"""

Make = Callable[[str], bytes]


def body_of(made: Document) -> str:
    """Return the body for a screen, as a writer would leave it."""
    body = render(made)
    for part in body.findall(".//*[@data-only='print']"):
        part.getparent().remove(part)  # type: ignore[union-attr]
    return etree.tostring(body, encoding="unicode")


def as_html(body: str) -> bytes:
    """Wrap a body as a web page."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>T</title></head>{body}</html>".encode()


def links(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f'<a href="text/article.xhtml#{entry.target}">{escape(entry.text)}</a>'
        yield from links(entry.entries)


def as_epub(body: str, listed: str = "") -> bytes:
    """Wrap a body as the smallest EPUB, whose table of contents is that of `listed`, if it is another."""
    made = BytesIO()
    navigation = NAVIGATION.format("".join(links(table_of_contents(etree.fromstring(listed or body)))))
    with ZipFile(made, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("EPUB/content.opf", PACKAGE)
        archive.writestr("EPUB/nav.xhtml", navigation)
        archive.writestr("EPUB/text/article.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml">{body}</html>')
    return made.getvalue()


BOTH: Final = pytest.mark.parametrize(("form", "make"), [("html", as_html), ("epub", as_epub)])


def faults(made: Document, form: str, content: bytes) -> list[str]:
    return [problem.message for problem in verify(made, as_outputs({form: content}))]


@BOTH
def test_a_clean_file_gives_no_problem(form: str, make: Make) -> None:
    assert faults(document(), form, make(body_of(document()))) == []


@BOTH
@pytest.mark.parametrize(
    "inline",
    [Text("word"), Code("word"), Link("tel:1", (Text("word"),))]
    + [kind((Text("word"),)) for kind in (Emphasis, Strong, Subscript, Superscript, SmallCaps)],
    ids=lambda inline: type(inline).__name__,
)
def test_a_word_in_any_inline_is_compared(form: str, make: Make, inline: Inline) -> None:
    made = document(subtitle=(inline,))
    body = body_of(made)
    assert faults(made, form, make(body)) == []
    assert faults(made, form, make(body.replace(">word<", ">ward<")))


@BOTH
def test_a_phone_in_words_is_text_that_is_compared(form: str, make: Make) -> None:
    made = document(publisher=replace(document().publisher, phone="Ask at the desk"))
    body = body_of(made)
    assert faults(made, form, make(body)) == []
    assert faults(made, form, make(body.replace("Ask at the desk", "")))


def test_a_book_without_pages_cannot_be_read() -> None:
    empty = repacked(
        as_epub(body_of(document())),
        lambda name, content: content if not name.endswith("opf") else re.sub(rb"<itemref[^>]*>", b"", content),
    )
    (problem,) = faults(document(), "epub", empty)
    assert problem.startswith("the EPUB cannot be read: IndexError")


@BOTH
def test_the_scheme_of_an_address_may_be_in_capitals(form: str, make: Make) -> None:
    made = document(disclaimer=(Paragraph((Link("HTTPS://example.org/", (Text("more"),)),)),))
    assert faults(made, form, make(body_of(made))) == []


@BOTH
@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        pytest.param(
            'id="cite-2">[<a href="#ref-wang2015" role="doc-biblioref">2',
            'id="cite-2">[<a href="#ref-wang2015" role="doc-biblioref">3',
            "the citation `cite-2` reads `[3]`, not `[2]`",
            id="the text of a citation",
        ),
        pytest.param(
            'id="cite-2">[<a href="#ref-wang2015"',
            'id="cite-2">[<a href="#ref-lang2016"',
            "the citation `cite-2` leads to `ref-lang2016`, not to `ref-wang2015`",
            id="the target of a citation",
        ),
        pytest.param(
            '<span class="label">2.</span>',
            '<span class="label">3.</span>',
            "the reference `ref-wang2015` reads `3.↑doi`, not `2.↑doi`",
            id="the number of a reference",
        ),
        pytest.param(
            'href="#cite-3" aria-label',
            'href="#cite-2" aria-label',
            "the reference `ref-lang2016` leads to `cite-4`, `cite-1`, `cite-2`, not to `cite-4`, `cite-1`, `cite-3`",
            id="a back-link",
        ),
        pytest.param('<li id="note-1">', "<li>", "the note `note-1` is missing", id="a lost note"),
        pytest.param(
            'role="doc-noteref">1</a>',
            'role="doc-noteref">2</a>',
            "the note call `noteref-1` reads `2`, not `1`",
            id="the number of a note call",
        ),
        pytest.param(
            '<span class="label">Table 1.</span>',
            '<span class="label">Table 2.</span>',
            "the table `tbl-studies` reads `Table2.Thestudies`, not `Table1.Thestudies`",
            id="the label of a caption",
        ),
        pytest.param(
            '<span class="number">1.1</span>',
            '<span class="number">1.2</span>',
            "the section `sec-頭皮` reads `1.2Ünderthe頭皮`, not `1.1Ünderthe頭皮`",
            id="the number of a section",
        ),
        pytest.param(
            '<a class="crossref short" href="#fig-scalp">Figure 1</a>',
            '<a class="crossref short" href="#tbl-studies">Figure 1</a>',
            "the cross-reference 1 leads to `tbl-studies`, not to `fig-scalp`",
            id="the target of a cross-reference",
        ),
        pytest.param(
            '<span class="label">2.</span>',
            '<span class="label" hidden="">2.</span>',
            "the reference `ref-wang2015` reads `↑doi`, not `2.↑doi`",
            id="a number that is not shown",
        ),
        pytest.param(
            '<span class="label">2.</span>',
            '<template><span class="label">2.</span></template>',
            "the reference `ref-wang2015` reads `↑doi`, not `2.↑doi`",
            id="a number in a template",
        ),
        pytest.param(
            '<span class="label">2.</span>',
            '<span class="label" style="visibility: hidden">2.</span>',
            "the reference `ref-wang2015` reads `↑doi`, not `2.↑doi`",
            id="a number whose place is left free",
        ),
        pytest.param(
            "Ask &lt; your",
            "Ask &gt; your",
            "the text of `sec-next` reads `2Whatnext?Ask>your>team.`, not `2Whatnext?Ask<your>team.`",
            id="a sign in the text",
        ),
    ],
)
def test_each_planted_fault_is_named(form: str, make: Make, right: str, wrong: str, fault: str) -> None:
    body = body_of(document())
    assert right in body
    assert f"{form.upper()}: {fault}" in faults(document(), form, make(body.replace(right, wrong)))


@BOTH
def test_of_two_links_to_one_place_beside_each_other_a_lost_one_is_named(form: str, make: Make) -> None:
    number = ReferenceLink("lang2016", (Text("1"),))
    twice = Citation("cite-4", (Text("["), number, Text(", p. 3; "), number, Text(", p. 5]")), ("lang2016",))
    made = document(summary=(paragraph(twice),))
    body = body_of(made)
    assert faults(made, form, make(body)) == []
    lost = body.replace('<a href="#ref-lang2016" role="doc-biblioref">1</a>, p. 5', "1, p. 5")
    fault = f"{form.upper()}: the citation `cite-4` leads to `ref-lang2016`, not to `ref-lang2016`, `ref-lang2016`"
    assert faults(made, form, make(lost)) == [fault]


@BOTH
def test_a_reference_that_trades_places_with_another_is_named(form: str, make: Make) -> None:
    body = etree.fromstring(body_of(document()))
    first = body.find(".//li[@id='ref-lang2016']")
    assert first is not None
    first.getparent().append(first)  # type: ignore[union-attr]
    found = faults(document(), form, make(etree.tostring(body, encoding="unicode")))
    assert f"{form.upper()}: the reference `ref-wang2015` is where the reference `ref-lang2016` should be" in found


@BOTH
def test_only_the_link_past_the_letterhead_is_left_out_not_a_later_one_to_the_title(form: str, make: Make) -> None:
    body = body_of(document()).replace("</main>", '<a href="#title">Take 5 mg</a></main>')
    (fault,) = faults(document(), form, make(body))
    assert re.fullmatch(form.upper() + ": the text outside all parts reads `(.*)Take5mg`, not `\\1`", fault)


@BOTH
def test_a_link_to_nothing_and_an_id_given_twice_are_named(form: str, make: Make) -> None:
    body = body_of(document()).replace('id="about"', 'id="glossary"').replace('href="#noteref-1"', 'href="#nowhere"')
    found = "\n".join(faults(document(), form, make(body)))
    assert "2 elements have the id `glossary`" in found
    assert "a link leads to `#nowhere`, which does not exist" in found


def test_a_contents_list_of_the_epub_that_leads_nowhere_is_named() -> None:
    body = body_of(document())
    content = as_epub(body.replace('id="sec-findings"', 'id="sec-found"'), listed=body)
    fault = "EPUB: a link leads to `text/article.xhtml#sec-findings`, which does not exist in `EPUB/nav.xhtml`"
    assert fault in faults(document(), "epub", content)


@BOTH
def test_a_section_for_print_alone_is_named_on_a_screen(form: str, make: Make) -> None:
    said = faults(document(), form, make(etree.tostring(render(document()), encoding="unicode")))
    assert f"{form.upper()}: the section `sec-lines` reads `Yournotes`, but should not be there" in said
    assert f"{form.upper()}: the part `sec-lines` should not be there" in said


@pytest.mark.parametrize("form", ["html", "epub", "pdf"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"%PDF-1.7 and no more"])
def test_a_file_that_cannot_be_read_is_a_problem(form: str, content: bytes) -> None:
    assert faults(document(), form, content)


@BOTH
@pytest.mark.parametrize("mode", ["url", "hidden"])
def test_without_a_reference_list_citations_are_plain_text(form: str, make: Make, mode: str) -> None:
    """Links and entries must then be absent; an entry that is printed all the same is named."""
    sections = (
        Section(
            "sec-findings", 2, "", (Text("A"),), (paragraph(replace(cite(1, "k", "1"), children=(Text("[1]"),))),), ()
        ),
    )
    plain = document(sections=sections, summary=(paragraph("S"),), notes=(), figures=(), tables=(), reference_list=mode)
    body = body_of(plain)
    assert faults(plain, form, make(body)) == []
    assert [reading.targets for reading in expected(plain) if reading.kind == "citation"] == [()]
    printed = body.replace("</main>", '<ul><li id="ref-lang2016">1. Lang</li></ul></main>')
    fault = f"{form.upper()}: the reference `ref-lang2016` reads `1.Lang`, but should not be there"
    assert fault in faults(plain, form, make(printed))


def test_a_cross_reference_must_be_called_as_what_it_leads_to() -> None:
    wrong = paragraph(CrossReference("fig-scalp", (Text("Figure 2"),)))
    made = document(sections=(replace(FINDINGS, content=(FIGURE, wrong)),))
    assert "document: `Figure 2` leads to `fig-scalp`, which is called something else" in faults(made, "html", b"<p>")


def test_words_of_the_author_may_lead_to_a_figure() -> None:
    link = Paragraph((Link("#fig-scalp", (Text("the drawing"),)),))
    made = document(sections=(replace(FINDINGS, content=(*FINDINGS.content, link)),))
    assert faults(made, "html", as_html(body_of(made))) == []


def test_both_files_read_as_the_document() -> None:
    body = body_of(document())
    assert shown("html", as_html(body)) == shown("epub", as_epub(body)) == expected(document())


def test_texts_are_the_same_whatever_their_capitals_and_hyphens_but_not_their_numbers() -> None:
    assert same("FIGURE1") == same("Figure1")
    assert same("1‐2") == same("1-2")
    assert without_space("a\u00ad\u200b\u200d\u2060b ☎\ufe0e\ufe0f") == "ab☎"
    assert same("p<0.05") != same("p>0.05")
    assert same("[12]") != same("[21]")


def test_right_to_left_text_is_compared_without_its_order_where_it_is_painted() -> None:
    assert same("שלום(1)", "ltr") == same(")1(םולש", "ltr")
    assert same("שלום(1)") != same(")1(םולש")
    assert same("[1–3]", "rtl") == same("[3–1]", "rtl")
    assert same("[12]", "rtl") != same("[21]", "rtl")
    assert same("שלום", "rtl") != same("שלו", "rtl")


NUMBERS = {
    "exchanged digits": ("12 5", "21 5", ["`sec-a` lacks the number `12`, and has `21` instead"]),
    "a lost number": ("12 5", "12", ["`sec-a` lacks the number `5`, and has nothing instead"]),
    "another decimal": ("1.25 5", "1.52 5", ["`sec-a` lacks the number `1.25`, and has `1.52` instead"]),
    "another order": ("12 5 12", "12 12 5", []),
    "a number broken over two lines": ("2016", "20 16", []),
    "two numbers painted as one": ("12 5", "512", []),
}


@pytest.mark.parametrize(("right", "there", "said"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_compared_without_their_order(right: str, there: str, said: list[str]) -> None:
    assert list(compare_numbers({"sec-a": right.split()}, {"sec-a": there.split()})) == said


def test_the_numbers_of_a_part_are_those_under_no_inner_part() -> None:
    builder = TranscriptBuilder()
    builder.write("1 a 2,5")
    builder.open(identifier="sec-a")
    builder.write("12 mg, 0.25\u2060–\u20602")
    builder.open(identifier="sec-b")
    builder.write("3")
    builder.write("4")
    builder.close()
    builder.write("5 ")
    builder.close()
    found = numbers(builder.shown(), ("sec-a", "sec-b"))
    assert found == {"": ["1", "2,5"], "sec-a": ["12", "0.25", "2", "5"], "sec-b": ["3", "4"]}


@pytest.mark.parametrize("painted", [None, "ltr", "rtl"])
def test_exchanged_digits_of_a_citation_are_named_in_every_direction(painted: Painted) -> None:
    wanted, found = (ShownNumber("citation", "cite-1", text, ("ref-a",)) for text in ("[12]", "[21]"))
    assert list(compare([wanted], [found], painted)) == ["the citation `cite-1` reads `[21]`, not `[12]`"]
    assert list(compare([wanted], [wanted], painted)) == []
