"""Reads the dates of BibTeX (`year`, `month`, `day`) and of BibLaTeX (`date`, in the Extended Date/Time Format)."""

import re
from typing import Final

from exporter import csl
from exporter.csl import Csl

_MONTHS: Final = ("January February March April May June July August September October November December").split()
_SEASON: Final = re.compile(r"([1-9]\d{3})-2([1-4])")


def read_date(text: str) -> Csl:
    """Read `2014-03`, `2014/2015`, `1900~`, `2014-21` (spring), `2014/` or anything that `csl.read_date` reads.

    Raises ValueError. Source: ISO 8601-2:2019, levels 0 and 1; the manual of BibLaTeX, section 2.3.8.
    """
    text = re.sub(r"[T ]\d\d:\d\d.*$", "", _dashes(text))
    if season := _SEASON.fullmatch(text):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    if about := re.fullmatch(r"([1-9]\d{3}\S*)([~%])", text):
        return {"literal": f"c. {about[1]}{'?' if about[2] == '%' else ''}"}
    if began := re.fullmatch(r"([1-9]\d{3})/(?:\.\.|open)?", text):
        return {"literal": f"{began[1]}–"}
    return csl.read_date(text)


def read_parts(year: str, month: str, day: str) -> Csl:
    """Read the three fields of BibTeX; `month` may contain the day: `9 December`. Raises ValueError."""
    year, month, day = _dashes(year), _dashes(month), _dashes(day)
    named = re.sub(r"(?<!\d)0?(\d{1,2})(?!\d)", _named, month) if re.fullmatch(r"[\d\s-]+", month) else month
    if not month or re.search(r"(?<!\d)[1-9]\d{3}(?!\d)", month):
        return read_date(month or year)
    return read_date(" ".join(part for part in (day, named, year) if part))


def _named(found: re.Match[str]) -> str:
    number = int(found[1])
    return _MONTHS[number - 1] if 1 <= number <= 12 else found[0]


def _dashes(text: str) -> str:
    return " ".join(re.sub(r"\s*[\u2010-\u2014\u2212]\s*|--+", "-", text).split()).strip(" ,;")
