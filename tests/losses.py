"""Defects of each step from the article file to the document, as somebody might make them in a later version.

Each takes a word, a sign or a number from the reader, without any error. The proof must notice all of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from exporter.article.reference import ReferenceBase
from exporter.citeproc import pandoc
from exporter.document import BulletList, Emphasis, Superscript, Text
from exporter.load import bibliography
from exporter.load.nodes import _Builder as Nodes
from exporter.markup import signs
from exporter.resolve import _Builder as Resolver
from exporter.resolve import content, numbers
from exporter.source import Scalar

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Loss:
    """A defect: the step it is in, what a reader would get, and how to plant it."""

    step: str
    what: str
    plant: Patch


def wrapped(owner: Any, name: str, instead: Callable[..., Any]) -> Patch:
    """Return a patch that calls `instead` with the true function before its arguments."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        true = getattr(owner, name)
        patch.setattr(owner, name, lambda *arguments, **options: instead(true, *arguments, **options))

    return plant


def changed(owner: Any, name: str, change: Callable[[Any], Any]) -> Patch:
    """Return a patch that changes what a function returns."""
    return wrapped(owner, name, lambda true, *arguments, **options: change(true(*arguments, **options)))


def set_to(owner: Any, name: str, value: Any) -> Patch:
    return lambda patch: patch.setattr(owner, name, value)


def typed(what: str, pattern: str, instead: str) -> Loss:
    """Return the loss of a pattern in every text as YAML is read."""

    def change(text: Scalar) -> Scalar:
        return Scalar.at(re.sub(pattern, instead, text), text.source, text.start, text.end, text.rest)

    return Loss("reading YAML", what, changed(Nodes, "_scalar", change))


def parsed(what: str, plant: Patch) -> Loss:
    return Loss("reading Markdown", what, plant)


def made(what: str, name: str, change: Callable[[Any], Any]) -> Loss:
    """Return the loss in a part of the document that the step of the numbers makes."""
    return Loss("building the document", what, changed(Resolver, name, change))


def listed(what: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Loss:
    return Loss("reading references of the article", what, changed(ReferenceBase, "to_csl", change))


def filed(what: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Loss:
    def change_record(record: Any) -> Any:
        return replace(record, reference=change(record.reference))

    return Loss("reading files of references", what, changed(bibliography, "normalised", change_record))


def worded(what: str, plant: Patch) -> Loss:
    return Loss("wording references", what, plant)


def without(variable: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda reference: {name: value for name, value in reference.items() if name != variable}


def with_dates(reference: dict[str, Any]) -> dict[str, Any]:
    """Return the reference with years alone."""
    days = reference["issued"].get("date-parts", [])
    return {**reference, "issued": {"date-parts": [day[:1] for day in days]}}


def with_names(change: Callable[[list[Any]], list[Any]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda reference: {**reference, "author": change(reference["author"])}


def one_initial(names: list[Any]) -> list[Any]:
    return [{**name, "given": name.get("given", "")[:2]} for name in names]


def first_page(reference: dict[str, Any]) -> dict[str, Any]:
    return {**reference, **({"page": reference["page"].split("-")[0]} if "page" in reference else {})}


def with_entries(change: Callable[[list[Any]], list[Any]]) -> Patch:
    """Return a patch that changes the entries that citeproc returns: key, margin and text of each."""
    return changed(pandoc, "from_document", lambda both: (both[0], change(both[1])))


def texts_turned(entries: list[Any]) -> list[Any]:
    return [(key, margin, text) for (key, margin, _), (_, _, text) in zip(entries, entries[::-1], strict=True)]


def texts_cut(entries: list[Any]) -> list[Any]:
    return [(key, margin, text[1:]) for key, margin, text in entries]


def without_empty_cells(table: Any) -> Any:
    return replace(table, rows=tuple(tuple(filter(None, row)) for row in table.rows))


def notes_turned(document: Any) -> Any:
    pairs = zip(document.notes, document.notes[::-1], strict=True)
    return replace(document, notes=tuple(replace(note, content=other.content) for note, other in pairs))


LOSSES: Final = (
    typed("the last character of a long text is lost", r"(?s)^(.{30,}\S)\S(\s*)$", r"\1\2"),
    typed("no-break spaces are lost", "\u00a0", ""),
    typed("soft hyphens are lost", "\u00ad", ""),
    typed("a sign of multiplication becomes a letter", "×", "x"),
    typed("numbers lose their zeros", r"(?<=1)0(?= mg)", ""),
    typed("capitals become small letters", r"(?<=[a-z] )The\b", "the"),
    parsed("a star between digits is lost", set_to(signs, "_sides", lambda *_: (True, True))),
    parsed("a caret between powers is lost", set_to(signs, "_RAISED", re.compile(r"([~^])((?:[^~^])+)\1"))),
    parsed("lists begin with 1", wrapped(content, "OrderedList", lambda true, items, _: true(items))),
    parsed("lists begin one higher", wrapped(content, "OrderedList", lambda true, items, one: true(items, one + 1))),
    parsed("the numbers of lists are lost", wrapped(content, "OrderedList", lambda _, items, __: BulletList(items))),
    parsed("the last item of a list is lost", changed(content, "_items", lambda items: items[:-1])),
    parsed("the first item is printed twice", changed(content, "_items", lambda items: (items[0], *items))),
    parsed("the last paragraph is lost", changed(content, "_blocks", lambda blocks: blocks[:-1] or blocks)),
    parsed("paragraphs are turned round", changed(content, "_blocks", lambda blocks: blocks[::-1])),
    parsed("the end of a line joins two words", set_to(content, "LineBreak", lambda: Text(""))),
    parsed("bold is lost", set_to(content, "_SPANS", {**content._SPANS, "strong_open": Emphasis})),
    parsed("lowered numbers are raised", set_to(content, "_SPANS", {**content._SPANS, "sub_open": Superscript})),
    parsed("links lead elsewhere", wrapped(content, "Link", lambda true, href, words: true(f"{href}x", words))),
    parsed("text in backticks is lost", wrapped(content, "Code", lambda _, __: Text(""))),
    made("notes are turned round", "build", notes_turned),
    made("the key points lose the last one", "build", lambda one: replace(one, key_points=one.key_points[:-1])),
    made("the disclaimer is lost", "build", lambda one: replace(one, disclaimer=())),
    made("rows of tables are turned round", "table", lambda one: replace(one, rows=one.rows[::-1])),
    made("the notes below tables are lost", "table", lambda one: replace(one, notes=())),
    made("an empty cell is left out", "table", without_empty_cells),
    made("text alternatives are lost", "figure", lambda one: replace(one, alt="")),
    made("credits of pictures are lost", "figure", lambda one: replace(one, credit=())),
    made("the last step is lost", "items", lambda items: items[:-1]),
    made("evidence has no certainty", "callout", lambda one: replace(one, certainty="")),
    made("the phone number is lost", "publisher", lambda one: replace(one, phone="")),
    Loss(
        "building the document",
        "citations lead to another work",
        wrapped(numbers, "Citation", lambda true, name, text, keys, raised: true(name, text, keys[::-1], raised)),
    ),
    Loss(
        "building the document",
        "cross-references lead elsewhere",
        wrapped(numbers, "CrossReference", lambda true, _, text: true("fig-a", text)),
    ),
    *(
        listed(f"`{name}` is lost", without(name))
        for name in ("author", "issued", "container-title", "volume", "issue", "page", "publisher", "DOI", "URL")
    ),
    listed("months are lost", with_dates),
    listed("the last author is lost", with_names(lambda names: names[:-1])),
    listed("second initials are lost", with_names(one_initial)),
    listed("last pages are lost", first_page),
    *(
        filed(f"`{name}` is lost", without(name))
        for name in ("author", "issued", "container-title", "volume", "page", "publisher", "DOI")
    ),
    filed("months are lost", with_dates),
    filed("the last author is lost", with_names(lambda names: names[:-1])),
    worded("words in italics are lost", set_to(pandoc, "_STYLED", {**pandoc._STYLED, "Emph": lambda _: Text("")})),
    worded("entries are exchanged", with_entries(texts_turned)),
    worded("the first words of an entry are lost", with_entries(texts_cut)),
)
