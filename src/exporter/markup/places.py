"""Finds where the tokens of a text are written."""

import re
from typing import Final
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from exporter.errors import Location
from exporter.source import Scalar


class Places:
    """Finds where tokens are written: markdown-it's inline tokens have no columns, but they are in order."""

    def __init__(self, source: Scalar) -> None:
        self.source = source
        self.offset = source.start

    def next(self, needle: str, pattern: str = "") -> Location:
        """Return the next place of `needle`; `pattern` has it as its group, if earlier words could match it."""
        text = self.source.source.text
        found = re.compile(pattern or f"({re.escape(needle)})", re.MULTILINE).search(text, self.offset, self.source.end)
        if found and needle:
            self.offset = found.end()
            return self.source.source.location(found.start(1))
        return self.next(needle) if pattern else self.source.place_of(needle)

    def mark(self, sign: str) -> Location:
        """Return the next place of `@key` as a whole, of `^[`, or of `_` beside a word; none is after a backslash."""
        if sign[0] == "_":
            return self.next(sign, rf"(?<!\\)((?<![^\W_]){sign}|{sign}(?![^\W_]))")
        around = (r"(?<![^\W_])", r"(?![:.\-]*\w)") if sign.startswith("@") else ("", "")
        return self.next(sign, rf"(?<!\\){around[0]}({re.escape(sign)}){around[1]}")

    def code(self, content: str) -> Location:
        """Return the next place of code, which may continue on the next line."""
        words = r"\s+".join(map(re.escape, content.split()))
        return self.next(content, rf"`\s*({words})\s*`")

    def address(self, href: str) -> Location:
        """Return the next place of a link's address, which may be written without what the parser adds."""
        written = "|".join(re.escape(one) for one in (href, unquote(href), href.removeprefix("mailto:")))
        return self.next(unquote(href), rf"(?:\]\(\s*<?|<)({written})")

    def entity(self, character: str) -> Location:
        """Return the next place of an entity that spells `character`."""
        entities = re.compile(r"&#?\w+;").finditer(self.source.source.text, self.offset, self.source.end)
        return self.next(next((one[0] for one in entities if unescapeAll(one[0]) == character), ""))

    def item(self, token: Token) -> Location:
        """Return the next line that begins with the sign or the number of an item of a list."""
        self._go_to(token)
        sign = f"{token.info}{token.markup}"
        return self.next(sign, rf"^ *(?:(?:[>*+-]|\d+[.)]) *)*?({re.escape(sign)})")

    def line(self, token: Token) -> Location:
        """Return where the first line of a block begins."""
        self._go_to(token)
        spaces = re.compile(" *").match(self.source.source.text, self.offset)
        return self.source.source.location(spaces.end() if spaces else self.offset)

    def block(self, token: Token) -> Location:
        """Return the next line that begins with the sign of a block, or that underlines a heading with it."""
        line = self.line(token)
        sign = sign_of(token)
        if token.type == "heading_open" and sign in "-=":
            return self.next(sign, rf"^ *({sign}+) *$")
        place = self.next(sign, rf"^ *(?:(?:[>*+-]|\d+[.)]) *)*?({re.escape(sign)})")
        return line if place == self.source.location else place

    def row(self, token: Token, line: str) -> Location:
        """Return where a line of a paragraph is written."""
        self._go_to(token)
        return self.next(line, rf"({re.escape(line)})\s*?$")

    def _go_to(self, token: Token) -> None:
        """Go on to the first line of a block, if the lines of the file are those of the text."""
        if token.map and _BELOW.match(self.source.source.text, self.source.start):
            first = self.source.location.line + 1
            self.offset = max(self.offset, self.source.source.start_of(first + token.map[0]))


_BELOW: Final = re.compile(r"\|[-+]?[ \t]*(?:#.*)?\n")


def sign_of(token: Token) -> str:
    """Return the sign that a block or a picture begins with, or else its first line."""
    return "![" if token.type == "image" else token.markup[:3] or token.content.strip().split("\n")[0]
