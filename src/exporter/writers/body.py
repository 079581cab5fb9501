"""Reads the body for the writers: a copy for one medium, the table of contents, the summary."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from exporter.document import Medium

_LEVELS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}  # the title has the level of the sections


@dataclass(slots=True)
class Entry:
    """A line in the table of contents: `target` is the id that it leads to."""

    text: str
    target: str
    level: int
    entries: list["Entry"] = field(default_factory=list)


def for_medium(body: etree._Element, medium: Medium) -> etree._Element:
    """Return a copy of the body for a medium, without the parts marked (`data-only`) for the other medium."""
    other = "screen" if medium == "print" else "print"
    copy = deepcopy(body)
    copy.tail = None
    for part in list(copy.iterfind(f".//*[@data-only='{other}']")):
        drop(part)
    return copy


def drop(part: etree._Element) -> None:
    """Remove an element from its parent, but keep the text after it."""
    parent, before = part.getparent(), part.getprevious()
    if parent is None:
        return
    if part.tail and before is not None:
        before.tail = (before.tail or "") + part.tail
    elif part.tail:
        parent.text = (parent.text or "") + part.tail
    parent.remove(part)


def table_of_contents(body: etree._Element) -> list[Entry]:
    """Return the headings as a tree; each entry leads to the part that the heading opens, or to the heading."""
    top = Entry("", "", 0)
    path = [top]
    for heading in body.iter(*_LEVELS):
        target = nearest_id(heading)
        if target:
            entry = Entry(text_of(heading), target, _LEVELS[str(heading.tag)])
            while path[-1].level >= entry.level:
                path.pop()
            path[-1].entries.append(entry)
            path.append(entry)
    return top.entries


def nearest_id(heading: etree._Element) -> str:
    """Return the id of the part that a heading opens, or else its own: a link must bring the whole part into view."""
    parent = heading.getparent()
    return (parent.get("id") if parent is not None else None) or heading.get("id") or ""


def depth(entries: Iterable[Entry]) -> int:
    """Return how many levels a table of contents has."""
    return max((1 + depth(entry.entries) for entry in entries), default=0)


def summary(body: etree._Element) -> str:
    """Return the summary as one line, without its citations and note calls."""
    found = body.find(".//div[@class='summary']")
    if found is None:
        return ""
    copy = deepcopy(found)
    for call in [
        part for part in copy.iter(etree.Element) if {"citation", "noteref"} & {*part.get("class", "").split()}
    ]:
        drop(call)
    return re.sub(r" +(?=[.,])", "", text_of(copy))


def text_of(element: etree._Element) -> str:
    """Return an element's text as a browser shows it on one line."""
    return " ".join("".join(str(text) for text in element.itertext()).split())
