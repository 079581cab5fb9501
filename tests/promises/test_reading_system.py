"""The EPUB in a reading system: what its reader is shown, and what happens at every link."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from exports import Opened, dead_fonts, dead_images, export, faint_texts, lost_text, planted
from lxml import etree
from places import ARTICLES
from shown import expected

from exporter.citeproc import Citeproc
from exporter.verify.transcript import without_space
from scripts.chromium import observe

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
ARTICLE, NAV, CSS = "EPUB/article.xhtml", "EPUB/nav.xhtml", "EPUB/style/article.css"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, citeproc: Citeproc) -> dict[str, Opened]:
    """Return every article as the reading system showed it, and two with defects, by name."""
    folder = tmp_path_factory.mktemp("books")
    made = export("epub", folder, citeproc)
    document, sound = made["everything"]
    made["defects"] = (document, plant_defects(sound, folder / "defects.epub"))
    document, sound = made["right-to-left"]
    made["malformed"] = (document, change(sound, folder / "malformed.epub", {ARTICLE: {"</main>": "</main><br>"}}))
    seen = observe("reader.mjs", *(path for _, path in made.values()))
    return {name: Opened(*made[name], seen[place]) for place, name in enumerate(made)}


@pytest.fixture(params=ARTICLES)
def book(request: pytest.FixtureRequest, opened: dict[str, Opened]) -> Opened:
    return opened[request.param]


def change(sound: Path, faulty: Path, changes: dict[str, dict[str, str]], broken: tuple[str, ...] = ()) -> Path:
    """Copy a book with changes in its texts, and with nonsense for the `broken` files."""
    with ZipFile(sound) as book, ZipFile(faulty, "w") as copy:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename in changes:
                content = planted(content.decode(), changes[entry.filename]).encode()
            copy.writestr(entry, b"nonsense" if entry.filename in broken else content)
    return faulty


def plant_defects(sound: Path, faulty: Path) -> Path:
    rules = ".disclaimer { display: none } .key-points { width: 90em } .summary { color: #222 } .credit { color: #eee }"
    article = {
        ' id="note-1"': "",
        ' id="noteref-2"': "",
        "García Márquez G": "Somebody else",
        "</main>": '<img alt="spy" src="https://spy.invalid/dot.png"/></main>',
        ' id="glossary"': "",
    }
    broken = ("EPUB/images/figure-1.svg", "EPUB/fonts/face-1.ttf")
    return change(sound, faulty, {ARTICLE: article, CSS: {"body {": f"{rules} body {{"}}, broken)


# ---------------------------------------------------------------- what is looked for


def text_faults(book: Opened) -> Iterator[str]:
    texts = {page["address"]: page["text"] for page in book.seen["pages"]}
    yield from lost_text(book.document, texts[ARTICLE])
    with ZipFile(book.path) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml") and without_space(texts.get(name, "")) != without_space(
                text_of(archive.read(name))
            ):
                yield f"what is shown is not what {name} says"


def text_of(content: bytes) -> str:
    body = etree.fromstring(content, etree.XMLParser(recover=True)).find(f"{XHTML}body")
    assert body is not None
    for hidden in list(body.iterfind(".//*[@hidden]")):
        hidden.clear()
    return "".join(map(str, body.itertext()))


def type_faults(book: Opened) -> Iterator[str]:
    for page in book.seen["pages"]:
        if page["type"] != "application/xhtml+xml":
            yield f"{page['address']} is read as {page['type']}"


def image_faults(book: Opened) -> Iterator[str]:
    for page in book.seen["pages"]:
        yield from dead_images(page["images"])


def font_faults(book: Opened) -> Iterator[str]:
    page = article_of(book)
    yield from dead_fonts(page["fonts"], page["typefaces"], page["text"])


def width_faults(book: Opened) -> Iterator[str]:
    for page in book.seen["pages"]:
        yield from page["tooWide"]


def pop_up_faults(book: Opened) -> Iterator[str]:
    readings = expected(book.document)
    entries = {reading.id: reading.text for reading in readings if reading.kind in ("reference", "note")}
    calls = [it for it in article_of(book)["links"] if it["role"] in ("doc-biblioref", "doc-noteref")]
    wanted = [target for reading in readings if reading.kind in ("citation", "noteref") for target in reading.targets]
    if [link["given"][1:] for link in calls] != wanted:
        yield "the calls are not those of the article"
    for link in calls:
        shown = without_space(link.get("popUp", {}).get("text", ""))
        if shown != entries[link["given"][1:]]:
            yield f"{link['given']} pops up `{shown[:60]}` {link.get('fault', '')}"


def jump_faults(book: Opened) -> Iterator[str]:
    links = article_of(book)["links"]
    backlinks = [link["given"] for link in links if link["role"] == "doc-backlink"]
    wanted = [f"#noteref-{note.number}" for note in book.document.notes]
    wanted += [f"#{place}" for reference in book.document.references for place, _ in reference.backlinks]
    if backlinks != wanted:
        yield "the back-links are not those of the article"
    for link in links:
        if link["given"].startswith("#") and "popUp" not in link and not link.get("isReached"):
            yield f"{link['given']} leads nowhere"


def navigation_faults(book: Opened) -> Iterator[str]:
    with ZipFile(book.path) as archive:
        nav = etree.fromstring(archive.read(NAV))
    own = {
        it.get(TYPE): [("".join(map(str, a.itertext())), a.get("href")) for a in it.iter(f"{XHTML}a")]
        for it in nav.iter(f"{XHTML}nav")
    }
    for name, entries in book.seen["navigation"].items():
        offered = [(entry["label"], entry["href"].removeprefix("EPUB/").removeprefix("nav.xhtml")) for entry in entries]
        if offered != own.get(name, []):
            yield f"{name} is offered as {offered}"
        yield from (f"{name} does not lead to {entry['href']}" for entry in entries if not entry["isReached"])


def colour_faults(book: Opened) -> Iterator[str]:
    for theme, contrasts in article_of(book)["themes"].items():
        yield from (f"{theme}: {fault}" for fault in faint_texts(contrasts))


def noise_faults(book: Opened) -> Iterator[str]:
    for kind, notes in book.seen["noise"].items():
        yield from (f"{kind}: {note}" for note in notes)


def article_of(book: Opened) -> Any:
    (page,) = (page for page in book.seen["pages"] if page["address"] == ARTICLE)
    return page


# ---------------------------------------------------------------- the books


def test_every_character_of_the_article_is_there(book: Opened) -> None:
    assert list(text_faults(book)) == []


def test_every_page_is_read_as_xhtml(book: Opened) -> None:
    assert list(type_faults(book)) == []


def test_every_picture_is_loaded(book: Opened) -> None:
    assert list(image_faults(book)) == []


def test_every_font_is_loaded_and_used(book: Opened) -> None:
    assert list(font_faults(book)) == []


def test_nothing_is_wider_than_a_phone(book: Opened) -> None:
    assert list(width_faults(book)) == []


def test_every_citation_pops_up_its_reference_and_every_call_its_note(book: Opened) -> None:
    assert list(pop_up_faults(book)) == []


def test_every_back_link_returns_and_every_cross_reference_leads_to_its_place(book: Opened) -> None:
    assert list(jump_faults(book)) == []


def test_contents_landmarks_and_page_list_lead_where_they_say(book: Opened) -> None:
    assert list(navigation_faults(book)) == []
    assert book.seen["navigation"]["toc"]
    assert book.seen["navigation"]["landmarks"]


def test_there_is_a_page_list(book: Opened) -> None:
    assert book.seen["navigation"]["page-list"]


def test_links_out_of_the_book_are_the_readers_choice(book: Opened) -> None:
    for link in article_of(book)["links"]:
        if not link["given"].startswith("#"):
            address = link["given"].partition("?")[0]  # foliate-js drops what follows
            assert link["external"].rstrip("/") == address.rstrip("/")


def test_text_stays_visible_on_white_black_and_sepia(book: Opened) -> None:
    assert list(colour_faults(book)) == []


def test_nothing_is_asked_of_the_network_and_nothing_is_reported(book: Opened) -> None:
    assert list(noise_faults(book)) == []


# ---------------------------------------------------------------- the tests tested


@pytest.mark.parametrize(
    ("find", "fault"),
    [
        (text_faults, "the text of `disclaimer` is not there"),
        (text_faults, f"what is shown is not what {ARTICLE} says"),
        (image_faults, "no picture: A leaf with a stem"),
        (image_faults, "no picture: spy"),
        (font_faults, "400 normal: error"),
        (width_faults, "section: Key points"),
        (pop_up_faults, "#note-1 pops up `ExampleClinic1ExampleRoad"),
        (pop_up_faults, "#ref-book2020 pops up `4.↑a↑bSomebodyelse"),
        (jump_faults, "#noteref-2 leads nowhere"),
        (navigation_faults, "toc does not lead to EPUB/article.xhtml#glossary"),
        (navigation_faults, "landmarks does not lead to EPUB/article.xhtml#glossary"),
        (colour_faults, "black: `This handout"),
        (colour_faults, "white: `Drawn for this test"),
        (noise_faults, "requests: https://spy.invalid/dot.png"),
    ],
)
def test_a_planted_defect_is_found(
    find: Callable[[Opened], Iterator[str]], fault: str, opened: dict[str, Opened]
) -> None:
    found = list(find(opened["defects"]))
    assert any(it.startswith(fault) for it in found), found


def test_malformed_xhtml_is_found(opened: dict[str, Opened]) -> None:
    assert list(type_faults(opened["malformed"])) == [f"{ARTICLE} is read as text/html"]
