"""The rules of each preset, read back from finished pages: sizes, leading, alignment, emphasis, numbers.

Sources: RNIB, Clear Print guidelines; UKAAF, G001, Creating clear print and large print documents; American Council of
the Blind, Best Practices and Guidelines for Large Print Documents (May 2025).
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from conftest import article_text
from pages import ARTIFACT, PICTURE, Glyph, Line, Page, read_pages
from test_standards import ARTICLES

from exporter.formats import PAPERS, PRESETS, Paper, Preset, Printing
from exporter.pipeline import Pipeline

ROOT: Final = Path(__file__).parents[1]
SIZES: Final[Mapping[Paper, tuple[float, float]]] = {"letter": (612, 792), "a4": (595.28, 841.89)}


@dataclass(frozen=True)
class Rules:
    """What a preset promises; sizes in points, `leading` in sizes of the text."""

    body: float
    least: float
    leading: float
    in_pictures: float
    is_plain: bool = True
    is_acb: bool = False


RULES: Final[Mapping[Preset, Rules]] = {
    "standard": Rules(body=12, least=8, leading=1.3, in_pictures=9, is_plain=False),
    "clear-print": Rules(body=14, least=14, leading=1.5, in_pictures=12),
    "large-print": Rules(body=18, least=18, leading=1.25, in_pictures=16),
    "large-print-acb": Rules(body=18, least=18, leading=1.15, in_pictures=16, is_acb=True),
}
LONG: Final = (
    "Many small words that fill more than one line of the page, so that its edges can be seen on either side. "
)
PROBE: Final = article_text(f"""\
citations:
  style: american-medical-association
summary: A *stressed* and a **strong** word, H~2~O and m^2^, [a link](https://example.org/a), a note^[Noted.].
sections:
  - heading: A heading
    content:
      - |
        {LONG * 4} It was shown [@ant; @bee]. More was said [@cat].

        {LONG * 3} And again [@ant].
      - callout: {{kind: evidence, content: "{LONG * 2}", certainty: low}}
      - quote: {{text: "{LONG}", source: Somebody}}
      - questions:
          - What is asked?
    sections:
      - heading: A smaller heading
        content: {LONG}
references:
  - {{id: ant, type: book, title: Ants, issued: 2016}}
  - {{id: bee, type: book, title: Bees, issued: 2017}}
  - {{id: cat, type: book, title: Cats, issued: 2018}}
""")

# ---------------------------------------------------------------- the rules


def check(pages: Sequence[Page], preset: Preset, paper: Paper = "letter") -> list[str]:
    """Return how pages break the rules of a preset."""
    rules = RULES[preset]
    faults = [
        *_sizes(pages, rules),
        *_leading(pages, rules),
        *_alignment(pages),
        *_paper(pages, paper),
        *_feet(pages, rules),
    ]
    if rules.is_plain:
        faults += [*_slanted(pages), *_raised(pages)]
    if rules.is_plain and not rules.is_acb:
        faults += _underlined(pages)
    if rules.is_acb:
        faults += [*_margins(pages), *_headings(pages)]
    return list(dict.fromkeys(faults))


def _text(pages: Sequence[Page]) -> Iterator[Glyph]:
    return (glyph for page in pages for glyph in page.glyphs if glyph.tag not in (PICTURE, ARTIFACT))


def _sizes(pages: Sequence[Page], rules: Rules) -> Iterator[str]:
    if not any(abs(glyph.size - rules.body) < 0.05 for glyph in _text(pages)):
        yield f"no text has {rules.body} points"
    for glyph in _text(pages):
        if glyph.size < rules.least - 0.05:
            yield f"`{glyph.text}` is {glyph.size} points, below {rules.least}"
    for page in pages:
        if small := [glyph.size for glyph in page.glyphs if glyph.tag == PICTURE and glyph.size < rules.in_pictures]:
            yield f"a picture on page {page.number} has words of {min(small)} points"


def _leading(pages: Sequence[Page], rules: Rules) -> Iterator[str]:
    """In running text, from one baseline to the next."""
    ratios = []
    for one, next_one in _neighbours(pages):
        if one.size == rules.body:
            ratios.append(round((one.first.y - next_one.first.y) / one.size, 2))
    if ratios and min(ratios) < rules.leading - 0.02:
        yield f"lines are {min(ratios)} apart, not {rules.leading}"
    if len(ratios) > 3 and rules.is_acb and (common := max(set(ratios), key=ratios.count)) > rules.leading + 0.02:
        yield f"lines are {common} apart, not {rules.leading}"


def _neighbours(pages: Sequence[Page]) -> Iterator[tuple[Line, Line]]:
    """Yield lines of one paragraph that follow each other: long, near and of one size."""
    for page in pages:
        for one, following in pairwise(page.lines):
            is_near = 0 < one.first.y - following.first.y < 1.75 * one.size
            is_long = one.right - one.x > 20 * one.size
            if is_near and is_long and one.size == following.size and one.first.is_bold == following.first.is_bold:
                yield one, following


def _alignment(pages: Sequence[Page]) -> Iterator[str]:
    """Words stand at one distance, since no line is stretched, and lines begin below each other."""
    spaces: dict[str, list[tuple[float, Glyph]]] = {}
    for page in pages:
        for glyph, width in page.spaces:
            if glyph.text.isascii() and width > 0:  # else it is read from the right
                spaces.setdefault(glyph.font, []).append((width, glyph))
    for widths in spaces.values():
        (least, _), (most, glyph) = min(widths, key=_width), max(widths, key=_width)
        if most - least > 0.1:
            yield f"a line on page {glyph.page} is stretched"
    for one, following in _neighbours(pages):
        if one.text.isascii() and following.text.isascii() and abs(one.x - following.x) > 2.5 * one.size:
            yield f"lines begin at different places: `{one.text[:30]}`"


def _width(space: tuple[float, Glyph]) -> float:
    return space[0]


def _slanted(pages: Sequence[Page]) -> Iterator[str]:
    if words := "".join(glyph.text for glyph in _text(pages) if glyph.is_slanted):
        yield f"`{words[:20]}` is slanted"


def _underlined(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        if words := "".join(glyph.text for glyph in page.glyphs if page.is_underlined(glyph)):
            yield f"`{words[:20]}` is underlined"


def _raised(pages: Sequence[Page]) -> Iterator[str]:
    """The number of a citation or note stands on the line it is in."""
    for page in pages:
        text = "".join(glyph.text[0] for glyph in page.glyphs)
        for found in re.finditer(r"[^\[(]\[[\d,–]+\]|[^\[(]\(note\d+\)", text):
            before, *number = page.glyphs[found.start() : found.end()]
            if any(abs(glyph.y - before.y) > 0.1 for glyph in number) and abs(number[0].y - before.y) < before.size:
                yield f"the number `{found[0][1:]}` is raised"


def _paper(pages: Sequence[Page], paper: Paper) -> Iterator[str]:
    for page in pages:
        if sorted((page.width, page.height)) != pytest.approx(sorted(SIZES[paper]), abs=0.5):
            yield f"page {page.number} is {page.width} × {page.height}"


def _feet(pages: Sequence[Page], rules: Rules) -> Iterator[str]:
    """Every page says its number; as the ACB asks, in bold in the lower outer corner."""
    for page in pages:
        wanted = sorted([page.number, len(pages)])
        numbers = [line for line in page.foot if sorted(map(int, re.findall(r"\d+", line.text))) == wanted]
        if not numbers:
            yield f"page {page.number} has no number"
        for line in numbers if rules.is_plain else ():
            if line.size < rules.body:
                yield f"the page number is {line.size} points"
            is_odd = (
                bool(page.number % 2) == line.text.isascii()
            )  # a book that is read from the right opens to the right
            is_outer = line.right > page.width - 75 if is_odd else line.x < 75
            if rules.is_acb and not (is_outer and line.first.is_bold):
                yield f"the number of page {page.number} is not in bold in the outer corner"


def _margins(pages: Sequence[Page]) -> Iterator[str]:
    inch = 72 - 0.5
    for page in pages:
        for line in page.lines:
            if min(line.x, page.width - line.right, line.first.y, page.height - line.first.y) < inch:
                yield f"`{line.text[:20]}` stands in the margin of an inch"


def _headings(pages: Sequence[Page]) -> Iterator[str]:
    """Of the probe."""
    for heading, size in (("Ahandout", 22), ("Aheading", 20), ("Asmallerheading", 18)):
        lines = [line for page in pages for line in page.lines if line.text == heading]
        for line in lines:
            if line.size != size:
                yield f"the heading `{heading}` is {line.size} points"
            if not line.first.is_bold or abs(line.x - 72) > 2:
                yield f"the heading `{heading}` is not in bold at the margin"


# ---------------------------------------------------------------- finished pages


def build(
    article: Path, out: Path, presets: Sequence[Preset] = PRESETS, paper: Paper = "letter"
) -> dict[Preset, list[Page]]:
    with Pipeline() as pipeline:
        files = pipeline.build(article, out, ["pdf"], [Printing(preset, paper) for preset in presets]).files
    return {preset: read_pages(path.read_bytes()) for preset, path in zip(presets, files, strict=False)}


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> dict[Preset, list[Page]]:
    folder = tmp_path_factory.mktemp("probe")
    (article := folder / "article.yaml").write_text(PROBE, "utf-8")
    return build(article, folder / "out")


@pytest.mark.parametrize("preset", PRESETS)
def test_an_article_of_every_kind_of_text_keeps_the_rules(preset: Preset, probe: dict[Preset, list[Page]]) -> None:
    assert check(probe[preset], preset) == []


@pytest.mark.parametrize("name", ARTICLES)
def test_every_page_of_every_article_keeps_the_rules(name: str, tmp_path: Path) -> None:
    pages = build(ARTICLES[name], tmp_path)
    assert {preset: check(pages[preset], preset) for preset in PRESETS} == {preset: [] for preset in PRESETS}


@pytest.mark.slow
@pytest.mark.parametrize("name", ARTICLES)
def test_every_page_keeps_them_on_the_other_paper(name: str, tmp_path: Path) -> None:
    pages = build(ARTICLES[name], tmp_path, paper=PAPERS[1])
    assert {preset: check(pages[preset], preset, PAPERS[1]) for preset in PRESETS} == {preset: [] for preset in PRESETS}


def words(pages: Sequence[Page], wanted: str) -> list[tuple[Page, Glyph]]:
    """Return the glyphs of the first place where a word is printed."""
    for page in pages:
        text = "".join(glyph.text for glyph in page.glyphs)
        if (start := text.find(wanted)) >= 0:
            return [(page, glyph) for glyph in page.glyphs[start : start + len(wanted)]]
    raise AssertionError(f"`{wanted}` is not printed")


@pytest.mark.parametrize(
    ("preset", "how"),
    [
        ("standard", lambda page, glyph: glyph.is_slanted),
        ("clear-print", lambda page, glyph: glyph.is_bold and not glyph.is_slanted),
        ("large-print", lambda page, glyph: glyph.is_bold and not glyph.is_slanted),
        (
            "large-print-acb",
            lambda page, glyph: page.is_underlined(glyph) and not glyph.is_bold and not glyph.is_slanted,
        ),
    ],
)
def test_stress_is_shown_as_the_preset_wants_it(
    preset: Preset, how: Callable[[Page, Glyph], bool], probe: dict[Preset, list[Page]]
) -> None:
    assert all(how(*place) for place in words(probe[preset], "stressed"))
    assert not any(how(*place) for place in words(probe[preset], "Manysmall"))
    if preset == "large-print-acb":
        assert all(how(*place) for place in words(probe[preset], "strong"))
    else:
        assert all(glyph.is_bold for _, glyph in words(probe[preset], "strong"))


@pytest.mark.parametrize("preset", [preset for preset in PRESETS if RULES[preset].is_plain])
def test_raised_numbers_are_full_size_in_brackets_and_the_same(preset: Preset, probe: dict[Preset, list[Page]]) -> None:
    raised, plain = (
        "".join(glyph.text for page in probe[one] for glyph in page.glyphs) for one in ("standard", preset)
    )
    for there, here in (("shown.1,2", "shown.[1,2]"), ("said.3", "said.[3]"), ("anote1", "anote(note1)")):
        assert there in raised
        assert here in plain
        assert {glyph.size for _, glyph in words(probe[preset], here)} == {RULES[preset].body}


@pytest.mark.parametrize("preset", PRESETS)
def test_notes_and_references_are_at_the_end(preset: Preset, probe: dict[Preset, list[Page]]) -> None:
    text = "".join(glyph.text for page in probe[preset] for glyph in page.glyphs if glyph.tag != ARTIFACT)
    places = [text.index(word) for word in ("Asmallerheading", "Notes1.", "References1.", "Aboutthishandout")]
    assert places == sorted(places)


def test_no_line_of_text_is_longer_than_can_be_followed(probe: dict[Preset, list[Page]]) -> None:
    for preset, longest in zip(PRESETS, (85, 85, 70, 70), strict=True):
        for page in probe[preset]:
            for line in page.lines:
                spaces = sum(line.first.y == glyph.y and line.x <= glyph.x < line.right for glyph, _ in page.spaces)
                assert len(line.text) + spaces <= longest, line.text


# ---------------------------------------------------------------- planted


PLANTED: Final[Mapping[str, tuple[Preset, str, str]]] = {
    "text too small": ("standard", ":root { font-size: 11pt }", "no text has 12 points"),
    "small print": ("large-print", ".references { font-size: 0.8em }", "is 14.4 points, below 18"),
    "lines too near": ("clear-print", "p { line-height: 1.3 }", "lines are 1.3 apart, not 1.5"),
    "lines too far": ("large-print-acb", "p { line-height: 1.5 }", "lines are 1.5 apart, not 1.15"),
    "lines stretched": ("large-print", "p { text-align: justify }", "is stretched"),
    "lines indented": ("standard", "p { text-indent: 4em }", "lines begin at different places"),
    "italics": ("large-print", "em { font-style: italic }", "is slanted"),
    "underlined links": ("clear-print", "p a { text-decoration: underline }", "`alink` is underlined"),
    "raised numbers": ("large-print", "sup.citation { vertical-align: super }", "the number `[1,2]` is raised"),
    "a narrow margin": ("large-print-acb", "@page { margin: 20mm }", "stands in the margin of an inch"),
    "small headings": ("large-print-acb", "h2 { font-size: 18pt }", "the heading `Aheading` is 18.0 points"),
    "light headings": ("large-print-acb", "h2 { font-weight: normal }", "the heading `Aheading` is not in bold"),
    "a small foot": ("large-print", "@page { @bottom-right { font-size: 12pt } }", "the page number is 12.0 points"),
    "no page number": ("standard", "@page { @bottom-right { content: none } }", "page 1 has no number"),
    "the inner corner": (
        "large-print-acb", "@page :right { @bottom-right { text-align: left } }", "page 1 is not in bold in the outer"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("preset", "css", "fault"), PLANTED.values(), ids=PLANTED)
def test_a_stylesheet_that_breaks_a_rule_is_found_out(preset: Preset, css: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (article := tmp_path / "content" / "article.yaml").write_text(PROBE, "utf-8")
    shutil.copytree(ROOT / "styles", tmp_path / "styles")
    with (tmp_path / "styles" / f"{'foot' if preset == 'standard' else preset}.css").open(
        "a", encoding="utf-8"
    ) as sheet:
        sheet.write(css)
    faults = check(build(article, tmp_path / "out", [preset])[preset], preset)
    assert any(fault in one for one in faults), faults


def test_words_of_a_picture_that_are_too_small_are_found_out(tmp_path: Path) -> None:
    pages = build(ARTICLES["shipped"], tmp_path, ["standard"])["standard"]
    assert any("a picture on page 2 has words of" in fault for fault in check(pages, "large-print"))
