"""Writes the PDF: a document and its body become tagged pages (PDF/UA-1), and what is known of those pages."""

from exporter.writers.pdf.writer import MissingGlyphs, Pdf, PdfWriter, RowTooTall, UnfitPictures

__all__ = ["MissingGlyphs", "Pdf", "PdfWriter", "RowTooTall", "UnfitPictures"]
