"""Every message and hint that the program can give, read from its source: values have the place of `…`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from places import ROOT

PACKAGE: Final = ROOT / "src" / "exporter"
_SENTENCE: Final = re.compile(r"[a-z]{2,},? [a-z`…]+.* [a-z`…]+", re.IGNORECASE)
_CODE: Final = re.compile(r"[{}]|\\[sdwSn]|\(\?|^[<@./]|^\s*$")


@dataclass(frozen=True, slots=True)
class Message:
    """A text that the program can print: where it is in the source, and its words."""

    file: str
    line: int
    words: str


@cache
def messages() -> tuple[Message, ...]:
    """Return each text of at least three words in the source that is neither a docstring nor code."""
    return tuple(one for path in sorted(PACKAGE.rglob("*.py")) for one in _of_file(path))


def _of_file(path: Path) -> Iterator[Message]:
    tree = ast.parse(path.read_bytes())
    skipped = {id(inner) for node in _unprinted(tree) for inner in ast.walk(node)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (id(node) not in inside and isinstance(node, ast.Constant)):
            words = _words(node)
            if id(node) not in skipped and _SENTENCE.search(words) and not _CODE.search(words):
                yield Message(path.relative_to(PACKAGE).as_posix(), node.lineno, words)


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_words, node.values))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "…"


def _unprinted(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield docstrings, descriptions, lists of words, texts for comparison, keys, and programming errors."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.keyword(arg="description" | "help" | "metavar" | "reason"):
                yield node
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _NO_OUTPUT:
                yield node
            case ast.Dict(keys=keys):
                yield from (key for key in keys if key)


_NO_OUTPUT: Final = {*"TypeError ValueError RuntimeError KeyError split startswith endswith".split()}


def problems_without_hint() -> Iterator[tuple[str, int]]:
    """Yield the place of each `Problem` and each error of the schema in the source that has no hint."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and not _has_hint(node):
                yield path.relative_to(PACKAGE).as_posix(), node.lineno


def _has_hint(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name == "Problem":
        hints = [*call.args[2:3], *(one.value for one in call.keywords if one.arg == "hint")]
        return any(isinstance(one, ast.Starred) for one in call.args) or any(_words(one) for one in hints)
    if name in {"ArticleError", "UsageError", "MachineError"}:  # a text alone has no hint
        return not any(isinstance(one, ast.Constant | ast.JoinedStr) for one in call.args)
    return True
