"""Finds works that have two keys: the list of references would show them twice, with two numbers."""

import re
from collections.abc import Iterable, Iterator, Set
from typing import Final

from exporter.csl import Csl
from exporter.errors import Location, Problem, Severity

_TITLE: Final = "title and year"
_SHORTEST_TITLE: Final = 12  # letters; many works are called `Stroke` or `Editorial`
_DISTINCT: Final = ("DOI", "PMID", "volume", "ISBN")
"""Two works that differ in one of these are not the same, even if their titles are."""


def find_duplicates(works: Iterable[tuple[Csl, Location]], cited: Set[str]) -> Iterator[Problem]:
    """Yield a warning for each work that is the same as one before it, if a text cites one of the two."""
    first: dict[tuple[str, str], tuple[Csl, Location]] = {}
    for reference, place in works:
        for sign, value in _signs(reference):
            other, other_place = first.setdefault((sign, value), (reference, place))
            keys = str(other["id"]), str(reference["id"])
            if keys[0] == keys[1] or cited.isdisjoint(keys) or (sign == _TITLE and _differ(other, reference)):
                continue
            message = f"the references `{keys[0]}` and `{keys[1]}` have the same {sign}"
            hint = f"if they are the same work, cite only `[@{keys[0]}]` (at {other_place}), and delete the other one"
            yield Problem(message, place, hint, Severity.WARNING)
            break


def _signs(reference: Csl) -> Iterator[tuple[str, str]]:
    """Yield what tells that a work is the same: its DOI, its PubMed number, its title and year."""
    if doi := reference.get("DOI"):
        yield "DOI", str(doi).casefold()
    if pmid := reference.get("PMID"):
        yield "PMID", str(pmid)
    title = "".join(re.findall(r"\w", re.sub(r"<[^>]*>", "", str(reference.get("title", ""))).casefold()))
    year = re.search(r"\d{4}", str(reference.get("issued", "")))
    is_telling = len(title) >= _SHORTEST_TITLE
    if year and (is_telling or (title and reference.get("author"))):
        yield _TITLE, f"{title} {year[0]} {'' if is_telling else reference['author']}"


def _differ(one: Csl, other: Csl) -> bool:
    return any(one.get(name) and other.get(name) and str(one[name]) != str(other[name]) for name in _DISTINCT)
