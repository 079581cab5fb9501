"""Reads CSL JSON, entry by entry: one that is broken costs that entry only."""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Final, Never

from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.load.bibliography.record import Record
from exporter.source import Source

_LIST: Final = re.compile(r'\s*(?:\{\s*"(?:items|references)"\s*:\s*)?\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
_KEY: Final = re.compile(r'"id"\s*:\s*"?([^"\s,}]+)')
_REASONS: Final = {
    "Expecting ',' delimiter": "a comma is missing here, or a quotation mark before",
    "Expecting property name": "the name of a field is missing here, or there is a comma too many before",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting value": "the value of a field is missing here",
    "Illegal trailing comma": "there is a comma too many here",
    "Invalid \\": "a backslash must be written twice",
    "Invalid control character": "a quotation mark is missing before the end of this line",
    "Unterminated string": "the quotation mark here has no second one",
    "`": "a number is missing here",
}
"""What the reader of JSON says at the beginning of its errors, and what a message says instead."""
_DELETE: Final = "delete one of the two"
_FIX: Final = "fix it, or export the file again; if it is cited, the export stops until then"


def read(source: Source) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .json file, and what is wrong with the file. Raises ArticleError."""
    start = _LIST.match(source.text)
    if not start:
        hint = "export your references as CSL JSON: the file is a list in square brackets"
        raise ArticleError(Problem("this is no list of references", Location(source.name, 1, 1), hint))
    entries = list(_entries(source, start.end()))
    return [one for one in entries if isinstance(one, Record)], [one for one in entries if isinstance(one, Problem)]


def _entries(source: Source, position: int) -> Iterator[Record | Problem]:
    """Yield each entry of the list that begins at `position`, or what is wrong with it."""
    text, is_closed = source.text, False
    while (position := _end_of(_BETWEEN, text, position)) < len(text):
        if text[position] == "]":
            if text[position + 1 :].strip() not in {"", "}"}:
                yield _warning("the list of references ends here, but the file goes on", source, position)
            position, is_closed = _next_entry(text, position), True
            continue
        twice: list[str] = []
        try:
            value, end = _decoder(twice).raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield _broken(source, position, error)
            position = _next_entry(text, position + 1)
            is_closed = text.rstrip().endswith("]")
            continue
        yield _record(source, value, position, end, twice)
        position = end
    if not is_closed:
        yield _warning("the list of references does not end with `]`: the file may be incomplete", source, len(text))


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _decoder(twice: list[str]) -> JSONDecoder:
    """Return a decoder that adds to `twice` each name that an object contains twice, of which JSON keeps one."""

    def pairs(given: list[tuple[str, object]]) -> Csl:
        names = [name for name, _ in given]
        twice.extend(name for name in set(names) if names.count(name) > 1)
        return dict(given)

    return JSONDecoder(object_pairs_hook=pairs, parse_constant=_refuse)


def _refuse(constant: str) -> Never:
    raise ValueError(f"`{constant}` is no number")


def _broken(source: Source, position: int, error: Exception) -> Problem:
    place = error.pos if isinstance(error, JSONDecodeError) else position
    line = source.location(position).line
    known = (reason for start, reason in _REASONS.items() if str(error).startswith(start))
    reason = next(known, "it is not CSL JSON")
    return _warning(f"the entry that begins on line {line} cannot be read and is left out: {reason}", source, place)


def _next_entry(text: str, position: int) -> int:
    """Return where the next object begins that is a reference, or the end of the text."""
    for found in re.finditer(r"\{", text[position:]):
        start = position + found.start()
        try:
            value, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if value.keys() & {"id", "title"}:
            return start
    return len(text)


def _record(source: Source, value: object, start: int, end: int, twice: list[str]) -> Record | Problem:
    """Return the record of an entry, or what keeps it from being one."""
    if not isinstance(value, dict):
        return _warning("this is no reference, and is left out", source, start)
    problems = (
        Problem(f"`{name}` appears twice in a reference", source.location(start), _DELETE, Severity.WARNING)
        for name in twice
    )
    key = value.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int) or not str(key).strip():
        own = {name: part for name, part in value.items() if name != "id"}
        return Record(own, source.location(start), tuple(problems))
    found = _KEY.search(source.text, start, end)
    place = source.location(found.start(1) if found else start)
    return Record(value | {"id": str(key)}, place, tuple(problems))


def _warning(message: str, source: Source, position: int) -> Problem:
    return Problem(message, source.location(position), _FIX, Severity.WARNING)
