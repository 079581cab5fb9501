"""The references an article lists and the files of references it names, in; CSL JSON by key out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from exporter import csl
from exporter.article import Article
from exporter.bibliography import Citeproc
from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem
from exporter.load.nodes import decode
from exporter.markup import Cite
from exporter.project import Project
from exporter.source import Scalar, Source
from exporter.values import Findings

_FORMATS: Final = {".bib": "bibtex", ".ris": "ris", ".json": "csljson"}
_RIS_DATE = re.compile(r"^((?:PY|Y1|DA) {2}- \d{4})(?:/(\d{2})(?:/(\d{2}))?)?/*.*$", re.MULTILINE)


@dataclass(slots=True)
class Works:
    """Every reference by key, and the keys each file gave; `is_unknown` when a file could not be read."""

    by_key: dict[str, Csl] = field(default_factory=dict)
    by_file: dict[str, list[str]] = field(default_factory=dict)
    is_unknown: bool = True


def read_references(
    project: Project, folder: Path, article: Article | None, findings: Findings, citeproc: Citeproc
) -> Works:
    """Return the references of the article and of its files. Raises ArticleError with all that is wrong in them."""
    listed = article.references or [] if article else []
    works = Works({str(reference.id): reference.to_csl() for reference in listed}, is_unknown=False)
    places = {str(key): key.location for key in findings.keys}
    problems: list[Problem] = []
    for name in findings.bibliographies:
        try:
            for reference, place in _read_file(project, folder, name, citeproc):
                key = str(reference["id"])
                if key in places:
                    hint = f"it stands first at {places[key]}; give one of the two another key"
                    problems.append(Problem(f"the key `{key}` stands twice", place, hint))
                places[key] = place
                works.by_key[key] = reference
                works.by_file.setdefault(place.file, []).append(key)
        except ArticleError as error:
            problems += error.problems
    problems += _incomplete(findings, works, places)
    if problems:
        raise ArticleError(problems)
    return works


def _incomplete(findings: Findings, works: Works, places: Mapping[str, Location]) -> list[Problem]:
    """Cited references from files must be as complete as those in the article; the others are nobody's harm."""
    cited = [item.key for text in findings.texts for m in text.marks() if isinstance(m, Cite) for item in m.items]
    problems = []
    for key in dict.fromkeys(cited):
        if key not in findings.keys and key in works.by_key and (missing := csl.lacks(works.by_key[key])):
            problems.append(Problem(f"the reference `{key}` has no `{missing}`", places[key], f"add `{missing}`"))
    return problems


def _read_file(project: Project, folder: Path, name: Scalar, citeproc: Citeproc) -> list[tuple[Csl, Location]]:
    form = _FORMATS.get(Path(name).suffix.lower())
    hint = "use a .bib (BibTeX), .ris (RIS) or .json (CSL JSON) file"
    if form is None:
        raise ArticleError(Problem(f"`{name}` is not a file of references of a known kind", name.location, hint))
    path = folder / name
    source = decode(project.read(path, name.location), project.name(path))
    try:
        text = _RIS_DATE.sub(_spell_ris_date, source.text) if form == "ris" else source.text
        references = json.loads(text) if form == "csljson" else citeproc.read(form, text)
    except ValueError as error:
        message = f"`{name}` cannot be read as references: {_reason(error)}"
        raise ArticleError(Problem(message, _place_of_error(error, source.name), hint)) from error
    if form == "ris" and (left := _without_key(source)):
        raise ArticleError(Problem("the reference has no key", left, "write it below as `ID  - cui2016`"))
    if not isinstance(references, list) or not all(isinstance(one, dict) and one.get("id") for one in references):
        raise ArticleError(Problem(f"`{name}` holds no list of references with ids", Location(source.name), hint))
    if not references:
        raise ArticleError(Problem(f"`{name}` holds no references", Location(source.name), hint))
    places = _Places(source, form)
    return [(_normalise(reference), places.next(str(reference["id"]))) for reference in references]


def _spell_ris_date(found: re.Match[str]) -> str:
    """RIS writes `2016/03//`; pandoc reads only `2016-03`."""
    return "-".join(part for part in found.groups() if part)


def _reason(error: ValueError) -> str:
    """Return what a parser says without the place, which pandoc puts before and json behind it."""
    return re.sub(r"^Error at \(.*?\):?\s*|: line \d+ column \d+ .*$", "", " ".join(str(error).split()))


def _place_of_error(error: ValueError, name: str) -> Location:
    found = re.search(r"line (\d+),? column (\d+)", str(error))
    return Location(name, *map(int, found.groups())) if found else Location(name)


def _without_key(source: Source) -> Location | None:
    """Return the place of the first RIS reference without a key; pandoc would make one up that nobody can cite."""
    for found in re.finditer(r"^TY {2}-.*?(?=^ER {2}-|\Z)", source.text, re.MULTILINE | re.DOTALL):
        if not re.search(r"^ID {2}- *\S", found[0], re.MULTILINE):
            return source.location(found.start())
    return None


class _Places:
    """Finds where keys are written, those that stand twice one after the other."""

    def __init__(self, source: Source, form: str) -> None:
        self._source = source
        self._before = {"bibtex": r"@\w+\s*[{(]\s*", "ris": r"^ID {2}- *", "csljson": r'"id"\s*:\s*"?'}[form]
        self._offsets: dict[str, int] = {}

    def next(self, key: str) -> Location:
        pattern = re.compile(rf"(?:{self._before})({re.escape(key)})(?![\w-])", re.MULTILINE)
        found = pattern.search(self._source.text, self._offsets.get(key, 0))
        if not found:
            return Location(self._source.name)
        self._offsets[key] = found.end()
        return self._source.location(found.start(1))


def _normalise(reference: Csl) -> Csl:
    """Spell out what PubMed and reference managers abbreviate."""
    normal = dict(reference, id=str(reference["id"]))
    if "page" in normal:
        normal["page"] = csl.expand_pages(str(normal["page"]))
    for variable in csl.NAME_VARIABLES:
        if isinstance(names := normal.get(variable), list):
            normal[variable] = [csl.spell_name(name) if isinstance(name, dict) else name for name in names]
    return normal
