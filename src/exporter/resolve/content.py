"""Turns parsed Markdown into blocks and inlines of the document; the caller says what each mark shows."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias
from urllib.parse import unquote

from markdown_it.token import Token

from exporter.document import (
    Block,
    Blocks,
    BulletList,
    Citation,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteCall,
    OrderedList,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
    merged,
    plain,
)
from exporter.errors import ExporterError
from exporter.markup import WORDS, Mark, Markdown

NumberOf: TypeAlias = Callable[[Mark], Inline]


def to_blocks(markdown: Markdown, replace: NumberOf) -> Blocks:
    """Return the blocks of a text; `replace` returns the text of a mark: a citation, cross-reference or note call."""
    return _blocks(iter(markdown.tokens), replace)


def to_inlines(tokens: Sequence[Token], replace: NumberOf) -> Inlines:
    """Return the inlines of one line of text or of a note; `replace` as for `to_blocks`."""
    flat = [child for token in tokens for child in (token.children or () if token.type == "inline" else (token,))]
    return _inlines(iter(flat), replace)


def _blocks(tokens: Iterator[Token], replace: NumberOf) -> Blocks:
    """Read blocks up to the closing token of the one around them."""
    blocks: list[Block] = []
    for token in tokens:
        match token.type:
            case "inline":
                blocks.append(Paragraph(_inlines(iter(token.children or ()), replace)))
            case "bullet_list_open":
                blocks.append(BulletList(_items(tokens, replace)))
            case "ordered_list_open":
                blocks.append(
                    OrderedList(_items(tokens, replace), int(1 if (start := token.attrGet("start")) is None else start))
                )
            case "list_item_close":
                break
            case "paragraph_open" | "paragraph_close":
                pass
            case _:
                raise ExporterError(f"no block of a document is made of `{token.type}`")
    return tuple(blocks)


def _items(tokens: Iterator[Token], replace: NumberOf) -> tuple[Blocks, ...]:
    items = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(_blocks(tokens, replace))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            break
    return tuple(items)


_SPANS: Final[dict[str, type[Emphasis | Strong | Subscript | Superscript]]] = {
    "em_open": Emphasis,
    "strong_open": Strong,
    "sub_open": Subscript,
    "sup_open": Superscript,
}


def _inlines(tokens: Iterator[Token], replace: NumberOf) -> Inlines:
    """Read inlines up to the closing token of the one around them."""
    inlines: list[Inline] = []
    for token in tokens:
        if token.type in _SPANS:
            inlines.append(_SPANS[token.type](_inlines(tokens, replace)))
        elif token.type == "link_open":
            href = str(token.attrGet("href"))
            inlines.append(Link(unquote(href) if href.startswith("#") else href, _inlines(tokens, replace)))
        elif token.type.endswith("_close"):
            break
        elif token.type == "mark":
            inlines.append(replace(token.meta["mark"]))
        elif token.type == "hardbreak":
            inlines.append(LineBreak())
        elif token.type == "code_inline":
            inlines.append(Code(token.content))
        elif token.type == "softbreak":
            inlines.append(Text(" "))
        elif token.type in WORDS:
            inlines.append(Text(token.content))
        else:
            raise ExporterError(f"no inline of a document is made of `{token.type}`")
    return _set_raised(merged(inlines))


_STOP = re.compile(r"[.,](?![.\w])")
_ENDS: Final = {".": ".?!…:;,", ",": ",:;"}
"""The characters that a full stop or comma cannot follow."""


def _set_raised(inlines: Inlines) -> Inlines:
    """Set superscript citations close to the word and after its full stop or comma. Source: AMA 11, 3.6.

    They leave emphasis that they end; a space keeps two raised numbers apart, or `1` and `2` would read `12`.
    """
    placed: list[Inline] = []
    for inline in _lifted(inlines):
        if _is_raised_citation(inline) and placed and isinstance(word := placed[-1], Text):
            placed[-1] = Text(word.text.rstrip())
        elif (
            isinstance(inline, Text)
            and (stop := _STOP.match(inline.text))
            and (start := _raised_end(placed)) < len(placed)
        ):
            before = plain(placed[:start]).rstrip(" \"'”’»)]")
            if before and before[-1] not in _ENDS[stop[0]]:
                placed.insert(start, Text(stop[0]))
                inline = Text(inline.text[1:])
        placed.append(inline)
    return merged(_apart([inline for inline in placed if inline != Text("")]))


def _is_raised_citation(inline: Inline) -> bool:
    return isinstance(inline, Citation) and inline.is_raised


def _raised_end(inlines: Sequence[Inline]) -> int:
    """Return the index of the citations and note calls at the end of `inlines`, or the length if none is raised."""
    start = len(inlines)
    while start and (isinstance(one := inlines[start - 1], Citation | NoteCall) or not plain((one,)).strip()):
        start -= 1
    return start if any(_is_raised_citation(inline) for inline in inlines[start:]) else len(inlines)


def _lifted(inlines: Inlines) -> Iterator[Inline]:
    """Yield `inlines`, the raised citations at the end of emphasis after it."""
    for inline in inlines:
        start = _raised_end(inline.children) if isinstance(inline, Emphasis | Strong) else 0
        if isinstance(inline, Emphasis | Strong) and start < len(inline.children):
            if start:
                yield type(inline)(inline.children[:start])
            yield from inline.children[start:]
        else:
            yield inline


def _apart(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Yield `inlines`, with a space between a raised citation or note call and other raised text."""
    for before, inline in zip((Text(""), *inlines), inlines, strict=False):
        pair = (before, inline)
        raised = [one for one in pair if isinstance(one, NoteCall | Superscript) or _is_raised_citation(one)]
        if len(raised) == 2 and not all(isinstance(one, Superscript) for one in pair):
            yield Text(" ")
        yield inline
