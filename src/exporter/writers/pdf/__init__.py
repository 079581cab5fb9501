"""Writes the PDF: a document and its body become tagged pages (PDF/UA-1), and what is known of those pages."""

from functools import cache

from exporter.faces import packaged_faces
from exporter.writers.pdf.fit import find_misfits
from exporter.writers.pdf.log import MissingGlyphs, UnfitPictures
from exporter.writers.pdf.writer import Pdf, PdfWriter, RowTooTall

__all__ = ["MissingGlyphs", "Pdf", "PdfWriter", "RowTooTall", "UnfitPictures", "find_misfits", "pdf_writer"]


@cache
def pdf_writer() -> PdfWriter:
    """Return the writer that sets every article of this process in the packaged faces. Raises MachineError."""
    return PdfWriter(packaged_faces())
