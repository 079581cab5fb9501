"""Walks an article: every text, figure, table, call-out and section, in reading order.

Subtitle, summary, key points, sections depth first, glossary, disclaimer, related reading. In a table: caption,
header, rows, notes. In a figure: caption, credit. This order is the only thing that decides a number.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from exporter.article.blocks import (
    Block,
    Callout,
    CalloutBlock,
    ChecklistBlock,
    DefinitionsBlock,
    Figure,
    FigureBlock,
    QuestionsBlock,
    QuoteBlock,
    StepsBlock,
    Table,
    TableBlock,
)
from exporter.article.manuscript import Article, Section
from exporter.markup import Markdown

Item: TypeAlias = Markdown | Figure | Table | Callout | Section


def walk(article: Article) -> Iterator[Item]:
    """Yield everything that can contain or carry a number, in reading order, the outer before the inner."""
    yield article.title
    yield from _given(article.subtitle, article.summary, *(article.key_points or ()))
    for section in article.sections:
        yield from walk_section(section)
    for term in article.glossary or ():
        yield from (term.term, term.definition)
    yield from _given(article.disclaimer)
    for related in article.related or ():
        yield from _given(related.title, related.source)


def _given(*texts: Markdown | None) -> Iterator[Markdown]:
    return (text for text in texts if text is not None)


def walk_section(section: Section) -> Iterator[Item]:
    """Yield a section and everything in it."""
    yield section
    yield section.heading
    yield from walk_blocks(section.content or ())
    for inner in section.sections or ():
        yield from walk_section(inner)


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Item]:
    """Yield everything in some blocks."""
    for block in blocks:
        match block:
            case Markdown():
                yield block
            case FigureBlock(figure=figure):
                yield figure
                yield from _given(figure.caption, figure.credit)
            case TableBlock(table=table):
                yield table
                yield from _given(table.caption, *table.header)
                yield from _given(*(cell for row in table.rows for cell in row), table.notes)
            case CalloutBlock(callout=callout):
                yield callout
                yield from _given(callout.title)
                yield from walk_blocks(callout.content)
            case StepsBlock(steps=items) | ChecklistBlock(checklist=items) | QuestionsBlock(questions=items):
                yield from items
            case DefinitionsBlock(definitions=terms):
                for term in terms:
                    yield from (term.term, term.definition)
            case QuoteBlock(quote=quote):
                yield from _given(quote.text, quote.source)
            case _:
                assert_never(block)
