"""Assigns every number of a document once: keys and ids become the texts that a reader will see."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from exporter.article import Callout, Figure, Manuscript, Section, Table
from exporter.article.walk import walk
from exporter.citeproc import Bibliography, Citeproc, Entry
from exporter.csl import Style
from exporter.document import (
    Citation,
    CrossReference,
    Inline,
    Inlines,
    NoteCall,
    Superscript,
    Text,
    plain,
)
from exporter.errors import ExporterError, Location, Problem, Severity
from exporter.ids import citation_id
from exporter.markup import Cite, Mark, Markdown, NoteMark, Pointer
from exporter.resolve.content import to_inlines


@dataclass(slots=True)
class Numbers:
    """What the walk counted, by the thing counted; marks are distinguished by identity."""

    cites: list[Cite] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    cross_reference_text: dict[str, str] = field(default_factory=dict)
    figures: int = 0
    tables: int = 0
    citations: dict[Cite, Citation] = field(default_factory=dict)
    calls: dict[NoteMark, NoteCall] = field(default_factory=dict)
    bibliography: Bibliography = field(default_factory=lambda: Bibliography((), ()))
    warnings: list[Problem] = field(default_factory=list)
    places: dict[str, Location] = field(default_factory=dict)

    def replace(self, mark: Mark) -> Inline:
        """Return what the reader sees at a mark."""
        match mark:
            case Cite():
                return self.citations[mark]
            case NoteMark():
                return self.calls[mark]
            case Pointer(target):
                return CrossReference(target, (Text(self.cross_reference_text[target]),))
            case _:
                assert_never(mark)


def give_numbers(manuscript: Manuscript, labels: Mapping[str, str], citeproc: Citeproc) -> Numbers:
    """Walk the article once and assign every number. Raises ExporterError if the style numbers references otherwise."""
    numbers = Numbers()
    for item in walk(manuscript.article):
        match item:
            case Figure():
                numbers.figures += 1
                numbers.cross_reference_text[str(item.id)] = f"{labels['figure']} {numbers.figures}"
                numbers.places[str(item.id)] = item.id.location
            case Table():
                numbers.tables += 1
                numbers.cross_reference_text[str(item.id)] = f"{labels['table']} {numbers.tables}"
                numbers.places[str(item.id)] = item.id.location
            case Markdown():
                marks = tuple(item.marks())
                numbers.cites += [mark for mark in marks if isinstance(mark, Cite)]
                numbers.notes += [mark for mark in marks if isinstance(mark, NoteMark)]
            case Callout() | Section():
                pass  # numbered below, by its place among the others
            case _:
                assert_never(item)
    above = "" if manuscript.article.numbering.sections else None
    _label_sections(manuscript.article.sections, labels, numbers.cross_reference_text, above)
    for count, note in enumerate(numbers.notes, 1):
        call = numbers.calls[note] = NoteCall(str(count))
        numbers.places[call.id] = numbers.places[call.target] = note.location
    _cite(manuscript, numbers, citeproc)
    return numbers


def _label_sections(
    sections: Sequence[Section], words: Mapping[str, str], labels: dict[str, str], above: str | None
) -> None:
    """Set the cross-reference text of each section with an id: its number, or else its heading."""
    for section, number in number_sections(sections, above):
        if section.id:
            heading = plain(to_inlines(section.heading.tokens, lambda _: Text("")))
            labels[str(section.id)] = f"{words['section']} {number}" if number else heading
        _label_sections(section.sections or (), words, labels, number)


def number_sections(sections: Sequence[Section], above: str | None) -> list[tuple[Section, str | None]]:
    """Pair sections with their numbers (`2.1`), those inside `above` (empty for the article, None for unnumbered).

    A section for one medium only, and what it contains, has none, or the others would skip a number.
    """
    numbered: list[tuple[Section, str | None]] = []
    count = 0
    for section in sections:
        number = None
        if above is not None and not section.only:
            count += 1
            number = f"{above}.{count}".removeprefix(".")
        numbered.append((section, number))
    return numbered


# ---------------------------------------------------------------- citations


def _cite(manuscript: Manuscript, numbers: Numbers, citeproc: Citeproc) -> None:
    article, style = manuscript.article, manuscript.style
    numbers.bibliography = citeproc.cite(numbers.cites, manuscript.references, style, str(article.language))
    is_linked = article.citations.list == "full"
    number_of = {entry.key: entry.number for entry in numbers.bibliography.entries}
    _guard_numbers(numbers.cites, numbers.bibliography.entries, style)
    for count, (cite, text) in enumerate(zip(numbers.cites, numbers.bibliography.citations, strict=True), 1):
        citation = numbers.citations[cite] = _citation(citation_id(count), cite, text, is_linked)
        numbers.places[citation.id] = cite.location
        numbers.warnings += _lost_locators(cite, plain(text), number_of, style.name)
    if numbers.notes and any(citation.is_raised for citation in numbers.citations.values()):
        message = f"the style `{style.name}` prints the numbers of citations as superscripts, like those of notes"
        hint = "choose a style with brackets, or move the notes into the text"
        place = article.citations.style.location if article.citations.style else Location(manuscript.file)
        numbers.warnings.append(Problem(message, place, hint, Severity.WARNING))


def _citation(identifier: str, cite: Cite, text: Inlines, is_linked: bool) -> Citation:
    is_raised = len(text) == 1 and isinstance(text[0], Superscript)
    if len(text) == 1 and isinstance(text[0], Superscript):
        text = text[0].children
    if not plain(text).strip():
        raise ExporterError("the citation style prints nothing where a reference is cited")
    children = text if is_linked else (Text(plain(text)),)
    return Citation(identifier, children, tuple(item.key for item in cite.items), is_raised)


def _guard_numbers(cites: Sequence[Cite], entries: Sequence[Entry], style: Style) -> None:
    """Raise ExporterError unless every cited reference has one entry, numbered in the order of citation.

    In a style that sorts the list, the numbers must follow the order of the list.
    """
    numbers = {entry.key: entry.number for entry in entries}
    cited = list(dict.fromkeys(item.key for cite in cites for item in cite.items))
    order = cited if style.is_sequence else [entry.key for entry in entries]
    expected = {key: str(count) if style.is_numeric else None for count, key in enumerate(order, 1)}
    if len(entries) != len(cited) or numbers != expected:
        message = f"the style `{style.name}` numbers the references {numbers}, the article cites them {expected}"
        raise ExporterError(message)


def _lost_locators(cite: Cite, text: str, number_of: Mapping[str, str | None], style: str) -> list[Problem]:
    """Return a warning for each page, chapter or other locator that the style does not print."""
    shown = re.findall(r"\d+|[^\W\d]+", text)
    for item in cite.items:
        if number_of.get(item.key) in shown:
            shown.remove(str(number_of[item.key]))
    hint = "write it in the sentence, or use a style that prints it"
    return [
        Problem(
            f"the style `{style}` does not print `{item.suffix.strip(' ,')}`", item.location, hint, Severity.WARNING
        )
        for item in cite.items
        if not _is_shown(item.suffix, shown)
    ]


def _is_shown(locator: str, shown: Sequence[str]) -> bool:
    """Return whether all numbers of a locator, or its last word, are shown, also as in `294–99` or `(piv)`."""
    if numbers := re.findall(r"\d+", locator):
        return all(any(number.endswith(word) for word in shown) for number in numbers)
    return all(any(word.endswith(last) for word in shown) for last in re.findall(r"\w+", locator)[-1:])
