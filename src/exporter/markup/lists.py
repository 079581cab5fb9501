"""Checks lists in running text: each shows the numbers that were typed, and is no sentence that looks like a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from markdown_it.token import Token

from exporter.errors import Location, Problem
from exporter.markup.places import Places

_OPENS: Final = ("bullet_list_open", "ordered_list_open")
_CLOSES: Final = ("bullet_list_close", "ordered_list_close")


@dataclass(slots=True)
class _List:
    """A list: of each item its token, its place and the words that it begins with."""

    items: list[Token] = field(default_factory=list)
    places: list[Location] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    is_reported: bool = False


def check_lists(tokens: Sequence[Token], places: Places) -> Iterator[Problem]:
    """Report what may not be meant as a list, or has other numbers than it would show."""
    around: list[_List] = []
    for token in tokens:
        if token.type in _OPENS:
            around.append(_List())
        elif token.type in _CLOSES:
            if not (ended := around.pop()).is_reported:
                yield from _check(ended)
        elif token.type == "list_item_open":
            own = around[-1]
            own.items.append(token)
            own.places.append(places.item(token))
            own.words.append("")
            if len(around) > 1 and _line(around[-2].items[-1]) == _line(token):
                sign = f"{token.info}\\{token.markup}"
                hint = f"write the inner list on lines of its own; if it is no list, write `{sign}` for each"
                yield Problem("two lists begin on one line", own.places[-1], hint)
                own.is_reported = around[-2].is_reported = True
        elif token.type == "inline" and around and not around[-1].words[-1]:
            around[-1].words[-1] = token.content


def _line(item: Token) -> int:
    return item.map[0] if item.map else -1


def _check(found: _List) -> Iterator[Problem]:
    item, place, words = found.items[0], found.places[0], found.words[0]
    if item.info:
        yield from _check_numbers(found)
    elif len(found.items) == 1 and item.markup == "*":
        hint = "for the sign, write `\\*`; for a list, begin each line with `- `"
        yield Problem("this line begins with a star, and is the only item of a list", place, hint)
    elif len(found.items) == 1 and words[:1].isdigit():
        number = words.split()[0]
        hint = f"for the number, write `−{number}` or `\\- {number}`; for a list, begin with a word"
        yield Problem("this line may be a negative number, or a list of one item", place, hint)


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
