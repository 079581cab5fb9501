"""A helper process answers in order, in time, and never to another request; nothing of it remains."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from exporter import child as module
from exporter.child import Child, ChildFailed

DOES_WHAT_IT_IS_TOLD = "import os, signal, subprocess, sys, time\nfor line in sys.stdin: exec(line)"


def obedient(seconds: float) -> Child:
    """Return a child that runs each request as Python."""
    return Child(lambda: [sys.executable, "-I", "-S", "-u", "-c", DOES_WHAT_IT_IS_TOLD], seconds)


@pytest.fixture
def child() -> Iterator[Child]:
    with closing(obedient(20)) as child:
        yield child


@pytest.fixture
def hasty() -> Iterator[Child]:
    """Yield a child that has one second for an answer."""
    with closing(obedient(1)) as child:
        yield child


def test_one_process_answers_all_requests_in_their_order(child: Child) -> None:
    process = child.start()
    assert [child.ask(f"print({number})") for number in range(5)] == [0, 1, 2, 3, 4]
    assert child.start() is process


def has_ended(process: "subprocess.Popen[bytes]") -> bool:
    pipes = (process.stdin, process.stdout)
    return process.returncode is not None and all(pipe is not None and pipe.closed for pipe in pipes)


# ---------------------------------------------------------------- the answer to another request


def test_an_answer_that_is_late_never_reaches_the_next_request(hasty: Child) -> None:
    process = hasty.start()
    with pytest.raises(TimeoutError, match="no answer in 1 seconds"):
        hasty.ask("time.sleep(1.3); print(1)")
    assert has_ended(process)
    assert hasty.ask("print(2)") == 2


@pytest.mark.usefixtures("interruptible")
def test_after_an_interruption_the_next_request_gets_its_own_answer(child: Child) -> None:
    process = child.start()
    with pytest.raises(KeyboardInterrupt):
        child.ask("os.kill(os.getppid(), signal.SIGINT); time.sleep(0.3); print(1)")
    assert has_ended(process)
    assert child.ask("print(2)") == 2


FAILURES = {
    "it dies": ("os._exit(3)", "it ended without a message", 3),
    "it dies in the middle of an answer": ("print(1, end=''); os._exit(0)", "it ended without a message", 0),
    "it dies slowly": ("os.close(1); time.sleep(0.1); os._exit(3)", "it ended without a message", 3),
    "it closes its output": ("os.close(1); time.sleep(60)", "it ended without a message", None),
    "it names its error": ("print(f'a\\nb', file=sys.stderr); int('x')", "ValueError: invalid literal", 1),
    "it names its error at length": ("sys.stderr.write('a\\n' * 30_000); int('x')", "ValueError: invalid literal", 1),
    "it names no error": ("print('bad\\nin an Exception', file=sys.stderr); os._exit(1)", "bad", 1),
    "it names no error at length": ("sys.stderr.write('\\n' + 'b' * 300); os._exit(1)", "b" * 200, 1),
    "it answers with something else": ("print('oh')", "its answer cannot be read: Expecting value", None),
    "it answers with nothing": ("print()", "its answer cannot be read: Expecting value", None),
    "it answers with bytes": ("os.write(1, b'\\xff\\n')", "its answer cannot be read", None),
    "it answers with too much": ("print('[' * 100_000)", "its answer cannot be read", None),
    "it says more than its answer": ("print('1\\n2')", "its answer cannot be read: Extra data", None),
    "it says something before its answer": (
        "print('oh'); time.sleep(0.2); print(1)",
        "its answer cannot be read",
        None,
    ),
}


@pytest.mark.parametrize(("request_", "message", "code"), FAILURES.values(), ids=FAILURES)
def test_a_child_that_fails_says_why_and_answers_the_next_request(
    request_: str, message: str, code: int | None, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FAREWELL", 0.3)
    with pytest.raises(ChildFailed) as caught:
        child.ask(request_)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) <= 200
    assert caught.value.code == code
    assert child.ask("print(2)") == 2


def test_a_child_that_reads_no_more_fails_once(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FAREWELL", 0.1)
    assert child.ask("os.close(0); print(1); time.sleep(60)") == 1
    with pytest.raises(ChildFailed):
        child.ask("print(2)")
    assert child.ask("print(3)") == 3


def test_what_was_said_before_an_answer_does_not_explain_the_next_failure(child: Child) -> None:
    assert child.ask("print('OldError', file=sys.stderr); print(1)") == 1
    with pytest.raises(ChildFailed, match="without a message"):
        child.ask("os._exit(1)")


LATER = {
    "it says more": "print(1); time.sleep(0.05); print(2)",
    "it dies": "print(1); os._exit(0)",
    "it dies and leaves a program that keeps its output": "subprocess.Popen(['sleep', '60']); print(1); os._exit(0)",
}


@pytest.mark.parametrize("request_", LATER.values(), ids=LATER)
def test_a_child_that_goes_wrong_after_its_answer_is_started_again(request_: str, child: Child) -> None:
    first = child.start()
    assert child.ask(request_) == 1
    time.sleep(0.1)
    assert child.ask("print(3)") == 3
    assert has_ended(first)


# ---------------------------------------------------------------- pipes that are full


def test_endless_error_output_blocks_nothing(child: Child) -> None:
    assert child.ask("sys.stderr.write('x' * 1_000_000); print(1)") == 1


def test_a_request_that_is_never_read_is_given_up_in_time() -> None:
    with closing(Child(lambda: [sys.executable, "-c", "import time; time.sleep(60)"], 0.5)) as child:
        before = time.monotonic()
        with pytest.raises(TimeoutError):
            child.ask("x" * 1_000_000)
        assert time.monotonic() - before < 5


# ---------------------------------------------------------------- the end


def test_a_child_that_was_never_started_can_be_closed() -> None:
    child = Child(lambda: pytest.fail("it was started"), 1)
    child.close()
    child.close()


def test_closing_waits_and_closes_the_pipes(child: Child) -> None:
    process = child.start()
    assert child.ask("print(1)") == 1
    child.close()
    assert has_ended(process)
    assert process.returncode == 0


STAYS = "subprocess.Popen(['sh', '-c', 'exec > {}; echo here; exec sleep 60'])"


@pytest.mark.parametrize("last", ["print(1)", "os._exit(1)", "time.sleep(60)"], ids=["closed", "dead", "late"])
def test_what_a_child_has_started_ends_with_it(last: str, hasty: Child, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "held")
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    with suppress(OSError):
        hasty.ask(f"{STAYS.format(tmp_path / 'held')}; time.sleep(0.2); {last}")
    assert os.read(held, 10) == b"here\n"
    hasty.close()
    assert select.select([held], [], [], 2)[0], "it still runs"
    assert os.read(held, 10) == b""
    os.close(held)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("prepare", "last"),
    [
        ("import atexit; atexit.register(open, {!r}, 'w')", "print(1)"),
        ("import atexit; atexit.register(open, {!r}, 'w')", "os.kill(os.getppid(), signal.SIGINT); time.sleep(0.2)"),
        ("signal.signal(signal.SIGTERM, lambda *_: [open({!r}, 'w'), os._exit(0)])", "time.sleep(60)"),
    ],
    ids=["closed", "interrupted", "late"],
)
def test_a_child_may_clean_up(prepare: str, last: str, hasty: Child, tmp_path: Path) -> None:
    cleaned = tmp_path / "cleaned"
    with suppress(TimeoutError, KeyboardInterrupt):
        hasty.ask(f"{prepare.format(str(cleaned))}; {last}")
    hasty.close()
    assert cleaned.exists()


def test_a_child_that_will_not_end_is_killed(hasty: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FAREWELL", 0.2)
    monkeypatch.setattr(module, "_GRACE", 0.2)
    process = hasty.start()
    assert hasty.ask("signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1)") == 1
    with pytest.raises(TimeoutError):
        hasty.ask("time.sleep(60)")
    assert process.returncode == -9


NEVER_CLOSED = f"""
from exporter.child import Child
import sys
child = Child(lambda: [sys.executable, "-u", "-c", {DOES_WHAT_IT_IS_TOLD!r}], 20)
print(child.ask("print(os.getpid())"))
"""


def test_a_program_that_closes_nothing_still_ends() -> None:
    command = [sys.executable, "-c", NEVER_CLOSED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert done.stderr == ""
