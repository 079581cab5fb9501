"""An article file in, a valid `Manuscript` out: words and keys, and where each was written. No numbers.

Everything that is wrong is gathered, and raised together.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

from exporter.article import Article, Callout, CalloutBlock, Manuscript, Section
from exporter.citeproc import Citeproc
from exporter.errors import MOST_HINTS, ArticleError, Location, Problem, Severity, did_you_mean
from exporter.limits import Limits
from exporter.load import images, labels, references, style
from exporter.load.nodes import Mapping, read_nodes
from exporter.load.schema import validate
from exporter.markup import CitationItem, Cite, Markdown, Pointer
from exporter.project import Project
from exporter.source import UNREADABLE, Scalar, decode
from exporter.values import Findings

T = TypeVar("T")

DEFAULTS: Final = "_defaults.yaml"
_DEEPEST_HEADING = 6
_LONGEST_NAME = 200  # of the 255 that a file may have: the exported ones add their ends
_RENAME: Final = "give the file another name"


def load(project: Project, path: Path, citeproc: Citeproc) -> Manuscript:
    """Read the article at `path`. Raises ArticleError with every problem, MachineError if pandoc is needed and gone."""
    data, problems = _read(project, path)
    findings = Findings()
    article, shape_problems = validate(data, findings)
    problems += [*shape_problems, *findings.problems, *_too_deep(data.get("sections"), 2)]
    _check_number(findings, project.limits)
    folder = path.parent
    pictures = _gather(problems, lambda: images.read_images(project, folder, findings.images))
    chosen = _gather(problems, lambda: style.read_style(project, folder, findings.style))
    works = _gather(problems, lambda: references.read_references(project, folder, article, findings, citeproc))
    words = _gather(problems, lambda: labels.read_labels(article.language, article.labels)) if article else None
    problems += _check_names(findings, works or references.Works())
    if article:
        problems += _check_article(article, findings)
    errors = [problem for problem in problems if problem.is_error]
    if errors or article is None or chosen is None or works is None or pictures is None or words is None:
        raise ArticleError(sorted(set(problems), key=_order))
    warnings = [*problems, *_unused(findings, works), *_unheaded(article)]
    return Manuscript(article, works.by_key, chosen, pictures, words, tuple(sorted(set(warnings), key=_order)))


def _order(problem: Problem) -> tuple[bool, Location, str]:
    return (not problem.is_error, problem.location or Location(""), problem.message)


def _gather(problems: list[Problem], step: Callable[[], T]) -> T | None:
    """Run one step; its problems join the others."""
    try:
        return step()
    except ArticleError as error:
        problems += error.problems
        return None


def _read(project: Project, path: Path) -> tuple[Mapping, list[Problem]]:
    """Return the article's keys, with the defaults of its folder and of those above for what it leaves out."""
    data, problems = _read_file(project, path)
    _require_name(project.name(path))
    for folder in (path.parent.resolve(), *path.parent.resolve().parents):
        defaults = folder / DEFAULTS
        if project.exists(defaults) and defaults != path.resolve():
            more, found = _read_file(project, defaults)
            problems += found
            for key, value in more.items():
                if key not in data:
                    data[key] = value
        if folder == project.root:
            break
    return data, problems


def _require_name(name: str) -> None:
    """Raise ArticleError if the exported files, named after the article, could not be written or told apart."""
    shown = name.encode("ascii", "backslashreplace").decode()
    if UNREADABLE.search(name) or "\n" in name:
        raise ArticleError(Problem("the file's name has a character that cannot be shown", Location(shown), _RENAME))
    if len(Path(name).stem.encode()) > _LONGEST_NAME:
        raise ArticleError(Problem(f"the file's name is longer than {_LONGEST_NAME} bytes", Location(name), _RENAME))


def _read_file(project: Project, path: Path) -> tuple[Mapping, list[Problem]]:
    source = decode(project.read(path, limit="article_mb"), project.name(path))
    return read_nodes(source, project.limits)


def _too_deep(sections: Any, level: int) -> Iterator[Problem]:
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, Mapping):
            if level > _DEEPEST_HEADING:
                hint = "move it one level up"
                yield Problem("the section is nested deeper than six levels of headings", section.location, hint)
            else:
                yield from _too_deep(section.get("sections"), level + 1)


# ---------------------------------------------------------------- names: ids, keys and who uses them


def _check_names(findings: Findings, works: references.Works) -> Iterator[Problem]:
    yield from _twice(findings.ids, "id")
    yield from _twice(findings.keys, "key")
    ids = set(findings.ids)
    keys = {*map(str, findings.keys), *works.by_key}
    items = [] if works.is_unknown else _cited(findings)
    for count, item in enumerate(item for item in items if item.key not in keys):
        hint = count < MOST_HINTS and did_you_mean(item.key, keys)
        yield Problem(f"no reference has the key `{item.key}`", item.location, hint or "add it to `references:`")
    pointers = (pointer for text in findings.texts for pointer in text.pointers())
    for count, pointer in enumerate(pointer for pointer in pointers if pointer.target not in ids):
        hint = count < MOST_HINTS and did_you_mean(pointer.target, ids)
        place = pointer.location
        yield Problem(
            f"nothing has the id `{pointer.target}`", place, hint or "give the figure, table or section this `id:`"
        )


def _cited(findings: Findings) -> Iterable[CitationItem]:
    marks = (mark for text in findings.texts for mark in text.marks())
    return (item for mark in marks if isinstance(mark, Cite) for item in mark.items)


def _check_number(findings: Findings, limits: Limits) -> None:
    """Raise ArticleError if more is cited than can be worded in the time there is."""
    for count, item in enumerate(_cited(findings), 1):
        if count > limits.citations:
            raise ArticleError(limits.exceeded("citations", "the article cites too often", item.location))


def _twice(names: Iterable[Scalar], what: str) -> Iterator[Problem]:
    seen: dict[str, Scalar] = {}
    for name in names:
        first = seen.setdefault(str(name), name)
        if first is not name:
            hint = f"it stands first in line {first.location.line}; give one of the two another {what}"
            yield Problem(f"the {what} `{name}` stands twice", name.location, hint)


def _check_article(article: Article, findings: Findings) -> Iterator[Problem]:
    if article.citations.list == "url" and not article.document.url:
        place = article.citations.list.location
        yield Problem("`list: url` needs the address of the electronic copy", place, "add `url:` to `document:`")
    for section in findings.limited:
        yield from _check_limited(section, findings)
    for part in _parts_of(article):
        if isinstance(part, Callout) and part.kind == "emergency":
            yield from _check_emergency(part)


def _check_emergency(callout: Callout) -> Iterator[Problem]:
    """Nothing in an emergency leads away from it. Source: NHS digital service manual, care cards."""
    hint = "put it outside the box; a telephone number is written as plain words"
    for name in _ids_in(callout):
        yield Problem(f"`{name}` stands in an emergency call-out", name.location, hint)
    for text in _texts_in(callout):
        for what, place in text.leads():
            yield Problem(f"a {what} stands in an emergency call-out", place, hint)


def _check_limited(section: Section, findings: Findings) -> Iterator[Problem]:
    """A section for one medium holds nothing numbered, and nothing points at it: the other medium would lack it."""
    inside = list(_ids_in(section))
    own = {id(text) for text in _texts_in(section)}
    numbered = [name for name in inside if not name.startswith("sec-")]
    hint = "put it into a section that every format shows"
    for name in numbered:
        yield Problem(f"`{name}` stands in a section for {section.only} only", name.location, hint)
    for text in findings.texts:
        is_inside = id(text) in own
        for pointer in text.pointers():
            if pointer.target in inside and not is_inside:
                message = f"`{pointer.target}` stands in a section for {section.only} only"
                yield Problem(message, pointer.location, hint)
        for mark in text.marks():
            if is_inside and not isinstance(mark, Pointer):
                what = "citation" if isinstance(mark, Cite) else "note"
                place = mark.items[0].location if isinstance(mark, Cite) else text.source.place_of("^[")
                yield Problem(f"a {what} stands in a section for {section.only} only", place, hint)


def _parts_of(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | tuple):
        for item in value:
            yield from _parts_of(item)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _parts_of(getattr(value, name))


def _texts_in(value: Any) -> Iterator[Markdown]:
    return (part for part in _parts_of(value) if isinstance(part, Markdown))


def _ids_in(value: Any) -> Iterator[Scalar]:
    return (part.id for part in _parts_of(value) if isinstance(getattr(part, "id", None), Scalar))


# ---------------------------------------------------------------- warnings


def _unheaded(article: Article) -> Iterator[Problem]:
    """Warn of an emergency that is not followed by a heading, without which nobody hears that it has ended.

    Source: NHS digital service manual, care cards.
    """
    for part in _parts_of(article):
        for block, following in pairwise(getattr(part, "content", None) or ()):
            if isinstance(block, CalloutBlock) and block.callout.kind == "emergency":
                place = next(_texts_in(following)).source.location
                hint = "let the call-out end the section, and begin a new one behind it"
                yield Problem("no heading follows an emergency call-out", place, hint, Severity.WARNING)


def _unused(findings: Findings, works: references.Works) -> Iterator[Problem]:
    cited = {item.key for item in _cited(findings)}
    for key in findings.keys:
        if key not in cited:
            hint = f"cite it with `[@{key}]`, or remove it; it is not printed"
            yield Problem(f"the reference `{key}` is never cited", key.location, hint, Severity.WARNING)
    for name, keys in works.by_file.items():
        if left := len(set(keys) - cited):
            message = f"{left} of {len(keys)} references are never cited, and not printed"
            yield Problem(message, Location(name), "", Severity.WARNING)
