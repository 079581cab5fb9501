"""`make mutants`: each kind of change is made, the same seed draws the same sample, and the right tests are chosen."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from coverage import CoverageData

from scripts.covering import Contexts, Covering
from scripts.mutants import SOURCES, Trials, in_order
from scripts.mutations import Mutant, mutants, sample


def changes(source: str) -> list[str]:
    return [mutant.changed.decode() for mutant in mutants("m.py", source.encode()) if mutant.is_sound]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", "a <= b"),
        ("a == b", "a != b"),
        ("(a) not in b", "(a) in b"),
        ("a is None", "a is not None"),
        ("(a  # not or\n and b)", "(a  # not or\n or b)"),
        ("a or b", "False or b"),
        ("a and b", "a and True"),
        ("a = not b", "a =  b"),
        ("n + 1", "n - 1"),
        ("n = 1", "n = 2"),
        ("n = 1.5", "n = 2.5"),
        ("n = True", "n = False"),
        ("n = 'key'", 'n = ""'),
        ("n = ''", 'n = "x"'),
        ("any(a)", "all(a)"),
        ("a.startswith(b)", "a.endswith(b)"),
        ("a = (b + c).strip()", "a = (b + c)"),
        ("a = sorted(b)", "a = b"),
        ("if a: b", "if True: b"),
        ("if a: b", "if False: b"),
        ("a = b if c else d", "a = b if False else d"),
        ("while a: b", "while False: b"),
        ("a = [b for b in c if d]", "a = [b for b in c if True]"),
        ("match a:\n case b if c: d", "match a:\n case b if True: d"),
        ("for a in b: break", "for a in b: continue"),
        ("for a in b: continue", "for a in b: break"),
        ("raise a", "pass"),
        ("a(b)", "pass"),
        ("a += b", "pass"),
        ("a.b = c", "pass"),
        ("def a() -> str: return b", 'def a() -> str: return ""'),
        ("def a() -> B | None: return b", "def a() -> B | None: return None"),
        ("a = (b, c)", "a = (c)"),
        ("a = {b, c}", "a = {b}"),
        ("a = [b]", "a = []"),
        ("a = {b: c, d: e}", "a = {d: e}"),
        ("a = b(c, d=e)", "a = b(c)"),
        ("a = 'b c'.split()", "a = 'c'.split()"),
        ("try: a\nexcept (B, C): d", "try: a\nexcept (C): d"),
        ("a = r'b|c'", "a = r'b'"),
        ("a = r'(?:b|c)'", "a = r'(?:c)'"),
        ("a = r'b(?!c)'", "a = r'b'"),
        (r"a = r'\bb$'", "a = r'b$'"),
        ("a = r'[^b-cd]+'", "a = r'[b-cd]+'"),
        ("a = r'[^b-cd]+'", "a = r'[^d]+'"),
        ("a = rf'{b}+|c'", "a = rf'{b}+'"),
    ],
)
def test_each_kind_of_change_is_made(source: str, changed: str) -> None:
    assert changed in changes(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "import a",
        "a: Literal['b', 'c']",
        "A: TypeAlias = dict[str, 'B']",
        "def a(b: 'C') -> 'D': ...",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n    from a import b",
        "@dataclass(frozen=True)\nclass A: ...",
        "a = 'a message'",
        "a = f'{b} of {c}'",
        "a = zip(b, c, strict=False)",
        "a, b = c, d",
        "def __init__(self): self.a = b",
    ],
)
def test_wording_and_what_only_tools_read_are_left_alone(source: str) -> None:
    assert changes(source) == []


def test_a_change_is_shown_with_its_place_and_what_is_beside_it() -> None:
    (mutant,) = mutants("a/m.py", b"b = c\nd = len(e) < f\n")
    assert str(mutant) == "a/m.py:2  d = len(e) < f  →  d = len(e) <= f"


MODULES = {"a.py": b"a = 1\nb = 2\nc = (3, 4)\nd = 1\n", "b.py": b"e = 5\nf = 6\n"}


def drawn(modules: Mapping[str, bytes], count: int = 3, seed: int = 1) -> list[bytes]:
    """Return the changed lines of a sample."""
    chosen = sample((mutant for path in modules for mutant in mutants(path, modules[path])), count, seed)
    return [mutant.changed.splitlines()[mutant.line - 1] for mutant in chosen]


def test_the_same_seed_draws_the_same_sample() -> None:
    assert drawn(MODULES) == drawn(MODULES)
    assert len({tuple(drawn(MODULES, seed=seed)) for seed in range(5)}) > 1


def test_a_larger_sample_begins_with_the_smaller_one_and_has_one_change_a_line() -> None:
    assert drawn(MODULES, 6)[:3] == drawn(MODULES)
    assert len(drawn(MODULES, 100)) == 6


def test_neither_a_move_nor_lines_without_a_change_alter_the_sample() -> None:
    moved = {"z/a.py": b"import g\n\n" + MODULES["a.py"], "z/b.py": MODULES["b.py"]}
    assert drawn(moved, 6) == drawn(MODULES, 6)


SOURCE = b"""\
WORDS = frozenset("a b".split())
if WORDS: PLAIN = WORDS | {"c"}

@cache
def known():
    return set(PLAIN)

def ask(word):
    if word:
        return word in known()
    return 0
"""


def call(name: str) -> str:
    return f"tests/test_a.py::{name} (call)"


@pytest.mark.parametrize(
    ("line", "tests"),
    [
        pytest.param(9, ["test_first", "test_second", "test_third", "test_fourth"], id="by the tests that run it"),
        pytest.param(10, ["test_second", "test_third"], id="a branch, by those that take it"),
        pytest.param(6, ["test_second", "test_third"], id="what a cache lets run once, by all that ask for it"),
        pytest.param(1, ["test_second", "test_third"], id="what runs on import, by those that use it"),
    ],
)
def test_a_line_is_tried_by_the_tests_that_may_notice(line: int, tests: Sequence[str]) -> None:
    ran = [call(name) for name in ("test_first", "test_second", "test_third", "test_fourth")]
    contexts: Contexts = {1: [""], 2: [""], 4: [""], 5: [""], 6: [ran[1]], 8: [""], 9: ran, 10: ran[1:3], 11: ran[::3]}
    known = [context.removesuffix(" (call)") for context in ran]
    covering = Covering({"a.py": SOURCE}, {"a.py": contexts}, known)
    assert [test.partition("::")[2] for test in covering.tests("a.py", line)] == tests


def test_what_a_cache_lets_run_once_is_tried_by_all_that_ask_for_it_whatever_child_processes_ran_it() -> None:
    ran = [call(f"test_{count}") for count in range(6)]
    contexts: Contexts = {6: ran[:5], 9: ran, 10: ran}
    known = [context.removesuffix(" (call)") for context in ran]
    assert Covering({"a.py": SOURCE}, {"a.py": contexts}, known).tests("a.py", 6) == known


def test_what_a_fixture_runs_is_tried_by_all_tests_of_its_file() -> None:
    tests = ["tests/test_a.py::test_b", "tests/test_a.py::test_c", "tests/test_d.py::test_e"]
    ran = {2: ["tests/test_a.py::test_b (setup)"]}
    assert Covering({"a.py": b"def f():\n    return 1\n"}, {"a.py": ran}, tests).tests("a.py", 2) == tests[:2]


def test_a_condition_on_import_is_tried_by_the_tests_of_what_it_defines() -> None:
    source = b"import sys\nif sys:\n    from a import b\n    c = 1\ndef d():\n    return b\ndef e():\n    return c\n"
    ran = {1: [""], 2: [""], 3: [""], 4: [""], 6: [call("test_d")], 8: [call("test_e")]}
    names = ["tests/test_a.py::test_d", "tests/test_a.py::test_e"]
    covering = Covering({"a.py": source}, {"a.py": ran}, names)
    assert covering.tests("a.py", 2) == names
    assert covering.tests("a.py", 3) == names[:1]


def test_tests_that_ran_a_copy_of_the_sources_count_like_the_others(tmp_path: Path) -> None:
    source = b"def f():\n    return 1\n"
    measured = tmp_path / "coverage"
    data = CoverageData(str(measured))
    for folder, test in (("one", "test_b"), ("two", "test_c")):
        data.set_context(call(test))
        data.add_lines({f"/{folder}/src/a.py": [2]})
    data.write()
    tests = ["tests/test_a.py::test_b", "tests/test_a.py::test_c"]
    assert Covering.read({"a.py": source}, measured, tests).tests("a.py", 2) == tests


def test_files_that_take_little_time_are_tried_first() -> None:
    seconds = {"a::b": 1.0, "a::c": 4.0, "d::e": 2.0}
    assert list(in_order(list(seconds), seconds)) == ["d::e", "a::b", "a::c"]


@pytest.mark.slow
@pytest.mark.parametrize(("after", "is_noticed"), [("pass", True), ("main( )", False)])
def test_a_change_is_tried_on_a_copy_that_child_processes_run_too(after: str, is_noticed: bool) -> None:
    path, call = "exporter/__main__.py", b"main()"
    source = (SOURCES / path).read_bytes()
    start = source.rindex(call)
    test = "tests/promises/test_hostile.py::test_an_isolated_build_reports_the_same"
    ended = Trials().outcome(Mutant(path, source, start, start + len(call), after), {test: 1.0})
    assert ended == int(is_noticed)
    assert (SOURCES / path).read_bytes() == source
