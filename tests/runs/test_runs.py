"""A failing article does not stop the others."""

from datetime import date
from pathlib import Path

import pytest

from exporter.errors import ArticleError, Location, MachineError, Problem, Severity, UsageError
from exporter.pipeline import Pipeline
from exporter.request import Request, Task
from exporter.runs import perform, run


class Steps(Pipeline):
    """A pipeline whose check fails for one article."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def check(self, request: Request, today: date | None = None) -> tuple[Problem, ...]:
        if Path(request.article).stem == "bad":
            raise self.error
        return (Problem(f"{request.article} on {today}", severity=Severity.WARNING),)


@pytest.mark.parametrize("error", [ArticleError(Problem("bad")), OSError("full"), ImportError("gone")])
def test_an_article_that_fails_stops_no_other(error: Exception, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("a.yaml", "bad.yaml", "c.yaml")]
    for name in names:
        name.touch()
    task = Task("check", Request(""), today=date(2026, 11, 22))
    first, second, third = run(task, names, Steps(error))
    assert [one.article for one in (first, second, third)] == [str(name) for name in names]
    assert [one.problems[0].message for one in (first, third)] == [f"{name} on 2026-11-22" for name in names[::2]]
    assert (first.exit_code, third.exit_code) == (0, 0)
    is_article = isinstance(error, ArticleError)
    assert second.exit_code == (ArticleError if is_article else MachineError).exit_code
    assert second.problems[0].message == ("bad" if is_article else f"this computer cannot do it: {error}")


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), RecursionError("x"), KeyError("x"), AssertionError("x")])
def test_any_other_exception_is_a_bug_and_costs_its_article_only(error: Exception, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("a.yaml", "bad.yaml", "c.yaml")]
    for name in names:
        name.touch()
    first, second, third = run(Task("check", Request("")), names, Steps(error))
    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0)
    (problem,) = second.problems
    assert problem.location == Location(str(names[1]))
    assert f"{type(error).__name__}: {error} (" in problem.message
    assert "test_runs.py:" in problem.message, "where it was raised"
    assert "please report it" in problem.hint


def test_too_little_memory_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    report = perform(Task("check", Request("bad")), Steps(MemoryError()))
    assert (report.exit_code, report.problems[0].location) == (MachineError.exit_code, Location("bad"))
    with pytest.raises(MemoryError):
        perform(Task("check", Request("bad")), Steps(MemoryError()), is_confined=True)


def test_a_path_that_does_not_exist_is_reported_for_no_article(tmp_path: Path) -> None:
    (report,) = run(Task("check", Request("")), [tmp_path / "nowhere"], None)
    assert (report.article, report.exit_code) == (None, UsageError.exit_code)


@pytest.mark.parametrize(
    ("error", "is_memory"), [(ImportError("no memory"), True), (ModuleNotFoundError("x"), False), (OSError(), False)]
)
def test_in_a_confined_process_a_library_that_cannot_be_loaded_is_a_lack_of_memory(
    error: Exception, is_memory: bool
) -> None:
    task = Task("check", Request("bad"))
    if is_memory:
        with pytest.raises(MemoryError):
            perform(task, Steps(error), is_confined=True)
    else:
        assert perform(task, Steps(error), is_confined=True).exit_code == MachineError.exit_code
