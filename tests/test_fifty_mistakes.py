"""Every mistake of a person who pastes is reported on its line, in words that are known, with a hint that works."""

from collections.abc import Iterator

import pytest
from pasted import PASTED
from test_messages import unknown_words

from exporter.pipeline import Pipeline
from scripts import mistakes


@pytest.fixture(scope="module")
def trials() -> Iterator[dict[str, mistakes.Trial]]:
    with Pipeline() as pipeline:
        yield {f"{group}: {trial.row.name}": trial for group, trial in mistakes.trials(pipeline)}


@pytest.mark.parametrize("name", [f"{group}: {row.name}" for group, rows in PASTED.items() for row in rows])
def test_a_pasted_mistake_is_reported_on_its_line_and_its_hint_works(
    name: str, trials: dict[str, mistakes.Trial]
) -> None:
    trial = trials[name]
    assert trial.is_right, trial
    for problem in (trial.found, *trial.others):
        assert problem is None or not unknown_words(f"{problem.message} {problem.hint}"), problem


def test_there_are_fifty_of_them() -> None:
    assert sum(map(len, PASTED.values())) >= 50


def test_the_page_is_made_from_them() -> None:
    assert mistakes.PAGE.read_text("utf-8") == mistakes.page(), "run `make docs`"
