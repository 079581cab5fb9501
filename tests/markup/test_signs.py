"""Stars and other signs: which are markup, and which are what was typed."""

import re

import pytest
from conftest import Load
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import blocks, inlines, parsed, shown

from exporter.document import (
    Inline,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from exporter.resolve import content as convert


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
    # between digits and letters
    *("Take 2*3*4 drops", "5*3*2 cm", "2*(3+4)*5", "2 * 3 * 4", "Take 2 *5 mg and 3* 10 mg", "*5*mg", "a*b*c", "2**3"),
    *("5~10, 10~20 ml", "5~10~20", "~5–~10 mg", "10^6/10^9", "10^9–10^12", "2^3", "min^-1·kg^-1", "mL/min^-1/kg^-1"),
    *("Ca^++/Mg^++", "2^nd–3^rd", "a^n-b^n", "第3~第5天，第7~第9天", "二~三~四", "+ 5 kg", "+5\n+ 6", "a + b"),
    # remarks
    *("5 mg* and 10 mg*", "*Take it", "Aspirin*, ibuprofen*.", "aspirin*. Not ibuprofen*, naproxen* or codeine*."),
    *("Is it aspirin*? Or ibuprofen*?", "Aspirin (75 mg*) and ibuprofen (200 mg*).", "5 €*, 6 %*, 7 £*."),
    *("Aspirin®*, Advil™*", "Mon–Fri*/Sat*: 9–5*", "Aspirin*(low dose) and ibuprofen*(any)", "(*see) and (*also)"),
    *("Aspirin (*) and ibuprofen (*)", "\"*\" or '*'", "阿司匹林*，布洛芬*。", "阿司匹林*和布洛芬*都是"),
    *(
        "Aspirin*和Ibuprofen*。",
        "أسبرين*، إيبوبروفين*.",
        "Aspirin** and ibuprofen**",
        "p < .05*, p < .01**, p < .001***",
    ),
    # blanks, names, faces, quotes
    *("a_b_c", "____", "Name: ____ Date: ______", "*****", "BP: __/__ mmHg", "__.__.____ or __-__-____", "__kg __cm"),
    *("(__) yes (__) no", "(_) yes (_) no", "[_] yes [_] no", "Pain: __/10", "Yes__ No__", "^_^ hi ^_^", "-_- and ;_;"),
    *("it`s 5 o`clock", "don`t and can`t", "the ` grave and ´ acute`", "`5 feet and `6 feet"),
]


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


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("0123 45*~^_+-. ()ab"), max_size=30))
def test_no_digit_and_no_sign_between_digits_is_lost_without_a_problem(text: str) -> None:
    markdown = parsed(f"x {text} x")
    if markdown.problems:
        return
    found = " ".join(plain(inlines(block)) for block in convert.to_blocks(markdown, shown))
    for pattern in (r"\d", r"(?<=\d)[*_+-](?=\d)"):
        assert len(re.findall(pattern, found)) >= len(re.findall(pattern, text))


# A text that may be meant in two ways, and the texts that its hint names, with what each shows.
TWO_WAYS = {
    "**10 mg**once": {"**10 mg** once": "10 mg once", r"\*\*10 mg\*\*once": "**10 mg**once"},
    "See **this": {"See **this**": "See this", r"See \*\*this": "See **this"},
    "Dial *67* now": {"Dial _67_ now": "Dial 67 now", r"Dial \*67\* now": "Dial *67* now"},
    "_id, user_id_": {"*id, user_id*": "id, user_id", r"\_id, user_id\_": "_id, user_id_"},
    "**a**b**c**": {"**a** b **c**": "a b c", r"**a\*\*b\*\*c**": "a**b**c"},
    "user_name_": {r"user_name\_": "user_name_", "user~name~": "username"},
    "pO_2_": {"pO~2~": "pO2", r"pO_2\_": "pO_2_"},
    "range a~b~c": {"range a~b~ c": "range ab c", r"range a\~b\~c": "range a~b~c"},
    "x^y^z": {"x^y^ z": "xy z", r"x\^y\^z": "x^y^z"},
}


@pytest.mark.parametrize(("text", "ways"), TWO_WAYS.items())
def test_what_may_be_meant_in_two_ways_is_a_problem_and_each_way_works(text: str, ways: dict[str, str]) -> None:
    assert len(parsed(text).problems) == 1
    assert {way: plain(inlines(blocks(way)[0])) for way in ways} == ways


@pytest.mark.parametrize("text", ["**Dose:**5 mg", "**Size:**5*3*2 cm", "**注意：**5毫克"])
def test_bold_may_end_before_a_digit_after_a_colon(text: str, load_article: Load) -> None:
    load_article(f"summary: '{text}'\n")
