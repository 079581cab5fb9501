"""Reads RIS."""

import re
from typing import Final

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError, Location, Problem
from exporter.load.bibliography.parsed import parsed
from exporter.load.bibliography.record import Record
from exporter.source import Source

_REFERENCE = re.compile(r"^TY {2}-.*?(?=^ER {2}-|\Z)", re.MULTILINE | re.DOTALL)
_YEAR = re.compile(r"^(?:PY|Y1) {2}- *\d", re.MULTILINE)
_DATE = re.compile(r"^((?:PY|Y1) {2}- \d{4})(?:[/-](\d{2})(?:[/-](\d{2}))?)?/*.*$", re.MULTILINE)
_KEY: Final = re.compile(r"^ID {2}- *(\S.*?) *$", re.MULTILINE)


def read(source: Source, citeproc: Citeproc) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .ris file, and what is wrong with the file. Raises ArticleError."""
    if left := _without_key(source):
        raise ArticleError(Problem("the reference has no key", left, "add it below, as in `ID  - cui2016`"))
    return parsed(source, lambda: citeproc.read("ris", _REFERENCE.sub(_spell_date, source.text)), _KEY), []


def _spell_date(found: re.Match[str]) -> str:
    """RIS writes `2016/03//`, and may write it as DA alone; pandoc reads only `2016-03`, and only PY and Y1."""
    text = found[0] if _YEAR.search(found[0]) else found[0].replace("\nDA  -", "\nPY  -")
    return _DATE.sub(lambda date: "-".join(part for part in date.groups() if part), text)


def _without_key(source: Source) -> Location | None:
    """Return the place of the first RIS reference without a key; pandoc would invent one that nobody can cite."""
    for found in _REFERENCE.finditer(source.text):
        if not re.search(r"^ID {2}- *\S", found[0], re.MULTILINE):
            return source.location(found.start())
    return None
