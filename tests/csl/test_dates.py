"""A date is read in every way in which people write it, or kept in its words, or refused: it is never another date."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.csl import read_date
from exporter.csl.dates import parse_date


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("2016", [[2016]]),
        (" 2016-12 ", [[2016, 12]]),
        ("2016-02-29", [[2016, 2, 29]]),
        ("2016/2017-03-31", [[2016], [2017, 3, 31]]),
        ("1000", [[1000]]),
        *((wrong, None) for wrong in "2015-02-29 2016-04-31 2016-13 2016-00 2016-3".split()),
        *((wrong, None) for wrong in "0999 20166 2016/2017/2018 / 3/16".split()),
    ],
)  # fmt: skip
def test_a_date_is_a_year_a_month_or_a_day_that_there_is(written: str, parts: list[list[int]] | None) -> None:
    if parts is not None:
        assert parse_date(written) == {"date-parts": parts}
        return
    with pytest.raises(ValueError, match=r"."):
        parse_date(written)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        *((year, [[2016]]) for year in ("2016", "(2016)", "2016.", "2016/", "2016/00/00", "2016///")),
        *((month, [[2016, 3]]) for month in ("2016-3", "2016/03//", "03/2016", "March 2016", "2016 Mar", "Mar. 2016")),
        *((month, [[2016, 3]]) for month in ("März 2016", "mars 2016", "marzo de 2016", "2016, March", "mar 2016")),
        *((day, [[2016, 3, 15]]) for day in ("2016/03/15", "2016/03/15/", "20160315", "2016 Mar 15", "15 March 2016")),
        *((day, [[2016, 3, 15]]) for day in ("March 15th, 2016", "15. März 2016", "15-Mar-2016", "2016-Mar-15")),
        *((day, [[2016, 3, 15]]) for day in ("15.3.2016", "15. 3. 2016", "15/03/2016", "3/15/2016", "15-03-2016")),
        *((years, [[2014], [2015]]) for years in ("2014--2015", "2014/2015", "2014–2015", "2014-2015", "2014–15")),
        ("2014-15", [[2014], [2015]]),
        *((same, [[2014]]) for same in ("2014/2014", "2014--2014")),
        *((two, [[2016, 3], [2016, 4]]) for two in ("2016 Mar-Apr", "Mar/Apr 2016", "March and April 2016")),
        *((two, [[2016, 3], [2016, 4]]) for two in ("2016/03//Mar-Apr", "2016-03/2016-04", "2016-03--2016-04")),
        *((two, [[2016, 12], [2017, 1]]) for two in ("2016 Dec-2017 Jan", "Dec 2016 - Jan 2017")),
        *((two, [[2016, 3, 5], [2016, 3, 15]]) for two in ("2016 Mar 5-15", "5–15 March 2016", "March 5-15, 2016")),
        *((day, [[2016, 3, 15]]) for day in ("2016-03-15T10:00:00Z", "2016-03-15 10:00")),
        ("12 March-3 April 2016", [[2016, 3, 12], [2016, 4, 3]]),
        ("juin 2016", [[2016, 6]]),
        ("juillet 2016", [[2016, 7]]),
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(written: str, parts: list[list[int]]) -> None:
    assert read_date(written) == {"date-parts": parts}


@pytest.mark.parametrize(
    ("written", "season"),
    [
        ("Spring 2016", 1),
        ("2016 Summer", 2),
        ("2016///fall", 3),
        ("Herbst 2016", 3),
        ("Winter 2016", 4),
        ("été 2016", 2),
    ],
)
def test_a_season_is_read_in_every_language_that_has_labels(written: str, season: int) -> None:
    assert read_date(written) == {"date-parts": [[2016]], "season": season}


@pytest.mark.parametrize(
    "words",
    [
        "2014a", "c. 1900", "ca. 1900", "1900?", "[1999]", "1990s", "in press", "In Press", "n.d.", "forthcoming",
        "im Druck", "2014–", "2014-", "Winter 2015-2016", "Spring-Summer 2016", "2016 Q3", "2016 (in press)",
        "before 2016", "March 2015–2016", "between 1900 and 1910", "2016-Mar",
    ],
)  # fmt: skip
def test_words_for_a_date_are_kept(words: str) -> None:
    assert read_date(f" {words} ") == {"literal": words}


def test_about_as_iso_writes_it_is_printed_in_words() -> None:
    assert read_date("1900~") == {"literal": "c. 1900"}


@pytest.mark.parametrize(
    "wrong",
    [
        "", "/", "tbd", "March", "Winter", "20166", "0999", "16", "3/16", "2016-13", "2016-00-15x", "2015-02-29",
        "2016/02/30", "2016 Feb 30", "April 31, 2016", "32 March 2016", "31.4.2016", "2016/2017/2018", "2016; 2018",
        "3/4/2016", "04-03-2016", "2016-21", "2015/2014", "2016 Apr-Mar", "2016-03-05/2016-02-05", "2016 page 300",
    ],
)  # fmt: skip
def test_no_date_an_impossible_one_and_one_of_two_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_date(wrong)


@given(st.text("0123456789 -/.,aMceMrJun[]?()–", max_size=16))
def test_a_year_that_is_printed_was_written(text: str) -> None:
    try:
        found = read_date(text)
    except ValueError:
        return
    if literal := found.get("literal"):
        assert literal == " ".join(text.split())
    parts = found.get("date-parts", [])
    assert isinstance(parts, list)
    for year, *_ in parts:
        assert re.search(rf"{year}|\D{str(year)[2:]}", text)
