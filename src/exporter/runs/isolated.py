"""Does a task with one article in a process of its own, which the system ends when it asks for too much.

The process gets the task as JSON and answers with its report as JSON: whatever a bad article makes of it, nothing it
says is run here. Where the system has no such limits (Windows), only the clock counts.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

from exporter.errors import ArticleError, ExporterError, Location, Problem
from exporter.limits import Limits
from exporter.request import Report, Task

if sys.platform != "win32":
    import resource

_GRACE = 5.0  # seconds to end in


def run(task: Task) -> Report:
    """Do a task within its limits; the report names the limit if the process had to be ended."""
    article, limits, place = str(task.request.article), task.request.limits, Location(str(task.request.article))
    # -P: the folder the command is given in may be the article's, and contains no modules of ours.
    child = subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "exporter.runs.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_confinement(limits),
    )
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


_TOO_LONG = "the work on the article takes too long"


def _confinement(limits: Limits) -> Callable[[], None] | None:
    """Return what the child does to itself before it begins."""
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
    """End the child, which may have to finish what it saves, and its group. Pandoc ends when its input does."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.communicate(timeout=_GRACE)
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.communicate()


def _broken_off(code: int, errors: bytes, limits: Limits, place: Location) -> ExporterError:
    """Return what ended a child that gave no answer."""
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return ArticleError(limits.exceeded("seconds", _TOO_LONG, place))
    if code < 0 or b"MemoryError" in errors:
        # A library in C that gets no memory ends the process, each by a signal of its own choice.
        return ArticleError(limits.exceeded("memory_mb", "the work on the article takes too much memory", place))
    last = errors.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    return ExporterError(Problem(f"the work on the article stopped: {last}", place))
