"""Parses inline Markdown: text and the places in it that cite, refer or call a note. Anything else is a problem.

CommonMark's code, links, lists and paragraphs, emphasis by simpler rules, sub- and superscript (`H~2~O`, `m^2^`),
citations `[@key, p. 3; @other]`, cross-references `@fig-x` and notes `^[text]` (pandoc's and Quarto's syntax).
No other construct may become literal text: the problem names the block to use instead.
"""

from markdown_it.token import Token

from exporter.markup.checks import FORBIDDEN, check
from exporter.markup.foreign import bracketed, raised_numbers
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
    "raised_numbers",
]


def parse(source: Scalar) -> Markdown:
    """Parse `source` as blocks: paragraphs and lists."""
    return _parsed(source, parser().parse(source.replace("\n", "\n\n") if source.is_folded else source))


def parse_item(source: Scalar) -> Markdown:
    """Parse an item or a cell: one line is text, whatever sign or number it begins with; several are blocks."""
    return parse(source) if "\n" in source.strip() else _parse_line(source, ("hr", "blockquote_open", "h1"))


def parse_inline(source: Scalar) -> Markdown:
    """Parse `source` as one line of text. A construct that is not allowed in a text is a problem here, too."""
    return _parse_line(source, ("hr", "blockquote_open"))


def _parse_line(source: Scalar, typed: tuple[str, ...]) -> Markdown:
    """Parse one line, in which a row of signs, `> 5` or `# of pills` may be what was typed."""
    blocks = parser().parse(source)
    is_line = all(token.type not in FORBIDDEN or {token.type, token.tag} & {*typed} for token in blocks)
    return _parsed(source, parser().parseInline(source) if is_line else blocks)


def _parsed(source: Scalar, tokens: list[Token]) -> Markdown:
    return Markdown(source, tuple(tokens), check(tokens, source))
