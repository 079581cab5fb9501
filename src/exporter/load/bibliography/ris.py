"""Reads RIS, as reference managers and catalogues write it, each with tags of its own."""

import re
from dataclasses import replace
from typing import Final

from exporter import csl
from exporter.errors import Problem, Severity
from exporter.load.bibliography.draft import Draft, reads, without_stop
from exporter.load.bibliography.lines import Entry, Syntax, read_entries
from exporter.load.bibliography.record import Record
from exporter.load.bibliography.tags import (
    ARTICLES,
    BOOKS,
    IGNORED,
    IN_SERIES,
    KNOWN,
    NOT_PRINTED_WITH,
    NUMBERED,
    PARTS,
    TYPES,
)
from exporter.source import Source

_ANY: Final = "|".join(sorted(KNOWN, reverse=True))
_TWO_SPACES: Final = re.compile(
    rf" {{0,4}}(?P<tag>[A-Za-z][A-Za-z0-9](?= {{2}}-)|(?:{_ANY})(?= {{1,2}}-(?: |$))) {{1,2}}- ?(?P<text>.*)"
)
_FEW_SPACES: Final = re.compile(rf" {{0,4}}(?P<tag>{_ANY}) {{0,3}}- {{0,3}}(?P<text>.*)")
_SLIP: Final = re.compile(
    r"\s*(?:TY\b|ER\s*[-:]?\s*$|(?:AU|A1|TI|PY|Y1|JF)(?:\s?[-:=]| +\S)|(?:DA|JO|VL|EP|DO|UR|SN)\s?[-:=](?=\s|\d))"
)
_WHOLE: Final = frozenset("TY ID PY Y1 VL IS SP EP".split())
_RANGE: Final = re.compile(r"\d\s*[-\u2013,;]")
_HYPHEN: Final = "[-\u2010-\u2014\u2212]"
_FIRST: Final = re.compile(rf"^ {{0,4}}TY[ \t\xa0]{{2}}{_HYPHEN}", re.MULTILINE | re.IGNORECASE)
_FIRST_OTHERWISE: Final = re.compile(rf"^ {{0,4}}TY[ \t\xa0]{{0,3}}{_HYPHEN}", re.MULTILINE)


def is_ris(text: str) -> bool:
    """Return whether a text has a line that begins a reference in RIS."""
    return bool(_FIRST.search(text) or _FIRST_OTHERWISE.search(text))


def read(source: Source) -> tuple[list[Record], list[Problem]]:
    """Return the records of a RIS file, and what is wrong with the file."""
    line = _TWO_SPACES if _FIRST.search(source.text) else _FEW_SPACES
    entries, problems = read_entries(source, Syntax(line, _SLIP, "TY", "ER", "TY  - JOUR", "PY  - 2016", _WHOLE))
    return [read_entry(entry) for entry in entries], problems


def read_entry(entry: Entry) -> Record:
    """Return the record that an entry describes with the tags of RIS."""
    draft = Draft(entry)
    written = entry.fields[0].text.upper()
    kind = _kind(draft)
    draft.reference["type"] = kind
    _titles(draft, kind)
    _names(draft, kind, is_edited=written == "EDBOOK")
    _dates(draft)
    _places(draft, kind)
    _numbers(draft, kind)
    _pages(draft, kind)
    _addresses(draft, kind)
    key = next(iter(draft.take("ID")), None)
    return draft.finish(IGNORED | NOT_PRINTED_WITH.get(kind, frozenset()), key)


def _kind(draft: Draft) -> str:
    field = draft.take("TY")[:1]
    name = field[0].text.upper() if field else ""
    if name == "GEN" and draft.texts("JO", "JF", "JA", "T2") and draft.texts("VL", "SP", "C7"):
        return "article-journal"
    if field and name not in TYPES:
        hint = "use a type of RIS, such as JOUR (journal article), BOOK, CHAP, RPRT (report) or ELEC (web page)"
        draft.report(field[0], f"`{name[:20]}` is not a type of reference", hint, Severity.WARNING)
    return TYPES.get(name, "document")


def _titles(draft: Draft, kind: str) -> None:
    draft.put("title", "TI", "T1", "CT", *(() if kind in PARTS else ("BT",)))
    if title := draft.reference.get("title"):
        draft.reference["title"] = without_stop(str(title))
    draft.put("title-short", "ST")
    if draft.reference.get("title-short") == draft.reference.get("title"):
        draft.reference.pop("title-short", None)
    if kind == "paper-conference" and draft.texts("C3"):
        draft.put("container-title", "C3")
        draft.put("event-title", "T2")
    if kind in IN_SERIES:
        draft.put("collection-title", "T2", "T3")
    else:
        draft.put("container-title", "T2", "JF", "JO", "BT", "SO", "JI", "JA", "J2", "J1")
    if kind in ARTICLES:
        draft.put("container-title-short", "J2", "JI", "JA", "J1", "JO")
    else:
        draft.put("collection-title", "T3")


def _names(draft: Draft, kind: str, *, is_edited: bool) -> None:
    author = "director" if kind == "motion_picture" else "editor" if is_edited else "author"
    draft.names(author, "AU", "A1")
    if kind in BOOKS:
        # EndNote and Zotero write the editors of the series as A2 and those of the book as A3; others know only A2.
        draft.names("collection-editor" if is_edited or draft.texts("A3", "ED") else "editor", "A2")
        draft.names("editor", "A3")
    draft.names("editor", "ED", "A2")
    if kind in PARTS | IN_SERIES - {"thesis"}:  # the A3 of a thesis is its advisor
        draft.names("collection-editor", "A3")
    draft.names("translator", "A4", "TA")


def _dates(draft: Draft) -> None:
    years = draft.take("PY", "Y1", "YR")
    year = next((found[0] for field in years if (found := re.search(r"[1-9]\d{3}", field.text))), "")
    days = [  # Web of Science writes `DA  - MAR 15`
        replace(field, text=f"{field.text} {year}") if year and not re.search(r"\d{4}", field.text) else field
        for field in draft.take("DA")
    ]
    draft.date("issued", [*years, *days])
    draft.date("accessed", draft.take("Y2"))


def _places(draft: Draft, kind: str) -> None:
    draft.put("publisher", "PB")
    if kind == "paper-conference" and draft.texts("C1"):
        draft.put("publisher-place", "C1", "PP")
        draft.put("event-place", "CY")
    draft.put("publisher-place", "CY", "PP")


def _numbers(draft: Draft, kind: str) -> None:
    draft.put("volume", "VL")
    if kind in ARTICLES:
        draft.take("ET", if_=_is_date)  # the day on which it appeared on the web
        draft.put("issue", "IS", "NO")
        draft.put("issue", "M1", if_=_is_number)
        return
    if kind in NUMBERED:
        draft.put("number", "M1", "IS", "NO", if_=_is_number)
    draft.put("issue", "IS", "NO")
    draft.put("number-of-volumes", "NV")
    if "M3" not in NOT_PRINTED_WITH.get(kind, ()):
        draft.put("genre", "M3", if_=lambda text: not reads(csl.clean_doi)(text))
    edition = "version" if kind == "software" else "edition"
    draft.put(edition, "ET")
    if edition in draft.reference:
        draft.reference[edition] = re.sub(r",?\s+(?:ed\.?|edition)$", "", str(draft.reference[edition]), flags=re.I)


def _is_date(text: str) -> bool:
    try:
        return bool(csl.read_date(text))
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    """Return whether a text may be the number of an issue: `3`, `Suppl 1`, `11-12`; not `Generic: article`."""
    return len(text) <= 20 and bool(re.search(r"\d", text))


def _pages(draft: Draft, kind: str) -> None:
    draft.take("PG", if_=str.isdecimal)  # how many pages there are, in Web of Science
    if kind in BOOKS | {"thesis", "report"} and not draft.texts("EP"):
        _number_of_pages(draft)
    first, last = (next(iter(draft.texts(tag)), "") for tag in ("SP", "EP"))
    draft.put("page", "SP", "PG", "C7", "EP")
    if first and last and first != last and not _RANGE.search(first):
        draft.reference["page"] = f"{first}-{last}"
    draft.take("EP", if_=lambda text: str(draft.reference["page"]).endswith(text))
    if kind not in ARTICLES:
        draft.put("chapter-number" if kind == "chapter" else "section", "SE")


def _number_of_pages(draft: Draft) -> None:
    draft.put("number-of-pages", "SP", if_=re.compile(r"[\divxlc, ]+(?:p\.?|pp\.?|pages)?$").match)
    if count := draft.reference.get("number-of-pages"):
        draft.reference["number-of-pages"] = re.sub(r"\s*(?:pp?\.?|pages)$", "", str(count))


def _addresses(draft: Draft, kind: str) -> None:
    draft.clean("DOI", csl.clean_doi, "DO", "DOI", "DI")
    draft.clean("DOI", csl.clean_doi, "M3", "N1", "L3", "UR", "LK", if_=reads(csl.clean_doi))
    draft.clean("PMCID", csl.clean_pmcid, "C2", if_=reads(csl.clean_pmcid))
    draft.clean("PMID", csl.clean_pmid, "C2", "C5", if_=re.compile(r"\d{6,8}$").match)
    if re.search("pubmed|medline|nlm", " ".join(draft.texts("DB", "DP")), re.IGNORECASE):
        draft.clean("PMID", csl.clean_pmid, "AN", if_=reads(csl.clean_pmid))
    draft.put("URL", "UR", "LK", if_=re.compile("https?://").match)
    draft.take("UR", if_=lambda text: text.startswith("<Go to"))  # Web of Science, by way of EndNote
    isbn, issn = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\b"), re.compile(r"\d{4}-?\d{3}[\dXx]\b")
    for variable, pattern in (("ISBN", isbn), ("ISSN", issn)):
        draft.put(variable, "SN", if_=pattern.match)
        if found := pattern.match(str(draft.reference.get(variable, ""))):
            draft.reference[variable] = found[0]
    if kind in NUMBERED:
        draft.put("number", "SN")
