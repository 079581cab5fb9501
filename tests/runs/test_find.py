"""A folder means its articles and nothing else, each of them once; what may be an article is not skipped silently."""

import os
from pathlib import Path

import pytest
from conftest import article_text

from exporter.errors import MachineError, Severity, UsageError
from exporter.limits import Limits
from exporter.runs.find import Finds, find_articles

ARTICLE = article_text()


def write(folder: Path, *names: str, text: str = ARTICLE) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def find(*paths: Path) -> Finds:
    return find_articles(paths, Limits())


def found(*paths: Path) -> list[str]:
    """Return the paths of the articles, relative to the folder of the first path; nothing else must be reported."""
    finds = find(*paths)
    assert finds.reports == []
    return [one.path.relative_to(paths[0].parent).as_posix() for one in finds.articles]


def warnings(*paths: Path) -> list[str]:
    problems = [problem for report in find(*paths).reports for problem in report.problems]
    assert all(problem.severity is Severity.WARNING and problem.hint for problem in problems)
    return [problem.message for problem in problems]


def errors(*paths: Path) -> list[tuple[int, str]]:
    return [(report.exit_code, report.problems[0].message) for report in find(*paths).reports]


# ---------------------------------------------------------------- a folder


def test_a_folder_means_its_articles_in_order_and_a_file_means_itself(tmp_path: Path) -> None:
    write(tmp_path, "in/b.yaml", "in/a.yml", "in/C.YAML", "in/sub/d.yaml", "in/g.text")
    write(tmp_path, "in/_defaults.yaml", "in/_d.yaml", "in/.e.yaml", "in/f.yxml", "in/sub/_h.yml", "in/~$b.yaml")
    folder = tmp_path / "in"
    assert found(folder) == ["in/C.YAML", "in/a.yml", "in/b.yaml", "in/sub/d.yaml"]
    given = (folder / "g.text", folder / "b.yaml", folder, folder / "b.yaml", folder / "sub" / ".." / "b.yaml")
    assert found(*given) == ["g.text", "b.yaml", "C.YAML", "a.yml", "sub/d.yaml"]


def test_folders_of_programs_are_not_searched(tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml", "in/.github/workflows/ci.yml", "in/node_modules/b/c.yaml", "in/d/env/lib/e.yaml")
    write(tmp_path, "in/conda/conda-meta/history", "in/conda/f.yaml", "in/__pycache__/g.yaml")
    (tmp_path / "in/d/env/pyvenv.cfg").touch()
    assert found(tmp_path / "in") == ["in/a.yaml"]
    assert found(tmp_path / "in" / ".github") == [".github/workflows/ci.yml"], "it is named"


OTHER = {
    "a workflow": "name: CI\non: [push]\njobs:\n  build:\n    steps: []\n",
    "containers": "version: '3'\nservices:\n  web:\n    image: nginx\n",
    "a site": "site_name: Docs\nnav:\n  - a.md\ntheme: material\n",
    "an environment": "name: env\nchannels: [conda-forge]\ndependencies: [python]\n",
    "an API": "openapi: 3.0.0\ninfo:\n  title: Pets\npaths: {}\n",
    "a list of tasks": "---\n# tasks\n- hosts: all\n  tasks: []\n",
    "references": "references:\n  - id: lang2016\n    title: Ants\n",
    "a template": "package:\n  name: {{ name }}\nsource: {% if x %}\n",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_a_yaml_file_of_another_program_is_skipped(text: str, tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml")
    write(tmp_path, "in/other.yml", text=text)
    assert found(tmp_path / "in") == ["in/a.yaml"]
    assert found(tmp_path / "in" / "other.yml") == ["other.yml"], "it is named"


MISTAKEN = {
    "a wrong key": article_text("titel: A\n").replace("title: A handout\n", ""),
    "wrong keys": article_text().replace("sections", "section").replace("summary", "Summery").replace("title", "Titel"),
    "a tab": article_text().replace("  name:", "\tname:"),
    "a colon in a text": article_text().replace("A handout", "Important: rest"),
    "a text in stars": "title: **Rest**\nsummary: A\nsections:\n",
    "only begun": "title: A\nlanguage: en\n",
    "nothing yet": "",
    "only a comment": "# later\n",
    "no keys": "Walking after an operation\n",
    "a list of sections in brackets": "{title: A, summary: B, sections: [{heading: C}]}\n",
    "a zero byte": "title: A\0\n",
}


@pytest.mark.parametrize("text", MISTAKEN.values(), ids=MISTAKEN)
def test_an_article_with_a_mistake_is_an_article(text: str, tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml", text=text)
    assert found(tmp_path / "in") == ["in/a.yaml"]


def test_a_file_that_cannot_be_read_as_text_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").write_bytes(ARTICLE.encode("utf-16"))
    (tmp_path / "in" / "b.yaml").write_bytes(b"x" * (2**20 + 1))
    (tmp_path / "in" / "c.yaml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "in" / "d.yaml")
    assert found(tmp_path / "in") == [f"in/{name}.yaml" for name in "abcd"]


DOUBTFUL = {
    "a title": "title: My site\nbaseURL: https://example.org\ntheme: plain\n",
    "what articles share": "publisher:\n  name: A clinic\nlanguage: en\n",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_may_be_an_article_is_skipped_with_a_warning(text: str, tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml")
    write(tmp_path, "in/other.yaml", text=text)
    finds = find(tmp_path / "in")
    assert [one.path.name for one in finds.articles] == ["a.yaml"]
    assert warnings(tmp_path / "in") == ["`other.yaml` is skipped: it lacks most keys of an article"]
    assert finds.reports[0].problems[0].location
    assert finds.reports[0].problems[0].location.file == str(tmp_path / "in" / "other.yaml")
    assert found(tmp_path / "in" / "other.yaml") == ["other.yaml"], "it is named"


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_may_be_an_article_is_one_below_content(text: str, tmp_path: Path) -> None:
    write(tmp_path, "content/sub/a.yaml", text=text)
    assert found(tmp_path / "content") == ["content/sub/a.yaml"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("knee.yaml.txt", "knee.yaml"),
        ("Knee.YML.TXT", "Knee.YML"),
        ("knee.yaml.docx", "knee.yaml"),
        ("knee.txt", "knee.yaml"),
    ],
)
def test_a_name_with_another_ending_is_reported_with_the_right_one(name: str, right: str, tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml", f"in/{name}")
    (report,) = find(tmp_path / "in").reports
    assert f"`{name}` is skipped: its name ends in `.{name.rpartition('.')[2]}`" in report.problems[0].message
    assert f"rename it to `{right}`" in report.problems[0].hint
    (tmp_path / "in" / name).rename(tmp_path / "in" / right)
    assert sorted(found(tmp_path / "in")) == sorted(["in/a.yaml", f"in/{right}"])


def test_other_text_files_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml", "in/b.yaml.bak", "in/c.yaml~", "in/d.md")
    write(tmp_path, "in/requirements.txt", "in/licence.txt", text="title: A\nweasyprint\n")
    (tmp_path / "in" / "e.txt").write_bytes(b"\xff\xfe")
    assert found(tmp_path / "in") == ["in/a.yaml"]


def test_a_link_to_another_folder_is_reported_and_not_searched(tmp_path: Path) -> None:
    write(tmp_path, "in/a.yaml", "in/sub/b.yaml", "elsewhere/c.yaml")
    (tmp_path / "in" / "inside").symlink_to("sub")
    assert found(tmp_path / "in") == ["in/a.yaml", "in/sub/b.yaml"]
    (tmp_path / "in" / "outside").symlink_to("../elsewhere")
    assert warnings(tmp_path / "in") == ["`outside` is a link to another folder, which is not searched"]
    assert found(tmp_path / "in" / "outside") == ["outside/c.yaml"], "it is named"


# ---------------------------------------------------------------- what is named


def test_shared_keys_are_no_article_when_a_pattern_names_them(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "_defaults.yaml", "_notes.yaml")
    assert found(tmp_path / "_defaults.yaml", tmp_path / "a.yaml") == ["a.yaml"]
    assert warnings(tmp_path / "_notes.yaml", tmp_path / "a.yaml") == [
        "`_notes.yaml` is skipped: its name begins with `_`"
    ]
    for name in ("_defaults.yaml", "_notes.yaml"):
        code, message = errors(tmp_path / name)[-1]
        assert (code, message) == (UsageError.exit_code, f"`{tmp_path / name}` is not an article")


def test_a_path_that_does_not_exist_stops_no_other_and_the_likely_one_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "knee.yaml.txt")
    finds = find(tmp_path / "knee.yaml", tmp_path / "a.yaml", tmp_path / "nowhere" / "b.yaml")
    assert [one.path.name for one in finds.articles] == ["a.yaml"]
    assert [report.exit_code for report in finds.reports] == [UsageError.exit_code] * 2
    assert "did you mean `knee.yaml.txt`?" in finds.reports[0].problems[0].hint
    assert finds.reports[1].problems[0].hint == "name an article, or a folder with articles"


def test_a_folder_without_an_article_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    (tmp_path / "empty").mkdir()
    finds = find(tmp_path / "a.yaml", tmp_path / "empty")
    assert [one.path.name for one in finds.articles] == ["a.yaml"]
    assert errors(tmp_path / "empty") == [(UsageError.exit_code, f"there is no article in `{tmp_path / 'empty'}`")]


def test_a_path_that_cannot_be_looked_at_is_reported(tmp_path: Path) -> None:
    ((code, message),) = errors(tmp_path / ("a" * 999))
    assert (code, "a` cannot be read: File name too long" in message) == (MachineError.exit_code, True)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    ((code, message),) = errors(tmp_path / "loop.yaml")
    assert "loop.yaml` cannot be read: Too many levels of symbolic links" in message


# ---------------------------------------------------------------- where its files go


def folders(*paths: Path) -> list[str]:
    return [one.below.as_posix() for one in find(*paths).articles]


def test_outside_content_the_output_mirrors_the_folders_below_those_that_are_named(tmp_path: Path) -> None:
    write(tmp_path, "in/a/knee.yaml", "in/b/knee.yaml", "in/b/hip.yaml", "content/c/knee.yaml")
    folder = tmp_path / "in"
    assert folders(folder) == ["a", "b", "b"]
    assert folders(tmp_path) == [".", "in/a", "in/b", "in/b"], "below `content/`, the project says where"
    assert folders(folder / "b") == folders(folder / "b" / "knee.yaml", folder / "b" / "hip.yaml") == [".", "."]
    assert folders(folder / "a", folder / "b") == ["a", "b", "b"]
    assert folders(folder / "a" / "knee.yaml", folder / "b" / "knee.yaml") == ["a", "b"]
    assert folders(folder / "a" / "knee.yaml", tmp_path / "content") == [".", "."]


@pytest.mark.parametrize("names", [("a.yaml", "a.yml"), ("a.yaml", "A.yaml"), ("é.yaml", "e\u0301.yaml")])
def test_articles_that_would_have_the_same_files_are_left_out_and_each_is_reported(
    names: tuple[str, str], tmp_path: Path
) -> None:
    write(tmp_path, *(f"in/{name}" for name in (*names, "b.yaml")))
    if len(list((tmp_path / "in").iterdir())) < 3:
        pytest.skip("this disk has one name for both")
    finds = find(tmp_path / "in")
    assert [one.path.name for one in finds.articles] == ["b.yaml"]
    assert {Path(str(report.article)).name for report in finds.reports} == set(names)
    assert all(report.exit_code == UsageError.exit_code for report in finds.reports)
    assert all("would be exported to the same files" in report.problems[0].message for report in finds.reports)
