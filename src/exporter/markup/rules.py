"""Adds our own syntax to markdown-it: citations, cross-references and notes become `mark` tokens.

A mistake in one becomes a `problem` token, with the message, the words it is about, and a hint.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from exporter.errors import Location
from exporter.markup.addresses import use_addresses
from exporter.markup.lines import join_lines, use_lines
from exporter.markup.pasted import use_indents
from exporter.markup.signs import use_signs
from exporter.markup.values import ID_PREFIXES, KEY, WORDS, CitationItem, Cite, Mark, NoteMark, Pointer

AT_KEY = re.compile(rf"(?<![\w\\])@({KEY})")
_CITED = re.compile(rf"\[[^\[\]]*(?<![\w\\])@({KEY})")
_OTHER_ID = re.compile(r"(fig|tbl|tab|sec)[:_.](.+)", re.IGNORECASE)
_PART = re.compile(r"(?:&#?\w+;|[^;])+")
_CITATION = re.compile(rf"^(?P<prefix>[^@]*?)(?P<hide>-?)@(?P<key>{KEY})(?P<suffix>.*)$", re.DOTALL)
_DEFINITION = re.compile(
    r"\[\^[^\]\s]+\]:?|\[\d+\]:\s|\[[^\]@]+\]:\s+(?=<|https?:|www\.|mailto:|\.{0,2}/|#|[\w.-]+\.\w+(?:/|\s*$))",
    re.IGNORECASE | re.MULTILINE,
)
IN_LINK: Final = "a citation, cross-reference or note is inside a link"
CLOSE_LINK: Final = "end the link before it"


@cache
def parser() -> MarkdownIt:
    """Return the parser for the texts of an article: CommonMark with our rules."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # A link definition would remove its line from the text; without this rule, `_definition` reports it.
    markdown.disable("reference")
    use_signs(markdown)
    use_indents(markdown)
    use_lines(markdown)
    use_addresses(markdown)
    markdown.validateLink = lambda _url: True  # type: ignore[method-assign,assignment]
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.inline.ruler.before("raised", "note", _note)
    markdown.inline.ruler.before("citation", "definition", _definition)
    markdown.inline.ruler.before("citation", "pointer", _pointer)
    return markdown


def _push(state: StateInline, mark: Mark) -> None:
    state.push("mark", "", 0).meta["mark"] = mark


def _push_problem(state: StateInline, message: str, needle: str, hint: str) -> None:
    token = state.push("problem", "", 0)
    token.content, token.markup, token.info = message, needle, hint


_NOWHERE = Location("")
_LONGEST_RAISED: Final = 3
_NEAR: Final = 500


def _citation(state: StateInline, silent: bool) -> bool:
    """`[see @key, p. 3; @other]`: every part between semicolons must contain a key."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    inside = state.src[state.pos + 1 : end] if end > 0 else ""
    if inside.lstrip().startswith("@") and not AT_KEY.search(inside):
        if not silent:
            _push_problem(
                state, "a citation has no key", f"[{inside}", "write `[@key]`; for the sign itself, write `\\@`"
            )
        state.pos = end + 1
        return True
    if not AT_KEY.search(inside):
        return False
    if state.src[end + 1 : end + 2] == "(":
        return _citation_in_link(state, inside, end, silent)
    if not silent:
        parts = _PART.findall(inside)
        items = [_CITATION.match(part) for part in parts]
        problems = [problem for pair in zip(parts, items, strict=True) if (problem := _citation_problem(*pair))]
        problems = problems or [*_cited_twice(items)]
        if not problems and (markup := _markup_in(state, items)):
            hint = "remove the signs; the citation style decides how it looks"
            problems = [("a citation contains Markdown", markup, hint)]
        for problem in problems:
            _push_problem(state, *problem)
        if not problems:
            _push(state, Cite(tuple(_citation_item(item) for item in items if item)))
    state.pos = end + 1
    return True


def _citation_in_link(state: StateInline, inside: str, end: int, silent: bool) -> bool:
    """`[words [@key]](address)`: markdown-it finds no link there, and would print its signs."""
    if not (found := _CITED.search(inside)):
        return False
    if not silent:
        _push_problem(state, IN_LINK, f"@{found[1]}", CLOSE_LINK)
    state.pos = end + 1
    return True


def _citation_item(found: re.Match[str]) -> CitationItem:
    before, after = (re.sub(r"\s+", " ", unescapeAll(found[name])) for name in ("prefix", "suffix"))
    return CitationItem(found["key"], before.strip(), after.rstrip(), _NOWHERE)


def _cited_twice(items: Iterable[re.Match[str] | None]) -> Iterator[tuple[str, str, str]]:
    """Yield message, words and hint for a key that a citation contains twice, with the same locator or none."""
    seen = set()
    for found in items:
        if found and (item := (found["key"], found["suffix"].strip())) in seen:
            written = f"@{found['key']}"
            yield (
                f"`{written}` appears twice in one citation",
                written,
                "cite it once, or give each citation its own page",
            )
        elif found:
            seen.add(item)


def _markup_in(state: StateInline, items: Iterable[re.Match[str] | None]) -> str:
    """Return the text before or after a key if it contains Markdown, which would be printed with its signs."""
    for words in (found[name] for found in items if found for name in ("prefix", "suffix")):
        tokens: list[Token] = []
        state.md.inline.parse(words, state.md, state.env, tokens)
        if any(token.type not in {*WORDS, "softbreak"} for token in tokens):
            return words.strip()
    return ""


def _citation_problem(part: str, found: re.Match[str] | None) -> tuple[str, str, str] | None:
    """Return the message, the words it is about, and the hint, if this part of a citation is wrong."""
    if found is None:
        return (
            f"`{' '.join(part.split())}` cites nothing",
            part.strip(),
            "every part between semicolons needs a key: `[@one; @two]`",
        )
    written = f"@{found['key']}"
    if found["key"].startswith(ID_PREFIXES):
        return f"`{written}` is a cross-reference", written, f"write `{written}` without brackets"
    if found["hide"]:
        return (
            f"`-{written}` is not supported",
            f"-{written}",
            f"write `[{written}]`; the citation style decides what is shown",
        )
    if AT_KEY.search(found["suffix"]):
        return "there is no semicolon between two keys", written, "put one between them: `[@one; @two]`"
    return None


def _pointer(state: StateInline, silent: bool) -> bool:
    """`@fig-x` outside brackets; a bare `@key` is a problem, since a numeric style would print `[1] said`."""
    if state.src[state.pos] != "@" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    found = AT_KEY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        key = found[1]
        if key.startswith(ID_PREFIXES):
            _push(state, Pointer(key, _NOWHERE))
        elif key.lower().startswith(ID_PREFIXES):
            hint = "ids begin with small letters, as in `@fig-knee`"
            _push_problem(state, f"`@{key}` begins with a capital", f"@{key}", hint)
        else:
            other = _OTHER_ID.fullmatch(key)
            hint = f"to cite, write `[@{key}]`; for the sign itself, write `\\@`"
            if other:
                kind = {"tab": "tbl"}.get(name := other[1].lower(), name)
                hint = f"to refer to a figure, table or section, write its id, such as `@{kind}-{other[2]}`"
            _push_problem(state, f"`@{key}` has no brackets", f"@{key}", hint)
    state.pos = found.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """`^[text]`: a note, at the place of its call."""
    if not state.src.startswith("^[", state.pos):
        return False
    start = state.pos
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        if not silent:
            _push_problem(state, "a note does not end", "^[", "end the note with `]`")
        state.pos = start + 2
        return True
    if not silent:
        tokens: list[Token] = []
        words = state.src[start + 2 : end]
        state.md.inline.parse(words, state.md, state.env, tokens)
        join_lines(tokens)
        _push(state, NoteMark(tuple(tokens), _NOWHERE))
        if problem := _note_problem(state.src[start - 1 : start], words, state.src[end + 1 : end + _NEAR]):
            _push_problem(state, *problem)
    state.pos = end + 1
    return True


def _note_problem(before: str, words: str, after: str) -> tuple[str, str, str] | None:
    """Return the message, the sign it is about, and the hint, if a note may be none, or may end too early."""
    is_raised = re.search(r"\d", words) and not re.search(r"[^\W\d_]", words)
    if is_raised or (before.isdigit() and len(words) <= _LONGEST_RAISED):
        return (
            f"`^[{words}]` would be a note, printed elsewhere",
            f"{words}]",
            f"to raise it, write `^{words}^`; a note is a sentence, such as `^[It was a small study.]`",
        )
    depth = 0
    for sign in re.findall(r"\\.|[\[\]]", after, re.DOTALL):
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if depth < 0:
            return "the note ends at this `]`, and another `]` follows", "]", "write `\\]` for a `]` of the note's text"
    return None


def _definition(state: StateInline, silent: bool) -> bool:
    """`[^1]` and `[label]: url` belong to other dialects; here they would be literal text."""
    found = _DEFINITION.match(state.src, state.pos, state.posMax)
    if not found or (not found[0].startswith("[^") and state.pos and state.src[state.pos - 1] != "\n"):
        return False
    if not silent:
        hint = "write the note at its place in the text: `^[text]`"
        if not found[0].startswith("[^"):
            hint = "write the address in the link: `[words](https://…)`"
        _push_problem(state, f"`{found[0].strip()}` is not supported", found[0].strip(), hint)
    state.pos = found.end()
    return True
