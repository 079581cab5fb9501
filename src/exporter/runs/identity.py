"""Finds handouts that e-readers and catalogues would take for one, because their EPUBs have the same identifier.

The article files are read here without their references and pictures, within the limits of an article's text.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.limits import Limits
from exporter.load import read_keys
from exporter.output.ledger import LEDGER
from exporter.output.previous import read_identifiers
from exporter.project import Project
from exporter.request import Task
from exporter.runs.find import Found
from exporter.source import Scalar

_HINT = "give each handout its own `id:`; for a translation, such as `KN-001-es`"


def same_ids(articles: Sequence[Found], limits: Limits) -> dict[Found, dict[Found, Problem]]:
    """Return an error for each article and each other article that has its id and publisher."""
    by_code: dict[tuple[str, str], dict[Found, Scalar]] = defaultdict(dict)
    for article in articles if len(articles) > 1 else ():
        if code := _code(article.path, limits):
            by_code[code][article] = code[1]
    return {
        article: {other: _clash(name, at) for other, at in together.items() if other is not article}
        for together in by_code.values()
        for article, name in together.items()
        if len(together) > 1
    }


def _clash(name: Scalar, other: Scalar) -> Problem:
    return Problem(f"`{name}` is also the id of the article at {other.location}", name.location, _HINT)


def _code(article: Path, limits: Limits) -> tuple[str, Scalar] | None:
    """Return the publisher's name and the article's id, or None if it has none; its own report will say so."""
    try:
        data, _ = read_keys(Project.of(article, limits))
    except ArticleError:
        return None
    publisher, edition = data.get("publisher"), data.get("document")
    name = publisher.get("name") if isinstance(publisher, Mapping) else None
    code = edition.get("id") if isinstance(edition, Mapping) else None
    return (" ".join(name.split()), code) if isinstance(name, Scalar) and isinstance(code, Scalar) else None


def same_ids_in_output(task: Task, articles: Sequence[Found]) -> Iterator[Problem]:
    """Yield a warning for each exported article whose identifier is also that of other files in `out`."""
    own = {_ledger(task, article): article.path for article in articles}
    identifiers = read_identifiers(own)
    for path, identifier in read_identifiers(_ledgers(task.out, own), set(identifiers.values())).items():
        for mine in (mine for mine, one in identifiers.items() if one == identifier and path not in own):
            code = _code(own[mine], task.request.limits)
            message = f"`{path}` shows other files with the same id"
            hint = f"if they are older files of this article, delete them; if not, {_HINT}"
            yield Problem(message, code[1].location if code else Location(str(own[mine])), hint, Severity.WARNING)


def _ledger(task: Task, article: Found) -> Path:
    project = Project.of(article.path)
    return task.out / article.below / project.out_folder / f"{article.path.stem}{LEDGER}"


def _ledgers(out: Path, own: Mapping[Path, Path]) -> Iterator[Path]:
    """Yield the ledgers in `out`; if it also contains the articles, only those in the folders of their files."""
    if any(article.resolve().is_relative_to(out.resolve()) for article in own.values()):
        for folder in sorted({ledger.parent for ledger in own}):
            yield from sorted(folder.glob(f"*{LEDGER}"))
        return
    for folder_name, folders, names in os.walk(out):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder_name, name) for name in sorted(names) if name.endswith(LEDGER))
