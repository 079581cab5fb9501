"""Lists in running text."""

import pytest
from conftest import Load
from texts import parsed

from exporter.errors import ArticleError

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
    "temperatures": ("- 5 °C\n- 10 °C", (1, 1), "may be negative numbers"),
    "an item in a sentence": ("He waited - and\n- as ever - left.", (2, 1), "if it is no list, write `\\-`"),
    "a date in a sentence": ("Open since\n1. January in all\nplaces.", (2, 1), "if it is no list, write `1\\.`"),
    "an empty item": ("- a\n-\n- b", (2, 1), "an item of a list is empty"),
    "a factor": ("5\n* 3", (2, 1), "write `\\*`"),
    "a star alone": ("*", (1, 1), "write `\\*`"),
    "a star before a remark": ("* Take it", (1, 1), "for the sign, write `\\*`"),
}


@pytest.mark.parametrize(("text", "place", "words"), LISTS.values(), ids=LISTS)
def test_what_may_not_be_meant_as_a_list_is_a_problem(text: str, place: tuple[int, int], words: str) -> None:
    (problem,) = parsed(text).problems
    assert problem.location
    assert (problem.location.line, problem.location.column) == place
    assert words in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize(
    "text",
    [
        "1. a",
        "0. a\n1. b",
        "7. a\n8. b",
        "1) a\n2) b",
        "- a",
        "- 1 a\n- 2 b",
        "* a\n* b",
        "1\\. a",
        "\\- 5 °C",
        "- 12\\. May",
        "Bring:\n- a",
        "a\n\n- b",
    ],
)
def test_a_list_and_what_is_marked_as_none_are_no_problem(text: str) -> None:
    assert parsed(text).problems == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12. December", r"12\. December"),
        ("- 12. December", r"- 12\. December"),
        ("1. a\n3. b", "1. a\n" + r"3\. b"),
        ("14. 8. 2026", r"14\. 8\. 2026"),
        ("- 5 °C", r"\- 5 °C"),
        ("- 5 °C", "−5 °C"),
        ("- 5 °C\n- 10 °C", "−5 °C\n−10 °C"),
        ("- - a", r"- \- a"),
        ("He waited - and\n- as ever - left.", "He waited - and\n" + r"\- as ever - left."),
        ("He waited - and\n- as ever - left.", "He waited - and\n\n- as ever - left."),
        ("Open since\n1. January.", "Open since\n" + r"1\. January."),
        ("* Take it", r"\* Take it"),
        ("* Take it", "- Take it"),
        ("- a\n-\n- b", "- a\n- b"),
        ("-", r"\-"),
        ("*", r"\*"),
    ],
)
def test_what_the_hint_of_a_list_says_is_no_problem(text: str, written: str) -> None:
    assert parsed(text).problems != ()
    assert [one for one in parsed(written).problems if one.is_error or "list" in one.message] == []


@pytest.mark.parametrize(
    "text", ["- ½ D", "- 1/2 D", "- .5 D", "- 2.50/+1.00 x 90", "- 5–10 % in 6 weeks", "- = not tested"]
)
def test_a_single_line_that_may_begin_with_a_minus_is_reported(text: str, load_article: Load) -> None:
    with pytest.raises(ArticleError, match="or a list of one item"):
        load_article(f"summary: |\n  {text}\n")
    load_article(f"summary: |\n  \\{text}\n")
