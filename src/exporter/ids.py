"""Makes the ids of citations, references, terms of the glossary and notes, which links and the ledger use.

Figures and tables have the ids that the author gave them. `resolve` makes those of sections without one.
"""


def citation_id(count: int) -> str:
    """Return the id of a place that cites, counted from 1 in reading order."""
    return f"cite-{count}"


def reference_id(key: str) -> str:
    """Return the id of an entry of the list of references."""
    return f"ref-{key}"


def term_id(count: int) -> str:
    """Return the id of an entry of the glossary, counted from 1."""
    return f"term-{count}"


def note_id(number: str) -> str:
    """Return the id of a note."""
    return f"note-{number}"


def note_call_id(number: str) -> str:
    """Return the id of the place in the text that leads to a note."""
    return f"noteref-{number}"
