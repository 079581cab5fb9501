"""Decides which signs at the beginning of a line are markup: `> 5`, `# 5`, `+ 5`, `____` and `<Enter>` are as typed."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock, blockquote, heading, hr, html_block, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token

from exporter.language import joins_lines
from exporter.markup.values import WORDS

_Rule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]

_AROUND: Final = ["paragraph", "reference", "blockquote", "list"]  # the blocks that each of these may end
_RULES: Final[tuple[tuple[str, _Rule, str], ...]] = (
    ("list", list_block, r"\+"),
    ("blockquote", blockquote, r">[ \t]*[=≥≤~±+−–-]?[ \t]*[.,]?[\d½¼¾]"),
    ("heading", heading, r"#+[ \t]*\d"),
    ("hr", hr, "_"),  # a blank to be filled in
)
"""The name of a block, CommonMark's rule for it, and the beginning of a line that is no such block."""

_NAME: Final = re.compile(r"</?([A-Za-z][\w-]*)")
_NAMES: Final = defs.tags | {"bdi", "dialog", "main", "picture", "template"}
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_WORD: Final = re.compile(r"\s[\w:.-]+(?!\s*=)(?=[\s/>])")


def use_lines(markdown: MarkdownIt) -> None:
    """Add these rules to a parser instead of its own."""
    for name, rule, typed in _RULES:
        around = _AROUND if name in ("blockquote", "hr") else _AROUND[:-1]
        markdown.block.ruler.at(name, _unless(re.compile(typed), rule), {"alt": around})
    markdown.block.ruler.at("html_block", _html_block, {"alt": _AROUND[:-1]})
    markdown.inline.ruler.at("html_inline", _html_inline)
    markdown.core.ruler.after("indents", "joined", _join)


def _unless(typed: re.Pattern[str], rule: _Rule) -> _Rule:
    """Return the rule of a block, for all lines but those that begin with what was typed for itself."""

    def read(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        return not typed.match(_line(state, first)) and rule(state, first, last, silent)

    return read


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def is_html(typed: str) -> bool:
    """Whether something in `<>` is HTML or a comment, and no `<Enter>` or `a<b and c>d`."""
    found = _NAME.match(typed)
    if not found:
        return typed.startswith(("<!", "<?"))
    is_compared = len(found[1]) == 1 and _WORD.search(_QUOTED.sub("", typed))
    return found[1].lower() in _NAMES and not is_compared


def _html_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    line = _line(state, first)
    tag = HTML_TAG_RE.match(line)
    return is_html(tag[0] if tag else line) and html_block(state, first, last, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    tag = HTML_TAG_RE.match(state.src, state.pos, state.posMax)
    return tag is not None and is_html(tag[0]) and html_inline(state, silent)


def _join(state: StateCore) -> None:
    for token in state.tokens:
        join_lines(token.children or ())


def join_lines(tokens: Sequence[Token]) -> None:
    """Print no space for the end of a line, where its script has none between words."""
    for place, end in enumerate(tokens):
        if end.type == "softbreak":
            before = _words(tokens[one] for one in range(place - 1, -1, -1))[-1:]
            after = _words(tokens[one] for one in range(place + 1, len(tokens)))[:1]
            if before and after and joins_lines(before, after):
                end.type, end.content = "text", ""


def _words(tokens: Iterable[Token]) -> str:
    """Return the first words among some tokens, if only the beginnings and ends of styles come before them."""
    for token in tokens:
        if token.type in WORDS and token.content:
            return token.content
        if token.type not in WORDS and not token.nesting:
            break
    return ""
