"""For any article, the numbers read back from the finished PDF, EPUB and web page are the document's."""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import yaml
from articles import REFERENCES, wider_articles, write_project
from conftest import MINIMAL
from hypothesis import HealthCheck, Phase, given, settings
from outputs import as_outputs
from places import CASES, ROOT
from shown import expected, shown

from exporter.citeproc import Citeproc
from exporter.document import Document, plain
from exporter.faces import packaged_faces
from exporter.language import catalogue
from exporter.load import load
from exporter.project import Project
from exporter.render import render
from exporter.resolve import resolve
from exporter.verify import verify
from exporter.verify.transcript import ShownNumber
from exporter.writers import epub, html
from exporter.writers.page_marks import mark_pages
from exporter.writers.pdf import MissingGlyphs, PdfWriter

UNPRINTABLE = {"keys-and-ids-may-be-of-any-script"}  # Japanese, for which no font is packaged


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(packaged_faces())


def exported(document: Document, writer: PdfWriter, css: dict[str, str]) -> dict[str, bytes]:
    printed = writer.write(document, render(document), [css["base"], css["print"], css["foot"]])
    return {"pdf": printed.content, **electronic(document, css, printed.page_starts)}


def electronic(document: Document, css: dict[str, str], starts: Sequence[int] = ()) -> dict[str, bytes]:
    body, faces = mark_pages(render(document), starts, document.words), packaged_faces()
    return {
        "epub": epub.write(document, body, [css["base"], css["epub"]], faces, "article.pdf"),
        "html": html.write(document, body, [css["base"], css["screen"]], faces),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a failing article smaller can take an hour
)
@given(text=wider_articles())
@pytest.mark.slow
def test_any_article_has_the_same_numbers_in_every_format(
    text: str, article: Path, citeproc: Citeproc, writer: PdfWriter
) -> None:
    project = write_project(article, text.replace("🧠", "→"))
    document = resolve(load(project, citeproc), citeproc)

    files = exported(document, writer, project.styles())

    assert verify(document, as_outputs(files)) == ()
    on_screen, in_print = _numbers(expected(document)), _numbers(expected(document, "print"))
    assert on_screen == _numbers(shown("html", files["html"]))
    assert on_screen == _numbers(shown("epub", files["epub"]))
    assert in_print == _numbers(shown("pdf", files["pdf"]))


def _numbers(readings: Iterable[ShownNumber]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind, one.id, one.targets) for one in readings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_has_the_same_numbers_in_every_format(case: Path, citeproc: Citeproc, writer: PdfWriter) -> None:
    project = Project.of(case / "article.yaml")
    document = resolve(load(project, citeproc), citeproc)

    if case.name in UNPRINTABLE:
        with pytest.raises(MissingGlyphs):
            exported(document, writer, project.styles())
        assert verify(document, as_outputs(electronic(document, project.styles()))) == ()
        return
    assert verify(document, as_outputs(exported(document, writer, project.styles()))) == ()


def test_ranges_of_raised_numbers_read_the_same_from_right_to_left(
    article: Path, citeproc: Citeproc, writer: PdfWriter
) -> None:
    made = yaml.safe_load(MINIMAL) | {
        "language": "he",
        "labels": {**catalogue("en")},
        "citations": {"style": "american-medical-association", "list": "hidden"},
        "summary": "שלום [@ant] [@bee] [@cat] [@dog] [@eel] שלום [@ant; @bee; @cat; @eel] שלום.",
    }
    project = write_project(article, yaml.safe_dump(made, allow_unicode=True, sort_keys=False) + REFERENCES)
    document = resolve(load(project, citeproc), citeproc)
    assert plain(document.citations[-1].children) == "1–3,5"
    assert verify(document, as_outputs(exported(document, writer, project.styles()))) == ()


# ---------------------------------------------------------------- printed pages

SHIPPED = ROOT / "content" / "article.yaml"


@pytest.fixture(scope="module")
def shipped(citeproc: Citeproc, writer: PdfWriter) -> tuple[Document, dict[str, bytes]]:
    project = Project.of(SHIPPED)
    document = resolve(load(project, citeproc), citeproc)
    return document, exported(document, writer, project.styles())


def test_every_printed_page_is_marked_in_the_files_for_screens(shipped: tuple[Document, dict[str, bytes]]) -> None:
    document, files = shipped
    with pikepdf.open(BytesIO(files["pdf"])) as pdf:
        count = len(pdf.pages)
    assert count > 1
    assert verify(document, as_outputs(files)) == ()
    assert files["html"].count(b'role="doc-pagebreak"') == count


@pytest.mark.parametrize(
    ("pattern", "replacement", "fault"),
    [
        (r"(<span[^>]*doc-pagebreak[^>]*Page 3[^>]*>(?:</span>)?)((?:<[^>]*>|\s)*\w+)", r"\2\1", "page 2 is marked at"),
        (r"<span[^>]*doc-pagebreak[^>]*Page 3[^>]*>(?:</span>)?", "", "4 printed pages are marked, and there are 5"),
    ],
    ids=["a mark one word late", "a mark that is missing"],
)
def test_a_printed_page_marked_elsewhere_is_named(
    pattern: str, replacement: str, fault: str, shipped: tuple[Document, dict[str, bytes]]
) -> None:
    document, files = shipped
    page, count = re.subn(pattern, replacement, files["html"].decode())
    assert count == 1
    book = _changed(files["epub"], "EPUB/article.xhtml", lambda text: re.sub(pattern, replacement, text))
    found = "\n".join(
        problem.message for problem in verify(document, as_outputs({**files, "html": page.encode(), "epub": book}))
    )
    assert f"HTML: {fault}" in found
    assert f"EPUB: {fault}" in found


def test_a_page_list_that_lacks_a_page_is_named(shipped: tuple[Document, dict[str, bytes]]) -> None:
    document, files = shipped
    book = _changed(files["epub"], "EPUB/nav.xhtml", lambda text: re.sub(r"<li>.*#page-2.*</li>", "", text))
    assert "the `page-list` leads to" in "".join(
        one.message for one in verify(document, as_outputs({**files, "epub": book}))
    )


def _changed(book: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return an EPUB with one file changed."""
    made = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(made, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, change(content.decode()) if item.filename == name else content)
    return made.getvalue()
