"""Markdown of a text: what is ours becomes the document, and nothing a reader should see is dropped."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from exporter import markup
from exporter.document import (
    Blocks,
    BulletList,
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from exporter.markup import Cite, Mark, NoteMark, Pointer
from exporter.resolve import content as convert
from exporter.source import Scalar, Source


def parsed(text: str) -> markup.Markdown:
    return markup.parse(Scalar.at(text, Source("article.yaml", text), 0, len(text)))


def shown(mark: Mark) -> Inline:
    match mark:
        case Cite(items):
            return Text("{" + ";".join(f"{item.prefix}@{item.key}{item.suffix}" for item in items) + "}")
        case Pointer(target):
            return Text("{" + target + "}")
    return Text("{" + plain(convert.to_inlines(mark.tokens, shown)) + "}")


def blocks(text: str) -> Blocks:
    markdown = parsed(text)
    assert markdown.problems == ()
    return convert.to_blocks(markdown, shown)


@pytest.mark.parametrize(
    ("text", "inline"),
    [
        ("*a*", Emphasis((Text("a"),))),
        ("**a**", Strong((Text("a"),))),
        ("`a`", Code("a")),
        ("~a~", Subscript((Text("a"),))),
        ("^a^", Superscript((Text("a"),))),
        ("[a](https://x.org/b?c=1&d)", Link("https://x.org/b?c=1&d", (Text("a"),))),
        ("[a](#sec-b)", Link("#sec-b", (Text("a"),))),
        ("<https://x.org>", Link("https://x.org", (Text("https://x.org"),))),
        ("[a](HTTPS://X.org)", Link("HTTPS://X.org", (Text("a"),))),
        ("[a](http://x.org:8080/%20b)", Link("http://x.org:8080/%20b", (Text("a"),))),
        ("[a](Tel:911)", Link("Tel:911", (Text("a"),))),
        ("[a](MAILTO:b@c.org)", Link("MAILTO:b@c.org", (Text("a"),))),
        (r"\@a \[b\] \*c\* \<d\>", Text("@a [b] *c* <d>")),
        ("a@b.org at 5 @ 6", Text("a@b.org at 5 @ 6")),
        ("p < 0.05 & q", Text("p < 0.05 & q")),
        ("&alpha;&nbsp;&#8594;", Text("α\xa0→")),
        ("a\nb", Text("a b")),
        ("[@ant]", Text("{@ant}")),
        ("[see @ant, p. 3; @bee]", Text("{see@ant, p. 3;@bee}")),
        ("[see\n@ant, pp.&nbsp;3\\*, [p. 4]]", Text("{see@ant, pp. 3*, [p. 4]}")),
        (r"[a\@ant] ^[\*]", Text("[a@ant] {*}")),
        ("[a](#sec-頭)", Link("#sec-頭", (Text("a"),))),
        ("[@doi:10.1/x]", Text("{@doi:10.1/x}")),
        ("@fig-a.", Text("{fig-a}.")),
        ("a^[b *c* [@d]]e", Text("a{b c {@d}}e")),
    ],
)
def test_inline_markdown_becomes_an_inline(text: str, inline: Inline) -> None:
    assert blocks(text) == (Paragraph((inline,)),)


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("a^b^^c^", (Text("a"), Superscript((Text("b"),)), Superscript((Text("c"),)))),
        ("a~b~^c^", (Text("a"), Subscript((Text("b"),)), Superscript((Text("c"),)))),
    ],
)
def test_raised_text_that_the_author_wrote_stays_close(text: str, inlines: tuple[Inline, ...]) -> None:
    assert blocks(text) == (Paragraph(inlines),)


def test_a_line_may_end_where_the_author_ends_it() -> None:
    assert blocks("a\\\nb") == (Paragraph((Text("a"), LineBreak(), Text("b"))),)


def test_lists_hold_blocks_and_keep_the_number_they_start_with() -> None:
    one, two = (Paragraph((Text("a"),)),), (Paragraph((Text("b"),)),)
    assert blocks("- a\n- b") == (BulletList((one, two)),)
    assert blocks("3. a\n4. b") == (OrderedList((one, two), 3),)
    assert blocks("0. a\n1. b") == (OrderedList((one, two), 0),)
    assert blocks("- a\n  - b") == (BulletList(((*one, BulletList((two,))),)),)


def test_marks_come_in_reading_order_a_note_before_what_it_contains() -> None:
    marks = list(parsed("[@a] @fig-b^[c [@d]] *[@e]*").marks())
    assert [type(mark) for mark in marks] == [Cite, Pointer, NoteMark, Cite, Cite]


def test_the_same_key_twice_has_two_places() -> None:
    markdown = parsed("[@ant] and\n[@ants] `@ant` \\@ant \\@antic [@ant]")
    places = [mark.items[0].location for mark in markdown.marks() if isinstance(mark, Cite)]
    assert [(place.line, place.column) for place in places] == [(1, 2), (2, 2), (2, 31)]


def test_what_would_be_nested_past_the_parsers_limit_is_a_problem() -> None:
    text = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(30))
    assert any("nested" in problem.message for problem in parsed(text).problems)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("abc 12@[]();:^~*_`<>!#|-+.\\\n\"'&=/{}"), max_size=40))
def test_no_letter_is_lost_without_a_problem(text: str) -> None:
    markdown = parsed(text)
    if markdown.problems:
        return
    found = "".join(plain(inlines(block)) for block in convert.to_blocks(markdown, shown))
    links = "".join(str(token.attrGet("href") or "") for token in _all(markdown.tokens))
    for letter in "abc":
        assert text.count(letter) <= (found + links).count(letter)


def inlines(block: object) -> tuple[Inline, ...]:
    if isinstance(block, Paragraph):
        return block.children
    items = block.items  # type: ignore[attr-defined]
    return tuple(inline for item in items for inner in item for inline in inlines(inner))


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
