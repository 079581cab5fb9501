"""Finds what is missing or misshapen in a reference."""

import re
from collections.abc import Iterator

from exporter.csl.variables import DATE_VARIABLES, NAME_VARIABLES, Csl


def lacks(reference: Csl) -> str:
    """Return the variable without which a reader cannot find the work, or an empty string."""
    kind = reference.get("type")
    if not reference.get("title"):
        return "title"
    if not reference.get("issued") and not (kind == "webpage" and reference.get("accessed")):
        return "issued"
    if kind in {"article-journal", "article-magazine", "article-newspaper"} and not reference.get("container-title"):
        return "container-title"
    if kind in {"webpage", "post", "post-weblog"} and not reference.get("URL"):
        return "URL"
    return ""


_OTHER_ADDRESS = re.compile(r"(?!https?:|ftp:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def misshapen(reference: Csl) -> str:
    """Return the variable whose value is not of the right kind, or an empty string.

    Source: CSL-JSON schema (csl-data.json); a link leads to the web.
    """
    for name, value in reference.items():
        if name in NAME_VARIABLES:
            is_good = isinstance(value, list) and all(isinstance(one, dict) and _is_flat(one) for one in value)
        elif name in DATE_VARIABLES:
            is_good = _is_date(value)
        else:
            is_good = _is_plain(value) and not (name == "URL" and _OTHER_ADDRESS.match(str(value).strip()))
        if not is_good:
            return name
    return ""


def _is_plain(value: object) -> bool:
    """Return whether a value is text, or a number small enough for every JSON reader to keep."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) < 1e15
    return isinstance(value, str)


def _is_flat(parts: Csl) -> bool:
    return all(isinstance(value, bool) or _is_plain(value) for value in parts.values())


def _is_date(value: object) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    days = value.get("date-parts", [])
    return _is_flat({name: part for name, part in value.items() if name != "date-parts"}) and (
        isinstance(days, list)
        and all(isinstance(day, list) and all(re.fullmatch(r"-?\d{1,4}", str(part)) for part in day) for day in days)
    )


def texts(value: object) -> Iterator[str]:
    """Yield every text in a reference, or in a part of one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)
