"""Fixtures that tests share: the smallest article and changes of it, one citeproc for all tests, golden files."""

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exporter import rules
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.errors import Problem
from exporter.load import load
from exporter.project import Folder, Project
from exporter.resolve import resolve
from exporter.validators import Validators
from scripts import versions

MINIMAL = """\
title: A handout
language: en
summary: What this is about.
publisher:
  name: A clinic
document:
  id: T-1
  version: 1.0
  published: 2026-11-22
sections:
  - heading: First
    content: Some text.
"""

Load = Callable[..., Manuscript]
Warn = Callable[..., list[Problem]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files instead of comparing with them")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After a failure, name the programs whose version is not the one that the tests last passed with."""
    has_failed = terminalreporter.stats.keys() & {"failed", "error"}
    if has_failed and (lines := versions.differences(versions.LIST.read_text("utf-8"))):
        terminalreporter.section("this may be the cause")
        terminalreporter.write_line("\n".join(lines))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


def check_golden(path: Path, text: str, update: bool) -> None:
    """Compare `text` with the golden file at `path`, or write it there."""
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_bytes().decode("utf-8"), f"{path} differs; `pytest --update` rewrites it"


def article_text(changes: str = "") -> str:
    """Return the smallest article with changed top-level keys; `changes` come first, so that their lines are known.

    A top-level key of `changes` replaces that of the smallest article.
    """
    own = set(re.findall(r"^([\w-]+):", changes, re.MULTILINE))
    parts = re.split(r"^(?=\w)", MINIMAL, flags=re.MULTILINE)
    separator = "" if not changes or changes.endswith("\n") else "\n"
    return changes + separator + "".join(part for part in parts if part.split(":")[0] not in own)


@pytest.fixture(scope="session")
def citeproc() -> Iterator[Citeproc]:
    with Citeproc() as process:
        yield process


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    with Validators() as found:
        yield found


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let Ctrl-C interrupt a command even if the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return the path of an article that is not written yet, in a project of its own."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder / "article.yaml"


@pytest.fixture
def load_article(article: Path, citeproc: Citeproc) -> Load:
    """Return a function that loads the smallest article with the given changes, or exactly the given bytes."""

    def run(changes: str | bytes = "") -> Manuscript:
        article.write_bytes(changes if isinstance(changes, bytes) else article_text(changes).encode())
        return load(Project(Folder(article.parents[1]), f"content/{article.name}"), citeproc)

    return run


@pytest.fixture
def warnings_of(load_article: Load, citeproc: Citeproc) -> Warn:
    """Return a function that returns every warning about the smallest article with the given changes."""

    def run(changes: str | bytes = "") -> list[Problem]:
        manuscript = load_article(changes)
        document = resolve(manuscript, citeproc)
        return [*document.warnings, *rules.check(manuscript, document)]

    return run
