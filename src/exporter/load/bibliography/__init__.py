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
from exporter.load.bibliography import bibtex, csljson, endnote, medline, ris
from exporter.load.bibliography.record import Record
from exporter.source import Scalar, Source

__all__ = ("FIX", "Record", "normalised", "read_file", "require_format")

Found: TypeAlias = tuple[list[Record], list[Problem]]

FIX: Final = "fix it in the program that created the file, and export it again"
_BY_SUFFIX: Final = (".bib", ".json")
_TAGGED: Final = {".ris", ".nbib", ".enw", ".txt"}
"""Files of tags. Their name does not say which tags: PubMed, EndNote and Cochrane export them as .txt, too."""
_FORMATS: Final = "use a .ris (RIS), .nbib (PubMed), .enw (EndNote), .bib (BibTeX) or .json (CSL JSON) file"
_PUBMED: Final = "in PubMed, choose Send to, Citation manager, which gives an .nbib file"
_MANAGER: Final = "export the references from your reference manager as RIS, and name the .ris file here"
_HINTS: Final = {
    **dict.fromkeys((".csv", ".html", ".htm", ".ciw", ".pdf"), f"{_MANAGER}; {_PUBMED}"),
    **dict.fromkeys((".docx", ".doc", ".rtf", ".odt"), _MANAGER),
    **dict.fromkeys((".enl", ".enlx", ".xml"), "in EndNote, choose File, Export, and RefMan (RIS) Export"),
    **dict.fromkeys((".rdf", ".rdfx", ".sqlite"), "in Zotero, choose File, Export Library, and the format RIS"),
    **dict.fromkeys((".yaml", ".yml"), "copy the references below `references:` in the article"),
}  # fmt: skip


def require_format(name: Scalar) -> None:
    """Raise ArticleError if the file that the article calls `name` has a suffix of no format that is read."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in {*_BY_SUFFIX, *_TAGGED}:
        message = f"`{name}` is not a file of references of a known kind"
        raise ArticleError(Problem(message, name.location, _HINTS.get(suffix, _FORMATS)))


def read_file(name: str, source: Source, citeproc: Citeproc, limits: Limits) -> Found:
    """Return the records of the file that the article calls `name`, and what is wrong with the file.

    Raises ArticleError if it contains no references, or more than `limits` allow.
    """
    records, problems = _read(name, source, citeproc)
    short = PurePath(name).name
    if not records and not any(problem.is_error for problem in problems):
        message = f"`{short}` contains no references"
        raise ArticleError([*problems, Problem(message, Location(source.name), _other_format(source.text))])
    if len(records) > limits.references:
        message = f"`{short}` contains {len(records)} references"
        raise ArticleError(limits.exceeded("references", message, Location(source.name)))
    return records, problems


def _read(name: str, source: Source, citeproc: Citeproc) -> Found:
    match PurePath(name).suffix.lower():
        case ".bib":
            return bibtex.read(source, citeproc)
        case ".json":
            return csljson.read(source)
    if medline.is_medline(source.text):
        return medline.read(source)
    if endnote.is_endnote(source.text):
        return endnote.read(source)
    return ris.read(source)


def _other_format(text: str) -> str:
    """Return a hint for a file without references, by what it looks like."""
    start = text.lstrip()
    if start.startswith("@"):
        return "it looks like BibTeX; give it a name that ends in .bib"
    if start.startswith(("[", "{")):
        return "it looks like JSON; give it a name that ends in .json"
    if start.startswith("<"):
        return _MANAGER
    return f"{_FORMATS}; {_PUBMED}"


def normalised(record: Record) -> Record:
    """Return a record that has a key in the usual form of CSL JSON, without the variables that no style prints."""
    reference, unread = csl.normal(record.reference)
    problems = [
        Problem(
            f"the reference `{reference['id']}` is printed without its {csl.spell_variable(variable)}: "
            f"`{variable}` is `{text}`, which cannot be read",
            record.location,
            FIX,
            Severity.WARNING,
        )
        for variable, text in unread.items()
    ]
    for variable, text in reference.items():
        if found := csl.foreign_markup(variable, str(text)):
            message = f"`{found[0]}` in the reference `{reference['id']}` is printed with its signs"
            problems.append(Problem(message, record.location, f"write `{found[1]}`", Severity.WARNING))
    return Record(reference, record.location, (*record.problems, *problems))
