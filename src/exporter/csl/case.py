"""Finds the words of a title that a style harms: it changes their letters, and so their meaning."""

import re
from typing import Final

_TAG: Final = re.compile(r"</?(?:i|b|sc|sup|sub|span)\b[^<>]*>")
_WORD: Final = re.compile(r"[^\W_]+(?:[.'\u2019-][^\W_]+)*")
_UNITS: Final = frozenset(
    "mg mcg ug µg μg kg ng pg ml dl cl µl μl ul mm cm km nm µm μm ms min hr hrs wk mo yr kcal kj mmol mol µmol μmol "
    "nmol pmol meq mosm hz ppm ppb".split()
)
_LONG: Final = 4  # letters: shorter words are small in titles of any kind


def harmed_words(title: str, printed: str) -> list[tuple[str, str]]:
    """Return the words of a title whose letters are harmed in the printed text, each with how it is printed.

    That a style prints `effect` as `Effect`, or the words of a Title In Capitals as small ones, is what it is for.
    """
    if _TAG.sub("", title).isupper():
        return []
    words, there = (_WORD.findall(_TAG.sub("", text)) for text in (title, printed))
    start = _find([_fold(word) for word in words], [_fold(word) for word in there])
    has_capitals = _has_capitals(words)
    pairs = zip(words, there[start : start + len(words)], strict=True) if start >= 0 else ()
    starts = _starts(_TAG.sub("", title))
    return list(
        dict.fromkeys(
            (word, shown)
            for number, (word, shown) in enumerate(pairs)
            if _is_harmed(word, shown, words[number - 1] if number else "", has_capitals or number in starts)
        )
    )


def _is_harmed(word: str, shown: str, before: str, may_be_small: bool) -> bool:
    if word.replace("\u2019", "'") == shown.replace("\u2019", "'"):
        return False
    if before[-1:].isdecimal() and word.casefold() in _UNITS:
        return True
    has_inner_capitals = any(letter.isupper() for part in re.split(r"\W", word) for letter in part[1:])
    return has_inner_capitals or (word[0].isupper() and not shown[0].isupper() and not may_be_small)


def _has_capitals(words: list[str]) -> bool:
    """Return whether all long words of a title begin with a capital, so that none of them says anything by it."""
    long = [word for word in words if len(word) >= _LONG and word.isalpha()]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _starts(title: str) -> set[int]:
    """Return the numbers of the words that begin a title or a part of it, where a capital says nothing."""
    return {
        number
        for number, found in enumerate(_WORD.finditer(title))
        if not number or re.search(r"[.:?!\u2013\u2014]\W*$", title[: found.start()])
    }


def _find(words: list[str], there: list[str]) -> int:
    """Return where the words begin in a longer list, or -1."""
    length = len(words)
    return next((i for i in range(len(there) - length + 1) if there[i : i + length] == words), -1) if words else -1


def _fold(word: str) -> str:
    return word.replace("\u2019", "'").casefold()
