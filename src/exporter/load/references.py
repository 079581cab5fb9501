"""Reads the references that an article lists, and the files of references that it names, as CSL JSON by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from exporter import csl
from exporter.article import Article
from exporter.article.node import ValidationContext
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.load import bibliography
from exporter.load.bibliography import Record
from exporter.markup import Cite
from exporter.project import Project
from exporter.source import UNREADABLE, Scalar, Source, unreadable


@dataclass(slots=True)
class Works:
    """Every reference by key, the keys of each file with their places, and warnings.

    `is_unknown` is set if a file could not be read.
    """

    by_key: dict[str, Csl] = field(default_factory=dict)
    by_file: dict[str, dict[str, Location]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    is_unknown: bool = True


def read_references(project: Project, article: Article | None, context: ValidationContext, citeproc: Citeproc) -> Works:
    """Return the references of the article and of its files. Raises ArticleError with every problem."""
    listed = article.references or [] if article else []
    records = {str(reference.id): Record(reference.to_csl(), reference.id.location) for reference in listed}
    works = Works({key: record.reference for key, record in records.items()}, is_unknown=False)
    first = {str(key): key.location for key in context.keys}
    problems: list[Problem] = []
    for name in context.bibliographies:
        try:
            source, read, found = _read_file(project, name, citeproc)
        except ArticleError as error:
            problems += error.problems
            continue
        problems += found
        for record in read:
            key = str(record.reference["id"])
            if key in first:
                hint = f"the first one is at {first[key]}; give one of the two another key"
                problems.append(Problem(f"the key `{key}` appears twice", record.location, hint))
            first.setdefault(key, record.location)
            records.setdefault(key, record)
            works.by_key[key] = record.reference
            works.by_file.setdefault(source.name, {})[key] = record.location
    problems += _unfit(context, records)
    if any(problem.is_error for problem in problems):
        raise ArticleError(problems)
    works.warnings = problems
    return works


def _read_file(project: Project, name: Scalar, citeproc: Citeproc) -> tuple[Source, list[Record], list[Problem]]:
    if Path(name).suffix.lower() not in bibliography.FORMATS:
        message = f"`{name}` is not a file of references of a known kind"
        raise ArticleError(Problem(message, name.location, bibliography.HINT))
    source = project.read_named_text(name)
    return source, *bibliography.read_file(name, source, citeproc, project.limits)


def _unfit(context: ValidationContext, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Report what is wrong with the references that are cited; the others harm nobody."""
    cited = [item.key for text in context.texts for m in text.marks() if isinstance(m, Cite) for item in m.items]
    listed = set(map(str, context.keys))
    for key in (key for key in dict.fromkeys(cited) if key in records):
        record = records[key]
        yield from record.problems
        if wrong := csl.misshapen(record.reference):
            message = f"the {csl.spell_variable(wrong)} of the reference `{key}` cannot be read"
            yield Problem(message, record.location, _FIX)
        else:
            yield from _lacking(key, record, is_listed=key in listed)
        found = {found[0] for text in csl.texts(record.reference) for found in UNREADABLE.finditer(text)}
        for character in sorted(found):
            yield unreadable(character, record.location)


_FIX: Final = "fix it in the program that created the file, and export it again"


def _lacking(key: str, record: Record, *, is_listed: bool) -> Iterator[Problem]:
    """Report what a reader needs to find the work: only without a title, the entry would be wrong."""
    for variable in csl.lacks(record.reference):
        message = f"the reference `{key}` has no {csl.spell_variable(variable)}"
        add = f"add `{variable}:`" if is_listed else "add it in the program that created the file, and export it again"
        severity = Severity.ERROR if variable == "title" else Severity.WARNING
        hint = add if severity is Severity.ERROR else f"{add}; if nobody knows it, leave it so"
        yield Problem(message, record.location, hint, severity)
