"""Writes citations as pandoc JSON, a document that citeproc formats, and reads the formatted text from it."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from exporter.csl import Style
from exporter.document import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ReferenceLink,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    merged,
)
from exporter.errors import ExporterError

Item: TypeAlias = tuple[str, str, str]
"""One reference in a citation: its key, the text before it, and the text after it."""

Line: TypeAlias = tuple[str, Inlines, Inlines]
"""One entry of the printed bibliography: the key of the reference, the text in the left margin, and the other text."""

_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~-._"  # old DOIs contain `<` and `>`, which an address must not


# ---------------------------------------------------------------- to pandoc


def to_document(cites: Sequence[Sequence[Item]], style: Style, language: str) -> str:
    """Return a document with a paragraph for each citation, and an empty bibliography after them."""
    xml = base64.b64encode(style.xml).decode()
    meta = {
        "csl": {"t": "MetaString", "c": f"data:application/xml;base64,{xml}"},
        "lang": {"t": "MetaString", "c": language},
        "link-citations": {"t": "MetaBool", "c": True},
    }
    paragraphs = [{"t": "Para", "c": [_to_cite(items)]} for items in cites]
    references = {"t": "Div", "c": [["refs", [], []], []]}
    return json.dumps({"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": [*paragraphs, references]})


def _to_cite(items: Sequence[Item]) -> Any:
    citations = [
        {
            "citationId": key,
            "citationPrefix": _to_words(prefix),
            "citationSuffix": _to_words(_to_suffix(suffix)),
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for key, prefix, suffix in items
    ]
    return {"t": "Cite", "c": [citations, []]}


_NUMBER: Final = r"(?:(?![pv]+\d)[a-z]?\d+[a-z]?|[ivxlcdm]+)"
# What a style may word in its own way: `p. 81`, `pp. 294-9`, `chap. 3`; but `v. 2` and `no. 6` mean many things.
_LOCATOR: Final = re.compile(
    rf"[,\s]*(?:(?!(?:vv?|nn?|nos?)\b)[^\W\d_]+\.?\s+|§§?\s*)?{_NUMBER}(?:\s*[-\u2013,]\s*{_NUMBER})*\s*",
    re.IGNORECASE,
)


def _to_suffix(text: str) -> str:
    """Return the text after a key, with the sign that it contains no locator unless all of it is one.

    Left to itself, pandoc takes the 99 of `99 years later` for a page, which styles drop or print as `p99`, and `v. 2`
    for a verse. Source: Pandoc User's Guide, Citation syntax.
    """
    is_locator = _LOCATOR.fullmatch(text) or text.lstrip(" ,").startswith("{")
    return text if is_locator or not text.strip() else f"{{}}{text}"


def _to_words(text: str) -> list[Any]:
    """Return text as pandoc's own reader does: words with spaces between them."""
    words: list[Any] = []
    for position, word in enumerate(text.split(" ")):
        if position:
            words.append({"t": "Space"})
        if word:
            words.append({"t": "Str", "c": word})
    return words


# ---------------------------------------------------------------- from pandoc


def from_document(text: str) -> tuple[list[Inlines], list[Line]]:
    """Return the text of each citation, and the entries of the bibliography. Raises ValueError if it is not JSON."""
    *paragraphs, references = json.loads(text)["blocks"]
    cites = [_inlines(paragraph["c"][0]["c"][1]) for paragraph in paragraphs]
    return cites, [_line(entry) for entry in references["c"][1]]


def _line(entry: Any) -> Line:
    (identifier, _, _), blocks = entry["c"]
    inlines = [inline for block in blocks for inline in block["c"]]
    margin = [inline for inline in inlines if _has_class(inline, "csl-left-margin")]
    text = [inline for inline in inlines if inline not in margin]
    return identifier.removeprefix("ref-"), _inlines(margin), _inlines(text)


def _has_class(inline: Any, name: str) -> bool:
    return inline["t"] == "Span" and name in inline["c"][0][1]


_STYLED: Final[Mapping[str, type[Emphasis | Strong | Superscript | Subscript | SmallCaps]]] = {
    "Emph": Emphasis,
    "Underline": Emphasis,
    "Strong": Strong,
    "Superscript": Superscript,
    "Subscript": Subscript,
    "SmallCaps": SmallCaps,
}


def _inlines(given: Sequence[Any]) -> Inlines:
    return merged(inline for element in given for inline in _inline(element))


def _inline(element: Any) -> Inlines:
    kind, content = element["t"], element.get("c")
    inline: Inline
    match kind:
        case "Str":
            inline = Text(content)
        case "Space" | "SoftBreak":
            inline = Text(" ")
        case "LineBreak":
            inline = LineBreak()
        case "Code":
            inline = Code(content[1])
        case "Link" if content[2][0].startswith("#ref-"):
            inline = ReferenceLink(content[2][0].removeprefix("#ref-"), _inlines(content[1]))
        case "Link":
            inline = Link(quote(content[2][0], safe=_IN_ADDRESSES), _inlines(content[1]))
        case "Span" | "Quoted" | "Cite" if _has_class(element, "csl-block"):
            return (LineBreak(), *_inlines(content[1]))
        case "Span" | "Cite":
            return _inlines(content[1])
        case "Quoted":
            opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return (Text(opening), *_inlines(content[1]), Text(closing))
        case _ if kind in _STYLED:
            inline = _STYLED[kind](_inlines(content))
        case _:
            raise ExporterError(f"citeproc gave `{kind}`, which is not known here")
    return (inline,)
