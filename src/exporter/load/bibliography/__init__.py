"""Reads files of references as catalogues and reference managers export them: one module for each format.

The function `read` of such a module takes the file's `Source`, and returns its records and what is wrong with the file.
It raises ArticleError only if nothing in the file can be read: one bad entry must not hide the rest.
"""

from pathlib import PurePath
from typing import Final, TypeAlias

from exporter import csl
from exporter.citeproc import Citeproc
from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.limits import Limits
from exporter.load.bibliography import bibtex, csljson, ris
from exporter.load.bibliography.record import Record
from exporter.source import Source

__all__ = ("FORMATS", "HINT", "Record", "read_file")

Found: TypeAlias = tuple[list[Record], list[Problem]]

FORMATS: Final = {".bib": "BibTeX", ".ris": "RIS", ".json": "CSL JSON"}
HINT: Final = "use a .bib (BibTeX), .ris (RIS) or .json (CSL JSON) file"


def read_file(name: str, source: Source, citeproc: Citeproc, limits: Limits) -> Found:
    """Return the records of the file that the article calls `name`, and what is wrong with the file.

    Its name ends with one of `FORMATS`. Raises ArticleError if it contains no references, or more than `limits` allow.
    """
    records, problems = _read(name, source, citeproc)
    short = PurePath(name).name
    if not records and not any(problem.is_error for problem in problems):
        raise ArticleError([*problems, Problem(f"`{short}` contains no references", Location(source.name), HINT)])
    if len(records) > limits.references:
        message = f"`{short}` contains {len(records)} references"
        raise ArticleError(limits.exceeded("references", message, Location(source.name)))
    return [_normalised(record) for record in records], problems


def _read(name: str, source: Source, citeproc: Citeproc) -> Found:
    match PurePath(name).suffix.lower():
        case ".bib":
            return bibtex.read(source, citeproc)
        case ".ris":
            return ris.read(source, citeproc)
        case _:
            return csljson.read(source)


def _normalised(record: Record) -> Record:
    """Return the record in the usual form of CSL JSON, without the variables that no style prints."""
    reference, unread = csl.normal({n: v for n, v in record.reference.items() if n not in {"custom", "categories"}})
    hint = "fix it in the program that created the file, and export it again"
    problems = [
        Problem(
            f"the reference `{reference['id']}` is printed without its {csl.spell_variable(variable)}: "
            f"`{variable}` is `{text}`, which cannot be read",
            record.location,
            hint,
            Severity.WARNING,
        )
        for variable, text in unread.items()
    ]
    for variable, text in reference.items():
        if found := csl.foreign_markup(variable, str(text)):
            message = f"`{found[0]}` in the reference `{reference['id']}` is printed with its signs"
            problems.append(Problem(message, record.location, f"write `{found[1]}`", Severity.WARNING))
    return Record(reference, record.location, (*record.problems, *problems))
