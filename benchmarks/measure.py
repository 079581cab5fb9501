"""Measures the time and the memory that a command and its children need. POSIX only."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; macOS counts bytes, others KiB: getrusage(2)


@dataclass(frozen=True, slots=True)
class Run:
    """A run: `seconds` from the start to the end of all its commands, and `peak` memory in bytes."""

    seconds: float
    peak: int


def time_commands(commands: Sequence[Command], folder: Path) -> Run:
    """Run the commands one after the other in `folder`. If one fails, the benchmark ends with its output.

    `peak` is the peak of the largest process: processes that run at the same time are not added up.
    """
    peak = 0
    start = time.perf_counter()
    for command in commands:
        process = _start(command, folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        _demand_success(process, command, folder)
        peak = max(peak, usage.ru_maxrss)
    return Run(time.perf_counter() - start, peak * MAXRSS_UNIT)


def watch_memory(commands: Sequence[Command], folder: Path, *, every: float = 0.005) -> int:
    """Return the peak memory of the commands and their children in bytes, by sampling; 0 without /proc."""
    peak = 0
    for command in commands:
        process = _start(command, folder)
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(every)
        _demand_success(process, command, folder)
    return peak


def _start(command: Command, folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _demand_success(process: "subprocess.Popen[bytes]", command: Command, folder: Path) -> None:
    if process.returncode:
        shown = " ".join(str(word) for word in command)
        log = (folder / "log").read_text(errors="replace")
        raise SystemExit(f"exit code {process.returncode} from: {shown}\n{log}")


def _resident(pid: int) -> int:
    """Return the total resident bytes of a process and its descendants; 0 without /proc."""
    family = {pid}
    total = 0
    for ident, parent, size in sorted(_processes()):
        if ident in family or parent in family:
            family.add(ident)
            total += size
    return total


def _processes() -> Iterator[tuple[int, int, int]]:
    """Yield every process as (its id, its parent's id, resident bytes)."""
    for folder in PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(fields[1]), int(fields[21]) * PAGE
