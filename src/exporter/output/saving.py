"""Saves files into a folder: each is replaced as a whole, in the given order.

A run that saves has the folder to itself, and first removes the files that a killed run left there.
"""

import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import BinaryIO, Final, TypeAlias

from exporter.errors import MachineError, Problem

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


Save: TypeAlias = Callable[[Mapping[str, bytes]], None]

STAGING: Final = ".exporter"
"""The folder in `out/` where files are made ready. It is there only while a run saves, or after one was killed."""

LOCK_TIMEOUT: Final = 60.0
"""Seconds to wait for another run that saves into the same folder; saving takes milliseconds."""

_NOT_OURS: Final = (signal.SIG_IGN, None)  # a signal that is ignored ends no program, and None is not Python's

_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextmanager
def saving(folder: Path) -> Iterator[Save]:
    """Keep every other run from saving into `folder`, and give the function that saves.

    It writes everything before the first replacement, so that a full disk changes nothing; the last file shows that
    all are there. A signal waits until all are replaced. Raises MachineError if the folder cannot be written.
    """
    staging = folder / STAGING
    with _signals_deferred() as signals:
        with _os_errors_as_problems(folder):
            lock = _entered(staging, signals)
        try:
            with _os_errors_as_problems(folder):
                _tidy(staging)
            yield lambda files: _save(staging, files)
        finally:
            _leave(staging, lock)


def _save(staging: Path, files: Mapping[str, bytes]) -> None:
    with _os_errors_as_problems(staging.parent):
        for name, content in files.items():
            _write(staging / name, content)
        for name in files:
            (staging / name).replace(staging.parent / name)
        _flush_folder(staging.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":  # Windows has no handle for a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _signals_deferred() -> Iterator[Sequence[int]]:
    """Defer the signals that would end the program: list those that arrive, and raise the first one at the end."""
    came: list[int] = []
    if current_thread() is not main_thread():  # only the main thread gets signals
        yield came
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: handler for number in numbers if (handler := signal.getsignal(number)) not in _NOT_OURS}
    for number in handlers:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _os_errors_as_problems(folder: Path) -> Iterator[None]:
    """Raise an OSError as a MachineError with a hint."""
    try:
        yield
    except OSError as error:
        hint = "make sure that you may write to it and no file in it is open, or choose another folder with `--out`"
        if error.errno in _FULL:
            hint = "free some space on the disk, or choose a folder on another disk with `--out`"
        problem = Problem(f"`{folder}` cannot be written: {error.strerror or error}", None, hint)
        raise MachineError(problem) from error


# ---------------------------------------------------------------- the lock


def _entered(staging: Path, signals: Sequence[int]) -> BinaryIO:
    """Return the lock of the staging, held; the system lets go of it when a run dies. A signal ends the waiting."""
    deadline = time.monotonic() + LOCK_TIMEOUT
    staging.parent.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            staging.mkdir(exist_ok=True)
            if file := _locked(staging / "lock"):
                return file
        except (FileExistsError, FileNotFoundError):  # the run that held it has ended meanwhile, and removed it
            if not staging.parent.is_dir() or (os.path.lexists(staging) and not staging.is_dir()):
                raise
        if signals:
            raise KeyboardInterrupt  # `_signals_deferred` raises the signal in its place
        if time.monotonic() > deadline:
            message = f"another export has been saving into `{staging.parent}` for {LOCK_TIMEOUT:g} seconds"
            raise MachineError(Problem(message, None, "stop it, or choose another folder with `--out`"))
        time.sleep(0.01)


def _locked(path: Path) -> BinaryIO | None:
    """Return the locked file; None if another run has it, or if it is no longer the one at `path`."""
    file = path.open("ab")
    try:
        _lock(file)
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    except (BlockingIOError, PermissionError):  # another run has locked it, on Unix and on Windows
        pass
    except BaseException:
        file.close()
        raise
    file.close()
    return None


def _tidy(staging: Path) -> None:
    for path in staging.iterdir():
        if path.name != "lock":
            path.unlink()


def _leave(staging: Path, lock: BinaryIO) -> None:
    """Remove the staging; what cannot be removed now the next run removes."""
    with suppress(OSError):
        _tidy(staging)
        if sys.platform == "win32":  # Windows cannot remove an open file
            lock.close()
        (staging / "lock").unlink()
        staging.rmdir()
    lock.close()
