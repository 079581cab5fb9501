"""However the process that works on one article ends, the result is a report about that article, in time."""

import json
import os
import resource
import select
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.errors import ArticleError, ExporterError, Location, MachineError, Problem, Severity
from exporter.limits import Limits
from exporter.request import Report, Request, Task
from exporter.runs import isolated

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only the clock counts there")

Run = Callable[..., Report]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a shell script as the isolated process, in the place of exporter."""

    def run(script: str, limits: Limits | None = None) -> Report:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        return isolated.run(Task("build", Request("a.yaml", limits=limits or Limits())))

    return run


@pytest.mark.parametrize("place", [Location("a.yaml", 3, 5), Location("a.yaml"), None])
def test_the_report_of_the_process_is_the_answer(place: Location | None, run: Run) -> None:
    problem = Problem("bad", place, "do it", Severity.WARNING)
    report = Report("a.yaml", (Path("a.pdf"), Path("a.html")), (problem,), 3)
    assert run(f"echo '{json.dumps(report.to_json())}'; exit 1") == report


def test_the_process_gets_the_task_and_no_module_of_the_folder_it_is_in(run: Run, tmp_path: Path) -> None:
    limits = Limits(pages=3)
    run(f"cat > {tmp_path}/task; echo $* > {tmp_path}/arguments", limits)
    assert Task.from_json(json.loads((tmp_path / "task").read_bytes())) == Task(
        "build", Request("a.yaml", limits=limits)
    )
    assert (tmp_path / "arguments").read_text().split() == ["-P", "-X", "utf8", "-m", "exporter.runs.worker"]


TOO_LONG = (ArticleError, "the work on the article takes too long; the limit is `seconds=7`")
TOO_LARGE = (ArticleError, "the work on the article takes too much memory; the limit is `memory_mb=900`")
BROKEN_OFF = (ExporterError, "the work on the article stopped: ")
ENDS = {
    "its seconds are used up": ("kill -XCPU $$", TOO_LONG),
    "a library gets no memory": ("kill -SEGV $$", TOO_LARGE),
    "Python gets no memory": ("echo 'MemoryError: x' >&2; exit 1", TOO_LARGE),
    "it has a defect": ("echo 'first\nlast' >&2; exit 1", (ExporterError, BROKEN_OFF[1] + "last")),
    "it says nothing": ("", BROKEN_OFF),
    "it says something else": ("echo '[]'", BROKEN_OFF),
    "its report lacks something": ("""echo '{"exit": 0}'""", BROKEN_OFF),
    "its report has an unknown severity": (
        """echo '{"article": "a", "exit": 0, "files": [], "problems": [{"severity": "x"}]}'""",
        BROKEN_OFF,
    ),
}


@pytest.mark.parametrize(("script", "expected"), ENDS.values(), ids=ENDS)
def test_an_end_without_a_report_is_explained_at_the_article(
    script: str, expected: tuple[type[ExporterError], str], run: Run
) -> None:
    report = run(script, Limits(seconds=7, memory_mb=900))
    (problem,) = report.problems
    kind, message = expected
    assert (report.exit_code, problem.message, problem.location) == (kind.exit_code, message, Location("a.yaml"))


def test_a_process_that_cannot_be_started_is_a_fault_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    report = isolated.run(Task("build", Request("a.yaml")))
    assert (report.article, report.exit_code) == ("a.yaml", MachineError.exit_code)


@pytest.mark.parametrize("allowed_mb", [None, 64], ids=["unlimited", "limited"])
def test_the_system_keeps_the_process_within_the_limits_and_its_own(
    allowed_mb: int | None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if allowed_mb:
        monkeypatch.setattr(resource, "getrlimit", lambda _: (0, allowed_mb * 2**20))
    report = run("echo $(ulimit -v) $(ulimit -t) $(ulimit -Hf) $(ulimit -Hc) >&2", Limits(seconds=50, memory_mb=100))
    memory, output = (100, 200) if allowed_mb is None else (64, 64)
    assert report.problems[0].message.endswith(f": {memory * 1024} 50 {output * 2048} 0")


STAYS = "(exec > held; echo here; exec sleep 60) & "


@pytest.mark.slow
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("last", ["wait", "sleep 0.2; kill -INT $PPID; wait"], ids=["late", "interrupted"])
def test_the_process_ends_with_every_process_it_started_but_may_finish_saving(
    last: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(isolated, "_GRACE", 0.5)
    os.mkfifo("held")
    held = os.open("held", os.O_RDONLY | os.O_NONBLOCK)
    script = f"trap 'sleep 0.1; touch saved; exit' TERM; {STAYS}{last}"
    if last == "wait":
        assert run(script, Limits(seconds=1)).problems[0].location == Location("a.yaml")
    else:
        with pytest.raises(KeyboardInterrupt):
            run(script, Limits(seconds=1))
    assert (tmp_path / "saved").exists()
    assert os.read(held, 10) == b"here\n"
    assert select.select([held], [], [], 2)[0], "it still runs"
    assert os.read(held, 10) == b""
    os.close(held)
