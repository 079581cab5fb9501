"""Signs at the beginning of a line, and what is in `<>`: which are markup, and which are what was typed."""

import pytest
from texts import below, blocks, inlines, parsed, scalar

from exporter import markup
from exporter.document import Link, Text, plain
from exporter.markup.lines import is_html

TYPED = [
    *("> 5 mg is too much", "Call if it is\n> 5 or", ">140/90", "> ½ tablet", ">=5", ">.5", "> −5"),
    *("Room\n# 5 is open", "#5 is open", "____", "______________________", "_ _ _"),
    *("if x<y and y>z", "Press <Enter>, then <Esc>", "<Patient name>", "<name> here", "a<b and c>d", "5 < x < 10; <=5"),
]


@pytest.mark.parametrize("text", TYPED)
def test_a_sign_at_the_beginning_of_a_line_may_be_what_was_typed(text: str) -> None:
    (paragraph,) = blocks(text)
    assert plain(inlines(paragraph)) == text.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "line", "sign"),
    [
        ("> words", 1, r"\>"),
        ("# of tablets", 1, r"\#"),
        ("- a\n- # pills", 2, r"\#"),
        ("Text\n\n* * *\n\nText", 3, r"\*\*\*"),
        ("****", 1, r"\*\*\*"),
        ("Text\n----", 2, r"\---"),
        ("Text\n\n| a |\n|---|", 3, "`table:` block"),
        ("<div>", 1, r"\<"),
        ("Text <b>bold</b>", 1, r"\<"),
        ("<!-- note -->", 1, r"\<"),
    ],
)
def test_a_block_that_is_not_allowed_is_reported_on_its_line_with_both_ways(text: str, line: int, sign: str) -> None:
    problem = markup.parse(below(text)).problems[0]
    assert problem.location
    assert problem.location.line == line + 1
    assert sign in problem.hint


def test_in_a_cell_a_number_sign_is_what_was_typed_and_in_a_title_a_problem() -> None:
    assert markup.parse_item(scalar("# of tablets")).problems == ()
    assert markup.parse_inline(scalar("# of tablets")).problems != ()
    assert markup.parse_item(scalar("## Doses")).problems != ()


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        *(
            ("<br/>", True),
            ("</p>", True),
            ('<a href="x" title="a b c">', True),
            ("<details open>", True),
        ),
        *(("<Enter>", False), ("<b and c>", False), ("<systolic>", False), ("<5>", False)),
    ],
)
def test_html_differs_from_other_words_in_angle_brackets(typed: str, is_one: bool) -> None:
    assert is_html(typed) is is_one


def test_an_empty_line_in_a_text_that_yaml_joins_begins_a_paragraph() -> None:
    written = "a: one\n  two\n\n  three\n"
    text = markup.parse(scalar(written).at("one two\nthree", scalar(written).source, 3, len(written)))
    assert [token.content for token in text.tokens if token.type == "inline"] == ["one two", "three"]


def test_the_brackets_around_an_e_mail_address_are_printed() -> None:
    (paragraph,) = blocks("Jane <jane_doe@x.org>, <https://x.org>")
    mail, web = "mailto:jane_doe@x.org", "https://x.org"
    assert inlines(paragraph) == (
        *(Text("Jane <"), Link(mail, (Text("jane_doe@x.org"),)), Text(">, ")),
        Link(web, (Text(web),)),
    )
    assert [kind for kind, _ in parsed("<a@x.org>").leads()] == ["link"]
