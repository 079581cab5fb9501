"""Finds the articles that a command names."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.errors import MachineError, Problem, UsageError
from exporter.project import Project
from exporter.request import file_names


def find_articles(paths: Iterable[Path]) -> list[Path]:
    """Return the articles that `paths` name: each file, and every article in each folder.

    Raises UsageError if there is none, and MachineError for a file or folder that may not be read.
    """
    articles: list[Path] = []
    for path in paths:
        try:
            found = sorted(_articles_at(path))
        except (FileNotFoundError, NotADirectoryError) as error:
            hint = "name an article, or a folder with articles"
            raise UsageError(Problem(f"there is no `{path}`", None, hint)) from error
        except OSError as error:
            message = f"`{error.filename or path}` cannot be read: {error.strerror or error}"
            raise MachineError(Problem(message, None, "check its name and that you may read it")) from error
        if not found:
            hint = "an article is a .yaml file whose name does not begin with `_` or `.`"
            raise UsageError(Problem(f"there is no article in `{path}`", None, hint))
        articles += found
    _require_own_names(unique := list(dict.fromkeys(articles)))
    return unique


def _require_own_names(articles: Iterable[Path]) -> None:
    """Raise UsageError if two articles would be exported to the same files."""
    seen: dict[Path, Path] = {}
    for article in articles:
        folder = Path(Project.of(article).out_folder)
        for name in file_names(article.stem):
            first = seen.setdefault(folder / name, article)
            if first.resolve() != article.resolve():
                hint = "give one of the two another name, or export them into different folders with `--out`"
                raise UsageError(Problem(f"`{first}` and `{article}` would be exported to the same files", None, hint))


def _articles_at(path: Path) -> Iterator[Path]:
    path.stat()  # `exists` hides an error, or raises it, depending on the version of Python
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path, onerror=_raise):
        for name in names:
            if name.endswith((".yaml", ".yml")) and not name.startswith(("_", ".")):
                yield Path(folder, name)


def _raise(error: OSError) -> None:
    raise error
