"""Reads files of references as catalogues and reference managers export them."""
