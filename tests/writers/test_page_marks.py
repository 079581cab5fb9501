"""Marks are at the exact place in the text where a printed page begins, or before the block that begins there."""

import pytest
from lxml import etree

from exporter.errors import ExporterError
from exporter.writers.body import for_medium
from exporter.writers.page_marks import Overflow, count_seen, mark_pages, page_marks, text_after

LABELS = {"page": "Page"}


def marked(markup: str, *starts: int) -> str:
    """Return the markup with `|2` where page 2 begins."""
    body = mark_pages(etree.fromstring(f"<body><main>{markup}</main></body>"), starts, LABELS)
    for mark in list(body.iterfind(".//span[@role]")):
        number = mark.get("id", "").removeprefix("page-")
        mark.addprevious(etree.Comment(f"|{number}"))
        before = mark.getprevious()
        assert before is not None
        before.tail = mark.tail
        mark.tail = None
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    text = etree.tostring(body, encoding="unicode").removeprefix("<body><main>").removesuffix("</main></body>")
    return text.replace("<!--", "").replace("-->", "")


@pytest.mark.parametrize(
    ("markup", "start", "expected"),
    [
        ("<p>ab cd</p>", 2, "<p>ab |1cd</p>"),
        ("<p>ab</p><p>cd</p>", 2, "<p>ab</p>|1<p>cd</p>"),
        ("<p>ab <em>cd</em></p>", 2, "<p>ab |1<em>cd</em></p>"),
        ("<p>ab <a>cd</a></p>", 2, "<p>ab |1<a>cd</a></p>"),
        ("<p>ab <em>c<sub>d</sub></em></p>", 3, "<p>ab <em>c|1<sub>d</sub></em></p>"),
        ("<p>ab <em>cd</em> ef</p>", 4, "<p>ab <em>cd</em> |1ef</p>"),
        ("<p>a</p><section><h2>b</h2></section>", 1, "<p>a</p>|1<section><h2>b</h2></section>"),
        ("<p>a</p><ul><li>b</li><li>c</li></ul>", 1, "<p>a</p>|1<ul><li>b</li><li>c</li></ul>"),
        ("<ul><li>b</li><li>c</li></ul>", 1, "<ul><li>b</li><li>|1c</li></ul>"),
        ("<ul><li>b</li><li><p>c</p></li></ul>", 1, "<ul><li>b</li><li><p>|1c</p></li></ul>"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", 1,
         "<table><tr><td>a</td></tr><tr><td>|1b</td></tr></table>"),
        ("<p>a</p><figure><img/><figcaption>b</figcaption></figure>", 1,
         "<p>a</p>|1<figure><img/><figcaption>b</figcaption></figure>"),
        ("<figure><img/><figcaption>b</figcaption></figure><p>c</p>", 2,
         "<figure><img/><figcaption>b</figcaption></figure>|1<p>c</p>"),
        ('<p data-only="screen">xx</p><p>a</p><p>b</p>', 1, '<p data-only="screen">xx</p><p>a</p>|1<p>b</p>'),
        ('<p>a</p><p data-only="print">bc</p><p>d</p>', 2, '<p>a</p>|1<p data-only="print">bc</p><p>d</p>'),
        ("<blockquote><p>a</p><p>b</p></blockquote>", 1, "<blockquote><p>a</p>|1<p>b</p></blockquote>"),
        ("<p>a\u200b\u00a0\u2066b</p>", 1, "<p>a\u200b\u00a0\u2066|1b</p>"),
    ],
)  # fmt: skip
def test_a_mark_is_where_the_page_begins(markup: str, start: int, expected: str) -> None:
    assert marked(markup, start) == expected


def test_several_pages_may_begin_in_one_text_and_at_one_place() -> None:
    assert marked("<p>abcdef</p>", 0, 2, 4) == "|1<p>ab|2cd|3ef</p>"
    assert marked("<p>a<em>b</em>cdef</p>", 3, 5) == "<p>a<em>b</em>c|1de|2f</p>"
    assert marked('<p>a</p><p data-only="print">bcde</p><p>f</p>', 2, 3) == (
        '<p>a</p>|1|2<p data-only="print">bcde</p><p>f</p>'
    )


def test_the_marks_of_pages_in_a_section_for_print_stay_on_a_screen() -> None:
    body = etree.fromstring('<body><p>a</p><p data-only="print">bcde</p><p>f</p></body>')
    screen = for_medium(mark_pages(body, (0, 2, 5), LABELS), "screen")
    assert [mark.number for mark in page_marks(screen)] == ["1", "2", "3"]


def test_marks_do_not_change_the_text() -> None:
    markup = "<body><p>ab <em>c</em> d</p> <ul><li>e</li> <li>f</li></ul></body>"
    body = etree.fromstring(markup)
    copy = mark_pages(body, range(6), LABELS)
    assert "".join(map(str, copy.itertext())) == "".join(map(str, body.itertext()))
    assert etree.tostring(body, encoding="unicode") == markup


@pytest.mark.parametrize(("start", "heading", "words"), [(2, "A", 3), (3, "A", 3), (4, "D", 2), (5, "D", 1)])
def test_the_text_after_a_place_is_named_by_the_heading_above_the_place(start: int, heading: str, words: int) -> None:
    body = etree.fromstring('<body><h2 id="a">A</h2><p>b cc</p><h2 id="d">D</h2><p>e</p></body>')
    assert text_after(body, start) == Overflow(heading, heading.lower(), words)


def test_a_page_that_begins_after_the_end_of_the_text_is_an_error() -> None:
    with pytest.raises(ExporterError, match="after the end of the text: 3 of 2"):
        mark_pages(etree.fromstring("<body><p>ab</p></body>"), (0, 3), LABELS)


def test_invisible_characters_are_not_counted() -> None:
    assert count_seen(" a\u00ad\u200b\u2067 b\u00a0\n") == 2
