"""Reads dates with their parts given, as CSL JSON, pandoc and reference managers write them."""

import re
from datetime import date
from typing import Final

from exporter.csl.dates import read_date, season_of
from exporter.csl.variables import Csl

_SINGLE: Final = ("year", "month", "day")
_KEYS: Final = {"date-parts", "season", "circa", "literal", "raw", *_SINGLE}
_LEAP: Final = 2000  # for years that Python's calendar does not have


def normal_date(value: object) -> Csl | None:
    """Return a date as `date-parts`, with a `season` where there is one, or as `literal`; None if it is empty.

    It may be text, `{date-parts: [[2016, 3]]}`, `{year: 2016, month: 3}`, a list of one or two of the latter,
    `{literal: in press}` or `{raw: 2016-03}`. Raises ValueError if what a reader would see is not what was written.
    """
    if is_empty(value):
        return None
    if isinstance(value, list):
        ends = [_from_keys(end) if isinstance(end, dict) else end for end in value]
        return _from_ends(ends, value[0] if len(value) == 1 and isinstance(value[0], dict) else {})
    if not isinstance(value, dict):
        return read_date(str(value))
    given = {name: part for name, part in value.items() if not is_empty(part)}
    if set(given) - _KEYS:
        raise ValueError(f"`{min(set(given) - _KEYS)}` is no part of a date")
    if words := given.get("literal"):
        return _from_words(str(words))
    if "date-parts" in given:
        ends = given["date-parts"]
        return _from_ends(ends if isinstance(ends, list) else [ends], given)
    return read_date(str(given["raw"])) if "raw" in given else _from_ends([_from_keys(given)], given)


def is_empty(value: object) -> bool:
    """Return whether a value says nothing: `{}`, `[[]]`, an empty text, null."""
    if isinstance(value, dict):
        return all(map(is_empty, value.values()))
    if isinstance(value, list):
        return all(map(is_empty, value))
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def _from_words(words: str) -> Csl:
    try:
        return read_date(words)
    except ValueError:
        return {"literal": " ".join(words.split())}


def _from_keys(end: Csl) -> list[object]:
    """Return year, month and day of a mapping. Raises ValueError if it has no year."""
    if is_empty(end.get("year")):
        raise ValueError("a date has a year")
    return [end[name] for name in _SINGLE if not is_empty(end.get(name))]


def _from_ends(ends: list[object], given: Csl) -> Csl:
    """Return the date from its one or two ends, `[2016, 3]` each; an empty second end is a range that goes on."""
    parts = [_numbers(end) for end in ends]
    if not parts[0] or len(parts) > 2:
        raise ValueError("a date has one or two ends, each with a year")
    season = season_of(str(given.get("season", "")))
    if len(parts[0]) == 2 and 13 <= parts[0][1] <= 24 and len(parts) == 1:
        season = season or (parts[0].pop() - 12) % 4 or 4
    is_open, is_about = not parts[-1], str(given.get("circa", "false")).lower() not in {"false", "0"}
    if is_open or is_about:
        return _in_words(parts, is_open, is_about)
    for end in parts:
        _check(end)
    if parts[0] > parts[-1]:
        raise ValueError("it ends before it begins")
    if given.get("season") and not season and len(parts) == 1:
        return {"literal": f"{given['season']} {parts[0][0]}"}
    if season and (len(parts) > 1 or len(parts[0]) > 1):
        season = 0  # a month says more
    return {"date-parts": parts} | ({"season": season} if season else {})


def _numbers(end: object) -> list[int]:
    """Return year, month and day as far as they are known: a zero says that a part is not."""
    if not isinstance(end, list):
        raise ValueError(f"`{end}` is no list of year, month and day")
    if len(end) > len(_SINGLE) or not all(re.fullmatch(r"-?\d{1,4}", str(part).strip() or "0") for part in end):
        raise ValueError(f"{end} is no year, month and day")
    numbers = [int(str(part).strip() or 0) for part in end]
    return numbers[: numbers.index(0)] if 0 in numbers else numbers


def _check(end: list[int]) -> None:
    """Raise ValueError for a month or a day that does not exist."""
    year = end[0] if end[0] > 0 else _LEAP
    date(*[*[year, *end[1:]], 1, 1][:3])


def _in_words(parts: list[list[int]], is_open: bool, is_about: bool) -> Csl:
    """Return `c. 1900` and `2014–`, which few styles know, as words."""
    if any(len(end) > 1 for end in parts):
        raise ValueError("the month of such a date is not printed")
    years = "–".join(str(end[0]) for end in parts if end)
    return {"literal": f"{'c. ' if is_about else ''}{years}{'–' if is_open else ''}"}
