"""The work on one article in a process of its own, which the system ends when it asks for too much.

The process is this program's own command and answers in JSON: whatever a bad article makes of it, nothing it says is
run here. Where the system has no such limits (Windows), only the clock counts.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

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
from exporter.limits import Limits

if sys.platform != "win32":
    import resource

_GRACE = 5.0  # seconds to end in
_ERRORS = {error.exit_code: error for error in (UsageError, ArticleError, MachineError, DisagreementError)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an article: the files that were written, and every warning."""

    files: tuple[str, ...]
    warnings: tuple[Problem, ...]


def run(arguments: Sequence[str], article: str, limits: Limits) -> Answer:
    """Run a command on one article within `limits`.

    Raises what the command raises; ArticleError, naming the limit, if it had to be ended.
    """
    place = Location(article)
    # -P: the folder the command is given in may be the article's, and holds no modules of ours.
    command = [sys.executable, "-P", "-m", "exporter", *arguments, "--format", "json"]
    command += [part for setting in limits.settings() for part in ("--limit", setting)]
    child = subprocess.Popen(
        [*command, "--", article],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_confinement(limits),
    )
    try:
        output, errors = child.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise ArticleError(limits.exceeded("seconds", _TOO_LONG, place)) from error
    finally:
        _end(child)
    try:
        return _read(json.loads(output))
    except (ValueError, KeyError, TypeError) as error:
        raise _broken_off(child.returncode, errors, limits, place) from error


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
    return ExporterError(Problem(f"the work on the article broke off: {last}", place))


def _read(report: Any) -> Answer:
    """Return what a report in JSON says, or raise it."""
    (one,) = report["articles"]
    problems = tuple(_problem(data) for data in one["problems"])
    if report["exit"]:
        raise _ERRORS.get(report["exit"], ExporterError)(problems)
    return Answer(tuple(map(str, one["files"])), problems)


def _problem(data: Any) -> Problem:
    place = Location(str(data["file"]), int(data["line"] or 0), int(data["column"] or 0)) if data["file"] else None
    return Problem(str(data["message"]), place, str(data["hint"] or ""), Severity(data["severity"]))
