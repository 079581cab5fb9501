"""Works that have two keys."""

import pytest

from exporter.csl import Csl
from exporter.errors import Location
from exporter.load.bibliography.duplicates import find_duplicates

TITLE = "Walking after a stroke"
YEAR: Csl = {"issued": {"date-parts": [[2016]]}}


def found(one: Csl, other: Csl, cited: str = "a") -> list[str]:
    works = [({"id": "a", **one}, Location("a.ris", 1, 1)), ({"id": "b", **other}, Location("b.ris", 2, 1))]
    return [f"{problem.location}: {problem.message}" for problem in find_duplicates(works, {cited})]


SAME: dict[str, tuple[Csl, Csl]] = {
    "DOI": ({"DOI": "10.1000/ABC"}, {"DOI": "10.1000/abc"}),
    "PMID": ({"PMID": "1"}, {"PMID": "1", "DOI": "10.1000/a"}),
    "title and year": ({"title": f"{TITLE}.", **YEAR}, {"title": "Walking after a <i>Stroke</i>", **YEAR}),
}


@pytest.mark.parametrize("sign", SAME)
def test_the_same_work_under_two_keys_is_a_warning(sign: str) -> None:
    assert found(*SAME[sign]) == [f"b.ris:2:1: the references `a` and `b` have the same {sign}"]
    assert found(*SAME[sign], cited="b")
    assert not found(*SAME[sign], cited="c")


def test_a_work_is_reported_once() -> None:
    work: Csl = {"DOI": "10.1000/a", "PMID": "1", "title": TITLE, **YEAR}
    assert len(found(work, work)) == 1


def test_a_short_title_tells_only_with_the_same_authors() -> None:
    work: Csl = {"title": "Stroke", **YEAR}
    lee, roe = [{"family": "Lee"}], [{"family": "Roe"}]
    assert not found(work, work)
    assert not found(work | {"author": lee}, work | {"author": roe})
    assert found(work | {"author": lee}, work | {"author": lee})


DISTINCT: dict[str, tuple[Csl, Csl]] = {
    "another year": ({"title": TITLE, **YEAR}, {"title": TITLE, "issued": {"date-parts": [[2017]]}}),
    "another DOI": ({"title": TITLE, "DOI": "10.1000/a", **YEAR}, {"title": TITLE, "DOI": "10.1000/b", **YEAR}),
    "another volume": ({"title": TITLE, "volume": "1", **YEAR}, {"title": TITLE, "volume": "2", **YEAR}),
    "no year": ({"title": TITLE}, {"title": TITLE}),
}


@pytest.mark.parametrize("works", DISTINCT.values(), ids=DISTINCT)
def test_works_that_differ_are_no_duplicates(works: tuple[Csl, Csl]) -> None:
    assert not found(*works)
