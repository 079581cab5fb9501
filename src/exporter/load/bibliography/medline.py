"""Reads MEDLINE, the format in which PubMed exports (`.nbib`, or `.txt` as PubMed saves it).

Source: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions".
"""

import re
from collections.abc import Mapping
from typing import Final

from exporter import csl
from exporter.errors import Problem, Severity
from exporter.load.bibliography.draft import Draft, without_stop
from exporter.load.bibliography.lines import Entry, Syntax, read_entries
from exporter.load.bibliography.record import Record
from exporter.source import Source

PRINTED: Final[Mapping[str, str]] = {
    "title": "TI BTI TT",
    "authors": "FAU AU CN",
    "editors and translators": "FED ED",
    "journal, book, web site, conference": "JT BTI",
    "short name of the journal": "TA",
    "series": "CTI",
    "date": "DP DEP",
    "volume, issue, number": "VI IP",
    "pages, or number of the article": "PG SO",
    "edition, section": "EN",
    "publisher and place": "PB PL",
    "DOI": "LID AID",
    "PubMed numbers": "PMID PMC",
    "ISSN, ISBN": "IS ISBN",
}
"""What a reference contains, and the tags that it is read from."""

NEVER_PRINTED: Final[Mapping[str, str]] = {
    "abstract, keywords, notes": "AB OAB OABL MH OT OTO GN COIS COI CI OCI RN NM EC GS SFM PS FPS",
    "databases and their numbers": "JID SB SI SO LID AID MID OID NLM",
    "addresses of authors": "AD AUID IRAD IR FIR GR",
    "language": "LA",
    "comments and corrections": "CIN CON EIN EFR CRI CRF DDIN DRIN ECI ECF RPI RPF RIN ROF UIN UOF SPIN ORI PRIN",
    "state of the record": "OWN STAT DCOM LR DA CRDT EDAT MHDA PHST PST PT PUBM CTDT DRDT DEP VTI RF TT AU PL",
}
"""What no style prints, or what is not about the work, and its tags."""

_IGNORED: Final = frozenset(tag for tags in NEVER_PRINTED.values() for tag in tags.split())
_KNOWN: Final = "|".join(
    sorted({tag for tags in (*PRINTED.values(), *NEVER_PRINTED.values()) for tag in tags.split()}, reverse=True)
)
_LINE: Final = re.compile(
    r" ?(?P<tag>(?:[A-Z][A-Z0-9]{3}|[A-Z][A-Z0-9]{2}(?= -)|[A-Z][A-Z0-9](?= {2}-))|PMID(?= ?-)) *- ?(?P<text>.*)"
)
_SLIP: Final = re.compile(r" {0,4}(?:PMID|FAU|AU|TI|DP|JT|TA)\s?[-:=](?=\s|\d)")
_WHOLE: Final = frozenset("PMID VI IP PG PMC".split())
_SYNTAX: Final = Syntax(_LINE, _SLIP, "PMID", "", "PMID- 25299522", "DP  - 2016", _WHOLE)
_FIRST: Final = re.compile(r"^ ?PMID ?[-\u2010-\u2014] ?\d", re.MULTILINE)


def is_medline(text: str) -> bool:
    """Return whether a text has a line that begins a record of PubMed."""
    return bool(_FIRST.search(text))


def read(source: Source) -> tuple[list[Record], list[Problem]]:
    """Return the records of a file of PubMed, and what is wrong with the file."""
    entries, problems = read_entries(source, _SYNTAX)
    return [_read_entry(entry) for entry in entries], problems


def _read_entry(entry: Entry) -> Record:
    draft = Draft(entry)
    _warn_of_retraction(draft, entry)
    _titles(draft)
    is_article = draft.reference["type"] == "article-journal"
    draft.names("author", "FAU" if draft.texts("FAU") else "AU", groups="CN")
    draft.names("editor", "FED" if draft.texts("FED") else "ED")
    draft.take("ED")
    draft.date("issued", draft.take("DP") or draft.take("DEP"))
    draft.put("volume", "VI")
    draft.put("issue", "IP")
    draft.put("edition", "EN")
    draft.put("publisher", "PB")
    draft.put("publisher-place", *(() if is_article else ("PL",)))
    _pages(draft)
    _numbers(draft)
    return draft.finish(_IGNORED)


def _warn_of_retraction(draft: Draft, entry: Entry) -> None:
    for field in entry.fields:
        if field.tag == "RIN" or (field.tag == "PT" and field.text == "Retracted Publication"):
            hint = "find out why, and cite another source"
            draft.report(field, "this publication has been retracted", hint, Severity.WARNING)
            return


def _titles(draft: Draft) -> None:
    """Read the titles: `BTI` is the title of a book; with `TI`, the work is a chapter of it."""
    has_own = [text for text in draft.texts("TI") if text.casefold().strip("[]. ") != "not available"]
    is_book = bool(draft.texts("BTI"))
    draft.reference["type"] = ("chapter" if has_own else "book") if is_book else "article-journal"
    if not has_own:
        draft.take("TI")
    draft.put("title", *(("TI",) if has_own else ("BTI", "TT")))
    draft.put("container-title", *(("BTI",) if is_book else ("JT", "TA")))
    draft.put("container-title-short", "TA")
    draft.put("collection-title", "CTI")
    for variable in ("title", "container-title", "collection-title"):
        if variable in draft.reference:
            draft.reference[variable] = without_stop(str(draft.reference[variable]))


def _pages(draft: Draft) -> None:
    """Read the pages; where there are none, PubMed writes the number of the article only in the printed form, SO."""
    draft.put("page", "PG")
    source = " ".join(draft.texts("SO"))
    if "page" not in draft.reference and (found := re.search(r"[;)\d]:([A-Za-z]*\d[\w.-]*?)\.(?:\s|$)", source)):
        draft.reference["page"] = found[1]


def _numbers(draft: Draft) -> None:
    draft.clean("DOI", csl.clean_doi, "LID", "AID", if_=lambda text: text.endswith("[doi]"))
    draft.clean("PMID", csl.clean_pmid, "PMID")
    draft.clean("PMCID", csl.clean_pmcid, "PMC")
    draft.put("ISSN", "IS", if_=re.compile(r"\d{4}-\d{3}[\dXx]").match)
    draft.put("ISBN", "ISBN")
    for variable in ("ISSN", "ISBN"):
        if variable in draft.reference:
            draft.reference[variable] = str(draft.reference[variable]).split()[0]
    draft.take("IS", "ISBN")
