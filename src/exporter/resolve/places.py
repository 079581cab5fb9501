"""Where in the article that is written which has an id in the finished files: what a validator's finding points at."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from exporter import article as source
from exporter.article import Figure, Manuscript, Table
from exporter.document import Document, Section
from exporter.errors import Location
from exporter.markup import Cite, Markdown, NoteMark
from exporter.resolve.walk import walk


def find_places(manuscript: Manuscript, document: Document) -> dict[str, Location]:
    """Return the place of every id. A reference of a bibliography file has none."""
    return {
        **dict(_parts(manuscript.article)),
        **dict(_sections(manuscript.article.sections, document.sections)),
        **dict(_marks(manuscript, document)),
        **{f"ref-{reference.id}": reference.id.location for reference in manuscript.article.references or ()},
    }


def _parts(article: source.Article) -> Iterator[tuple[str, Location]]:
    """Yield the parts that have an id of their own, whatever the article."""
    yield "title", article.title.source.location
    yield "about", article.document.id.location
    if article.key_points:
        yield "key-points", article.key_points[0].source.location
    if article.glossary:
        yield "glossary", article.glossary[0].term.source.location
        yield from ((f"term-{count}", term.term.source.location) for count, term in enumerate(article.glossary, 1))
    if article.disclaimer:
        yield "disclaimer", article.disclaimer.source.location
    if article.related:
        yield "related", article.related[0].title.source.location


def _sections(written: Sequence[source.Section], made: Sequence[Section]) -> Iterator[tuple[str, Location]]:
    for before, after in zip(written, made, strict=True):
        yield after.id, before.heading.source.location
        yield from _sections(before.sections or (), after.sections)


def _marks(manuscript: Manuscript, document: Document) -> Iterator[tuple[str, Location]]:
    """Yield figures, tables, citations and notes; the last two are counted here as `give_numbers` counts them."""
    citations, notes = iter(document.citations), iter(document.notes)
    for stop in walk(manuscript.article):
        match stop:
            case Figure() | Table():
                yield str(stop.id), stop.id.location
            case Markdown():
                for mark in stop.marks():
                    if isinstance(mark, Cite):
                        yield next(citations).id, mark.location
                    elif isinstance(mark, NoteMark):
                        note = next(notes)
                        yield note.id, mark.location
                        yield f"noteref-{note.number}", mark.location
            case source.Section():
                pass  # above, with the ids given out
            case _:
                assert_never(stop)
