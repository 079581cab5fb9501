"""Keeps all signs of web addresses, which become links, of e-mail addresses, files and DOIs."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink

from exporter.errors import Problem
from exporter.source import Scalar

_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)(?=\w)[^\s<>\"“”„‘’«»|\\`，。、；：！？（）《》【】「」،؛؟—]+", re.IGNORECASE
)
_AFTER: Final = ".,;:!?…'"  # signs of the sentence, not of the address before them
_AROUND: Final = "*_~^"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_SPACED: Final = re.compile(r"\]\(\s*(?:https?:|www\.|mailto:|tel:)[^()\s]*(\s)(?!\s*[\"'(])[^()\n]*\)", re.IGNORECASE)
_MAIL: Final = r"(?<![\w.+-])[\w.+-]*\w@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_]+"
_SEGMENT: Final = r"[^\s\\<>|\"“”:*?,;\[\]]+"
_SEGMENTS: Final = rf"(?:{_SEGMENT}(?: {_SEGMENT})*\\)*[^\s\\<>|\"“”]*"
_FILE: Final = rf"(?<![\w\\])(?:[A-Za-z]:\\|\\\\[\w.$-]+\\){_SEGMENTS}"
_PATH: Final = r"(?:file|s?ftp):/\S+|(?<![\w./)\]*])~?/[\w.-]+/[^\s\\<>|\"“”]*"
_DOI: Final = r"(?<![\w./])10\.\d{4,9}/[^\s<>\"“”]+"
_IN_SIGNS: Final = re.compile(r"<([^\s<>@:]+@[^\s<>@]+\.[^\s<>@]+)>")
_TYPED: Final = re.compile(f"{_MAIL}|{_FILE}|{_PATH}|{_DOI}")


def use_addresses(markdown: MarkdownIt) -> None:
    """Add these rules to a parser."""
    for letter in "hHwW":
        markdown.inline.add_terminator_char(letter)
    markdown.inline.ruler.before("escape", "address", _address)
    markdown.inline.ruler.before("address", "typed", _typed)
    markdown.inline.ruler.at("autolink", _autolink)


def _address(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    found = None if before.isalnum() or before in "@/" else _ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    typed = _without_end(found[0], _AFTER + before if before in _AROUND else _AFTER)
    if not silent:
        _push_link(state, typed if typed.lower().startswith("http") else f"https://{typed}", typed)
    state.pos += len(typed)
    return True


def _push_link(state: StateInline, href: str, typed: str) -> None:
    is_link = state.linkLevel == 0  # the words of a link may be an address
    if is_link:
        state.push("link_open", "a", 1).attrSet("href", href)
        state.tokens[-1].meta["typed"] = typed
    state.push("text", "", 0).content = typed
    if is_link:
        state.push("link_close", "a", -1)


def _autolink(state: StateInline, silent: bool) -> bool:
    """`<https://x.org>` is the address alone; the signs of `Jane <jane@x.org>` are printed."""
    found = _IN_SIGNS.match(state.src, state.pos, state.posMax)
    if not found:
        return autolink(state, silent)
    if not silent:
        state.push("text", "", 0).content = "<"
        _push_link(state, f"mailto:{found[1]}", found[1])
        state.push("text", "", 0).content = ">"
    state.pos = found.end()
    return True


def _typed(state: StateInline, silent: bool) -> bool:
    """Print the rest of an e-mail address, file name or DOI as it was typed."""
    names = state.env.setdefault("typed", {})
    if state.src not in names:
        names[state.src] = [*_find_typed(state.src)]
    spans = names[state.src]
    place = bisect_right(spans, state.pos, key=itemgetter(0)) - 1
    end = min(spans[place][1], state.posMax) if place >= 0 else 0
    if end <= state.pos:
        return False
    if not silent:
        state.push("text", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _find_typed(text: str) -> Iterator[tuple[int, int]]:
    for found in _TYPED.finditer(text):
        start, end = found.span()
        before = text[start - 1 : start]
        if "@" not in found[0]:
            end = start + len(_without_end(found[0], _AFTER + before if before in _AROUND else _AFTER))
        elif found[0][0] == text[end : end + 1] == "_":  # stressed
            start += 1
        yield start, end


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
