"""Exports articles for browsers and reading systems, and compares what these show with the articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import ARTICLES

from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.formats import Format
from exporter.load import load
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import Request
from exporter.resolve import resolve
from exporter.verify.from_document import passage_ids, transcribe
from exporter.verify.transcript import TITLE, passages, without_space

LARGE_RATIO, RATIO = 3, 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True)
class Opened:
    """A finished file, its document, and the report of a program of tests/browser about it."""

    document: Document
    path: Path
    seen: Mapping[str, Any]


def export(form: Format, folder: Path, citeproc: Citeproc) -> dict[str, tuple[Document, Path]]:
    """Export every article to `form`; return each document with its file."""
    made = {}
    with Pipeline() as pipeline:
        for name, article in ARTICLES.items():
            document = resolve(load(Project.of(article), citeproc), citeproc)
            files = pipeline.build(
                Request(article, ["pdf", form]), folder / name
            ).files  # with the page breaks of the PDF
            made[name] = (document, next(path for path in files if path.suffix == f".{form}"))
    return made


def planted(text: str, changes: Mapping[str, str]) -> str:
    """Return a text with defects; each must change something."""
    for sound, faulty in changes.items():
        assert sound in text
        text = text.replace(sound, faulty, 1)
    return text


def lost_text(document: Document, shown: str) -> Iterator[str]:
    """Yield the parts of the article whose text is not shown."""
    wanted, found = transcribe(document, "screen"), without_space(shown)
    for identifier, text in passages(wanted, passage_ids(document)).items():
        if text not in found:
            yield f"the text of `{identifier}` is not there"
    title = next(span for span in wanted.spans if span.id == TITLE)
    if wanted.text[title.start :] not in found:
        yield "the text is not there as one"


def dead_images(images: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (f"no picture: {image['alt']}" for image in images if not image["width"])


def dead_fonts(fonts: Sequence[Mapping[str, str]], typefaces: Mapping[str, Any], shown: str) -> Iterator[str]:
    """Yield the fonts that did not load, and a fault if plain letters and digits are drawn in other typefaces."""
    yield from (f"{font['weight']} {font['style']}: {font['status']}" for font in fonts if font["status"] != "loaded")
    ours = sum(typeface["glyphs"] for typeface in typefaces.values() if typeface["isOurs"])
    plain = sum(character.isascii() and character.isalnum() for character in shown)
    if ours < 0.95 * plain:  # a ligature is one glyph for two
        yield f"of {plain} letters and digits {ours} are drawn in our typefaces"


def faint_texts(contrasts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    assert contrasts
    for text in contrasts:
        if text["ratio"] < (LARGE_RATIO if text["isLarge"] else RATIO):
            yield f"`{text['text']}` is {text['colour']} on {text['ground']}, {text['ratio']} : 1"
