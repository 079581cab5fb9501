"""Bytes as finished files, for tests that make or change them."""

from collections.abc import Mapping
from typing import get_args

from exporter.formats import Format
from exporter.request import OutputFile, PdfOptions


def as_outputs(files: Mapping[str, bytes], pdf: PdfOptions | None = None) -> dict[str, OutputFile]:
    """Return files by name, of the format that their name is or ends with; `pdf` are the options of the PDFs."""
    return {
        name: OutputFile(form, content, (pdf or PdfOptions()) if form == "pdf" else None)
        for name, content in files.items()
        for form in get_args(Format)
        if name.endswith(form)
    }
