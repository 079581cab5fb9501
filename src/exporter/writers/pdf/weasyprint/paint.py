"""Paints pages with WeasyPrint, but with our functions and classes instead of some of its own.

Symptom: WeasyPrint's tags pass a validator, but they lose the scopes of header cells, the ids and languages of elements
and the words of links, and leave page footers in the text. WeasyPrint has no option for other tags or other colours.
Upstream: https://github.com/Kozea/WeasyPrint/issues/2508 (scopes),
https://github.com/Kozea/WeasyPrint/issues/1836 (page footers),
https://github.com/Kozea/WeasyPrint/issues/2482 (all of it)
Versions: WeasyPrint 70.0, the only one that `engine` accepts
Test: test_page_footers_and_repeated_table_headers_are_artifacts
End: delete once WeasyPrint has options for a tagging function and a stream class; look again on 2027-06-01.
"""

from collections.abc import Mapping
from importlib import import_module
from types import FunctionType
from typing import Any


def paint(pages: Any, options: Mapping[str, Any], **replacements: Any) -> Any:
    """Return a WeasyPrint document as `pydyf.PDF`, painted with `replacements` for names in `weasyprint.pdf`.

    Only a copy of one function sees them, so that WeasyPrint itself stays unchanged.
    """
    module = import_module("weasyprint.pdf")
    generate = FunctionType(module.generate_pdf.__code__, {**vars(module), **replacements})
    return generate(pages, None, 1, **options)
