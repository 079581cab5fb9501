"""A helper process that answers each line of its input with one line of JSON.

It runs until it is closed; one that has died is started again. No request ever gets the answer to another one: a
process that is late, is interrupted, or says something that nobody asked for is ended with everything it started.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any, Final

_FAREWELL: Final = 5.0  # seconds to end after the input has ended
_GRACE: Final = 1.0  # seconds to end after a signal
_ERROR: Final = re.compile(r"[\w.]*(Error|Exception)(:| |$)")  # how Python, Java and Node begin


class ChildFailed(ChildProcessError):
    """The process died before it answered, or its answer is not JSON."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        """The exit code of a process that died."""


class Child:
    """A helper process, for one thread at a time."""

    def __init__(self, command: Callable[[], Sequence[str]], seconds: float) -> None:
        """Take what returns the command, and the seconds that an answer may take; the first one includes the start."""
        self._command = command
        self._seconds = seconds
        self._run: _Run | None = None

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the process if it is not running, so that it is ready for requests. Raises OSError."""
        return self._ready().process

    def ask(self, line: str) -> object:
        """Return the answer to one line.

        Raises TimeoutError, ChildFailed, or another OSError if the process cannot be started.
        """
        run = self._ready()
        try:
            return self._answer(run, line)
        except BaseException:
            self._kill()  # or the next request would get the answer to this one
            raise

    def close(self) -> None:
        """End the process and everything it started. Without input it ends by itself, and cleans up."""
        if self._run:
            self._run.wait()
        self._kill()

    def _ready(self) -> "_Run":
        if not self._run or not self._run.is_ready:
            self._kill()
            self._run = _Run(self._command())
        return self._run

    def _answer(self, run: "_Run", line: str) -> object:
        run.send(line)
        try:
            answer = run.answers.get(timeout=self._seconds)
        except Empty:
            raise TimeoutError(f"no answer in {self._seconds:g} seconds") from None
        if not answer.endswith(b"\n"):
            run.wait()
            self._kill()
            raise ChildFailed(run.last_words(), run.process.returncode)
        run.complaints.clear()
        try:
            return json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise ChildFailed(f"its answer cannot be read: {error}") from error

    def _kill(self) -> None:
        run, self._run = self._run, None
        if run:
            run.end()


class _Run:
    """One run of the process, and what it has said so far."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        self.answers: SimpleQueue[bytes] = SimpleQueue()
        self.complaints: deque[bytes] = deque(maxlen=1000)
        # Not every system can wait for a pipe with a time limit, so threads do the waiting.
        self._readers = (
            _in_thread(_pass_on, self.process.stdout, self.answers),
            _in_thread(_collect, self.process.stderr, self.complaints),
        )

    @property
    def is_ready(self) -> bool:
        return self.process.poll() is None and self.answers.empty()

    def send(self, line: str) -> None:
        _in_thread(_write, self.process.stdin, f"{line}\n".encode())

    def wait(self) -> None:
        """End the input, and wait until the process has ended, but not for ever."""
        self._close_input()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_FAREWELL)

    def end(self) -> None:
        """End the process and everything it started."""
        _end(self.process)
        self.process.wait()
        self._close_input()
        for reader in self._readers:
            reader.join(_GRACE)  # at once, unless something that left the group has kept a pipe

    def _close_input(self) -> None:
        _in_thread(_close, self.process.stdin).join(_GRACE)  # it waits for a request that is still being written

    def last_words(self) -> str:
        """Return the line in which a process that has died names the error, or the first one since the last answer."""
        lines = [line for line in (said.decode("utf-8", "replace").strip() for said in tuple(self.complaints)) if line]
        named = (line for line in lines if _ERROR.match(line))
        return next(named, lines[0] if lines else "it ended without a word")[:200]


if sys.platform == "win32":

    def _end(process: "subprocess.Popen[bytes]") -> None:
        process.kill()
else:

    def _end(process: "subprocess.Popen[bytes]") -> None:
        """End the process group, first with a signal that lets it clean up: Ace ends its browser, which has left it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)


def _in_thread(work: Callable[..., None], *arguments: Any) -> Thread:
    thread = Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _write(stream: IO[bytes], line: bytes) -> None:
    with suppress(OSError, ValueError):  # a broken pipe, or one that was closed meanwhile
        stream.write(line)
        stream.flush()


def _close(stream: IO[bytes]) -> None:
    with suppress(OSError):
        stream.close()


def _pass_on(stream: IO[bytes], answers: "SimpleQueue[bytes]") -> None:
    """Pass on every line; an empty one means that the process has ended."""
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(b"")


def _collect(stream: IO[bytes], lines: "deque[bytes]") -> None:
    with stream:
        lines.extend(iter(partial(stream.readline, 4096), b""))
