"""Keys that a text can cite, for references that have none or another."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.article.fields import KEY_PATTERN
from exporter.csl import Csl
from exporter.errors import Location
from exporter.load.bibliography import Record
from exporter.load.bibliography.keys import Keyed, give_keys


def work(title: str = "Walking after a stroke", family: str = "Osei", year: int = 2016, **others: object) -> Csl:
    return {"title": title, "author": [{"family": family}], "issued": {"date-parts": [[year]]}, **others}


def keyed(*works: Csl, listed: tuple[str, ...] = ()) -> Keyed:
    return give_keys([Record(one, Location("a.ris", line)) for line, one in enumerate(works, 1)], listed)


def keys(*works: Csl, listed: tuple[str, ...] = ()) -> list[object]:
    return [one.reference["id"] for one in keyed(*works, listed=listed).records]


MADE = {
    "osei2016walking": work(),
    "osei2016fall": work("The fall of <i>2016</i>"),
    "muller2016uber": work("Über uns", "Müller"),
    "ogorman2016gait": work("Gait", "O'Gorman"),
    "\u674e2016\u8d70\u8def\u8bad\u7ec3": work("\u8d70\u8def\u8bad\u7ec3", "\u674e"),
    "world2016hand": work("Hand hygiene", author=[{"literal": "World Health Organization"}]),
    "anon2016walking": work(author=[]),
    "lee2016walking": work(author=[], editor=[{"family": "Lee"}]),
    "oseiwalking": work(issued={}),
    "osei2016": work(""),
    "osei2016it": work("It"),
}


@pytest.mark.parametrize("key", MADE)
def test_a_key_is_made_of_author_year_and_a_word_of_the_title(key: str) -> None:
    assert keys(MADE[key]) == [key]
    assert [one.reference["id"] for one in keyed(MADE[key]).made] == [key]


CITABLE = {
    "lang2016": "lang2016",
    "17": "17",
    "DBLP:conf/x/Y20": "DBLP:conf-x-Y20",
    "smith 2016": "smith-2016",
    "https://example.org/items/AB": "https-example.org-items-AB",
    "10.1000/ex.1": "10.1000-ex.1",
    "lang2016*": "lang2016",
    "#12": "12",
    "fig-1": "ref-fig-1",
    "???": "ref",
}


@pytest.mark.parametrize("key", CITABLE)
def test_a_key_that_cannot_be_cited_loses_the_signs_that_end_it_in_a_text(key: str) -> None:
    found = keyed({"id": key, **work()})
    assert [one.reference["id"] for one in found.records] == [CITABLE[key]]
    assert found.made == []
    assert found.meant == ({} if key == CITABLE[key] else {key: [CITABLE[key]]})


def test_two_works_for_which_the_same_key_would_be_made_get_longer_ones() -> None:
    found = keyed(work(), work("Walking in the ward"))
    long = ["osei2016walking-stroke", "osei2016walking-ward"]
    assert [one.reference["id"] for one in found.records] == long
    assert found.meant == {"osei2016walking": long}


@pytest.mark.parametrize("listed", [(), ("osei2016walking",)])
def test_a_made_key_is_never_that_of_another_reference(listed: tuple[str, ...]) -> None:
    others: list[Csl] = [] if listed else [{"id": "osei2016walking", "title": "Another"}]
    assert keys(*others, work(), listed=listed)[-1] == "osei2016walking-stroke"


def test_a_work_without_a_key_that_appears_twice_is_left_out_once() -> None:
    found = keyed(work(), work())
    assert [one.location.line for one in found.records] == [1]
    assert [(one.location.line, first.location.line) for one, first in found.repeated] == [(2, 1)]


FEW = ["Ants", "Bees", "Ants and bees", "Bees at work"]
works = st.builds(work, st.sampled_from(FEW), st.sampled_from(["Lee", "Roe"]), st.sampled_from([2015, 2016]))
own = st.builds(lambda key, one: {"id": key, **one}, st.text(min_size=1, max_size=8), works)


@given(st.lists(works | own, max_size=8), st.randoms())
def test_a_key_can_be_cited_and_does_not_depend_on_the_order(
    given: list[Csl],
    random: "st.random.Random",  # type: ignore[name-defined]
) -> None:
    found = keyed(*given)
    assert all(re.fullmatch(KEY_PATTERN, str(one.reference["id"])) for one in found.records)
    mixed = list(given)
    random.shuffle(mixed)
    assert sorted(map(str, keys(*mixed))) == sorted(map(str, keys(*given)))


def test_a_work_whose_title_is_one_word_gets_a_longer_key_of_its_own() -> None:
    works = [work("Walking", volume="7", page="1-9"), work("Walking", volume="8"), work("Walking")]
    assert keys(work(), *works) == [f"osei2016walking-{end}" for end in ("stroke", "719", "8", "other")]


@given(st.lists(works, max_size=6), works)
def test_another_reference_never_changes_which_work_a_key_means(given: list[Csl], added: Csl) -> None:
    before = {str(one.reference["id"]): one.reference["title"] for one in keyed(*given).records}
    after = {str(one.reference["id"]): one.reference["title"] for one in keyed(*given, added).records}
    assert all(after[key] == title for key, title in before.items() if key in after)
