"""Knows how a language is written: its direction, its words on the page, its dates, and how its words are found."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, Literal
from unicodedata import name

import yaml

from exporter.packaged import packaged_folder

_RIGHT_TO_LEFT: Final = {*"ar arc ckb dv fa he ks nqo pnb ps sd syr ug ur yi".split()}
_RIGHT_TO_LEFT_SCRIPTS: Final = {*"adlm arab aran hebr mand nkoo rohg samr syrc thaa".split()}
_WITHOUT_SPACES: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written. Source: the scripts' Unicode bidi classes, by ISO 639 and 15924."""
    parts = language.lower().split("-")
    scripts = {part for part in parts[1:] if len(part) == 4}
    if scripts:
        return "rtl" if scripts & _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def catalogue(tag: str) -> dict[str, str]:
    """Return the packaged labels of a language tag; none if there is no file for it."""
    path = packaged_folder("labels") / f"{tag}.yaml"
    if not path.is_file() or path.stem != tag:
        return {}
    return {str(key): str(value) for key, value in yaml.safe_load(path.read_text("utf-8")).items()}


def spell_date(day: date, labels: Mapping[str, str]) -> str:
    """Return a date as the language writes it: November 22, 2026."""
    month = labels["months"].split()[day.month - 1]
    return labels["date"].format(day=day.day, month=month, year=day.year)


def term_pattern(term: str) -> re.Pattern[str]:
    """Return what finds a term in a text, as whole words with their endings: `control groups` for `control group`.

    An abbreviation (`IT`) is found only as it is written. Languages without capitals may put an article in front, and
    some write no spaces between words.
    """
    words = r"\s+".join(map(re.escape, term.split()))
    if any(name(letter, "").startswith(_WITHOUT_SPACES) for letter in term):
        return re.compile(words)
    if term.lower() == term.upper():
        return re.compile(rf"(?<!\w)\w{{0,3}}{words}\w{{0,3}}(?!\w)")
    ending = r"\w{0,2}" if len(term) > 4 else "s?"
    return re.compile(rf"(?<!\w){words}{ending}(?!\w)", 0 if term.isupper() else re.IGNORECASE)
