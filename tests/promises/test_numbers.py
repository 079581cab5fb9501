"""A number with its signs, decimals and range stays on one line: read from where its characters are painted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from kitchen_sink import document
from lxml import etree
from pages import Character, read_pages
from printed import CSS, STYLES

from exporter.document import Code, Document, Emphasis, Inline, Paragraph, Text
from exporter.faces import packaged_faces
from exporter.language import Direction
from exporter.render import JOINER, render
from exporter.writers import html
from exporter.writers.pdf import PdfWriter
from scripts.chromium import observe

NUMBERS = (
    "0.25–2 1,000–2,500 1'000'000 10\u2009000 10\u202f000 "
    "0·25 .5 −5 –5 -5 ±0.5 <0.05 ≥2.5–3.5% 5%–10% $5–$10 −5–+5 ½–1 "
    "1–3,5 1–2–3 2-3 5~10 5...10 120/80 1:10 24/7 2×3 10^6/10^9 2026-11-22 978-3-16-148410-0 ٠٫٢٥–٢ ۲۰–۳۰٪"
).split(" ")
WORDS: dict[Direction, str] = {"ltr": "word", "rtl": "שלום"}
LANGUAGES = {"ltr": "en", "rtl": "he"}
# PDFium reads mirrored signs as they are painted, and `½` in three characters.
_READ = str.maketrans({"<": ">", "≤": "≥", "½": "1/2", "\u2060": "", "\ufffe": ""})


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(packaged_faces())


def document_of(direction: Direction, *paragraphs: Iterable[Inline]) -> Document:
    summary = tuple(Paragraph(tuple(inlines)) for inlines in paragraphs)
    empty = dict.fromkeys(("sections", "key_points", "glossary", "related", "notes", "references", "disclaimer"), ())
    return document(language=LANGUAGES[direction], direction=direction, summary=summary, **empty)


def among_words(direction: Direction) -> Document:
    """Return a document whose n-th paragraph has the n-th number five times, in a text, in emphasis and in code."""
    word = WORDS[direction]
    return document_of(
        direction,
        *(
            (
                Text(f"{word} {number} {word} {number} {word} {number} "),
                Emphasis((Text(f"{word} {number} "),)),
                Code(f"{number} {word}"),
            )
            for number in NUMBERS
        ),
    )


def is_whole(line: str, number: str, word: str) -> bool:
    """Say whether a line has nothing but words and whole numbers; PDFium turns what it reads from right to left."""
    ours, seen = (Counter("".join(text.translate(_READ).split())) for text in (number, line))
    for letter in word:
        del seen[letter]
    count = seen.total() // ours.total()
    return seen == Counter({sign: count * often for sign, often in ours.items()})


# ---------------------------------------------------------------- on paper


def in_columns(body: etree._Element) -> etree._Element:
    """Return a body with each paragraph of its summary in columns of many widths, some narrower than any number."""
    copy = deepcopy(body)
    (summary,) = copy.iterfind(".//div[@class='summary']")
    for paragraph, number in zip(list(summary), NUMBERS, strict=True):
        for width in range(20, 140, 20):
            column = deepcopy(paragraph)
            column.attrib.update({"style": f"width: {width}pt", "id": f"{number} {width}"})
            summary.append(column)
        summary.remove(paragraph)
    return copy


def broken(writer: PdfWriter, made: Document, body: etree._Element) -> set[str]:
    """Return the numbers that are not whole on every line."""
    lines: dict[tuple[str, int, float], str] = defaultdict(str)
    for page in read_pages(writer.write(made, in_columns(body), CSS).content):
        for one in page.characters:
            if one.element and " " in one.element.block.id:
                lines[one.element.block.id.split(" ")[0], page.number, round(one.y)] += one.text
    assert {name for name, _, _ in lines} == {*NUMBERS}
    return {name for (name, _, _), text in lines.items() if not is_whole(text, name, WORDS[made.direction])}


@pytest.mark.slow
@pytest.mark.parametrize("direction", WORDS)
def test_no_number_is_broken_over_two_lines_on_paper(writer: PdfWriter, direction: Direction) -> None:
    made = among_words(direction)
    assert broken(writer, made, render(made)) == set()


def test_numbers_that_are_broken_are_found(writer: PdfWriter) -> None:
    made = among_words("ltr")
    plain = render(made)
    etree.strip_tags(plain.find(".//div[@class='summary']"), "span")
    assert {"0.25–2", "1,000–2,500", "1–3,5", "٠٫٢٥–٢"} <= broken(writer, made, plain)


AROUND = [
    "שלום {} שלום",
    "جرعة {} جرعة",
    "Take {} daily.",
    "שלום Take {} mg שלום, ({}) [{}]",
    "{}: שלום",
    "±{} שלום",
    "({})",
]


def painted(writer: PdfWriter, made: Document, body: etree._Element) -> list[str]:
    """Return what is read from left to right in each paragraph of the summary, all of one line."""
    paragraphs = body.findall(".//div[@class='summary']/p")
    for count, paragraph in enumerate(paragraphs):
        paragraph.set("id", str(count))
    found: dict[str, list[Character]] = defaultdict(list)
    for page in read_pages(writer.write(made, body, CSS).content):
        for one in page.characters:
            found[one.element.block.id if one.element else ""].append(one)
    lines = [sorted(found[str(count)], key=lambda one: one.x) for count in range(len(paragraphs))]
    return ["".join(one.text for one in line if one.text != JOINER).strip() for line in lines]


@pytest.mark.parametrize("direction", WORDS)
def test_numbers_are_where_they_would_be_as_plain_text(writer: PdfWriter, direction: Direction) -> None:
    texts = [words.format(number, number, number) for words in AROUND for number in NUMBERS]
    made = document_of(direction, *((Text(text),) for text in texts))
    plain = render(made)
    etree.strip_tags(plain.find(".//div[@class='summary']"), "span")
    found = zip(texts, painted(writer, made, render(made)), painted(writer, made, plain), strict=True)
    for text, shown, wanted in found:
        assert shown == wanted, text


def test_a_number_in_a_table_too_wide_for_any_paper_is_whole(writer: PdfWriter) -> None:
    cells = "".join(f'<td>{word} <span class="short">0.25–2.75</span></td>' for word in ["שיקום"] * 24)
    table = f'<div class="table" id="tbl-a"><table><tbody><tr>{cells}</tr></tbody></table></div>'
    body = etree.fromstring(f'<body><main><h1 id="title">A</h1>{table}</main></body>')
    printed = writer.write(document_of("rtl"), body, CSS)
    assert printed.unfit_tables == ("tbl-a",)
    owned = [one for page in read_pages(printed.content) for one in page.characters if one.element]
    places = [(one.y, one.x, one.right) for one in owned if one.text in ".02–57"]
    assert len({y for y, _, _ in places}) == 1
    assert all(before[2] <= after[1] + 0.1 for before, after in pairwise(sorted(places)))


def test_a_number_of_the_running_foot_is_whole(writer: PdfWriter) -> None:
    for count in range(4):
        title = f"{'x' * count * 3} {'A dose of 0.25–2 mg. ' * 12}"
        made = replace(document_of("ltr"), title=(Text(title),))
        (page, *_) = read_pages(writer.write(made, render(made), CSS).content)
        lines: dict[float, str] = defaultdict(str)
        for one in page.foot:
            lines[round(one.y)] += one.text
        assert sum(text.replace(JOINER, "").count("0.25–2") for text in lines.values()) == 12, lines


# ---------------------------------------------------------------- on a screen


@pytest.mark.slow
def test_no_number_is_broken_over_two_lines_in_a_browser(tmp_path: Path) -> None:
    styles, faces = STYLES, packaged_faces()
    pages: dict[str, tuple[Path, bytes]] = {}
    for direction in WORDS:
        made = among_words(direction)
        page = html.write(made, render(made), [styles["base"], styles["screen"]], faces)
        pages[direction] = (tmp_path / f"{direction}.html", page)
    plain = pages["ltr"][1].replace(b'class="short"', b"")
    pages["plain"] = (tmp_path / "plain.html", plain)
    for path, page in pages.values():
        path.write_bytes(page)
    found = {}
    for name, seen in zip(pages, observe("lines.mjs", *(path for path, _ in pages.values())), strict=True):
        word = WORDS["rtl" if name == "rtl" else "ltr"]
        numbered = [(NUMBERS[count % len(NUMBERS)], lines) for count, lines in enumerate(seen)]
        found[name] = {number for number, lines in numbered for line in lines if not is_whole(line, number, word)}
    assert (found["ltr"], found["rtl"]) == (set(), set())
    assert {"0.25–2", "1,000–2,500", "2026-11-22"} <= found["plain"]
