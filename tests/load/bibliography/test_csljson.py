"""A file of CSL JSON is read entry by entry, with the place of each: a broken entry costs that entry only."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Load
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ArticleError
from exporter.load.bibliography import csljson
from exporter.source import Source

ANT: dict[str, Any] = {"id": "ant", "type": "book", "title": "Ants", "issued": {"date-parts": [[2016]]}}
BEE: dict[str, Any] = ANT | {"id": "bee", "title": "Bees"}


def read(text: str) -> tuple[list[str], list[str]]:
    """Return the key and place of each record, and each problem with its place."""
    records, problems = csljson.read(Source("a.json", text))
    keys = [f"{one.reference['id']} {one.location}" for one in records]
    return keys, [f"{one.location} {one.message}" for one in problems]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('[{"id": "ant"},\n {"title": "B", "id": "bee"}]', ["ant a.json:1:10", "bee a.json:2:24"]),
        ('{"items": [{"id": 7}]}', ["7 a.json:1:19"]),
        ('{"references": [{"id": "ant"}]}', ["ant a.json:1:25"]),
        ("[]", []),
    ],
)
def test_each_entry_has_its_place(text: str, keys: list[str]) -> None:
    assert read(text) == (keys, [])


@pytest.mark.parametrize(
    ("broken", "place", "reason"),
    [
        ('{"id": "cat", "title": "C",}', "2:28", "there is a comma too many"),
        ('{"id": "cat" "title": "C"}', "2:14", "a comma is missing here"),
        ('{"id": "cat", "title": "C}', "2:24", "quotation mark"),
        ('{"id": "cat", "title" "C"}', "2:23", "a colon is missing here"),
        ('{"id": "cat", "title": }', "2:24", "the value of a field is missing here"),
        ('{"id": "cat", "title": "\\alpha"}', "2:25", "a backslash must be written twice"),
        ('{"id": "cat", "volume": NaN}', "2:1", "a number is missing here"),
    ],
)
def test_a_broken_entry_is_named_and_the_others_are_read(broken: str, place: str, reason: str) -> None:
    keys, problems = read(f"[{json.dumps(ANT)},\n{broken},\n{json.dumps(BEE)}]")
    assert [key.split()[0] for key in keys] == ["ant", "bee"]
    (problem,) = problems
    assert problem.startswith(f"a.json:{place.split(':')[0]}:")
    assert "the entry that begins on line 2 cannot be read and is left out: " in problem
    assert reason in problem or place == "2:28"


@pytest.mark.parametrize("entry", ["7", '"cat"', "[]", "null"])
def test_what_is_no_reference_is_named_and_left_out(entry: str) -> None:
    keys, problems = read(f"[\n{entry},\n{json.dumps(ANT)}]")
    assert keys == ["ant a.json:3:9"]
    assert [problem.split(" ", 1)[0] for problem in problems] == ["a.json:2:1"]
    assert "left out" in problems[0]


@pytest.mark.parametrize("key", ["", '"id": "", ', '"id": null, ', '"id": true, ', '"id": [], '])
def test_a_reference_without_a_key_gets_one(key: str, article: Path, load_article: Load) -> None:
    work = f'[{{{key}"type": "book", "title": "Ants at work", "issued": "2016", "author": [{{"family": "Cui"}}]}}]'
    article.with_name("a.json").write_text(work, "utf-8")
    manuscript = load_article("summary: A [@cui2016ants]\nbibliography:\n  - a.json\n")
    assert manuscript.references["cui2016ants"]["title"] == "Ants at work"


@pytest.mark.parametrize(
    "value", ['["A"]', "5", "{}", '{"a": []}', "null", '"2016"', "[[[2016]]]", "[5]", '["A", "B"]']
)
@pytest.mark.parametrize("name", ["title", "author", "issued", "type", "DOI", "page", "container-title", "id"])
def test_any_value_anywhere_stops_nothing(name: str, value: str, article: Path, load_article: Load) -> None:
    work = ANT | {"author": [{"family": "Cui"}]}
    broken = {one: part for one, part in work.items() if one != "id"} | {name: json.loads(value)}
    article.with_name("a.json").write_text(json.dumps([work, broken]), "utf-8")
    load_article("summary: A [@ant]\nbibliography:\n  - a.json\n")


def test_a_file_that_is_cut_off_is_named() -> None:
    keys, problems = read(f"[{json.dumps(ANT)}, ")
    assert keys == ["ant a.json:1:10"]
    assert "does not end with `]`" in problems[0]


def test_a_field_that_appears_twice_is_a_problem_of_its_reference() -> None:
    (record,), problems = csljson.read(Source("a.json", '[{"id": "ant", "title": "A", "title": "B"}]'))
    assert problems == []
    assert ["`title` appears twice" in problem.message for problem in record.problems] == [True]


@pytest.mark.parametrize("text", ["", "nothing", "{}", '"ant"', '{"id": "ant"}'])
def test_what_is_no_list_of_references_says_so(text: str) -> None:
    with pytest.raises(ArticleError, match="this is no list of references"):
        read(text)


def test_brackets_without_end_are_no_reference() -> None:
    keys, problems = read("[" * 100_000)
    assert (keys, len(problems)) == ([], 2)


@given(st.integers(0, 200), st.integers(0, 3), st.sampled_from(["", '"', ",", "}", "]", "{", "x"]))
def test_a_slip_anywhere_costs_at_most_two_entries_and_is_reported(at: int, width: int, instead: str) -> None:
    works = [ANT | {"id": name, "title": name} for name in ("ant", "bee", "cat")]
    text = json.dumps(works)
    at = min(at + 1, len(text) - 2)
    changed = text[:at] + instead + text[at + width :]
    try:
        records, problems = csljson.read(Source("a.json", changed))
    except ArticleError:
        return
    assert len(records) + 2 >= len(works)
    assert problems or len(records) == len(works)


def test_a_broken_entry_that_is_not_cited_stops_nothing(article: Path, load_article: Load) -> None:
    article.with_name("a.json").write_text(f'[{{"id": "cat",}}, {json.dumps(ANT)}]', "utf-8")
    manuscript = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n")
    assert ["cannot be read" in problem.message for problem in manuscript.warnings] == [True]
    with pytest.raises(ArticleError, match="no reference has the key `cat`"):
        load_article("summary: A [@cat]\nbibliography:\n  - a.json\n")


def test_a_reference_of_crossref_is_read(article: Path, load_article: Load) -> None:
    work = {
        "id": "ant", "type": "journal-article", "title": ["Ants"], "container-title": ["J"], "ISSN": ["1234-5678"],
        "author": [{"family": "Cui", "given": "F", "sequence": "first", "affiliation": []}, {"name": "NICE"}],
        "issued": {"date-parts": [[2016, 3]]}, "published-print": {"date-parts": [[2016]]}, "reference-count": 5,
        "license": [{"URL": "https://example.org"}], "subject": ["Ants"], "relation": {}, "indexed": {"version": "1"},
    }  # fmt: skip
    article.with_name("a.json").write_text(json.dumps([work]), "utf-8")
    manuscript = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n")
    assert manuscript.warnings == ()
    assert manuscript.references["ant"] == {
        "id": "ant", "type": "article-journal", "title": "Ants", "container-title": "J", "ISSN": "1234-5678",
        "author": [{"family": "Cui", "given": "F."}, {"literal": "NICE"}], "issued": {"date-parts": [[2016, 3]]},
    }  # fmt: skip


def test_a_date_that_cannot_be_read_is_not_missing_as_well(article: Path, load_article: Load) -> None:
    article.with_name("a.json").write_text(json.dumps([ANT | {"issued": {"raw": "3/4/2016"}}]), "utf-8")
    (problem,) = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n").warnings
    assert "`issued` is `3/4/2016`" in problem.message


def test_an_unknown_type_is_a_warning(article: Path, load_article: Load) -> None:
    article.with_name("a.json").write_text(json.dumps([ANT | {"type": "leaflet"}]), "utf-8")
    (problem,) = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n").warnings
    assert (
        problem.message == "the reference `ant` is printed without its type: `type` is `leaflet`, which cannot be read"
    )


def test_a_number_that_is_none_is_left_out_with_a_warning(article: Path, load_article: Load) -> None:
    article.with_name("a.json").write_text(json.dumps([ANT | {"DOI": "nonsense", "PMID": "PMID: 1"}]), "utf-8")
    manuscript = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n")
    assert manuscript.references["ant"] == ANT | {"PMID": "1"}
    (problem,) = manuscript.warnings
    assert (
        problem.message == "the reference `ant` is printed without its DOI: `DOI` is `nonsense`, which cannot be read"
    )


def test_the_numbers_of_a_journal_may_be_a_list(load_article: Load, article: Path) -> None:
    article.with_name("a.json").write_text(json.dumps([ANT | {"ISSN": ["1234-5678", "2345-6789"]}]), "utf-8")
    manuscript = load_article("summary: See [@ant].\nbibliography: [a.json]\n")
    assert manuscript.references["ant"]["ISSN"] == "1234-5678, 2345-6789"
