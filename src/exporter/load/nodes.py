"""Reads YAML as plain data: mappings, lists and `Scalar` texts, each with its place; no scalar is resolved.

Built from the parser's events, so that nothing YAML does to prose (anchors, tags, comments, mappings made of a
colon) happens unseen, and so that no depth of nesting can exhaust the stack.
"""

import re
from typing import Any, Final

import yaml

from exporter.errors import ArticleError, Location, Problem
from exporter.limits import Limits
from exporter.source import UNREADABLE, Scalar, Source, unreadable

_QUOTE: Final = 'put the text in quotes ("…"), or write it on the line below a `|`'
_SIGNS: Final = frozenset("[]{},@`*&!%|>?:")
_QUOTES: Final = frozenset("\"'")
_COMMENT_BEFORE: Final = re.compile(r"^[ :-]*[:-] +(#.*)$", re.MULTILINE)


class Sequence(list[Any]):
    """A YAML sequence and its place."""

    location: Location


class Mapping(dict[str, Any]):
    """A YAML mapping and its place; each key is a Scalar with its own place."""

    location: Location

    def place_of(self, name: object) -> Location:
        """Return the place of a key, or else of the mapping."""
        return next((key.location for key in self if key == name and isinstance(key, Scalar)), self.location)


def read_nodes(source: Source, limits: Limits) -> tuple[Mapping, list[Problem]]:
    """Return the file's mapping and the problems found in it. Raises ArticleError if YAML cannot read on."""
    builder = _Builder(source, limits)
    try:
        for event in yaml.parse(source.text, _LOADER):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        raise ArticleError((*builder.problems, _syntax_problem(error, source))) from error
    root = builder.root
    if not isinstance(root, Mapping):
        hint = "an article begins with keys such as `title: …`"
        raise ArticleError((*builder.problems, Problem("the file contains no keys", Location(source.name), hint)))
    return root, builder.problems


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Builder:
    """Builds the data from events, with a stack instead of recursion."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.count = 0
        self.root: Any = None
        self.problems: list[Problem] = []
        self.stack: list[tuple[Mapping | Sequence, list[Scalar | None]]] = []
        self.seen = 0

    def add(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._report("a second article begins", event, "remove the line `---`")
        if isinstance(event, yaml.AliasEvent):
            self._check_signs(event)
            self._put(self._scalar(event, f"*{event.anchor}"))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_signs(event)
            self._put(self._scalar(event, event.value))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_signs(event)
            self._open(Sequence() if isinstance(event, yaml.SequenceStartEvent) else Mapping(), event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
        self.seen = event.end_mark.index if event.end_mark else 0

    def _open(self, node: Mapping | Sequence, event: yaml.Event) -> None:
        node.location = self._place(event)
        if len(self.stack) >= self.limits.depth:
            raise ArticleError(self.limits.exceeded("depth", "keys and lists are nested too deep", node.location))
        self._put(node)
        self.stack.append((node, []))

    def _put(self, node: Any) -> None:
        self.count += 1
        if self.count > self.limits.nodes:
            raise ArticleError(self.limits.exceeded("nodes", "the file has too many keys and items", node.location))
        if not self.stack:
            self.root = node if self.root is None else self.root
            return
        parent, keys = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.append(node)
        elif not keys:
            keys.append(self._key(node, parent))
        elif (key := keys.pop()) is not None:
            parent[key] = node

    def _key(self, node: Any, parent: Mapping) -> Scalar | None:
        if not isinstance(node, Scalar):
            self.problems.append(Problem("there is something in brackets where a key is needed", node.location, _QUOTE))
            return None
        if node in parent:
            hint = f"the first one is on line {parent.place_of(node).line}; delete one of the two"
            self.problems.append(Problem(f"the key `{node}` appears twice", node.location, hint))
        return node

    def _scalar(self, event: Any, value: str) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        for character in UNREADABLE.findall(value):
            self.problems.append(unreadable(character, self._place(event)))
        rest = self._comment(start, end) if not getattr(event, "style", "'") else ""
        return Scalar.at(value, self.source, start, end, rest)

    def _comment(self, start: int, end: int) -> str:
        """Return what YAML drops as a comment on the line of an unquoted text, before or after it."""
        after = self._line(end).strip()
        before = _COMMENT_BEFORE.search(self.source.text[self.seen : start])
        return after if after.startswith("#") else before[1].strip() if before else ""

    def _line(self, start: int) -> str:
        end = self.source.text.find("\n", start)
        return self.source.text[start:] if end < 0 else self.source.text[start:end]

    def _check_signs(self, event: Any) -> None:
        """Report anchors, aliases and tags: authors never mean them."""
        if event.anchor or getattr(event, "tag", None):
            sign = self._line(event.start_mark.index).split(maxsplit=1)[0]
            self._report(f"`{sign}` has a special meaning in YAML", event, _QUOTE)

    def _report(self, message: str, event: yaml.Event, hint: str) -> None:
        self.problems.append(Problem(message, self._place(event), hint))

    def _place(self, event: Any) -> Location:
        return self.source.location(event.start_mark.index)


def _syntax_problem(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    """Return a syntax error in an author's words, derived from the text: YAML's own messages are for programmers."""
    at, opened = (min(mark.index, len(source.text)) if mark else 0 for mark in (error.problem_mark, error.context_mark))
    if at == len(source.text) and source.text[opened : opened + 1] in _QUOTES:
        return Problem("the quote is never closed", source.location(opened), "end the text with the same quote")
    if source.text[opened : opened + 1] == '"':
        hint = "write `\\\\` for a backslash, or put the text in single quotes ('…')"
        return Problem("YAML cannot read this in double quotes", source.location(at), hint)
    start = opened if source.text[opened : opened + 1] in {"[", "{"} else at
    line_start = source.text.rfind("\n", 0, start) + 1
    line = source.text[line_start:].split("\n", 1)[0]
    message, offset, hint = _syntax_words(line, at - line_start)
    return Problem(message, source.location(line_start + offset), hint)


def _syntax_words(line: str, column: int) -> tuple[str, int, str]:
    """Return message, column and hint for the `line` that YAML cannot read from `column` on (counted from 0)."""
    if tab := re.match(r"[ -]*\t", line):
        return "there is a tab where only spaces are allowed", tab.end() - 1, "put spaces before a key or an item"
    text = re.match(r"\s*(?:- +)*(?:[\w-]+:(?: +|$))?", line)
    start = text.end() if text else 0
    if line[start : start + 1] in _SIGNS:
        return f"a text begins with `{line[start]}`, which has a special meaning in YAML", start, _QUOTE
    if line[start : start + 1] in _QUOTES:
        hint = "put the whole text in quotes, and write a quote inside it twice; or write it on the line below a `|`"
        return "there is text after the closing quote", column, hint
    if line[column : column + 1] == ":" and column < start:
        hint = "write each key as `key: text`, with a space after the colon; a text of several lines goes below a `|`"
        return "this line continues the text above it, but was read as a key", 0, hint
    if line[column : column + 1] == ":":
        return "a colon inside the text was read as the end of a key", column, _QUOTE
    hint = f"keys of one level begin in the same column; or {_QUOTE}"
    return "this line does not fit the lines above it", column, hint
