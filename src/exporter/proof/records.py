"""Reads the fields of references as they were typed or exported, without pandoc and without the readers of `load`.

Sources: CSL 1.0.2, appendix IV; RIS (2011); MEDLINE/PubMed data element descriptions; EndNote's import format; the
manuals of BibTeX and BibLaTeX. A field that is not in a table is left to the warnings of `load`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from exporter.csl import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from exporter.source import Scalar, Source


@dataclass(frozen=True, slots=True)
class Field:
    """A field as written: its name there, its value, and the CSL variables that may carry it."""

    name: str
    value: Any
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A reference as written: its key there, if it has one, its fields, and the lines of the file, if known."""

    key: str
    fields: tuple[Field, ...]
    lines: range = range(1, 10**9)


def from_csl(data: Any) -> list[Written]:
    """Read references in CSL, from YAML or JSON."""
    known = {*TEXT_VARIABLES, *NAME_VARIABLES, *DATE_VARIABLES} - {"keyword", "license", "references"}
    return [
        Written(
            str(one.get("id", "")),
            tuple(Field(key, one[key], (name,)) for key in one for name in (key, key.upper()) if name in known),
            _lines_of(one),
        )
        for one in data or ()
        if isinstance(one, Mapping)
    ]


def _lines_of(data: Any) -> range:
    """Return the lines of a mapping of YAML; all lines for JSON, whose values have no places."""
    lines = [text.location.line for text in data.values() if isinstance(text, Scalar)]
    return range(min(lines), max(lines) + 1) if lines else range(1, 10**9)


def from_file(source: Source) -> list[Written]:
    """Read a file of references, by its kind."""
    suffix = source.name.lower().rpartition(".")[2]
    if suffix == "json":
        return from_csl(list(_objects(source.text)))
    if suffix == "bib":
        return list(_bibtex(source.text))
    return list(_tagged(source.text, *_TAGGED[_kind_of_tags(source.text)]))


def _kind_of_tags(text: str) -> str:
    """Return which tags a file has: its name does not say it, since each kind is also saved as .txt."""
    if re.search(r"^ ?PMID ?- ?\d", text, re.MULTILINE):
        return "nbib"
    return "enw" if re.search(r"^ *%0 ", text, re.MULTILINE) else "ris"


def _objects(text: str) -> Iterator[Any]:
    """Yield each object of JSON that is a reference, also after a broken one, which is reported and not loaded."""
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value, end = {}, at
        is_reference = bool(value.keys() & {"id", "title"})
        if is_reference:
            yield value
        at = text.find("{", end if is_reference else at + 1)


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Return the variables of each field: `TI T1: title; …`, with `|` between those that may carry it."""
    pairs = (line.split(":") for line in text.strip().split(";"))
    return {name: tuple(variables.strip().split("|")) for names, variables in pairs for name in names.split()}


_JOURNAL: Final = "container-title|container-title-short|collection-title|event-title|volume-title"
_RIS: Final = _table(
    f"TI T1: title; AU A1: author|editor|director; A2 ED: editor|container-author|collection-editor|author;"
    "PY Y1 DA: issued;"
    f"T2 JF JO JA J1 J2 JT BT: {_JOURNAL}|title; VL: volume; IS: issue|number|collection-number;"
    "CY: publisher-place|event-place;"
    "SP EP: page|number-of-pages|page-first; PB: publisher; ET: edition; DO: DOI; UR: URL|DOI; SN: ISBN|ISSN|number;"
    "C7: page|number|page-first; Y2: accessed|event-date|issued"
)
_NBIB: Final = _table(
    f"TI: title; JT TA BTI: {_JOURNAL}|title; FAU CN: author; DP: issued; VI: volume; IP: issue; PG: page; PMID: PMID;"
    "PMC: PMCID; PB: publisher; EN: edition"
)
_ENW: Final = _table(
    f"T: title; A: author; E: editor|author|container-author; D: issued; J B S: {_JOURNAL}|title; V: volume;"
    "N: issue|number;"
    "P: page|number-of-pages; I: publisher; C: publisher-place|event-place; 7: edition; R: DOI; U: URL|DOI;"
    "@: ISSN|ISBN|number"
)
_BIBTEX: Final = _table(
    f"title subtitle: title; author: author; translator: translator;"
    "editor: editor|compiler|director|organizer|contributor|collection-editor|producer|translator|illustrator;"
    f"journal journaltitle booktitle shortjournal: {_JOURNAL};"
    "year date month: issued; volume: volume; number issue: issue|number|collection-number; pages: page;"
    "publisher institution school organization: publisher|genre|event-title;"
    "address location: publisher-place|event-place;"
    "edition: edition; series: collection-title; doi: DOI; pmid: PMID; pmcid: PMCID; eid: page|number|article-number;"
    "isbn: ISBN; issn: ISSN; url: URL; urldate: accessed; chapter: chapter-number|title"
)
_DAY: Final = re.compile(r"\d{4}[/-]\d.*|\w+ \d{1,2}.*")
"""What reference managers write for the edition of an article: the day on which it appeared on the web."""
_TAGGED: Final = {
    "ris": (re.compile(r"([A-Z][A-Z0-9]|DOI) {0,2}- ?(.*)"), "TY", "ID", _RIS),
    "nbib": (re.compile(r"([A-Z]{2,4}) *- (.*)"), "PMID", "PMID", _NBIB),
    "enw": (re.compile(r"%(.) ?(.*)"), "0", "F", _ENW),
}


def _tagged(
    text: str, line: re.Pattern[str], first: str, key: str, table: Mapping[str, tuple[str, ...]]
) -> Iterator[Written]:
    """Read a format of lines with tags; a line without one continues the field before it."""
    fields: list[tuple[str, str, int]] = []
    for number, words in enumerate(map(str.strip, text.split("\n")), 1):
        if found := line.fullmatch(words):
            fields.append((found[1], found[2].strip(), number))
        elif fields and words and fields[-1][0] != "ER":
            tag, value, begun = fields[-1]
            fields[-1] = (tag, f"{value} {words}", begun)
    yield from _records(fields, first, key, table)


def _records(
    fields: Sequence[tuple[str, str, int]], first: str, key: str, table: Mapping[str, tuple[str, ...]]
) -> Iterator[Written]:
    starts = [place for place, (tag, _, _) in enumerate(fields) if tag == first]
    for start, end in zip(starts, [*starts[1:], len(fields)], strict=True):
        record = fields[start:end]
        name = next((value for tag, value, _ in record if tag == key), "")
        known = [(tag, value) for tag, value, _ in record if value and tag in table]
        shown = [one for one in known if table[one[0]] != ("edition",) or not _DAY.fullmatch(one[1])]
        lines = range(record[0][2], fields[end][2] if end < len(fields) else 10**9)
        yield Written(name, tuple(Field(tag, value, table[tag]) for tag, value in shown), lines)


_ENTRY: Final = re.compile(r"@(\w+)\s*[{(]\s*([^\s,{}()]+)\s*,")
_NAME_PARTS: Final = re.compile(r"\b(?:family|given|prefix|suffix)(?:-i)?\s*=|\buseprefix\s*=\s*\w+")
_NAME: Final = re.compile(r"[\s,]*([\w-]+)\s*=\s*")
_DIGITS: Final = re.compile(r"\d+")


def _bibtex(text: str) -> Iterator[Written]:
    """Read BibTeX: values in braces, in quotes, or digits; one that names a macro or joins parts is left out."""
    entries = list(_ENTRY.finditer(text))
    for entry, following in zip_longest(entries, entries[1:]):
        fields = []
        at = entry.end()
        while name := _NAME.match(text, at):
            value, at = _value(text, name.end())
            is_own = entry[1].lower() == "periodical" and name[1].lower() in ("title", "subtitle")
            if value and (variables := _BIBTEX.get("journal" if is_own else name[1].lower())):
                fields.append(Field(name[1], _NAME_PARTS.sub("", value), variables))
        if entry[1].lower() not in ("string", "comment", "preamble"):
            end = following.start() if following else len(text)
            lines = range(text.count("\n", 0, entry.start()) + 1, text.count("\n", 0, end) + 2)
            yield Written(entry[2], tuple(fields), lines)


def _value(text: str, at: int) -> tuple[str, int]:
    """Return the value that begins at `at`, or nothing if it is not written as one text; and where it ends."""
    if found := _DIGITS.match(text, at):
        value, end = found[0], found.end()
    elif text[at : at + 1] in ("{", '"'):
        end = _closed(text, at)
        value = text[at + 1 : end - 1]
    else:
        value, end = "", at
    rest = re.compile(r"[^,}]*").match(text, end)
    is_whole = rest is None or not rest[0].strip()
    return (value if is_whole else "", rest.end() if rest else end)


def _closed(text: str, at: int) -> int:
    """Return the end of a value in braces or quotes."""
    quoted, depth = text[at] == '"', 0
    for place in range(at, len(text)):
        sign = text[place]
        if sign in "{}" and text[place - 1] != "\\":
            depth += 1 if sign == "{" else -1
        if (quoted and sign == '"' and place > at and not depth) or (not quoted and sign == "}" and not depth):
            return place + 1
    return len(text)
