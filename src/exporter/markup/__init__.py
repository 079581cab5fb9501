"""Parses inline Markdown: text and the places in it that cite, refer or call a note. Anything else is a problem.

CommonMark's code, links, lists and paragraphs, emphasis by simpler rules, sub- and superscript (`H~2~O`, `m^2^`),
citations `[@key, p. 3; @other]`, cross-references `@fig-x` and notes `^[text]` (pandoc's and Quarto's syntax).
No other construct may become literal text: the problem names the block to use instead.
"""

from typing import Final

from markdown_it.token import Token

from exporter.markup.checks import FORBIDDEN, check
from exporter.markup.foreign import bracketed
from exporter.markup.rules import parser
from exporter.markup.values import ID_PREFIXES, KEY, WORDS, CitationItem, Cite, Mark, Markdown, NoteMark, Pointer, flat
from exporter.source import Scalar

__all__ = [
    "ID_PREFIXES",
    "KEY",
    "WORDS",
    "CitationItem",
    "Cite",
    "Mark",
    "Markdown",
    "NoteMark",
    "Pointer",
    "bracketed",
    "flat",
    "parse",
    "parse_inline",
    "parse_item",
]


def parse(source: Scalar) -> Markdown:
    """Parse `source` as blocks: paragraphs and lists."""
    return _parsed(source, parser().parse(source))


def parse_item(source: Scalar) -> Markdown:
    """Parse an item or a cell: one line is text, whatever sign or number it begins with; several are blocks."""
    return parse(source) if "\n" in source.strip() else parse_inline(source)


def parse_inline(source: Scalar) -> Markdown:
    """Parse `source` as one line of text. A construct that is not allowed in a text is a problem here, too."""
    blocks = parser().parse(source)
    is_line = all(token.type not in FORBIDDEN or token.type in _TYPED for token in blocks)
    return _parsed(source, parser().parseInline(source) if is_line else blocks)


_TYPED: Final = ("hr", "blockquote_open")
"""What CommonMark makes of a row of signs, and of a line that begins with `>`: in one line, they are what was typed."""


def _parsed(source: Scalar, tokens: list[Token]) -> Markdown:
    return Markdown(source, tuple(tokens), check(tokens, source))
