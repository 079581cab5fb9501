"""Runs a task on many articles, one after the other, and reports each.

Neither a bad article nor a defect of exporter that one article brings to light stops the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from traceback import extract_tb

from exporter.errors import ArticleError, ExporterError, Location, MachineError, Problem
from exporter.pipeline import Pipeline
from exporter.request import Command, Report, Task
from exporter.runs import isolated
from exporter.runs.find import Found, find_articles
from exporter.runs.identity import same_ids, same_ids_in_output

__all__ = ["find_articles", "perform", "run"]


def run(task: Task, paths: Sequence[Path], pipeline: Pipeline | None) -> Iterator[Report]:
    """Yield a report for each article that `paths` name; without `pipeline`, each runs in a process of its own.

    Reports without an article say what was not found, or may be an article but was skipped, and what `out` shows.
    """

    def report(article: Found, command: Command = task.command) -> Report:
        one = replace(task.of(article.path, article.below), command=command)
        return perform(one, pipeline) if pipeline else isolated.run(one)

    finds = find_articles(paths, task.request.limits)
    yield from finds.reports
    checked = cache(lambda article: report(article, "check"))
    clashes = same_ids(finds.articles, task.request.limits)
    exported = []
    for article in finds.articles:
        # An article with problems of its own is not exported, so that it stops no other.
        rivals = (problem for other, problem in clashes.get(article, {}).items() if checked(other).exit_code == 0)
        if clash := next(rivals, None):
            yield _with_error(checked(article) if task.command == "build" else report(article), clash)
            continue
        yield (last := report(article))
        exported += [article] * (last.exit_code == 0)
    if task.command != "check" and (warnings := tuple(same_ids_in_output(task, exported))):
        yield Report(None, problems=warnings)


def _with_error(report: Report, problem: Problem) -> Report:
    code = max(report.exit_code, ArticleError.exit_code)
    return replace(report, problems=(problem, *report.problems), exit_code=code)


def perform(task: Task, pipeline: Pipeline, is_confined: bool = False) -> Report:
    """Run a task on one article, and return its report.

    If the process `is_confined`, raises MemoryError if there is too little memory, also to load an installed library.
    """
    article = str(task.request.article)
    try:
        match task.command:
            case "build":
                return pipeline.build(task.request, task.out, task.today)
            case "check":
                return Report(article, problems=pipeline.check(task.request, task.today))
            case "verify":
                return Report(article, problems=pipeline.verify(task.request, task.out))
    except ExporterError as error:
        return Report.of_error(article, error)
    except (OSError, ImportError) as error:  # a component is missing, or the system has run out of something
        if is_confined and isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
            raise MemoryError from error
        return Report.of_error(article, MachineError.because(error))
    except MemoryError:
        if is_confined:
            raise
        problem = Problem(
            "this computer has too little memory", Location(article), "close other programs, and try again"
        )
        return Report.of_error(article, MachineError(problem))
    except Exception as error:  # noqa: BLE001  (a defect, wherever it is, costs this article only)
        return Report.of_error(article, _defect(error, Location(article)))


def _defect(error: Exception, place: Location) -> ExporterError:
    """Return the error for an exception that nobody expected: a bug in exporter."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-4:]]
    message = f"the work on the article stopped: {type(error).__name__}: {error} ({', '.join(frames)})"
    hint = "this is a fault of exporter, not of the article: please report it, with this message and the article"
    return ExporterError(Problem(message, place, hint))
