"""Pages painted by WeasyPrint, with functions and classes of ours in the place of some of its own.

Symptom: WeasyPrint's tags pass a validator, but lose the scopes of header cells, the ids and languages of elements and
the words of links, and leave running feet among the text. There is no way to give it other tags, or other colours.
Upstream: https://github.com/Kozea/WeasyPrint/issues/2508 (scopes),
https://github.com/Kozea/WeasyPrint/issues/1836 (running feet),
https://github.com/Kozea/WeasyPrint/issues/2482 (all of it)
Versions: WeasyPrint 70.0, the only one that `engine` accepts
Test: test_running_feet_and_repeated_table_heads_are_artifacts
End: delete once WeasyPrint takes a function for tags and a class for streams as options; look again on 2027-06-01.
"""

from collections.abc import Mapping
from importlib import import_module
from types import FunctionType
from typing import Any


def paint(pages: Any, options: Mapping[str, Any], **replacements: Any) -> Any:
    """Return a WeasyPrint document as `pydyf.PDF`, painted with `replacements` for what `weasyprint.pdf` has by name.

    They reach a copy of one function, so that WeasyPrint itself stays as it is.
    """
    module = import_module("weasyprint.pdf")
    generate = FunctionType(module.generate_pdf.__code__, {**vars(module), **replacements})
    return generate(pages, None, 1, **options)
