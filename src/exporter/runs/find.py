"""Finds the articles that a command names."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.errors import Problem, UsageError
from exporter.project import Project
from exporter.request import file_names


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
        folder = Path(Project.of(article).out_folder)
        for name in file_names(article.stem):
            first = seen.setdefault(folder / name, article)
            if first.resolve() != article.resolve():
                hint = "give one of the two another name, or export them into different folders with `--out`"
                raise UsageError(Problem(f"`{first}` and `{article}` would be exported to the same files", None, hint))


def _articles_in(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.y*ml"):
        if path.suffix in {".yaml", ".yml"} and not path.name.startswith(("_", ".")):
            yield path
