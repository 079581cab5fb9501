"""Finds the articles that a command names, and where below `out/` their files go."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final
from unicodedata import normalize

from exporter.errors import ExporterError, Location, MachineError, Problem, Severity, UsageError, did_you_mean
from exporter.limits import Limits
from exporter.project import DEFAULTS, Project
from exporter.request import Report, file_names
from exporter.runs.recognise import is_article_text, recognise

_SUFFIXES: Final = (".yaml", ".yml")
_OTHERS: Final = ("_", ".", "~")
"""How a name begins that is never an article's: what articles share, hidden files, files that are open in Office."""

_NOT_SEARCHED: Final = frozenset({"node_modules", "__pycache__"})
_OF_PYTHON: Final = ("pyvenv.cfg", "conda-meta")
"""What a folder with installed Python packages contains."""

_MISNAMED: Final = re.compile(r"(.+\.ya?ml)\.(?:txt|docx?|rtf|odt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An article, and the folder for its files: relative to `out/`, without the folders below `content/`."""

    path: Path
    below: PurePath


@dataclass(slots=True)
class Finds:
    """The articles, and reports about what is not exported."""

    articles: list[Found] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def warn(self, message: str, path: Path, hint: str) -> None:
        problem = Problem(message, Location(str(path)), hint, Severity.WARNING)
        self.reports.append(Report(None, problems=(problem,)))

    def fail(self, article: Path | None, error: ExporterError) -> None:
        self.reports.append(Report.of_error(str(article) if article else None, error))


def find_articles(paths: Sequence[Path], limits: Limits) -> Finds:
    """Return the articles that `paths` name: each file, and every article in each folder and the folders below."""
    finds = Finds()
    articles: dict[Path, Path] = {}
    named = []
    for path in paths:
        found = sorted(_articles_at(path, limits, finds))
        for article in found:
            articles.setdefault(_real_place(article), article)
        named += [path] * bool(found)
    if not articles and not any(report.exit_code for report in finds.reports):
        hint = "the name of an article does not begin with `_`; name an article, or the folder"
        finds.fail(None, UsageError(Problem(f"`{paths[0]}` is not an article", None, hint)))
    base = _shared_folder(path for path in named if not _is_in_content(path))
    finds.articles = [Found(article, _below(article, base)) for article in articles.values()]
    _separate(finds)
    return finds


def _real_place(article: Path) -> Path:
    """Return the path of an article without links to folders; a link to a file is an article of its own."""
    return article.parent.resolve() / article.name


# ---------------------------------------------------------------- what is an article


def _articles_at(path: Path, limits: Limits, finds: Finds) -> Iterator[Path]:
    try:
        path.stat()  # `exists` hides an error, or raises it, depending on the version of Python
    except (FileNotFoundError, NotADirectoryError):
        finds.fail(None, UsageError(Problem(f"there is no `{path}`", None, _like(path))))
    except OSError as error:
        finds.fail(None, _unreadable(error, path))
    else:
        if path.is_dir():
            before = len(finds.reports)
            yield from (found := list(_articles_in(path, limits, finds)))
            if not found and not any(report.exit_code for report in finds.reports[before:]):
                hint = "an article is a .yaml file whose name does not begin with `_` or `.`"
                finds.fail(None, UsageError(Problem(f"there is no article in `{path}`", None, hint)))
        elif not (path.name.startswith("_") and path.suffix.lower() in _SUFFIXES):
            yield path
        elif path.name != DEFAULTS:
            hint = "to export it, give it another name"
            finds.warn(f"`{path.name}` is skipped: its name begins with `_`", path, hint)


def _like(path: Path) -> str:
    """Return the hint for a path that does not exist: a name that is almost the same, such as `knee.yaml.txt`."""
    names: list[str] = []
    with suppress(OSError):
        names += [one.name for one in path.parent.iterdir()]
    return did_you_mean(path.name, names) or "name an article, or a folder with articles"


def _articles_in(path: Path, limits: Limits, finds: Finds) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        finds.fail(None, _unreadable(error, path))

    for folder, folders, names in os.walk(path, onerror=fail):
        folders[:] = sorted(name for name in folders if _is_searched(Path(folder, name), path, finds))
        for file in (Path(folder, name) for name in sorted(names) if not name.startswith(_OTHERS)):
            if file.suffix.lower() in _SUFFIXES:
                if _is_article(file, limits, finds):
                    yield file
            elif found := _MISNAMED.fullmatch(file.name):
                _warn_of_name(file, found[1], finds)
            elif file.suffix.lower() == ".txt" and is_article_text(file, limits):
                _warn_of_name(file, f"{file.stem}.yaml", finds)


def _is_searched(folder: Path, named: Path, finds: Finds) -> bool:
    if folder.name.startswith(".") or folder.name in _NOT_SEARCHED:
        return False
    if folder.is_symlink():
        if not folder.resolve().is_relative_to(named.resolve()):
            hint = "to export the articles in it, name the folder that it leads to"
            finds.warn(f"`{folder.name}` is a link to another folder, which is not searched", folder, hint)
        return False
    return not any(os.path.lexists(folder / name) for name in _OF_PYTHON)  # `exists` raises if it may not look


def _is_article(file: Path, limits: Limits, finds: Finds) -> bool:
    kind = recognise(file, limits)
    if kind == "doubtful" and _is_in_content(file):  # a folder for articles, not for what programs are set up with
        return True
    if kind == "doubtful":
        hint = "an article has `title:`, `summary:`, `document:` and `sections:`; to check this file, name it"
        finds.warn(f"`{file.name}` is skipped: it lacks most keys of an article", file, hint)
    return kind == "article"


def _warn_of_name(file: Path, name: str, finds: Finds) -> None:
    hint = f"rename it to `{name}`; on Windows, first switch on View, Show, File name extensions"
    finds.warn(f"`{file.name}` is skipped: its name ends in `{file.suffix}`", file, hint)


def _unreadable(error: OSError, path: Path) -> MachineError:
    message = f"`{error.filename or path}` cannot be read: {error.strerror or error}"
    return MachineError(Problem(message, None, "check its name and that you may read it"))


# ---------------------------------------------------------------- where its files go


def _below(article: Path, base: Path | None) -> PurePath:
    """Return the folder for an article's files: outside `content/`, `out/` mirrors the folders below `base`."""
    return PurePath() if base is None or _is_in_content(article) else _folder(article).relative_to(base)


def _shared_folder(paths: Iterable[Path]) -> Path | None:
    """Return the innermost folder that contains all paths."""
    folders = list(map(_folder, paths))
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:  # on several drives of Windows
        return None


def _is_in_content(path: Path) -> bool:
    return "content" in _folder(path).parts


def _folder(path: Path) -> Path:
    return (path if path.is_dir() else path.parent).resolve()


def _separate(finds: Finds) -> None:
    """Leave out the articles that would be exported to the same files, and report each of them."""
    by_file: dict[str, list[Found]] = defaultdict(list)
    for article in finds.articles:
        folder = article.below / Project.of(article.path).out_folder
        for name in file_names(article.path.stem):
            by_file[_on_any_disk(folder / name)].append(article)
    for together in by_file.values():
        for article in (one for one in together if len(together) > 1 and one in finds.articles):
            finds.articles.remove(article)
            other = next(one.path for one in together if one is not article)
            message = f"`{article.path}` and `{other}` would be exported to the same files"
            hint = "give one of the two another name, or export them into different folders with `--out`"
            finds.fail(article.path, UsageError(Problem(message, Location(str(article.path)), hint)))


def _on_any_disk(path: PurePath) -> str:
    """Return a name that is the same for files that are one file on the disk of a Mac or of Windows."""
    return normalize("NFC", str(path)).casefold()
