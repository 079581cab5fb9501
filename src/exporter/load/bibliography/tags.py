"""The tags of RIS: what each contains, and the types of works.

Source: RIS Format Specifications (Reference Manager, 2001; EndNote, 2011), and the exports of Zotero, Mendeley,
EndNote, Scopus, Web of Science, Wiley, ScienceDirect and the Cochrane Library.
"""

from collections.abc import Mapping
from typing import Final

PRINTED: Final[Mapping[str, str]] = {
    "title": "TI T1 CT BT ST",
    "authors": "AU A1",
    "editors and translators": "A2 A3 A4 ED TA",
    "journal, book, web site, conference": "T2 JF JO BT SO C3",
    "short name of the journal": "J2 JA JI J1 JO",
    "series": "T2 T3",
    "date": "PY Y1 YR DA",
    "date on which you read it": "Y2",
    "volume, issue, number": "VL IS NO M1 NV",
    "pages, or number of the article": "SP EP PG C7",
    "edition, section": "ET SE",
    "kind of report or thesis": "M3",
    "publisher and place": "PB CY PP C1",
    "DOI": "DO DOI DI M3 N1 L3",
    "PubMed numbers": "C2 C5 AN",
    "web address": "UR LK",
    "ISSN, ISBN": "SN",
    "key": "ID",
}
"""What a reference contains, and the tags that it is read from."""

NEVER_PRINTED: Final[Mapping[str, str]] = {
    "abstract, keywords, notes": "AB N2 KW KY N1 RN PA CA",
    "files": "L1 L2 L4",
    "databases and their numbers": "AN DB DP CN LB U1 U2 U3 U4 U5 XR CC CR AV US PM PT J9",
    "addresses of authors": "AD",
    "language": "LA",
    "state of the record": "RP OW MD TY ER",
}
"""What no style prints, or what is not about the work, and its tags."""

IGNORED: Final = frozenset(tag for tags in NEVER_PRINTED.values() for tag in tags.split())
KNOWN: Final = IGNORED | {tag for tags in PRINTED.values() for tag in tags.split()}

TYPES: Final[Mapping[str, str]] = {
    name: kind
    for kind, names in {
        "article-journal": "JOUR EJOUR JFULL ABST INPR",
        "article-magazine": "MGZN",
        "article-newspaper": "NEWS",
        "bill": "BILL UNBILL",
        "book": "BOOK EBOOK EDBOOK CLSWK SER",
        "chapter": "CHAP ECHAP",
        "classic": "ANCIENT",
        "dataset": "DATA AGGR DBASE",
        "document": "GEN CTLG",
        "entry-dictionary": "DICT",
        "entry-encyclopedia": "ENCYC",
        "figure": "FIGURE EQUA",
        "graphic": "ART CHART",
        "hearing": "HEAR",
        "interview": "INTV",
        "legal_case": "CASE",
        "legislation": "STAT LEGAL",
        "manuscript": "MANSCPT UNPB UNPD",
        "map": "MAP",
        "motion_picture": "ADVS MPCT VIDEO MULTI",
        "pamphlet": "PAMP",
        "paper-conference": "CONF CPAPER",
        "patent": "PAT",
        "personal_communication": "ICOMM PCOMM",
        "post": "POST",
        "post-weblog": "BLOG",
        "report": "RPRT GOVDOC GRANT GRNT",
        "software": "COMP",
        "song": "SOUND MUSIC PODCAST",
        "speech": "SLIDE",
        "standard": "STAND STD",
        "thesis": "THES",
        "webpage": "WEB ELEC",
    }.items()
    for name in names.split()
}
"""The CSL type of each type of RIS."""

ARTICLES: Final = frozenset({"article-journal", "article-magazine", "article-newspaper"})
PARTS: Final = ARTICLES | {"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"}
"""Works that appear in others."""
BOOKS: Final = frozenset({"book", "classic"})
IN_SERIES: Final = BOOKS | {"report", "map", "software", "motion_picture", "standard", "thesis"}
"""Works whose T2 is a series, not a work in which they appear."""
NUMBERED: Final = frozenset({"bill", "hearing", "legislation", "manuscript", "patent", "report", "standard"})
"""Works that have a number of their own, and no issue."""

# In an article, M3 is its kind, C6 the day on which it appeared on the web, and C1 and C3 are addresses.
NOT_PRINTED_WITH: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(ARTICLES, frozenset("M3 C6 SE C1 C3 C4".split())),
    **dict.fromkeys(("book", "classic", "chapter", "paper-conference"), frozenset("M3 J2 JA".split())),
}
"""Tags that say nothing about works of a type."""
