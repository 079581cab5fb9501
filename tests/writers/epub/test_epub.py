import os
import posixpath
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from colours import contrast
from kitchen_sink import FIGURE, NEXT, SVG, document, screen_part
from lxml import etree
from outputs import as_outputs
from PIL import Image as Picture
from PIL import ImageChops, ImageFont
from places import TESTS

from exporter.document import Document, Emphasis, Image, Link, Publisher, Reference, Strong, Text
from exporter.faces import packaged_faces
from exporter.render import render
from exporter.validators import Validators
from exporter.writers import epub
from exporter.writers.epub.cover import _RING, _SOFT, _balanced, _wrapped

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
CSS = ["body { margin: 0 }", "/* ü */ .source { margin: 1em }"]
WITHOUT_PICTURES: dict[str, Any] = {"sections": (NEXT,), "figures": (), "notes": (), "references": (), "summary": ()}
ARABIC: dict[str, Any] = {"title": (Text("الوخز بالإبر"),), "language": "ar", "direction": "rtl"}


def export(made: Document) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(epub.write(made, render(made), CSS, packaged_faces())))


def package(book: zipfile.ZipFile) -> ET.Element:
    return ET.fromstring(book.read("EPUB/content.opf"))


def values(book: zipfile.ZipFile, name: str) -> list[str | None]:
    """Return the texts of a metadata property (`schema:accessMode`) or Dublin Core element (`creator`)."""
    root = package(book)
    return [it.text for it in root.iter(f"{OPF}meta") if it.get("property") == name] + [
        it.text for it in root.iter(DC + name)
    ]


def page(book: zipfile.ZipFile, name: str = "article") -> ET.Element:
    return ET.fromstring(book.read(f"EPUB/{name}.xhtml"))


@pytest.fixture(scope="module")
def book() -> zipfile.ZipFile:
    return export(document())


# ---------------------------------------------------------------- the container


def test_the_mimetype_comes_first_and_is_stored_plain(book: zipfile.ZipFile) -> None:
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.read(first) == b"application/epub+zip"


def test_every_entry_has_the_day_of_publication(book: zipfile.ZipFile) -> None:
    assert {entry.date_time for entry in book.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_a_day_that_a_zip_cannot_store_becomes_the_nearest_year() -> None:
    old = export(document(published=date(1979, 5, 4)))
    assert {entry.date_time[0] for entry in old.infolist()} == {1980}
    assert values(old, "dcterms:modified") == ["1979-05-04T00:00:00Z"]


def test_the_manifest_names_every_file_and_nothing_else(book: zipfile.ZipFile) -> None:
    items = {f"EPUB/{it.get('href')}": it for it in package(book).iter(f"{OPF}item")}
    assert set(items) == set(book.namelist()) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_in_another_process_folder_zone_and_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys; from kitchen_sink import document; from exporter.render import render;"
        "from exporter.faces import packaged_faces; from exporter.writers import epub, html; made = document();"
        "write = {'epub': epub, 'html': html}[sys.argv[1]].write;"
        "sys.stdout.buffer.write(write(made, render(made), ['a {}'], packaged_faces()))"
    )
    here = TESTS
    for form in ("epub", "html"):
        made = []
        for seed, zone, folder in (("1", "UTC", here), ("2", "Asia/Tokyo", tmp_path)):
            environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
            environment["PYTHONPATH"] = os.pathsep.join([str(here), str(here.parent / "src")])
            command = [sys.executable, "-c", program, form]
            run = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True)
            made.append(run.stdout)
        assert made[0]
        assert made[0] == made[1]


def test_the_given_body_stays_as_it_is() -> None:
    made = document()
    body = render(made)
    before = etree.tostring(body)
    epub.write(made, body, CSS, packaged_faces())
    assert etree.tostring(body) == before


# ---------------------------------------------------------------- the package


def test_the_identifier_stays_when_the_version_changes_and_differs_for_another_publisher() -> None:
    given = [
        values(export(made), "identifier")[0]
        for made in (document(), document(version="2"), document(publisher=Publisher("Other")), document(id="B"))
    ]
    assert given[0] == given[1]
    assert len(set(given)) == 3
    assert str(given[0]).startswith("urn:uuid:")


def test_the_package_names_the_people_and_their_roles(book: zipfile.ZipFile) -> None:
    assert values(book, "creator") == ["Ada Example", "Bo Example"]
    assert values(book, "contributor") == ["Cy Example", "Di Example"]
    assert values(book, "role") == ["aut", "aut", "rev", "trl"]


def test_without_authors_the_publisher_is_the_creator() -> None:
    assert values(export(document(authors=())), "creator") == ["Riverbank Clinic"]


def test_the_package_distinguishes_title_and_subtitle(book: zipfile.ZipFile) -> None:
    assert values(book, "title") == ["Scalp acupuncture after a stroke", "What three small studies found"]
    assert values(book, "title-type") == ["main", "subtitle"]
    assert values(export(document(subtitle=())), "title-type") == ["main"]


def test_the_description_is_the_summary_without_citations(book: zipfile.ZipFile) -> None:
    assert values(book, "description") == ["What this is about. And who it is for."]


def test_pictures_are_claimed_only_where_there_are_some(book: zipfile.ZipFile) -> None:
    assert values(book, "schema:accessMode") == ["textual", "visual"]
    assert "alternativeText" in values(book, "schema:accessibilityFeature")
    bare = export(document(**WITHOUT_PICTURES))
    assert values(bare, "schema:accessMode") == ["textual"]
    assert values(bare, "schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" not in values(bare, "schema:accessibilityFeature")
    assert "picture" not in str(values(bare, "schema:accessibilitySummary"))


def test_an_animated_picture_is_an_unknown_hazard(book: zipfile.ZipFile) -> None:
    assert values(book, "schema:accessibilityHazard") == ["none"]
    moving = Image("images/logo.svg", "image/svg+xml", SVG.replace(b"</svg>", b"<animate/></svg>"), 40, 20)
    assert values(export(document(publisher=Publisher("A", logo=moving))), "schema:accessibilityHazard") == ["unknown"]


def test_conformance_is_claimed_only_in_the_name_of_an_evaluator(book: zipfile.ZipFile) -> None:
    assert values(book, "dcterms:conformsTo") == []
    evaluated = export(document(evaluated_by="Example Access"))
    assert values(evaluated, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert values(evaluated, "a11y:certifiedBy") == ["Example Access"]


def test_a_right_to_left_language_turns_pages_and_text() -> None:
    made = export(document(**ARABIC))
    root = package(made)
    spine = root.find(f"{OPF}spine")
    assert spine is not None
    assert (root.get("dir"), spine.get("page-progression-direction"), page(made).get("dir")) == ("rtl",) * 3


# ---------------------------------------------------------------- the pages


def test_every_link_leads_to_an_id_that_exists(book: zipfile.ZipFile) -> None:
    ids = {name: {it.get("id") for it in page(book, name).iter()} for name in ("article", "nav", "cover")}
    ncx = ET.fromstring(book.read("EPUB/toc.ncx"))
    links = [(it.get("src", ""), "nav") for it in ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}content")]
    links += [(it.get("href", ""), name) for name in ids for it in page(book, name).iter(f"{XHTML}a")]
    local = [(unquote(href), name) for href, name in links if ":" not in href]
    assert len(local) > 30
    for href, name in local:
        file, _, fragment = href.partition("#")
        assert not fragment or fragment in ids[posixpath.splitext(file)[0] or name], href


def test_the_contents_list_every_heading_once_at_its_depth(book: zipfile.ZipFile) -> None:
    toc = page(book, "nav").find(f".//{XHTML}nav[@id='toc']")
    assert toc is not None
    listed = ["".join(it.itertext()) for it in toc.iter(f"{XHTML}a")]
    headings = [it for it in page(book).iter() if it.tag in {f"{XHTML}h{level}" for level in range(1, 7)}]
    assert listed == [" ".join("".join(it.itertext()).split()) for it in headings]
    inner = toc.findall(f"./{XHTML}ol/*/{XHTML}ol/*/{XHTML}a")
    assert "1.1 Ünder the 頭皮" in ["".join(it.itertext()) for it in inner]


def test_the_article_shows_the_text_of_the_body_without_the_parts_for_print(book: zipfile.ZipFile) -> None:
    body = screen_part(render(document()))
    shown = page(book).find(f"{XHTML}body")
    assert shown is not None
    expected = "".join(str(text) for text in body.itertext()).split()
    assert "".join(shown.itertext()).split() == expected
    assert "paper" not in expected


def test_calls_and_notes_have_the_types_that_pop_ups_need(book: zipfile.ZipFile) -> None:
    article = page(book)
    kinds = {it.get("id") or it.get("role"): it.get(TYPE) for it in article.iter() if it.get(TYPE)}
    assert kinds["noteref-1"] == "noteref"
    assert kinds["doc-biblioref"] == "biblioref noteref"
    assert (kinds["note-1"], kinds["ref-lang2016"]) == ("endnote", "biblioentry")


def test_a_language_inside_the_text_is_also_written_as_xml_lang() -> None:
    made = document()
    body = render(made)
    body.find("main").set("lang", "fr")  # type: ignore[union-attr]
    article = page(zipfile.ZipFile(BytesIO(epub.write(made, body, CSS, packaged_faces()))))
    main = article.find(f".//{XHTML}main")
    assert main is not None
    assert main.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_only_faces_in_use_are_included(book: zipfile.ZipFile) -> None:
    def fonts(it: zipfile.ZipFile) -> int:
        return sum(name.startswith("EPUB/fonts/") for name in it.namelist())

    plain = document(**WITHOUT_PICTURES)
    slanted = document(**{**WITHOUT_PICTURES, "disclaimer": (), "title": (Text("x"),)})
    assert fonts(book) == 4
    assert fonts(export(plain)) == 2
    both = render(slanted)
    etree.SubElement(both, "em").text = "x"
    assert fonts(zipfile.ZipFile(BytesIO(epub.write(slanted, both, CSS, packaged_faces())))) == 3


def test_what_a_handout_does_not_say_is_no_empty_element_of_the_package() -> None:
    bare = document(rights="", subjects=(), subtitle=(), summary=(), funding="", url="", authors=())
    elements = package(export(bare)).iter()
    dublin_core = [one for one in elements if one.tag.startswith("{http://purl.org/dc/elements/1.1/}")]
    assert len(dublin_core) > 4
    assert [one.tag for one in dublin_core if not (one.text or "").strip()] == []


# ---------------------------------------------------------------- the cover


def cover(made: Document) -> Picture.Image:
    picture = Picture.open(BytesIO(export(made).read("EPUB/images/cover.png")))
    assert picture.size == (1600, 2400)
    return picture.crop((0, 0, 1600, 1640))


def lettering(picture: Picture.Image) -> int:
    """Return how many pixels are lighter than the rings."""
    return sum(picture.histogram()[_RING + 1 : 128])


def test_the_cover_shows_the_title_in_any_script_that_a_face_has() -> None:
    bare = cover(document(title=(Text("中風"),), subtitle=()))
    assert lettering(bare) == 0  # the band and its rings alone, and no boxes
    for title in ("A", "Ψ", "Ж", "א", "ش"):
        assert lettering(cover(document(title=(Text(title),), subtitle=()))) > 500


def test_a_long_title_stays_inside_the_cover() -> None:
    made = cover(document(title=(Text("Pneumonoultramicroscopicsilicovolcanoconiosis " * 12),)))
    edge = made.crop((1470, 0, 1600, 1640))
    assert lettering(edge) == 0


def test_the_subtitle_is_below_the_title() -> None:
    alone, both = (cover(document(subtitle=words)) for words in ((), (Text("What three small studies found"),)))
    lines = cover(document(title=(), subtitle=()))
    title = ImageChops.difference(alone, lines).getbbox()
    subtitle = ImageChops.difference(both, alone).getbbox()
    assert title
    assert subtitle
    assert subtitle[1] > title[3]


@pytest.mark.parametrize(("direction", "side"), [("ltr", 140), ("rtl", 1460)])
def test_the_title_begins_at_the_side_where_lines_begin(direction: str, side: int) -> None:
    words = {"direction": direction, "subtitle": ()}
    bare, titled = (cover(document(title=title, **words)) for title in ((), (Text("אב"),)))
    box = ImageChops.difference(bare, titled).getbbox()
    assert box
    edge = box[0] if direction == "ltr" else box[2]
    assert abs(edge - side) < 30


def test_lines_of_a_title_are_even_and_no_word_that_fits_is_broken() -> None:
    font = ImageFont.truetype(str(packaged_faces()[1].path), 176)
    for title in ("Scalp acupuncture after a stroke", "What to do when you are at home again", "Your new knee"):
        lines = _balanced(title, font, 1320)
        assert " ".join(lines) == title
        assert len(lines) == len(_wrapped(title, font, 1320))
        assert max(map(font.getlength, lines)) <= max(map(font.getlength, _wrapped(title, font, 1320)))
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis"  # wider than a line: broken, with no empty line before it
    assert all(lines := _wrapped(f"{word} {word}", font, 1320))
    assert "".join(lines) == 2 * word
    width = round(font.getlength("One two three four five")) + 1
    assert _wrapped("One two three four five six", font, width)[-1] == "six"
    assert _balanced("One two three four five six", font, width)[-1] != "six"


def test_each_handout_has_its_own_rings_which_hide_no_word() -> None:
    one, other, again = (export(document(id=name)).read("EPUB/images/cover.png") for name in ("A-1", "A-2", "A-1"))
    assert one == again != other
    palette = Picture.open(BytesIO(one)).getpalette() or []
    colours = [tuple(palette[3 * place : 3 * place + 3]) for place in (0, _RING, _SOFT)]
    assert contrast(colours[2], colours[1]) >= 4.5  # type: ignore[arg-type]
    assert contrast(colours[1], colours[0]) < 1.6  # type: ignore[arg-type]


def test_the_cover_has_a_text_alternative(book: zipfile.ZipFile) -> None:
    picture = page(book, "cover").find(f".//{XHTML}img")
    assert picture is not None
    expected = "Scalp acupuncture after a stroke. What three small studies found. Riverbank Clinic"
    assert picture.get("alt") == expected


# ---------------------------------------------------------------- validators


@pytest.mark.slow
def test_validators_report_no_problem(validators: Validators) -> None:
    title = (Text("<Fish> & “chips” "), Emphasis((Strong((Text("für alle"),)),)))
    logo = Publisher("A & B", url="https://clinic.example/?a=1&b=2", logo=FIGURE.image, logo_alt='The "A"')
    entry = (Link("https://doi.org/10.1/x?ü=(&)", (Text("doi"),)),)
    references = (Reference("lang2016", "1", "1.", entry, ("cite-4",)), document().references[1])
    cases = {
        "all": document(),
        "bare": document(**WITHOUT_PICTURES, **ARABIC, authors=(), subtitle=(), glossary=(), related=()),
        "odd": document(title=title, publisher=logo, evaluated_by="Example Access", references=references),
    }
    books = {f"{name}.epub": epub.write(made, render(made), CSS, packaged_faces()) for name, made in cases.items()}
    assert validators.validate(as_outputs(books)) == ()
