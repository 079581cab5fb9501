"""Many articles, one after the other; a bad one never stops the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from exporter.errors import ExporterError, MachineError, Problem, UsageError
from exporter.formats import file_names
from exporter.pipeline import out_folder
from exporter.project import Project

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one article: a result or the error that stopped it."""

    article: Path
    result: T | None
    error: ExporterError | None


def find_articles(paths: Iterable[Path]) -> list[Path]:
    """Return the articles that `paths` name: files as they are, of a folder every one in it. Raises UsageError."""
    articles: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(Problem(f"there is no `{path}`", None, "name an article, or a folder with articles"))
        found = sorted(_articles_in(path)) if path.is_dir() else [path]
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
        folder = out_folder(Project.of(article), article, Path())
        for name in file_names(article.stem):
            first = seen.setdefault(folder / name, article)
            if first.resolve() != article.resolve():
                hint = "give one of the two another name, or export them into different folders with `--out`"
                raise UsageError(Problem(f"`{first}` and `{article}` would become the same files", None, hint))


def _articles_in(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.y*ml"):
        if path.suffix in {".yaml", ".yml"} and not path.name.startswith(("_", ".")):
            yield path


def each(articles: Iterable[Path], do: Callable[[Path], T]) -> Iterator[Outcome[T]]:
    """Do one thing with every article."""
    for article in articles:
        try:
            yield Outcome(article, do(article), None)
        except ExporterError as error:
            yield Outcome(article, None, error)
        except (OSError, ImportError) as error:  # a part of the program is not there, or the system has run out
            hint = "`exporter doctor` says what is missing"
            yield Outcome(article, None, MachineError(Problem(f"this machine refuses: {error}", None, hint)))
