"""A project reads its own files, and nothing outside."""

import os
from pathlib import Path

import pytest

from exporter.errors import ArticleError, Location
from exporter.formats import PRESETS
from exporter.limits import Limits
from exporter.packaged import digest
from exporter.project import Folder, Project
from exporter.source import Scalar, decode


def project_of(folder: Path, **limits: int) -> Project:
    return Project(Folder(folder), "a.yaml", Limits(**limits))


def test_the_project_is_the_folder_that_contains_content(tmp_path: Path) -> None:
    assert Project.of(tmp_path / "content" / "knee" / "a.yaml").article == "content/knee/a.yaml"
    assert Project.of(tmp_path / "elsewhere" / "a.yaml").article == "a.yaml"


def test_the_innermost_of_nested_content_folders_counts(tmp_path: Path) -> None:
    inner = tmp_path / "content" / "knee"
    assert Project.of(inner / "content" / "a.yaml").article == "content/a.yaml"
    assert Project.of(inner / "content" / "left" / "a.yaml").article == "content/left/a.yaml"
    assert Project.of(tmp_path / "content" / "content" / "a.yaml").article == "content/a.yaml"


def test_the_project_is_where_a_link_is_and_not_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "elsewhere" / "content" / "deep").mkdir(parents=True)
    (tmp_path / "content" / "a.yaml").symlink_to(tmp_path / "elsewhere" / "content" / "deep" / "b.yaml")
    assert Project.of(tmp_path / "content" / "a.yaml").article == "content/a.yaml"


def test_limits_and_names_are_the_projects(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for folder in (tmp_path, tmp_path / "content"):
        project = Project.of(folder / "a.yaml", Limits(article_mb=7))
        assert project.limits.article_mb == 7
    assert project_of(tmp_path).name("content/../content/a.yaml") == "content/a.yaml"


def test_every_file_that_is_read_is_recorded_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    project = project_of(tmp_path)
    assert project.read("a.txt") == b"a"
    assert project.inputs == {"a.txt": digest(b"a")}
    assert digest(b"a") == "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@pytest.mark.parametrize("name", ["../outside.txt", "link.txt", "/etc/hostname"])
def test_nothing_outside_the_project_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret", "utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    project = project_of(folder)
    with pytest.raises(ArticleError, match="outside the project"):
        project.read(name)
    assert project.inputs == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".", "outside"),
        ("sub", "is a folder"),
        ("none", "there is no file"),
        ("pipe", "is not a file"),
        ("link", "there is no file"),
        ("a" * 999, "cannot be read: File name too long"),
    ],
)
def test_a_name_that_is_not_a_file_is_a_problem_and_skipped_only_if_nothing_has_it(
    name: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    project = project_of(tmp_path)
    assert project.has(name) == (name != "none")
    assert project.absent == {"none"} & {name}
    with pytest.raises(ArticleError, match=message):
        project.read(name)


def test_defaults_and_styles_that_lead_out_of_the_project_are_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "outside.css").write_text("p { color: red }", "utf-8")
    (tmp_path / "project" / "styles").mkdir(parents=True)
    (tmp_path / "project" / "styles" / "print.css").symlink_to(tmp_path / "outside.css")
    with pytest.raises(ArticleError, match=r"`print\.css` is outside the project's folder"):
        project_of(tmp_path / "project").styles()


def test_a_problem_is_placed_where_the_file_is_named_or_else_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    named_at = Location("article.yaml", 3, 4)
    for place, wanted in ((named_at, named_at), (None, Location("sub/none"))):
        with pytest.raises(ArticleError) as caught:
            project_of(tmp_path).read("sub/none", place)
        assert [problem.location for problem in caught.value.problems] == [wanted]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    project = project_of(tmp_path, article_mb=1)
    (tmp_path / "a").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(ArticleError, match="the limit is `article_mb=1`"):
        project.read("a", limit="article_mb")
    assert project.inputs == {}
    (tmp_path / "a").write_bytes(b"a" * 2**20)
    assert len(project.read("a", limit="article_mb")) == 2**20


NAMED = {
    "https://x.org/a.png": "is an address",
    "HTTP:a.png": "is an address",
    "//share/a.png": "is an address",
    r"\\share\a.png": "is an address",
    "git+ssh://x/a.png": "is an address",
    "a:b.png": "there is no file",
    "1:b.png": "there is no file",
    "a b:c.png": "there is no file",
}


@pytest.mark.parametrize(("name", "message"), NAMED.items())
def test_an_address_is_not_a_file_name(name: str, message: str, tmp_path: Path) -> None:
    scalar = Scalar.at(name, decode(b"article", "article.yaml"), 0, 7)
    for limit, what in (("picture_mb", "download the picture"), ("text_mb", "download the file")):
        with pytest.raises(ArticleError, match=message) as caught:
            project_of(tmp_path).read_named(scalar, limit)
        assert (what in caught.value.problems[0].hint) == ("address" in message)


def test_styles_beside_content_replace_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text("p { color: red }", "utf-8")
    project = project_of(tmp_path)
    assert project.styles()["print"] == "p { color: red }"
    assert set(project.styles()) == {"base", "print", "foot", "screen", "epub", "clear", *PRESETS[1:]}
    assert list(project.inputs) == ["styles/print.css"]


# ---------------------------------------------------------------- the paths of messages

GIVEN = {
    "content/knee/a.yaml": ("content/knee/b.svg", "content/_defaults.yaml", "styles/base.css"),
    "a.yaml": ("b.svg", "../_defaults.yaml", "../../styles/base.css"),
    "knee/a.yaml": ("knee/b.svg", "_defaults.yaml", "../styles/base.css"),
    "../a.yaml": ("../b.svg", "../../_defaults.yaml", "../../../styles/base.css"),
    "sub/../a.yaml": ("sub/../b.svg", "sub/../../_defaults.yaml", "sub/../../../styles/base.css"),
}


@pytest.mark.parametrize(("given", "paths"), GIVEN.items())
def test_a_path_in_a_message_leads_from_the_current_folder_to_the_file(
    given: str, paths: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "content" / "knee"
    (folder / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "styles").mkdir()
    places = {"content": tmp_path, "knee": folder.parent, "..": folder / "sub"}
    monkeypatch.chdir(places.get(Path(given).parts[0], folder))
    project = Project.of(Path(given))
    names = ("content/knee/b.svg", "content/_defaults.yaml", "styles/base.css")
    assert tuple(map(project.name, names)) == paths
    for name, path in zip(names, paths, strict=True):
        assert Path(path).resolve() == tmp_path / name


def test_a_path_in_a_message_is_absolute_if_the_article_was_given_so(tmp_path: Path) -> None:
    project = Project.of(tmp_path / "content" / "knee" / "a.yaml")
    assert project.name("content/_defaults.yaml") == str(tmp_path / "content" / "_defaults.yaml")
    assert project.name("styles/base.css") == str(tmp_path / "styles" / "base.css")


def test_a_path_in_a_message_leads_to_the_file_if_a_folder_is_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content" / "knee").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "content" / "knee")
    monkeypatch.chdir(tmp_path)
    path = Project.of(Path("link/a.yaml")).name("content/_defaults.yaml")
    assert (path, os.path.realpath(path)) == ("link/../_defaults.yaml", str(tmp_path / "content" / "_defaults.yaml"))


def test_the_files_of_a_project_in_memory_are_called_by_their_names() -> None:
    project = Project.from_bytes({"content/a.yaml": b""}, "content/a.yaml")
    assert [project.name(name) for name in ("content/a.yaml", "content/../styles/base.css")] == [
        "content/a.yaml",
        "styles/base.css",
    ]
