"""Reads BibTeX and BibLaTeX.

`syntax` finds entries and fields and where they are; pandoc reads the LaTeX of each field (`Citeproc.read_latex`);
`crossref` adds what an entry takes from another one; `work` says what each field is in CSL, with `names`, `dates` and
`variables`. Titles keep their capitals as typed: what braces protect, a style does not change.
"""

from dataclasses import replace

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError, Location, Problem
from exporter.load.bibliography.bibtex.crossref import inherit
from exporter.load.bibliography.bibtex.syntax import read_entries
from exporter.load.bibliography.bibtex.work import Work
from exporter.load.bibliography.record import Record
from exporter.source import Source


def read(source: Source, citeproc: Citeproc) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .bib file, and what is wrong outside of its entries. Raises ArticleError for a limit."""
    entries, problems = read_entries(source, citeproc.limits)
    inherit(entries, source)
    try:
        shown = citeproc.read_latex(one.value for entry in entries for one in entry.fields.values())
    except ArticleError as error:  # a limit
        raise ArticleError(replace(one, location=Location(source.name)) for one in error.problems) from error
    return [Work(entry, source, shown).read() for entry in entries if entry.kind != "xdata"], problems
