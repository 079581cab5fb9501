"""Export from bytes to bytes: without a folder and without `out/`, with the same confinement and limits."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import article_text
from places import ROOT

from exporter.errors import ArticleError, UsageError
from exporter.formats import FORMATS, PAPERS, PRESETS
from exporter.limits import Limits
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import PdfOptions, Report, Request, Task
from exporter.validators import Validators


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline(Validators({})) as made:
        yield made


def bytes_of(root: Path, *folders: str) -> dict[str, bytes]:
    paths = (path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_the_shipped_article_is_exported_from_bytes_alone_to_the_same_bytes(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_folder = pipeline.export(Request(ROOT / "content" / "article.yaml"))
    files = bytes_of(ROOT, "content", "styles")
    monkeypatch.chdir(tmp_path)
    from_bytes = pipeline.export(Request("content/article.yaml", files=files))
    assert from_bytes == from_folder
    assert list(from_bytes.files) == ["article.pdf", "article.epub", "article.html"]
    assert list(tmp_path.iterdir()) == []


def test_a_request_that_went_through_json_gives_the_same_export(pipeline: Pipeline) -> None:
    case = bytes_of(ROOT / "tests" / "cases" / "everything-an-article-can-hold", ".")
    request = Request("article.yaml", ["html"], limits=Limits(pages=9), files=case)
    again = Request.from_json(json.loads(json.dumps(request.to_json())))
    assert pipeline.export(again) == pipeline.export(request)


def test_defaults_and_styles_are_found_among_the_files(pipeline: Pipeline) -> None:
    files = {
        "content/knee/a.yaml": article_text().replace("publisher:\n  name: A clinic\n", "").encode(),
        "content/_defaults.yaml": b"publisher:\n  name: Another clinic\n",
        "styles/screen.css": b"p { color: rebeccapurple }",
    }
    export = pipeline.export(Request("content/knee/a.yaml", ["html"], files=files))
    assert b"Another clinic" in export.files["a.html"]
    assert b"rebeccapurple" in export.files["a.html"]
    assert set(export.ledger.inputs) == set(files)
    assert {"content/knee/_defaults.yaml", "_defaults.yaml", "styles/base.css"} <= set(export.ledger.absent)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../a.png", "`a.png` is outside the project's folder"),
        ("/a.png", "`a.png` is outside the project's folder"),
        ("b/../../a.png", "`a.png` is outside the project's folder"),
        ("none.png", "there is no file `none.png`"),
        ("folder.png", "`folder.png` is a folder"),
        ("large.png", "`large.png` is too large; the limit is `picture_mb=1`"),
    ],
)
def test_files_in_memory_are_confined_and_limited_like_a_folder(name: str, message: str, tmp_path: Path) -> None:
    files = {"article.yaml": b"", "folder.png/a.png": b"", "large.png": b"x" * (2**20 + 1)}
    for path, content in files.items():
        (tmp_path / "project" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / path).write_bytes(content)
    (tmp_path / "a.png").write_bytes(b"outside")
    limits = Limits(picture_mb=1)
    projects = (
        Project.from_bytes(files, "article.yaml", limits),
        Project.of(tmp_path / "project" / "article.yaml", limits),
    )
    for project in projects:
        with pytest.raises(ArticleError) as caught:
            project.read(name, limit="picture_mb")
        assert [problem.message for problem in caught.value.problems] == [message]
        assert project.inputs == {}


def test_names_may_be_written_in_any_way() -> None:
    project = Project.from_bytes({"./content//a.yaml": b"a", "b.txt": b"b"}, "content/./a.yaml")
    assert (project.article, project.read("content/../b.txt"), project.read("content/a.yaml")) == (
        "content/a.yaml",
        b"b",
        b"a",
    )
    assert list(project.inputs) == ["b.txt", "content/a.yaml"]


def test_an_article_that_is_not_among_the_files_is_a_problem(pipeline: Pipeline) -> None:
    with pytest.raises(ArticleError, match=r"there is no file `a\.yaml`"):
        pipeline.export(Request("a.yaml", files={"b.yaml": b""}))


# ---------------------------------------------------------------- requests and reports as values


@pytest.mark.parametrize(
    "make",
    [
        lambda: Request("a.yaml", ["docx"]),  # type: ignore[list-item]
        lambda: PdfOptions("large"),  # type: ignore[arg-type]
        lambda: PdfOptions(paper="A4"),  # type: ignore[arg-type]
        lambda: PdfOptions.from_json({"preset": "x", "paper": "a4", "grey": False, "archive": False}),
    ],
)
def test_a_format_preset_or_paper_that_does_not_exist_is_refused(make: Any) -> None:
    with pytest.raises(UsageError, match="there is no") as caught:
        make()
    assert caught.value.problems[0].hint


def test_every_pdf_of_an_article_has_a_name_of_its_own() -> None:
    options = {
        PdfOptions(preset, paper, is_grey, is_archival)
        for preset in PRESETS
        for paper in PAPERS
        for is_grey in (False, True)
        for is_archival in (False, True)
    }
    assert len({one.file_name("a") for one in options}) == len(options) == 32
    assert {PdfOptions.from_json(one.to_json()) for one in options} == options
    assert PdfOptions().file_name("a") == "a.pdf"
    assert PdfOptions(is_archival=True).file_name("a") == "a.standard.letter.archive.pdf"


def test_both_pdfs_of_an_archive_build_are_kept(pipeline: Pipeline, article: Path, tmp_path: Path) -> None:
    article.write_text(article_text(), "utf-8")
    pipeline.build(Request(article, ["pdf"], [PdfOptions(), PdfOptions(is_archival=True)]), tmp_path / "out")
    report = pipeline.build(Request(article, ["pdf"], [PdfOptions(is_archival=True)]), str(tmp_path / "out"))
    assert report.problems == ()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "article.pdf",
        "article.standard.letter.archive.pdf",
        "article.ledger.json",
    }
    assert [one for one in pipeline.verify(Request(article), tmp_path / "out") if one.is_error] == []


def test_a_request_does_not_change_with_the_list_it_was_made_of() -> None:
    formats = [*FORMATS]
    request = Request("a.yaml", formats)
    formats.clear()
    assert request.formats == FORMATS


@pytest.mark.parametrize(
    "request_",
    [
        Request(Path("a.yaml"), ["html", "pdf"], [PdfOptions(paper="a4"), PdfOptions("clear-print")], Limits(pages=3)),
        Request("a.yaml", ["epub"], [PdfOptions("large-print", is_grey=True)], files={"a.yaml": b"\xff"}),
    ],
)
def test_a_request_reads_back_from_json_as_it_was(request_: Request) -> None:
    assert Request.from_json(json.loads(json.dumps(request_.to_json()))) == request_


def test_tasks_and_reports_go_through_json(pipeline: Pipeline, article: Path) -> None:
    article.write_text(article_text("titel: A\nsummary: A [@ant]\n"), "utf-8")
    with pytest.raises(ArticleError) as caught:
        pipeline.check(Request(article))
    report = Report.of_error(str(article), caught.value)
    assert (len(report.problems), report.exit_code) == (2, 3)
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report
    task = Task("check", Request(str(article)))
    assert Task.from_json(json.loads(json.dumps(task.to_json()))) == task


# ---------------------------------------------------------------- file names decide nothing


@pytest.mark.parametrize("name", ["guide.large-print", "guide.large-print-acb.letter", "a.epub", "pdf", "PDF.html"])
def test_an_article_may_be_called_like_a_preset_or_a_format(
    name: str, pipeline: Pipeline, article: Path, tmp_path: Path
) -> None:
    path = article.with_name(f"{name}.yaml")
    path.write_text(article_text("summary: A^[Some note.]\n"), "utf-8")
    pipeline.build(Request(path), tmp_path / "out")
    assert pipeline.verify(Request(path), tmp_path / "out") == ()


def test_a_link_to_an_article_gives_its_own_name_to_the_files(
    pipeline: Pipeline, article: Path, tmp_path: Path
) -> None:
    article.with_name("other.yaml").write_text(article_text(), "utf-8")
    article.symlink_to("other.yaml")
    report = pipeline.build(Request(article, ["html"]), tmp_path / "out")
    assert [path.name for path in report.files] == ["article.html", "article.ledger.json"]
    assert pipeline.verify(Request(article), tmp_path / "out") == ()
