"""The web page in Chromium: on a phone and a large screen, light, dark and printed, by keyboard and by finger."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from exports import Opened, dead_fonts, dead_images, export, faint_texts, lost_text, planted
from places import ARTICLES

from exporter.citeproc import Citeproc
from exporter.verify.from_document import transcribe
from exporter.verify.transcript import without_space
from scripts.chromium import observe

pytestmark = pytest.mark.slow
_REQUESTS = {  # what makes a browser request the address `{}`; the head of a page first
    "favicon.ico": '<link rel="icon" href="{}"/>',
    "prefetch": '<link rel="prefetch" href="{}"/>',
    "sheet": '<link rel="stylesheet" href="{}"/>',
    "import": '<style>@import url("{}");</style>',
    "font": "<style>@font-face {{ font-family: spy; src: url({}) }} p {{ font-family: spy }}</style>",
    "print": "<style>@media print {{ body {{ background: url({}) }} }}</style>",
    "script": '<script src="{}"></script>',
    "beacon": '<script>navigator.sendBeacon("{}")</script>',
    "socket": '<script>new WebSocket("{}")</script>',
    "background": '<p style="background: url({})">Text</p>',
    "picture": '<img alt="" src="{}"/>',
    "frame": '<iframe src="{}"></iframe>',
}
_MOST_OF_A_TABLE = 0.5  # that the names of its rows may take while the rest is scrolled


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, citeproc: Citeproc) -> dict[str, Opened]:
    """Return every article as the browser showed it, and one with defects, by name."""
    folder = tmp_path_factory.mktemp("pages")
    made = export("html", folder, citeproc)
    document, sound = made["everything"]
    made["defects"] = (document, plant_defects(sound, folder / "defects.html"))
    made["requests"] = (document, plant_requests(folder / "requests.html"))
    seen = observe("page.mjs", *(path for _, path in made.values()))
    return {name: Opened(*made[name], seen[place]) for place, name in enumerate(made)}


@pytest.fixture(params=ARTICLES)
def page(request: pytest.FixtureRequest, opened: dict[str, Opened]) -> Opened:
    return opened[request.param]


def plant_defects(sound: Path, faulty: Path) -> Path:
    rules = """
      .disclaimer { width: 40rem } .subtitle { color: #777 } .glossary { display: none } .related { display: none }
      .table th { position: static !important }
      @media screen { .related { display: block } a { outline: none !important } }
      .backlinks a { display: inline-block; min-width: 0 !important; width: 5px; line-height: 1 !important }
    </style>"""
    changes = {
        "</style>": rules,
        "src: url(data:font/woff;base64,": "src: url(data:font/woff;base64,nonsense",
        'src="data:image/svg+xml;base64,': 'src="data:image/svg+xml;base64,nonsense',
        "</head>": '<link rel="dns-prefetch" href="https://spy.invalid/"/></head>',
        '<a class="skip" href="#title">': '<a class="skip" href="https://spy.invalid/" target="_blank">',
        ' id="note-1"': "",
        ' tabindex="0"': "",
        "</main>": '<img alt="spy" src="https://spy.invalid/dot.png"/><script>open("about:blank")</script></main>',
    }
    faulty.write_text(planted(sound.read_text("utf-8"), changes), "utf-8")
    return faulty


def plant_requests(faulty: Path) -> Path:
    """Write a page without a policy that would stop its requests."""
    requests = (markup.format(spy(kind)) for kind, markup in _REQUESTS.items())
    faulty.write_text(f'<!DOCTYPE html><title>A page</title>{"".join(requests)}<img alt="" src="beside.png"/>', "utf-8")
    return faulty


def spy(kind: str) -> str:
    return f"{'ws' if kind == 'socket' else 'http'}://spy.invalid/{kind}"


# ---------------------------------------------------------------- what is looked for


def text_faults(page: Opened) -> Iterator[str]:
    for medium, seen in page.seen["media"].items():
        yield from (f"{medium}: {fault}" for fault in lost_text(page.document, seen["text"]))


def print_faults(page: Opened) -> Iterator[str]:
    """Yield what the printed file lacks; it also contains list markers, and may reverse right-to-left text."""
    with pypdfium2.PdfDocument(f"{page.path}.pdf") as pdf:
        read = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
        printed = Counter(without_space(read.replace("\ufffe", "-")))  # PDFium's sign for a hyphen that ends a line
    if lost := Counter(transcribe(page.document, "screen").text) - printed:
        yield f"{lost.total()} characters are not printed"


def image_faults(page: Opened) -> Iterator[str]:
    yield from dead_images(page.seen["images"])


def font_faults(page: Opened) -> Iterator[str]:
    yield from dead_fonts(page.seen["fonts"], page.seen["typefaces"], page.seen["media"]["light"]["text"])


def colour_faults(page: Opened) -> Iterator[str]:
    for medium, seen in page.seen["media"].items():
        yield from (f"{medium}: {fault}" for fault in faint_texts(seen["contrasts"]))


def layout_faults(page: Opened) -> Iterator[str]:
    for name, layout in page.seen["layouts"].items():
        if layout["scrollWidth"] > layout["width"]:
            yield f"{name}: the page is {layout['scrollWidth']} px wide"
        yield from (f"{name}: outside: {element}" for element in layout["outside"])
        for scroller in layout["scrollers"]:
            if scroller["tabIndex"] != 0 or not scroller["name"] or scroller["role"] != "region":
                yield f"{name}: the keyboard cannot scroll {scroller['id']}"
            # A reader's own large text makes `18rem` of the stylesheet longer, that of the program does not.
            if name == "phone" and scroller["rowNames"] is not None and not 0 < scroller["rowNames"] < _MOST_OF_A_TABLE:
                yield f"{name}: the names of the rows take {scroller['rowNames']:.0%} of {scroller['id']}, scrolled"


def link_faults(page: Opened) -> Iterator[str]:
    assert page.seen["links"]
    yield from (f"{link['href']} leads nowhere" for link in page.seen["links"] if not link["isReached"])


def target_faults(page: Opened) -> Iterator[str]:
    yield from page.seen["smallTargets"]


def keyboard_faults(page: Opened) -> Iterator[str]:
    seen = page.seen["keyboard"]
    if len(seen["stops"]) != seen["reachable"]:
        yield f"the Tab key stops at {len(seen['stops'])} of {seen['reachable']} elements"
    for stop in seen["stops"]:
        if not stop["isInView"] or not stop["hasOutline"]:
            yield f"nobody sees that the keyboard is at {stop['element']}"
    if not seen["stops"][0]["isSkip"]:
        yield "the first stop is not the link that skips to the text"
    if not seen["address"].endswith("#title") or not (seen["afterSkip"] or {}).get("isInMain"):
        yield "the link that skips to the text does not lead there"


def noise_faults(page: Opened) -> Iterator[str]:
    noise = page.seen["noise"]
    yield from (f"acts by itself: {element}" for element in page.seen["acting"])
    yield from (f"request: {address}" for address in noise["requests"] if address != page.seen["address"])
    for kind in ("messages", "failures", "windows"):
        yield from (f"{kind}: {note}" for note in noise[kind])


# ---------------------------------------------------------------- the pages


def test_every_character_is_shown_and_printed(page: Opened) -> None:
    assert list(text_faults(page)) == []
    assert list(print_faults(page)) == []


def test_every_picture_is_loaded(page: Opened) -> None:
    assert list(image_faults(page)) == []


def test_every_font_is_loaded_and_used(page: Opened) -> None:
    assert list(font_faults(page)) == []


def test_text_is_legible_light_dark_and_printed(page: Opened) -> None:
    assert list(colour_faults(page)) == []


def test_dark_is_another_page_and_print_is_the_same_without_navigation(page: Opened) -> None:
    light, dark, printed, printed_dark = page.seen["media"].values()
    assert {light["ink"], light["paper"]}.isdisjoint({dark["ink"], dark["paper"]})
    assert printed == printed_dark
    assert (light["navigation"], dark["navigation"], printed["navigation"]) == (2, 2, 0)


def test_only_tables_scroll_sideways_on_a_phone_a_large_screen_and_in_large_text(page: Opened) -> None:
    assert list(layout_faults(page)) == []
    assert [layout["width"] for layout in page.seen["layouts"].values()] == [320, 1280, 320, 1280]


def test_every_link_in_the_page_leads_to_its_place(page: Opened) -> None:
    assert list(link_faults(page)) == []


def test_a_finger_hits_what_it_aims_at(page: Opened) -> None:
    assert list(target_faults(page)) == []


def test_the_keyboard_reaches_everything_and_can_skip_to_the_text(page: Opened) -> None:
    assert list(keyboard_faults(page)) == []


def test_nothing_acts_by_itself_and_nothing_is_asked_of_the_network(page: Opened) -> None:
    assert list(noise_faults(page)) == []
    assert page.seen["policy"].startswith("default-src 'none';")
    assert "script-src" not in page.seen["policy"]


# ---------------------------------------------------------------- the tests tested


@pytest.mark.parametrize(
    ("find", "fault"),
    [
        (text_faults, "light: the text of `glossary` is not there"),
        (text_faults, "print: the text of `related` is not there"),
        (print_faults, "characters are not printed"),
        (image_faults, "no picture: A green leaf"),
        (image_faults, "no picture: spy"),
        (font_faults, "400 normal: error"),
        (colour_faults, "light: `Even a citation"),
        (colour_faults, "dark: `Even a citation"),
        (layout_faults, "phone: the page is"),
        (layout_faults, 'phone: outside: <section class="disclaimer"'),
        (layout_faults, "phone: the keyboard cannot scroll tbl-studies"),
        (layout_faults, "phone: the names of the rows take 0% of tbl-studies"),
        (link_faults, "#note-1 leads nowhere"),
        (target_faults, '<a role="doc-backlink"'),
        (keyboard_faults, 'nobody sees that the keyboard is at <a class="phone"'),
        (keyboard_faults, "the link that skips to the text does not lead there"),
        (noise_faults, 'acts by itself: <a class="skip"'),
        (noise_faults, "acts by itself: <script>"),
        (noise_faults, 'acts by itself: <link rel="dns-prefetch"'),
        (noise_faults, "messages: "),
    ],
)
def test_a_planted_defect_is_found(
    find: Callable[[Opened], Iterator[str]], fault: str, opened: dict[str, Opened]
) -> None:
    found = list(find(opened["defects"]))
    assert any(fault in it for it in found), found


@pytest.mark.parametrize("kind", _REQUESTS)
def test_a_planted_request_is_found(kind: str, opened: dict[str, Opened]) -> None:
    assert f"request: {spy(kind)}" in noise_faults(opened["requests"])


def test_a_planted_request_to_where_the_page_is_from_is_found(opened: dict[str, Opened]) -> None:
    page = opened["requests"]
    assert f"request: {page.seen['address'].replace('requests.html', 'beside.png')}" in noise_faults(page)
