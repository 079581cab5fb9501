import re
import struct
import zlib
from base64 import b64decode
from typing import Any

import pytest
from kitchen_sink import FINDINGS, NEXT, document, screen_part
from lxml import etree
from tinyhtml5.parser import HTMLParser

from exporter.document import Document, Text
from exporter.faces import packaged_faces
from exporter.render import render
from exporter.writers import html
from exporter.writers.webfonts import to_woff

CSS = ["body > p { content: '</style>' }", '@media print { a::after { content: "&<" } }']


def export(made: Document) -> str:
    return html.write(made, render(made), CSS, packaged_faces()).decode()


def parsed(page: str) -> Any:
    """Return the page as the parser of a browser reads it. Raises AssertionError if it is not valid."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(page)
    assert parser.errors == []
    return tree


def texts(root: Any) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.fixture(scope="module")
def page() -> str:
    return export(document())


def test_a_browser_reads_the_text_of_the_body_without_the_parts_for_print(page: str) -> None:
    main = screen_part(render(document())).find("main")
    shown = parsed(page).find(".//main")
    assert texts(shown) == texts(main)
    assert [it.tag for it in shown.iter()] == [it.tag for it in main.iter()]


def test_the_given_body_stays_as_it_is() -> None:
    made = document()
    body = render(made)
    before = etree.tostring(body)
    html.write(made, body, CSS, packaged_faces())
    assert etree.tostring(body) == before


def test_the_web_page_requests_nothing_from_the_network(page: str) -> None:
    root = parsed(page)
    sources = [it.get("src") for it in root.iter() if it.get("src")] + re.findall(r"url\(([^)]*)\)", page)
    sources += [it.get("href") for it in root.iter("link") if it.get("rel") != "canonical"]
    assert len(sources) > 4
    assert all(source.startswith("data:") for source in sources)
    policy = next(it.get("content") for it in root.iter("meta") if it.get("http-equiv"))
    assert policy.startswith("default-src 'none';")
    assert not list(root.iter("script"))


def test_a_stylesheet_reaches_the_browser_as_it_was_written(page: str) -> None:
    (style,) = parsed(page).iter("style")
    assert style.text.strip().endswith("\n".join(CSS).replace("</style>", r"<\/style>"))


def test_links_to_ids_in_any_script_stay_as_written(page: str) -> None:
    root = parsed(page)
    ids = [it.get("id") for it in root.iter() if it.get("id")]
    assert len(ids) == len(set(ids))
    assert "sec-頭皮" in ids
    targets = {it.get("href")[1:] for it in root.iter("a") if it.get("href").startswith("#")}
    assert targets <= set(ids)


def test_the_head_has_the_metadata_for_search_engines_and_screen_readers(page: str) -> None:
    root = parsed(page)
    named = {it.get("name"): it.get("content") for it in root.iter("meta") if it.get("name")}
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert texts(next(root.iter("title"))) == "Scalp acupuncture after a stroke"
    assert named == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": "What this is about. And who it is for.",
        "author": "Ada Example, Bo Example",
    }
    assert [it.get("href") for it in root.iter("link") if it.get("rel") == "canonical"] == [
        "https://clinic.example/sa-001"
    ]


def test_a_web_page_without_address_and_author_names_the_publisher_and_has_no_canonical_link() -> None:
    page = export(document(url="", authors=()))
    assert '<meta name="author" content="Riverbank Clinic"/>' in page
    assert "canonical" not in page


def test_the_table_of_contents_lists_the_sections_if_there_are_three(page: str) -> None:
    (nav,) = parsed(page).iter("nav")
    assert [texts(it) for it in nav.iter("a")][:3] == ["Key points", "1 What did the studies find?", "2 What next?"]
    short = document(
        sections=(NEXT,), glossary=(), disclaimer=(), related=(), notes=(), references=(), key_points=(), summary=()
    )
    assert "<nav" not in export(short)
    assert 'class="skip"' in export(short)


def test_a_right_to_left_page_has_the_attribute_dir() -> None:
    assert '<html lang="ar" dir="rtl">' in export(document(language="ar", direction="rtl"))


def test_markup_characters_in_a_title_are_text() -> None:
    root = parsed(export(document(title=(Text("a </title> & <b>"),), sections=(FINDINGS, NEXT))))
    assert texts(next(root.iter("title"))) == "a </title> & <b>"
    assert texts(next(root.iter("h1"))) == "a </title> & <b>"


def test_a_font_in_woff_contains_every_table_of_the_font() -> None:
    font = packaged_faces()[0].path.read_bytes()
    woff = to_woff(font)
    signature, flavor, length, count, _, size = struct.unpack_from(">4s4sIHHI", woff)
    assert (signature, flavor, length, size) == (b"wOFF", font[:4], len(woff), len(font))
    assert len(woff) < 0.6 * len(font)
    for index in range(count):
        tag, start, packed, plain, checksum = struct.unpack_from(">4s4I", woff, 44 + 20 * index)
        content = woff[start : start + packed]
        content = zlib.decompress(content) if packed < plain else content
        same = struct.unpack_from(">4s3I", font, 12 + 16 * index)
        assert same == (tag, checksum, same[2], plain)
        assert content == font[same[2] : same[2] + plain]


def test_a_font_that_is_already_packed_is_included_as_it_is(page: str) -> None:
    assert to_woff(b"wOF2 and so on") == b"wOF2 and so on"
    included = re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", page)
    assert [b64decode(font)[:4] for font in included] == [b"wOFF"] * 4
