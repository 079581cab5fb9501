"""Decides where a typed sign may be markup, by the rules of the guide for authors, "When a sign is markup"."""

import re
from html import unescape
from typing import Final
from urllib.parse import unquote

from exporter.document import Citation, plain
from exporter.language import has_spaces

ENTITY: Final = re.compile(r"&#?\w+;")


def opens(source: str, sign: str, at: int) -> bool:
    """Whether a sign may begin a style: before a word, and not after one."""
    before, after = _around(source, sign, at)
    if sign in "~^":
        return not after.isspace()
    return not after.isspace() and not (before.isalnum() and has_spaces(before) and has_spaces(after))


def closes(source: str, sign: str, at: int) -> bool:
    """Whether a sign may end a style: after a word, and not between two letters or digits."""
    before, after = _around(source, sign, at)
    if sign in "~^":
        return not after.isdecimal()
    is_inside = before.isalnum() and after.isalnum() and has_spaces(before) and has_spaces(after)
    return not before.isspace() and not is_inside


def _around(source: str, sign: str, at: int) -> tuple[str, str]:
    """Return the characters around a row of signs; the end of a text counts as a space."""
    start, end = at, at + len(sign)
    while sign[0] == "*" == source[start - 1 : start]:
        start -= 1
    while sign[0] == "*" == source[end : end + 1]:
        end += 1
    return source[start - 1 : start] if start else " ", source[end : end + 1] or " "


def bracket_end(source: str, at: int) -> int:
    """Return where the bracket that opens at `at`, of a citation or a note, ends; 0 if there is none."""
    if not source.startswith(("[", "^["), at):
        return 0
    depth = 0
    for found in re.finditer(r"\\.|[\[\]]", source[at:], re.DOTALL):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if found[0] == "]" and not depth:
            return at + found.end()
    return 0


def cites(mark: Citation, inside: str, explained: str) -> bool:
    """Return whether the words in brackets name the keys of a citation, and its words for places are shown."""
    starts = [found.start() for found in re.finditer(r"(?<![\w\\])@(?=\w)", inside)]
    if len(starts) != len(mark.keys):
        return False
    text = plain(mark.children)
    shown = re.findall(r"\d+", text)
    before = [inside[: starts[0]], *(inside[start:].partition(";")[2].partition("@")[0] for start in starts[:-1])]
    if any(word not in text and word not in explained for words in before for word in re.findall(r"\w+", words)):
        return False
    for start, end, key in zip(starts, [*starts[1:], len(inside)], mark.keys, strict=True):
        if not re.compile(rf"@{re.escape(key)}(?!\w|[:./-]+\w)").match(inside, start):
            return False
        place = inside[start + 1 + len(key) : end].split(";")[0].strip(" ,")
        numbers = re.findall(r"\d+", place)
        is_shown = all(any(number.endswith(one) for one in shown) for number in numbers)
        if not is_shown and " ".join(place.split()) not in explained:
            return False
    return True


def same_address(typed: str, href: str) -> bool:
    """Return whether a link leads to the address that was typed, perhaps with backslashes and entities."""
    address = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", typed)
    plainly = ENTITY.sub(lambda found: unescape(found[0]), address)
    return unquote(href) in (unquote(plainly), unquote(typed))
