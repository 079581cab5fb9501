"""Whatever becomes of the process that works on one article, the answer is a problem of that article, in time."""

import json
import os
import resource
import select
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter import isolation
from exporter.errors import (
    ArticleError,
    DisagreementError,
    ExporterError,
    Location,
    MachineError,
    Problem,
    Severity,
    UsageError,
)
from exporter.isolation import Answer
from exporter.limits import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only the clock counts there")

Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that isolates a script of the shell in the place of this program."""

    def run(script: str, limits: Limits | None = None, article: str = "a.yaml") -> Answer:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        return isolation.run(["build", "--out", "out"], article, limits or Limits())

    return run


def report(code: int, *files: str, **problem: str | int | None) -> str:
    """Return a script that prints a report."""
    data = {"severity": "error", "message": "bad", "file": None, "line": None, "column": None, "hint": None} | problem
    return f"echo '{json.dumps({'exit': code, 'articles': [{'files': files, 'problems': [data]}]})}'; exit {code}"


@pytest.mark.parametrize("place", [Location("a.yaml", 3, 5), Location("a.yaml"), None])
def test_a_report_becomes_the_answer(place: Location | None, run: Run) -> None:
    where = {"file": place.file, "line": place.line or None, "column": place.column or None} if place else {}
    answer = run(report(0, "a.pdf", "a.html", severity="warning", hint="do it", **where))
    assert answer == Answer(("a.pdf", "a.html"), (Problem("bad", place, "do it", Severity.WARNING),))


@pytest.mark.parametrize("error", [ExporterError, UsageError, ArticleError, MachineError, DisagreementError])
def test_a_report_of_a_failure_raises_what_the_command_raised(error: type[ExporterError], run: Run) -> None:
    with pytest.raises(ExporterError) as caught:
        run(report(error.exit_code))
    assert type(caught.value) is error
    assert caught.value.problems == (Problem("bad"),)


TOO_LONG = (ArticleError, "the work on the article takes too long; the limit is `seconds=7`")
TOO_LARGE = (ArticleError, "the work on the article takes too much memory; the limit is `memory_mb=900`")
BROKEN_OFF = (ExporterError, "the work on the article broke off: ")
ENDS = {
    "its seconds are used up": ("kill -XCPU $$", TOO_LONG),
    "a library gets no memory": ("kill -SEGV $$", TOO_LARGE),
    "Python gets no memory": ("echo 'MemoryError: x' >&2; exit 1", TOO_LARGE),
    "it has a defect": ("echo 'first\nlast' >&2; exit 1", (ExporterError, BROKEN_OFF[1] + "last")),
    "it says nothing": ("", BROKEN_OFF),
    "it says something else": ("echo '[]'", BROKEN_OFF),
    "its report lacks something": ("""echo '{"exit": 0}'""", BROKEN_OFF),
    "it reports on no article": ("""echo '{"exit": 0, "articles": []}'""", BROKEN_OFF),
}


@pytest.mark.parametrize(("script", "expected"), ENDS.values(), ids=ENDS)
def test_an_end_without_a_report_is_explained_at_the_article(
    script: str, expected: tuple[type[ExporterError], str], run: Run
) -> None:
    with pytest.raises(ExporterError) as caught:
        run(script, Limits(seconds=7, memory_mb=900))
    (problem,) = caught.value.problems
    assert (type(caught.value), problem.message, problem.location) == (*expected, Location("a.yaml"))


def test_the_article_and_the_limits_reach_the_command(run: Run) -> None:
    """Also an article that looks like an option."""
    arguments = run("""echo "{\\"exit\\": 0, \\"articles\\": [{\\"files\\": [\\"$*\\"], \\"problems\\": []}]}\"""",
                    Limits(pages=3), "-a.yaml").files[0]  # fmt: skip
    assert arguments.startswith("-P -m exporter build --out out --format json --limit article_mb=1 ")
    assert " --limit pages=3 " in arguments
    assert arguments.endswith(" -- -a.yaml")


@pytest.mark.parametrize("allowed_mb", [None, 64], ids=["unlimited", "limited"])
def test_the_system_keeps_the_process_within_the_limits_and_its_own(
    allowed_mb: int | None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if allowed_mb:
        monkeypatch.setattr(resource, "getrlimit", lambda _: (0, allowed_mb * 2**20))
    with pytest.raises(ExporterError) as caught:
        run("echo $(ulimit -v) $(ulimit -t) $(ulimit -Hf) $(ulimit -Hc) >&2", Limits(seconds=50, memory_mb=100))
    memory, output = (100, 200) if allowed_mb is None else (64, 64)
    assert caught.value.problems[0].message.endswith(f": {memory * 1024} 50 {output * 2048} 0")


STAYS = "(exec > held; echo here; exec sleep 60) & "


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("last", "error"),
    [("wait", ArticleError), ("sleep 0.2; kill -INT $PPID; wait", KeyboardInterrupt)],
    ids=["late", "interrupted"],
)
def test_the_process_ends_with_all_that_it_started_and_may_finish_what_it_saves(
    last: str, error: type[BaseException], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(isolation, "_GRACE", 0.5)
    os.mkfifo("held")
    held = os.open("held", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(error) as caught:
        run(f"trap 'sleep 0.1; touch saved; exit' TERM; {STAYS}{last}", Limits(seconds=1))
    if isinstance(caught.value, ArticleError):
        assert caught.value.problems[0].location == Location("a.yaml")
    assert (tmp_path / "saved").exists()
    assert os.read(held, 10) == b"here\n"
    assert select.select([held], [], [], 2)[0], "it still runs"
    assert os.read(held, 10) == b""
    os.close(held)
