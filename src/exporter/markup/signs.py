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
from markdown_it.token import Token

from exporter.language import has_spaces
from exporter.markup.pasted import BULLETS

_MOST: Final = {"*": 3, "_": 1}  # a longer row is a rule, or a blank to be filled in
_SEPARATORS: Final = ",.;:!?…/，。、；：！？،؛؟"
_MOST_SHOWN: Final = 20  # of the problems of one text that are alike
_LONGEST: Final = 50  # tokens of emphasis that may be none
_RAISED: Final = re.compile(
    r"([~^])(?!\1)((?:[-+−]+|[-+−]?(?:\\.|(?!\1)[^\s\\·×/–—−+-])+[-+−]*))\1(?!\d)"  # no `min^-1·kg^-1`
)
_SPANS: Final = {"~": ("sub_open", "sub_close", "sub"), "^": ("sup_open", "sup_close", "sup")}
_ESCAPED: Final = re.compile(r"\\([ \\!\"#$%&'()*+,./:;<=>?@[\]^_`{|}~-])")


_RAISED_SIGNS: Final = frozenset("+-−*†‡§¶#®™′″°")
_NUMBER: Final = re.compile(r"[\d\s#*+().-]*\d[\d\s#*+().-]*")
_BESIDE: Final = re.compile(r"\w_\w")


def use_signs(markdown: MarkdownIt) -> None:
    """Add these rules to a parser instead of its own."""
    markdown.inline.ruler.before("backticks", "apostrophe", _apostrophe)
    markdown.inline.ruler.before("escape", "bullet", _bullet)
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.inline.ruler.after("emphasis", "raised", _raised)
    markdown.inline.ruler2.after("emphasis", "unpaired", _unpaired)
    markdown.inline.ruler2.after("emphasis", "doubtful", _doubtful)


def _bullet(state: StateInline, silent: bool) -> bool:
    """A backslash before a bullet, which CommonMark would print."""
    if not state.src.startswith("\\", state.pos) or state.src[state.pos + 1 : state.pos + 2] not in BULLETS:
        return False
    if not silent:
        state.push("text_special", "", 0).content = state.src[state.pos + 1]
    state.pos += 2
    return True


def _apostrophe(state: StateInline, silent: bool) -> bool:
    """Take a backtick for the apostrophe, prime or quote that it was typed for: it`s, 5`, ` a `."""
    sign = state.src[state.pos]
    if sign != "`" or not _is_quote(state.src, state.pos):
        return False
    if not silent:
        state.append_pending(sign)
    state.pos += 1
    return True


def _is_quote(text: str, at: int) -> bool:
    """Whether a backtick is none that begins code: alone, between letters, or with a space inside."""
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    if "`" in (before, after):
        return False
    end = text.find("`", at + 1)
    return (before.isalnum() and after.isalnum()) or after.isspace() or (end > 0 and text[end - 1].isspace())


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Note a row of `*` or `_`, and whether it may begin or end emphasis; a later step pairs them."""
    start, sign = state.pos, state.src[state.pos]
    if silent or sign not in _MOST:
        return False
    end = next((place for place in range(start, state.posMax) if state.src[place] != sign), state.posMax)
    opens, closes = _sides(state, start, end)
    for _ in range(end - start):
        state.push("text", "", 0).content = sign
        state.delimiters.append(Delimiter(ord(sign), end - start, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def _multiplies(text: str, at: int) -> bool:
    """Whether a sign is between two digits, perhaps with a space: `2 *5 mg`."""
    before, after = text[max(at - 2, 0) : at].strip(), text[at + 1 : at + 3].strip()
    return before[-1:].isdecimal() and after[:1].isdecimal()


def _sides(state: StateInline, start: int, end: int) -> tuple[bool, bool]:
    """Return whether a row of signs may begin, and whether it may end emphasis."""
    text, row = state.src, state.src[start:end]
    if len(row) > _MOST[row[0]] or (row == "*" and _multiplies(text, start)):
        return False, False
    return _beside(row, text[start - 1] if start else " ", text[end] if end < state.posMax else " ")


def _beside(row: str, before: str, after: str) -> tuple[bool, bool]:
    """Return the same for a row between two characters.

    A star after a word is the sign of a remark (`Aspirin*, ibuprofen*`), and so is one alone in brackets or quotes.
    """
    if before == after and before in "\"'":
        return False, False
    opens = not (after.isspace() or after in _SEPARATORS or category(after) in ("Pe", "Pf"))
    closes = not (before.isspace() or before == "/" or category(before) in ("Ps", "Pi"))
    if row == "_":
        return opens and not before.isalnum() and _is_word(after), closes and not after.isalnum() and _is_word(before)
    if row == "*" and before.isalnum():
        opens = False
    if has_spaces(before) and has_spaces(after):  # elsewhere, bold begins and ends inside a sentence
        is_inside = before.isalnum() and after.isalnum()
        return opens and not before.isalnum(), closes and not is_inside and not (row == "*" and after.isdecimal())
    return opens, closes


def _is_word(sign: str) -> bool:
    """Whether a sign may begin or end a word, with its brackets and quotes, and is no part of a face (`^_^`)."""
    return sign.isalnum() or sign in "\"'*`.,!?¿¡%…" or category(sign) in ("Ps", "Pe", "Pi", "Pf", "Sc")


def _raised(state: StateInline, silent: bool) -> bool:
    """`H~2~O` and `m^2^`: without spaces inside, and not closed before a digit."""
    found = _RAISED.match(state.src, state.pos, state.posMax)
    if silent or not found or not _may_be_raised(found):
        return False
    if _is_between_letters(found):
        escaped = found[0].replace(found[1], f"\\{found[1]}")
        hint = f"to lower or raise it, write a space after it; for the signs themselves, write `{escaped}`"
        _make_problem(state.push("problem", "", 0), f"`{found[0]}` is between letters", found[0], hint)
        state.pos = found.end()
        return True
    opening, closing, tag = _SPANS[found[1]]
    state.push(opening, tag, 1).markup = found[1]
    state.push("text", "", 0).content = _ESCAPED.sub(r"\1", found[2])
    state.push(closing, tag, -1).markup = found[1]
    state.pos = found.end()
    return True


def _may_be_raised(found: re.Match[str]) -> bool:
    """Whether words between two signs may be raised: no face `^_^`, no days `第3~第5天，第7~第9天`."""
    words, after = found[2], found.string[found.end() : found.end() + 1]
    if not any(sign.isalnum() for sign in words):
        return set(words) <= _RAISED_SIGNS
    return all(map(has_spaces, words)) or not after.isalnum()


def _is_between_letters(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return len(around) == 2 and f"{around}{found[2]}".isalpha() and all(map(has_spaces, around))


def _unpaired(state: StateInline) -> None:
    """Turn each `**` or `_` that may begin or end emphasis, but has no other, into a problem."""
    inner = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    rows = [*chain.from_iterable(map(_single, (state.delimiters, *inner)))]
    if _are_remarks([row for row in rows if row[0].marker == ord("*")]) and not _has_bold(state):
        rows = [row for row in rows if row[0].marker != ord("*")]
    for row in islice((row for row in rows if row[0].marker == ord("_") or row[0].length > 1), _MOST_SHOWN):
        first, *others = (state.tokens[one.token] for one in row)
        for token in others:
            token.content = ""
        signs = chr(row[0].marker) * len(row)
        _make_problem(first, f"this `{signs}` begins or ends nothing", signs, _hint(signs))


def _are_remarks(rows: Sequence[Sequence[Delimiter]]) -> bool:
    """Whether rows of stars are the signs of remarks, each after a word: `p < .05*, p < .01**`, or `p < .001***`."""
    return (len(rows) > 1 or sum(map(len, rows)) > 2) and not any(row[0].open for row in rows)


def _has_bold(state: StateInline) -> bool:
    return any(token.type == "strong_open" for token in state.tokens)


def _make_problem(token: Token, message: str, words: str, hint: str) -> None:
    token.type, token.tag, token.nesting = "problem", "", 0
    token.content, token.markup, token.info = message, words, hint


def _hint(signs: str) -> str:
    """Return how to write emphasis with a row of signs, and the row itself."""
    words, escaped = f"{signs}words{signs}", "".join(f"\\{sign}" for sign in signs)
    lowered = "; to lower a number, write `H~2~O`" if signs == "_" else ""
    return f"write `{words}`, with a space around it{lowered}; for the sign itself, write `{escaped}`"


def _doubtful(state: StateInline) -> None:
    """Turn emphasis that may be none into a problem: a number to dial (`*67*`), names (`_id, user_id_`)."""
    inner = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    for delimiters in (state.delimiters, *inner):
        for one in delimiters:
            end = delimiters[one.end].token + 1 if one.end >= 0 else 0
            if 0 < end - one.token < _LONGEST and state.tokens[one.token].type in ("em_open", "strong_open"):
                _check_emphasis(state.tokens[one.token : end])


def _check_emphasis(tokens: Sequence[Token]) -> None:
    first, *inner, last = tokens
    words, sign = "".join(token.content for token in inner), first.markup
    is_number = sign == "*" and _NUMBER.fullmatch(words) and all(token.type == "text" for token in inner)
    if is_number:
        hint = f"to stress it, write `_{words}_`; for the signs themselves, write `\\*{words}\\*`"
        _make_problem(first, f"`*{words}*` may be a number with two stars, or a stressed one", f"*{words}*", hint)
    elif sign == "_" and _BESIDE.search(words):
        hint = f"to stress the words, write `*{words}*`; for the signs themselves, write `\\_{words}\\_`"
        _make_problem(first, f"`_{words}_` has this sign inside a word, too", "_", hint)
    elif sign == "**" and "**" in "".join(token.content for token in inner if token.type == "text"):
        _make_problem(first, "these bold words have a `**` inside", sign, _hint(sign))
    if first.type == "problem":
        last.type, last.tag, last.nesting, last.content = "text", "", 0, ""


def _single(delimiters: Sequence[Delimiter]) -> Iterator[list[Delimiter]]:
    """Yield the signs that may begin or end emphasis and have no other, those beside each other together."""
    ends = {one.end for one in delimiters}
    single = [one for place, one in enumerate(delimiters) if one.end < 0 and place not in ends]
    for _, row in groupby(enumerate(single), lambda pair: (pair[1].token - pair[0], pair[1].marker)):
        if (signs := [one for _, one in row])[0].open or signs[0].close:
            yield signs
