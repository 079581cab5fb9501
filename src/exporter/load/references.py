"""Reads the references that an article lists, and the files of references that it names, as CSL JSON by key."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from exporter import csl
from exporter.article import Article
from exporter.article.node import ValidationContext
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem
from exporter.markup import Cite
from exporter.project import Project
from exporter.source import UNREADABLE, Scalar, Source, decode, unreadable

_FORMATS: Final = {".bib": "bibtex", ".ris": "ris", ".json": "csljson"}
_RIS_REFERENCE = re.compile(r"^TY {2}-.*?(?=^ER {2}-|\Z)", re.MULTILINE | re.DOTALL)
_RIS_YEAR = re.compile(r"^(?:PY|Y1) {2}- *\d", re.MULTILINE)
_RIS_DATE = re.compile(r"^((?:PY|Y1) {2}- \d{4})(?:[/-](\d{2})(?:[/-](\d{2}))?)?/*.*$", re.MULTILINE)


_BEFORE_KEY: Final = r"""@\w+\s*[{(]\s*|^ID {2}- *|"id"\s*:\s*"?"""
"""The text before a reference's key: in BibTeX, in RIS, in CSL JSON."""


@dataclass(slots=True)
class Works:
    """Every reference by key, the keys of each file, and warnings. `is_unknown` is set if a file could not be read."""

    by_key: dict[str, Csl] = field(default_factory=dict)
    by_file: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    is_unknown: bool = True


def read_references(project: Project, article: Article | None, context: ValidationContext, citeproc: Citeproc) -> Works:
    """Return the references of the article and of its files. Raises ArticleError with every problem."""
    listed = article.references or [] if article else []
    works = Works({str(reference.id): reference.to_csl() for reference in listed}, is_unknown=False)
    sources: dict[str, Source | Scalar] = {str(key): key for key in context.keys}
    problems: list[Problem] = []
    for name in context.bibliographies:
        try:
            references, source = _read_file(project, name, citeproc)
        except ArticleError as error:
            problems += error.problems
            continue
        for reference in references:
            key = str(reference["id"])
            if first := sources.get(key):
                hint = f"the first one is at {_place(first, key)}; give one of the two another key"
                before = works.by_file.get(source.name, []).count(key)
                problems.append(Problem(f"the key `{key}` appears twice", _place(source, key, before), hint))
            sources[key] = source
            works.by_key[key] = reference
            works.by_file.setdefault(source.name, []).append(key)
    problems += _unfit(context, works, sources)
    if problems:
        raise ArticleError(problems)
    return works


def _unfit(context: ValidationContext, works: Works, sources: Mapping[str, Source | Scalar]) -> Iterator[Problem]:
    """Cited references from files must be as complete as those in the article; the others harm nobody."""
    cited = [item.key for text in context.texts for m in text.marks() if isinstance(m, Cite) for item in m.items]
    listed = set(map(str, context.keys))
    for key in dict.fromkeys(cited):
        if key in listed or key not in works.by_key:
            continue
        reference = works.by_key[key]
        if wrong := csl.misshapen(reference):
            hint = "fix it in the program that created the file"
            yield Problem(f"`{wrong}` of the reference `{key}` cannot be read", _place(sources[key], key), hint)
        elif missing := csl.lacks(reference):
            message = f"the reference `{key}` has no `{missing}`"
            yield Problem(message, _place(sources[key], key), f"add `{missing}`")
        for character in sorted({found[0] for text in csl.texts(reference) for found in UNREADABLE.finditer(text)}):
            yield unreadable(character, _place(sources[key], key))


def _read_file(project: Project, name: Scalar, citeproc: Citeproc) -> tuple[list[Csl], Source]:
    form = _FORMATS.get(Path(name).suffix.lower())
    hint = "use a .bib (BibTeX), .ris (RIS) or .json (CSL JSON) file"
    if form is None:
        raise ArticleError(Problem(f"`{name}` is not a file of references of a known kind", name.location, hint))
    content = project.read_named(name)
    source = decode(content, project.name(project.beside(name)))
    try:
        text = _RIS_REFERENCE.sub(_spell_ris_date, source.text) if form == "ris" else source.text
        references = json.loads(text) if form == "csljson" else citeproc.read(form, text)
    except (ValueError, RecursionError) as error:
        message = f"`{name}` cannot be read as references: {_reason(error)}"
        raise ArticleError(Problem(message, _place_of_error(error, source.name), hint)) from error
    except ArticleError as error:  # a limit
        raise ArticleError(replace(problem, location=Location(source.name)) for problem in error.problems) from error
    if form == "ris" and (left := _without_key(source)):
        raise ArticleError(Problem("the reference has no key", left, "add it below, as in `ID  - cui2016`"))
    if not isinstance(references, list) or not all(isinstance(one, dict) and one.get("id") for one in references):
        raise ArticleError(Problem(f"`{name}` contains no list of references with ids", Location(source.name), hint))
    if not references:
        raise ArticleError(Problem(f"`{name}` contains no references", Location(source.name), hint))
    if len(references) > project.limits.references:
        message = f"`{name}` contains {len(references)} references"
        raise ArticleError(project.limits.exceeded("references", message, Location(source.name)))
    return [_normalise(reference) for reference in references], source


def _spell_ris_date(found: re.Match[str]) -> str:
    """RIS writes `2016/03//`, and may write it as DA alone; pandoc reads only `2016-03`, and only PY and Y1."""
    text = found[0] if _RIS_YEAR.search(found[0]) else found[0].replace("\nDA  -", "\nPY  -")
    return _RIS_DATE.sub(lambda date: "-".join(part for part in date.groups() if part), text)


def _reason(error: Exception) -> str:
    """Return what a parser says without the place, which pandoc writes around it and json after it."""
    reason = re.sub(r"^Error at \(.*\):\n|\n.*\n *\^\s*$|: line \d+ column \d+ .*$", "", str(error))
    return " ".join(reason.split())


def _place_of_error(error: Exception, name: str) -> Location:
    found = re.search(r"line (\d+),? column (\d+)", str(error))
    return Location(name, *map(int, found.groups())) if found else Location(name)


def _without_key(source: Source) -> Location | None:
    """Return the place of the first RIS reference without a key; pandoc would invent one that nobody can cite."""
    for found in _RIS_REFERENCE.finditer(source.text):
        if not re.search(r"^ID {2}- *\S", found[0], re.MULTILINE):
            return source.location(found.start())
    return None


def _place(source: Source | Scalar, key: str, count: int = 0) -> Location:
    """Return where a key appears for the n-th time, `count` from 0; it is looked for only when there is a problem."""
    if isinstance(source, Scalar):
        return source.location
    found = re.finditer(rf"(?:{_BEFORE_KEY})({re.escape(key)})(?![\w-])", source.text, re.MULTILINE)
    place = next(islice(found, count, None), None)
    return source.location(place.start(1)) if place else Location(source.name)


def _normalise(reference: Csl) -> Csl:
    """Return the reference with page ranges and initials spelt out, without the variables that no style prints."""
    normal = {name: value for name, value in reference.items() if name not in {"custom", "categories"}}
    normal["id"] = str(reference["id"])
    if "page" in normal:
        normal["page"] = csl.expand_pages(str(normal["page"]))
    for variable in csl.NAME_VARIABLES:
        if isinstance(names := normal.get(variable), list):
            normal[variable] = [csl.spell_name(name) if isinstance(name, dict) else name for name in names]
    return normal
