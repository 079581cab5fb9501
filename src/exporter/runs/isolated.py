"""Runs a task on one article in a process of its own, which the system ends when it exceeds a limit.

The process reads the task as JSON and writes its report as JSON: even if a bad article takes control of it, nothing
that it writes is run here. On Windows, which has no such limits, only the time is limited.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

from exporter.errors import ArticleError, ExporterError, Location, MachineError, Problem
from exporter.limits import Limits
from exporter.request import Report, Task

if sys.platform != "win32":
    import resource

_GRACE = 5.0  # seconds for the process to end


def run(task: Task) -> Report:
    """Run a task within its limits; the report names the limit if the process had to be ended."""
    article, limits, place = str(task.request.article), task.request.limits, Location(str(task.request.article))
    try:
        child = _started(limits)
    except (OSError, subprocess.SubprocessError) as error:
        problem = Problem(f"no process can be started: {error}", place, "close other programs, and try again")
        return Report.of_error(article, MachineError(problem))
    try:
        output, errors = child.communicate(json.dumps(task.to_json()).encode(), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return Report.of_error(article, ArticleError(limits.exceeded("seconds", _TOO_LONG, place)))
    finally:
        _end(child)
    try:
        return Report.from_json(json.loads(output))
    except (ValueError, KeyError, TypeError):
        return Report.of_error(article, _broken_off(child.returncode, errors, limits, place))


def _started(limits: Limits) -> "subprocess.Popen[bytes]":
    # -P: the folder the command is given in may be the article's, and contains no modules of ours.
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "exporter.runs.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_confinement(limits),
    )


_TOO_LONG = "the work on the article takes too long"


def _confinement(limits: Limits) -> Callable[[], None] | None:
    """Return the function that sets the limits in the child before it starts, or None on Windows."""
    if sys.platform == "win32":
        return None
    bounds = (
        (resource.RLIMIT_AS, limits.memory_mb * 2**20),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.output_mb * 2**20),
        (resource.RLIMIT_CORE, 0),
    )

    def confine() -> None:
        for what, most in bounds:
            allowed = resource.getrlimit(what)[1]
            most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
            resource.setrlimit(what, (most, most))

    return confine


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child, with time to finish saving, and its process group. Pandoc ends when its input ends."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.communicate(timeout=_GRACE)
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.communicate()


def _broken_off(code: int, errors: bytes, limits: Limits, place: Location) -> ExporterError:
    """Return the error for a child that ended without a report."""
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return ArticleError(limits.exceeded("seconds", _TOO_LONG, place))
    if code < 0 or b"MemoryError" in errors:
        # Without memory, a C library ends the process with a signal, and each library uses another one.
        return ArticleError(limits.exceeded("memory_mb", "the work on the article takes too much memory", place))
    last = errors.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    return ExporterError(Problem(f"the work on the article stopped: {last}", place))
