"""Reads dates as CSL JSON writes them."""

import re
from datetime import date
from typing import Final

from exporter.csl.variables import Csl

DATE: Final = r"[1-9]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"


def parse_date(text: str) -> Csl:
    """Read `2016`, `2016-03`, `2016-03-15`, or two of them joined by `/`. Raises ValueError for anything else."""
    ends = text.strip().split("/")
    if len(ends) > 2 or not all(re.fullmatch(DATE, end) for end in ends):
        raise ValueError(text)
    parts = [[int(part) for part in end.split("-")] for end in ends]
    for part in parts:
        date(*[*part, 1, 1][:3])  # raises ValueError for a day that its month does not have
    return {"date-parts": parts}
