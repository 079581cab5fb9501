"""Makes records of what a parser returns that does not say where it found each reference."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from exporter.errors import ArticleError, Location, Problem
from exporter.load.bibliography.record import Record
from exporter.source import Source

_HINT: Final = "export it again from the program that created it"


def parsed(source: Source, parse: Callable[[], object], key_pattern: re.Pattern[str]) -> list[Record]:
    """Return the references that `parse` makes of a file; group 1 of `key_pattern` is a key.

    Raises ArticleError if `parse` raises ValueError, or returns no references.
    """
    short = PurePath(source.name).name
    try:
        references = parse()
    except (ValueError, RecursionError) as error:
        message = f"`{short}` cannot be read as references: {_reason(error)}"
        raise ArticleError(Problem(message, _place_of_error(error, source.name), _HINT)) from error
    except ArticleError as error:  # a limit
        raise ArticleError(replace(problem, location=Location(source.name)) for problem in error.problems) from error
    if not isinstance(references, list) or not all(isinstance(one, dict) and one.get("id") for one in references):
        raise ArticleError(Problem(f"`{short}` contains no list of references with ids", Location(source.name), _HINT))
    places = _places(source, key_pattern)
    records: list[Record] = []
    for reference in references:
        key = str(reference["id"])
        records.append(Record(reference | {"id": key}, next(places.get(key, iter(())), Location(source.name))))
    return records


def _places(source: Source, key_pattern: re.Pattern[str]) -> dict[str, Iterator[Location]]:
    """Return where each key appears, once or more often."""
    offsets: defaultdict[str, list[int]] = defaultdict(list)
    for found in key_pattern.finditer(source.text):
        offsets[found[1]].append(found.start(1))
    return {key: map(source.location, starts) for key, starts in offsets.items()}


def _reason(error: Exception) -> str:
    """Return what a parser says without the place, which pandoc writes around it and json after it."""
    reason = re.sub(r"^Error at \(.*\):\n|\n.*\n *\^\s*$|: line \d+ column \d+ .*$", "", str(error))
    return " ".join(reason.split())


def _place_of_error(error: Exception, name: str) -> Location:
    found = re.search(r"line (\d+),? column (\d+)", str(error))
    return Location(name, *map(int, found.groups())) if found else Location(name)
