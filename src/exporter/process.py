"""Sets up the process of a command: its encoding, its garbage collector, and how it ends on a signal."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import FrameType


def require_utf8() -> None:
    """Restart this process in UTF-8 mode if needed: otherwise `knée.yaml` would have another name in its ledger."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def tune() -> None:
    """Collect garbage less often: by default Python does so hundreds of times for one page, and finds none."""
    gc.set_threshold(20_000, 20, 100)


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the command as a shell expects it: 130 or 143, without leaving anything running."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def leave(number: int, _: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # so that a second signal does not stop the clean-up
        sys.exit(128 + number)

    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # a shell ignores it for a command in the background
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
