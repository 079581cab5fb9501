"""The JSON Schema for editors accepts every article that the loader accepts, and refuses a wrong structure."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import Load, article_text
from mistakes import MISTAKES
from places import ROOT

from exporter.article import json_schema
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


SHAPES = [
    "an unknown key", "an unknown key inside", "a list where text belongs", "text where a list belongs",
    "text where keys belong", "neither true nor false", "no whole number", "an empty text", "a date in words",
    "a malformed language tag", "an id without its prefix", "no sections", "an empty block", "an unknown block",
    "a key without a value", "a text that says null", "a list among texts", "an id that is no XML name",
    "a reference key with a space", "a reference key that begins like an id", "a list where a block belongs",
    "two blocks in one", "an unknown kind of call-out",
    "a figure without a text alternative", "an unknown type of reference", "an unknown field of a reference",
]  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_wrong_structure_is_refused_by_both(name: str, load_article: Load) -> None:
    changes = MISTAKES[name][0]
    assert not accepts(article_text(changes))
    with pytest.raises(ArticleError):
        load_article(changes)


KEYS = "references:\n  - id: {key}\n    type: book\n    title: A\n    issued: {issued}\n"
SAME = [
    "", "numbering:\n  sections: True\n", 'numbering:\n  sections: "false"\n', "numbering:\n  sections: yes\n",
    "print:\n  fit_pages: 2\n", 'print:\n  fit_pages: "2"\n', "print:\n  fit_pages: 0\n", "print:\n  fit_pages: 2.5\n",
    "subtitle: ~\n", "subtitle:\n", "authors:\n", "title: 1.0\n", "title: true\n", "title: 'null'\n",
    *(f"sections:\n  - id: {name}\n    heading: A\n    content: B\n" for name in ("sec-頭", "sec-a.b", "sec-a:b")),
    *(KEYS.format(key=key, issued=2016) for key in ("2016", "1.5", "doi:10.1", "Ланг2016", "a.", "-a", "a/b", "sec-a")),
    *(KEYS.format(key="a", issued=date) for date in ("2016-03", "2014/2016-01-31", "20161", "999", "2016-13")),
    *(KEYS.format(key="a", issued=2016) + f"    author: {name}\n" for name in ("{literal: A}", "[]", "{given: A}")),
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
            if name != "properties":
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
