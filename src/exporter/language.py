"""Knows how a language is written: its direction, labels and dates, and how to find a term in a text."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, Literal, TypeAlias
from unicodedata import category, east_asian_width, name

import yaml

from exporter.packaged import packaged_folder

Direction: TypeAlias = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT: Final = {*"ar arc ckb dv fa he ks nqo pnb ps sd syr ug ur yi".split()}
_RIGHT_TO_LEFT_SCRIPTS: Final = {*"adlm arab aran hebr mand nkoo rohg samr syrc thaa".split()}
_WITHOUT_SPACES: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def direction(language: str) -> Direction:
    """Return the direction in which a language is written, by its ISO 639 and 15924 codes.

    Source: the Unicode bidi classes of the scripts.
    """
    parts = language.lower().split("-")
    scripts = {part for part in parts[1:] if len(part) == 4}
    if scripts:
        return "rtl" if scripts & _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def catalogue(tag: str) -> dict[str, str]:
    """Return the packaged labels for a language tag; an empty dict if there is no file for it."""
    path = packaged_folder("labels") / f"{tag}.yaml"
    if not path.is_file() or path.stem != tag:
        return {}
    return {str(key): str(value) for key, value in yaml.safe_load(path.read_text("utf-8")).items()}


def spell_date(day: date, labels: Mapping[str, str]) -> str:
    """Return a date as it is written in the language: November 22, 2026."""
    month = labels["months"].split()[day.month - 1]
    return labels["date"].format(day=day.day, month=month, year=day.year)


def has_spaces(character: str) -> bool:
    """Whether the script of a character has spaces between words; signs and digits belong to no script."""
    return not name(character, "").startswith(_WITHOUT_SPACES)


def joins_lines(before: str, after: str) -> bool:
    """Whether no space is meant where a line ends after one character and the next begins with the other.

    Source: CSS Text 3, 4.1.3 Segment Break Transformation Rules.
    """
    return _is_unspaced(before) and _is_unspaced(after)


def _is_unspaced(character: str) -> bool:
    return not has_spaces(character) or (category(character)[0] == "P" and east_asian_width(character) in "WF")


def term_pattern(term: str) -> re.Pattern[str]:
    """Return a pattern that finds a term in a text, as whole words with their endings: `control groups` too.

    An abbreviation (`IT`) is found only as it is written. In scripts without capitals, an article may be joined to the
    start of a word, and some scripts have no spaces between words.
    """
    words = r"\s+".join(map(re.escape, term.split()))
    if not all(map(has_spaces, term)):
        return re.compile(words)
    if term.lower() == term.upper():
        return re.compile(rf"(?<!\w)\w{{0,3}}{words}\w{{0,3}}(?!\w)")
    ending = r"\w{0,2}" if len(term) > 4 else "s?"
    return re.compile(rf"(?<!\w){words}{ending}(?!\w)", 0 if term.isupper() else re.IGNORECASE)
