"""A file that looks as if it belonged to an article, but is not read, is named with what to do."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import article_text

from exporter.cli import main
from exporter.project import Project


def in_folder(folder: Path, names: tuple[str, ...], article: str) -> Project:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return Project.of(folder / article)


def in_memory(_: Path, names: tuple[str, ...], article: str) -> Project:
    return Project.from_bytes(dict.fromkeys(names, b""), article)


UNREAD: Mapping[str, tuple[tuple[str, ...], str, str, str]] = {
    "stylesheets in content": (
        ("content/a.yaml", "content/styles/print.css"),
        "content/styles",
        "this folder `styles` is not used",
        "move it into the folder that contains `content`",
    ),
    "defaults with another ending": (
        ("content/a.yaml", "content/_defaults.yml"),
        "content/_defaults.yml",
        "`_defaults.yml` is not read",
        "rename it to `_defaults.yaml`",
    ),
    "defaults with two endings": (
        ("content/a.yaml", "_defaults.yaml.txt"),
        "_defaults.yaml.txt",
        "`_defaults.yaml.txt` is not read",
        "rename it to `_defaults.yaml`",
    ),
    "defaults without a letter": (
        ("content/a.yaml", "content/_default.yaml"),
        "content/_default.yaml",
        "`_default.yaml` is not read",
        "rename it to `_defaults.yaml`",
    ),
    "a stylesheet with another name": (
        ("content/a.yaml", "styles/zebra.css", "styles/base.css"),
        "styles/zebra.css",
        "`zebra.css` is not used",
        "give it a name that `styles/README.md` lists, or put its rules into such a file",
    ),
}


@pytest.mark.parametrize("project_of", [in_folder, in_memory])
@pytest.mark.parametrize(("names", "place", "message", "hint"), UNREAD.values(), ids=UNREAD)
def test_a_file_that_is_not_read_is_named(
    names: tuple[str, ...],
    place: str,
    message: str,
    hint: str,
    project_of: Callable[[Path, tuple[str, ...], str], Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    project = project_of(Path(), names, names[0])
    (problem,) = project.warnings
    assert (problem.message, str(problem.location), problem.hint) == (message, place, hint)
    assert not problem.is_error
    assert project.absent == set(), "the ledger does not depend on it"


SILENT = (
    ("content/a.yaml", "content/_defaults.yaml", "_defaults.yaml", "styles/print.css", "styles/README.md"),
    ("content/a.yaml", "content/_defaults.yaml", "content/_defaults.yml", "content/styles/site.css"),
    ("content/a.yaml", "content/other/styles/print.css", "content/_notes.yaml"),
)


@pytest.mark.parametrize("names", SILENT)
@pytest.mark.parametrize("project_of", [in_folder, in_memory])
def test_nothing_else_is_named(
    names: tuple[str, ...], project_of: Callable[[Path, tuple[str, ...], str], Project], tmp_path: Path
) -> None:
    assert list(project_of(tmp_path, names, names[0]).warnings) == []


@pytest.mark.parametrize("article", ["handouts/a.yaml", "handouts/knee/a.yaml"])
@pytest.mark.parametrize("name", ["styles/print.css", "_defaults.yaml"])
def test_what_is_above_an_article_outside_content_is_named_and_the_hint_works(
    name: str, article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_folder(tmp_path, (article, name), article)
    (tmp_path / article).write_text(article_text(), "utf-8")
    if name.endswith("yaml"):
        (tmp_path / name).write_text("disclaimer: Ask us.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for path in (article, str(tmp_path / article)):
        found = CliRunner().invoke(main, ["check", path])
        shown = name.partition("/")[0]
        assert f"`{shown}` is not used\n  --> {path.removesuffix(article)}{shown}\n" in found.stderr
        assert "call the folder of your articles `content`" in found.stderr
    (tmp_path / "handouts").rename("content")
    found = CliRunner().invoke(main, ["check", article.replace("handouts", "content")])
    assert (found.exit_code, found.stderr.splitlines()[-1].endswith(": fine")) == (0, True)
