"""The ledger: what it records, that it is read as it was written, and what happens to a damaged one."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import article_text
from places import ROOT

from exporter.errors import DisagreementError
from exporter.output.ledger import VERSION, Ledger
from exporter.packaged import digest
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.validators import Validators

CITING = article_text(
    "summary: It cites [@ant].\nreferences:\n  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
)
LARGE = PdfOptions("large-print", "a4")


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline(Validators({})) as made:
        yield made


@pytest.fixture
def citing(article: Path) -> Path:
    article.write_text(CITING, "utf-8")
    return article


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def read(out: Path) -> Ledger:
    return Ledger.from_json((out / "article.ledger.json").read_bytes())


def change(out: Path, edit: Callable[[Any], None]) -> None:
    path = out / "article.ledger.json"
    data = json.loads(path.read_bytes())
    edit(data)
    path.write_text(json.dumps(data), "utf-8")


def test_a_ledger_reads_back_as_it_was_written(pipeline: Pipeline, citing: Path) -> None:
    ledger = pipeline.export(Request(citing)).ledger
    again = Ledger.from_json(ledger.to_json())
    assert again.to_json() == ledger.to_json()
    assert (again.files, again.inputs, again.packaged) == (ledger.files, ledger.inputs, ledger.packaged)


def test_each_file_has_its_format_options_programs_and_hash(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, pdfs=[PdfOptions(), LARGE]), out)
    files = read(out).files
    assert {name: (one.format, one.pdf) for name, one in files.items()} == {
        "article.epub": ("epub", None),
        "article.html": ("html", None),
        "article.large-print.a4.pdf": ("pdf", LARGE),
        "article.pdf": ("pdf", PdfOptions()),
    }
    assert {name: one.hash for name, one in files.items()} == {
        name: digest((out / name).read_bytes()) for name in files
    }
    assert set(files["article.pdf"].versions) == {"exporter", "pandoc", "weasyprint", "pango"}
    assert set(files["article.epub"].versions) == {"exporter", "pandoc", "weasyprint", "pango", "ebooklib"}


def test_every_input_is_recorded_and_every_file_that_was_not_found(pipeline: Pipeline, citing: Path) -> None:
    (citing.parents[1] / "styles").mkdir()
    (citing.parents[1] / "styles" / "print.css").write_text("p { color: black }", "utf-8")
    ledger = pipeline.export(Request(citing, ["html"])).ledger
    assert set(ledger.inputs) == {"content/article.yaml", "styles/print.css"}
    assert {"_defaults.yaml", "content/_defaults.yaml", "styles/base.css"} <= set(ledger.absent)
    assert "styles/print.css" not in {*ledger.absent, *ledger.packaged}
    assert {name.partition("/")[0] for name in ledger.packaged} == {"csl", "fonts", "labels", "styles", "templates"}
    assert ledger.packaged["styles/base.css"] == digest((ROOT / "styles" / "base.css").read_bytes())
    assert ledger.request == Request(citing, ["html"]).asked()


def test_a_style_that_refers_to_another_is_recorded_with_it(pipeline: Pipeline, article: Path) -> None:
    article.write_text(CITING + "citations: {style: the-lancet-neurology}\n", "utf-8")
    packaged = pipeline.export(Request(article, ["html"])).ledger.packaged
    assert {name for name in packaged if name.startswith("csl/")} == {
        "csl/the-lancet-neurology.csl",
        "csl/the-lancet.csl",
    }


def test_names_are_in_the_order_of_the_alphabet_not_of_reading(pipeline: Pipeline, article: Path) -> None:
    for name in ("b", "a"):
        article.with_name(f"{name}.json").write_text(json.dumps([{"id": name, "type": "book", "title": name}]), "utf-8")
    article.write_text(article_text("bibliography:\n  - b.json\n  - a.json\n"), "utf-8")
    ledger = json.loads(pipeline.export(Request(article, ["html"])).ledger.to_json())
    for part in ("inputs", "packaged", "absent", "files"):
        assert list(ledger[part]) == sorted(ledger[part])
    assert next(iter(ledger["inputs"])) == "content/a.json"


def test_a_ledger_does_not_depend_on_what_the_process_did_before(pipeline: Pipeline, citing: Path) -> None:
    pipeline.export(Request(citing, ["pdf"]))
    after_a_pdf = pipeline.export(Request(citing, ["epub"]))
    with Pipeline() as fresh:
        assert fresh.export(Request(citing, ["epub"])) == after_a_pdf


def test_the_schema_in_the_docs_is_that_of_a_ledger(pipeline: Pipeline, citing: Path) -> None:
    page = (ROOT / "docs" / "administrators" / "ledger.md").read_text("utf-8")
    schema = page.partition("```json\n")[2].partition("```")[0]
    validator = jsonschema.Draft202012Validator(json.loads(schema))
    ledger = json.loads(pipeline.export(Request(citing, pdfs=[PdfOptions(), LARGE])).ledger.to_json())
    assert [error.message for error in validator.iter_errors(ledger)] == []
    assert ledger["version"] == VERSION
    for key in ledger:
        assert list(validator.iter_errors({name: value for name, value in ledger.items() if name != key})), key


# ---------------------------------------------------------------- damaged, or of another version

DAMAGED = {
    "no JSON": lambda text: text[:-20],
    "no object": lambda _: "[]",
    "a part is gone": lambda text: text.replace('"notes"', '"nodes"'),
    "a hash is none": lambda text: text.replace('"hash": "sha256:', '"hash": "'),
    "a format that does not exist": lambda text: text.replace('"format": "html"', '"format": "docx"'),
    "a preset that does not exist": lambda text: text.replace('"standard"', '"small-print"'),
    "a version is a number": lambda text: re.sub(r'"pandoc": "[\d.]+"', '"pandoc": 3', text),
    "a file of another folder": lambda text: text.replace('"article.html": {', '"../article.html": {'),
    "a file of another folder, on Windows": lambda text: text.replace('"article.html": {', '"..\\\\article.html": {'),
    "nested beyond reading": lambda _: "[" * 100_000,
    "no text": lambda _: "\udcff",
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_ledger_is_reported_as_damaged(
    damage: Callable[[str], str], pipeline: Pipeline, citing: Path, out: Path
) -> None:
    pipeline.build(Request(citing), out)
    path = out / "article.ledger.json"
    path.write_bytes(damage(path.read_text("utf-8")).encode("utf-8", "surrogateescape"))
    with pytest.raises(DisagreementError) as caught:
        pipeline.verify(Request(citing), out)
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == ("the ledger cannot be read: it is damaged", "export the article again")
    assert problem.location
    assert problem.location.file == str(path)
    report = pipeline.build(Request(citing, ["html"]), out)
    assert [one.message for one in report.problems] == [
        "the ledger cannot be read: it is damaged",
        "`article.epub` is from an earlier export",
        "`article.pdf` is from an earlier export",
    ]
    assert not any(one.is_error for one in report.problems)
    assert set(read(out).files) == {"article.html"}


@pytest.mark.parametrize("edit", [lambda data: data.update(version=VERSION + 1), lambda data: data.pop("version")])
def test_a_ledger_of_another_version_is_not_called_damaged(
    edit: Callable[[Any], None], pipeline: Pipeline, citing: Path, out: Path
) -> None:
    pipeline.build(Request(citing, ["html"]), out)
    change(out, edit)
    with pytest.raises(DisagreementError, match="it was written by another version of exporter"):
        pipeline.verify(Request(citing), out)


# ---------------------------------------------------------------- files of earlier exports


def stale(pipeline: Pipeline, citing: Path, out: Path) -> list[str]:
    """Export the web page again, and return the files that are reported as from an earlier export."""
    report = pipeline.build(Request(citing, ["html"]), out)
    assert set(read(out).files) == {path.name for path in out.glob("article.*[bfl]")} - {
        found[1] for one in report.problems if (found := re.match("`(.*)` is from", one.message))
    }
    return [one.message for one in report.problems]


def test_unchanged_files_stay_in_the_ledger_even_the_pdf_and_in_another_process(citing: Path, out: Path) -> None:
    with Pipeline() as first:
        first.build(Request(citing, pdfs=[PdfOptions(), LARGE]), out)
    before = read(out)
    with Pipeline() as second:
        assert stale(second, citing, out) == []
    assert read(out).files == {**before.files, "article.html": read(out).files["article.html"]}


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data["files"]["article.epub"]["versions"].update(exporter="0.0.1"),
        lambda data: data["files"]["article.epub"]["versions"].update(pandoc="1.0"),
        lambda data: data["files"]["article.epub"]["versions"].pop("pandoc"),
        lambda data: data["files"]["article.epub"].update(hash=digest(b"another")),
        lambda data: data["files"].pop("article.epub"),
        lambda data: data["inputs"].update({"content/article.yaml": digest(b"another")}),
        lambda data: data["packaged"].update({"styles/epub.css": digest(b"another")}),
    ],
    ids=["exporter", "pandoc", "no pandoc", "file", "unknown file", "article", "stylesheet"],
)
def test_a_file_made_by_or_from_something_else_is_not_kept_in_the_ledger(
    edit: Callable[[Any], None], pipeline: Pipeline, citing: Path, out: Path
) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    change(out, edit)
    assert stale(pipeline, citing, out) == ["`article.epub` is from an earlier export"]


def test_an_earlier_file_changed_by_hand_is_not_kept_in_the_ledger(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, ["epub", "html"]), out)
    (out / "article.epub").write_bytes(b"another")
    assert stale(pipeline, citing, out) == ["`article.epub` is from an earlier export"]


def test_a_pdf_laid_out_by_another_pango_still_has_the_numbers(pipeline: Pipeline, citing: Path, out: Path) -> None:
    pipeline.build(Request(citing, ["pdf", "html"]), out)
    change(out, lambda data: data["files"]["article.pdf"]["versions"].update(pango="1.0"))
    assert stale(pipeline, citing, out) == []
    assert read(out).files["article.pdf"].versions["pango"] == "1.0"
