import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from kitchen_sink import SVG, document
from lxml import etree
from outputs import as_outputs
from places import ROOT
from printed import CSS, body_with, elements, made, walk

from exporter.document import Image
from exporter.errors import ExporterError
from exporter.faces import describe_character, missing_characters, packaged_faces
from exporter.render import render
from exporter.request import PdfOptions
from exporter.validators import Validators
from exporter.verify.from_pdf import open_pdf
from exporter.writers.pdf import MissingGlyphs, Pdf, PdfWriter, UnfitPictures

WORDS = (
    "one two three four five six seven eight nine ten eleven twelve needles scalp stroke hand arm leg walk talk".split()
)


def sentence(number: int, length: int = 22) -> str:
    """Return words that no sentence with another number begins with."""
    return f"{number} " + " ".join(WORDS[(number * 7 + step * (number % 5 + 1)) % len(WORDS)] for step in range(length))


def long_body() -> etree._Element:
    """Return a body of many pages, in which everything that can break over pages does."""
    cited = ",".join(f'<a href="#ref-k{count}" role="doc-biblioref">{count}</a>' for count in range(1, 41))
    paragraphs = "".join(
        f'<p>{sentence(count)} <span class="citation" id="cite-{count}">[{cited}]</span> {sentence(count + 50)} '
        f'<a href="https://example.org/{count}">see <em>the <strong>long</strong> words</em> of {sentence(count)}</a>'
        "</p>"
        for count in range(1, 9)
    )
    rows = "".join(
        f'<tr><th scope="row">Study {count}</th><td>{sentence(count + 100)}</td><td></td></tr>' for count in range(40)
    )
    references = "".join(
        f'<li id="ref-k{count}"><span class="label">{count}.</span> <span class="backlinks"><a role="doc-backlink" '
        f'href="#cite-1" aria-label="Back to citation 1, from {count}">↑</a></span> <span class="entry">'
        f"{sentence(count + 200)}</span></li>"
        for count in range(1, 41)
    )
    return etree.fromstring(f"""<body class="handout" data-foot="Foot" data-page="Page" data-of="of"><main>
<h1 id="title">Long</h1>
<section id="sec-é"><h2>Broken</h2><ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p><p>More</p></li></ul>
{paragraphs}
<p>And<sup class="noteref"><a id="noteref-1" href="#note-1" role="doc-noteref">1</a></sup>
<a href="#sec-é">here</a> <span lang="fr">deux mots</span></p>
<div class="table" id="tbl-long"><table><caption><span class="label">Table 1.</span> Long</caption><thead><tr>
<th scope="col">Study <span class="citation" id="cite-99">[<a href="#ref-k3" role="doc-biblioref">3</a>]</span></th>
<th scope="col">Words</th><th scope="col">N</th></tr></thead><tbody>{rows}</tbody></table></div>
<p dir="rtl" lang="ar">هذا نص عربي <span class="citation" id="cite-9">[<a href="#ref-k1">1</a>]</span></p></section>
<section class="glossary" id="glossary"><h2>Words</h2><dl><dt>Stroke</dt><dt>CVA</dt>
<dd><p>A clot.</p><p>A bleed.</p></dd>
<dt>Scalp</dt><dd>Skin.</dd></dl></section>
<section class="notes" id="notes" role="doc-endnotes"><h2>Notes</h2><ul class="note-list"><li id="note-1">
<span class="label">1.</span> <span class="backlinks"><a href="#noteref-1" aria-label="Back to note 1">↑</a></span>
<span class="entry">Noted <span class="citation" id="cite-100">[<a href="#ref-k2">2</a>]</span></span></li>
</ul></section>
<section class="references" id="references"><h2>References</h2>
<ul class="reference-list numbered">{references}</ul></section></main></body>""")


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(packaged_faces())


@pytest.fixture(scope="module")
def printed(writer: PdfWriter) -> Pdf:
    return writer.write(made(), render(made()), CSS)


@pytest.fixture(scope="module")
def long(writer: PdfWriter) -> Pdf:
    return writer.write(made(), long_body(), CSS)


@pytest.fixture
def pdf(printed: Pdf) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(printed.content)) as opened:
        yield opened


@pytest.fixture
def long_pdf(long: Pdf) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(long.content)) as opened:
        yield opened


def by_id(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {str(element.ID): element for element in elements(pdf) if "/ID" in element}


def roles(element: Any) -> list[str]:
    return [str(kid.S)[1:] for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_a_stylesheet_may_count_with_signs_of_its_own(writer: PdfWriter) -> None:
    own = "@counter-style ours { system: cyclic; symbols: '§§'; suffix: ' ' } ol { list-style: ours }"
    printed = writer.write(made(), body_with("<ol><li>One</li></ol>"), [*CSS, own])
    with pypdfium2.PdfDocument(printed.content) as pdf:
        assert "§§" in pdf[0].get_textpage().get_text_range()


def texts(printed: Pdf) -> dict[str, str]:
    """Return the text of each id, without its spaces."""
    shown = open_pdf(printed.content)
    return {span.id: shown.text[span.start : span.end] for span in shown.spans if span.id}


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [link for page in pdf.pages for link in page.get("/Annots", ())]


# ---------------------------------------------------------------- ids and their texts


def test_every_id_of_the_body_is_the_id_of_one_structure_element_and_of_a_destination(pdf: pikepdf.Pdf) -> None:
    ids = {element.attrib["id"] for element in render(made()).iterfind(".//*[@id]")}
    assert set(by_id(pdf)) == ids
    assert len([one for one in elements(pdf) if "/ID" in one]) == len(ids)
    assert set(pikepdf.NameTree(pdf.Root.Names.Dests).keys()) == ids
    assert {str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]} == ids


def test_text_broken_over_lines_and_pages_is_whole_in_its_structure_element(long: Pdf, long_pdf: pikepdf.Pdf) -> None:
    read = texts(long)
    assert read["cite-3"] == "[" + ",".join(map(str, range(1, 41))) + "]"
    assert read["ref-k7"] == "7.↑" + sentence(207).replace(" ", "")
    assert read["note-1"] == "1.↑Noted[2]"
    assert read["sec-é"].startswith("BrokenOneInnerTwoMore")
    pages = {str(kid.Pg.objgen) for kid in by_id(long_pdf)["sec-é"].K if "/Pg" in kid}
    assert len(pages) > 1


def test_the_ids_and_links_of_the_file_have_no_faults(long: Pdf, printed: Pdf) -> None:
    assert open_pdf(long.content).faults == ()
    assert open_pdf(printed.content).faults == ()


def test_names_are_in_the_order_of_their_bytes(long_pdf: pikepdf.Pdf) -> None:
    for tree in (long_pdf.Root.Names.Dests, long_pdf.Root.StructTreeRoot.IDTree):
        names = [bytes(name) for name in list(tree.Names)[::2]]
        assert names == sorted(names)
        assert names[-1].startswith(b"\xfe\xff")


# ---------------------------------------------------------------- roles


def test_page_footers_and_repeated_table_headers_are_artifacts(long_pdf: pikepdf.Pdf, long: Pdf) -> None:
    assert len(elements(long_pdf, "THead")) == 1
    assert texts(long)["tbl-long"].count("[3]") == 1
    for page in long_pdf.pages:
        operations = pikepdf.parse_content_stream(page)
        begun = [one.operands for one in operations if str(one.operator) == "BDC"]
        assert [tag for tag, properties in begun if properties == {"/Type": pikepdf.Name.Pagination}]
        assert all("/MCID" in properties for tag, properties in begun if tag != "/Artifact")
    assert "Page" not in open_pdf(long.content).text


def test_a_list_item_has_at_most_one_label_and_one_body(pdf: pikepdf.Pdf, long_pdf: pikepdf.Pdf) -> None:
    items = elements(pdf, "LI") + elements(long_pdf, "LI")
    assert {tuple(roles(item)) for item in items} == {("Lbl", "LBody"), ("LBody",), ("Lbl", "Lbl", "LBody")}


def test_a_definition_list_pairs_terms_with_their_definition(long_pdf: pikepdf.Pdf) -> None:
    (terms,) = [one for one in elements(long_pdf, "L") if roles(one.K[0]) == ["Lbl", "Lbl", "LBody"]]
    assert [roles(item) for item in terms.K] == [["Lbl", "Lbl", "LBody"], ["Lbl", "LBody"]]
    assert roles(terms.K[0].K[2]) == ["P", "P"]


def test_markers_drawn_by_the_stylesheet_are_labels(pdf: pikepdf.Pdf) -> None:
    (findings,) = [one for one in elements(pdf, "Sect") if one.get("/ID") == "sec-findings"]
    lists = [one for one in walk(findings) if one.S == "/L"]
    assert [roles(items.K[0]) for items in lists] == [["Lbl", "LBody"]] * 3 + [["LBody"]] + [["Lbl", "LBody"]] * 2
    assert [str(one.A.ListNumbering) for one in lists if "/A" in one] == ["/Decimal", "/Decimal"]


def test_numbered_lists_are_marked_as_numbered(pdf: pikepdf.Pdf) -> None:
    parts = by_id(pdf)
    lists = {
        name: next(one for one in walk(parts[name]) if one.S == "/L") for name in ("key-points", "notes", "references")
    }
    numbered = {name for name, one in lists.items() if "/A" in one and one.A.ListNumbering == "/Decimal"}
    assert numbered == {"notes", "references"}


def test_text_drawn_after_an_item_is_not_a_label(writer: PdfWriter) -> None:
    body = body_with("<ul><li>a</li></ul>")
    with pikepdf.open(BytesIO(writer.write(made(), body, [*CSS, "li::after { content: '!' }"]).content)) as pdf:
        (item,) = elements(pdf, "LI")
        assert roles(item) == ["Lbl", "LBody"]


def test_a_note_has_the_role_note_and_its_own_label(pdf: pikepdf.Pdf) -> None:
    note = by_id(pdf)["note-1"]
    assert note.S == "/Note"
    assert [str(note.P.S), str(note.P.P.S)] == ["/LBody", "/LI"]
    assert roles(note)[0] == "Lbl"


def test_header_cells_have_their_scope(pdf: pikepdf.Pdf) -> None:
    assert [str(cell.A.Scope) for cell in elements(pdf, "TH")] == ["/Column", "/Column", "/Row"]


def test_empty_cells_stay_where_they_are(long_pdf: pikepdf.Pdf) -> None:
    assert {len(row.K) for row in elements(long_pdf, "TR")} == {3}


def test_a_picture_has_its_alternative_and_its_place_on_the_page(pdf: pikepdf.Pdf) -> None:
    picture, code = elements(pdf, "Figure")
    left, bottom, right, top = map(float, picture.A.BBox)
    assert [str(picture.Alt), str(code.Alt)] == [
        "A head & two areas <marked>",
        "QR code: https://clinic.example/sa-001",
    ]
    assert 0 < left < right < 612
    assert 0 < bottom < top < 792
    assert (right - left) / (top - bottom) == pytest.approx(2, abs=0.05)
    caption = picture.P.K[1]
    assert picture.K[0] < min(kid for part in walk(caption) for kid in part.K if isinstance(kid, int))  # painted so
    assert [roles(picture.P), str(picture.P.ID)] == [["Figure", "Caption"], "fig-scalp"]


def test_languages_of_the_document_and_of_its_parts_are_kept(pdf: pikepdf.Pdf, long_pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en"
    assert [str(one.Lang) for one in elements(long_pdf) if "/Lang" in one] == ["fr", "ar"]


# ---------------------------------------------------------------- links and bookmarks


def test_links_are_described_by_their_words_or_their_label(pdf: pikepdf.Pdf) -> None:
    descriptions = {str(link.Contents) for link in links(pdf)}
    anchors = render(made()).iterfind(".//a")
    assert descriptions == {
        anchor.get("aria-label") or " ".join("".join(map(str, anchor.itertext())).split()) for anchor in anchors
    }


def test_each_piece_of_a_link_has_one_area_and_all_belong_to_one_element(long_pdf: pikepdf.Pdf) -> None:
    areas = [link for link in links(long_pdf) if "/A" in link and str(link.A.URI).endswith("/3")]
    owners = {long_pdf.Root.StructTreeRoot.ParentTree.Nums[2 * int(area.StructParent) + 1].objgen for area in areas}
    assert len({str(list(area.Rect)) for area in areas}) == len(areas) > 1
    assert len(owners) == 1


def test_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    def titles(entries: Any) -> list[Any]:
        return [(entry.title, titles(entry.children)) if entry.children else entry.title for entry in entries]

    with pdf.open_outline() as outline:
        ((title, parts),) = titles(outline.root)
    assert title == "Scalp acupuncture after a stroke"
    assert parts[:2] == ["Key points", ("1 What did the studies find?", ["1.1 Ünder"])]
    assert parts[-1] == "About this handout"


# ---------------------------------------------------------------- metadata


def test_the_metadata_come_from_the_document(pdf: pikepdf.Pdf) -> None:
    assert {name: str(value) for name, value in pdf.docinfo.items()} == {
        "/Author": "Ada Example, Bo Example",
        "/CreationDate": "D:20261122",
        "/Keywords": "Stroke, Acupuncture",
        "/ModDate": "D:20261122",
        "/Producer": "WeasyPrint 70.0",
        "/Subject": "What this is about. And who it is for.",
        "/Title": "Scalp acupuncture after a stroke",
    }
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"


def test_a_pdf_for_an_archive_claims_pdf_a_and_pdf_ua(writer: PdfWriter) -> None:
    content = writer.write(made(), render(made()), CSS, PdfOptions(is_archival=True)).content
    with pikepdf.open(BytesIO(content)) as opened, opened.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
    assert (
        content == PdfWriter(packaged_faces()).write(made(), render(made()), CSS, PdfOptions(is_archival=True)).content
    )


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595.28, 841.89))])
def test_the_paper_has_the_requested_size(writer: PdfWriter, paper: Any, size: tuple[float, float]) -> None:
    content = writer.write(made(), render(made()), CSS, PdfOptions(paper=paper)).content
    with pikepdf.open(BytesIO(content)) as opened:
        box = [float(place) for place in opened.pages[0].MediaBox]
    assert box[2:] == pytest.approx(size, abs=0.02)


def test_only_packaged_faces_are_used_and_embedded(pdf: pikepdf.Pdf, long_pdf: pikepdf.Pdf) -> None:
    fonts = [one for opened in (pdf, long_pdf) for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
    names = {str(one.BaseFont).partition("+")[2] for one in fonts if "/BaseFont" in one}
    assert {name for name in names if not name.startswith(("Atkinson-Hyperlegible", "DejaVu-Sans"))} == set()
    assert {"Atkinson-Hyperlegible", "DejaVu-Sans"} <= names


@pytest.mark.slow
def test_validators_report_no_problem(printed: Pdf, long: Pdf, validators: Validators) -> None:
    assert validators.validate(as_outputs({"article.pdf": printed.content, "long.pdf": long.content})) == ()


def test_the_packaged_stylesheets_cause_no_warning(printed: Pdf) -> None:
    assert printed.warnings == ()
    assert len(printed.page_starts) > 1


# ---------------------------------------------------------------- the same bytes


def test_writing_again_gives_the_same_bytes_and_leaves_the_body_alone(writer: PdfWriter, printed: Pdf) -> None:
    body = render(made())
    before = etree.tostring(body)
    assert writer.write(made(), body, CSS).content == printed.content
    assert etree.tostring(body) == before


def test_another_process_place_and_time_zone_give_the_same_bytes(printed: Pdf, tmp_path: Path) -> None:
    program = (
        "import sys; from printed import CSS, made; from exporter.render import render; "
        "from exporter.faces import packaged_faces; from exporter.writers.pdf import PdfWriter; "
        "sys.stdout.buffer.write(PdfWriter(packaged_faces()).write(made(), render(made()), CSS).content)"
    )
    paths = os.pathsep.join((str(ROOT / "tests"), str(ROOT / "src")))
    world = {**os.environ, "PYTHONPATH": paths, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, cwd=tmp_path, env=world, stdout=-1, check=True).stdout == printed.content


def test_parts_for_screens_are_not_printed(writer: PdfWriter) -> None:
    body = etree.fromstring('<body><h1>A</h1><p>on paper</p><section data-only="screen"><p>not</p></section></body>')
    assert open_pdf(writer.write(made(), body, CSS).content).text == "Aonpaper"


# ---------------------------------------------------------------- errors


def test_characters_that_no_face_has_are_named(writer: PdfWriter) -> None:
    with pytest.raises(MissingGlyphs) as caught:
        writer.write(made(), body_with("<p>漢 and ☃ and 漢</p>"), CSS)
    assert len(caught.value.problems) == 1
    assert "`漢 U+6F22 CJK UNIFIED IDEOGRAPH-6F22`" in str(caught.value)


def test_characters_that_no_face_has_are_found_in_pictures_too(writer: PdfWriter) -> None:
    drawn = SVG.replace(b"</svg>", '<text x="1" y="9" font-size="8">漢</text></svg>'.encode())
    figure = replace(made().figures[0], image=Image("images/figure-1.svg", "image/svg+xml", drawn, 40, 20))
    with pytest.raises(MissingGlyphs, match="`漢 U"):
        writer.write(document(figures=(figure,)), body_with('<img src="images/figure-1.svg" alt="x"/>'), CSS)


def test_characters_that_are_never_drawn_are_not_missing_nor_are_letters_made_of_parts() -> None:
    assert missing_characters("soft\u00adhyphen \u200fmark\n e\u0301 ☐ ↑ β", packaged_faces()) == ()
    assert missing_characters("a漢b漢\U0001f9ff", packaged_faces()) == ("漢", "\U0001f9ff")
    assert [describe_character("☃"), describe_character("\x07")] == ["☃ U+2603 SNOWMAN", "U+0007"]


@pytest.mark.parametrize("is_logged", [True, False], ids=["logged", "not logged"])
def test_a_picture_that_is_not_drawn_is_named_though_nothing_is_logged(
    writer: PdfWriter, monkeypatch: pytest.MonkeyPatch, is_logged: bool
) -> None:
    monkeypatch.setattr(logging.getLogger("weasyprint"), "disabled", not is_logged)
    figure = replace(made().figures[0], image=Image("images/figure-1.png", "image/png", b"no picture", 40, 20, "a.png"))
    with pytest.raises(UnfitPictures, match=r"the picture `a\.png` cannot be drawn"):
        writer.write(document(figures=(figure,)), body_with('<img src="images/figure-1.png" alt="x"/>'), CSS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<p><a href="#nowhere">x</a></p>', "nowhere"),
        ('<img src="images/other.svg" alt="x"/>', "images/other.svg"),
        ('<img src="images/figure-1.svg" alt=""/>', "no text alternative"),
        ('<p id="a">x</p><p id="a">y</p>', "`a`|'a'"),
        ('<p><img src="file:///etc/hostname" alt="x"/></p>', "not part of the article"),
    ],
)
def test_a_defect_of_the_body_stops_the_export(writer: PdfWriter, text: str, message: str) -> None:
    with pytest.raises(ExporterError, match=message) as caught:
        writer.write(made(), body_with(text), CSS)
    assert caught.value.exit_code == 1


def test_an_error_in_a_stylesheet_is_a_warning_each_time(writer: PdfWriter) -> None:
    for _ in range(2):
        (warning,) = writer.write(made(), body_with("<p>x</p>"), ["p { colour: red }"]).warnings
        assert not warning.is_error
        assert "colour: red" in warning.message


def test_a_stylesheet_may_not_add_fonts_or_other_stylesheets(writer: PdfWriter) -> None:
    for sheet in ("@font-face { font-family: X; src: url(x.ttf) }", "@import 'x.css';"):
        with pytest.raises(ExporterError):
            writer.write(made(), body_with("<p>x</p>"), [sheet])
