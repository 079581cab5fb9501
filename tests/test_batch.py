"""Every article of a folder is found once, and one that fails stops no other."""

from pathlib import Path

import pytest

from exporter.batch import Outcome, each, find_articles
from exporter.errors import ArticleError, MachineError, Problem, UsageError

NAMES = ["b.yaml", "a.yml", "sub/c.yaml", "_defaults.yaml", "_d.yaml", ".e.yaml", "f.yxml", "g.txt", "sub/_h.yml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).touch()
    return tmp_path / "content"


def test_a_folder_means_its_articles_in_order_and_a_file_itself(folder: Path) -> None:
    assert find_articles([folder]) == [folder / name for name in ("a.yml", "b.yaml", "sub/c.yaml")]
    assert find_articles([folder / "g.txt", folder / "b.yaml", folder, folder / "b.yaml"]) == [
        folder / name for name in ("g.txt", "b.yaml", "a.yml", "sub/c.yaml")
    ]


def test_what_is_not_there_or_contains_no_article_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no `.*nowhere`"):
        find_articles([folder, tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"there is no article in `.*empty`"):
        find_articles([folder, tmp_path / "empty"])


def test_two_articles_of_the_same_files_are_refused_but_one_article_by_two_paths_is_not(folder: Path) -> None:
    (folder / "a.yaml").touch()
    with pytest.raises(UsageError, match=r"`.*a\.yaml` and `.*a\.yml` would become the same files"):
        find_articles([folder])
    assert len(find_articles([folder / "b.yaml", folder / "sub" / ".." / "b.yaml"])) == 2


@pytest.mark.parametrize("error", [ArticleError(Problem("bad")), OSError("full"), ImportError("gone")])
def test_an_article_that_fails_stops_no_other(error: Exception) -> None:
    def do(article: Path) -> str:
        if article.name == "bad":
            raise error
        return article.name.upper()

    first, second, third = each([Path("a"), Path("bad"), Path("c")], do)
    assert (first, third) == (Outcome(Path("a"), "A", None), Outcome(Path("c"), "C", None))
    assert (second.article, second.result) == (Path("bad"), None)
    if isinstance(error, ArticleError):
        assert second.error is error
    else:
        assert isinstance(second.error, MachineError)
        assert second.error.problems[0].message == f"this machine refuses: {error}"


def test_any_other_exception_is_a_defect_and_stops_everything() -> None:
    def do(_: Path) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(each([Path("a")], do))
