"""Reads .bib files in tests."""

from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import Problem
from exporter.load.bibliography import Record, bibtex
from exporter.source import Source


def records(citeproc: Citeproc, text: str) -> tuple[list[Record], list[Problem]]:
    return bibtex.read(Source("a.bib", text), citeproc)


def record(citeproc: Citeproc, fields: str, kind: str = "article") -> Record:
    """Return the record of one entry with the key `ant`."""
    (one,), problems = records(citeproc, f"@{kind}{{ant,\n{fields}\n}}")
    assert not problems
    return one


def reference(citeproc: Citeproc, fields: str, kind: str = "article") -> Csl:
    """Return the reference of one entry, about which there is nothing to report."""
    one = record(citeproc, fields, kind)
    assert not one.problems
    return one.reference


def messages(citeproc: Citeproc, fields: str, kind: str = "article") -> list[str]:
    """Return what is reported about one entry, with the line before each message."""
    problems = record(citeproc, fields, kind).problems
    assert all(one.location and one.location.file == "a.bib" and one.hint for one in problems)
    return [f"{one.location.line if one.location else 0}: {one.severity}: {one.message}" for one in problems]
