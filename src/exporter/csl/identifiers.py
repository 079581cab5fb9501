"""Cleans the numbers under which catalogues list a work, however they were copied: with a label or as an address."""

import re
from typing import Final
from urllib.parse import unquote

DOI: Final = (
    r"^\s*(?:https?://(?:dx\.|www\.)?doi\.org/|[dD][oO][iI]:?\s*)?10\.[0-9]{4,9}(?:/|%2[fF])\S+(?:\s+\[doi\])?\s*$"
)
PMID: Final = (
    r"^\s*(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/"
    r"|[pP][mM][iI][dD]:?\s*)?[1-9][0-9]{0,7}/?\s*$"
)
PMCID: Final = (
    r"^\s*(?:https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/|[pP][mM][cC][iI][dD]:?\s*)?"
    r"[pP][mM][cC][1-9][0-9]{0,7}/?\s*$"
)


def clean_doi(text: str) -> str:
    """Return `10.1000/x` for `https://doi.org/10.1000/x`, `doi:10.1000/x` or `10.1000/x.`; else raise ValueError."""
    if not re.fullmatch(DOI, text):
        raise ValueError(text)
    text = re.sub(r"\s+\[doi\]\s*$", "", text)
    doi = text[text.index("10.") :].strip().rstrip(".,;")
    return unquote(doi) if "//" in text.partition("10.")[0] or "/" not in doi else doi


def clean_pmid(text: str) -> str:
    """Return `123` for `PMID: 123` or an address of PubMed. Raises ValueError for anything else."""
    return _digits(PMID, text)


def clean_pmcid(text: str) -> str:
    """Return `PMC99` for `pmc99`, `PMCID: PMC99` or an address of PubMed Central; else raise ValueError."""
    return f"PMC{_digits(PMCID, text)}"


def _digits(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return str(re.findall(r"[0-9]+", text)[-1])
