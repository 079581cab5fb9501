"""The only door to files: reads stay inside the project, saves are whole or not at all."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from exporter.errors import ArticleError, MachineError
from exporter.limits import Limits
from exporter.project import Project, digest, save


def test_the_project_is_the_folder_that_holds_content(tmp_path: Path) -> None:
    assert Project.of(tmp_path / "content" / "knee" / "a.yaml").root == tmp_path.resolve()
    assert Project.of(tmp_path / "elsewhere" / "a.yaml").root == (tmp_path / "elsewhere").resolve()


def test_what_is_read_is_remembered_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    project = Project(tmp_path)
    assert project.read(tmp_path / "a.txt") == b"a"
    assert project.inputs == {"a.txt": digest(b"a")}


@pytest.mark.parametrize("name", ["../outside.txt", "link.txt", "/etc/hostname"])
def test_nothing_outside_the_project_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret", "utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    project = Project(folder)
    with pytest.raises(ArticleError, match="outside the project"):
        project.read(folder / name)
    assert project.inputs == {}


@pytest.mark.parametrize(("name", "message"), [(".", "outside"), ("sub", "is a folder"), ("none", "there is no file")])
def test_what_is_no_file_is_a_problem(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.raises(ArticleError, match=message):
        Project(tmp_path).read(tmp_path / name)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(ArticleError, match="the limit is `article_mb=1`"):
        Project(tmp_path, Limits(article_mb=1)).read(tmp_path / "a", limit="article_mb")


def test_styles_beside_content_win_over_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text("p { color: red }", "utf-8")
    project = Project(tmp_path)
    assert project.styles()["print"] == "p { color: red }"
    assert set(project.styles()) == {"base", "print", "foot", "screen", "epub"}
    assert list(project.inputs) == ["styles/print.css"]


def test_files_are_saved_whole_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    save(tmp_path / "out", {"a": b"old", "b": b"old"})
    save(tmp_path / "out", {"a": b"new"})
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert found == {"a": b"new", "b": b"old"}


SAVE_TOO_MUCH = """
import resource, sys
from pathlib import Path
from exporter.errors import MachineError
from exporter.project import save
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try: save(Path(sys.argv[1]), {"a": b"new", "b": b"x" * 5000})
except MachineError as error: print(error); sys.exit(4)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit on the size of files")
def test_a_disk_without_room_changes_nothing(tmp_path: Path) -> None:
    save(tmp_path, {"a": b"old", "b": b"old"})
    run = subprocess.run([sys.executable, "-c", SAVE_TOO_MUCH, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 4
    assert "cannot be written" in run.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_folder_that_cannot_be_made_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file, not a folder")
    with pytest.raises(MachineError, match="cannot be written"):
        save(tmp_path / "out", {"a": b"new"})


def test_the_files_are_replaced_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = []
    ordinary = Path.replace

    def watched(self: Path, target: "str | os.PathLike[str]") -> Path:
        replaced.append(Path(target).name)
        return ordinary(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    save(tmp_path, {"b.pdf": b"", "a.html": b"", "a.ledger.json": b""})
    assert replaced == ["b.pdf", "a.html", "a.ledger.json"]
