"""Parses inline Markdown: text and the places in it that cite, refer or call a note. Anything else is a problem.

CommonMark's emphasis, strong, code, links, lists and paragraphs, with sub- and superscript (`H~2~O`, `m^2^`),
citations `[@key, p. 3; @other]`, cross-references `@fig-x` and notes `^[text]` (pandoc's and Quarto's syntax).
No other construct may become literal text: the problem names the block to use instead.
"""

from dataclasses import replace

from markdown_it.token import Token

from exporter.errors import Problem
from exporter.markup.checks import FORBIDDEN, check
from exporter.markup.rules import parser
from exporter.markup.values import ID_PREFIXES, KEY, WORDS, CitationItem, Cite, Mark, Markdown, NoteMark, Pointer
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
    "parse",
    "parse_inline",
]


def parse(source: Scalar) -> Markdown:
    """Parse `source` as blocks: paragraphs and lists."""
    return _parsed(source, parser().parse(source))


def parse_inline(source: Scalar) -> Markdown:
    """Parse `source` as one line of text. A construct that is not allowed in a text is a problem here, too."""
    blocks = parser().parse(source)
    if any(token.type in FORBIDDEN for token in blocks):
        return _parsed(source, blocks)
    parsed = _parsed(source, parser().parseInline(source))
    if any(token.type == "bullet_list_open" for token in blocks):
        problem = Problem(
            "this is a list, but one line is needed here", source.location, "remove the sign at its beginning"
        )
        return replace(parsed, problems=(*parsed.problems, problem))
    return parsed


def _parsed(source: Scalar, tokens: list[Token]) -> Markdown:
    return Markdown(source, tuple(tokens), check(tokens, source))
