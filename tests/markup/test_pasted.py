"""What Word and web pages leave in a pasted text."""

import pytest
from texts import blocks, inlines, parsed

from exporter.document import plain

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


# Lines that were typed as lines, and the first that would be printed after another.
LINES = {
    "an address": ("Example Clinic\n12 High Street\nLeeds", 2),
    "an address in a text": ("You find us here:\n12 High Street\n\nAsk for Ann.\nRoom 5\nFloor 2", 6),
    "an address in Arabic": ("عيادة المثال\nشارع الملك", 2),
    "labels": ("Open: Monday to Friday\nPhone: 555-0100", 2),
    "labels in bold": ("**Dose:** one\n**Time:** at night", 2),
    "numbers": ("1 sit\n2 walk", 2),
    "numbers without a space": ("1.sit\n2.walk", 2),
    "numbers with a dash": ("1- sit\n2- walk", 2),
    "numbers in Chinese": ("1、坐下\n2、站起", 2),
    "numbers in wide brackets": ("（1）坐下\n（2）站起", 2),
    "steps": ("Step 1: sit\nStep 2: walk", 2),
    "days in Polish": ("dzień 1: pół tabletki\ndzień 2: jedna tabletka", 2),
    "times": ("8:00 breakfast, then the first tablet with a glass of water, not milk\n12:30 lunch, no tablet", 2),
    "crosses": ("✗ cold\n✗ never warm", 2),
    "pointing hands": ("👉 cold\n👉 never warm", 2),
    "numbers in circles": ("❶ cold\n❷ never warm", 2),
    "daggers": ("† cold\n† never warm", 2),
    "steps in Chinese": ("第一步：坐下，然后把脚放平，双手放在膝盖上，慢慢地呼吸五次\n第二步：站起", 2),
    "dashes without a space": ("-sit\n-walk", 2),
}


@pytest.mark.parametrize(("text", "line"), LINES.values(), ids=LINES)
def test_lines_that_would_be_joined_are_a_warning_and_its_hint_works(text: str, line: int) -> None:
    problem = next(one for one in parsed(text).problems if "printed after the one before" in one.message)
    assert problem.location
    assert problem.location.line == line
    assert not problem.is_error
    broken = text.replace("\n", "\\\n").replace("\\\n\\\n", "\n\n")
    assert parsed(broken).problems == ()


def test_an_item_without_a_space_after_its_sign_is_no_part_of_the_item_before() -> None:
    for text in ("- one\n-two", "1. one\n2.two"):
        assert [one.location.line for one in parsed(text).problems if one.location] == [2]


WRAPPED = "A sentence of a text that its author has wrapped may go on with"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A – b\n– c",
            "o uno\no dos",
            "A • B",
            "☐ yes ☐ no",
            "a\u00ad\u200bb",
            "\\• A",
            "One.\nTwo.",
            "one,\nTwo,",
            "one\ntwo",
        ),
        *(
            f"{WRAPPED}\n{words} in its next line."
            for words in ("2016. It", "5 mg", "12\\. May", "Dr. Lee", "3)", "I. Jo")
        ),
        f"{WRAPPED} Dr.\nA. Jo and with several other people, among them the well-known\nB. Jo.",
    ],
)
def test_lines_of_a_sentence_are_no_problem(text: str) -> None:
    (paragraph,) = blocks(text)
    assert plain(inlines(paragraph)) == text.replace("\n", " ").replace("\\", "")


@pytest.mark.parametrize("text", ["长的一行文字，", "**粗体**的字", "長い行です。", "「引用」"])
def test_a_line_end_in_a_script_without_spaces_is_none(text: str) -> None:
    line = text * 6
    for joined in (f"{line}\n{line}", f"A note^[{line}\n{line}]"):
        assert " " not in plain(inlines(blocks(joined)[0])).removeprefix("A note")
    assert plain(inlines(blocks(f"{line}\nabc")[0])).endswith(" abc")


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
