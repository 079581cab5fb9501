"""The whole way: nothing is saved unless everything agrees, and the same input gives the same bytes."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
import yaml
from conftest import article_text
from places import EVERYTHING
from plant import misprint_citation

from exporter import writers
from exporter.errors import ArticleError, DisagreementError, Location, Severity, UsageError
from exporter.formats import Preset
from exporter.packaged import digest
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.validators import Finder, Validators
from exporter.validators.discovery import Tool
from exporter.validators.finding import Finding

CITING = """\
citations:
  style: nlm-citation-sequence-brackets
summary: |
  It cites [@ant] and [@bee].
references:
  - id: ant
    type: book
    title: Ants
    issued: 2016
  - id: bee
    type: book
    title: Bees
    issued: 2017
"""


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline(validators=Validators({})) as made:
        yield made


@pytest.fixture
def citing(article: Path) -> Path:
    article.write_text(article_text(CITING), "utf-8")
    return article


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_article_becomes_three_files_and_a_ledger_that_vouches_for_them(
    pipeline: Pipeline, citing: Path, out: Path
) -> None:
    export = pipeline.build(Request(citing), out)

    assert [path.name for path in export.files] == [
        "article.pdf",
        "article.epub",
        "article.html",
        "article.ledger.json",
    ]
    ledger = json.loads((out / "article.ledger.json").read_bytes())
    assert {name: one["hash"] for name, one in ledger["files"].items()} == {
        path.name: digest(path.read_bytes()) for path in sorted(export.files[:-1])
    }
    assert [one["text"] for one in ledger["citations"]] == ["[1]", "[2]"]
    assert [(one["id"], one["number"]) for one in ledger["references"]] == [("ant", "1"), ("bee", "2")]
    assert ledger["inputs"]["content/article.yaml"] == digest(citing.read_bytes())
    assert set(ledger["files"]["article.pdf"]["versions"]) == {"exporter", "pandoc", "weasyprint", "pango"}


def test_what_was_exported_verifies(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing), out)
    assert [one for one in pipeline.verify(Request(citing), out) if one.is_error] == []


def test_a_folder_below_content_is_mirrored_in_out(pipeline: Pipeline, citing: Path, out: Path) -> None:
    (citing.parent / "knee").mkdir()
    deeper = citing.rename(citing.parent / "knee" / "exercises.yaml")
    export = pipeline.build(Request(deeper, ["html"]), out)
    assert export.files[0] == out / "knee" / "exercises.html"


def test_another_paper_has_its_own_name(pipeline: Pipeline, citing: Path, out: Path) -> None:
    export = pipeline.build(Request(citing, ["pdf"], [PdfOptions(paper="a4")]), out)
    assert export.files[0].name == "article.standard.a4.pdf"


def test_one_build_writes_several_presets_and_the_books_pages_are_those_of_the_first(
    pipeline: Pipeline, citing: Path, out: Path
) -> None:
    printings = [
        PdfOptions("large-print"),
        PdfOptions(paper="a4"),
        PdfOptions("large-print"),
        PdfOptions("clear-print"),
    ]
    export = pipeline.build(Request(citing, pdfs=printings), out)
    assert [path.name for path in export.files] == [
        "article.standard.a4.pdf",
        "article.clear-print.letter.pdf",
        "article.large-print.letter.pdf",
        "article.epub",
        "article.html",
        "article.ledger.json",
    ]
    with ZipFile(out / "article.epub") as book:
        assert "article.standard.a4.pdf</meta>" in book.read("EPUB/content.opf").decode()
    assert [one for one in pipeline.verify(Request(citing), out) if one.is_error] == []


@pytest.mark.parametrize(
    ("presets", "first"),
    [
        (("large-print-acb", "clear-print"), "article.clear-print.letter.pdf"),
        (("clear-print", "standard"), "article.pdf"),
    ],
)
def test_the_e_book_has_the_pages_of_the_first_preset_and_names_its_pdf(
    pipeline: Pipeline, article: Path, out: Path, presets: Sequence[Preset], first: str
) -> None:
    long = "summary: |\n" + "  A sentence that fills a line of the page.\n\n" * 80
    article.write_text(article_text(long), "utf-8")
    pipeline.build(Request(article, ["pdf", "epub"], [PdfOptions(preset) for preset in presets]), out)
    with ZipFile(out / "article.epub") as book, pypdfium2.PdfDocument(out / first) as pdf:
        texts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith((".opf", ".xhtml")))
        pages = len(pdf)
    assert re.findall(r"pageBreakSource[^>]*>[^<]*: ([^<]*)<", texts) == [first]
    assert len(re.findall(r'id="page-\d+"', texts)) == pages


def test_of_several_pdfs_the_one_that_disagrees_is_named(
    pipeline: Pipeline, citing: Path, out: Path, misprint_in: Callable[[str], None]
) -> None:
    misprint_in("large-print.letter.pdf")
    with pytest.raises(DisagreementError) as caught:
        pipeline.build(Request(citing, ["pdf"], [PdfOptions(), PdfOptions("large-print")]), out)
    assert {problem.message.split(":")[0] for problem in caught.value.problems} == {
        "PDF `article.large-print.letter.pdf`"
    }


# ---------------------------------------------------------------- nothing is saved unless everything agrees


@pytest.fixture
def misprint_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function after which the file whose name ends as given is written with a wrong citation."""

    def plant(ending: str) -> None:
        write = writers.write

        def lie(*given: Any) -> Any:
            files, warnings = write(*given)
            (name,) = (name for name in files if name.endswith(ending))
            wrong = replace(files[name], content=misprint_citation(files[name].content))
            return {**files, name: wrong}, warnings

        monkeypatch.setattr(writers, "write", lie)

    return plant


@pytest.mark.parametrize("form", ["html", "epub", "pdf"])
def test_a_wrong_number_in_one_format_is_named_and_nothing_is_saved(
    pipeline: Pipeline, citing: Path, out: Path, misprint_in: Callable[[str], None], form: str
) -> None:
    pipeline.build(Request(citing), out)
    before = contents(out)
    citing.write_text(citing.read_text("utf-8").replace("It cites", "It now cites"), "utf-8")
    misprint_in(form)

    with pytest.raises(DisagreementError) as caught:
        pipeline.build(Request(citing), out)

    assert caught.value.exit_code == 5
    assert re.fullmatch(
        rf"{form.upper()}: the citation `cite-1` reads `\[\w\]`, not `\[1\]`", caught.value.problems[0].message
    )
    assert contents(out) == before


def test_an_article_with_a_problem_writes_nothing(pipeline: Pipeline, citing: Path, out: Path) -> None:
    citing.write_text(citing.read_text("utf-8").replace("@bee]", "@bea]"), "utf-8")
    with pytest.raises(ArticleError):
        pipeline.build(Request(citing), out)
    assert not out.exists()


def test_a_character_no_font_has_is_named_with_its_place_and_stops_the_pdf_only(
    pipeline: Pipeline, article: Path, out: Path
) -> None:
    article.write_text(article_text("summary: |\n  A brain: \U0001f9e0.\n"), "utf-8")
    with pytest.raises(ArticleError) as caught:
        pipeline.build(Request(article), out)
    (problem,) = caught.value.problems
    assert "U+1F9E0 BRAIN" in problem.message
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (2, 12)
    assert not out.exists()
    with pytest.raises(ArticleError, match="BRAIN"):
        pipeline.check(Request(article))
    assert pipeline.build(Request(article, ["epub", "html"]), out).files


# ---------------------------------------------------------------- a set that does not belong together


def test_a_file_changed_after_the_export_is_noticed_by_its_hash(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    with (out / "article.html").open("ab") as file:
        file.write(b"<!-- touched -->")
    with pytest.raises(DisagreementError) as caught:
        pipeline.verify(Request(citing), out)
    assert [one.message for one in caught.value.problems] == ["`article.html` is not the file that was exported"]


def test_a_set_mixed_by_a_power_cut_is_noticed_and_the_next_build_fixes_it(
    pipeline: Pipeline, citing: Path, out: Path
) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    ledger = (out / "article.ledger.json").read_bytes()
    citing.write_text(citing.read_text("utf-8").replace("It cites [@ant] and", "It cites"), "utf-8")
    pipeline.build(Request(citing, ["epub", "html"]), out)
    (out / "article.ledger.json").write_bytes(ledger)  # the files were replaced, the ledger not yet

    with pytest.raises(DisagreementError) as caught:
        pipeline.verify(Request(citing), out)
    assert any("article.epub" in problem.message for problem in caught.value.problems)

    pipeline.build(Request(citing, ["epub", "html"]), out)
    assert [one for one in pipeline.verify(Request(citing), out) if one.is_error] == []


def test_an_article_changed_since_its_export_is_reported(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, ["html"]), out)
    citing.write_text(citing.read_text("utf-8") + "# a comment\n", "utf-8")
    with pytest.raises(DisagreementError, match="has changed since it was exported"):
        pipeline.verify(Request(citing), out)


def test_nothing_exported_cannot_be_verified(pipeline: Pipeline, citing: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="no ledger"):
        pipeline.verify(Request(citing), out)


def test_one_format_alone_names_the_earlier_files_that_no_longer_agree(
    pipeline: Pipeline, citing: Path, out: Path
) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    citing.write_text(citing.read_text("utf-8").replace("It cites", "It now cites"), "utf-8")
    export = pipeline.build(Request(citing, ["html"]), out)
    assert [warning.message for warning in export.problems] == ["`article.epub` is from an earlier export"]
    assert list(json.loads((out / "article.ledger.json").read_bytes())["files"]) == ["article.html"]


def test_one_format_alone_keeps_the_earlier_files_that_still_agree(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    assert pipeline.build(Request(citing, ["html"]), out).problems == ()
    assert set(json.loads((out / "article.ledger.json").read_bytes())["files"]) == {"article.epub", "article.html"}


def test_a_table_of_many_columns_stays_on_the_paper(pipeline: Pipeline, article: Path, out: Path) -> None:
    cells = "".join(f"            - Column {count} of many\n" for count in range(14))
    row = "            - " + cells.lstrip().replace("            - ", "              - ")
    table = f"      - table:\n          id: tbl-a\n          caption: Wide\n          header:\n{cells}"
    table += f"          rows:\n{row}"
    article.write_text(article_text(f"sections:\n  - heading: A\n    content:\n{table}"), "utf-8")
    assert pipeline.build(Request(article, ["pdf"]), out).problems == ()


@pytest.mark.slow
def test_a_row_taller_than_a_page_is_named_with_its_table(pipeline: Pipeline, article: Path, out: Path) -> None:
    cells = [*["word " * 390] * 3, *["thirteen letters"] * 7]
    content = [{"table": {"id": "tbl-a", "caption": "A", "header": ["A"] * 10, "rows": [cells]}}]
    changes = yaml.safe_dump({"sections": [{"heading": "First", "content": content}]}, sort_keys=False, width=10**6)
    article.write_text(article_text(changes), "utf-8")
    with pytest.raises(ArticleError, match="a row of the table `tbl-a` is taller than a page") as caught:
        pipeline.build(Request(article), out)
    assert str(caught.value.problems[0].location) == f"{article}:5:11"
    assert not out.exists()


def test_tall_rows_are_below_the_header_of_their_table_on_every_page(
    pipeline: Pipeline, article: Path, out: Path
) -> None:
    rows = [[f"Row{count} " + "word " * 200, "word " * 200] for count in range(4)]
    content = [{"table": {"id": "tbl-a", "caption": "A", "header": ["Heads", "B"], "rows": rows}}]
    changes = yaml.safe_dump({"sections": [{"heading": "First", "content": content}]}, sort_keys=False, width=10**6)
    article.write_text(article_text(changes), "utf-8")
    (path, _) = pipeline.build(Request(article, ["pdf"]), out).files
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    with_rows = [text for text in pages if "Row" in text]
    assert len(with_rows) > 1
    assert all("Heads" in text for text in with_rows)


def test_a_character_that_only_a_picture_has_is_placed_there(pipeline: Pipeline, article: Path, out: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90">\n <text y="20">頭</text></svg>'
    article.with_name("a.svg").write_text(picture, "utf-8")
    figure = "\n      - figure:\n          id: fig-a\n          image: a.svg\n          alt: A\n          caption: B\n"
    article.write_text(article_text(f"sections:\n  - heading: First\n    content:{figure}"), "utf-8")
    with pytest.raises(ArticleError) as caught:
        pipeline.build(Request(article), out)
    assert [str(problem.location) for problem in caught.value.problems] == [f"{article.with_name('a.svg')}:2:15"]


def test_an_article_for_print_alone_has_a_title_on_a_screen(pipeline: Pipeline, article: Path, out: Path) -> None:
    article.write_text(
        article_text("sections:\n  - heading: First\n    content: Some text.\n    only: print\n"), "utf-8"
    )
    assert pipeline.build(Request(article), out).problems == ()


def test_text_beyond_the_paper_is_named_and_nothing_is_saved(pipeline: Pipeline, article: Path, out: Path) -> None:
    article.write_text(article_text(), "utf-8")
    styles = article.parents[1] / "styles"
    styles.mkdir()
    (styles / "print.css").write_text("p { position: relative; left: 40cm }", "utf-8")
    with pytest.raises(DisagreementError, match="is beyond the paper of page 1"):
        pipeline.build(Request(article, ["pdf"]), out)
    assert not out.exists()


# ---------------------------------------------------------------- what does not fit


def test_more_pages_than_wished_for_is_a_warning_that_says_what_overflows(
    pipeline: Pipeline, article: Path, out: Path
) -> None:
    sections = "".join(f"  - heading: Part {n}\n    content: {'word ' * 250}\n" for n in range(1, 4))
    article.write_text(article_text(f"print:\n  fit_pages: 1\nsections:\n{sections}"), "utf-8")
    (warning,) = pipeline.build(Request(article, ["pdf"]), out).problems
    found = re.fullmatch(
        r"the PDF has 2 pages, 1 more than `fit_pages: 1` allows: "
        r"(\d+) words come after page 1, starting in “Part 2”",
        warning.message,
    )
    assert found
    with pypdfium2.PdfDocument(out / "article.pdf") as pdf:
        printed = pdf[1].get_textpage().get_text_range().partition("A handout ·")[0]
    assert int(found[1]) == len(printed.split())
    assert str(warning.location).endswith(":6:14")


def test_larger_print_may_have_the_pages_it_needs(pipeline: Pipeline, article: Path, out: Path) -> None:
    article.write_text(article_text(f"print:\n  fit_pages: 1\nsummary: {'word ' * 400}"), "utf-8")
    assert pipeline.build(Request(article, ["pdf"], [PdfOptions("large-print")]), out).problems == ()


# ---------------------------------------------------------------- same input, same bytes

PROGRAM = "import sys; from exporter.cli import main; sys.argv[1:] = ['build', *sys.argv[1:]]; main()"


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_process_folder_time_zone_and_hash_seed(tmp_path: Path) -> None:
    case = EVERYTHING
    found = []
    for count, (zone, seed) in enumerate((("UTC", "1"), ("Pacific/Kiritimati", "2"))):
        project = tmp_path / ("deep/er/" * count) / "project"
        shutil.copytree(case, project / "content")
        out = tmp_path / f"out-{count}"
        settings = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "HOME": str(tmp_path)}
        command = [sys.executable, "-c", PROGRAM, str(project / "content"), "--out", str(out)]
        subprocess.run(command, cwd=project, env=settings, check=True, capture_output=True)
        found.append(contents(out))
    assert found[0] == found[1]
    assert set(found[0]) == {"article.pdf", "article.epub", "article.html", "article.ledger.json"}


class Pedant:
    """A validator that finds an error and a warning in every file."""

    def ask(self, path: str) -> list[Finding]:
        return [Finding(Severity.WARNING, "so-so"), Finding(Severity.ERROR, "bad", "line 7", ("unknown", "cite-1"))]

    def close(self) -> None:
        """Nothing was started."""


def test_what_validators_find_is_reported_at_its_place_in_the_article(citing: Path, out: Path) -> None:
    pedant: dict[str, Finder] = {"Pedant": ("html", lambda _: Tool("1", Pedant(), lambda _, findings: findings))}
    with Pipeline(validators=Validators(pedant)) as pipeline:
        pipeline.build(Request(citing, ["html"]), out)
        with pytest.raises(DisagreementError) as caught:
            pipeline.verify(Request(citing), out)
    warning, error = caught.value.problems
    assert (warning.message, warning.location) == ("Pedant so-so", Location(str(out / "article.html")))
    assert error.message == "Pedant bad (article.html, line 7)"
    assert error.location
    cited = citing.read_text("utf-8").splitlines()[error.location.line - 1]
    assert cited[error.location.column - 1 :].startswith("@")


# ---------------------------------------------------------------- whose fault it is

Plant = Callable[[Callable[[dict[str, str]], bool]], None]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Return a function that makes writing fail with the stylesheets of which `is_faulty` is true."""
    write = writers.write

    def plant(is_faulty: Callable[[dict[str, str]], bool]) -> None:
        def fail(document: Any, body: Any, styles: dict[str, str], request: Any) -> Any:
            if is_faulty(styles):
                raise ZeroDivisionError("too narrow")
            return write(document, body, styles, request)

        monkeypatch.setattr(writers, "write", fail)

    return plant


def own_styles(article: Path) -> Path:
    article.write_text(article_text(), "utf-8")
    styles = article.parents[1] / "styles"
    styles.mkdir()
    for name in ("base", "print", "screen"):
        (styles / f"{name}.css").write_text("p { color: black }", "utf-8")
    return styles


def test_a_fault_of_a_stylesheet_is_placed_there(pipeline: Pipeline, article: Path, failing: Plant) -> None:
    styles = own_styles(article)
    failing(lambda given: given["print"] == "p { color: black }")
    with pytest.raises(ArticleError, match="laid out with this stylesheet: too narrow") as caught:
        pipeline.export(Request(article, ["html"]))
    assert caught.value.problems[0].location == Location(str(styles / "print.css"))


def test_a_fault_that_two_stylesheets_have_is_placed_in_one_of_them(
    pipeline: Pipeline, article: Path, failing: Plant
) -> None:
    styles = own_styles(article)
    failing(lambda given: "p { color: black }" in (given["print"], given["screen"]))
    with pytest.raises(ArticleError) as caught:
        pipeline.export(Request(article, ["html"]))
    assert caught.value.problems[0].location == Location(str(styles / "screen.css"))


@pytest.mark.parametrize("has_own_styles", [True, False])
def test_a_defect_that_remains_without_the_projects_stylesheets_is_not_blamed_on_them(
    has_own_styles: bool,
    pipeline: Pipeline,
    article: Path,
    failing: Plant,
) -> None:
    article.write_text(article_text(), "utf-8")
    if has_own_styles:
        own_styles(article)
    failing(lambda _: True)
    with pytest.raises(ZeroDivisionError):
        pipeline.export(Request(article, ["html"]))
