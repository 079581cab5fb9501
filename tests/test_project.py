"""The only door to what is read: nothing outside the project."""

from pathlib import Path

import pytest

from exporter.errors import ArticleError
from exporter.formats import PRESETS
from exporter.limits import Limits
from exporter.packaged import digest
from exporter.project import Folder, Project


def test_the_project_is_the_folder_that_holds_content(tmp_path: Path) -> None:
    assert Project.of(tmp_path / "content" / "knee" / "a.yaml").article == "content/knee/a.yaml"
    assert Project.of(tmp_path / "elsewhere" / "a.yaml").article == "a.yaml"


def test_what_is_read_is_remembered_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    project = Project(Folder(tmp_path), "a.yaml")
    assert project.read("a.txt") == b"a"
    assert project.inputs == {"a.txt": digest(b"a")}


@pytest.mark.parametrize("name", ["../outside.txt", "link.txt", "/etc/hostname"])
def test_nothing_outside_the_project_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret", "utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    project = Project(Folder(folder), "a.yaml")
    with pytest.raises(ArticleError, match="outside the project"):
        project.read(name)
    assert project.inputs == {}


@pytest.mark.parametrize(("name", "message"), [(".", "outside"), ("sub", "is a folder"), ("none", "there is no file")])
def test_what_is_no_file_is_a_problem(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.raises(ArticleError, match=message):
        Project(Folder(tmp_path), "a.yaml").read(name)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(ArticleError, match="the limit is `article_mb=1`"):
        Project(Folder(tmp_path), "a.yaml", Limits(article_mb=1)).read("a", limit="article_mb")


def test_styles_beside_content_win_over_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text("p { color: red }", "utf-8")
    project = Project(Folder(tmp_path), "a.yaml")
    assert project.styles()["print"] == "p { color: red }"
    assert set(project.styles()) == {"base", "print", "foot", "screen", "epub", "clear", *PRESETS[1:]}
    assert list(project.inputs) == ["styles/print.css"]
