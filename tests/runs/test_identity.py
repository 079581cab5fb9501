"""Two handouts with one id, which e-readers would take for one, are reported, and neither replaces the other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from conftest import article_text

from exporter.errors import ArticleError
from exporter.limits import Limits
from exporter.pipeline import Pipeline
from exporter.request import Report, Request, Task
from exporter.runs import run
from exporter.runs.find import find_articles
from exporter.runs.identity import same_ids


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline() as shared:
        yield shared


def write(path: Path, code: str = "T-1", changes: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article_text(changes).replace("T-1", code), "utf-8")
    return path


def build(folder: Path, pipeline: Pipeline | None, *paths: Path, command: str = "build") -> list[Report]:
    task = Task("verify" if command == "verify" else "build", Request("", "html"), folder.parent / "out")
    return list(run(task, paths or [folder], pipeline))


def clashes(*paths: Path) -> dict[str, str]:
    found = same_ids(find_articles(paths, Limits()).articles, Limits())
    return {article.path.name: str(*problems.values()) for article, problems in found.items() if len(problems) == 1}


def test_articles_with_one_id_are_both_refused_and_the_others_are_exported(folder: Path, pipeline: Pipeline) -> None:
    for name, code in (("a", "T-1"), ("b", "T-1"), ("c", "T-2")):
        write(folder / f"{name}.yaml", code)
    first, second, third = build(folder, pipeline)
    assert [one.exit_code for one in (first, second, third)] == [ArticleError.exit_code, ArticleError.exit_code, 0]
    (problem,) = first.problems
    assert str(problem) == (
        f"error: `T-1` is also the id of the article at {folder / 'b.yaml'}:7:7\n"
        f"  --> {folder / 'a.yaml'}:7:7\n"
        "  hint: give each handout its own `id:`; for a translation, such as `KN-001-es`"
    )
    assert {path.name for path in (folder.parent / "out").iterdir()} == {"c.html", "c.ledger.json"}
    write(folder / "b.yaml", "T-3")
    assert [one.exit_code for one in build(folder, pipeline)] == [0, 0, 0], "the hint works"


@pytest.mark.slow
def test_an_article_with_problems_of_its_own_does_not_stop_the_other(folder: Path, pipeline: Pipeline) -> None:
    write(folder / "a.yaml", changes="titel: A\n")
    write(folder / "b.yaml")
    first, second = build(folder, pipeline)
    assert ["`T-1` is also" in first.problems[0].message, "`titel`" in first.problems[1].message] == [True, True]
    assert (second.exit_code, second.problems, len(second.files)) == (0, (), 2)
    write(folder / "a.yaml")
    assert [one.exit_code for one in build(folder, None)] == [ArticleError.exit_code] * 2


@pytest.mark.parametrize("command", ["check", "verify"])
def test_one_id_is_an_error_for_every_command(
    command: Literal["check", "verify"], folder: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.validators.FINDERS", {})
    for name in "ab":
        build(folder, pipeline, write(folder / f"{name}.yaml"))
    reports = list(run(Task(command, Request(""), folder.parent / "out"), [folder], pipeline))
    assert [one.exit_code for one in reports] == [ArticleError.exit_code] * 2


def test_an_id_is_compared_as_it_is_read_with_its_publisher_which_may_be_in_the_defaults(folder: Path) -> None:
    write(folder / "a.yaml", "'T-1'")
    write(folder / "b.yaml", changes="publisher:\n  name: |\n    A\n    clinic\n")
    write(folder / "c.yaml", changes="publisher:\n  name: Another clinic\n")
    assert set(clashes(folder)) == {"a.yaml", "b.yaml"}
    for name in "de":
        path = write(folder / "sub" / f"{name}.yaml")
        path.write_text(path.read_text("utf-8").replace("publisher:\n  name: A clinic\n", ""), "utf-8")
    (folder / "_defaults.yaml").write_text("publisher: {name: A third clinic}\n", "utf-8")
    assert set(clashes(folder)) == {"a.yaml", "b.yaml", "d.yaml", "e.yaml"}
    (folder / "_defaults.yaml").write_text("publisher: {name: A clinic}\n", "utf-8")
    found = same_ids(find_articles([folder], Limits()).articles, Limits())
    assert {article.path.name: len(problems) for article, problems in found.items()} == dict.fromkeys(
        ("a.yaml", "b.yaml", "d.yaml", "e.yaml"), 3
    )


BROKEN = ("document: T-1\n", "document:\n  id: [T-1]\n", "document:\n", "publisher: A\n", "title: **A**\n", "")


@pytest.mark.parametrize("text", BROKEN)
def test_an_article_without_a_readable_id_clashes_with_none(text: str, folder: Path) -> None:
    for name in "ab":
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    assert clashes(folder / "a.yaml", folder / "b.yaml") == {}


def test_a_link_to_an_article_has_its_id(folder: Path) -> None:
    write(folder / "a.yaml")
    (folder / "b.yaml").symlink_to("a.yaml")
    assert set(clashes(folder)) == {"a.yaml", "b.yaml"}


# ---------------------------------------------------------------- the output


@pytest.mark.parametrize("command", ["build", "verify"])
def test_files_of_another_handout_with_the_same_id_are_reported(
    command: str, folder: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.validators.FINDERS", {})
    for name in ("sub/a", "b"):
        (report,) = build(folder, pipeline, write(folder / f"{name}.yaml"))[:1]
        assert report.exit_code == 0
    reports = build(folder, pipeline, folder / "b.yaml", command=command)
    assert [one.exit_code for one in reports] == [0, 0]
    (warning,) = reports[-1].problems
    ledger = folder.parent / "out" / "sub" / "a.ledger.json"
    assert warning.message == f"`{ledger}` shows other files with the same id"
    assert str(warning.location) == f"{folder / 'b.yaml'}:7:7"
    assert warning.hint.startswith(
        "if they are older files of this article, delete them; if not, give each handout its own"
    )
    write(folder / "b.yaml", "T-2")
    assert len(build(folder, pipeline, folder / "b.yaml")) == 1, "the hint works"


def test_files_that_the_same_run_replaces_are_not_reported(folder: Path, pipeline: Pipeline) -> None:
    build(folder, pipeline, write(folder / "a.yaml", "T-1"), write(folder / "b.yaml", "T-2"))
    reports = build(folder, pipeline, write(folder / "a.yaml", "T-2"), write(folder / "b.yaml", "T-1"))
    assert [one.exit_code for one in reports] == [0, 0]
    assert not any("shows other files" in problem.message for one in reports for problem in one.problems)


def test_files_of_another_handout_that_are_replaced_are_reported(folder: Path, pipeline: Pipeline) -> None:
    out = folder.parent / "out"
    for name, warnings in (("a", 0), ("a", 0), ("b", 1), ("b", 0)):
        path = write(folder.parent / name / "knee.yaml", code=name)
        (report,) = run(Task("build", Request("", "html"), out), [path], pipeline)
        assert (report.exit_code, len(report.problems)) == (0, warnings)
        for problem in report.problems:
            assert problem.message.startswith(
                "`knee.ledger.json` and its files were those of a handout with another id"
            )


def test_ledgers_without_an_identifier_and_other_files_are_skipped(folder: Path, pipeline: Pipeline) -> None:
    build(folder, pipeline, write(folder / "a.yaml"))
    out = folder.parent / "out"
    ledger = json.loads((out / "a.ledger.json").read_bytes())
    del ledger["identifier"]
    (out / "old.ledger.json").write_text(json.dumps(ledger), "utf-8")
    (out / "damaged.ledger.json").write_bytes((out / "a.ledger.json").read_bytes()[:-9])
    (out / "folder.ledger.json").mkdir()
    assert len(build(folder, pipeline)) == 1


def test_an_output_folder_that_contains_the_project_is_not_searched(folder: Path, pipeline: Pipeline) -> None:
    for name, code in (("a", "T-1"), ("b", "T-2")):
        write(folder / f"{name}.yaml", code)
    task = Task("build", Request("", "html"), folder.parent)
    list(run(task, [folder], pipeline))
    ledger = (folder.parent / "a.ledger.json").read_bytes()
    (folder / "c.ledger.json").write_bytes(ledger)
    assert len(list(run(task, [folder], pipeline))) == 2
    (folder.parent / "c.ledger.json").write_bytes(ledger)
    assert len(list(run(task, [folder], pipeline))) == 3
