"""Reads ranges of pages as PubMed writes them: without `294-299` for `294-9` processors drop half the range."""

import re

_PAGES = re.compile(r"^(?P<prefix>[A-Za-z]*)(?P<first>\d+)\s*(?:--?|[\u2010-\u2014\u2212])\s*(?P=prefix)(?P<last>\d+)$")

_OPEN = re.compile(r"(?<=\d)\s*[-\u2010-\u2014\u2212]+$")
"""The end of a range without a last page, to which pandoc adds one."""


def expand_pages(text: str) -> str:
    """Return `294-299` for `294-9`, `297` for `297-297` and `297-`, and any other text unchanged."""
    text = _OPEN.sub("", text.strip())
    found = _PAGES.match(text)
    if not found:
        return text
    prefix, first, last = found.group("prefix", "first", "last")
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{prefix}{first}" if first == last else f"{prefix}{first}-{prefix}{last}"
