"""Lists what a document shows for each part of the article, by the path of the part in the article file."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from typing import Final, TypeAlias, assert_never

from exporter.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Checklist,
    Definitions,
    Document,
    Figure,
    Inlines,
    OrderedList,
    Paragraph,
    Questions,
    Quote,
    Section,
    Steps,
    Table,
    Term,
)

Shown: TypeAlias = Blocks | Inlines | str

_TEXT: Final = (Paragraph, BulletList, OrderedList)


def shown_parts(document: Document) -> dict[str, Shown]:
    """Return what is shown for each part; nothing for a part that is empty."""
    return {path: shown for path, shown in _document(document) if shown}


def _document(document: Document) -> Iterator[tuple[str, Shown]]:
    yield "title", document.title
    yield "subtitle", document.subtitle
    yield "language", document.language
    yield "summary", document.summary
    yield from _numbered("key_points", document.key_points)
    for count, author in enumerate(document.authors):
        for name in ("name", "role", "credentials"):
            yield f"authors[{count}].{name}", getattr(author, name)
    for name in ("name", "address", "phone", "email", "url", "logo_alt"):
        yield f"publisher.{name}", getattr(document.publisher, name)
    if document.publisher.logo:
        yield "publisher.logo", document.publisher.logo.file
    yield from _edition(document)
    for count, section in enumerate(document.sections):
        yield from _section(section, f"sections[{count}]")
    yield from _terms(document.glossary, "glossary")
    yield "disclaimer", document.disclaimer
    for count, related in enumerate(document.related):
        yield f"related[{count}].title", related.title
        yield f"related[{count}].url", related.url
        yield f"related[{count}].source", related.source
    yield "citations.list", document.reference_list
    yield "print.fit_pages", str(document.fit_pages or "")


def _edition(document: Document) -> Iterator[tuple[str, Shown]]:
    for field in fields(document.edition):
        match getattr(document.edition, field.name):
            case str() | date() as value:
                yield f"document.{field.name}", str(value)
            case tuple(values):
                for count, value in enumerate(values):
                    path = f"document.{field.name}[{count}]"
                    if isinstance(value, str):
                        yield path, value
                    else:
                        yield from ((f"{path}.{name}", str(one)) for name, one in asdict(value).items())


def _section(section: Section, path: str) -> Iterator[tuple[str, Shown]]:
    yield f"{path}.heading", section.heading
    yield f"{path}.only", section.only
    yield from _content(section.content, f"{path}.content")
    for count, inner in enumerate(section.sections):
        yield from _section(inner, f"{path}.sections[{count}]")


def _content(blocks: Blocks, path: str) -> Iterator[tuple[str, Shown]]:
    """Yield neighbouring paragraphs and lists together, and each other block alone."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and isinstance(groups[-1][-1], _TEXT) and isinstance(block, _TEXT):
            groups[-1].append(block)
        else:
            groups.append([block])
    for count, group in enumerate(groups):
        if isinstance(group[0], _TEXT):
            yield f"{path}[{count}]", tuple(group)
        else:
            yield from _block(group[0], f"{path}[{count}]")


def _block(block: Block, path: str) -> Iterator[tuple[str, Shown]]:
    match block:
        case Figure():
            yield f"{path}.figure.id", block.id
            yield f"{path}.figure.image", block.image.file
            yield f"{path}.figure.alt", block.alt
            yield f"{path}.figure.caption", block.caption
            yield f"{path}.figure.credit", block.credit
        case Table():
            yield f"{path}.table.id", block.id
            yield f"{path}.table.caption", block.caption
            yield f"{path}.table.row_headers", str(block.row_headers).lower()
            yield from _numbered(f"{path}.table.header", block.header)
            for count, row in enumerate(block.rows):
                yield f"{path}.table.rows[{count}]", str(len(row))
                yield from _numbered(f"{path}.table.rows[{count}]", row)
            yield f"{path}.table.notes", block.notes
        case Callout():
            yield f"{path}.callout.kind", block.kind
            yield f"{path}.callout.title", block.title
            yield f"{path}.callout.certainty", block.certainty
            yield from _content(block.content, f"{path}.callout.content")
        case Steps(items):
            yield from _numbered(f"{path}.steps", items)
        case Checklist(items):
            yield from _numbered(f"{path}.checklist", items)
        case Questions(items):
            yield from _numbered(f"{path}.questions", items)
        case Definitions(terms):
            yield from _terms(terms, f"{path}.definitions")
        case Quote(text, source):
            yield f"{path}.quote.text", text
            yield f"{path}.quote.source", source
        case Paragraph() | BulletList() | OrderedList():
            yield path, (block,)
        case _:
            assert_never(block)


def _terms(terms: Iterable[Term], path: str) -> Iterator[tuple[str, Shown]]:
    for count, term in enumerate(terms):
        yield f"{path}[{count}].term", term.term
        yield f"{path}[{count}].definition", term.definition


def _numbered(path: str, texts: Iterable[Blocks]) -> Iterator[tuple[str, Shown]]:
    for count, text in enumerate(texts):
        yield f"{path}[{count}]", text
