"""Reads CSL JSON."""

import json
import re
from typing import Final

from exporter.errors import Problem
from exporter.load.bibliography.parsed import parsed
from exporter.load.bibliography.record import Record
from exporter.source import Source

_KEY: Final = re.compile(r'"id"\s*:\s*"?([^"\s,}]+)')


def read(source: Source) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .json file, and what is wrong with the file. Raises ArticleError."""
    return parsed(source, lambda: json.loads(source.text), _KEY), []
