"""Reads YAML as plain data: mappings, lists and `Scalar` texts, each with its place; no scalar is resolved.

Built from the parser's events, so that nothing YAML does to prose (anchors, tags, comments, mappings made of a
colon) happens unseen, and so that no depth of nesting can exhaust the stack.
"""

import re
from typing import Any, Final

import yaml

from exporter.errors import ArticleError, Location, Problem
from exporter.limits import Limits
from exporter.load.changed import check_changed
from exporter.load.lines import QUOTE
from exporter.load.slips import RETYPE, SPECIAL_SPACE, explain
from exporter.source import ODD_SPACES, UNREADABLE, Scalar, Source, unreadable

_COMMENT_BEFORE: Final = re.compile(r"^[ :-]*[:-] +(#.*)$", re.MULTILINE)


class Sequence(list[Any]):
    """A YAML sequence and its place."""

    location: Location
    is_inline: bool = False
    """Whether it is written in brackets."""


class Mapping(dict[str, Any]):
    """A YAML mapping and its place; each key is a Scalar with its own place."""

    location: Location
    is_inline: bool = False
    """Whether it is written in braces."""

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
        if builder.end:
            raise ArticleError((*builder.problems, builder.end)) from error
        slip = explain(error, source, builder.last)
        others = [one for one in builder.before_last() if one.location != slip.location]
        raise ArticleError((*others, slip)) from error
    root = builder.root
    if not isinstance(root, Mapping):
        place = root.location if root is not None else Location(source.name, 1, 1)
        hint = "an article begins with keys such as `title: …`"
        raise ArticleError((*builder.problems, Problem("the file contains no keys", place, hint)))
    return root, builder.problems


_ENDS: Final = (yaml.DocumentStartEvent, yaml.DocumentEndEvent)
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
        self.last: Scalar | None = None
        self.end: Problem | None = None

    def add(self, event: yaml.Event) -> None:
        if isinstance(event, _ENDS) and event.explicit and self.root is not None:
            self._end(event)
        if isinstance(event, yaml.AliasEvent):
            self._check_signs(event)
            self._put(self._scalar(event, f"*{event.anchor}"))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_signs(event)
            self.last = self._scalar(event, event.value)
            self._put(self.last)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_signs(event)
            self._open(Sequence() if isinstance(event, yaml.SequenceStartEvent) else Mapping(), event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
        self.seen = event.end_mark.index if event.end_mark else 0

    def before_last(self) -> list[Problem]:
        """Return the problems without those of the last text, if it has no end of its own and so may contain a key."""
        if self.last is None or not self.last.is_plain:
            return self.problems
        return [one for one in self.problems if one.location is None or one.location < self.last.location]

    def _end(self, event: yaml.Event) -> None:
        """Keep the problem that more text would be after a line `---` or `...`, which ends the article."""
        place = event.start_mark.index if event.start_mark else 0
        hint = "delete this line; put what follows it under `sections:`, or in a file of its own"
        message = f"the line `{self._line(place).strip()}` ends the article, but more text follows"
        self.end = Problem(message, self._place(event), hint)

    def _open(self, node: Mapping | Sequence, event: yaml.CollectionStartEvent) -> None:
        node.location = self._place(event)
        node.is_inline = bool(event.flow_style)
        if len(self.stack) >= self.limits.depth:
            raise ArticleError(self.limits.exceeded("depth", "keys and lists are nested too deep", node.location))
        self._put(node)
        self.stack.append((node, []))

    def _put(self, node: Any) -> None:
        self.count += 1
        if self.count > self.limits.nodes:
            raise ArticleError(self.limits.exceeded("nodes", "the file has too many keys and items", node.location))
        if not self.stack:
            if self.end and not (isinstance(node, Scalar) and not node):
                raise ArticleError((*self.problems, self.end))
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
            self.problems.append(Problem("there is something in brackets where a key is needed", node.location, QUOTE))
            return None
        if wrong := re.match(rf"-|[{ODD_SPACES}]", node):
            raise ArticleError((*self.problems, _wrong_key(node, wrong[0])))
        if node in parent:
            self._report_twice(node, parent)
        return node

    def _report_twice(self, key: Scalar, parent: Mapping) -> None:
        """Report a key that appears twice; with the first key of an item, an item may begin that has lost its `- `."""
        first = parent.place_of(key)
        message = f"the key `{key}` appears twice"
        hint = f"the first one is on line {first.line}; delete one of the two"
        items = self.stack[-2][0] if len(self.stack) > 1 else None
        if isinstance(items, Sequence) and key == next(iter(parent)):
            message = f"the key `{key}` appears twice in one item of a list"
            hint = (
                f"if an item begins here, write `- ` before it, as on line {first.line}; if not, delete one of the two"
            )
            if len(parent) > 1:  # what follows is checked as an item of its own
                new = Mapping()
                new.location = key.location
                items.append(new)
                self.stack[-1] = (new, self.stack[-1][1])
        self.problems.append(Problem(message, key.location, hint))

    def _scalar(self, event: Any, value: str) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        for character in UNREADABLE.findall(value):
            self.problems.append(unreadable(character, self._place(event)))
        style = getattr(event, "style", None) or ""
        scalar = Scalar.at(value, self.source, start, end, self._comment(start, end, style))
        self.problems += check_changed(scalar, style)
        return scalar

    def _comment(self, start: int, end: int, style: str) -> str:
        """Return what YAML drops as a comment on the line of a text, before or after it."""
        if style in {"|", ">"}:
            return ""
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
            self._report(f"`{sign}` has a special meaning in YAML", event, QUOTE)

    def _report(self, message: str, event: yaml.Event, hint: str) -> None:
        self.problems.append(Problem(message, self._place(event), hint))

    def _place(self, event: Any) -> Location:
        return self.source.location(event.start_mark.index)


def _wrong_key(key: Scalar, sign: str) -> Problem:
    """Return the problem of a key that begins with a dash without a space, or with a sign that only looks like one."""
    if sign == "-":
        name = key.lstrip("-")
        return Problem(f"there is no space between the `-` and `{name}`", key.location, f"write `- {name}:`")
    return Problem(SPECIAL_SPACE, key.location, RETYPE)
