"""Texts become paragraphs and lists of the document, and nothing a reader should see is dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import all_tokens, blocks, inlines, parsed, scalar, shown

from exporter import markup
from exporter.document import (
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
from exporter.resolve import content as convert


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


def test_a_line_may_end_where_the_author_ends_it() -> None:
    assert blocks("a\\\nb") == (Paragraph((Text("a"), LineBreak(), Text("b"))),)


def test_lists_hold_blocks_and_keep_the_number_they_start_with() -> None:
    one, two = (Paragraph((Text("a"),)),), (Paragraph((Text("b"),)),)
    assert blocks("- a\n- b") == (BulletList((one, two)),)
    assert blocks("3. a\n4. b") == (OrderedList((one, two), 3),)
    assert blocks("0. a\n1. b") == (OrderedList((one, two), 0),)
    assert blocks("- a\n  - b") == (BulletList(((*one, BulletList((two,))),)),)


@pytest.mark.parametrize(
    "text",
    [
        "- 5 °C",
        "+ 5 kg",
        "* 5",
        "14. 8. 2026",
        "1. a",
        "> 5 mg",
        "____",
        "---",
        "****",
        "# of pills",
        "[ ] yes [ ] no",
        "<Enter>",
        "1986.",
        "2*3",
        "-",
    ],
)
def test_in_an_item_of_one_line_a_sign_or_number_is_what_was_typed(text: str) -> None:
    item = markup.parse_item(scalar(text))
    assert item.problems == ()
    assert plain(convert.to_inlines(item.tokens, shown)) == text


def test_an_item_of_several_lines_may_contain_lists() -> None:
    text = "A\n\n- b\n- c\n"
    item = markup.parse_item(scalar(text))
    assert [type(block) for block in convert.to_blocks(item, shown)] == [Paragraph, BulletList]


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("abc 12@[]();:^~*_`<>!#|-+.\\\n\"'&=/{}"), max_size=40))
def test_no_letter_is_lost_without_a_problem(text: str) -> None:
    markdown = parsed(text)
    if markdown.problems:
        return
    found = "".join(plain(inlines(block)) for block in convert.to_blocks(markdown, shown))
    links = "".join(str(token.attrGet("href") or "") for token in all_tokens(markdown.tokens))
    for letter in "abc":
        assert text.count(letter) <= (found + links).count(letter)
