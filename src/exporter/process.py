"""Sets up the process that a command runs in: its encoding, its garbage collector, how it ends on a signal."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import FrameType


def require_utf8() -> None:
    """Start this process again if it reads file names otherwise: `knée.yaml` would have another name in its ledger."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def tune() -> None:
    """Look for garbage less often: by default Python does so hundreds of times while a page is set, and finds none."""
    gc.set_threshold(20_000, 20, 100)


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the command as a shell expects it: 130 or 143, without leaving anything running."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def leave(number: int, _: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # one is enough: tidying up is not stopped by the next
        sys.exit(128 + number)

    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # as a shell sets it for a command in the background
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
