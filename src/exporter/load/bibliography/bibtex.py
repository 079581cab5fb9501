"""Reads BibTeX."""

import re
from typing import Final

from exporter.citeproc import Citeproc
from exporter.errors import Problem
from exporter.load.bibliography.parsed import parsed
from exporter.load.bibliography.record import Record
from exporter.source import Source

_KEY: Final = re.compile(r"@\w+\s*[{(]\s*([^\s,{}()]+)")


def read(source: Source, citeproc: Citeproc) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .bib file, and what is wrong with the file. Raises ArticleError."""
    return parsed(source, lambda: citeproc.read("bibtex", source.text), _KEY), []
