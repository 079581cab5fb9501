"""Markdown of a text: what is ours becomes the document, and nothing a reader should see is dropped."""

import re
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


TYPED = [
    *(
        "Take 2*3*4 drops",
        "5*3*2 cm",
        "2*(3+4)*5",
        "2 * 3 * 4",
        "*5*mg",
        "a*b*c",
        "2**3",
        "5 mg* and 10 mg*",
        "*Take it",
    ),
    *("5~10, 10~20 ml", "5~10~20", "~5–~10 mg", "10^6/10^9", "10^9–10^12", "2^3"),
    *("a_b_c", "____", "Name: ____ Date: ______", "*****", "+ 5 kg", "+5\n+ 6", "a + b"),
]


TYPED += [
    *("Aspirin*, ibuprofen*.", "aspirin*. Not ibuprofen*, naproxen* or codeine*.", "Is it aspirin*? Or ibuprofen*?"),
    *("Aspirin (75 mg*) and ibuprofen (200 mg*).", "5 €*, 6 %*, 7 £*.", "Aspirin®*, Advil™*", "Mon–Fri*/Sat*: 9–5*"),
    *("Aspirin*(low dose) and ibuprofen*(any)", "Aspirin (*) and ibuprofen (*)", "\"*\" or '*'", "(*see) and (*also)"),
    *(
        "BP: __/__ mmHg",
        "__.__.____ or __-__-____",
        "(__) yes (__) no",
        "(_) yes (_) no",
        "[_] yes [_] no",
        "__kg __cm",
    ),
    *("Pain: __/10", "Yes__ No__", "min^-1·kg^-1", "mL/min^-1/kg^-1", "Ca^++/Mg^++", "2^nd–3^rd", "a^n-b^n"),
    *("it`s 5 o`clock", "don`t and can`t"),
]


TYPED += ["阿司匹林*，布洛芬*。", "阿司匹林*和布洛芬*都是", "Aspirin*和Ibuprofen*。", "أسبرين*، إيبوبروفين*."]


@pytest.mark.parametrize("text", TYPED)
def test_a_sign_between_digits_or_words_is_what_was_typed(text: str) -> None:
    assert blocks(f"A {text}") == (Paragraph((Text(f"A {text}".replace("\n", " ")),)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**tablet (5 mg)**daily", "tablet (5 mg)"),
        ("这是**重要**的。", "重要"),
        ("这是**“重要”**的。", "“重要”"),
        ("第2**重要**5", "重要"),
        ("**a*b**", "a*b"),
        ("**a_b**", "a_b"),
        ("(**a**)", "a"),
        ("“**a**”", "a"),
        ("**5 mg**", "5 mg"),
        ("5 **mg**/l", "mg"),
    ],
)
def test_bold_begins_and_ends_beside_punctuation_too(text: str, words: str) -> None:
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert [plain(one.children) for one in paragraph.children if isinstance(one, Strong)] == [words]
    assert "*" not in plain(paragraph.children).replace(words, "")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a **b", [3]),
        ("b** a", [2]),
        ("**a*", [1]),
        ("**a** **b", [7]),
        ("_a b", [1]),
        ("a_b _c", [5]),
        ("**a [b **c](https://x.org)", [1, 8]),
        ("**a** b**c**", [8]),
    ],
)
def test_bold_or_emphasis_that_begins_or_ends_nothing_is_a_problem(text: str, columns: list[int]) -> None:
    problems = parsed(text).problems
    assert all("begins or ends nothing" in one.message and "for the sign itself" in one.hint for one in problems)
    assert [one.location.column for one in problems if one.location] == columns


# A text, the line and column of its problem, and a part of its message or hint.
LISTS = {
    "dates as items": ("12. December\n\n3. January", (3, 1), "item 3 of a list follows item 12"),
    "a number that is left out": ("1. a\n2. b\n4. c", (3, 1), "item 4 of a list follows item 2"),
    "the same number twice": ("1. a\n1. b", (2, 1), "`1\\.`"),
    "a year": ("1986. A year", (1, 1), "`1986\\.`"),
    "a date in digits": ("14. 8. 2026", (1, 5), "two lists begin on one line"),
    "a list in an item": ("- - a", (1, 3), "two lists begin on one line"),
    "numbers inside an item": ("- a\n\n  2. b", (3, 3), "begins like item 2"),
    "a temperature": ("- 5 °C", (1, 1), "a negative number, or a list"),
    "a temperature in a paragraph": ("It was\n- 5 °C", (2, 1), "`−5` or `\\- 5`"),
    "a star before a remark": ("* Take it", (1, 1), "for the sign, write `\\*`"),
}


@pytest.mark.parametrize(("text", "place", "words"), LISTS.values(), ids=LISTS)
def test_what_may_not_be_meant_as_a_list_is_a_problem(text: str, place: tuple[int, int], words: str) -> None:
    (problem,) = parsed(text).problems
    assert problem.location
    assert (problem.location.line, problem.location.column) == place
    assert words in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize(
    "text", ["1. a", "0. a\n1. b", "7. a\n8. b", "1) a\n2) b", "- a", "- 1 a\n- 2 b", "* a\n* b", "1\\. a", "\\- 5 °C"]
)
def test_a_list_and_what_is_marked_as_none_are_no_problem(text: str) -> None:
    assert parsed(text).problems == ()


@pytest.mark.parametrize(
    "text", ["- 5 °C", "+ 5 kg", "* 5", "14. 8. 2026", "1. a", "> 5 mg", "____", "---", "1986.", "2*3", "-"]
)
def test_in_an_item_of_one_line_a_sign_or_number_is_what_was_typed(text: str) -> None:
    item = markup.parse_item(Scalar.at(text, Source("article.yaml", text), 0, len(text)))
    assert item.problems == ()
    assert plain(convert.to_inlines(item.tokens, shown)) == text


def test_an_item_of_several_lines_may_contain_lists() -> None:
    text = "A\n\n- b\n- c\n"
    item = markup.parse_item(Scalar.at(text, Source("article.yaml", text), 0, len(text)))
    assert [type(block) for block in convert.to_blocks(item, shown)] == [Paragraph, BulletList]


# Markup of another system, and what the hint says to write instead.
FOREIGN = {
    r"\@ref(fig:knee)": "@fig-knee",
    r"\cite{lee2020}": "[@key]",
    r"\citep[see][p. 3]{lee2020}": "[@key]",
    r"\autoref{fig:knee}": "@fig-knee",
    r"\footnote{Text}": "^[text]",
    r"\textbf{now}": "**bold**",
    r"\ce{H2O}": "H~2~O",
    r"\begin{itemize}": "plain words",
    "{numref}`fig-knee`": "@fig-knee",
    "{cite:p}`lee2020`": "[@key]",
    ":numref:`fig-knee`": "@fig-knee",
    ":cite:lee2020": "[@key]",
    "<<fig-knee>>": "@fig-knee",
    "[[Our page]]": "[words](https://…)",
    "[small]{.smallcaps}": "without brackets and braces",
    "[]{#anchor}": "without brackets and braces",
    "{{< pagebreak >}}": "remove it",
    "{{ clinic }}": "remove it",
    "![A knee]": "`figure:` block",
    "==now==": "**bold**",
    "__now__": "**bold**",
    "$x^2 = 4$": "plain text",
    "$$E = mc^2$$": "plain text",
    "-@tbl-a": "without the minus sign",
}


@pytest.mark.parametrize(("written", "words"), FOREIGN.items())
def test_markup_of_another_system_is_a_problem_with_our_way_to_write_it(written: str, words: str) -> None:
    (problem, *_) = [one for one in parsed(f"See {written} now").problems if "another program" in one.message]
    assert problem.location
    assert problem.location.column == 5
    assert words in problem.hint
    assert written[:40] in problem.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("::: warning\nText\n:::", 1, "`callout:` block"),
        ("Term\n: What it means", 2, "`definitions:` block"),
    ],
)
def test_a_line_of_another_system_is_a_problem(text: str, line: int, words: str) -> None:
    problem = parsed(text).problems[0]
    assert problem.location
    assert problem.location.line == line
    assert words in problem.hint


@pytest.mark.parametrize("written", [one for one in FOREIGN if "`" not in one])
def test_in_code_and_after_a_backslash_markup_of_another_system_may_be_shown(written: str) -> None:
    assert parsed(f"See `{written}` and ``a ` b`` now").problems == ()
    assert not any("another program" in one.message for one in parsed(f"See \\{written} now").problems)


@pytest.mark.parametrize(
    "text",
    [
        "from $5 to $10, $5-$10, US$5, 5$ and $5 = 4 €",
        "a ratio of 1:2, 10: 30 or time: 5",
        "[see the table], {x}, a == b, C:\\Users, 5 % \\& more",
        "Text ^[[@ant]] and [[@ant]]",
        "a`b`: c `d` :e`f",
    ],
)
def test_signs_in_running_text_are_no_markup_of_another_system(text: str) -> None:
    assert not any("another program" in one.message for one in parsed(text).problems)


# Lines pasted from Word or a web page, and where the problem is.
PASTED = {
    "bullets": ("• one\n• two", (1, 1)),
    "a single bullet": ("Text\n• one", (2, 1)),
    "dashes": ("Do this:\n– one\n– two", (2, 1)),
    "numbers after a text": ("Do this:\n2. one\n3. two", (2, 1)),
    "numbers in brackets": ("(1) one\n(2) two", (1, 1)),
    "letters": ("a) one\nb) two", (1, 1)),
    "Roman numbers": ("ii. one\niii. two", (1, 1)),
    "inner bullets of Word": ("o\tone\no\ttwo", (1, 1)),
    "plus signs": ("+ one\n+ two", (1, 1)),
    "items with an indent": ("Text\n\u00a0\u00a0- one\n\u00a0\u00a0- two", (2, 3)),
    "a sign of a symbol font": ("Text \uf0b7 one", (1, 6)),
}


@pytest.mark.parametrize(("text", "place"), PASTED.values(), ids=PASTED)
def test_lines_that_were_a_list_elsewhere_are_a_problem(text: str, place: tuple[int, int]) -> None:
    (problem,) = parsed(text).problems
    assert problem.location
    assert (problem.location.line, problem.location.column) == place


@pytest.mark.parametrize(
    "text",
    [
        "A – b\n– c",
        "one\n2016. Two",
        "o uno\no dos",
        "12\\. May\n14\\. May",
        "A • B",
        "a\u00ad\u200bb",
        "Dr.\nA. Jo\nB. Jo",
    ],
)
def test_lines_of_a_sentence_are_no_problem(text: str) -> None:
    (paragraph,) = blocks(text)
    assert plain(inlines(paragraph)) == text.replace("\n", " ").replace("\\", "")


def test_spaces_that_were_an_indent_are_left_out() -> None:
    assert blocks("\u00a0\u00a0One\n\u2003two *\u00a0three*") == blocks("One\ntwo *\u00a0three*")
    assert blocks("[\u00a0One](tel:1) two") == blocks("[One](tel:1) two")


@pytest.mark.parametrize(
    "first", ["[@a]", "@fig-a", "^[A note]", "`a`", "[a](tel:1)", "**a**", "https://x.org", "\\*", "&amp;"]
)
@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_a_space_after_the_first_word_of_a_line_stays(first: str, space: str) -> None:
    for text in (f"{first}{space}began", f"Text\n{first}{space}began"):
        (paragraph,) = blocks(text)
        assert plain(inlines(paragraph)).endswith(f"{space}began")


# A typed text, and the address that it links to.
ADDRESSES = {
    "https://x.org/_my_leaflet_/a*b*c": "https://x.org/_my_leaflet_/a*b*c",
    "www.x.org": "https://www.x.org",
    "HTTP://X.org/~a~^b^": "HTTP://X.org/~a~^b^",
    "https://x.org/?a=1&copy=2#c": "https://x.org/?a=1&copy=2#c",
    "https://x.org/a_(b)": "https://x.org/a_(b)",
    "https://x.org/[a]": "https://x.org/[a]",
    "https://x.org/中": "https://x.org/中",
}


@pytest.mark.parametrize(
    "around", ["See {}.", "See ({}), or", "**{}**", "“{}”", "{}", "a\n{}\nb", "[see {}]", "*{}*: {}"]
)
@pytest.mark.parametrize(("typed", "href"), ADDRESSES.items())
def test_an_address_is_a_link_and_keeps_its_signs(typed: str, href: str, around: str) -> None:
    tokens = list(_all(parsed(around.format(typed, typed)).tokens))
    links = [token.attrGet("href") for token in tokens if token.type == "link_open"]
    assert links == [href] * around.count("{}")
    words = [token.content for token in tokens if token.type == "text"]
    assert words.count(typed) == around.count("{}")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[https://x.org/_a_](https://y.org)", Link("https://y.org", (Text("https://x.org/_a_"),))),
        ("<https://x.org/_a_>", Link("https://x.org/_a_", (Text("https://x.org/_a_"),))),
        ("`https://x.org`", Code("https://x.org")),
    ],
)
def test_an_address_inside_a_link_or_code_is_its_text(text: str, link: Inline) -> None:
    assert blocks(text) == (Paragraph((link,)),)


@pytest.mark.parametrize(
    "text", ["a@www.x.org", "http://", "www.", "what we have", "awww.x.org", "x.org", "https: //x"]
)
def test_what_is_no_whole_address_is_text(text: str) -> None:
    assert blocks(text) == (Paragraph((Text(text),)),)


def test_the_second_of_two_equal_addresses_has_its_own_place() -> None:
    places = [place for _, place in parsed("https://x.org and\nhttps://x.org").leads()]
    assert [(place.line, place.column) for place in places] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("address", ["https://x.org/my page", "www.x.org/a b", "tel:1 2 3"])
def test_a_link_whose_address_has_a_space_is_a_problem(address: str) -> None:
    (problem,) = parsed(f"[our page]({address})").problems
    assert problem.message == "the address of a link has a space"
    assert "%20" in problem.hint


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


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("0123 45*~^_+-. ()ab"), max_size=30))
def test_no_digit_and_no_sign_between_digits_is_lost_without_a_problem(text: str) -> None:
    markdown = parsed(f"x {text} x")
    if markdown.problems:
        return
    found = " ".join(plain(inlines(block)) for block in convert.to_blocks(markdown, shown))
    for pattern in (r"\d", r"(?<=\d)[*_+-](?=\d)"):
        assert len(re.findall(pattern, found)) >= len(re.findall(pattern, text))


def inlines(block: object) -> tuple[Inline, ...]:
    if isinstance(block, Paragraph):
        return block.children
    items = block.items  # type: ignore[attr-defined]
    return tuple(inline for item in items for inner in item for inline in inlines(inner))


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
