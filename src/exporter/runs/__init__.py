"""Runs a task on many articles, one after the other, and reports each; a bad article never stops the others."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.errors import ExporterError, MachineError
from exporter.pipeline import Pipeline
from exporter.request import Report, Task
from exporter.runs import isolated
from exporter.runs.find import find_articles

__all__ = ["find_articles", "perform", "run"]


def run(task: Task, paths: Iterable[Path], pipeline: Pipeline | None) -> Iterator[Report]:
    """Yield a report for each article that `paths` name; without `pipeline`, each runs in a process of its own."""
    try:
        articles = find_articles(paths)
    except ExporterError as error:
        yield Report.of_error(None, error)
        return
    for article in articles:
        yield perform(task.of(article), pipeline) if pipeline else isolated.run(task.of(article))


def perform(task: Task, pipeline: Pipeline, is_confined: bool = False) -> Report:
    """Run a task on one article, and return its report.

    If the process `is_confined`, raises MemoryError if there is too little memory to load an installed library.
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
