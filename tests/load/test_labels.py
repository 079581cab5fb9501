"""The labels: every packaged language has all of them."""

import re
from pathlib import Path

import pytest

from exporter.errors import ArticleError
from exporter.language import catalogue
from exporter.load.labels import read_labels
from exporter.packaged import packaged_folder
from exporter.source import Scalar, Source

LANGUAGES = sorted(path.stem for path in packaged_folder("labels").glob("*.yaml"))


def scalar(text: str) -> Scalar:
    return Scalar.at(text, Source("article.yaml", text), 0, len(text))


def test_there_are_languages() -> None:
    assert {"en", "es"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word(language: str) -> None:
    labels = read_labels(scalar(language), {})
    assert labels.keys() == catalogue("en").keys()
    assert all(word.strip() for word in labels.values())
    assert len(set(labels["months"].split())) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_distinguishes_the_words_that_a_reader_must_distinguish(language: str) -> None:
    labels = read_labels(scalar(language), {})
    for group in (
        ["figure", "table", "section"],
        ["emergency", "warning", "important", "tip", "evidence"],
        ["certainty_high", "certainty_moderate", "certainty_low", "certainty_very_low"],
        ["back_to_citation", "back_to_note"],
        ["published", "reviewed", "review_by"],
    ):
        assert len({labels[name] for name in group}) == len(group)


def test_a_region_may_differ_from_its_language_in_some_words() -> None:
    british, american = (read_labels(scalar(tag), {}) for tag in ("en-GB", "en-US"))
    assert {name for name in british if british[name] != american[name]} == {"date"}


def test_a_language_without_words_says_which_are_missing() -> None:
    with pytest.raises(ArticleError, match="no words yet for the language `tlh`") as raised:
        read_labels(scalar("tlh"), {})
    assert all(name in raised.value.problems[0].hint for name in catalogue("en"))


def test_every_word_of_the_catalogue_is_used_somewhere() -> None:
    package = packaged_folder("templates").parent
    code = [path for path in package.rglob("*") if path.suffix in {".py", ".j2"}]
    text = "\n".join(Path(path).read_text("utf-8") for path in code)
    composed = {name for name in catalogue("en") if name.startswith("certainty_")}
    roles = {"author", "reviewer", "translator", "illustrator", "emergency", "warning", "important", "tip", "evidence"}
    for name in catalogue("en").keys() - composed - roles:
        assert re.search(rf"(labels|words)(\.{name}\b|\[['\"]{name}['\"]\])", text), name
