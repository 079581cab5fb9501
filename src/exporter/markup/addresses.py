"""Makes links of addresses that are typed without markup, and keeps all their signs: `https://x.org/_my_leaflet_/`."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from exporter.errors import Problem
from exporter.source import Scalar

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)(?=\w)[^\s<>\"“”„‘’«»|\\`]+", re.IGNORECASE)
_AFTER: Final = ".,;:!?…'"  # signs of the sentence, not of the address before them
_AROUND: Final = "*_~^"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_SPACED: Final = re.compile(r"\]\(\s*(?:https?:|www\.|mailto:|tel:)[^()\s]*(\s)(?!\s*[\"'(])[^()\n]*\)", re.IGNORECASE)


def use_addresses(markdown: MarkdownIt) -> None:
    """Add this rule to a parser."""
    for letter in "hHwW":
        markdown.inline.add_terminator_char(letter)
    markdown.inline.ruler.before("escape", "address", _address)


def _address(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    found = None if before.isalnum() or before in "@/" else _ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    typed = _without_end(found[0], _AFTER + before if before in _AROUND else _AFTER)
    if not silent:
        is_link = state.linkLevel == 0  # the words of a link may be an address
        if is_link:
            href = typed if typed.lower().startswith("http") else f"https://{typed}"
            state.push("link_open", "a", 1).attrSet("href", href)
            state.tokens[-1].meta["typed"] = typed
        state.push("text", "", 0).content = typed
        if is_link:
            state.push("link_close", "a", -1)
    state.pos += len(typed)
    return True


def _without_end(address: str, after: str) -> str:
    """Return an address up to a bracket that it does not open, without the signs `after` it."""
    opened: list[str] = []
    for place, sign in enumerate(address):
        if sign in _PAIRS.values():
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            address = address[:place]
            break
    return address.rstrip(after)


def check_addresses(source: Scalar) -> Iterator[Problem]:
    """Yield a problem for each link whose address has a space: it would be printed with its brackets."""
    for found in _SPACED.finditer(source.source.text, source.start, source.end):
        hint = "write `%20` for the space, or remove it"
        yield Problem("the address of a link has a space", source.source.location(found.start(1)), hint)
