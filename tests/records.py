"""Reads texts as files of references, for the tests of each format."""

from collections.abc import Callable

from exporter.csl import Csl
from exporter.errors import Problem
from exporter.load.bibliography import Record
from exporter.source import Source

Read = Callable[[Source], tuple[list[Record], list[Problem]]]


def references(read: Read, text: str) -> list[Csl]:
    """Return the references of a file in which nothing is wrong."""
    records, problems = read(Source("a", text))
    assert not problems
    assert [str(problem) for record in records for problem in record.problems] == []
    return [record.reference for record in records]


def messages(read: Read, text: str) -> list[str]:
    """Return what is wrong with a file and its records, each as `line: message`."""
    records, problems = read(Source("a", text))
    found = [*problems, *(problem for record in records for problem in record.problems)]
    return [f"{problem.location and problem.location.line}: {problem.message}" for problem in found]
