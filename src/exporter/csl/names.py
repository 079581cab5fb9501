"""Reads names as PubMed writes them, such as `Cui FY`: without `F. Y.` every processor drops the second initial."""

import re

from exporter.csl.variables import Csl

_SUFFIX = re.compile(r"^(?:Jr|Sr|2nd|3rd|4th|II|III|IV)\.?$")


def parse_names(text: str) -> list[Csl]:
    """Read names as PubMed writes them: `Lang Y, Cui FY, Smith J Jr`.

    Raises ValueError naming the first name that is not a family name followed by initials.
    """
    return [_parse_name(name.strip()) for name in text.rstrip(". ").split(",")]


def _parse_name(name: str) -> Csl:
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else ""
    if len(words) < 2 or not _are_initials(words[-1]):
        raise ValueError(name)
    parsed: Csl = {"family": " ".join(words[:-1]), "given": spell_initials(words[-1])}
    return parsed | ({"suffix": suffix} if suffix else {})


def _are_initials(word: str) -> bool:
    letters = word.replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 5


def spell_initials(initials: str) -> str:
    """Return `F. Y.` for `FY` and `J.-P.` for `J-P`."""
    return "-".join(". ".join(part) + "." for part in initials.split("-") if part)


def spell_name(name: Csl) -> Csl:
    """Return the name with its initials spelt out (`FY` → `F. Y.`), as processors need them."""
    given = str(name.get("given", ""))
    return name | {"given": spell_initials(given)} if _are_initials(given) and len(given) <= 3 else name
