"""A helper process that answers each line of its input with one line of JSON.

It runs until it is closed; one that has died is started again. No request ever gets the answer to another one: a
process that is late, is interrupted, or answers without a question is ended with everything it started.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import IO, Final

if sys.platform != "win32":
    from select import POLLIN, poll

_FAREWELL: Final = 5.0  # seconds to end after the input has ended
_GRACE: Final = 1.0  # seconds to end when it is ended in the middle of its work
_ERROR: Final = re.compile(r"[\w.]*(Error|Exception)(:| |$)")  # how error messages of Python, Java and Node begin


class ChildFailed(ChildProcessError):
    """The process died before it answered, or its answer is not JSON."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        """The exit code of a process that died."""


class Child:
    """A helper process, for one thread at a time."""

    def __init__(self, command: Callable[[], Sequence[str]], seconds: float) -> None:
        """Take a function that returns the command, and the seconds for an answer; the first includes the start."""
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
            return json.loads(run.ask(line, self._seconds))
        except (ValueError, RecursionError) as error:
            self._kill()
            raise ChildFailed(f"its answer cannot be read: {error}") from error
        except BaseException:
            run.wait(_GRACE)  # pandoc removes its temporary folder when its input ends, but not on a signal
            self._kill()  # otherwise the next request would get this answer
            raise

    def close(self) -> None:
        """End the process and every process it started. It ends by itself when its input ends, and cleans up."""
        if self._run:
            self._run.wait(_FAREWELL)
        self._kill()

    def _ready(self) -> "_Run":
        if not self._run or not self._run.is_ready:
            self._kill()
            self._run = _Run(self._command())
        return self._run

    def _kill(self) -> None:
        run, self._run = self._run, None
        if run:
            run.end()


class _Run:
    """One run of the process."""

    def __init__(self, command: Sequence[str]) -> None:
        self._complaints = TemporaryFile()  # noqa: SIM115  (it is open as long as the process runs)
        self._known = 0  # bytes of its error output before the last answer
        self._exchange = Thread()
        self._written = Event()
        self._written.set()
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                start_new_session=True,
            )
        except BaseException:
            self._complaints.close()
            raise

    @property
    def is_ready(self) -> bool:
        return self.process.poll() is None and not _has_more(self.process.stdout)

    def ask(self, line: str, seconds: float) -> bytes:
        """Return the answer of the process. Raises TimeoutError, and ChildFailed if the process dies."""
        answers: SimpleQueue[bytes] = SimpleQueue()
        # Not every system can wait for a pipe with a time limit, so a thread waits.
        self._exchange = Thread(target=self._answer, args=(f"{line}\n".encode(), answers), daemon=True)
        self._written.clear()
        self._exchange.start()
        try:
            answer = answers.get(timeout=seconds)
        except Empty:
            raise TimeoutError(f"no answer in {seconds:g} seconds") from None
        if not answer.endswith(b"\n"):
            self.wait(_FAREWELL)
            raise ChildFailed(self._last_words(), self.process.returncode)
        self._known = os.fstat(self._complaints.fileno()).st_size
        return answer

    def wait(self, seconds: float) -> None:
        """End the input, and wait for the process to end; not if it does not even read the request."""
        if self._written.wait(seconds):  # a pipe cannot be closed while something is written into it
            _close(self.process.stdin)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)

    def end(self) -> None:
        """End the process and every process it started."""
        _end(self.process)
        self._complaints.close()
        if self._exchange.is_alive():
            self._exchange.join(_GRACE)
        if not self._exchange.is_alive():  # otherwise a process that has left the group still has a pipe
            _close(self.process.stdin)
            _close(self.process.stdout)

    def _answer(self, line: bytes, answers: "SimpleQueue[bytes]") -> None:
        """Write a request and read up to the end of a line; without one, the process has died."""
        answer = bytearray()
        with suppress(OSError):
            if self.process.stdin and self.process.stdout:
                self.process.stdin.write(line)
                self.process.stdin.flush()
                self._written.set()
                while not answer.endswith(b"\n") and (more := os.read(self.process.stdout.fileno(), 2**16)):
                    answer += more
        self._written.set()
        answers.put(bytes(answer))

    def _last_words(self) -> str:
        """Return the first line since the last answer that names an error, or else the first line."""
        self._complaints.seek(self._known)
        lines = [line.strip() for line in self._complaints.read().decode("utf-8", "replace").splitlines()]
        named = filter(_ERROR.match, lines)
        return next(named, next(filter(None, lines), "it ended without a message"))[:200]


def _close(pipe: IO[bytes] | None) -> None:
    if pipe:
        with suppress(OSError):  # the rest of a request cannot be written
            pipe.close()


if sys.platform == "win32":

    def _has_more(pipe: IO[bytes] | None) -> bool:
        return False

    def _end(process: "subprocess.Popen[bytes]") -> None:
        process.kill()
        process.wait()
else:

    def _has_more(pipe: IO[bytes] | None) -> bool:
        """Whether the process has written something since its last answer, or has closed its output."""
        waiting = poll()
        if pipe:
            waiting.register(pipe, POLLIN)
        return bool(waiting.poll(0))

    def _end(process: "subprocess.Popen[bytes]") -> None:
        """End the process group, first with a signal that lets it clean up: Ace ends its browser, which is outside."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
