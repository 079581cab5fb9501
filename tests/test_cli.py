"""The commands as a user types them: their output and their exit code."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bitmaps import made
from click.testing import CliRunner, Result
from conftest import article_text
from PIL import Image

from exporter import writers
from exporter.cli import main
from exporter.document import Document
from exporter.render import digits
from exporter.validators.discovery import Installed, Tool
from exporter.validators.pdf import find_outloud


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def fine(article: Path) -> Path:
    article.write_text(article_text(), "utf-8")
    return article


@pytest.fixture
def bad(article: Path) -> Path:
    path = article.with_name("bad.yaml")
    path.write_text(article_text("titel: A handout\n"), "utf-8")
    return path


def test_build_prints_where_the_files_are(fine: Path, tmp_path: Path) -> None:
    result = run("build", fine, "--out", tmp_path / "out", "--to", "html", "--to", "epub")
    assert result.exit_code == 0
    names = ["article.epub", "article.html", "article.ledger.json"]
    assert result.stdout.splitlines() == [str(tmp_path / "out" / name) for name in names]


def test_presets_and_papers_may_be_given_several_times(fine: Path, tmp_path: Path) -> None:
    chosen = ("--preset", "large-print", "--preset", "standard", "--paper", "a4", "--paper", "letter")
    result = run("build", fine, "--out", tmp_path, "--to", "pdf", *chosen)
    assert (result.exit_code, result.stderr) == (0, f"{fine}: fine\n")
    words = ("", ".standard.a4", ".large-print.letter", ".large-print.a4")
    names = [*(f"article{word}.pdf" for word in words), "article.ledger.json"]
    assert result.stdout.splitlines() == [str(tmp_path / name) for name in names]


def test_a_problem_is_printed_with_place_and_hint_and_exits_with_3(bad: Path) -> None:
    result = run("check", bad)
    assert result.exit_code == 3
    assert f"error: the key `titel` is not known here\n  --> {bad}:1:1\n  hint: did you mean" in result.stderr


def test_a_bad_article_never_stops_the_others(fine: Path, bad: Path, tmp_path: Path) -> None:
    result = run("build", fine.parent, "--out", tmp_path / "out", "--to", "html")
    assert result.exit_code == 3
    assert (tmp_path / "out" / "article.html").exists()
    assert not (tmp_path / "out" / "bad.html").exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_defect_costs_one_article_and_the_report_is_complete(
    form: str, fine: Path, bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad.write_text(article_text("document:\n  id: T-2\n  version: 1\n  published: 2026-11-22\n"), "utf-8")
    fine.with_name("zoo.yaml").write_text(
        article_text("document: {id: T-3, version: 1, published: 2026-11-22}"), "utf-8"
    )
    write = writers.write

    def fail(document: Document, *arguments: Any) -> Any:
        return write(document, *arguments) if document.edition.id != "T-2" else [][1]

    monkeypatch.setattr(writers, "write", fail)
    result = run("build", fine.parent, "--out", tmp_path / "out", "--to", "html", "--format", form)
    assert result.exit_code == 1
    assert {path.name for path in (tmp_path / "out").glob("*.html")} == {"article.html", "zoo.html"}
    assert "Traceback" not in result.output
    if form == "json":
        report = json.loads(result.stdout)
        assert [(Path(one["article"]).stem, one["exit"]) for one in report["articles"]] == [
            ("article", 0),
            ("bad", 1),
            ("zoo", 0),
        ]
    else:
        assert "error: the work on the article stopped: IndexError: list index out of range" in result.stderr


def test_a_report_in_json_says_the_same(bad: Path) -> None:
    result = run("check", bad, "--format", "json")
    report = json.loads(result.stdout)
    assert report["exit"] == result.exit_code == 3
    problem = report["articles"][0]["problems"][0]
    assert (problem["file"], problem["line"], problem["column"]) == (str(bad), 1, 1)
    assert set(problem) == {"severity", "message", "file", "line", "column", "hint"}


def test_after_a_note_an_article_is_still_fine(article: Path, tmp_path: Path) -> None:
    figure = "content:\n      - figure: {id: fig-a, image: a.png, alt: A line., caption: A line.}\n"
    article.write_text(article_text().replace("content: Some text.\n", figure), "utf-8")
    article.with_name("a.png").write_bytes(made("PNG", Image.new("RGB", (4000, 20)), compress_level=0))
    for command in (["check"], ["build", "--to", "html", "--out", tmp_path / "out"]):
        result = run(*command, article)
        assert (result.exit_code, result.stderr.endswith(f"{article}: fine\n")) == (0, True)
        assert "note: `a.png` goes into the files with 2080 by 10 pixels" in result.stderr
        report = json.loads(run(*command, article, "--format", "json").stdout)
        assert [one["severity"] for one in report["articles"][0]["problems"]] == ["note"]


@pytest.mark.parametrize(
    "arguments",
    [["build", "nowhere.yaml"], ["build", "--to", "docx"], ["verify", "--paper", "a4"], ["export"]],
    ids=["no such article", "no such format", "no such option", "no such command"],
)
def test_a_command_that_cannot_be_carried_out_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_folder_without_articles_exits_with_2(tmp_path: Path) -> None:
    for name in ("_defaults.yaml", "_part.yml", ".hidden.yaml", "a.yxml", "a.yaml.txt"):
        (tmp_path / name).write_text("title: A\n", "utf-8")
    result = run("check", tmp_path)
    assert (result.exit_code, "there is no article in" in result.stderr) == (2, True)


def test_a_missing_pandoc_exits_with_4(fine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.citeproc.find_spec", lambda _: None)
    result = run("check", fine)
    assert result.exit_code == 4
    assert "pandoc is missing" in result.stderr


@pytest.fixture
def no_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use no validators: they take seconds, and have tests of their own."""
    monkeypatch.setattr("exporter.validators.FINDERS", {})


@pytest.mark.usefixtures("no_validators")
def test_verify_reads_the_files_that_build_wrote(fine: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("build", fine, "--out", out, "--to", "html")
    assert run("verify", fine, "--out", out).exit_code == 0
    (out / "article.html").write_bytes(b"<p>another file</p>")
    assert run("verify", fine, "--out", out).exit_code == 5


def test_verify_has_limits_too(fine: Path, tmp_path: Path) -> None:
    assert run("build", fine, "--out", tmp_path / "out", "--to", "html").exit_code == 0
    result = run("verify", fine, "--out", tmp_path / "out", "--limit", "nodes=1")
    assert (result.exit_code, "the limit is `nodes=1`" in result.stderr) == (3, True)


def absent(installed: Installed) -> Tool:
    installed.node_package("no-such-package")
    raise AssertionError


@pytest.mark.slow
def test_verify_lists_which_validators_ran_and_how_to_install_the_others(
    fine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finders = {"outloud": ("pdf", find_outloud), "Absent": ("html", absent)}
    monkeypatch.setattr("exporter.validators.FINDERS", finders)
    (fine.parent / "other.yaml").write_text(article_text().replace("T-1", "T-2"), "utf-8")
    arguments = (fine.parent, "--out", tmp_path / "out")
    run("build", *arguments, "--to", "html", "--to", "pdf")
    said = run("verify", *arguments).stderr.splitlines()[-1]
    assert re.fullmatch(r"checked by outloud [\d.]+; not installed: Absent \(npm install --global no-such-.*\)", said)
    report = json.loads(run("verify", *arguments, "--format", "json").stdout)
    assert [one["name"] for one in report["validators"]["ran"]] == ["outloud"]
    assert [one["name"] for one in report["validators"]["missing"]] == ["Absent"]


def test_check_uses_the_given_date_as_today(article: Path) -> None:
    edition = "document:\n  id: T-1\n  version: 1.0\n  published: 2026-11-22\n  review_by: 2028-11-01\n"
    article.write_text(article_text(edition), "utf-8")
    assert "1 warning" in run("check", article, "--today", "2028-11-02").stderr
    assert "fine" in run("check", article, "--today", "2028-11-01").stderr


def test_build_warns_of_an_overdue_review_and_exports(article: Path, tmp_path: Path) -> None:
    article.write_text(article_text().replace("2026-11-22\n", "2026-11-22\n  review_by: 2028-11-01\n"), "utf-8")
    command = ("build", article, "--out", tmp_path / "out", "--to", "html")
    before = run(*command, "--today", "2028-11-01")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    after = run(*command, "--today", "2028-11-02", "--isolate")
    assert (before.exit_code, "fine" in before.stderr) == (0, True)
    assert (after.exit_code, "warning: the article should have been reviewed by 2028-11-01" in after.stderr) == (
        0,
        True,
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == files


def test_today_is_the_day_where_the_reader_is(article: Path, tmp_path: Path) -> None:
    article.write_text(article_text().replace("2026-11-22\n", "2020-01-01\n  review_by: 2020-02-01\n"), "utf-8")
    assert "reviewed by 2020-02-01" in run("build", article, "--out", tmp_path / "out", "--to", "html").stderr


USAGE = {
    "no such option": (["check", "--format", "json", "--bad"], "'--bad'", "`exporter check --help`"),
    "no such option of the program": (["--bad", "check", "--format=json"], "'--bad'", "--help`"),
    "no such command": (["chek", "--format=json"], "'chek'", "--help`"),
    "no such format": (["build", "--format", "json", "--to", "docx"], "'docx'", "`exporter build --help`"),
    "no such limit": (["check", "--limit", "x=1", "--format", "json"], "no limit `x`", "`exporter check --help`"),
    "no such date": (["check", "--today", "soon", "--format", "json"], "'soon'", "`exporter check --help`"),
    "no such article": (["check", "nowhere.yaml", "--format", "json"], "no `nowhere.yaml`", "name an article"),
}


@pytest.mark.parametrize(("arguments", "message", "hint"), USAGE.values(), ids=USAGE)
def test_a_mistake_in_the_command_is_reported_in_json_too(arguments: list[str], message: str, hint: str) -> None:
    result = CliRunner().invoke(main, arguments, prog_name="exporter")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["exit"], result.stderr) == (2, 2, "")
    (article,) = report["articles"]
    (problem,) = article["problems"]
    assert (article["article"], message in problem["message"], hint in problem["hint"]) == (None, True, True)


def test_without_json_a_mistake_in_the_command_is_reported_as_text() -> None:
    result = run("check", "--bad", "json")
    assert (result.exit_code, result.stdout, "--bad" in result.stderr) == (2, "", True)


def test_schema_prints_a_json_schema() -> None:
    assert json.loads(run("schema").stdout)["title"] == "Article"


@pytest.mark.parametrize("arguments", [["--help"], ["check"]], ids=["help", "check"])
def test_help_and_check_never_import_weasyprint(arguments: list[str], fine: Path) -> None:
    arguments = [*arguments, *([str(fine)] if "check" in arguments else [])]
    program = (
        "import sys\nfrom exporter.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'weasyprint', 'ebooklib', 'pikepdf', 'PIL'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_ended_by_a_signal_exits_as_a_shell_expects(
    number: signal.Signals, code: int, fine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter.pipeline import Pipeline

    monkeypatch.setattr(Pipeline, "check", lambda *_: signal.raise_signal(number))
    before = signal.signal(number, signal.default_int_handler)  # in the background, a shell ignores SIGINT
    try:
        assert run("check", fine).exit_code == code
        assert signal.getsignal(number) == signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_two_articles_that_would_be_exported_to_the_same_files_exit_with_2(fine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "content"
    other.mkdir(parents=True)
    (other / "article.yaml").write_text(article_text(), "utf-8")
    result = run("build", fine, other / "article.yaml", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "would be exported to the same files" in result.stderr
    assert not (tmp_path / "out").exists()


def test_two_articles_of_one_folder_that_would_share_a_presets_name_exit_with_2(fine: Path, tmp_path: Path) -> None:
    fine.with_name("article.large-print.letter.yaml").write_text(article_text(), "utf-8")
    result = run("build", fine.parent, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "would be exported to the same files" in result.stderr


def test_only_a_phone_number_becomes_a_link_that_dials() -> None:
    assert digits("(510) 555-0142") == "5105550142"
    assert digits("+44 20 7946 0018") == "+442079460018"
    assert digits("555-0142 ext. 12") == digits("call me") == ""
