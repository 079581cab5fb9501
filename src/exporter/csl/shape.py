"""Finds what is missing or misshapen in a reference, and brings the rest into the form that processors read."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, get_args

from exporter.csl.date_parts import is_empty, normal_date
from exporter.csl.identifiers import clean_doi, clean_pmcid, clean_pmid
from exporter.csl.name_parts import normal_name
from exporter.csl.pages import expand_pages
from exporter.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, Csl, Type

_UNPRINTED: Final = {"keyword", "license", "references"}
_KNOWN: Final = {"id", "type", *TEXT_VARIABLES, *NAME_VARIABLES, *DATE_VARIABLES} - _UNPRINTED
_IN_JOURNALS: Final = {"article-journal", "article-magazine", "article-newspaper"}
_ON_THE_WEB: Final = {"webpage", "post", "post-weblog"}
_TYPES: Final = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "posted-content": "article",
    "dissertation": "thesis",
}
"""The types that Crossref uses instead of CSL's."""
_CLEANED: Final[Mapping[str, Callable[[str], str]]] = {
    "DOI": clean_doi,
    "PMID": clean_pmid,
    "PMCID": clean_pmcid,
    "page": expand_pages,
}


def lacks(reference: Csl) -> tuple[str, ...]:
    """Return the variables that a reader needs to find the work and that are not there."""
    kind = reference.get("type")
    needed = ["title", *["container-title"] * (kind in _IN_JOURNALS), *["URL"] * (kind in _ON_THE_WEB)]
    if not (kind == "webpage" and reference.get("accessed")):
        needed.append("issued")
    return tuple(variable for variable in needed if not reference.get(variable))


def normal(reference: Csl) -> tuple[Csl, dict[str, str]]:
    """Return the reference with its names, dates and numbers in their usual form, without what no style prints.

    Also return, by variable, the text of each date and number that cannot be read, which the reference then lacks. A
    name or a text that cannot be read is unchanged: see `misshapen`.
    """
    made: Csl = {}
    unread: dict[str, str] = {}
    for variable, value in reference.items():
        if is_empty(value) or variable not in _KNOWN:
            continue
        try:
            made[variable] = _normal(variable, value)
        except ValueError:
            if variable in NAME_VARIABLES:
                made[variable] = value
            else:
                unread[variable] = ", ".join(texts(value)) or str(value)
    return made, unread


def _normal(variable: str, value: object) -> object:
    if variable in DATE_VARIABLES:
        return normal_date(value)
    if variable in NAME_VARIABLES and isinstance(value, list):
        names = [normal_name(name) if isinstance(name, dict) else name for name in value]
        return [name for name in names if name]
    if variable == "type":
        return _type(str(value))
    is_joined = isinstance(value, list) and (len(value) == 1 or variable in ("ISSN", "ISBN"))
    if isinstance(value, list) and is_joined and all(isinstance(one, str) for one in value):
        value = ", ".join(value)  # as Crossref writes titles and the numbers of journals
    if variable in _CLEANED and isinstance(value, str | int) and not isinstance(value, bool):
        return _CLEANED[variable](str(value))
    return value


def _type(kind: str) -> str:
    kind = _TYPES.get(kind, kind)
    if kind not in get_args(Type):
        raise ValueError(kind)
    return kind


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
