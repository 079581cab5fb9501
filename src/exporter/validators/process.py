"""Other people's programs, kept at a distance: bounded in time, ended as a whole, and never trusted to answer."""

import json
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, Final

PATIENCE: Final = 120.0
"""Seconds a program has for one file; the first file waits for its start, too."""
_FAREWELL: Final = 5.0  # seconds to end by itself


class Process:
    """A program that answers each line, a path, with one line of JSON. It is started when it is first asked."""

    def __init__(self, command: Sequence[str], complaints: Path, patience: float = PATIENCE) -> None:
        """Take what to run, and the file that gets what it says besides its answers."""
        self._command = command
        self._complaints = complaints
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, path: Path) -> Any:
        """Return the answer. Raises OSError if the program fails, ValueError if its answer cannot be read."""
        process = self._start()
        clock = Timer(self._patience, _kill, [process])
        clock.daemon = True
        clock.start()
        try:
            answer = _exchange(process, path)
            is_late = not clock.is_alive()
        except BaseException:
            self.close()  # or the next file would be given this one's answer
            raise
        finally:
            clock.cancel()
        if not answer:
            self.close()
            raise ChildProcessError(f"no answer in {self._patience:g} seconds" if is_late else self._last_words())
        return json.loads(answer)

    def close(self) -> None:
        """End the program and all that it has started; without an input it ends by itself, and cleans up."""
        process, self._process = self._process, None
        if process:
            with suppress(OSError, subprocess.TimeoutExpired):
                process.communicate(timeout=_FAREWELL)
            _kill(process)
            process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            with self._complaints.open("wb") as complaints:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    start_new_session=True,
                )
        return self._process

    def _last_words(self) -> str:
        lines = [line.strip() for line in self._complaints.read_text("utf-8", "replace").splitlines() if line.strip()]
        named = (line for line in lines if "Error" in line or "Exception" in line)
        return next(named, lines[-1] if lines else "it ended without a word")[:200]


def _exchange(process: "subprocess.Popen[bytes]", path: Path) -> bytes:
    """Write one line and read one; an empty one says that the program has ended."""
    if process.stdin and process.stdout:
        with suppress(BrokenPipeError):
            process.stdin.write(f"{path}\n".encode())
            process.stdin.flush()
            return process.stdout.readline()
    return b""


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a program with what it has started, as far as the system knows that."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
