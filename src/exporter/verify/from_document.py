"""Derives what a reader must be shown from the document alone, without the templates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, assert_never

from exporter.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Checklist,
    Citation,
    Code,
    CrossReference,
    Definitions,
    Document,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Medium,
    NoteCall,
    OrderedList,
    Paragraph,
    Publisher,
    Questions,
    Quote,
    ReferenceLink,
    Section,
    SmallCaps,
    Steps,
    Strong,
    Subscript,
    Superscript,
    Table,
    TermLink,
    Text,
    plain,
)
from exporter.ids import term_id
from exporter.verify.transcript import TITLE, Role, Transcript, TranscriptBuilder

_PARTS: Final = ("key-points", "glossary", "disclaimer", "related", "notes", "references", "about")


def transcribe(document: Document, medium: Medium) -> Transcript:
    """Return what the handout's text must be, from its letterhead to its imprint, in print or on a screen.

    Its faults are cross-references that do not call what they lead to by its label.
    """
    page = _Page(medium, _labels(document))
    page.letterhead(document.publisher)
    page.front(document)
    for section in document.sections:
        page.section(section)
    page.back(document)
    page.lists(document)
    page.about(document)
    return page.shown(page.faults)


def passage_ids(document: Document) -> tuple[str, ...]:
    """Return the ids of the parts whose whole text is compared; so is what is outside them."""
    return (TITLE, *_PARTS, *(section.id for section in _sections(document.sections)))


def one_medium_ids(document: Document) -> tuple[str, ...]:
    """Return the ids of the sections that are for print only or for screens only."""
    return tuple(section.id for section in _sections(document.sections) if section.only)


def _sections(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


class _Page(TranscriptBuilder):
    """Writes a document down as a reader meets it."""

    def __init__(self, medium: Medium, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._medium = medium
        self._labels = labels
        self.faults: list[str] = []

    # ------------------------------------------------------------ parts

    def letterhead(self, publisher: Publisher) -> None:
        self.write(publisher.name)
        self.write(publisher.address)
        is_number = re.fullmatch(r"\+?[\d\s().\-/]{3,}", publisher.phone.strip())
        self.way("tel:" + re.sub(r"[^+\d]", "", publisher.phone) if is_number else "", publisher.phone)
        self.way(f"mailto:{publisher.email}", publisher.email)
        self.way(publisher.url, re.sub("https?://", "", publisher.url))

    def front(self, document: Document) -> None:
        self.named(TITLE, document.title)
        self.inlines(document.subtitle)
        self.blocks(document.summary)
        if document.key_points:
            self.begin("key-points", document.words["key_points"])
            self.items(document.key_points)
            self.close()

    def section(self, section: Section) -> None:
        if section.only not in ("", self._medium):
            return
        self.open(identifier=section.id)
        self.open(Role.HEADING)
        self.write(section.number)
        self.inlines(section.heading)
        self.close()
        self.blocks(section.content)
        for inner in section.sections:
            self.section(inner)
        self.close()

    def back(self, document: Document) -> None:
        if document.glossary:
            self.begin("glossary", document.words["glossary"])
            for count, term in enumerate(document.glossary, 1):
                self.named(term_id(count), term.term)
                self.blocks(term.definition)
            self.close()
        if document.disclaimer:
            self.begin("disclaimer", document.words["disclaimer"])
            self.blocks(document.disclaimer)
            self.close()
        if document.related:
            self.begin("related", document.words["related"])
            for related in document.related:
                self.inlines(related.title)
                if related.source:
                    self.write(".")
                    self.inlines(related.source)
                if related.url:
                    self.write(".")
                    self.way(related.url, related.url)
            self.close()

    def lists(self, document: Document) -> None:
        if document.notes:
            self.begin("notes", document.words["notes"])
            for note in document.notes:
                self.entry(note.id, f"{note.number}.", ((note.call, "↑"),), note.content)
            self.close()
        if document.references and document.reference_list == "full":
            self.begin("references", document.words["references"])
            for reference in document.references:
                self.entry(reference.id, reference.marker, reference.backlinks, reference.entry)
            self.close()
        elif document.references and document.reference_list == "url":
            before, after = document.words["references_at"].split("{url}")
            self.begin("references", document.words["references"] + before)
            self.way(document.edition.url, document.edition.url)
            self.write(after)
            self.close()

    def about(self, document: Document) -> None:
        edition, labels = document.edition, document.words
        self.begin("about", labels["about"])
        self.fact(labels["formats"], edition.formats)
        if edition.url:
            self.write(labels["electronic_copy"])
            self.way(edition.url, edition.url)
        self.fact(labels["document"], edition.id)
        self.fact(labels["version"], edition.version)
        for word in ("published", "reviewed", "review_by"):
            self.fact(labels[word], _spelled(getattr(edition, word), labels))
        for count, one in enumerate(edition.revisions):
            change = f"{one.version}, {_spelled(one.date, labels)}: {one.change}"
            self.fact("" if count else labels["revisions"], change)
        for author in document.authors:
            self.fact(author.label, ", ".join(filter(None, (author.name, author.credentials))))
        self.fact(labels["funding"], edition.funding)
        self.fact(labels["rights"], edition.rights)
        self.close()

    def fact(self, word: str, text: str) -> None:
        if text:
            self.write(word)
            self.write(text)

    def way(self, address: str, text: str) -> None:
        """Write words that lead out of the file, to `address`, if they do."""
        if text and address:
            self.link("", (Text(text),), address=address)
        else:
            self.write(text)

    def begin(self, identifier: str, heading: str) -> None:
        self.open(identifier=identifier)
        self.write(heading)

    def named(self, identifier: str, words: Inlines) -> None:
        self.open(identifier=identifier)
        self.inlines(words)
        self.close()

    def entry(self, identifier: str, label: str, backlinks: Iterable[tuple[str, str]], words: Inlines) -> None:
        self.open(identifier=identifier)
        self.write(label)
        for place, text in backlinks:
            self.link(place, (Text(text),))
        self.inlines(words)
        self.close()

    # ------------------------------------------------------------ blocks

    def items(self, items: Iterable[Blocks]) -> None:
        for item in items:
            self.blocks(item)

    def blocks(self, blocks: Blocks) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(children):
                self.inlines(children)
            case BulletList(items) | OrderedList(items) | Steps(items) | Checklist(items) | Questions(items):
                self.items(items)
            case Figure():
                self.open(identifier=block.id)
                self.caption(block.label, block.caption, block.credit)
                self.close()
            case Table():
                self.table(block)
            case Callout():
                self.write(f"{block.label}:" if block.title else block.label)
                self.inlines(block.title)
                self.blocks(block.content)
                self.write(block.certainty)
            case Definitions(terms):
                for term in terms:
                    self.inlines(term.term)
                    self.blocks(term.definition)
            case Quote(text, source):
                self.blocks(text)
                self.inlines(source)
            case _:
                assert_never(block)

    def table(self, table: Table) -> None:
        self.open(identifier=table.id)
        self.caption(table.label, table.caption)
        for row in (table.header, *table.rows):
            self.items(row)
        self.close()
        self.blocks(table.notes)

    def caption(self, label: str, caption: Blocks, credit: Inlines = ()) -> None:
        self.open(Role.CAPTION)
        self.write(f"{label}.")
        self.blocks(caption)
        self.inlines(credit)
        self.close()

    # ------------------------------------------------------------ inlines

    def inlines(self, inlines: Inlines) -> None:
        for inline in inlines:
            self.inline(inline)

    def inline(self, inline: Inline) -> None:
        match inline:
            case Text(text) | Code(text):
                self.write(text)
            case LineBreak():
                pass
            case NoteCall():
                self.link(inline.target, (Text(inline.number),), inline.id)
            case Citation():
                self.named(inline.id, inline.children)
            case ReferenceLink():
                self.link(inline.target, inline.children)
            case CrossReference(target, children):
                if plain(children) != self._labels.get(target):
                    self.faults.append(f"`{plain(children)}` leads to `{target}`, which is called something else")
                self.link(target, children)
            case TermLink(target, children):
                self.link(target, children)
            case Link(href, children):
                is_inside = href.startswith("#")
                self.link(href[1:] if is_inside else "", children, address="" if is_inside else href)
            case Emphasis(children) | Strong(children) | Subscript(children) | Superscript(children):
                self.inlines(children)
            case SmallCaps(children):
                self.inlines(children)
            case _:
                assert_never(inline)

    def link(self, target: str, words: Inlines, identifier: str = "", address: str = "") -> None:
        self.open(Role.LINK, identifier, target, address)
        self.inlines(words)
        self.close()


def _labels(document: Document) -> dict[str, str]:
    """Return what each figure, table and section is called in a cross-reference."""
    word = document.words["section"]
    return {
        **{figure.id: figure.label for figure in document.figures},
        **{table.id: table.label for table in document.tables},
        **{
            section.id: f"{word} {section.number}" if section.number else plain(section.heading)
            for section in _sections(document.sections)
        },
    }


def _spelled(day: date | None, labels: Mapping[str, str]) -> str:
    """Return a date in words, or nothing."""
    if day is None:
        return ""
    return labels["date"].format(day=day.day, month=labels["months"].split()[day.month - 1], year=day.year)
