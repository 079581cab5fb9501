"""Adds to an entry the fields that it takes from another one, which `crossref` or `xdata` names.

Source: the manual of BibLaTeX, appendix B; from a book, only what a chapter shares with it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from exporter.errors import Problem, Severity
from exporter.load.bibliography.bibtex.syntax import Entry, Field
from exporter.load.bibliography.bibtex.variables import PARTS
from exporter.source import Source

_OWN: Final = re.compile(
    r"crossref|xref|ids|entryset|entrysubtype|execute|label|options|presort|related\w*|short\w+|sort\w+|index\w+|key|doi|"
    r"url|urldate|eprint\w*|pmid|pmcid|pages|eid|pagetotal|abstract|keywords|file|note|addendum|annotation|annote|type"
)
_IN_BOOK: Final = {
    "title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon", "author": "bookauthor",
}  # fmt: skip
_IN_JOURNAL: Final = {"title": "journaltitle", "subtitle": "journalsubtitle"}


def inherit(entries: Sequence[Entry], source: Source) -> None:
    """Add to each entry the fields that it has not, from the entry that it names."""
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    for entry in entries:
        _inherit(entry, by_key, source, {entry.key.casefold()})


def _inherit(entry: Entry, by_key: Mapping[str, Entry], source: Source, seen: set[str]) -> None:
    for name in ("crossref", "xdata"):
        one = entry.fields.get(name)
        for key in re.findall(r"[^\s,{}]+", one.value) if one else ():
            parent = by_key.get(key.casefold())
            if one and not parent:
                message = f"`{one.name}` names the entry `{key}`, which is not in this file"
                hint = "add the entry, or write its `booktitle`, `editor` and `year` into this one"
                entry.problems.append(Problem(message, source.location(one.start), hint, Severity.WARNING))
            elif parent and key.casefold() not in seen:
                _inherit(parent, by_key, source, seen | {key.casefold()})
                for field in parent.fields.values():
                    _add(entry, field, name == "xdata")


def _add(entry: Entry, field: Field, is_data: bool) -> None:
    name = field.name.lower()
    if is_data:
        entry.fields.setdefault(name, field)
    elif not _OWN.fullmatch(name):
        renamed = _IN_BOOK if entry.kind in PARTS else _IN_JOURNAL if entry.kind == "article" else {}
        name = renamed.get(name, name)
        if name != "year" or "date" not in entry.fields:
            entry.fields.setdefault(name, field)
