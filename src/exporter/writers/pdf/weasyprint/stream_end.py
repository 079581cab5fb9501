"""Streams of a PDF whose last byte nobody takes for the end of a line.

Compressed data may end in a carriage return. pydyf writes a line feed after it, some readers take the two for one end
of a line, and find the stream a byte too short. With an end of a line of its own the data keeps its last byte.
Source: ISO 32000-1, 7.3.8.1.
"""

from functools import wraps
from importlib import import_module
from typing import Any, Final

_END: Final = b"\nendstream"


def end_streams_plainly() -> None:
    """Put a mended property in the place of the one that writes streams. Doing it again changes nothing."""
    stream: Any = import_module("pydyf").Stream
    write = stream.data.fget
    if hasattr(write, "__wrapped__"):
        return

    @wraps(write)
    def written(self: Any) -> bytes:
        data: bytes = write(self)
        return data[: -len(_END)] + b"\r" + _END if data.endswith(b"\r" + _END) else data

    stream.data = property(written)
