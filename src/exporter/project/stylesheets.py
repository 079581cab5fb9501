"""Reports what a stylesheet would load from outside: a file, or an address on the network."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from exporter.errors import Location, Problem
from exporter.source import Source

_REACHING: Final = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element"})
_OPENING: Final = re.compile(r"[\[({]|[\])}]")


def external_requests(source: Source, depth: int) -> Iterator[Problem]:
    """Yield a problem for each rule or value that loads something, or one problem if the nesting is too deep."""
    if _deepest(source.text) > depth:
        yield Problem(
            f"a stylesheet is nested more than {depth} levels deep", Location(source.name), "use fewer levels"
        )
        return
    for what, line, column in external_urls(source.text):
        hint = "write the rules into the stylesheet, and add pictures to the article"
        yield Problem(f"a stylesheet loads {what}", Location(source.name, line, column), hint)


def external_urls(css: str) -> Iterator[tuple[str, int, int]]:
    """Yield what CSS loads from outside, however it is spelt, with line and column."""
    import tinycss2  # only needed for the project's own stylesheets and for drawings

    return _external_urls(tinycss2.parse_component_value_list(css, skip_comments=True))


def _external_urls(tokens: Iterable[Any]) -> Iterator[tuple[str, int, int]]:
    pending = list(tokens)[::-1]  # a stack instead of recursion: deep brackets cannot exhaust it
    while pending:
        token = pending.pop()
        if token.type == "url" and not token.value.startswith("#"):
            yield f"`{token.value[:60]}`", token.source_line, token.source_column
        elif token.type == "at-keyword" and token.lower_value == "import":
            yield "another one with `@import`", token.source_line, token.source_column
        elif token.type == "function" and token.lower_name in _REACHING:
            yield from _named(token)
        for part in ("arguments", "content"):
            pending += (getattr(token, part, None) or [])[::-1]


def _named(function: Any) -> Iterator[tuple[str, int, int]]:
    for argument in function.arguments:
        if argument.type == "string" and not argument.value.startswith("#"):
            yield f"`{argument.value[:60]}`", argument.source_line, argument.source_column


def _deepest(css: str) -> int:
    """Return how deep brackets are nested, those of comments and strings too: no fewer than there are."""
    depth = deepest = 0
    for found in _OPENING.finditer(css):
        depth += 1 if found[0] in "[({" else -1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return deepest
