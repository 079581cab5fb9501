"""Does a task with many articles, one after the other, and reports each; a bad one never stops the others."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.errors import ExporterError, MachineError, Problem
from exporter.pipeline import Pipeline
from exporter.request import Report, Task
from exporter.runs import isolated
from exporter.runs.find import find_articles

__all__ = ["find_articles", "perform", "run"]


def run(task: Task, paths: Iterable[Path], pipeline: Pipeline | None) -> Iterator[Report]:
    """Yield a report of each article that `paths` name; without `pipeline`, each has a process of its own."""
    try:
        articles = find_articles(paths)
    except ExporterError as error:
        yield Report.of_error(None, error)
        return
    for article in articles:
        yield perform(task.of(article), pipeline) if pipeline else isolated.run(task.of(article))


def perform(task: Task, pipeline: Pipeline, is_confined: bool = False) -> Report:
    """Do a task with one article, and report what came of it.

    Where the process `is_confined`, raises MemoryError if an installed library gets no memory to be loaded into.
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
    except (OSError, ImportError) as error:  # a part of the program is not there, or the system has run out
        if is_confined and isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
            raise MemoryError from error
        hint = "run `exporter doctor` to see what is missing"
        return Report.of_error(article, MachineError(Problem(f"this computer cannot do it: {error}", None, hint)))
