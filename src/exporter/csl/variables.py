"""The types and variables of references in CSL JSON.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables).
"""

from typing import Final, Literal, TypeAlias

Csl: TypeAlias = dict[str, object]

Type: TypeAlias = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]  # fmt: skip
NAME_VARIABLES: Final = tuple(
    (
        "author collection-editor compiler container-author contributor curator director editor editor-translator "
        "editorial-director illustrator interviewer organizer original-author performer producer recipient "
        "reviewed-author series-creator translator"
    ).split()
)
DATE_VARIABLES: Final = tuple(("accessed available-date event-date issued original-date submitted").split())
TEXT_VARIABLES: Final = tuple(
    (
        "abstract annote archive archive_collection archive_location archive-place authority call-number "
        "chapter-number citation-key citation-label collection-number collection-title container-title "
        "container-title-short dimensions division DOI edition event-place event-title genre ISBN ISSN issue "
        "jurisdiction keyword language license locator medium note number number-of-pages number-of-volumes "
        "original-publisher original-publisher-place original-title page page-first part-number part-title PMCID "
        "PMID printing-number publisher publisher-place references reviewed-genre reviewed-title scale section "
        "source status supplement-number title title-short URL version volume volume-title volume-title-short "
        "year-suffix"
    ).split()
)

NEVER_PRINTED: Final = frozenset(
    "available-date compiler contributor curator editor-translator organizer page-first performer producer "
    "series-creator".split()
)
"""What pandoc's citeproc leaves out, even if a style asks for it."""

_WORDS: Final = {
    "accessed": "date of the visit",
    "container-title": "title of the journal",
    "issued": "year of publication",
    "URL": "web address",
    "PMID": "PubMed number",
    "PMCID": "PubMed Central number",
}


def spell_variable(name: str) -> str:
    """Return what a message calls a variable: `year of publication` for `issued`."""
    return _WORDS.get(name, name.replace("-", " "))
