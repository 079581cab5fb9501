"""Turns bytes into finished files, for tests that make or change files."""

from collections.abc import Mapping
from typing import get_args

from exporter.formats import Format
from exporter.request import OutputFile, PdfOptions


def as_outputs(files: Mapping[str, bytes], pdf: PdfOptions | None = None) -> dict[str, OutputFile]:
    """Return files by name; the format is the name or its extension, and `pdf` has the options of the PDFs."""
    return {
        name: OutputFile(form, content, (pdf or PdfOptions()) if form == "pdf" else None)
        for name, content in files.items()
        for form in get_args(Format)
        if name.endswith(form)
    }
