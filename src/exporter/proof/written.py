"""Reads the article file once more, without the schema and without Markdown: each text as typed, by its path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import yaml

from exporter.source import Scalar, Source

Kind: TypeAlias = Literal["blocks", "item", "line", "plain", "lines"]
"""How a text is printed: as paragraphs and lists; so, or as one line; as one line; without markup; line by line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the article: its path, such as `sections[2].heading`, and what was typed for it.

    Neighbouring texts of a section are one part.
    """

    path: str
    kind: Kind
    texts: tuple[Scalar, ...]

    @property
    def source(self) -> str:
        return "\n\n".join(self.texts)


def read_article(sources: Sequence[Source]) -> dict[str, Any]:
    """Return the data of an article; a key that the first source lacks comes from the next, a file of defaults."""
    data: dict[str, Any] = {}
    for source in reversed(sources):
        data |= _data(next(yaml.compose_all(source.text, Loader=_LOADER), None), source)
    return data


def parts_of(data: Mapping[str, Any]) -> list[Part]:
    """Return the parts of an article that are not empty."""
    return [part for part in _article(data) if part.source.strip()]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _data(node: yaml.Node | None, source: Source) -> Any:
    match node:
        case yaml.MappingNode(value=pairs):
            return {key.value: _data(value, source) for key, value in pairs}
        case yaml.SequenceNode(value=items):
            return [_data(item, source) for item in items]
        case yaml.ScalarNode(value=text, start_mark=start, end_mark=end):
            return Scalar.at(text, source, start.index, end.index)
    return {}


def _article(data: Any) -> Iterator[Part]:
    yield from _fields(data, "", ("title", "line"), ("subtitle", "line"), ("language", "plain"), ("summary", "blocks"))
    yield from _texts(data.get("key_points"), "key_points", "item")
    for path, author in _numbered(data, "authors"):
        yield from _fields(author, path, *_plain("name role credentials"))
    yield from _fields(data.get("publisher"), "publisher", *_plain("name"), ("address", "lines"))
    yield from _fields(data.get("publisher"), "publisher", *_plain("phone email url logo logo_alt"))
    edition = data.get("document")
    yield from _fields(edition, "document", *_plain("id version published reviewed review_by url rights funding"))
    yield from _texts(edition.get("subjects"), "document.subjects", "plain")
    yield from _fields(edition, "document", *_plain("evaluated_by formats"))
    for path, revision in _numbered(edition, "revisions", "document."):
        yield from _fields(revision, path, *_plain("version date change"))
    yield from _sections(data, "")
    for path, term in _numbered(data, "glossary"):
        yield from _fields(term, path, ("term", "line"), ("definition", "item"))
    yield from _fields(data, "", ("disclaimer", "blocks"))
    for path, related in _numbered(data, "related"):
        yield from _fields(related, path, ("title", "line"), ("url", "plain"), ("source", "line"))
    yield from _fields(data.get("citations"), "citations", *_plain("list"))
    yield from _fields(data.get("print"), "print", *_plain("fit_pages"))


def _sections(data: Any, before: str) -> Iterator[Part]:
    for path, section in _numbered(data, "sections", before):
        yield from _fields(section, path, ("heading", "line"), ("only", "plain"))
        yield from _content(section.get("content"), f"{path}.content")
        yield from _sections(section, f"{path}.")


def _content(content: Any, path: str) -> Iterator[Part]:
    """Yield the parts of a section or call-out, counted: neighbouring texts, or a block."""
    count = 0
    texts: list[Scalar] = []
    for block in [*(content if isinstance(content, list) else [content] if content else []), None]:
        if isinstance(block, Scalar):
            texts.append(Scalar.at(block.strip("\n"), block.source, block.start, block.end))
            continue
        if texts:
            yield Part(f"{path}[{count}]", "blocks", tuple(texts))
            texts, count = [], count + 1
        if block:
            ((kind, inside),) = block.items()
            yield from _block(kind, inside, f"{path}[{count}].{kind}")
            count += 1


def _block(kind: str, data: Any, path: str) -> Iterator[Part]:
    match kind:
        case "figure":
            yield from _fields(data, path, ("id", "plain"), ("image", "plain"), ("alt", "plain"))
            yield from _fields(data, path, ("caption", "item"), ("credit", "line"))
        case "table":
            yield from _fields(data, path, ("id", "plain"), ("caption", "item"), ("row_headers", "plain"))
            yield from _texts(data["header"], f"{path}.header", "item")
            for count, cells in enumerate(data["rows"]):
                row = [_cell(cell) for cell in cells]
                width = Scalar.at(str(len(row)), row[0].source, row[0].start, row[0].end)  # for the empty cells
                yield Part(f"{path}.rows[{count}]", "plain", (width,))
                yield from _texts(row, f"{path}.rows[{count}]", "item")
            yield from _fields(data, path, ("notes", "item"))
        case "callout":
            yield from _fields(data, path, ("kind", "plain"), ("title", "line"), ("certainty", "plain"))
            yield from _content(data["content"], f"{path}.content")
        case "steps" | "checklist" | "questions":
            yield from _texts(data, path, "item")
        case "definitions":
            for count, term in enumerate(data):
                yield from _fields(term, f"{path}[{count}]", ("term", "line"), ("definition", "item"))
        case "quote":
            yield from _fields(data, path, ("text", "item"), ("source", "line"))
        case _:
            raise ValueError(f"the block `{kind}` is not known")


def _cell(cell: Any) -> Scalar:
    """Return a cell; one that is only `-` is a list with an empty item for YAML."""
    return Scalar.at("-", cell[0].source, cell[0].start, cell[0].end) if isinstance(cell, list) else cell


def _plain(names: str) -> tuple[tuple[str, Kind], ...]:
    return tuple((name, "plain") for name in names.split())


def _fields(data: Any, path: str, *fields: tuple[str, Kind]) -> Iterator[Part]:
    for name, kind in fields:
        if data and data.get(name):
            yield Part(f"{path}.{name}".lstrip("."), kind, (data[name],))


def _texts(texts: Iterable[Scalar] | None, path: str, kind: Kind) -> Iterator[Part]:
    for count, text in enumerate(texts or ()):
        yield Part(f"{path}[{count}]", kind, (text,))


def _numbered(data: Any, name: str, before: str = "") -> Iterator[tuple[str, Any]]:
    for count, one in enumerate((data or {}).get(name) or ()):
        yield f"{before}{name}[{count}]", one
