"""Record which tests run which line, as a plugin of pytest, and read the record.

`--record FILE` runs under coverage and writes the seconds that each test takes; `--only FILE` runs the tests that a
file lists, in its order. Lines run in the setup of a test count for every test of its file, because a shared fixture is
set up once.
"""

import ast
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from coverage import Coverage

Contexts: TypeAlias = Mapping[int, Sequence[str]]

_CALL = " (call)"  # the name of the phase in PYTEST_CURRENT_TEST, which child processes read
_FEW = 3  # contexts; a line that no more contexts run may be run once for many tests, under a cache


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", type=Path, help="write the seconds of each test, as JSON; null for one that fails")
    parser.addoption("--only", type=Path, help="run the tests that this JSON list names, in its order")


def pytest_configure(config: pytest.Config) -> None:
    if path := config.getoption("--record"):
        config.pluginmanager.register(_Recorder(path))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if path := config.getoption("--only"):
        order = {name: place for place, name in enumerate(json.loads(path.read_text("utf-8")))}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])


class _Recorder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds: dict[str, float] = defaultdict(float)
        self._failed: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        _switch(f"{item.nodeid} (setup)")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        _switch(f"{item.nodeid}{_CALL}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        seconds = {name: None if name in self._failed else taken for name, taken in self._seconds.items()}
        self._path.write_text(json.dumps(seconds, indent=0), "utf-8")


def _switch(context: str) -> None:
    measured = Coverage.current()
    if measured and os.geteuid() == os.getuid():  # a test may have dropped the right to write the record
        measured.switch_context(context)


@dataclass(frozen=True, slots=True)
class Owner:
    """The lines of a definition, and the names by which other lines use it."""

    first: int
    last: int
    names: Set[str] = frozenset()
    is_run_on_import: bool = True
    is_cached: bool = False


class Covering:
    """The tests of each line, from the sources of the modules and the contexts in which their lines ran.

    Paths are relative to `src`.
    """

    def __init__(self, sources: Mapping[str, bytes], contexts: Mapping[str, Contexts], tests: Sequence[str]) -> None:
        self._uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path, source in sources.items():
            for number, line in enumerate(source.decode().split("\n"), 1):
                for word in set(re.findall(r"\w+", line)):
                    self._uses[word].append((path, number))
        self._owners = {path: tuple(owners(ast.parse(source).body)) for path, source in sources.items()}
        self._contexts = contexts
        self._tests = tests

    @classmethod
    def read(cls, sources: Mapping[str, bytes], measured: Path, tests: Sequence[str]) -> "Covering":
        """Read the data that coverage measured."""
        coverage = Coverage(data_file=measured)
        coverage.load()
        data = coverage.get_data()
        found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in data.measured_files():  # a test may run a copy of the sources
            for line, contexts in data.contexts_by_lineno(name).items():
                found[name.rpartition("/src/")[2]][line] += contexts
        return cls(sources, found, tests)

    def tests(self, path: str, line: int) -> list[str]:
        """Return the tests that may notice a change of the line, in the order in which they were recorded.

        For a line that runs on import, or once for many tests, these are the tests of the lines that use its names.
        """
        contexts: set[str] = set()
        waiting, seen = [(path, line)], {(path, line)}
        while waiting:
            found, names = self._look(*waiting.pop())
            contexts.update(found)
            users = {use for name in names for use in self._uses[name]} - seen
            waiting += users
            seen |= users
        calls = {context.removesuffix(_CALL) for context in contexts if context.endswith(_CALL)}
        files = {context.partition("::")[0] for context in contexts if not context.endswith(_CALL)}
        return [test for test in self._tests if test in calls or test.partition("::")[0] in files]

    def _look(self, path: str, line: int) -> tuple[Sequence[str], Set[str]]:
        """Return the contexts that ran the line, and the names whose users matter as well."""
        ran = self._contexts.get(path, {})
        owner = next((owner for owner in self._owners[path] if owner.first <= line <= owner.last), Owner(line, line))
        if owner.is_run_on_import:
            return (), owner.names
        own = {number: ran[number] for number in range(owner.first, owner.last + 1) if number in ran}
        before = max((number for number in own if number <= line), default=min(own, default=0))
        is_run_once = owner.is_cached or max(map(len, own.values()), default=0) <= _FEW
        return own.get(before, ()), owner.names if is_run_once else frozenset()


def owners(body: Sequence[ast.stmt], around: Set[str] = frozenset()) -> Iterator[Owner]:
    """Yield the definitions in a module or class; those inside a class come before the class."""
    for node in body:
        last = node.end_lineno or node.lineno
        match node:
            case ast.FunctionDef(name=name, body=[first, *_]):
                is_cached = any("cache" in ast.unparse(one) for one in node.decorator_list)
                yield Owner(first.lineno, last, around | {name}, is_run_on_import=False, is_cached=is_cached)
                names = around | {name}
            case ast.ClassDef(name=name, body=inner):
                yield from owners(inner, {name})
                names = {name}
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names = around | {name}
            case ast.If(body=inner, orelse=otherwise):
                yield from (parts := [*owners([*inner, *otherwise], around)])
                names = {*around, *(name for part in parts for name in part.names)}
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names = around | {(one.asname or one.name).partition(".")[0] for one in imported}
            case _:
                names = around
        decorators = node.decorator_list if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else []
        yield Owner(min([node.lineno, *(one.lineno for one in decorators)]), last, names)
