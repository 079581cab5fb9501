"""Reports what Word and web pages leave in a pasted text: lines of lists and tables, and signs of symbol fonts.

Spaces that cannot break, at the beginning of a line, are left out: they were an indent.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter.errors import Problem
from exporter.markup.places import Places
from exporter.source import Scalar

_INDENT: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000 \t"
_BULLET: Final = re.compile(r"[•·∙●○◦▪▫■□‣⁃➢➤✓✔☐☑→①-⑳]\s+\S")
_ITEM: Final = re.compile(r"(?:[-–—*+§]|\d{1,2}[.)]|[a-z][.)]|[A-Z]\)|[ivx]{1,4}[.)]|\(?(?:\d{1,2}|[a-z])\))\s+\S|o\t")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff]")
_LIST: Final = "for a list, begin each item with `- ` or `1. `, after an empty line; otherwise write them as one line"
_SYMBOL: Final = "write the sign itself; for a bullet, begin the line with `- `"


def use_indents(markdown: MarkdownIt) -> None:
    """Make a parser leave out indents."""
    markdown.core.ruler.after("inline", "indents", _drop_indents)


def _drop_indents(state: StateCore) -> None:
    for token in state.tokens:
        is_start = True
        for child in token.children or ():
            if is_start and child.type == "text":
                child.content = child.content.lstrip(_INDENT)
            shows_nothing = child.nesting == 1 or (child.type == "text" and not child.content)
            is_start = child.type in ("softbreak", "hardbreak") or (is_start and shows_nothing)


def check_pasted(tokens: Sequence[Token], source: Scalar) -> Iterator[Problem]:
    """Yield a problem for a paragraph whose lines look like the items of a list, and for each sign of a symbol font."""
    places = Places(source)
    for token in tokens:
        if token.type == "inline":
            lines = [line.strip(_INDENT) for line in token.content.split("\n")]
            bullets = [line for line in lines if _BULLET.match(line)]
            items = [line for line in lines if _ITEM.match(line)]
            if bullets or len(items) > 1:
                first = (bullets or items)[0]
                message = f"lines that begin with `{first.split()[0]}` would be printed as one paragraph"
                yield Problem(message, places.next(first), _LIST)
            elif len(cells := [line for line in lines if "\t" in line]) > 1:
                message = "lines with tabs, like those of a table, would be printed as one paragraph"
                yield Problem(message, places.next(cells[0]), "use a `table:` block, or write a space for each tab")
    for character in dict.fromkeys(_PRIVATE.findall(source)):
        message = f"the character U+{ord(character):04X} belongs to a symbol font of Word"
        yield Problem(message, source.place_of(character), _SYMBOL)
