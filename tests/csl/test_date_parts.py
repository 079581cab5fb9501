"""A date with its parts given is printed as it was meant, is missing, or is refused."""

from typing import Any

import pytest

from exporter.csl import is_empty, normal_date

EMPTY: list[Any] = [
    None,
    "",
    " ",
    {},
    [],
    [[]],
    {"date-parts": [[]]},
    {"date-parts": [[""]]},
    {"literal": "", "raw": None},
]


@pytest.mark.parametrize("value", EMPTY, ids=str)
def test_an_empty_date_is_none(value: Any) -> None:
    assert is_empty(value)
    assert normal_date(value) is None


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ({"date-parts": [[2016]]}, [[2016]]),
        ({"date-parts": [["2016", "03", "15"]]}, [[2016, 3, 15]]),
        ({"date-parts": [[2014], [2015]]}, [[2014], [2015]]),
        ({"date-parts": [[2016, 0, 0]]}, [[2016]]),
        ({"date-parts": [[-44]]}, [[-44]]),
        ({"date-parts": [[2016, 3]], "season": 1, "circa": False}, [[2016, 3]]),
        ({"year": "2016", "month": "3"}, [[2016, 3]]),
        ([{"year": 2016, "month": 3, "day": 15}], [[2016, 3, 15]]),
        ([{"year": 2014}, {"year": 2015}], [[2014], [2015]]),
        ({"raw": "2016-03"}, [[2016, 3]]),
        ({"literal": "March 2016"}, [[2016, 3]]),
        ("2016-03", [[2016, 3]]),
        (2016, [[2016]]),
    ],
)
def test_the_parts_of_a_date_are_numbers(value: Any, parts: list[list[int]]) -> None:
    assert normal_date(value) == {"date-parts": parts}


@pytest.mark.parametrize(
    "value",
    [
        {"date-parts": [[2016]], "season": 4}, {"date-parts": [[2016]], "season": "04"[1:]},
        {"date-parts": [[2016]], "season": "Winter"}, {"date-parts": [[2016, 24]]}, {"date-parts": [[2016, 16]]},
        {"year": 2016, "season": "winter"}, [{"year": 2016, "season": 4}],
    ],
)  # fmt: skip
def test_a_season_is_a_number(value: Any) -> None:
    assert normal_date(value) == {"date-parts": [[2016]], "season": 4}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"literal": " in  press"}, "in press"),
        ({"literal": "3/4/2016"}, "3/4/2016"),
        ({"raw": "in press"}, "in press"),
        ({"date-parts": [[2014]], "literal": "2014a"}, "2014a"),
        ({"date-parts": [[1900]], "circa": True}, "c. 1900"),
        ({"date-parts": [[1900], [1910]], "circa": "true"}, "c. 1900–1910"),
        ({"date-parts": [[2014], []]}, "2014–"),
        ({"date-parts": [[2014], [0]], "circa": 1}, "c. 2014–"),
        ({"date-parts": [[2016]], "season": "Michaelmas"}, "Michaelmas 2016"),
    ],
)
def test_what_few_styles_know_is_printed_in_words(value: Any, words: str) -> None:
    assert normal_date(value) == {"literal": words}


@pytest.mark.parametrize(
    "value",
    [
        {"date-parts": [[20166]]}, {"date-parts": [[2016, 2, 30]]}, {"date-parts": [[2016, 3, 4, 5]]}, {"month": 3},
        {"date-parts": [2016, 3]}, {"date-parts": 2016}, {"date-parts": [[0]]}, {"date-parts": [[2016.5]]}, {"x": 1},
        {"date-parts": [[2015], [2014]]}, {"date-parts": [[1], [2], [3]]}, {"raw": "3/4/2016"}, {"season": "Winter"},
        {"date-parts": [[2016, 3]], "circa": True}, [2016, 3], ["2016"], {"date-parts": [[2016, 25]]}, True,
        {"date-parts": [[2016, {"a": 1}]]},
    ],
    ids=str,
)  # fmt: skip
def test_what_would_be_printed_wrong_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        normal_date(value)
