"""Runs a task on many articles, one after the other, and reports each.

Neither a bad article nor a defect of exporter that one article brings to light stops the others.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import extract_tb

from exporter.errors import ExporterError, Location, MachineError, Problem
from exporter.pipeline import Pipeline
from exporter.request import Report, Task
from exporter.runs import isolated
from exporter.runs.find import find_articles

__all__ = ["find_articles", "perform", "run"]


def run(task: Task, paths: Sequence[Path], pipeline: Pipeline | None) -> Iterator[Report]:
    """Yield a report for each article that `paths` name; without `pipeline`, each runs in a process of its own.

    Reports without an article come first: what was not found, and what may be an article but was skipped.
    """
    finds = find_articles(paths, task.request.limits)
    yield from finds.reports
    for article in finds.articles:
        one = task.of(article.path, article.below)
        yield perform(one, pipeline) if pipeline else isolated.run(one)


def perform(task: Task, pipeline: Pipeline, is_confined: bool = False) -> Report:
    """Run a task on one article, and return its report.

    If the process `is_confined`, raises MemoryError if there is too little memory, also to load an installed library.
    """
    article = str(task.request.article)
    try:
        match task.command:
            case "build":
                return pipeline.build(task.request, task.out)
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
