"""Checks a parsed text: every construct that is not supported, or is used wrongly, is a problem with its location."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, assert_never
from urllib.parse import unquote

from markdown_it.token import Token

from exporter.errors import Problem
from exporter.markup.addresses import check_addresses
from exporter.markup.foreign import check_foreign
from exporter.markup.lists import check_lists
from exporter.markup.pasted import check_pasted
from exporter.markup.places import Places, sign_of
from exporter.markup.rules import AT_KEY, CLOSE_LINK, IN_LINK
from exporter.markup.values import WORDS, Cite, Mark, NoteMark, Pointer, flat, marks_of
from exporter.source import UNREADABLE, Scalar, unreadable

_DEEPEST: Final = 12  # below markdown-it's maxNesting, past which it drops text
_TASK: Final = re.compile(r"\[[ xX]\]\s(?!.*\[[ xX]\])")  # no `[ ] yes [ ] no`
_PASSED: Final = ("s_close", "em_open", "em_close", "strong_open", "strong_close")
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")

_SIGNS: Final = "for the sign itself, write a backslash before it: `\\#`, `\\---`, `\\*\\*\\*`"

FORBIDDEN: Final[dict[str, tuple[str, str]]] = {
    "html_block": ("raw HTML", "write plain Markdown; for the sign itself, write `\\<`"),
    "html_inline": ("raw HTML", "write plain Markdown; for the sign itself, write `\\<`"),
    "heading_open": ("a heading", f"start a new section with `heading:`; {_SIGNS}"),
    "hr": ("a horizontal rule", f"start a new section with `heading:`; {_SIGNS}"),
    "fence": (
        "a code fence",
        "write the text without ``` or ~~~; for the signs themselves, write a backslash before each",
    ),
    "code_block": ("an indented code block", "remove the four spaces before the text"),
    "blockquote_open": ("a block quotation", "use a `quote:` block; for the sign itself, write `\\>`"),
    "image": ("an image", "use a `figure:` block"),
    "table_open": ("a table", "use a `table:` block"),
    "s_open": ("struck-out text", "remove the `~~`; for the signs themselves, write `\\~\\~`"),
}


def check(tokens: Sequence[Token], source: Scalar) -> tuple[Problem, ...]:
    """Return what is wrong in a text. Marks and links among its tokens get their locations."""
    problems = [*_check_tokens(flat(tokens), Places(source)), *_check_empty(tokens)]
    problems += [*check_lists(tokens, Places(source)), *check_foreign(source), *check_pasted(tokens, source)]
    problems += check_addresses(source)
    if not problems and not any(_shows(token) for token in flat(tokens)):
        problems.append(Problem("the text is empty", source.location, "write something, or remove the key"))
    return tuple(problems)


def _shows(token: Token) -> bool:
    if token.type in {"mark", "problem", *FORBIDDEN}:
        return True
    return token.type in {*WORDS, "code_inline", "image"} and bool(token.content.strip())


def _check_tokens(tokens: Iterator[Token], places: Places) -> Iterator[Problem]:
    links: list[Token] = []
    is_raised = False
    for token in tokens:
        if token.block and token.level == _DEEPEST and token.nesting == 1:
            yield Problem(
                f"lists are nested more than {_DEEPEST // 2} deep", places.source.location, "use fewer levels"
            )
        if token.type in {"sub_open", "sup_open", "sub_close", "sup_close"}:
            is_raised = token.type.endswith("open")
        if token.type == "link_open":
            links.append(token)
        elif token.type == "link_close":  # the address comes after the words
            yield from _check_link(links.pop(), places)
        elif is_raised and token.type == "text" and (found := AT_KEY.search(token.content)):
            hint = "remove the `~` or `^` around it; the citation style decides what is raised"
            yield Problem(f"`{found[0]}` is inside sub- or superscript", places.mark(found[0]), hint)
        else:
            yield from _check_token(token, places)
        if links and token.type == "mark":
            yield Problem(IN_LINK, token.meta["mark"].location, CLOSE_LINK)


def _check_empty(tokens: Sequence[Token]) -> Iterator[Problem]:
    shown = [token for token in flat(tokens) if token.type not in WORDS or token.content.strip()]
    for before, after in pairwise(shown):
        if (before.type, after.type) == ("link_open", "link_close"):
            hint = "write them between the brackets: `[words](https://…)`"
            yield Problem("a link has no words", before.meta["location"], hint)


def _check_token(token: Token, places: Places) -> Iterator[Problem]:
    if token.type in WORDS:
        yield from _check_entities(token.content, places)
    elif token.type in FORBIDDEN:
        what, hint = FORBIDDEN[token.type]
        place = places.block(token) if token.block else places.next(sign_of(token))
        yield Problem(f"{what} is not allowed in a text", place, hint)
    elif token.type == "inline" and (found := _TASK.match(token.content)):
        hint = "use a `checklist:` block; for the sign itself, write `\\[`"
        yield Problem("a task list is not allowed in a text", places.next(found[0]), hint)
    elif token.type == "code_inline":
        places.code(token.content)
    elif token.type in _PASSED:
        places.next(token.markup)
    elif token.type == "mark":
        yield from _check_mark(token, places)
    elif token.type == "problem":
        yield Problem(token.content, places.mark(token.markup), token.info)


def _check_link(token: Token, places: Places) -> Iterator[Problem]:
    """Check a link after its words, and store its location."""
    href = str(token.attrGet("href"))
    typed = token.meta.get("typed")
    place = token.meta["location"] = places.next(typed) if typed else places.address(href)
    if not href.lower().startswith(_SCHEMES):
        yield Problem(f"a link cannot lead to `{href}`", place, "write https://…, mailto:…, tel:… or #id")
    elif href.startswith("#"):
        token.meta["mark"] = Pointer(unquote(href[1:]), place)
    if title := token.attrGet("title"):
        hint = "remove the words in quotes after the address"
        yield Problem("a link has a title, which is not shown", places.next(str(title)), hint)


def _check_entities(text: str, places: Places) -> Iterator[Problem]:
    """An entity such as `&#x202E;` may not add a forbidden character; `source` has reported those that were typed."""
    for character in UNREADABLE.findall(text):
        if character not in places.source:
            yield unreadable(character, places.entity(character))


def _check_mark(token: Token, places: Places) -> Iterator[Problem]:
    mark: Mark = token.meta["mark"]
    match mark:
        case Cite(items):
            placed = []
            for item in items:
                yield from _check_entities(item.prefix, places)
                placed.append(replace(item, location=places.mark(f"@{item.key}")))
                yield from _check_entities(item.suffix, places)
            token.meta["mark"] = Cite(tuple(placed))
        case Pointer(target):
            token.meta["mark"] = Pointer(target, places.mark(f"@{target}"))
        case NoteMark(tokens):
            place = places.mark("^[")
            token.meta["mark"] = NoteMark(tokens, place)
            if not any(_shows(inner) for inner in flat(tokens)):
                yield Problem("the note is empty", place, "write the note's text between `^[` and `]`")
            if any(isinstance(inner, NoteMark) for inner in marks_of(tokens)):
                yield Problem(
                    "a note is inside another note", place, "move the text of the inner note into the outer one"
                )
        case _:
            assert_never(mark)
