"""Addresses typed without markup."""

import pytest
from texts import all_tokens, blocks, inlines, parsed

from exporter.document import Code, Emphasis, Inline, Link, Paragraph, Text

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
    tokens = list(all_tokens(parsed(around.format(typed, typed)).tokens))
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


@pytest.mark.parametrize("address", ["https://x.org/my page", "www.x.org/a b", "tel:1 2 3"])
def test_a_link_whose_address_has_a_space_is_a_problem(address: str) -> None:
    (problem,) = parsed(f"[our page]({address})").problems
    assert problem.message == "the address of a link has a space"
    assert "%20" in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        *(
            "_me_@x.org",
            "first_last_@x.org",
            "mail a_b@x.org and b_c@x.org",
            "a_@x.org, b_@x.org",
        ),
        *(r"C:\temp\*.txt", r"D:\My files\_new_\*.*", r"\\server\share\*.doc and \\server\_b_", r"(C:\a\*)"),
    ],
)
def test_an_e_mail_address_or_the_name_of_a_file_keeps_its_signs(text: str) -> None:
    assert blocks(text) == (Paragraph((Text(text),)),)


@pytest.mark.parametrize("text", ["_me@x.org_", "*me@x.org*", r"*C:\temp*", "_10.1000/abc_"])
def test_an_address_or_name_may_be_stressed(text: str) -> None:
    assert blocks(text) == (Paragraph((Emphasis((Text(text[1:-1]),)),)),)


def test_an_address_ends_before_the_signs_of_chinese_and_arabic() -> None:
    for sign in "，。）、،؛—":
        (link, rest) = inlines(blocks(f"https://x.org/a{sign}b")[0])
        assert link == Link("https://x.org/a", (Text("https://x.org/a"),))
        assert rest == Text(f"{sign}b")
