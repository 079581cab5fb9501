"""Loads an article file as a valid `Manuscript`: words and keys, and where each was written. No numbers.

Everything that is wrong is gathered, and raised together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import Any, Final, TypeVar

from exporter.article import Article, Callout, Figure, Manuscript, Section, Table
from exporter.article.node import ValidationContext
from exporter.article.walk import walk, walk_blocks, walk_section
from exporter.citeproc import Citeproc
from exporter.errors import MOST_HINTS, ArticleError, Location, Problem, Severity, did_you_mean
from exporter.limits import Limits
from exporter.load import images, labels, references, style
from exporter.load.nodes import Mapping, read_nodes
from exporter.load.other_files import require_article
from exporter.load.schema import validate
from exporter.markup import CitationItem, Cite, Markdown, Pointer, bracketed, raised_numbers
from exporter.project import DEFAULTS, Project
from exporter.source import UNREADABLE, Scalar

T = TypeVar("T")

OWN_KEYS: Final = frozenset({"title", "subtitle", "summary", "key_points", "document", "sections"})
"""What every article has for itself. All other keys may come from a file of defaults."""

_DEEPEST_HEADING = 6
_WRITTEN: Final = re.compile(r"^ *[^# \n]", re.MULTILINE)  # a line with anything but a comment
_LONGEST_NAME = 200  # of the 255 bytes of a file name: the names of exported files are longer
_RENAME: Final = "give the file another name"


def load(project: Project, citeproc: Citeproc) -> Manuscript:
    """Read the article of a project.

    Raises ArticleError with every problem, and MachineError if pandoc is needed but missing.
    """
    data, problems = read_keys(project)
    context = ValidationContext()
    article, shape_problems = validate(data, context)
    problems += [*shape_problems, *context.problems, *_too_deep(data.get("sections"), 2)]
    _check_number(context, project.limits)
    pictures = _collect_problems(problems, lambda: images.read_images(project, context.images))
    chosen = _collect_problems(problems, lambda: style.read_style(project, context.style))
    works = references.read_references(project, article, context, citeproc)
    words = (
        _collect_problems(problems, lambda: labels.read_labels(article.language, article.labels)) if article else None
    )
    problems += works.problems
    problems += pictures.warnings if pictures else ()
    problems += _check_names(context, works)
    if article:
        problems += _check_article(article, data, context)
    errors = [problem for problem in problems if problem.is_error]
    if errors or article is None or chosen is None or pictures is None or words is None:
        raise ArticleError(sorted(set(problems), key=_order))
    drawings = {name.as_file_name: name for name in context.images if name.lower().endswith(".svg")}
    sources = tuple(project.read_named_text(name, "picture_mb") for name in drawings.values())
    return Manuscript(article, works.by_key, works.by_file, chosen, pictures.by_name, sources, words, tuple(problems))


def _order(problem: Problem) -> tuple[bool, Location, str]:
    return (not problem.is_error, problem.location or Location(""), problem.message)


def _collect_problems(problems: list[Problem], step: Callable[[], T]) -> T | None:
    """Return the result of `step`, or None; add its problems to `problems`."""
    try:
        return step()
    except ArticleError as error:
        problems += error.problems
        return None


def read_keys(project: Project) -> tuple[Mapping, list[Problem]]:
    """Return the article's keys; missing ones come from the defaults of its folder and of the folders above.

    Raises ArticleError if a file cannot be read.
    """
    require_article(project.read(project.article, limit="picture_mb"), project.name(project.article))
    data, problems = _read_file(project, project.article)
    _require_name(project.article, project.name(project.article))
    for name in project.defaults:
        more, found = _read_file(project, name)
        problems += [*found, *_own_keys(more)]
        for key, value in more.items():
            if key not in data and key not in OWN_KEYS:
                data[key] = value
    return data, problems


def _own_keys(defaults: Mapping) -> Iterator[Problem]:
    """Report the keys of a file of defaults that would make its articles the same handout."""
    for key in (key for key in defaults if key in OWN_KEYS):
        hint = f"move it into the article: a `{DEFAULTS}` has only what several articles share, such as `publisher:`"
        yield Problem(f"`{key}` belongs to one article", defaults.place_of(key), hint)


def _require_name(name: str, path: str) -> None:
    """Raise ArticleError if the exported files, named after the article, could not be written or distinguished."""
    shown = path.encode("ascii", "backslashreplace").decode()
    if UNREADABLE.search(name) or "\n" in name:
        raise ArticleError(Problem("the file's name has a character that cannot be shown", Location(shown), _RENAME))
    if len(Path(name).stem.encode()) > _LONGEST_NAME:
        raise ArticleError(Problem("the file's name is too long", Location(path), _RENAME))


def _read_file(project: Project, name: str) -> tuple[Mapping, list[Problem]]:
    source = project.read_text(name, limit="article_mb")
    if name != project.article and not _WRITTEN.search(source.text):
        return Mapping(), []  # defaults that nobody has written yet
    return read_nodes(source, project.limits)


def _too_deep(sections: Any, level: int) -> Iterator[Problem]:
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, Mapping):
            if level > _DEEPEST_HEADING:
                hint = "move it one level up"
                yield Problem("the section is nested deeper than six levels of headings", section.location, hint)
            else:
                yield from _too_deep(section.get("sections"), level + 1)


# ---------------------------------------------------------------- names: ids, keys and their uses


def _check_names(context: ValidationContext, works: references.Works) -> Iterator[Problem]:
    yield from _duplicates(context.ids, "id")
    yield from _duplicates(context.keys, "key")
    ids = set(context.ids)
    keys = {*map(str, context.keys), *works.by_key}
    items = [] if works.is_unknown else _cited(context)
    for count, item in enumerate(item for item in items if item.key not in keys):
        hint = count < MOST_HINTS and (works.suggest(item) or did_you_mean(item.key, keys))
        yield Problem(f"no reference has the key `{item.key}`", item.location, hint or "add it to `references:`")
    yield from _check_brackets(context, keys)
    pointers = (pointer for text in context.texts for pointer in text.pointers())
    for count, pointer in enumerate(pointer for pointer in pointers if pointer.target not in ids):
        hint = count < MOST_HINTS and did_you_mean(pointer.target, ids)
        place = pointer.location
        yield Problem(
            f"nothing has the id `{pointer.target}`", place, hint or "give the figure, table or section this `id:`"
        )


_TYPED_NUMBER: Final = re.compile(r"\d{1,3}(?:[,;–-]\s?\d{1,3})*")


def _check_brackets(context: ValidationContext, keys: Set[str]) -> Iterator[Problem]:
    """Report a number or a key that is typed where a citation is meant: in brackets, or raised after a word."""
    hint = "to cite, write `[@key]`: a typed number stays when the others change"
    for words, place in (found for text in context.texts if keys for found in bracketed(text.source)):
        if words in keys:
            yield Problem(f"`[{words}]` is no citation", place, f"write `[@{words}]`; for the sign itself, write `\\[`")
        elif _TYPED_NUMBER.fullmatch(words):
            yield Problem(f"the number `[{words}]` is typed", place, f"{hint}; for the sign, write `\\[`")
    for words, place in (found for text in context.texts if keys for found in raised_numbers(text.source)):
        yield Problem(f"the raised number `{words}` is typed", place, hint, Severity.WARNING)


def _cited(context: ValidationContext) -> Iterable[CitationItem]:
    marks = (mark for text in context.texts for mark in text.marks())
    return (item for mark in marks if isinstance(mark, Cite) for item in mark.items)


def _check_number(context: ValidationContext, limits: Limits) -> None:
    """Raise ArticleError if there are more citations than can be formatted in the time allowed."""
    for count, item in enumerate(_cited(context), 1):
        if count > limits.citations:
            raise ArticleError(limits.exceeded("citations", "the article has too many citations", item.location))


def _duplicates(names: Iterable[Scalar], what: str) -> Iterator[Problem]:
    seen: dict[str, Scalar] = {}
    for name in names:
        first = seen.setdefault(str(name), name)
        if first is not name:
            hint = f"the first one is on line {first.location.line}; give one of the two another {what}"
            yield Problem(f"the {what} `{name}` appears twice", name.location, hint)


def _check_article(article: Article, data: Mapping, context: ValidationContext) -> Iterator[Problem]:
    if article.citations.list == "url" and not article.document.url:
        place = data["citations"]["list"].location
        yield Problem("`list: url` needs the address of the electronic copy", place, "add `url:` to `document:`")
    for item in walk(article):
        if isinstance(item, Section) and item.only:
            yield from _check_limited(item, context)
        elif isinstance(item, Callout) and item.kind == "emergency":
            yield from _check_emergency(item)


def _check_emergency(callout: Callout) -> Iterator[Problem]:
    """Report what leads the reader out of an emergency call-out. Source: NHS digital service manual, care cards."""
    hint = "move it out of the box; write a phone number as plain text"
    for item in (*([callout.title] if callout.title else []), *walk_blocks(callout.content)):
        if isinstance(item, Figure | Table):
            yield Problem(f"`{item.id}` is not allowed in an emergency call-out", item.id.location, hint)
        elif isinstance(item, Markdown):
            for what, place in item.leads():
                yield Problem(f"a {what} is not allowed in an emergency call-out", place, hint)


def _check_limited(section: Section, context: ValidationContext) -> Iterator[Problem]:
    """A section for one medium contains nothing numbered, and nothing refers to it: the other medium would lack it."""
    items = list(walk_section(section))
    inside = [item.id for item in items if isinstance(item, Figure | Table | Section) and item.id]
    own = {id(item) for item in items}
    hint = "move it to a section that every format shows"
    for name in (item.id for item in items if isinstance(item, Figure | Table)):
        yield Problem(f"`{name}` is not allowed in a section for {section.only} only", name.location, hint)
    for text in context.texts:
        is_inside = id(text) in own
        for pointer in text.pointers():
            if pointer.target in inside and not is_inside:
                message = f"`{pointer.target}` is not allowed in a section for {section.only} only"
                yield Problem(message, pointer.location, hint)
        for mark in text.marks():
            if is_inside and not isinstance(mark, Pointer):
                message = f"a {mark.kind} is not allowed in a section for {section.only} only"
                yield Problem(message, mark.location, hint)
