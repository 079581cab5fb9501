"""Reads the references that an article lists, and the files of references that it names, as CSL JSON by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporter import csl
from exporter.article import Article
from exporter.article.node import ValidationContext
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem
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
    works = Works({str(reference.id): reference.to_csl() for reference in listed}, is_unknown=False)
    first = {str(key): key.location for key in context.keys}
    from_files: dict[str, Record] = {}
    problems: list[Problem] = []
    for name in context.bibliographies:
        try:
            source, records, found = _read_file(project, name, citeproc)
        except ArticleError as error:
            problems += error.problems
            continue
        problems += found
        for record in records:
            key = str(record.reference["id"])
            if key in first:
                hint = f"the first one is at {first[key]}; give one of the two another key"
                problems.append(Problem(f"the key `{key}` appears twice", record.location, hint))
            first.setdefault(key, record.location)
            from_files[key] = record
            works.by_key[key] = record.reference
            works.by_file.setdefault(source.name, {})[key] = record.location
    listed_keys = set(map(str, context.keys))
    problems += _unfit(context, {key: record for key, record in from_files.items() if key not in listed_keys})
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
    """Cited references from files must be as complete as those in the article; the others harm nobody."""
    cited = [item.key for text in context.texts for m in text.marks() if isinstance(m, Cite) for item in m.items]
    for record in (records[key] for key in dict.fromkeys(cited) if key in records):
        yield from record.problems
        reference, place, key = record.reference, record.location, record.reference["id"]
        if wrong := csl.misshapen(reference):
            hint = "fix it in the program that created the file"
            yield Problem(f"`{wrong}` of the reference `{key}` cannot be read", place, hint)
        elif missing := csl.lacks(reference):
            yield Problem(f"the reference `{key}` has no `{missing}`", place, f"add `{missing}`")
        for character in sorted({found[0] for text in csl.texts(reference) for found in UNREADABLE.finditer(text)}):
            yield unreadable(character, place)
