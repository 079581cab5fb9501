"""Decides which `*`, `_`, `~` and `^` are markup: a sign between digits or letters is what the author typed.

Stricter than CommonMark, which takes `2*3*4` for emphasis, and simpler: `**tablet (5 mg)**daily` is bold.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Final
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from exporter.language import has_spaces

_MOST: Final = {"*": 3, "_": 1}  # a longer row is a rule, or a blank to be filled in
_SEPARATORS: Final = ",.;:!?…/，。、；：！？،؛؟"
_MOST_SHOWN: Final = 20  # of the problems of one text that are alike
_RAISED: Final = re.compile(
    r"([~^])(?!\1)((?:[-+−]+|[-+−]?(?:\\.|(?!\1)[^\s\\·×/–—−+-])+[-+−]*))\1(?!\d)"  # no `min^-1·kg^-1`
)
_SPANS: Final = {"~": ("sub_open", "sub_close", "sub"), "^": ("sup_open", "sup_close", "sup")}
_ESCAPED: Final = re.compile(r"\\([ \\!\"#$%&'()*+,./:;<=>?@[\]^_`{|}~-])")


def use_signs(markdown: MarkdownIt) -> None:
    """Add these rules to a parser instead of its own."""
    markdown.inline.ruler.before("backticks", "apostrophe", _apostrophe)
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.inline.ruler.after("emphasis", "raised", _raised)
    markdown.inline.ruler2.after("emphasis", "unpaired", _unpaired)


def _apostrophe(state: StateInline, silent: bool) -> bool:
    """Take a backtick between letters, as in it`s, for the apostrophe that it was typed for."""
    before, sign, after = (state.src[place : place + 1] for place in range(state.pos - 1, state.pos + 2))
    if sign != "`" or not state.pos or not (before.isalnum() and after.isalnum()):
        return False
    if not silent:
        state.append_pending(sign)
    state.pos += 1
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Note a row of `*` or `_`, and whether it may begin or end emphasis; a later step pairs them."""
    start, sign = state.pos, state.src[state.pos]
    if silent or sign not in _MOST:
        return False
    end = next((place for place in range(start, state.posMax) if state.src[place] != sign), state.posMax)
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = _sides(state.src[start:end], before, after) if end - start <= _MOST[sign] else (False, False)
    for _ in range(end - start):
        state.push("text", "", 0).content = sign
        state.delimiters.append(Delimiter(ord(sign), end - start, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def _sides(row: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether a row of signs between two characters may begin, and whether it may end emphasis.

    A star after a word is the sign of a remark (`Aspirin*, ibuprofen*`), and so is one alone in brackets or quotes.
    """
    if before == after and before in "\"'":
        return False, False
    opens = not (after.isspace() or after in _SEPARATORS or category(after) in ("Pe", "Pf"))
    closes = not (before.isspace() or before == "/" or category(before) in ("Ps", "Pi"))
    if row == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    if row == "*" and before.isalnum():
        opens = False
    if has_spaces(before) and has_spaces(after):  # elsewhere, bold begins and ends inside a sentence
        is_inside = before.isalnum() and after.isalnum()
        return opens and not before.isalnum(), closes and not is_inside and not after.isdecimal()
    return opens, closes


def _raised(state: StateInline, silent: bool) -> bool:
    """`H~2~O` and `m^2^`: without spaces inside, and not closed before a digit."""
    found = _RAISED.match(state.src, state.pos, state.posMax)
    if silent or not found:
        return False
    opening, closing, tag = _SPANS[found[1]]
    state.push(opening, tag, 1).markup = found[1]
    state.push("text", "", 0).content = _ESCAPED.sub(r"\1", found[2])
    state.push(closing, tag, -1).markup = found[1]
    state.pos = found.end()
    return True


def _unpaired(state: StateInline) -> None:
    """Turn each `**` or `_` that may begin or end emphasis, but has no other, into a problem."""
    inner = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    rows = chain.from_iterable(map(_single, (state.delimiters, *inner)))
    for row in islice((row for row in rows if row[0].marker == ord("_") or row[0].length > 1), _MOST_SHOWN):
        first, *others = (state.tokens[one.token] for one in row)
        for token in others:
            token.content = ""
        sign = chr(row[0].marker)
        first.type, first.markup = "problem", sign * len(row)
        first.content = f"this `{first.markup}` begins or ends nothing"
        first.info = f"write a second one beside a word; for the sign itself, write `\\{sign}`"


def _single(delimiters: Sequence[Delimiter]) -> Iterator[list[Delimiter]]:
    """Yield the signs that may begin or end emphasis and have no other, those beside each other together."""
    ends = {one.end for one in delimiters}
    single = [one for place, one in enumerate(delimiters) if one.end < 0 and place not in ends]
    for _, row in groupby(enumerate(single), lambda pair: (pair[1].token - pair[0], pair[1].marker)):
        if (signs := [one for _, one in row])[0].open or signs[0].close:
            yield signs
