import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module, metadata
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from kitchen_sink import FINDINGS, NEXT, PRINTED, SVG, document
from lxml import etree
from pages import read_pages

from exporter.document import Document, Image, Section, Text
from exporter.errors import ExporterError, MachineError
from exporter.formats import Printing
from exporter.project import Project
from exporter.render import render
from exporter.typeface import packaged_faces
from exporter.verify.pdf import open_pdf
from exporter.verify.validators import Validators
from exporter.writers import startup
from exporter.writers.coverage import spelled, uncovered
from exporter.writers.pdf import MissingGlyphs, Press, Printed

HERE = Path(__file__).parent
STYLES = Project(HERE.parent).styles()
CSS = [STYLES["base"], STYLES["print"], STYLES["foot"]]
WORDS = (
    "one two three four five six seven eight nine ten eleven twelve needles scalp stroke hand arm leg walk talk".split()
)


def made() -> Document:
    """Return the kitchen sink in characters that the packaged faces have."""
    nested = Section("sec-under", 3, "1.1", (Text("Ünder"),), FINDINGS.sections[0].content, ())
    return document(sections=(replace(FINDINGS, sections=(nested,)), PRINTED, NEXT))


def sentence(number: int, length: int = 22) -> str:
    """Return words that no other number begins with."""
    return f"{number} " + " ".join(WORDS[(number * 7 + step * (number % 5 + 1)) % len(WORDS)] for step in range(length))


def long_body() -> etree._Element:
    """Return a body of many pages, in which everything that can break does."""
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
def press() -> Press:
    return Press(packaged_faces())


@pytest.fixture(scope="module")
def printed(press: Press) -> Printed:
    return press.write(made(), render(made()), CSS)


@pytest.fixture(scope="module")
def long(press: Press) -> Printed:
    return press.write(made(), long_body(), CSS)


@pytest.fixture
def pdf(printed: Printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(printed.content)) as opened:
        yield opened


@pytest.fixture
def long_pdf(long: Printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(long.content)) as opened:
        yield opened


def walk(element: Any) -> Iterator[Any]:
    """Yield the structure elements at and below one."""
    if "/S" in element:
        yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and (kid.get("/S") or kid.get("/K")):
            yield from walk(kid)


def elements(pdf: pikepdf.Pdf, *roles: str) -> list[Any]:
    found = list(walk(pdf.Root.StructTreeRoot))
    return [element for element in found if not roles or str(element.S)[1:] in roles]


def by_id(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {str(element.ID): element for element in elements(pdf) if "/ID" in element}


def roles(element: Any) -> list[str]:
    return [str(kid.S)[1:] for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def texts(printed: Printed) -> dict[str, str]:
    """Return the text under each id, without its spaces."""
    shown = open_pdf(printed.content)
    return {stretch.id: shown.text[stretch.start : stretch.end] for stretch in shown.stretches if stretch.id}


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [link for page in pdf.pages for link in page.get("/Annots", ())]


# ---------------------------------------------------------------- ids and what stands under them


def test_every_id_of_the_body_is_that_of_one_structure_element_and_a_destination(pdf: pikepdf.Pdf) -> None:
    ids = {element.attrib["id"] for element in render(made()).iterfind(".//*[@id]")}
    assert set(by_id(pdf)) == ids
    assert len([one for one in elements(pdf) if "/ID" in one]) == len(ids)
    assert set(pikepdf.NameTree(pdf.Root.Names.Dests).keys()) == ids
    assert {str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]} == ids


def test_what_is_broken_over_lines_and_pages_is_whole_under_its_id(long: Printed, long_pdf: pikepdf.Pdf) -> None:
    read = texts(long)
    assert read["cite-3"] == "[" + ",".join(map(str, range(1, 41))) + "]"
    assert read["ref-k7"] == "7.↑" + sentence(207).replace(" ", "")
    assert read["note-1"] == "1.↑Noted[2]"
    assert read["sec-é"].startswith("BrokenOneInnerTwoMore")
    pages = {str(kid.Pg.objgen) for kid in by_id(long_pdf)["sec-é"].K if "/Pg" in kid}
    assert len(pages) > 1


def test_a_reader_of_the_file_finds_no_fault_in_ids_and_links(long: Printed, printed: Printed) -> None:
    assert open_pdf(long.content).faults == ()
    assert open_pdf(printed.content).faults == ()


def test_names_are_in_the_order_of_their_bytes(long_pdf: pikepdf.Pdf) -> None:
    for tree in (long_pdf.Root.Names.Dests, long_pdf.Root.StructTreeRoot.IDTree):
        names = [bytes(name) for name in list(tree.Names)[::2]]
        assert names == sorted(names)
        assert names[-1].startswith(b"\xfe\xff")


# ---------------------------------------------------------------- roles


def test_running_feet_and_repeated_table_heads_are_artifacts(long_pdf: pikepdf.Pdf, long: Printed) -> None:
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


def test_a_note_is_a_note_with_its_own_label(pdf: pikepdf.Pdf) -> None:
    note = by_id(pdf)["note-1"]
    assert note.S == "/Note"
    assert [str(note.P.S), str(note.P.P.S)] == ["/LBody", "/LI"]
    assert roles(note)[0] == "Lbl"


def test_header_cells_say_what_they_are_heads_of(pdf: pikepdf.Pdf) -> None:
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


def test_languages_of_the_whole_and_of_parts_are_kept(pdf: pikepdf.Pdf, long_pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en"
    assert [str(one.Lang) for one in elements(long_pdf) if "/Lang" in one] == ["fr", "ar"]


# ---------------------------------------------------------------- links and bookmarks


def test_links_say_their_words_or_their_label(pdf: pikepdf.Pdf) -> None:
    said = {str(link.Contents) for link in links(pdf)}
    anchors = render(made()).iterfind(".//a")
    assert said == {
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


# ---------------------------------------------------------------- what the file says of itself


def test_metadata_come_from_the_document(pdf: pikepdf.Pdf) -> None:
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


def test_a_pdf_for_an_archive_says_that_it_lasts_and_is_accessible(press: Press) -> None:
    content = press.write(made(), render(made()), CSS, Printing(for_archive=True)).content
    with pikepdf.open(BytesIO(content)) as opened, opened.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
    assert content == Press(packaged_faces()).write(made(), render(made()), CSS, Printing(for_archive=True)).content


def test_measuring_by_letters_changes_no_page(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = press.write(made(), render(made()), CSS).content
    module: Any = import_module("weasyprint.layout.preferred")
    monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    assert press.write(made(), render(made()), CSS).content == quick


def torn_lines(press: Press) -> list[str]:
    """Return the lines, of paragraphs of many widths, on which the next word would have found room."""
    text = 'One two three four <span class="citation short">[1]</span> five six.'
    body = "".join(f'<p style="width: {width / 2}pt">{text}</p>' for width in range(160, 320))
    pages = read_pages(press.write(made(), body_with(body), CSS).content)
    blocks = [block for page in pages for block in page.blocks if block.element.role == "P"]
    assert len(blocks) == 160
    torn = []
    for width, block in enumerate(blocks, 160):
        for line, following in pairwise(block.lines):
            word = following.text.split()[0]
            room = following.characters[len(word) - 1].right - following.characters[0].x + 0.3 * line.size
            needed = line.edges[1] - line.edges[0] + room
            torn += [line.text] * (needed < width / 2)
    return torn


def test_a_line_that_ends_in_a_space_is_not_torn_after_its_first_word(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert torn_lines(press) == []
    module: Any = import_module("weasyprint.layout.inline")
    monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    assert "One" in torn_lines(press)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595.28, 841.89))])
def test_the_paper_is_the_one_asked_for(press: Press, paper: Any, size: tuple[float, float]) -> None:
    content = press.write(made(), render(made()), CSS, Printing(paper=paper)).content
    with pikepdf.open(BytesIO(content)) as opened:
        box = [float(place) for place in opened.pages[0].MediaBox]
    assert box[2:] == pytest.approx(size, abs=0.02)


def test_only_packaged_faces_are_used_and_embedded(pdf: pikepdf.Pdf, long_pdf: pikepdf.Pdf) -> None:
    fonts = [one for opened in (pdf, long_pdf) for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
    names = {str(one.BaseFont).partition("+")[2] for one in fonts if "/BaseFont" in one}
    assert {name for name in names if not name.startswith(("Atkinson-Hyperlegible", "DejaVu-Sans"))} == set()
    assert {"Atkinson-Hyperlegible", "DejaVu-Sans"} <= names


@pytest.mark.slow
def test_validators_are_content(printed: Printed, long: Printed, validators: Validators) -> None:
    assert validators.validate({"article.pdf": printed.content, "long.pdf": long.content}) == ()


def test_the_stylesheets_that_come_along_ask_for_nothing_that_print_cannot_do(printed: Printed) -> None:
    assert printed.warnings == ()
    assert len(printed.starts) > 1


# ---------------------------------------------------------------- the same bytes


def test_writing_again_gives_the_same_bytes_and_leaves_the_body_alone(press: Press, printed: Printed) -> None:
    body = render(made())
    before = etree.tostring(body)
    assert press.write(made(), body, CSS).content == printed.content
    assert etree.tostring(body) == before


def test_another_process_place_and_time_zone_give_the_same_bytes(printed: Printed, tmp_path: Path) -> None:
    program = (
        "import sys, test_writers_pdf as t; from exporter.writers.pdf import Press; "
        "press = Press(t.packaged_faces()); "
        "sys.stdout.buffer.write(press.write(t.made(), t.render(t.made()), t.CSS).content)"
    )
    paths = os.pathsep.join((str(HERE), str(HERE.parent / "src")))
    world = {**os.environ, "PYTHONPATH": paths, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, cwd=tmp_path, env=world, stdout=-1, check=True).stdout == printed.content


def test_parts_for_screens_are_not_printed(press: Press) -> None:
    body = etree.fromstring('<body><h1>A</h1><p>on paper</p><section data-only="screen"><p>not</p></section></body>')
    assert open_pdf(press.write(made(), body, CSS).content).text == "Aonpaper"


# ---------------------------------------------------------------- what cannot be printed


def body_with(text: str) -> etree._Element:
    return etree.fromstring(f"<body><h1>A</h1>{text}</body>")


def test_characters_that_no_face_has_are_named(press: Press) -> None:
    with pytest.raises(MissingGlyphs) as caught:
        press.write(made(), body_with("<p>漢 and ☃ and 漢</p>"), CSS)
    assert caught.value.characters == ("漢",)
    assert "`漢 U+6F22 CJK UNIFIED IDEOGRAPH-6F22`" in str(caught.value)


def test_characters_that_no_face_has_are_found_in_pictures_too(press: Press) -> None:
    drawn = SVG.replace(b"</svg>", '<text x="1" y="9" font-size="8">漢</text></svg>'.encode())
    figure = replace(made().figures[0], image=Image("images/figure-1.svg", "image/svg+xml", drawn, 40, 20))
    with pytest.raises(MissingGlyphs) as caught:
        press.write(document(figures=(figure,)), body_with('<img src="images/figure-1.svg" alt="x"/>'), CSS)
    assert caught.value.characters == ("漢",)


def test_coverage_ignores_what_is_never_drawn_and_takes_letters_apart() -> None:
    assert uncovered("soft\u00adhyphen \u200fmark\n e\u0301 ☐ ↑ β", packaged_faces()) == ()
    assert uncovered("a漢b漢\U0001f9ff", packaged_faces()) == ("漢", "\U0001f9ff")
    assert [spelled("☃"), spelled("\x07")] == ["☃ U+2603 SNOWMAN", "U+0007"]


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
def test_a_defect_of_the_body_stops_the_export(press: Press, text: str, message: str) -> None:
    with pytest.raises(ExporterError, match=message) as caught:
        press.write(made(), body_with(text), CSS)
    assert caught.value.exit_code == 1


def test_a_stylesheet_that_print_cannot_follow_is_a_warning_each_time(press: Press) -> None:
    for _ in range(2):
        (warning,) = press.write(made(), body_with("<p>x</p>"), ["p { colour: red }"]).warnings
        assert not warning.is_error
        assert "colour: red" in warning.message


def test_a_stylesheet_may_not_bring_fonts_or_other_stylesheets(press: Press) -> None:
    for sheet in ("@font-face { font-family: X; src: url(x.ttf) }", "@import 'x.css';"):
        with pytest.raises(ExporterError):
            press.write(made(), body_with("<p>x</p>"), [sheet])


# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize("is_imported", [True, False], ids=["imported before", "not yet imported"])
@pytest.mark.parametrize("version", ["71.0", "70.1", "70.0.post1"])
def test_another_version_of_weasyprint_is_refused(
    version: str, is_imported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_imported:
        monkeypatch.setattr(startup.load(), "__version__", version)
    else:
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(metadata, "version", lambda name: version)
    with pytest.raises(MachineError, match=rf"WeasyPrint is {re.escape(version)}; only 70\.0 .*\n.*weasyprint==70\.0"):
        startup.load()


def test_a_weasyprint_imported_before_is_fixed_too() -> None:
    assert loaded("import weasyprint") == {"early": True, "options": "Options", "is_fixed": True}


def test_the_version_of_pango_is_the_one_it_says() -> None:
    startup.load()
    libraries = import_module("weasyprint.text.ffi")
    libraries.ffi.cdef("const char *pango_version_string(void);", override=True)
    assert startup.pango_version() == libraries.ffi.string(libraries.pango.pango_version_string()).decode()


PROGRAMS = {
    "no Pango": "import cffi\ndef no(*a): raise OSError\ncffi.FFI.dlopen = no\n",
    "quick": "",
    "no short cut": "import sys; sys.platform = 'other'\n",
}


def loaded(before: str) -> dict[str, Any]:
    """Return what a process of its own says after importing WeasyPrint."""
    program = f"""{before}
import json, sys
from exporter.errors import MachineError
from exporter.writers import startup
try:
    startup.load()
except MachineError as error:
    print(json.dumps({{"error": str(error)}}))
else:
    import weasyprint.layout.preferred as preferred, weasyprint.pdf.fonts as fonts
    print(json.dumps({{
        "early": "fontTools.subset" in sys.modules,
        "options": fonts.subset.Options.__name__,
        "is_fixed": hasattr(preferred.split_first_line, "__wrapped__"),
    }}))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def test_missing_pango_is_said_with_a_way_to_mend_it() -> None:
    assert re.search(r"Pango.* is missing\n.*`exporter doctor`", loaded(PROGRAMS["no Pango"])["error"])


def test_a_missing_font_subsetter_is_said_with_a_way_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    startup.load()
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(MachineError, match=r"subsetter.* is missing\n.*`exporter doctor`"):
        startup.load()


def test_the_quick_import_brings_font_tools_only_when_asked() -> None:
    assert loaded(PROGRAMS["quick"]) == {"early": False, "options": "Options", "is_fixed": True}


def test_the_ordinary_import_works_where_the_quick_one_is_not_tried() -> None:
    assert loaded(PROGRAMS["no short cut"]) == {"early": True, "options": "Options", "is_fixed": True}


# ---------------------------------------------------------------- streams


@pytest.mark.parametrize("ends", [b"\r", b"\n", b"x"], ids=["carriage return", "line feed", "letter"])
def test_the_last_byte_of_a_stream_is_no_end_of_a_line(ends: bytes) -> None:
    startup.load()
    pydyf = import_module("pydyf")
    texts = (f"% {count}".encode() for count in range(5000))
    content = next(text for text in texts if zlib.compress(text, 9).endswith(ends))
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([content], compress=True))
    pdf.write(output := BytesIO(), b"1.7")
    found = re.search(rb"/Length (\d+).*?stream\n(.*?)(?:\r\n|\n|\r)endstream", output.getvalue(), re.DOTALL)
    assert found
    assert len(found[2]) == int(found[1])
    assert zlib.decompress(found[2]) == content
