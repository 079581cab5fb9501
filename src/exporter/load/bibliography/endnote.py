"""Reads the tagged format of EndNote (`.enw`), also known as Refer: its tags mean what those of RIS mean.

Source: EndNote, "Importing tagged data"; Refer(1).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from exporter.errors import Problem
from exporter.load.bibliography import ris
from exporter.load.bibliography.lines import Entry, Syntax, read_entries
from exporter.load.bibliography.record import Record
from exporter.source import Source

TAGS: Final[Mapping[str, str]] = {
    "%0": "TY", "%A": "AU", "%B": "T2", "%C": "CY", "%D": "PY", "%E": "A2", "%F": "ID", "%G": "LA", "%H": "TA",
    "%I": "PB", "%J": "JF", "%K": "KW", "%L": "CN", "%M": "AN", "%N": "IS", "%O": "J2", "%P": "SP", "%R": "DO",
    "%S": "T3", "%T": "TI", "%U": "UR", "%V": "VL", "%W": "DP", "%X": "AB", "%Y": "A3", "%Z": "N1", "%1": "C1",
    "%2": "C2", "%3": "C3", "%4": "C4", "%6": "NV", "%7": "ET", "%8": "DA", "%9": "M3", "%?": "A4", "%@": "SN",
    "%!": "ST", "%#": "C5", "%$": "C6", "%]": "C7", "%&": "SE", "%[": "Y2", "%+": "AD", "%^": "CA", "%>": "L1",
    "%<": "RN", "%=": "MD", "%~": "DB", "%(": "OP", "%)": "RI", "%*": "RI",
}  # fmt: skip
"""The tag of RIS for each tag of EndNote."""

_TYPES: Final[Mapping[str, str]] = {
    "aggregated database": "AGGR", "ancient text": "ANCIENT", "artwork": "ART", "audiovisual material": "ADVS",
    "bill": "BILL", "blog": "BLOG", "book": "BOOK", "book section": "CHAP", "case": "CASE", "catalog": "CTLG",
    "chart or table": "CHART", "classical work": "CLSWK", "computer program": "COMP", "conference paper": "CPAPER",
    "conference proceedings": "CONF", "dataset": "DATA", "dictionary": "DICT", "edited book": "EDBOOK",
    "electronic article": "EJOUR", "electronic book": "EBOOK", "electronic book section": "ECHAP",
    "electronic source": "ELEC", "encyclopedia": "ENCYC", "equation": "EQUA", "figure": "FIGURE",
    "film or broadcast": "MPCT", "generic": "GEN", "government document": "GOVDOC", "grant": "GRANT",
    "hearing": "HEAR", "interview": "INTV", "journal article": "JOUR", "legal rule or regulation": "LEGAL",
    "magazine article": "MGZN", "manuscript": "MANSCPT", "map": "MAP", "music": "MUSIC", "newspaper article": "NEWS",
    "online database": "DBASE", "online multimedia": "MULTI", "pamphlet": "PAMP", "patent": "PAT",
    "personal communication": "PCOMM", "podcast": "PODCAST", "press release": "NEWS", "report": "RPRT",
    "serial": "SER", "standard": "STAND", "statute": "STAT", "thesis": "THES", "unpublished work": "UNPB",
    "web page": "WEB",
}  # fmt: skip

_LINE: Final = re.compile(r" {0,4}(?P<tag>%[0-9A-Z?@!#$\]&\[+^><=~()*])(?:\s|$)(?P<text>.*)")
_SLIP: Final = re.compile(r"\s*%[0A-Z]\S")
_WHOLE: Final = frozenset("%F %D %V %N %P".split())
_SYNTAX: Final = Syntax(_LINE, _SLIP, "%0", "", "%0 Journal Article", "%D 2016", _WHOLE)
_FIRST: Final = re.compile(r"^ {0,4}%0\s+[A-Za-z]", re.MULTILINE)


def is_endnote(text: str) -> bool:
    """Return whether a text has a line that begins a reference in EndNote's tagged format."""
    return bool(_FIRST.search(text))


def read(source: Source) -> tuple[list[Record], list[Problem]]:
    """Return the records of an .enw file, and what is wrong with the file."""
    entries, problems = read_entries(source, _SYNTAX)
    return [ris.read_entry(_translated(entry)) for entry in entries], problems


def _translated(entry: Entry) -> Entry:
    """Return an entry with the tags and the type of RIS."""
    first, *others = [replace(field, tag=TAGS.get(field.tag, field.tag)) for field in entry.fields]
    kind = _TYPES.get(first.text.casefold(), first.text)
    return Entry([replace(first, text=kind), *others], entry.problems)
