"""Saves are whole or not at all, one run at a time."""

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from exporter.errors import MachineError
from exporter.output import saving as module
from exporter.output.saving import saving


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    with saving(folder) as put:
        put(files)


def test_files_are_saved_whole_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    save(tmp_path / "out", {"a": b"old", "b": b"old"})
    save(tmp_path / "out", {"a": b"new"})
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert found == {"a": b"new", "b": b"old"}


def test_an_interruption_while_the_folder_is_locked_is_not_swallowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("exporter.output.saving._lock", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path, {"a": b"new"})
    assert not (tmp_path / "a").exists()


def test_a_leftover_that_cannot_be_removed_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / ".exporter" / "folder").mkdir(parents=True)
    with pytest.raises(MachineError, match="cannot be written"):
        save(tmp_path, {"a": b"new"})
    assert list(tmp_path.iterdir()) == [tmp_path / ".exporter"]


def test_each_file_is_on_the_disk_before_the_first_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary, flushed = os.fsync, []

    def watched(handle: int) -> None:
        flushed.append(os.fstat(handle).st_size if not (tmp_path / "a").exists() else -1)
        ordinary(handle)

    monkeypatch.setattr(os, "fsync", watched)
    save(tmp_path, {"a": b"1234567", "b": b"12"})
    assert flushed == [7, 2, -1]  # the last is the folder


def test_saving_leaves_no_file_open(tmp_path: Path) -> None:
    def free() -> list[int]:
        handles = [os.dup(0) for _ in range(5)]
        for handle in handles:
            os.close(handle)
        return handles

    before = free()
    save(tmp_path, {"a": b""})
    assert free() == before


SAVE_TOO_MUCH = """
import resource, sys
from pathlib import Path
from exporter.errors import MachineError
from exporter.output.saving import saving
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with saving(Path(sys.argv[1])) as save: save({"a": b"new", "b": b"x" * 5000})
except MachineError as error: print(error); sys.exit(4)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit on the size of files")
def test_a_disk_without_room_changes_nothing(tmp_path: Path) -> None:
    save(tmp_path, {"a": b"old", "b": b"old"})
    run = subprocess.run([sys.executable, "-c", SAVE_TOO_MUCH, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 4
    assert "cannot be written" in run.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize("name", ["out", "out/.exporter"])
def test_a_folder_that_cannot_be_made_is_said_clearly(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"a file, not a folder")
    with pytest.raises(MachineError, match="cannot be written"):
        save(tmp_path / "out", {"a": b"new"})


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has such a folder")
def test_a_folder_where_none_can_be_made_is_said_at_once() -> None:
    before = time.monotonic()
    with pytest.raises(MachineError, match="`/proc/none/out` cannot be written"):
        save(Path("/proc/none/out"), {"a": b"new"})
    assert time.monotonic() - before < 5


def test_a_folder_that_is_removed_meanwhile_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = module._locked

    def vanish(path: Path) -> None:
        path.parent.rmdir()
        path.parents[1].rmdir()
        locked(path)

    monkeypatch.setattr(module, "_locked", vanish)
    with pytest.raises(MachineError, match="cannot be written"):
        save(tmp_path / "out", {"a": b"new"})


def test_the_files_are_replaced_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = []
    ordinary = Path.replace

    def watched(self: Path, target: "str | os.PathLike[str]") -> Path:
        replaced.append(Path(target).name)
        return ordinary(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    save(tmp_path, {"b.pdf": b"", "a.html": b"", "a.ledger.json": b""})
    assert replaced == ["b.pdf", "a.html", "a.ledger.json"]


# ---------------------------------------------------------------- a signal at a given moment

SIGNALS = (signal.SIGINT, signal.SIGTERM)
Action = Callable[[], object]
Handler = Callable[[int, FrameType | None], None]


class Stopped(Exception):
    """A signal that has been delivered."""


@pytest.fixture
def stop() -> Iterator[Handler]:
    """Return the handler of both signals: it raises Stopped."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    yield stop
    for number, handler in before.items():
        signal.signal(number, handler)


def before_call(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, count: int, act: Action) -> None:
    """Do something before the call number `count` (from 1) of a function of the system."""
    ordinary, calls = getattr(owner, name), iter(range(1, 1000))

    def call(*arguments: Any) -> Any:
        if next(calls) == count:
            act()
        return ordinary(*arguments)

    monkeypatch.setattr(owner, name, call)


MOMENTS = {
    "before the first file is written": (os, "fsync", 1),
    "between two files": (os, "fsync", 2),
    "before the first file is replaced": (Path, "replace", 1),
    "when half of them are replaced": (Path, "replace", 2),
    "when all are replaced": (os, "fsync", 3),
    "when it tidies up": (Path, "rmdir", 1),
}


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(("owner", "name", "count"), MOMENTS.values(), ids=MOMENTS)
def test_a_signal_while_saving_is_delivered_when_all_files_are_in_place(
    owner: Any, name: str, count: int, number: int, stop: Handler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, {"a": b"old", "b": b"old"})
    before_call(monkeypatch, owner, name, count, lambda: signal.raise_signal(number))
    with pytest.raises(Stopped) as stopped:
        save(tmp_path, {"a": b"new", "b": b"new"})
    assert stopped.value.args == (number,)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"new"}
    assert {signal.getsignal(each) for each in SIGNALS} == {stop}


def test_the_first_of_two_signals_is_the_one_that_counts(
    stop: Handler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_call(monkeypatch, os, "fsync", 1, lambda: signal.raise_signal(signal.SIGTERM))
    before_call(monkeypatch, os, "fsync", 2, lambda: signal.raise_signal(signal.SIGINT))
    with pytest.raises(Stopped) as stopped:
        save(tmp_path, {"a": b"new"})
    assert stopped.value.args == (signal.SIGTERM,)


def test_after_a_save_without_a_signal_or_with_an_error_the_handlers_are_those_of_before(
    stop: Handler, tmp_path: Path
) -> None:
    save(tmp_path, {"a": b"new"})
    (tmp_path / "file").touch()
    with pytest.raises(MachineError):
        save(tmp_path / "file", {"a": b"new"})
    assert {signal.getsignal(each) for each in SIGNALS} == {stop}


# ---------------------------------------------------------------- a folder that another run has


def hold(folder: Path) -> int:
    """Hold the lock of a folder as another run does; closing the number gives it back."""
    (folder / ".exporter").mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / ".exporter" / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


@pytest.mark.parametrize("number", SIGNALS)
def test_a_run_that_waits_is_stopped_at_once_by_a_signal(
    number: int, stop: Handler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT", 0.5)
    before_call(monkeypatch, time, "sleep", 3, lambda: signal.raise_signal(number))
    before_call(monkeypatch, time, "sleep", 4, lambda: waits.append("still"))
    waits: list[str] = []
    other = hold(tmp_path)
    with pytest.raises(Stopped):
        save(tmp_path, {"a": b"new"})
    assert waits == []
    assert [path.name for path in tmp_path.iterdir()] == [".exporter"]
    assert {signal.getsignal(each) for each in SIGNALS} == {stop}
    os.close(other)


def test_a_signal_that_is_ignored_stops_no_run_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    other = hold(tmp_path)
    before_call(monkeypatch, time, "sleep", 1, lambda: signal.raise_signal(signal.SIGINT))
    before_call(monkeypatch, time, "sleep", 2, lambda: os.close(other))
    try:
        save(tmp_path, {"a": b"new"})
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert (tmp_path / "a").read_bytes() == b"new"


def leave(folder: Path) -> None:
    (folder / ".exporter" / "lock").unlink()
    (folder / ".exporter").rmdir()


def test_two_runs_never_have_the_folder_although_its_lock_was_made_again_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has left and another has come between our opening of the lock and our locking it."""
    others = []

    def exchange() -> None:
        leave(tmp_path)
        others.append(hold(tmp_path))

    monkeypatch.setattr(module, "LOCK_TIMEOUT", 0.1)
    before_call(monkeypatch, fcntl, "flock", 1, exchange)
    with pytest.raises(MachineError, match="another export has been saving"):
        save(tmp_path, {"a": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == [".exporter"]
    os.close(others[0])


@pytest.mark.parametrize(("owner", "name"), [(fcntl, "flock"), (Path, "open"), (Path, "is_dir")])
def test_a_run_that_finds_the_lock_removed_takes_a_new_one(
    owner: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.close(hold(tmp_path))
    before_call(monkeypatch, owner, name, 1, lambda: leave(tmp_path))
    with saving(tmp_path) as put:
        with pytest.raises(BlockingIOError):
            hold(tmp_path)
        put({"a": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
