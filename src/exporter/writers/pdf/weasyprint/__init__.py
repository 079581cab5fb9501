"""Fixes for WeasyPrint and pydyf, each in a module of its own."""
