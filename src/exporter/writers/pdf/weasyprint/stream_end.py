"""Ends the streams of a PDF so that no reader mistakes their last byte for a line end. Source: ISO 32000-1, 7.3.8.1.

Symptom: compressed data may end in a carriage return. pydyf writes a line feed after it. Some readers read the two as
one line end, and find the stream a byte too short. The fix writes a carriage return before the line feed, so that the
data keeps its last byte.
Upstream: docs/upstream/stream_end.md
Versions: pydyf 0.13.0
Test: test_the_last_byte_of_a_stream_is_not_read_as_a_line_end
End: delete once the program in the text prints 0 bytes; look again on 2027-06-01.
"""

from functools import wraps
from importlib import import_module
from typing import Any, Final

AFFECTED: Final = ("pydyf", "0.13.0")
_END: Final = b"\nendstream"


def apply() -> None:
    """Replace the property of pydyf that writes streams with a fixed one. Safe to call twice."""
    stream: Any = import_module("pydyf").Stream
    write = stream.data.fget
    if hasattr(write, "__wrapped__"):
        return

    @wraps(write)
    def written(self: Any) -> bytes:
        data: bytes = write(self)
        return data[: -len(_END)] + b"\r" + _END if data.endswith(b"\r" + _END) else data

    stream.data = property(written)
