"""The JSON Schema for editors accepts every article that the loader accepts, and refuses a wrong structure."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import Load, article_text
from hypothesis import given
from hypothesis import strategies as st
from mistakes import MISTAKES
from places import ROOT

from exporter.article import json_schema
from exporter.article.conditions import DAY
from exporter.errors import ArticleError

ARTICLES = [ROOT / "content" / "article.yaml", *sorted(ROOT.glob("tests/cases/*/article.yaml"))]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


class Core(yaml.SafeLoader):
    """Loads YAML 1.2's core schema, as editors do: without dates, and without yes and no as booleans."""


Core.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), first)


def accepts(text: str) -> bool:
    return not any(VALIDATOR.iter_errors(yaml.load(text, Core)))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.parent.name)
def test_an_article_that_loads_is_accepted(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(yaml.load(path.read_text("utf-8"), Core))] == []


MARKDOWN = "the schema does not read Markdown"
ELSEWHERE = "the schema does not compare places of an article"
FILES = "the schema does not know the files"
STYLES = "the schema does not list thousands of styles"
TYPED = "an editor's YAML reader has changed or dropped it before the schema sees it"
NAMES = "names and words can be written in too many ways for a pattern"
LENGTHS = "JSON Schema cannot compare the lengths of two lists"
DEFAULTS = "`labels` may come from a file of defaults"
DATES = "the dates of references can be written in too many ways for a pattern"

# Every mistake that the schema cannot refuse, below the reason. It refuses all others.
_BEYOND = {
    TYPED: """
        a key that appears twice
        a comment after a text
        a comment before a text
        a comment in a handout's id
        a comment after a name
        an anchor
        a character that no text has
    """,
    MARKDOWN: """
        a citation in an emergency
        a note in an emergency
        a link in an emergency
        a figure pointed at in an emergency
        a bare key
        a key without its author
        a citation that lacks a semicolon
        a citation with a part that cites nothing
        a cross-reference in brackets
        a citation without a key
        a citation in the title
        a note in a heading
        a cross-reference in a heading
        a citation inside a link
        a citation in superscript
        raw HTML
        a block of raw HTML
        a heading in a text
        an underlined heading
        an image in a text
        a table in a text
        a code fence
        an indented code block
        a rule
        a block quotation
        struck-out text
        rows of a table with tabs
        a task list
        a footnote of another dialect
        a link to a script
        a link with a title
        a link without words
        a definition of a link
        Markdown inside a citation
        a heading's signs in a title
        a link to a file
        an empty note
        an empty item of a list
        a note that does not end
        a note inside a note
        a note in a section for print only
        a typed number beside citations
        a key in brackets
        a cross-reference without its word
        an id with a capital
        one reference twice in a citation
    """,
    DATES: """
        a day of a reference that does not exist
        a date that may be one of two
    """,
    DEFAULTS: """
        a language without words
    """,
    ELSEWHERE: """
        an id that appears twice
        two references with one key
        an unknown citation key
        an unknown cross-reference
        a link to an id that nothing has
        a link to a section for print only
    """,
    LENGTHS: """
        a row of the wrong length
    """,
    FILES: """
        a picture that is not there
        a picture of another kind
        a picture outside the project
        a picture with an endless name
        references in a file of an unknown kind
        a file of references that is not there
    """,
    NAMES: """
        an author who is nobody
    """,
    STYLES: """
        an unknown citation style
        a style of notes
        a style of labels
        a style in capitals
        a style with an endless name
        a style outside the project
    """,
}
BEYOND = {name.strip(): reason for reason, names in _BEYOND.items() for name in names.strip().split("\n")}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_schema_refuses_each_mistake_unless_it_cannot(name: str) -> None:
    try:
        is_accepted = accepts(article_text(MISTAKES[name][0]))
    except yaml.YAMLError:
        is_accepted = False
        assert BEYOND.get(name) in {None, TYPED}
    assert is_accepted is (name in BEYOND), BEYOND.get(name, "the schema accepts it")


def test_every_mistake_beyond_the_schema_is_one_of_the_table() -> None:
    assert BEYOND.keys() <= MISTAKES.keys()


@pytest.mark.parametrize("day", ["2028-02-29", "2000-02-29", "2027-02-28", "2026-12-31", "2026-11-30"])
def test_a_day_that_exists_is_accepted(day: str) -> None:
    assert re.search(f"^{DAY}$", day)
    date.fromisoformat(day)


@given(st.integers(0, 2100), st.integers(0, 13), st.integers(0, 32))
def test_the_pattern_of_a_day_agrees_with_the_calendar(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
        exists = True
    except ValueError:
        exists = False
    assert bool(re.search(f"^{DAY}$", text)) is exists


KEYS = "references:\n  - id: {key}\n    type: book\n    title: A\n    issued: {issued}\n"
AUTHORS = ["{literal: A}", "[]", "{given: A}", "{}", "{first: A}", "Yi Lang", "~", "[{given: A}]"]
FIELDS = [
    "volume: ''",
    "volume:",
    "DOI: ''",
    "DOI: 1",
    "PMID: 1O",
    "PMID: PMID 1",
    "PMID: 1",
    "PMCID: 1",
    "PMCID: pmc1",
]
SAME = [
    "", "numbering:\n  sections: True\n", 'numbering:\n  sections: "false"\n', "numbering:\n  sections: yes\n",
    "print:\n  fit_pages: 2\n", 'print:\n  fit_pages: "2"\n', "print:\n  fit_pages: 0\n", "print:\n  fit_pages: 2.5\n",
    "subtitle: ~\n", "subtitle:\n", "authors:\n", "title: 1.0\n", "title: true\n", "title: 'null'\n",
    *(f"sections:\n  - id: {name}\n    heading: A\n    content: B\n" for name in ("sec-頭", "sec-a.b", "sec-a:b")),
    *(KEYS.format(key=key, issued=2016) for key in ("2016", "1.5", "doi:10.1", "Ланг2016", "a.", "-a", "a/b", "sec-a")),
    *(KEYS.format(key="a", issued=date) for date in ("2016-03", "2014/2016-01-31", "20161", "999", "16-03")),
    *(KEYS.format(key="a", issued=date) for date in ("in press", "{}", "[[]]", "", "null", "''", "{literal: A}")),
    *(KEYS.format(key="a", issued=date) for date in ("{date-parts: [[1]]}", "[{year: 1}]", "[{month: 3}]", "{x: 1}")),
    *(f"{KEYS.format(key='a', issued=2016)}    author: {name}\n" for name in AUTHORS),
    *(f"{KEYS.format(key='a', issued=2016)}    {field}\n" for field in FIELDS),
]  # fmt: skip


@pytest.mark.parametrize("changes", SAME)
def test_schema_and_loader_agree_on_every_kind_of_value(changes: str, load_article: Load) -> None:
    try:
        load_article(changes)
        loads = True
    except ArticleError:
        loads = False
    assert accepts(article_text(changes)) is loads


@pytest.mark.parametrize("key", ["title", "summary", "document", "sections"])
def test_a_required_key_is_required_by_the_schema(key: str) -> None:
    article: dict[str, Any] = yaml.load(article_text(), Core)
    del article[key]
    assert any(VALIDATOR.iter_errors(article))


def test_the_schema_the_shipped_article_points_to_is_the_codes() -> None:
    first = (ROOT / "content" / "article.yaml").read_text("utf-8").splitlines()[0]
    pointed = ROOT / "content" / first.split("$schema=")[1]
    assert json.loads(pointed.read_bytes()) == json_schema(), "run `make docs`"


def poorly_described(node: Any) -> Iterator[str]:
    """Yield every key without a description for editors, or with one that says no more than the key."""
    if isinstance(node, list):
        for part in node:
            yield from poorly_described(part)
    elif isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            words = value.get("description", "").lower().strip("`. ")
            if " " not in words or words == re.sub("[_-]", " ", key).lower():
                yield key
            yield from poorly_described(value)
        for name, part in node.items():
            if name not in {"properties", "if", "then"}:
                yield from poorly_described(part)


def test_every_key_has_a_description_for_editors() -> None:
    assert list(poorly_described(json_schema())) == []


@pytest.mark.parametrize("words", [None, "", "Markdown", "title short", "`title-short`.", "Title Short"])
def test_a_description_that_says_no_more_than_the_key_is_noticed(words: str | None) -> None:
    part = {"properties": {"title-short": {} if words is None else {"description": words}}}
    for schema in (
        part,
        {"$defs": {"Work": part}},
        {"anyOf": [{"items": part}]},
        {"properties": {"a": part | {"description": "a work"}}},
    ):
        assert list(poorly_described(schema)) == ["title-short"]


def test_the_common_keys_of_a_reference_are_described_in_plain_words() -> None:
    properties = json_schema()["$defs"]["Reference"]["properties"]
    for key in "accessed author container-title DOI issue issued page PMID publisher title URL volume".split():
        assert "CSL variable" not in properties[key]["description"], key
