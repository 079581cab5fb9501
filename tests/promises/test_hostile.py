"""Bad input of every kind gives a clear problem with its place, in time, without a traceback; `out/` is unchanged."""

import json
import os
import subprocess
import sys
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import MINIMAL, article_text
from PIL import Image
from places import ROOT

import exporter
from exporter.cli import main
from exporter.errors import ArticleError, Problem
from exporter.formats import FORMATS, Format
from exporter.limits import Limits
from exporter.pipeline import Pipeline
from exporter.request import Request

LIMITS = Limits(seconds=3, memory_mb=300)
Files = dict[str, str | bytes]
Run = Callable[..., tuple[Problem, ...]]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline() as shared:
        yield shared


def write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def problems_of(article: Path, pipeline: Pipeline) -> Run:
    """Return a function that builds an article that must be refused, and returns the problems as text."""

    def run(changes: str | bytes, files: Files | None = None, formats: Any = FORMATS) -> tuple[Problem, ...]:
        article.write_bytes(changes if isinstance(changes, bytes) else article_text(changes).encode())
        write(article.parent, files or {})
        out = article.parents[1] / "out"
        write(out, {"article.html": "as it was"})
        with pytest.raises(ArticleError) as caught:
            pipeline.build(Request(article, formats, limits=LIMITS), out)
        assert {path.name: path.read_text() for path in out.iterdir()} == {"article.html": "as it was"}
        for problem in caught.value.problems:
            assert problem.location, problem
            assert problem.hint, problem
            assert "<string>" not in problem.message
        return caught.value.problems

    return run


def check(problems: tuple[Problem, ...], place: str, message: str) -> None:
    assert any(f"/{one.location}".endswith(f"/{place}") and message in one.message for one in problems), [
        str(one) for one in problems[:5]
    ]


# ---------------------------------------------------------------- the article's text

MANY = 20_000
TEXTS: dict[str, tuple[str | bytes, str, str]] = {
    "an alias bomb": ("title: &a [x]\nsummary: &b [*a, *a, *a]\nkey_points: [*b, *b]\n", "article.yaml:1:8", "`&a`"),
    "100,000 brackets": (b"title: " + b"[" * 100_000, "article.yaml:1:67", "the limit is `depth=60`"),
    "100,000 lists in lists": (b"title:\n" + b"- " * 100_000, "article.yaml:2:119", "the limit is `depth=60`"),
    "100,000 keys in keys": (b"title: " + b"{a: " * 100_000, "article.yaml:1:244", "the limit is `depth=60`"),
    "a tag that makes an object": ("title: !!python/object/apply:os.system [ls]\n", "article.yaml:1:8", "`!!python"),
    "a merge key": ("<<: {title: A}\n", "article.yaml:1:1", "the key `<<` is not known"),
    "a merge key with an alias": ("<<: *a\n", "article.yaml:1:5", "`*a` has a special meaning"),
    "a file that is too large": (b"title: " + b"x" * 2**20, "article.yaml", "the limit is `article_mb=1`"),
    "too many items": ("key_points:\n" + "  - a\n" * 50_001, "article.yaml:49999:5", "the limit is `nodes=50000`"),
    "too many unknown keys": (
        "".join(f"k{count}: x\n" for count in range(MANY)), "article.yaml:1:1", "`k0` is not known"
    ),
    "a control character": (b"title: a\x00b\n", "article.yaml:1:9", "not a plain text file"),
    "nothing but control characters": (b"\x07" * 900_000, "article.yaml:1:1", "U+0007"),
    "a lone surrogate": (b"title: \xed\xa0\x80\n", "article.yaml:1:8", "not saved as UTF-8"),
    "a lone surrogate, escaped": ('title: "\\ud800"\n', "article.yaml:1:9", "special meaning in double quotes"),
    "an override of direction": ("title: a\u202eb\n", "article.yaml:1:9", "U+202E"),
    "an override, escaped in YAML": ('title: "a\\u202eb"\n', "article.yaml:1:8", "U+202E"),
    "an override, escaped in Markdown": ("summary: |\n  a&#x202e;b\n", "article.yaml:2:4", "U+202E"),
    "an override in a citation": ("summary: |\n  [a&#x202e; @b]\n", "article.yaml:2:5", "U+202E"),
    "a mark of byte order inside": ("title: a\ufeffb\n", "article.yaml:1:9", "U+FEFF"),
    "an empty file": (b"", "article.yaml:1:1", "contains no keys"),
    "UTF-16 without its mark": (MINIMAL.encode("utf-16-le"), "article.yaml:1:2", "not a plain text file"),
    "HTML": ("summary: a <script>b</script>\n", "article.yaml:1:12", "raw HTML"),
    "HTML with an event": ("summary: '<b onclick=a>b</b>'\n", "article.yaml:1:11", "raw HTML"),
    "a link that runs": ("summary: '[a](JavaScript:b)'\n", "article.yaml:1:15", "a link cannot lead to"),
    "a link that runs, escaped": ("summary: '[a](java&#x73;cript:b)'\n", "article.yaml:1:10", "a link cannot lead to"),
    "a link that contains a page": ("summary: '[a](data:text/html,b)'\n", "article.yaml:1:15", "a link cannot lead to"),
    "a link in angle brackets": ("summary: <javascript:b>\n", "article.yaml:1:11", "a link cannot lead to"),
    "an address no program can read": ("publisher: {name: A, url: 'https://[b'}\n", "article.yaml:1:27", "web address"),
    "an address that runs": ("publisher:\n  name: A\n  url: 'javascript:b'\n", "article.yaml:3:8", "web address"),
    "a date of endless width": ("labels:\n  date: '{day:>999999999} {month} {year}'\n", "article.yaml:2:9", "right words"),
    "an address of endless width": ("labels:\n  references_at: '{url!r:>99999999}'\n", "article.yaml:2:18", "right words"),
    "an address that appears twice": ("labels:\n  references_at: '{url} {url}'\n", "article.yaml:2:18", "right words"),
    "an address in two braces": ("labels:\n  references_at: '{url} {{url}}'\n", "article.yaml:2:18", "right words"),
    "10,000 open notes": ("summary: |\n  " + "^[" * 10_000 + "\n", "article.yaml:2:3", "a note does not end"),
    "10,000 open comments": ("summary: |\n  " + "<!--" * 10_000 + "\n", "article.yaml:2:3", "raw HTML"),
    "1,000 lists in one line": ("summary: |\n  " + "- " * 1_000 + "a\n", "article.yaml:1:10", "nested more than 6"),
    "too many citations": ("summary: |\n  " + "[@a] " * 2_001 + "\n", "article.yaml:2:10004", "`citations=2000`"),
    "many unknown citations": (
        "summary: |\n  " + " ".join(f"[@a{count}]" for count in range(1_999)) + "\n", "article.yaml:2:4", "the key `a0`"
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_is_refused_at_its_place(row: tuple[str | bytes, str, str], problems_of: Run) -> None:
    changes, place, message = row
    before = time.monotonic()
    check(problems_of(changes, formats=["html"]), place, message)
    assert time.monotonic() - before < 20


# Patterns that take quadratic time in many Markdown parsers; they are odd, but valid text.
PATTERNS = {
    "open brackets": "[" * 10_000,
    "closed brackets": "[" * 5_000 + "]" * 5_000,
    "open citations": "[@" * 5_000,
    "links that do not end": "[a](" * 5_000,
    "links that do not end, with an address": "[a](<b" * 3_000,
    "emphasis that does not end": "*a " * 5_000,
    "emphasis inside words": "a**b" * 5_000 + "c* " * 5_000,
    "ticks of every length": "".join("`" * count + " " for count in range(300)),
    "entities": "&" * 10_000 + "&a" * 10_000,
    "raised text that does not end": "^a ~b " * 5_000,
    "backslashes": "\\" * 10_000,
    "one word": "x" * 200_000,
    "a link with many parentheses": "[a](https://x.org/" + "(" * 5_000 + ")" * 5_000 + ")",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_that_is_hard_to_parse_is_exported_in_time(pattern: str, article: Path, pipeline: Pipeline) -> None:
    article.write_text(article_text(f"summary: |\n  {pattern}\n"), "utf-8")
    before = time.monotonic()
    pipeline.build(Request(article, ["html", "epub"], limits=LIMITS), article.parent / "out")
    assert time.monotonic() - before < 20


def test_thousands_of_signs_that_end_nothing_are_reported_in_time(article: Path, pipeline: Pipeline) -> None:
    article.write_text(article_text(f"summary: |\n  {'*a **b _c ' * 5_000}\n"), "utf-8")
    before = time.monotonic()
    with pytest.raises(ArticleError, match="begins or ends nothing") as caught:
        pipeline.check(Request(article))
    assert len(caught.value.problems) == 20
    assert time.monotonic() - before < 20


# ---------------------------------------------------------------- the files it names

FIGURE = "sections:\n  - heading: A\n    content:\n      - figure:\n          id: fig-a\n          alt: A\n"
AT = "article.yaml:8:18"


def figure(name: str) -> str:
    return f"{FIGURE}          caption: B\n          image: {json.dumps(name, ensure_ascii=False)}\n"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    output = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(output, form, **options)
    return output.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png_of(width: int, height: int) -> bytes:
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


NAMES = {
    "a path that climbs out": ("../../../etc/hostname.png", "outside the project"),
    "a path that climbs out later": ("a/../../../b.png", "outside the project"),
    "an absolute path": ("/etc/hostname.png", "outside the project"),
    "a device": ("/dev/zero.png", "outside the project"),
    "a link out": ("link.png", "outside the project"),
    "a link to itself": ("loop.png", "cannot be read"),
    "a pipe": ("pipe.png", "is not a file"),
    "a folder": ("folder.png", "is a folder"),
    "a device of Windows": ("CON.png", "there is no file"),
    "a share of Windows": ("\\\\server\\share\\a.png", "is an address"),
    "a share": ("//server/share/a.png", "is an address"),
    "a file's address": ("file:///etc/a.png", "is an address"),
    "a web address": ("http://example.org/a.png", "is an address, not a file"),
    "a picture in an address": ("data:image/png;base64,AAAA.png", "is an address"),
    "a name with a zero byte": ("a\0.png", "cannot be read"),
    "a home folder": ("~/a.png", "there is no file"),
    "a name of 300 letters": ("x" * 300 + ".png", "cannot be read"),
}


@pytest.mark.parametrize("row", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_elsewhere_is_refused(row: tuple[str, str], article: Path, problems_of: Run) -> None:
    name, message = row
    (article.parent / "link.png").symlink_to("/etc/hostname")
    (article.parent / "loop.png").symlink_to("loop.png")
    (article.parent / "folder.png").mkdir()
    os.mkfifo(article.parent / "pipe.png")
    check(problems_of(figure(name), formats=["html"]), AT, message)


def test_a_picture_on_the_web_is_to_be_downloaded(problems_of: Run) -> None:
    (problem,) = problems_of(figure("https://example.org/a.svg"), formats=["html"])
    assert problem.hint == "download the picture and put it beside the article"


@pytest.mark.parametrize("key", ["bibliography: [%s.bib]", "citations: {style: %s.csl}"])
@pytest.mark.parametrize("name", ["../../a", "/etc/a", "http://example.org/a"])
def test_no_other_file_is_read_from_elsewhere(key: str, name: str, problems_of: Run) -> None:
    (problem,) = problems_of(key % name + "\n", formats=["html"])
    assert "outside the project" in problem.message or "is an address" in problem.message


ODD_NAMES = ["a b", "a'b", 'a"b', "\u05de\u05d4", "a#b?c%20d", "a&b<c", "\u00e9" * 125, "a:b"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_a_name(name: str, article: Path, pipeline: Pipeline) -> None:
    write(article.parent, {"article.yaml": article_text(figure(f"{name}.png")), f"{name}.png": picture()})
    assert pipeline.build(Request(article, limits=LIMITS), article.parent / "out").files


# ---------------------------------------------------------------- pictures

MOVING: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (40, 30))]}
PICTURES: dict[str, tuple[str, bytes, str]] = {
    "a bomb": ("a.png", png_of(60_000, 60_000), "more than 178 million pixels"),
    "a large one": ("a.png", png_of(9_000, 9_000), "the limit is `picture_megapixels=60`"),
    "20,000 pixels wide": ("a.png", picture(size=(20_000, 3)), "`picture_side=15000`"),
    "no pixel wide": ("a.png", png_of(0, 10), "broken or cut off"),
    "cut off": ("a.png", picture()[:500], "broken or cut off"),
    "cut off, as JPEG": ("a.jpg", picture("JPEG")[:-300], "broken or cut off"),
    "damaged": ("a.png", picture().replace(b"IDAT", b"IDOT"), "broken or cut off"),
    "of another type": ("a.png", picture("JPEG"), "is not a PNG picture"),
    "of another type, as JPEG": ("a.jpg", picture(), "is not a JPEG picture"),
    "a GIF": ("a.png", picture("GIF"), "is not a PNG picture"),
    "moving": ("a.png", picture("PNG", **MOVING), "several pictures"),
    "empty": ("a.png", b"", "is not a PNG picture"),
    "too large a file": ("a.png", b"\0" * (20 * 2**20 + 1), "the limit is `picture_mb=20`"),
}


@pytest.mark.parametrize("row", PICTURES.values(), ids=PICTURES)
def test_a_picture_that_is_broken_or_huge_is_refused(row: tuple[str, bytes, str], problems_of: Run) -> None:
    name, content, message = row
    check(problems_of(figure(name), {name: content}, ["html"]), AT, message)


@pytest.mark.parametrize("is_lenient", [False, True], ids=["Pillow", "Pillow after WeasyPrint"])
def test_a_text_bomb_inside_a_picture_is_left_out_unread(
    is_lenient: bool, article: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", is_lenient)
    monkeypatch.setattr("PIL.PngImagePlugin.MAX_TEXT_MEMORY", 0)  # even a short text is too much
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 100_000_000))
    write(article.parent, {"article.yaml": article_text(figure("a.png"))})
    drawn = picture()
    write(article.parent, {"a.png": drawn[:33] + bomb + drawn[33:]})
    page = pipeline.export(Request(article, ["html"], limits=LIMITS)).files["article.html"]
    assert b64encode(drawn) in page


def opened(article: Path, pipeline: Pipeline, content: bytes) -> Image.Image:
    """Return the picture in the EPUB."""
    from zipfile import ZipFile

    write(article.parent, {"article.yaml": article_text(figure("a.jpg")), "a.jpg": content})
    pipeline.build(Request(article, limits=LIMITS), article.parent / "out")
    with ZipFile(article.parent / "out" / "article.epub") as epub:
        (name,) = (name for name in epub.namelist() if name.endswith("figure-1.jpg"))
        return Image.open(BytesIO(epub.read(name)))


def test_a_picture_in_printing_inks_is_shown_in_rgb(article: Path, pipeline: Pipeline) -> None:
    output = BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(output, "JPEG")
    shown = opened(article, pipeline, output.getvalue())
    assert shown.mode == "RGB"
    red, green, blue = shown.getpixel((5, 5))  # type: ignore[misc]
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_a_picture_of_a_turned_camera_is_shown_upright(article: Path, pipeline: Pipeline) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    shown = opened(article, pipeline, picture("JPEG", exif=exif))
    assert shown.size == (30, 40)
    assert not shown.getexif()


# ---------------------------------------------------------------- drawings


def svg(inside: str, before: str = "", size: str = 'viewBox="0 0 9 9"') -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {size}>\n{inside}\n</svg>"


TWICE = "".join(f'<g id="g{n + 1}"><use href="#g{n}"/><use href="#g{n}"/></g>' for n in range(20))
ENTITY = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
TRICKY = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a>b" [<!ATTLIST svg onload CDATA "a()">]>'
DRAWINGS: dict[str, tuple[str, str, str]] = {
    "a script": (svg("<script>a()</script>"), "a.svg:2:1", "the part `<script>`"),
    "a script of HTML": (svg('<script xmlns="http://www.w3.org/1999/xhtml"/>'), "a.svg:2:1", "`<script>`"),
    "an event handler": (svg('<g onload="a()"/>'), "a.svg:2:1", "the program in `onload`"),
    "HTML inside": (svg("<foreignObject><p>a</p></foreignObject>"), "a.svg:2:1", "`<foreignObject>`"),
    "a picture of the web": (svg('<image href="http://x.org/a.png"/>'), "a.svg:2:1", "a link to `http://x.org/a.png`"),
    "a picture of the disk": (svg('<image xlink:href="file:///etc/a"/>'), "a.svg:2:1", "a link to `file:///etc/a`"),
    "a part of another file": (svg('<use href="b.svg#a"/>'), "a.svg:2:1", "a link to `b.svg#a`"),
    "a link that runs": (svg('<a href="javascript:a()"><g/></a>'), "a.svg:2:1", "a link to `javascript:a()`"),
    "a style that imports": (svg("<style>@import 'http://x.org/a.css';</style>"), "a.svg:2:1", "with `@import`"),
    "a style that fetches": (svg('<g style="fill: url(http://x.org/a)"/>'), "a.svg:2:1", "`http://x.org/a`"),
    "a style that fetches, escaped": (svg('<g style="fill: \\75rl(http://x.org/a)"/>'), "a.svg:2:1", "`http://x.org/a`"),
    "a fill that fetches": (svg('<g fill="url(http://x.org/a)"/>'), "a.svg:2:1", "`http://x.org/a`"),
    "movement": (svg('<g><animate attributeName="href"/></g>'), "a.svg:2:1", "the part `<animate>`"),
    "an instruction": (svg("", '<?xml-stylesheet href="http://x.org/a.css"?>'), "a.svg:1:1", "`<?xml-stylesheet`"),
    "an entity": (svg("<text>&a;</text>", ENTITY), "a.svg:1:1", "`<!ENTITY`"),
    "an attribute by default": (svg("", TRICKY), "a.svg:1:1", "`<!ATTLIST`"),
    "another encoding": (svg("", "<?xml version='1.0' encoding='utf-7'?>"), "a.svg:1:1", "encoding"),
    "an inclusion": (svg('<a xmlns="http://www.w3.org/2001/XInclude"/>'), "a.svg:2:1", "the part `<a>`"),
    "a part that shows itself": (svg('<g id="a"><use href="#a"/></g>'), "a.svg:2:1", "refers back to itself"),
    "a mask of itself": (svg('<mask id="a"><g mask="url(#a)"/></mask>'), "a.svg:2:1", "refers back to itself"),
    "a bomb of parts": (svg(f'<g id="g0"/>{TWICE}'), "a.svg:2:1", "the limit is `drawing_elements=20000`"),
    "too many elements": (svg("<g/>" * 20_001), "a.svg:1:1", "the limit is `drawing_elements=20000`"),
    "too deep": (svg("<g>" * 100 + "</g>" * 100), "a.svg:2:1", "the limit is `depth=60`"),
    "far too deep": (svg("<g>" * 5_000 + "</g>" * 5_000), AT, "not well-formed XML at line 2"),
    "a size that is none": (svg("", size='viewBox="0 0 nan inf"'), AT, "viewBox"),
    "a size of nothing": (svg("", size='viewBox="0 0 0 0"'), AT, "viewBox"),
    "a size beyond all": (svg("", size='width="1e30" height="1"'), AT, "the limit is `picture_side=15000`"),
    "no drawing": ("<p/>", AT, "is not an SVG picture: its root element"),
    "no XML": ("<svg", AT, "is not an SVG picture: it is not well-formed XML at line 1, column 5"),
}  # fmt: skip


@pytest.mark.parametrize("row", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_that_does_more_than_draw_is_refused(row: tuple[str, str, str], problems_of: Run) -> None:
    drawing, place, message = row
    check(problems_of(figure("a.svg"), {"a.svg": drawing}, ["html"]), place, message)


SVG_1_1 = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
HARMLESS = {
    "as drawing programs write it": '<n:v xmlns:n="http://example.org/n" n:zoom="1"/><path d="M0 0L9 9" style="x:y"/>',
    "with a gradient": '<linearGradient id="a"/><rect width="3" height="3" fill="url(#a)"/>',
    "with a part that is used": '<g id="a"><rect width="3" height="3"/></g><use href="#a"/><use xlink:href="#a"/>',
    "with numbers that are none": '<rect width="NaN" height="1e999"/><path d="foo"/><polygon points="1"/>',
}


@pytest.mark.parametrize("inside", HARMLESS.values(), ids=HARMLESS)
def test_a_drawing_that_only_draws_is_shown(inside: str, article: Path, pipeline: Pipeline) -> None:
    write(article.parent, {"article.yaml": article_text(figure("a.svg")), "a.svg": svg(inside, SVG_1_1)})
    assert pipeline.build(Request(article, limits=LIMITS), article.parent / "out").files


# ---------------------------------------------------------------- references and styles

CSL = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>a</title><id>a</id><updated>2020-01-01T00:00:00Z</updated></info>
{macros}<citation><layout><text variable="citation-number"/></layout></citation>
<bibliography><layout>{text}</layout></bibliography></style>"""
USING = """\
citations:
  style: a.csl
summary: A [@a]
references:
  - {id: a, type: book, title: T, issued: 2016}
"""
AT_STYLE = "article.yaml:2:10"
CALL = '<text macro="m0"/>'
DOUBLED = "".join(f'<macro name="m{n}">{CALL.replace("0", str(n + 1)) * 2}</macro>' for n in range(40))
STYLES: dict[str, tuple[str | bytes, str, str]] = {
    "an entity of a file": (ENTITY + CSL.format(macros="", text="&a;"), AT_STYLE, "a document type"),
    "an entity bomb": ('<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + CSL.format(macros="", text="&c;"), AT_STYLE, "a document type"),
    "garbage": ("garbage", AT_STYLE, "not well-formed XML at line 1, column 1"),
    "bytes": (b"\xff\xfe\0", AT_STYLE, "not well-formed XML"),
    "too deep": (CSL.format(macros="", text="<group>" * 5_000), AT_STYLE, "not well-formed XML at line 4"),
    "no citation": ('<style xmlns="http://purl.org/net/xbiblio/csl"><bibliography><layout/></bibliography></style>', AT_STYLE, "references cannot be written in the style"),
    "a parent elsewhere": ('<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent" href="http://x.org/../etc/passwd"/></info></style>', AT_STYLE, "there is no citation style `passwd`"),
    "a macro that calls itself": (CSL.format(macros=f'<macro name="m0">{CALL}</macro>', text=CALL), AT_STYLE, "the limit is `"),
    "a bomb of macros": (CSL.format(macros=DOUBLED, text=CALL), AT_STYLE, "the limit is `"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("row", STYLES.values(), ids=STYLES)
def test_a_hostile_citation_style_is_refused(row: tuple[str | bytes, str, str], problems_of: Run) -> None:
    style, place, message = row
    check(problems_of(USING, {"a.csl": style}, ["html"]), place, message)


def test_a_citation_style_of_ten_thousand_macros_is_used(article: Path, pipeline: Pipeline) -> None:
    macros = "".join(f'<macro name="m{count}"><text variable="title"/></macro>' for count in range(10_000))
    write(article.parent, {"article.yaml": article_text(USING), "a.csl": CSL.format(macros=macros, text=CALL)})
    assert pipeline.build(Request(article, ["html"], limits=LIMITS), article.parent / "out").files


def book(fields: str) -> str:
    return f'[{{"id": "a", "type": "book", {fields}}}]'


DATED = '"title": "T", "issued": {"date-parts": [[2016]]}'
BOMB = '@string{a0="xxxxxxxxxx"}' + "".join(f"@string{{a{n + 1}={' # '.join([f'a{n}'] * 9)}}}\n" for n in range(12))
REFERENCES: dict[str, tuple[str, str | bytes, str, str]] = {
    "BibTeX that is garbage": ("a.bib", "@@@{{{", "a.bib", "contains no references"),
    "BibTeX that is empty": ("a.bib", "", "a.bib", "contains no references"),
    "BibTeX that does not end": ("a.bib", "@book{a,title={", "a.bib:1:15", "has no partner"),
    "BibTeX that reads a file": ("a.bib", r"@book{a,title={T \input{/etc/passwd}},year=2016}", "a.bib:1:18", "cannot be printed"),
    "BibTeX that runs a program": ("a.bib", r"@book{a,title={T \write18{ls}},year=2016}", "a.bib:1:18", "cannot be printed"),
    "BibTeX of comments without an end": ("a.bib", "@comment{\n" * 300_000, "a.bib", "contains no references"),
    "BibTeX of values without an end": ("a.bib", "@book{a,title={\n" * 4_000, "a.bib:1:15", "has no partner"),
    "BibTeX of half formulas": ("a.bib", "@book{a,title={" + "$a$ $ <i>" * 2_000 + "\\foo{}},year=2016}", "a.bib:1:18016", "cannot be printed"),
    "BibTeX of bytes": ("a.bib", b"\0\1\2", "a.bib:1:1", "not a plain text file"),
    "BibTeX in Latin-1": ("a.bib", b"\xe9", "a.bib:1:1", "not saved as UTF-8"),
    "BibTeX that doubles": ("a.bib", f"{BOMB}@book{{a,title=a12,year=2016}}", "a.bib:7:12", "the limit is `"),
    "BibTeX that refers to itself": ("a.bib", "@book{a,crossref={a},year=2016}", "a.bib:1:7", "has no title"),
    "BibTeX with 3,000 braces": ("a.bib", "@book{a,title=" + "{" * 3_000 + "}" * 3_000 + "}", "a.bib:1:7", "has no title"),
    "BibTeX with 3,000 braces and words": ("a.bib", "@book{a,title={" + "{a" * 3_000 + "}" * 3_001 + "}", "a.bib:1:9", "cannot be read"),
    "RIS that is garbage": ("a.ris", "x", "a.ris", "contains no references"),
    "RIS with a broken line": ("a.ris", "TY  - JOUR\nID  - a\nTI  - x\nPY- 2016", "a.ris:4:1", "may be a field"),
    "RIS of 200,000 lines": ("a.ris", "TY  - JOUR\nAB  - a\n" + "a\n" * 200_000, "a.ris:1:1", "has no key"),
    "RIS of 50,000 authors": ("a.ris", "TY  - JOUR\n" + "AU  - x, b\n" * 50_000, "a.ris:1:1", "has no key"),
    "RIS of spaces": ("a.ris", "TY  - JOUR\n" + " " * 500_000, "a.ris:1:1", "has no key"),
    "MEDLINE that is empty": ("a.nbib", "PMID- 1\n", "a.nbib:1:1", "has no key"),
    "EndNote with hyphens": ("a.enw", "%0 Book\n%T " + "a-, " * 50_000, "a.enw:1:1", "has no key"),
    "a file of Word's": ("a.docx", "PK", "article.yaml:1:16", "not a file of references of a known kind"),
    "JSON 100,000 deep": ("a.json", "[" * 100_000, "a.json:1:2", "cannot be read"),
    "JSON that is no list": ("a.json", "{}", "a.json:1:1", "this is no list of references"),
    "JSON with a list for a title": ("a.json", book('"title": [1], "issued": "2016"'), "a.json:1:10", "the title of the reference `a` cannot be read"),
    "JSON with a text for authors": ("a.json", book(f'"author": "B", {DATED}'), "a.json:1:10", "the author of"),
    "JSON with a number that is none": ("a.json", book(f'"volume": NaN, {DATED}'), "a.json:1:2", "a number is missing"),
    "JSON with an endless number": ("a.json", book(f'"volume": {"9" * 4_000}, {DATED}'), "a.json:1:10", "the volume of"),
    "JSON with a zero byte": ("a.json", book(f'"volume": "\\u0000", {DATED}'), "a.json:1:10", "U+0000"),
    "JSON with half a character": ("a.json", book(f'"volume": "\\ud800", {DATED}'), "a.json:1:10", "U+D800"),
    "JSON with an override": ("a.json", book(f'"volume": "\\u202e", {DATED}'), "a.json:1:10", "U+202E"),
    "too many references": ("a.json", json.dumps([{"id": n} for n in range(1, 5_002)]), "a.json", "`references=5000`"),
}  # fmt: skip


@pytest.mark.parametrize("row", REFERENCES.values(), ids=REFERENCES)
def test_a_hostile_file_of_references_is_refused(row: tuple[str, str | bytes, str, str], problems_of: Run) -> None:
    name, content, place, message = row
    problems = problems_of(f"bibliography: [{name}]\nsummary: A [@a]\n", {name: content}, ["html"])
    check(problems, place, next((part for part in message.split("|") if part in problems[0].message), message))


@pytest.mark.parametrize(
    ("content", "left_out"),
    [
        (book('"title": "T", "issued": {"date-parts": [["b"]]}'), "issued"),
        (f'[{{"id": "a", "type": [1], {DATED}}}]', "type"),
    ],
    ids=["a word for a year", "a type that is none"],
)
def test_a_value_that_is_none_is_left_out_with_a_warning(
    content: str, left_out: str, article: Path, pipeline: Pipeline
) -> None:
    files: Files = {"article.yaml": article_text("bibliography: [a.json]\nsummary: A [@a]\n"), "a.json": content}
    write(article.parent, files)
    report = pipeline.build(Request(article, ["html"], limits=LIMITS), article.parent / "out")
    check(report.problems, "a.json:1:10", f"`{left_out}` is ")


def test_references_that_try_to_read_or_run_something_are_plain_text(article: Path, pipeline: Pipeline) -> None:
    title = r"T \href{javascript:b}{c} {<script>d</script>}"
    files: Files = {
        "article.yaml": article_text("bibliography: [a.bib]\nsummary: A [@a]\n"),
        "a.bib": f"@book{{a,title={{{title}}},year=2016,url={{javascript:b}}}}",
    }
    write(article.parent, files)
    pipeline.build(Request(article, ["html"], limits=LIMITS), article.parent / "out")
    page = (article.parent / "out" / "article.html").read_text("utf-8")
    assert "root:" not in page
    assert 'href="javascript' not in page
    assert "<script" not in page.split("<main")[1]


# ---------------------------------------------------------------- stylesheets

SHEETS: dict[str, tuple[str | bytes, str, str]] = {
    "an import": ("@import 'http://x.org/a.css';", "1:1", "another one with `@import`"),
    "an import of a file": ("p{}\n@IMPORT url(file:///etc/a);", "2:1", "another one with `@import`"),
    "a picture": ("p { background: url(http://x.org/a.png) }", "1:17", "`http://x.org/a.png`"),
    "a picture in quotes": ("p { background: url('//x.org/a.png') }", "1:21", "`//x.org/a.png`"),
    "a picture, escaped": ("p { background: \\75rl(http://x.org/a.png) }", "1:17", "`http://x.org/a.png`"),
    "a set of pictures": ("p { background: image-set('http://x.org/a' 1x) }", "1:27", "`http://x.org/a`"),
    "a font": ("@font-face { src: url(http://x.org/a.woff) }", "1:19", "`http://x.org/a.woff`"),
    "a font inside": ("@media print { @font-face { src: url(a.woff) } }", "1:34", "`a.woff`"),
    "5,000 braces": ("a{" * 5_000, "", "nested more than 60 levels deep"),
    "bytes": (b"p { }\xff", "1:6", "not saved as UTF-8"),
    "a zero byte": ("p { }\0", "1:6", "not a plain text file"),
}


@pytest.mark.parametrize("sheet", ["print", "screen"])
@pytest.mark.parametrize("row", SHEETS.values(), ids=SHEETS)
def test_a_stylesheet_that_loads_something_is_refused(
    row: tuple[str | bytes, str, str], sheet: str, problems_of: Run
) -> None:
    content, place, message = row
    problems = problems_of("", {f"../styles/{sheet}.css": content})
    check(problems, f"styles/{sheet}.css:{place}".rstrip(":"), message)


def test_a_stylesheet_that_breaks_the_typesetter_is_named(problems_of: Run) -> None:
    (problem,) = problems_of("", {"../styles/print.css": "@font-face { font-family: a; src: local(b) }"})
    assert "cannot be laid out with this stylesheet" in problem.message


def test_a_style_cannot_end_its_element(article: Path, pipeline: Pipeline) -> None:
    write(article.parents[1], {"styles/screen.css": "/*</style><script>a()</script>*/"})
    article.write_text(article_text(), "utf-8")
    pipeline.build(Request(article, ["html"], limits=LIMITS), article.parent / "out")
    assert "<script>a()" not in (article.parent / "out" / "article.html").read_text("utf-8").split("</style>")[1]


# ---------------------------------------------------------------- something else in the place of an article


def build(*arguments: str | Path) -> Any:
    result = CliRunner().invoke(main, ["build", "--to", "html", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("name", ["a\u202eb", "a\nb", "a\udcffb", "\u00e9" * 120, "x" * 250], ids=ascii)
@pytest.mark.parametrize("report", ["text", "json"])
def test_an_article_whose_name_no_exported_file_can_have_is_refused(name: str, report: str, article: Path) -> None:
    article.with_name(f"{name}.yaml").write_text(article_text(), "utf-8")
    result = build(article.parent, "--out", article.parent / "out", "--format", report)
    assert (result.exit_code, "the file's name" in result.output) == (3, True)
    assert not (article.parent / "out").exists()


@pytest.mark.parametrize("name", ["a b", "a'b\"c", "\u05de\u05d4", "-a", "a#b%20", "a.b", "a`b", "x" * 200])
def test_an_article_may_have_an_odd_name(name: str, article: Path) -> None:
    article.with_name(f"{name}.yaml").write_text(article_text(), "utf-8")
    assert build(article.parent, "--out", article.parent / "out").exit_code == 0
    assert (article.parent / "out" / f"{name}.html").exists()


def test_a_pipe_for_an_article_is_refused(article: Path) -> None:
    os.mkfifo(article)
    result = build(article, "--out", article.parent / "out")
    assert (result.exit_code, "`article.yaml` is not a file" in result.stderr) == (3, True)


def test_a_link_for_an_article_is_not_followed_out_of_the_project(article: Path, tmp_path: Path) -> None:
    (tmp_path / "private.yaml").write_text(article_text(), "utf-8")
    project = tmp_path / "project" / "content"
    project.mkdir(parents=True)
    (project / "a.yaml").symlink_to(tmp_path / "private.yaml")
    result = build(project, "--out", tmp_path / "out")
    assert (result.exit_code, "outside the project" in result.stderr) == (3, True)
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_in_the_place_of_an_article_is_a_usage_error(article: Path) -> None:
    article.mkdir()
    assert build(article).exit_code == 2


UNREADABLE = {
    "an article": ("content/article.yaml", 3, "`article.yaml` cannot be read: Permission denied"),
    "a folder with an article": ("content/sub", 4, "sub` cannot be read: Permission denied"),
    "the folder of an article": ("content", 4, "content` cannot be read: Permission denied"),
    "the folder of the stylesheets": ("styles", 3, "`base.css` cannot be read: Permission denied"),
    "a stylesheet": ("styles/base.css", 3, "`base.css` cannot be read: Permission denied"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_or_folder_that_may_not_be_read_is_named(name: str, code: int, message: str, article: Path) -> None:
    project = article.parent.parent
    write(
        project, {"content/article.yaml": article_text(), "content/sub/b.yaml": article_text(), "styles/base.css": ""}
    )
    (project / name).chmod(0)
    # Root may read every file, unless it gives up that right.
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*bound, sys.executable, "-m", "exporter", "build", str(article.parent), "--out", str(project / "out")]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    (project / name).chmod(0o755)
    assert (result.returncode, message in result.stderr) == (code, True)


# ---------------------------------------------------------------- limits, and a process of its own


def test_a_raised_limit_allows_an_article(article: Path) -> None:
    article.write_text(article_text("key_points:\n" + "  - a\n" * 20), "utf-8")
    out = article.parent / "out"
    refused = build(article, "--out", out, "--limit", "nodes=20")
    assert (refused.exit_code, "the limit is `nodes=20`" in refused.stderr) == (3, True)
    assert "allow more: `--limit nodes=…`" in refused.stderr
    assert build(article, "--out", out, "--limit", "nodes=99").exit_code == 0


@pytest.mark.parametrize(("setting", "said"), [("pags=3", "did you mean `pages`?"), ("pages=0", "has no number")])
def test_a_limit_that_cannot_be_understood_exits_with_2(setting: str, said: str, article: Path) -> None:
    result = build(article, "--limit", setting)
    assert (result.exit_code, said in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("formats", "limits", "message"),
    [
        (["pdf"], Limits(pages=1), "the PDF has 3 pages; the limit is `pages=1`"),
        (["html"], Limits(output_mb=1), "`article.html` has 2 MB; the limit is `output_mb=1`"),
    ],
)
def test_a_file_that_becomes_too_large_is_not_saved(
    formats: list[Format], limits: Limits, message: str, article: Path
) -> None:
    write(article.parent, {"article.yaml": article_text(f"{figure('a.png')}disclaimer: |\n" + "  A\n\n" * 60)})
    write(article.parent, {"a.png": picture(size=(900, 900))})
    with Pipeline() as own, pytest.raises(ArticleError, match=message):
        own.build(Request(article, formats, limits=limits), article.parent / "out")
    assert not (article.parent / "out").exists()


def isolated(article: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Build in a process of its own, from the article's folder."""
    command = [sys.executable, "-P", "-m", "exporter", "build", "--isolate", "--to", "html", *arguments, article.name]
    environment = {**os.environ, "PYTHONPATH": str(Path(exporter.__file__).parents[1])}
    return subprocess.run(
        command, cwd=article.parent, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.slow
def test_an_isolated_build_reports_the_same(article: Path) -> None:
    article.write_text(article_text("subtitel: A\n"), "utf-8")
    done = isolated(article, "--format", "json")
    (report,) = json.loads(done.stdout)["articles"]
    assert (done.returncode, report["article"], report["problems"][0]["line"]) == (3, "article.yaml", 1)
    article.write_text(article_text(), "utf-8")
    done = isolated(article)
    assert (done.returncode, done.stdout.split()) == (0, ["out/article.html", "out/article.ledger.json"])


@pytest.mark.slow
def test_an_isolated_build_runs_no_file_beside_the_article(article: Path) -> None:
    write(article.parent, {"article.yaml": article_text(), "json.py": "open('ran', 'w')", "exporter.py": "x"})
    done = isolated(article)
    assert (done.returncode, done.stdout.split()) == (0, ["out/article.html", "out/article.ledger.json"])
    assert not (article.parent / "ran").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="only the clock counts there")
@pytest.mark.parametrize("limit", ["seconds=1", "memory_mb=200"])
def test_an_isolated_build_that_takes_too_much_is_ended(limit: str, article: Path) -> None:
    article.write_text(article_text("key_points:\n" + f"  - {'a' * 40}\n" * 20_000), "utf-8")
    done = isolated(article, "--limit", limit)
    assert (done.returncode, f"the limit is `{limit}`" in done.stderr) == (3, True), done.stderr
    assert not (article.parent / "out").exists()


def test_the_table_of_limits_is_that_of_the_code() -> None:
    document = (ROOT / "docs" / "administrators" / "security.md").read_text("utf-8")
    rows = [f"| `{one.name}` | {one.default:,} | {one.metadata['what']} |" for one in fields(Limits)]
    assert "\n".join(["|---|---|---|", *rows, ""]) in document
