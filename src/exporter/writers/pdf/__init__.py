"""Writes the PDF: tagged pages (PDF/UA-1) from a document and its body, with facts and warnings about those pages."""

from functools import cache

from exporter.faces import packaged_faces
from exporter.writers.pdf.fit import find_misfits
from exporter.writers.pdf.log import MissingGlyphs, UnfitPictures
from exporter.writers.pdf.writer import Pdf, PdfWriter, RowTooTall

__all__ = ["MissingGlyphs", "Pdf", "PdfWriter", "RowTooTall", "UnfitPictures", "find_misfits", "pdf_writer"]


@cache
def pdf_writer() -> PdfWriter:
    """Return the writer that this process uses for every article, with the packaged faces. Raises MachineError."""
    return PdfWriter(packaged_faces())
