"""Make small changes to the source of a module, one at a time, of the kinds that tests may miss.

These stay unchanged: docstrings, messages (texts with a space, f-strings), annotations, `__all__`, `if TYPE_CHECKING`,
and the options of `@dataclass`.
"""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, islice
from operator import attrgetter
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
Edit: TypeAlias = tuple[int, int, str]

_SWAPS = {
    **{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in"},
    **{"is": "is not", "is not": "is", "and": "or", "or": "and"},
    **{"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*"},
    **{"any": "all", "all": "any", "min": "max", "max": "min"},
    **{"startswith": "endswith", "endswith": "startswith", "partition": "rpartition"},
}
_OPERATOR = re.compile(rb"(?:[\s)]|#.*)*(not in|is not|[<>=!]=|//|[<>+*/%-]|in\b|is\b|and\b|or\b)")
_CLEANING = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold"}
_EMPTY = {"str": '""', "bytes": 'b""', "int": "0", "float": "0.0", "bool": "False", "tuple": "()", "list": "[]"}
_EMPTY |= {"Sequence": "()", "dict": "{}", "Mapping": "{}", "None": "None"}
_RAW = re.compile(rb"[bBfF]?[rR]")
_PARTS = {  # of a regular expression, with the replacement of each
    rb"\|[^|()\[\]\"'\n]+": "",
    rb"(?<=[(:\"'])[^|()\[\]\"'\n:]+\|": "",
    rb"\(\?<?[=!](?:\[[^\]]*\]|[^()\[\]])*\)": "",
    rb"\\b|(?<!\[)\^|\$": "",
    rb"(?<=[\w\])])[+*?]": "",
    rb"\[\^": "[",
    rb"[A-Za-z0-9]-[A-Za-z0-9]": "",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the bytes from `start` to `end` of the file at `path`, whose content is `source`, become `after`."""

    path: str
    source: bytes
    start: int
    end: int
    after: str

    @property
    def line(self) -> int:
        return self.source.count(b"\n", 0, self.start) + 1

    @property
    def changed(self) -> bytes:
        return self.source[: self.start] + self.after.encode() + self.source[self.end :]

    @property
    def is_sound(self) -> bool:
        """Whether the source changes and is still Python; a changed regular expression must be valid, too."""
        try:
            for pattern in Module(self.changed).patterns_at(self.start):
                re.compile(pattern)
        except (SyntaxError, re.error):
            return False
        return self.changed != self.source

    def __str__(self) -> str:
        """Return `path:line  before → after`, with some characters of the line before and after the change."""
        left = max(self.source.rfind(b"\n", 0, self.start) + 1, self.start - 40)
        right = min(self.source.index(b"\n", self.end), self.end + 40)
        texts = (self.source[left:right], self.changed[left : right + len(self.changed) - len(self.source)])
        before, after = (" ".join(text.decode(errors="ignore").split()) for text in texts)
        return f"{self.path}:{self.line}  {before}  →  {after}"


def mutants(path: str, source: bytes) -> list[Mutant]:
    """Return all changes of a module, in the order of its text."""
    return [Mutant(path, source, *edit) for edit in sorted(set(Module(source).edits()))]


def sample(population: Iterable[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return up to `count` mutants, one per line, chosen by the text of the line: moved lines make no difference."""
    seen: Counter[bytes] = Counter()
    lines: dict[str, list[Mutant]] = defaultdict(list)
    for (_, _, text), alike in _by_line(population).items():
        seen[text] += 1
        lines[_rank(seed, text, seen[text])] += alike
    chosen = (_first_sound(lines[rank], seed) for rank in sorted(lines))
    return list(islice(filter(None, chosen), count))


def _by_line(population: Iterable[Mutant]) -> dict[tuple[str, int, bytes], list[Mutant]]:
    lines: dict[tuple[str, int, bytes], list[Mutant]] = defaultdict(list)
    for mutant in population:
        text = mutant.source.splitlines()[mutant.line - 1].strip()
        lines[mutant.path, mutant.line, text].append(mutant)
    return lines


def _first_sound(alike: Sequence[Mutant], seed: int) -> Mutant | None:
    ranked = sorted(enumerate(alike), key=lambda pair: _rank(seed, pair[1].after.encode(), pair[0]))
    return next((mutant for _, mutant in ranked if mutant.is_sound), None)


def _rank(seed: int, text: bytes, count: int) -> str:
    return sha256(b"%d %d %s" % (seed, count, text)).hexdigest()


class Module:
    """The source of a module, and the places of its nodes, in bytes."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._tree = ast.parse(source)
        self._starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
        makers = [
            node for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__"
        ]
        self._first = {node for maker in makers for node in ast.walk(maker)}  # nothing works without these

    def span(self, node: ast.AST) -> Span:
        line, column, last_line, last = attrgetter("lineno", "col_offset", "end_lineno", "end_col_offset")(node)
        return self._starts[line - 1] + column, self._starts[last_line - 1] + last

    def patterns_at(self, place: int) -> Iterator[str | bytes]:
        """Yield the regular expression at a place, unless parts of it are computed."""
        nodes = list(ast.walk(self._tree))
        pieces = {piece for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and node not in pieces:
                start, end = self.span(node)
                if start <= place < end and _RAW.match(self.source, start):
                    yield node.value

    def edits(self) -> Iterator[Edit]:
        yield from self._visit(self._tree)

    def _visit(self, node: ast.AST) -> Iterator[Edit]:
        if _is_left_alone(node):
            return
        yield from self._values(node)
        yield from self._operators(node)
        yield from self._conditions(node)
        yield from self._statements(node)
        yield from self._parts(node)
        fields = [] if isinstance(node, ast.JoinedStr) else ast.iter_fields(node)
        for name, value in fields:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and name not in {"annotation", "returns"}:
                    yield from self._visit(child)

    def _values(self, node: ast.AST) -> Iterator[Edit]:
        match node:
            case ast.Constant() | ast.JoinedStr() if _RAW.match(self.source, self.span(node)[0]):
                yield from self._patterns(*self.span(node))
            case ast.Constant(value=bool(value)):
                yield *self.span(node), str(not value)
            case ast.Constant(value=int(value) | float(value)):
                yield *self.span(node), str(value + 1)
            case ast.Constant(value=str(value)) if not re.search(r"\s", value):
                yield *self.span(node), '""' if value else '"x"'
            case ast.Constant(value=bytes(value)) if value:
                yield *self.span(node), 'b""'

    def _patterns(self, start: int, end: int) -> Iterator[Edit]:
        for part, after in _PARTS.items():
            for found in re.compile(part).finditer(self.source, start, end):
                yield *found.span(), after

    def _operators(self, node: ast.AST) -> Iterator[Edit]:
        match node:
            case ast.Compare(left=left, comparators=others):
                for operand in (left, *others[:-1]):
                    yield from self._swapped(operand)
            case ast.BoolOp(values=values):
                for operand in values[:-1]:
                    yield from self._swapped(operand)
            case ast.BinOp(left=left, right=right) if not (_is_text(left) or _is_text(right)):
                yield from self._swapped(left)
            case ast.UnaryOp(op=ast.Not()):
                start, _ = self.span(node)
                yield start, start + len("not"), ""
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _SWAPS:
                _, end = self.span(node)
                yield end - len(name), end, _SWAPS[name]

    def _swapped(self, left: ast.AST) -> Iterator[Edit]:
        """Replace the operator after an operand."""
        found = _OPERATOR.match(self.source, self.span(left)[1])
        if found:
            yield *found.span(1), _SWAPS[found[1].decode()]

    def _conditions(self, node: ast.AST) -> Iterator[Edit]:
        """Make a condition always true, or always false."""
        match node:
            case ast.If(test=test) | ast.IfExp(test=test):
                yield from self._decided(test, "True", "False")
            case ast.While(test=test):
                yield from self._decided(test, "False")
            case ast.match_case(guard=ast.expr() as test):
                yield from self._decided(test, "True")
            case ast.comprehension(ifs=tests):
                for test in tests:
                    yield from self._decided(test, "True")
            case ast.BoolOp(op=op, values=values):
                for value in values:
                    yield from self._decided(value, str(isinstance(op, ast.And)))

    def _decided(self, test: ast.expr, *afters: str) -> Iterator[Edit]:
        if not any(isinstance(node, ast.NamedExpr) for node in ast.walk(test)):
            yield from ((*self.span(test), after) for after in afters)

    def _statements(self, node: ast.AST) -> Iterator[Edit]:
        match node:
            case ast.Break():
                yield *self.span(node), "continue"
            case ast.Continue():
                yield *self.span(node), "break"
            case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Delete():
                yield *self.span(node), "pass"
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) if node not in self._first:
                yield *self.span(node), "pass"
            case ast.FunctionDef(returns=ast.expr() as kind):
                after = _EMPTY.get("None" if "| None" in ast.unparse(kind) else ast.unparse(kind).split("[")[0])
                for inner in ast.walk(node):
                    if after and isinstance(inner, ast.Return) and inner.value:
                        yield *self.span(inner.value), after

    def _parts(self, node: ast.AST) -> Iterator[Edit]:
        """Leave out an element, an entry, a keyword argument, a word in a list, or a call that cleans or sorts."""
        match node:
            case ast.Tuple(elts=parts, ctx=ast.Load()) | ast.List(elts=parts, ctx=ast.Load()) | ast.Set(elts=parts):
                start, _ = self.span(node)
                if self.source[start : start + 1] in b"([{":  # without brackets, it is unpacked or returned
                    yield from _without(list(map(self.span, parts)))
            case ast.Dict(keys=keys, values=values) if all(keys):
                pairs = zip(map(self.span, filter(None, keys)), map(self.span, values), strict=True)
                yield from _without([(key[0], value[1]) for key, value in pairs])
            case ast.Call(func=ast.Attribute(value=ast.Constant() as text, attr="split"), args=[]):
                for found in re.compile(rb"[^\s()\"']+ ?").finditer(self.source, *self.span(text)):
                    yield *found.span(), ""
            case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]) if name in _CLEANING:
                _, end = self.span(node)
                yield self.source.rindex(b".", 0, end), end, ""
            case ast.Call(func=ast.Name(id="sorted"), args=[given]):
                start, end = self.span(given)
                yield *self.span(node), self.source[start:end].decode()
            case ast.Call(args=given, keywords=[_, *_] as keywords):
                named = {self.span(keyword)[0] for keyword in keywords if not _is_left_alone(keyword)}
                spans = sorted(map(self.span, (*given, *keywords)))
                yield from (edit for edit, span in zip(_without(spans), spans, strict=True) if span[0] in named)


def _without(parts: Sequence[Span]) -> Iterator[Edit]:
    """Drop each part with the comma after it; drop the last part with the comma before it."""
    for count, (start, end) in enumerate(parts):
        if count + 1 < len(parts):
            yield start, parts[count + 1][0], ""
        else:
            yield parts[count - 1][1] if count else start, end, ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)))


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Call(func=ast.Name(id="dataclass" | "TypeVar")):
            return True
        case ast.keyword(arg=None | "description" | "help" | "metavar" | "strict"):
            return True
    return False
