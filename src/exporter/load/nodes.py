"""YAML text in, plain data out: mappings, lists and `Scalar` texts, each with its place; no scalar is resolved.

Built from the parser's events, so that nothing YAML does to prose (anchors, tags, comments, mappings made of a
colon) happens unseen, and so that no depth of nesting can exhaust the stack.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from exporter.errors import ArticleError, Location, Problem
from exporter.source import Scalar, Source

DEEPEST: Final = 60
_QUOTE: Final = 'put the text in quotes ("…"), or write it on the line below a `|`'


class Sequence(list[Any]):
    """A YAML sequence and its place."""

    location: Location


class Mapping(dict[str, Any]):
    """A YAML mapping and its place; its keys are Scalars with places of their own."""

    location: Location

    def place_of(self, name: object) -> Location:
        """Return the place of a key, or of the whole."""
        return next((key.location for key in self if key == name and isinstance(key, Scalar)), self.location)


def decode(content: bytes, name: str) -> Source:
    """Return the text of a file: UTF-8, with or without BOM, any line ends. Raises ArticleError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        place = Source(name, before).location(len(before))
        byte = content[error.start]
        hint = "save the file as UTF-8; in Word: Save As, Plain Text, Other encoding, Unicode (UTF-8)"
        raise ArticleError(Problem(f"the file is not UTF-8: byte 0x{byte:02x}", place, hint)) from error
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def read_nodes(source: Source) -> tuple[Mapping, list[Problem]]:
    """Return the file's mapping and the problems found on the way. Raises ArticleError where YAML cannot go on."""
    builder = _Builder(source)
    try:
        for event in yaml.parse(source.text, _LOADER):
            builder.add(event)
    except yaml.reader.ReaderError as error:
        place = source.location(min(error.position, len(source.text)))
        message = f"the character U+{ord(_character(error)):04X} cannot stand in a text file"
        raise ArticleError(Problem(message, place, "delete it")) from error
    except yaml.MarkedYAMLError as error:
        raise ArticleError((*builder.problems, _syntax_problem(error, source))) from error
    root = builder.root
    if not isinstance(root, Mapping):
        hint = "an article begins with keys such as `title: …`"
        raise ArticleError(Problem("the file holds no keys", Location(source.name), hint))
    return root, builder.problems


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _character(error: yaml.reader.ReaderError) -> str:
    return chr(error.character) if isinstance(error.character, int) else str(error.character)[:1]


class _Builder:
    """Puts the events together; a stack instead of recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Any = None
        self.problems: list[Problem] = []
        self.stack: list[tuple[Mapping | Sequence, list[Scalar]]] = []

    def add(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._complain("a second document begins", event, "remove the line `---`")
        if isinstance(event, yaml.AliasEvent):
            self._complain(f"YAML takes `*{event.anchor}` for an alias", event, _QUOTE)
            self._put(self._scalar(event, f"*{event.anchor}"))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_decoration(event)
            self._put(self._scalar(event, event.value))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_decoration(event)
            self._open(Sequence() if isinstance(event, yaml.SequenceStartEvent) else Mapping(), event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()

    def _open(self, node: Mapping | Sequence, event: yaml.Event) -> None:
        node.location = self._place(event)
        if len(self.stack) >= DEEPEST:
            hint = "nest less deep"
            raise ArticleError(Problem(f"keys and lists are nested more than {DEEPEST} deep", node.location, hint))
        self._put(node)
        self.stack.append((node, []))

    def _put(self, node: Any) -> None:
        if not self.stack:
            self.root = node
            return
        parent, keys = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.append(node)
        elif keys:
            parent[keys.pop()] = node
        else:
            keys.append(self._key(node, parent))

    def _key(self, node: Any, parent: Mapping) -> Scalar:
        if not isinstance(node, Scalar):
            self.problems.append(Problem("a list or mapping stands where a key should", node.location, _QUOTE))
            return Scalar.at("", self.source, 0, 0)
        if node in parent:
            hint = f"it stands first in line {parent.place_of(node).line}; keep one of the two"
            self.problems.append(Problem(f"the key `{node}` stands twice", node.location, hint))
        return node

    def _scalar(self, event: Any, value: str) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        rest = ""
        if not getattr(event, "style", "'"):
            rest = self.source.text[end : self.source.text.find("\n", end) % (len(self.source.text) + 1)].strip()
        return Scalar.at(value, self.source, start, end, rest if rest.startswith("#") else "")

    def _check_decoration(self, event: Any) -> None:
        if event.anchor:
            self._complain(f"YAML takes `&{event.anchor}` for an anchor", event, _QUOTE)
        if event.tag:
            self._complain(f"YAML takes `{event.tag}` for a tag", event, _QUOTE)

    def _complain(self, message: str, event: yaml.Event, hint: str) -> None:
        self.problems.append(Problem(message, self._place(event), hint))

    def _place(self, event: Any) -> Location:
        return self.source.location(event.start_mark.index)


def _syntax_problem(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Location(source.name) if mark is None else source.location(min(mark.index, len(source.text)))
    line = source.text.split("\n")[place.line - 1] if place.line else ""
    message = f"YAML cannot read this: {error.problem or error.context}"
    return Problem(message, place, next(_syntax_hints(line, place.column), _QUOTE))


def _syntax_hints(line: str, column: int) -> Iterator[str]:
    """Yield what may help, the likeliest first."""
    if "\t" in line[: column + 1]:
        yield "use spaces instead of tabs before a key"
    if re.match(r"\s*(?:- +)*[\w-]+:\s+[^'\"|>\[{].*:(?:\s|$)", line) or re.match(r"\s*- .*: .*: ", line):
        yield f"a colon inside a text: {_QUOTE}"
    if re.search(r"(?:^\s*|: +|- +)[@`*&!%|>\[{]", line):
        yield f"a text cannot begin with this sign: {_QUOTE}"
    if re.search(r"(?:: +|- +)['\"]", line):
        yield "a text in quotes must end with the same quote; write a quote inside it twice"
