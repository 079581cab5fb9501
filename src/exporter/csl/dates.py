"""Reads dates, in the many ways in which people and files write them, as CSL JSON.

What is words (`in press`, `c. 1900`, `2014a`) becomes `literal`, which every style prints as it is.
"""

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final

from exporter.csl.variables import Csl
from exporter.language import catalogue

DATE: Final = r"[1-9]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"

SEASONS: Final = (
    ("spring", "frühling", "frühjahr", "printemps", "primavera"),
    ("summer", "sommer", "sommer", "été", "verano"),
    ("autumn", "herbst", "fall", "automne", "otoño"),
    ("winter", "winter", "winter", "hiver", "invierno"),
)
"""The names of each season, in the languages that have labels."""
_WORDS: Final = {
    *"accepted|ahead of print|epub ahead of print|forthcoming|in preparation|in press|in review|no date".split("|"),
    *"online first|submitted|to appear|under review|undated|unpublished|n.d.|n. d.|nd|s.d.|s. d.|s.f.".split("|"),
    *"a paraitre|sous presse|aceptado|en prensa|eingereicht|im druck|im erscheinen|in druck|o.j.|o. j.".split("|"),
}
_YEAR: Final = re.compile(r"(?<!\d)[1-9]\d{3}(?!\d)")
_MONTH: Final = r"0?\d|1[0-2]"
_NUMBERS: Final = re.compile(
    rf"([1-9]\d{{3}})(?:([-.])({_MONTH})(?:\2(\d{{1,2}}))?)?|([1-9]\d{{3}})(\d\d)(\d\d)"
    rf"|([1-9]\d{{3}})/({_MONTH})?(?:/(\d{{1,2}})?(?:/(.*))?)?"
)
_DAY_FIRST: Final = re.compile(r"(?:(\d{1,2})([-/.])\s?)?(\d{1,2})[-/.]\s?([1-9]\d{3})")
_YEARS: Final = re.compile(r"([1-9]\d{3})\s*(?:--?|[\u2010-\u2014\u2212/])\s*(\d{2}|[1-9]\d{3})")
_TO: Final = re.compile(r"\s*(?:--?|[\u2010-\u2014\u2212/&])\s*|\s(?:to|and|bis|und|a|à|y|et)\s")
_FILLERS: Final = {"", "of", "de", "del"}


def parse_date(text: str) -> Csl:
    """Read `2016`, `2016-03`, `2016-03-15`, or two of them joined by `/`. Raises ValueError for anything else."""
    ends = text.strip().split("/")
    if len(ends) > 2 or not all(re.fullmatch(DATE, end) for end in ends):
        raise ValueError(text)
    return _dated(*([int(part) for part in end.split("-")] for end in ends))


def read_date(text: str) -> Csl:
    """Read a date such as `2016/03//`, `2016 Mar 15`, `Mar-Apr 2016`, `Winter 2016`, `2014--2015` or `in press`.

    Raises ValueError for a day that does not exist, a date that can be read in two ways, and words without a year that
    do not say why there is none.
    """
    written = " ".join(text.split())
    bare = re.sub(r"^\((.*)\)$", r"\1", written.rstrip(".,;")).strip()
    bare = re.sub(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:[\d:.]+(?:Z|[+-][\d:]+)?$", r"\1", bare)
    if about := re.fullmatch(r"([1-9]\d{3})[~%]", bare):  # ISO 8601-2
        return {"literal": f"c. {about[1]}"}
    for read in (_ends, _numbers, _day_first, _years, _words):
        if (found := read(bare)) is not None:
            return found
    if {_fold(written), _fold(bare)} & _WORDS or _tells_year(written):
        return {"literal": written}
    raise ValueError(text)


def _tells_year(text: str) -> bool:
    """Return whether one or two years have words or signs that say more: `2014a`, `c. 1900`, `[1999]`, `2014–`."""
    rest = _YEAR.sub("", text)
    says_more = re.search(r"[^\W\d_]|[?~\[\]]|[-\u2010-\u2014]$", rest) and not re.search(r"\d{3}|[-/]\d+[-/]", rest)
    return bool(says_more) and 1 <= len(_YEAR.findall(text)) <= 2


def _dated(*ends: list[int]) -> Csl:
    for end in ends:
        date(*[*end, 1, 1][:3])  # raises ValueError for a day that its month does not have
    if ends[0] > ends[-1]:
        raise ValueError("it ends before it begins")
    return {"date-parts": [*ends[:1], *(end for end in ends[1:] if end != ends[0])]}


# ---------------------------------------------------------------- each returns None for a text of another form


def _ends(text: str) -> Csl | None:
    """`2016-03-05/2016-03-15`."""
    ends = re.split(r"/|--", text)
    return parse_date("/".join(ends)) if len(ends) == 2 and all(re.fullmatch(DATE, end) for end in ends) else None


def _numbers(text: str) -> Csl | None:
    """`2016`, `2016-3-15`, `20160315`, and `2016/03//words` of RIS; a zero is a part that is not known."""
    if not (found := _NUMBERS.fullmatch(text)):
        return None
    year, _, *rest = found.groups()
    *slashed, words = rest[-4:]
    if words and (named := _words(f"{slashed[0]} {words}")):
        return named
    known = next(parts for parts in ((year, *rest[:2]), rest[2:5], slashed) if parts[0])
    parts = [int(part or 0) for part in known]
    return _dated(parts[: parts.index(0)] if 0 in parts else parts)


def _day_first(text: str) -> Csl | None:
    """`15.3.2016`, `03/2016`; with `/` or `-`, some write the month first: only one of the two may be possible."""
    if not (found := _DAY_FIRST.fullmatch(text)):
        return None
    day, sign, month = int(found[1] or 1), found[2], int(found[3])
    if sign in {"/", "-"}:
        if day != month and max(day, month) <= 12:
            raise ValueError("it is one of two days")
        day, month = (month, day) if month > 12 else (day, month)
    return _dated([int(found[4]), month, *([day] if found[1] else [])])


def _years(text: str) -> Csl | None:
    """`2014--2015`, `2014-15`; `2014-21` may also mean spring, as ISO 8601-2 writes it."""
    if not (found := _YEARS.fullmatch(text)):
        return None
    if re.fullmatch(r"\d{4}-2[1-4]", text):
        raise ValueError("it is a range of years or a season")
    first, last = found.groups()
    return _dated([int(first)], [int(first[: -len(last)] + last if len(last) < 4 else last)])


def _words(text: str) -> Csl | None:
    """`March 15, 2016`, `2016 Mar-Apr`, `5-15 March 2016`, `15-Mar-2016`, `Winter 2016`."""
    text = re.sub(r"^(\w+)-([^\W\d_]+)-(\w+)$", r"\1 \2 \3", _fold(text))
    halves = [_named_parts(half) for half in _TO.split(text)]
    if len(halves) > 2 or not all(halves):
        return None
    first, last = halves[0], halves[-1]
    if first.keys() == {"season", "year"} and first is last:
        return {"date-parts": [[first["year"]]], "season": first["season"]}
    first, last = _filled(first, last), _filled(last, first)
    names = ["year", "month", "day"][: len(first)]
    if not {*names} == {*first} == {*last}:
        return None
    return _dated(*([half[name] for name in names] for half in (first, last)))


def _filled(half: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """Return one half of a range with what only the other half names: in `5-15 March 2016`, the month and the year."""
    shared = {"month", "year"} if "day" in half else {"year"}
    return {name: value for name, value in other.items() if name in shared} | half


def _named_parts(text: str) -> dict[str, int]:
    """Return the year, month, day and season that a text names; nothing if it says anything else."""
    parts: dict[str, int] = {}
    for word in re.split(r"[\s,.]+", text):
        if word in _FILLERS:
            continue
        name, value = _named_part(word)
        if not value or name in parts:
            return {}
        parts[name] = value
    return parts


def _named_part(word: str) -> tuple[str, int]:
    if re.fullmatch(r"[1-9]\d{3}", word):
        return "year", int(word)
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|º)?", word):
        return "day", int(found[1])
    season = season_of(word) if word.isalpha() else 0
    return ("season", season) if season else ("month", _month(word))


def _month(word: str) -> int:
    """Return the number of a month by its name, or by three or more of its letters, in any language we have."""
    found = {number for name, number in _months() if len(word) > 2 and name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


@cache
def _months() -> tuple[tuple[str, int], ...]:
    names = [catalogue(language)["months"].split() for language in ("en", "es", "fr", "de")]
    return (("mrz", 3), *((_fold(name), number) for months in names for number, name in enumerate(months, 1)))


def season_of(text: str) -> int:
    """Return the number of a season, by its name, or as CSL (1 to 4) or ISO 8601-2 (21 to 24) count it; else 0."""
    if re.fullmatch(r"2?[1-4]", text):
        return int(text) % 20
    word = _fold(text.strip())
    return next((number for number, names in enumerate(SEASONS, 1) if word in map(_fold, names)), 0)


def _fold(text: str) -> str:
    """Return a text in small letters, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
