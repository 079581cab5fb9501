"""Reads the labels (Figure, References …) for a language: those of the catalogue, replaced by the article's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.errors import ArticleError, Problem, did_you_mean
from exporter.language import catalogue
from exporter.source import Scalar


def read_labels(language: Scalar, own: Mapping[Any, Scalar]) -> dict[str, str]:
    """Return every label. Raises ArticleError if one of the article's is unknown, or the language lacks some."""
    known = catalogue("en")
    problems = [
        Problem(
            f"there is no label `{key}`",
            key.location,
            did_you_mean(key, known) or "`docs/staff/reference.md` lists all labels",
        )
        for key in own
        if key not in known
    ]
    tag = str(language)
    labels = {**catalogue(tag.split("-")[0].lower()), **catalogue(tag)} | {str(key): str(own[key]) for key in own}
    missing = [key for key in known if key not in labels]
    if missing:
        hint = f"add these keys to `labels:`: {', '.join(missing)}"
        problems.append(Problem(f"there are no words yet for the language `{language}`", language.location, hint))
    problems += _malformed(labels, own, language)
    if problems:
        raise ArticleError(problems)
    return labels


def _malformed(labels: Mapping[str, str], own: Mapping[Any, Scalar], language: Scalar) -> Iterator[Problem]:
    for key, wanted in (("references_at", ["{url}"]), ("date", ["{day}", "{month}", "{year}"])):
        if key in labels and not _holds(labels[key], wanted):
            place = own[key].location if key in own else language.location
            hint = f"write {', '.join(wanted)} in the text, and no other braces"
            yield Problem(f"the label `{key}` does not have the right words in braces", place, hint)
    if "months" in labels and len(labels["months"].split()) != 12:
        place = own["months"].location if "months" in own else language.location
        yield Problem("the label `months` does not name twelve months", place, "write them with spaces between")


def _holds(text: str, wanted: list[str]) -> bool:
    """Whether each word in braces appears once, and no other brace: `{day:>999999999}` is a page of a gigabyte."""
    return all(text.count(word) == 1 for word in wanted) and text.count("{") == text.count("}") == len(wanted)
