"""A table too wide for the paper is set smaller, then turned, and only then are its words broken, with a warning.

And a table reads the same in every format, cell by cell.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from conftest import article_text
from lxml import etree, html
from places import ROOT
from printed import CSS, body_with, elements, made, walk

from exporter.errors import Severity
from exporter.faces import packaged_faces
from exporter.formats import Paper
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.verify.from_pdf import open_pdf
from exporter.verify.transcript import without_space
from exporter.writers.pdf import Pdf, PdfWriter
from exporter.writers.pdf.layout import Layout
from exporter.writers.pdf.weasyprint import engine
from exporter.writers.pdf.wide_tables import adjust

CASE = ROOT / "tests" / "cases" / "tables-of-many-columns" / "article.yaml"
WORDS = "rehabilitation acupuncture improvement participants comparison certainty measurement".split()
UPRIGHT, TURNED = (612, 792), (792, 612)


def table(name: str, columns: int, rows: int = 2, cell: str = "") -> str:
    """Return a table of long words; `cell` is the text of the last column in each row."""
    words = [WORDS[count % len(WORDS)] for count in range(columns)]
    head = "".join(f'<th scope="col">{word}</th>' for word in words)
    cells = "".join(f"<td>{word}</td>" for word in [*words[1:-1], cell or words[-1]])
    body = f'<tr><th scope="row">Row</th>{cells}</tr>' * rows
    return f"""<div class="table" id="{name}"><table><caption><span class="label">Table {name}.</span> Caption</caption>
<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
<div class="table-notes"><p>Note of {name}.</p></div></div>"""


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(packaged_faces())


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return a list to which each layout adds the classes of its tables."""
    seen: list[list[str]] = []
    html: Any = engine.import_weasyprint().HTML
    render = html.render

    def noted(self: Any, *arguments: Any, **options: Any) -> Any:
        divisions = self.etree_element.iter("div")
        seen.append([part.get("class") for part in divisions if part.get("class", "").startswith("table ")])
        return render(self, *arguments, **options)

    monkeypatch.setattr(html, "render", noted)
    return seen


def texts(printed: Pdf) -> list[str]:
    """Return the text of each page, line by line."""
    with pypdfium2.PdfDocument(printed.content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def sizes(printed: Pdf) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(printed.content) as pdf:
        return [(round(page.get_width()), round(page.get_height())) for page in pdf]


def broken_words(printed: Pdf) -> set[str]:
    """Return the words of a table that are broken somewhere."""
    whole = "\n".join(texts(printed)).split()
    return {word for word in WORDS if without_space("".join(whole)).count(word) > whole.count(word)}


# ---------------------------------------------------------------- what is tried, in order


def test_a_table_that_fits_is_laid_out_once_and_stays_as_it_is(writer: PdfWriter, layouts: list[list[str]]) -> None:
    printed = writer.write(made(), body_with(table("a", 5)), CSS)
    assert layouts == [[]]
    assert (sizes(printed), broken_words(printed), printed.unfit_tables) == ([UPRIGHT], set(), ())


@pytest.mark.parametrize(
    ("columns", "tried", "size"),
    [
        (6, ["table narrow"], UPRIGHT),
        (7, ["table narrow", "table turned"], TURNED),
        (8, ["table narrow", "table turned", "table turned narrow"], TURNED),
    ],
)
def test_a_wide_table_is_set_smaller_then_turned_then_both(
    writer: PdfWriter, layouts: list[list[str]], columns: int, tried: list[str], size: tuple[int, int]
) -> None:
    printed = writer.write(made(), body_with(table("a", columns), "<p>After.</p>"), CSS)
    assert layouts == [[], *([kind] for kind in tried)]
    assert sizes(printed)[0 if size == UPRIGHT else 1] == size
    assert sizes(printed)[-1] == UPRIGHT
    assert (broken_words(printed), printed.unfit_tables) == (set(), ())


def test_words_are_broken_in_a_table_that_fits_no_paper_and_it_is_named(writer: PdfWriter) -> None:
    printed = writer.write(made(), body_with(table("a", 3), table("b", 14)), CSS)
    assert printed.unfit_tables == ("b",)
    assert broken_words(printed)
    with pypdfium2.PdfDocument(printed.content) as pdf:
        for page in pdf:
            left, _, right, _ = page.get_bbox()
            boxes = [part.get_bounds() for part in page.get_objects()]
            assert all(left <= box[0] and box[2] <= right for box in boxes)


def test_words_that_are_broken_are_found(writer: PdfWriter) -> None:
    """The tests above look for such words; this is a table in which any word may be broken."""
    anywhere = [*CSS, ".table th, .table td { overflow-wrap: anywhere !important }"]
    assert broken_words(writer.write(made(), body_with(table("a", 8)), anywhere))


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.org/patients/after-a-stroke/what-helps/scalp-acupuncture/index.html",
        "someone.with.a.long.name@rehabilitation.example",
        "Rehabilitationskrankenhausverwaltung",
    ],
)
def test_an_address_or_a_very_long_word_breaks_rather_than_turn_a_page(
    writer: PdfWriter, layouts: list[list[str]], text: str
) -> None:
    writer.write(made(), body_with(table("a", 5, cell=text)), CSS)
    assert layouts == [[]]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [4, 8])
def test_a_table_with_a_row_too_tall_for_whole_words_stays_upright(writer: PdfWriter, columns: int) -> None:
    printed = writer.write(made(), body_with(table("a", columns, 1, cell="and so on " * 150)), CSS)
    assert (sizes(printed), printed.unfit_tables) == ([UPRIGHT], ("a",))


def test_a_page_whose_last_turned_table_is_set_upright_again_is_no_longer_marked() -> None:
    page = ElementTree.fromstring('<html class="loose" data-turned=""><div class="table turned narrow broken"/></html>')
    (tall,) = page
    assert adjust(page, Layout((), broken_tables=(tall,), wide_tables=(), undrawn_pictures=()))
    assert (tall.get("class"), page.get("data-turned")) == ("table narrow broken", None)


# ---------------------------------------------------------------- turned pages


def test_the_heading_caption_and_notes_turn_with_a_table_and_text_stays_upright(writer: PdfWriter) -> None:
    section = f'<section id="s"><h2>Heading</h2>{table("a", 8)}<p>After.</p></section>'
    printed = writer.write(made(), body_with("<p>Before.</p>", section), CSS)
    assert sizes(printed) == [UPRIGHT, TURNED, UPRIGHT]
    before, turned, after = texts(printed)
    assert "Before." in before
    assert "Heading" not in before
    assert all(words in turned for words in ("Heading", "Table a.", "Note of a."))
    assert after.startswith("After.")


@pytest.mark.slow
@pytest.mark.parametrize("last", ["", "<p>After.</p>"])
def test_turned_tables_share_a_page_and_leave_none_empty(writer: PdfWriter, last: str) -> None:
    inside = f'<section class="callout tip"><p class="callout-title">Tip</p><p>In it.</p>{table("c", 8, 6)}</section>'
    parts = ("<p>Before.</p>", table("a", 8), table("b", 8), f'<section id="s"><h2>Box</h2>{inside}</section>', last)
    printed = writer.write(made(), body_with(*parts), CSS)
    assert sizes(printed) == [UPRIGHT, TURNED, TURNED, *[UPRIGHT] * bool(last)]
    assert all(text.strip() for text in texts(printed))
    _, both, box, *_ = texts(printed)
    assert all(words in both for words in ("Note of a.", "Note of b."))
    assert all(words in box for words in ("Box", "In it.", "Note of c."))


@pytest.mark.slow
def test_a_turned_table_longer_than_a_page_repeats_its_header(writer: PdfWriter) -> None:
    pages = texts(writer.write(made(), body_with(table("a", 8, 60)), CSS))[1:]
    assert len(pages) > 2
    assert all(f"Row {WORDS[1]}" in " ".join(text.split()) and text.count(WORDS[0]) for text in pages[:-1])
    assert "Note of a." in pages[-1]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("for_archive", [False, True])
def test_every_page_of_every_paper_is_marked_and_has_its_footer(
    writer: PdfWriter, paper: Paper, for_archive: bool
) -> None:
    body = etree.fromstring(etree.tostring(body_with(table("a", 8), "<p>After.</p>")))
    body.attrib.update({"data-foot": "Foot", "data-page": "Page", "data-of": "of"})
    printed = writer.write(made(), body, CSS, PdfOptions(paper=paper, is_archival=for_archive))
    assert [width > height for width, height in sizes(printed)] == [False, True, False]
    assert all(f"Page {number} of 3" in text for number, text in enumerate(texts(printed), 1))
    assert len(printed.page_starts) == 3
    assert all(before < after for before, after in pairwise(printed.page_starts))


def test_a_warning_names_the_table_that_is_too_wide_and_its_place(tmp_path: Path) -> None:
    cells = "\n".join(f"            - {WORDS[count % 7]}" for count in range(14))
    row = cells.replace("            - ", "              - ").replace("              - ", "            - - ", 1)
    content = (
        f"      - table:\n          id: tbl-a\n          caption: A\n          header:\n{cells}\n          rows:\n{row}"
    )
    path = tmp_path / "article.yaml"
    path.write_text(article_text(f"sections:\n  - heading: First\n    content:\n{content}\n"), "utf-8")
    with Pipeline() as pipeline:
        (warning,) = pipeline.build(Request(path), tmp_path / "out").problems
    assert warning.severity is Severity.WARNING
    assert str(warning.location) == f"{path}:5:15"
    assert "`tbl-a`" in warning.message
    assert "fewer columns" in warning.hint
    assert "words in it may be broken" in warning.message


# ---------------------------------------------------------------- read cell by cell


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with Pipeline() as pipeline:
        return {
            path.suffix: path.read_bytes()
            for path in pipeline.build(Request(CASE), tmp_path_factory.mktemp("out")).files
        }


def read_out(part: Any) -> Iterator[str]:
    """Yield a table in XHTML as it is read: its caption, then each cell with its scope, then its notes."""
    for element in part.iter(etree.Element):
        kind = etree.QName(element).localname
        text = without_space("".join(element.itertext()))
        if kind in ("caption", "td"):
            yield f"{kind} {text}"
        elif kind == "th":
            yield f"{element.get('scope')} {text}"
        elif element.get("class") == "table-notes":
            yield f"notes {text}"


def faults(lines: Sequence[str], columns: int) -> Iterator[str]:
    """Yield where a table does not read as caption, column headers, rows that begin with their header, notes."""
    caption, *cells = [line for line in lines if not line.startswith("notes ")]
    if not caption.startswith("caption Table"):
        yield "the caption is not first"
    if any("notes" in line for line in lines[:-1]):
        yield "the notes are not last"
    for number, start in enumerate(range(0, len(cells), columns)):
        kinds = [cell.partition(" ")[0] for cell in cells[start : start + columns]]
        if kinds != (["row", *["td"] * (columns - 1)] if number else ["col"] * columns):
            yield f"row {number} reads {kinds}"


COLUMNS = {"tbl-three": 3, "tbl-five": 5, "tbl-nine": 9, "tbl-long": 7}


def in_xhtml(files: dict[str, bytes], suffix: str, name: str) -> list[str]:
    if suffix == ".html":
        tree = html.document_fromstring(files[suffix])
    else:
        with ZipFile(BytesIO(files[suffix])) as book:
            tree = etree.fromstring(book.read(next(one for one in book.namelist() if one.endswith("article.xhtml"))))
    return list(read_out(next(part for part in tree.iter(etree.Element) if part.get("id") == name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_reads_the_same_in_every_format_cell_by_cell(files: dict[str, bytes], name: str) -> None:
    lines = in_xhtml(files, ".html", name)
    assert list(faults(lines, COLUMNS[name])) == []
    assert in_xhtml(files, ".epub", name) == lines
    shown = open_pdf(files[".pdf"])
    (text,) = [shown.text[one.start : one.end] for one in shown.spans if one.id == name]
    assert without_space(text) == "".join(line.partition(" ")[2] for line in lines)
    with pikepdf.open(BytesIO(files[".pdf"])) as pdf:
        (part,) = [one for one in elements(pdf) if str(one.get("/ID", "")) == name]
        roles = [kind for kind in map(role, walk(part)) if kind]
    assert roles == [line.partition(" ")[0] for line in lines if not line.startswith("notes ")]


def role(element: Any) -> str:
    scope = str(element.get("/A", {}).get("/Scope", "")) if element.S == "/TH" else ""
    return {"/Column": "col", "/Row": "row"}.get(scope) or {"/Caption": "caption", "/TD": "td"}.get(str(element.S), "")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [*lines[1:3], lines[0], *lines[3:]], "the caption is not first"),
        (lambda lines: [lines[-1], *lines[:-1]], "the notes are not last"),
        (lambda lines: [line.replace("row ", "td ") for line in lines], "row 1 reads"),
        (lambda lines: [line.replace("col ", "td ") for line in lines], "row 0 reads"),
    ],
    ids=["caption", "notes", "row headers", "column headers"],
)
def test_a_table_that_reads_wrong_is_found(files: dict[str, bytes], change: Any, fault: str) -> None:
    lines = in_xhtml(files, ".epub", "tbl-nine")
    assert any(found.startswith(fault) for found in faults(change(lines), 9))
