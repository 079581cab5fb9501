"""Compares what the author wrote with the document: no word, sign or number is lost or changed on the way.

It reads the article file independently of the Markdown reader and of pandoc.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from exporter.document import Document
from exporter.errors import Problem
from exporter.proof.align import Alignment
from exporter.proof.shown import shown_parts
from exporter.proof.written import Part, read_parts
from exporter.source import Source

_REPORT = "this is a fault of exporter, not of the article: please report it"


def prove(sources: Sequence[Source], document: Document) -> tuple[Problem, ...]:
    """Return every difference between an article, with its files of defaults, and the document made of it."""
    return tuple(_differences(sources, document))


def _differences(sources: Sequence[Source], document: Document) -> Iterator[Problem]:
    shown = shown_parts(document)
    explained = "\n".join(problem.message for problem in document.warnings)
    notes = {note.number: note.content for note in document.notes}
    for part in read_parts(sources):
        there = shown.pop(part.path, None)
        if part.kind in ("plain", "lines"):
            lines = part.source.strip().split("\n") if part.kind == "lines" else [part.source]
            words = "\n".join(" ".join(line.split()) for line in lines)
            if there not in (words, document.words.get(f"certainty_{words}".replace("-", "_"), words)):
                yield _difference(part, 0)
            continue
        has_lists = part.kind == "blocks" or (part.kind == "item" and "\n" in part.source.strip())
        alignment = Alignment(part.source, notes, has_lists, explained)
        if not (alignment.of_line if part.kind == "line" else alignment.of_blocks)(cast("Any", there or ())):
            yield _difference(part, alignment.furthest)
    for path, there in shown.items():
        if _NOT_WRITTEN.get(path.rpartition(".")[2]) != there:
            yield Problem(f"the document has `{path}`, which was not written", None, _REPORT)


_NOT_WRITTEN: Final = {"role": "author", "row_headers": "false", "list": "full"}
"""What the document has where the article says nothing."""


def _difference(part: Part, furthest: int) -> Problem:
    """Return the problem of a part whose text is explained up to `furthest`."""
    after, before = part.source[:furthest][-30:], part.source[furthest:][:30]
    words = " ".join(f"{after}{before}".split())
    return Problem(f"`{words}` is not printed as it was written", part.texts[0].location, _REPORT)
