"""Checks lists in running text: each shows the numbers that were typed, and is no sentence that looks like a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Final

from markdown_it.token import Token

from exporter.errors import Location, Problem, Severity
from exporter.markup.places import Places

_OPENS: Final = ("bullet_list_open", "ordered_list_open")
_CLOSES: Final = ("bullet_list_close", "ordered_list_close")


@dataclass(slots=True)
class _List:
    """A list: of each item its token, its place and the words that it begins with."""

    items: list[Token] = field(default_factory=list)
    places: list[Location] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    empty: list[bool] = field(default_factory=list)
    is_reported: bool = False
    is_torn: bool = False
    """Whether it follows a line of text that does not end with a colon, without an empty line."""


def check_lists(tokens: Sequence[Token], places: Places) -> Iterator[Problem]:
    """Report what may not be meant as a list, or has other numbers than it would show."""
    around: list[_List] = []
    above = Token("", "", 0)
    for token, following in zip_longest(tokens, tokens[1:], fillvalue=Token("", "", 0)):
        if token.type in _OPENS:
            around.append(_List(is_torn=_is_torn(above, token) and (not around or token.type == _OPENS[1])))
        elif token.type in _CLOSES:
            if not (ended := around.pop()).is_reported:
                yield from _check(ended)
        elif token.type == "list_item_open":
            own = around[-1]
            own.items.append(token)
            own.places.append(places.item(token))
            own.words.append("")
            own.empty.append(following.type == "list_item_close")
            if len(around) > 1 and _line(around[-2].items[-1]) == _line(token):
                sign = f"{token.info}\\{token.markup}"
                hint = f"write the inner list on lines of its own; if it is no list, write `{sign}` for each"
                yield Problem("two lists begin on one line", own.places[-1], hint)
                own.is_reported = around[-2].is_reported = True
        elif token.type == "inline" and around and not around[-1].words[-1]:
            around[-1].words[-1] = token.content
        if token.type == "inline":
            above = token


def _line(item: Token) -> int:
    return item.map[0] if item.map else -1


def _is_torn(above: Token, opening: Token) -> bool:
    """Whether a list may be a line of the sentence above it."""
    is_near = above.map is not None and opening.map is not None and above.map[1] == opening.map[0]
    return is_near and not above.content.rstrip("*_ ").endswith((":", "："))


def _check(found: _List) -> Iterator[Problem]:
    item, place, words = found.items[0], found.places[0], found.words[0]
    sign = f"{item.info}\\{item.markup}"
    if not all(found.words):
        yield from _check_empty(found)
    elif len(found.items) == 1 and item.markup == "-" and _NUMBER.match(words):
        number = words.split()[0]
        hint = f"for the number, write `−{number}` or `\\- {number}`; for a list, begin with a word"
        yield Problem("this line may be a negative number, or a list of one item", place, hint)
    elif len(found.items) == 1 and item.markup in "-*" and words.startswith(("=", ":")):
        hint = f"for the sign, write `\\{item.markup}`; for a list, begin with a word"
        yield Problem("this line may be a sign with its meaning, or a list of one item", place, hint)
    elif len(found.items) == 1 and item.markup == "*":
        hint = "for the sign, write `\\*`; for a list, begin each line with `- `"
        yield Problem("this line begins with a star, and is the only item of a list", place, hint)
    elif len(found.items) == 1 and found.is_torn:
        hint = f"for a list of one item, leave an empty line before it; if it is no list, write `{sign}`"
        message = "this line may be part of the sentence above it, but is printed as a list of one item"
        yield Problem(message, place, hint, Severity.WARNING)
    elif item.info:
        yield from _check_numbers(found)
    elif len(found.items) > 1 and all(map(_QUANTITY.fullmatch, found.words)):
        hint = "for the numbers, write `−` or `\\-` before each; for a list, write a word in each line"
        yield Problem("these lines may be negative numbers, or a list", place, hint)


_ONE: Final = r"(?:\d+(?:[.,]\d+)?|[.,]\d+|\d*[½¼¾⅓⅔⅛])"
_NUMBER: Final = re.compile(rf"{_ONE}(?:[–/][+−-]?{_ONE})?[^\W\d]*[°%€$£]?[CF]?(?=[\s,;]|$)")  # no time and no date
_QUANTITY: Final = re.compile(r"\d+(?:[.,]\d+)?\s*(?:°\s?[CF]?|%|dpt|D|kg|g|lbs?|cm|mm|mmHg)?")


def _check_empty(found: _List) -> Iterator[Problem]:
    """Report items without words; an item that begins with another list has its words there."""
    for item, place, following in zip(found.items, found.places, found.empty, strict=True):
        if following:
            sign = f"{item.info}\\{item.markup}"
            hint = f"write something, or remove its line; for the sign itself, write `{sign}`"
            yield Problem("an item of a list is empty", place, hint)


def _check_numbers(found: _List) -> Iterator[Problem]:
    """Report a number that does not follow the one before, or a single item that is not the first."""
    numbers = [int(item.info) for item in found.items]
    if len(numbers) == 1 and numbers[0] > 1:
        yield _no_list(found, 0, "this line begins like item {} of a list, and there are no others")
    for count, (before, number) in enumerate(pairwise(numbers), 1):
        if number != before + 1:
            yield _no_list(found, count, f"item {{}} of a list follows item {before}")
            return


def _no_list(found: _List, count: int, message: str) -> Problem:
    item = found.items[count]
    hint = f"number the items one by one; if it is no list, write `{item.info}\\{item.markup}`"
    return Problem(message.format(item.info), found.places[count], hint)
