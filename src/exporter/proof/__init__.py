"""Compares what the author wrote with the document: no word, sign or number is lost or changed on the way.

It reads the article file and the files of references independently of the Markdown reader, of the readers in `load`,
and of pandoc.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from exporter.article import Manuscript
from exporter.document import Document
from exporter.errors import Problem
from exporter.proof.align import Alignment
from exporter.proof.records import Written, from_csl, from_file
from exporter.proof.shown import shown_parts
from exporter.proof.style import Layout
from exporter.proof.works import lost_fields
from exporter.proof.written import Part, parts_of, read_article
from exporter.source import Source

_REPORT: Final = "this is a fault of exporter, not of the article: please report it"


def prove(
    sources: Sequence[Source], works: Sequence[Source], manuscript: Manuscript, document: Document
) -> list[Problem]:
    """Return every difference between an article and the document made of it.

    `sources` are the article file and its files of defaults, the nearest first; `works` are its files of references.
    """
    data = read_article(sources)
    records = {work.name: from_file(work) for work in works}
    return [*_texts(data, document), *_references(from_csl(data.get("references")), records, manuscript, document)]


def _texts(data: Mapping[str, Any], document: Document) -> Iterator[Problem]:
    shown = shown_parts(document)
    explained = "\n".join(problem.message for problem in document.warnings)
    notes = {note.number: note.content for note in document.notes}
    for part in parts_of(data):
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


def _references(
    listed: Sequence[Written], records: Mapping[str, Sequence[Written]], manuscript: Manuscript, document: Document
) -> Iterator[Problem]:
    layout = Layout(manuscript.style.xml)
    files = {key: name for name, keys in manuscript.bibliographies.items() for key in keys}
    for reference in document.references:
        file = files.get(reference.key)
        written = records[file] if file else listed
        place = manuscript.bibliographies[file][reference.key] if file else document.places[reference.id]
        name = file or document.file
        warnings = [one for one in manuscript.warnings if one.location and one.location.file == name]
        for field in lost_fields(written, manuscript.references[reference.key], reference, layout, warnings):
            hint = f"use another citation style, or remove `{field}` from the reference; and please report this fault"
            yield Problem(f"`{field}` of the reference `{reference.key}` is not printed as it was written", place, hint)
