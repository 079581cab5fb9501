"""What no validator sees is planted in finished files, and must be named with its place in the article."""

import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import pikepdf
import pytest
from outputs import as_outputs
from places import ARTICLES
from plant import elements, in_pdf, repacked

from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.errors import Location, Severity
from exporter.load import load
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import PdfOptions, Request
from exporter.resolve import resolve
from exporter.verify.checks import run_checks
from exporter.verify.from_epub import open_epub
from exporter.verify.from_html import open_html
from exporter.verify.from_pdf import open_pdf

Files = Mapping[str, bytes]
PLACES: Final = {"fig-leaf": Location("article.yaml", 1, 1), "tbl-plain": Location("article.yaml", 2, 2)}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """Return the files of each article, by their suffix."""
    with Pipeline() as pipeline:
        return {
            name: {
                one.suffix: one.read_bytes()
                for one in pipeline.build(Request(path), tmp_path_factory.mktemp(name)).files
            }
            for name, path in ARTICLES.items()
        }


@pytest.fixture(scope="module")
def document(citeproc: Citeproc) -> Document:
    article = ARTICLES["everything"]
    return resolve(load(Project.of(article), citeproc), citeproc)


def replaced(right: str, wrong: str) -> Callable[[bytes], bytes]:
    """Return what changes a web page, or the pages and the package of a book."""

    def change(content: bytes) -> bytes:
        if content.startswith(b"PK"):
            return repacked(content, lambda _, one: one.replace(right.encode(), wrong.encode()))
        assert right.encode() in content
        return content.replace(right.encode(), wrong.encode())

    return change


def in_elements(kind: str, change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """Return what changes the structure elements of a kind in a PDF."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for one in list(elements(pdf.Root.StructTreeRoot)):
            if kind == one.S:
                change(one)

    return in_pdf(edit)


def name_a_file(figure: Any) -> None:
    figure["/Alt"] = pikepdf.String("IMG_0001")


def make_plain(cell: Any) -> None:
    cell["/S"] = pikepdf.Name("/TD")


@in_pdf
def speak_french(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/Lang"] = pikepdf.String("fr")


def with_an_extra_field(book: bytes) -> bytes:
    return repacked(book, packing=zipfile.ZIP_STORED, extra=b"UT\x05\x00\x01\x00\x00\x00\x00")


def with_a_stowaway(book: bytes) -> bytes:
    out = BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("EPUB/notes.txt", "not for readers")
    return out.getvalue()


LARGE: Final = PdfOptions("large-print", "a4")
LEAF: Final = "A leaf with a stem, drawn in one line."
PLANTED: Final = [
    (".html", replaced(LEAF, "leaf.svg"), "`leaf.svg`, which is the name of a file", PLACES["fig-leaf"]),
    (".epub", replaced(LEAF, "leaf.svg"), "`leaf.svg`, which is the name of a file", PLACES["fig-leaf"]),
    (".pdf", in_elements("/Figure", name_a_file), "`IMG_0001`, which is the name of a file", PLACES["fig-leaf"]),
    (".html", replaced("<th ", "<td "), "a table has no headers", PLACES["tbl-plain"]),
    (".epub", repacked, "`mimetype` is not the first file", Location("a.epub")),
    (".epub", with_an_extra_field, "`mimetype` is not the first file", Location("a.epub")),
    (".epub", with_a_stowaway, "`EPUB/notes.txt` is not in the manifest", Location("a.epub")),
    (".pdf", in_elements("/TH", make_plain), "a table has no headers", PLACES["tbl-plain"]),
    (".pdf", speak_french, "the PDF is not marked as `en`", Location("a.pdf")),
    (".html", replaced('<html lang="en"', '<html lang="fr"'), "the page is not marked as `en`", Location("a.html")),
    (".epub", replaced("<dc:language>en", "<dc:language>fr"), "the package is not marked as `en`", Location("a.epub")),
    (".epub", replaced('lang="en" dir', 'lang="fr" dir'), "`EPUB/article.xhtml` is not marked", Location("a.epub")),
    (".pdf", lambda _: b"no PDF", "the file cannot be read", Location("a.pdf")),
    (".epub", lambda _: b"no book", "the file cannot be read", Location("a.epub")),
]


@pytest.mark.parametrize(("suffix", "plant", "fault", "place"), PLANTED)
def test_what_is_planted_is_named_with_its_place(
    suffix: str,
    plant: Callable[[bytes], bytes],
    fault: str,
    place: Location,
    exported: dict[str, Files],
    document: Document,
) -> None:
    content = plant(exported["everything"][suffix])
    problems = list(run_checks(replace(document, places=PLACES), as_outputs({f"a{suffix}": content})))
    assert any(fault in problem.message and problem.location == place for problem in problems)


def test_finished_files_have_nothing_of_it(exported: dict[str, Files], document: Document) -> None:
    files = {f"a{suffix}": content for suffix, content in exported["everything"].items()}
    assert list(run_checks(replace(document, places={}), as_outputs(files))) == []


FOR_ONE_MEDIUM: Final = ("Skiptothetext", "OnlyonpaperWriteyournamehere.", "OnlyonascreenTapanumbertoseeitssource.")


@pytest.mark.parametrize("article", ["shipped", "everything"])
def test_the_tagged_text_of_the_pdf_is_that_of_the_page_and_of_the_book(
    article: str, exported: dict[str, Files]
) -> None:
    files = exported[article]
    texts = [open_pdf(files[".pdf"]).text, open_html(files[".html"]).text, open_epub(files[".epub"]).text]
    for part in FOR_ONE_MEDIUM:
        texts = [text.replace(part, "", 1) for text in texts]
    assert len(texts[0]) > 2500
    assert texts == [texts[0]] * 3


def test_right_to_left_every_letter_is_tagged(exported: dict[str, Files]) -> None:
    files = exported["right-to-left"]
    tagged, written = Counter(open_pdf(files[".pdf"]).text), Counter(open_epub(files[".epub"]).text)
    assert {letter: count for letter, count in written.items() if letter.isalnum()} == {
        letter: count for letter, count in tagged.items() if letter.isalnum()
    }


def test_text_too_small_for_its_preset_is_named_with_its_place(exported: dict[str, Files], document: Document) -> None:
    """The standard PDF with the options of a large one: all its text is too small, the numbers of citations too."""
    places = {"cite-1": Location("article.yaml", 3, 3)}
    problems = list(
        run_checks(replace(document, places=places), as_outputs({"a.pdf": exported["everything"][".pdf"]}, LARGE))
    )
    (number,) = (problem for problem in problems if problem.location == places["cite-1"])
    assert number.message == "`[` is printed at 15.0 points, and 16 is the least (a.pdf)"
    assert number.severity is Severity.ERROR
    assert len(problems) > 20


def test_words_of_a_picture_too_small_for_a_preset_are_a_warning(
    exported: dict[str, Files], citeproc: Citeproc
) -> None:
    article = ARTICLES["shipped"]
    shipped = resolve(load(Project.of(article), citeproc), citeproc)
    files = as_outputs({"a.pdf": exported["shipped"][".pdf"]}, LARGE)
    warnings = [one for one in run_checks(shipped, files) if one.severity is Severity.WARNING]
    assert ["words of the picture are" in warning.message for warning in warnings] == [True]
