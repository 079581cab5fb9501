"""Where the tokens of a text are written."""

import pytest
from texts import below, parsed

from exporter import markup
from exporter.markup import Cite


def test_the_same_key_twice_has_two_places() -> None:
    markdown = parsed("[@ant] and\n[@ants] `@ant` \\@ant \\@antic [@ant]")
    places = [mark.items[0].location for mark in markdown.marks() if isinstance(mark, Cite)]
    assert [(place.line, place.column) for place in places] == [(1, 2), (2, 2), (2, 31)]


def test_the_second_of_two_equal_addresses_has_its_own_place() -> None:
    places = [place for _, place in parsed("https://x.org and\nhttps://x.org").leads()]
    assert [(place.line, place.column) for place in places] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("* * *", (2, 3)),
        ("Text\n\n| a |\n|---|", (4, 3)),
        ("- a\n-\n- b", (3, 3)),
        ("A | b - c\n\n- # d", (4, 5)),
        ("Text\n\n    code", (4, 7)),
        ("One\n\n1. a\n   > b", (5, 6)),
    ],
)
def test_a_problem_of_a_block_is_on_the_line_where_the_block_begins(text: str, place: tuple[int, int]) -> None:
    location = markup.parse(below(text)).problems[0].location
    assert location
    assert (location.line, location.column) == place


def test_a_line_like_the_end_of_another_has_its_own_place() -> None:
    text = "Room 5\n\nThis is a sentence that ends with 5\nand goes on: take 2\n\nRoom\n5\n2"
    places = [one.location for one in markup.parse(below(text)).problems if one.location]
    assert [(place.line, place.column) for place in places] == [(8, 3)]
