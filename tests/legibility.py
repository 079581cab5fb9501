"""Checks finished pages against the rules for legible print: each rule yields what breaks it.

The figures of the guidelines are repeated here, so that they do not depend on a stylesheet.
Sources: RNIB, Clear Print guidelines; UKAAF, G003 Creating clear print and large print documents; ACB, Best Practices
and Guidelines for Large Print Documents (May 2025). The figures of the standard preset are this project's own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mean, median
from typing import Final

from lxml import etree
from pages import Block, Character, Element, Line, Page

from exporter.formats import Paper, Preset

PAPERS: Final[Mapping[Paper, tuple[float, float]]] = {"letter": (612, 792), "a4": (595.28, 841.89)}
INCH: Final = 72.0
SLACK: Final = 0.1  # points that may be lost when sizes and places are rounded
SANS_SERIF: Final = ("Atkinson-Hyperlegible", "DejaVu-Sans")
HEADINGS: Final = ("H1", "H2", "H3", "H4", "H5", "H6")
LAST_PARTS: Final = ("notes", "references", "about")


@dataclass(frozen=True, slots=True)
class Figures:
    """Sizes in points: that of the text, and the smallest elsewhere; `leading` in sizes of the text.

    `usual` is the largest average number of characters in a full line, `longest` the largest number in any line.
    """

    text: float
    least: float
    raised: float
    foot: float
    pictures: float
    leading: float
    usual: int
    longest: int


FIGURES: Final[Mapping[Preset, Figures]] = {
    "standard": Figures(text=12, least=9, raised=8.5, foot=9, pictures=9, leading=1.35, usual=80, longest=85),
    "clear-print": Figures(text=14, least=12, raised=12, foot=12, pictures=12, leading=1.5, usual=70, longest=75),
    "large-print": Figures(text=18, least=18, raised=18, foot=16, pictures=16, leading=1.25, usual=70, longest=70),
    "large-print-acb": Figures(text=18, least=18, raised=18, foot=18, pictures=16, leading=1.15, usual=70, longest=70),
}
ACB_TITLE: Final = 22
ACB_HEADING: Final = 20  # "Heading 2 and below"


@dataclass(frozen=True, slots=True)
class Handout:
    """The pages of a finished PDF, and the body of the article, which does not depend on a style."""

    preset: Preset
    paper: Paper
    pages: list[Page]
    body: etree._Element

    @property
    def figures(self) -> Figures:
        return FIGURES[self.preset]

    @property
    def blocks(self) -> Iterator[tuple[Page, Block]]:
        return ((page, block) for page in self.pages for block in page.blocks)

    @property
    def running(self) -> Iterator[tuple[Page, Block]]:
        """The blocks that are not headings, markers and terms of lists, or header cells."""
        return ((page, block) for page, block in self.blocks if block.element.role not in (*HEADINGS, "Lbl", "TH"))

    def characters(self) -> Iterator[Character]:
        """Yield the characters that are painted outside pictures, without blanks."""
        return (one for page in self.pages for one in page.characters if one.text.strip() and not one.is_in_picture)


Check = Callable[[Handout], Iterator[str]]


def _place(one: Character) -> float:
    return one.x


def quoted(text: str) -> str:
    return f"`{text.strip()[:40]}`"


# ---------------------------------------------------------------- every preset


def the_paper_is_the_requested_one(handout: Handout) -> Iterator[str]:
    """It may be landscape, for a wide table."""
    for page in handout.pages:
        sides = zip(sorted((page.width, page.height)), PAPERS[handout.paper], strict=True)
        if any(abs(found - wanted) > SLACK for found, wanted in sides):
            yield f"page {page.number} measures {page.width:.0f} × {page.height:.0f}"


def text_has_its_size(handout: Handout) -> Iterator[str]:
    """The size of the text is that of most characters in paragraphs and lists; they must not be bold."""
    looks = Counter(
        (round(one.size, 1), one.is_bold)
        for _, block in handout.running
        if not any(map(block.element.is_in, ("Table", *LAST_PARTS)))
        for line in block.lines
        for one in line.characters
    )
    size, is_bold = looks.most_common(1)[0][0]
    if size != handout.figures.text or is_bold:
        yield f"the text is {size} points{', bold' * is_bold}"


def nothing_is_too_small(handout: Handout) -> Iterator[str]:
    least, small = handout.figures, dict[float, str]()
    for page in handout.pages:
        raised = {
            id(one) for block in page.blocks for line in block.lines for one in line.characters if line.is_off(one)
        }
        foot = set(map(id, page.foot))
        for one in page.characters:
            allowed = least.foot if id(one) in foot else least.raised if id(one) in raised else least.least
            if one.text.strip() and one.size < (least.pictures if one.is_in_picture else allowed) - SLACK:
                small[round(one.size, 1)] = small.get(round(one.size, 1), "") + one.text
    yield from (f"{quoted(text)} is {size} points" for size, text in small.items())


def lines_are_far_enough_apart(handout: Handout) -> Iterator[str]:
    for block, size, apart in leadings(handout):
        if apart < handout.figures.leading * size - SLACK:
            yield f"the lines of {quoted(block.text)} are {apart / size:.2f} apart"


def leadings(handout: Handout) -> Iterator[tuple[Block, float, float]]:
    """Yield the size and the distance of neighbouring lines of text; larger type is left out, as a kind of heading."""
    for _, block in handout.running:
        for upper, lower in pairwise(block.lines):
            if lower.size <= handout.figures.text + SLACK:
                yield block, lower.size, upper.y - lower.y


def lines_begin_at_one_edge(handout: Handout) -> Iterator[str]:
    """The first line may begin after a marker or a term; the standard letterhead may be anywhere."""
    for page, block in handout.blocks:
        first, *others = block.lines
        if handout.preset == "standard" and not block.element.is_in("Part"):
            continue
        starts = [page.start(line) for line in (others if _is_led(page, block, first) else block.lines)]
        if starts and max(starts) - min(starts) > 0.5:
            yield f"the lines of {quoted(block.text)} begin {max(starts) - min(starts):.1f} points apart"


def _is_led(page: Page, block: Block, line: Line) -> bool:
    """Return whether another block, or a picture, has a character on the same line."""
    return any(
        abs(one.y - line.y) < SLACK and one.element and one.element.block is not block.element
        for one in page.characters
    )


def words_are_equally_spaced(handout: Handout) -> Iterator[str]:
    """The spaces of all lines of a paragraph are alike, as in ragged text; kerning moves single words."""
    for _, block in handout.blocks:
        spaces = [median(found) for line in block.lines if len(found := list(_spaces(line))) > 2]
        if spaces and max(spaces) - min(spaces) > 0.03:
            yield f"the spaces of {quoted(block.text)} are {min(spaces):.2f} to {max(spaces):.2f} em wide"


def _spaces(line: Line) -> Iterator[float]:
    """Yield the widths of the spaces between words in the same font, in sizes of the text."""
    across = sorted(line.characters, key=_place)
    for before, blank, after in zip(across, across[1:], across[2:], strict=False):
        if blank.text == " " and after.text != " " and {before.font, blank.font, after.font} == {blank.font}:
            yield (after.x - blank.x) / blank.size


def lines_are_not_too_long(handout: Handout) -> Iterator[str]:
    """Source of the 80 characters of the standard preset: WCAG 2.2, 1.4.8."""
    blocks = [block for _, block in handout.running if not block.element.is_in("Table")]
    full = [len(line.text) for block in blocks for line in block.lines[:-1]]
    if full and mean(full) > handout.figures.usual:
        yield f"a full line has {mean(full):.0f} characters"
    for _, block in handout.blocks:
        for line in block.lines:
            if len(line.text) > handout.figures.longest:
                yield f"the line {quoted(line.text)} has {len(line.text)} characters"


# ---------------------------------------------------------------- clear and large print


def nothing_is_italic(handout: Handout) -> Iterator[str]:
    if italic := "".join(one.text for one in handout.characters() if one.is_italic):
        yield f"{quoted(italic)} is italic"


def nothing_is_underlined(handout: Handout) -> Iterator[str]:
    if words := underlined(handout):
        yield f"{quoted(words)} is underlined"


def underlined(handout: Handout) -> str:
    return "".join(
        one.text for page in handout.pages for one in page.characters if one.text.strip() and page.is_underlined(one)
    )


def no_word_is_set_in_capitals(handout: Handout) -> Iterator[str]:
    """Words that the article itself has in capitals are left out."""
    written = set(re.findall(r"\w+", etree.tostring(handout.body, encoding="unicode")))
    for _, block in handout.blocks:
        for word in re.findall(r"[^\W\d_]{2,}", block.text):
            if word.isupper() and word != word.lower() and not any(word in other for other in written):
                yield f"{quoted(word)} is set in capitals"


def numbers_are_on_the_line(handout: Handout) -> Iterator[str]:
    """The numbers are note calls and citations; they have the size of the text."""
    for _, block in handout.blocks:
        for line in block.lines:
            numbers = [
                one for one in line.characters if one.element and one.element.is_in("Reference") and one.text.strip()
            ]
            if any(line.is_off(one) or one.size < line.size - SLACK for one in numbers):
                number = "".join(one.text for one in numbers)
                yield f"the number {quoted(number)} of {quoted(line.text)} is raised or small"


def numbers_are_in_brackets(handout: Handout) -> Iterator[str]:
    for number, before, after in numbers(handout):
        if not set("[(") & set(before + number) or not set("])") & set(number + after):
            yield f"the number {quoted(number)} is not in brackets"


def numbers(handout: Handout) -> Iterator[tuple[str, str, str]]:
    """Yield each citation and note call as it is read, with the artifacts painted right before and after it."""
    for page in handout.pages:
        nothing: tuple[Element | None, str] = None, ""
        runs = [(owner, "".join(one.text for one in run)) for owner, run in groupby(page.characters, _owner)]
        runs = [nothing, *runs, nothing]
        for (previous, before), (owner, text), (following, after) in zip(runs, runs[1:], runs[2:], strict=False):
            if owner and owner.role == "Reference":
                yield text.strip(), before * (previous is None), after * (following is None)


def _owner(one: Character) -> Element | None:
    """Return the citation or note call of a character, or else its block; None for an artifact."""
    above = one.element.upwards() if one.element else ()
    return next((element for element in above if element.role == "Reference"), one.element and one.element.block)


def every_page_has_its_number(handout: Handout) -> Iterator[str]:
    for page in handout.pages:
        if str(page.number) not in re.findall(r"\d+", "".join(one.text for one in page.foot)):
            yield f"page {page.number} has no number"


# ---------------------------------------------------------------- large print for the American Council of the Blind


def all_text_has_one_size(handout: Handout) -> Iterator[str]:
    for _, block in handout.running:
        for line in block.lines:
            if any(abs(one.size - handout.figures.text) > SLACK for one in line.characters if one.text.strip()):
                yield f"{quoted(line.text)} is not {handout.figures.text} points everywhere"


def lines_are_exactly_spaced(handout: Handout) -> Iterator[str]:
    wanted = handout.figures.leading
    for block, size, apart in leadings(handout):
        if abs(apart / size / wanted - 1) > 0.02:
            yield f"the lines of {quoted(block.text)} are {apart / size:.2f} apart"


def headings_are_large_bold_and_at_the_margin(handout: Handout) -> Iterator[str]:
    for page, block in handout.blocks:
        if (role := block.element.role) not in HEADINGS:
            continue
        for line in block.lines:
            wanted = ACB_TITLE if role == "H1" else ACB_HEADING
            if any(abs(one.size - wanted) > SLACK for one in line.characters if one.text.strip()):
                yield f"the heading {quoted(line.text)} is {line.size} points"
            if not all(one.is_bold for one in line.characters if one.text.strip()):
                yield f"the heading {quoted(line.text)} is not bold"
            if abs(page.start(line) - INCH) > 0.5:
                yield f"the heading {quoted(line.text)} begins {page.start(line):.1f} points from the edge"


def only_underlines_mark_stress(handout: Handout) -> Iterator[str]:
    """Only the words that the article stresses are underlined, and no words are bold among others that are not."""
    stressed = "".join("".join(_stressed(handout.body)).split())
    if (found := underlined(handout)) != stressed:
        yield f"{quoted(found)} is underlined, but {quoted(stressed)} is stressed"
    for _, block in handout.running:
        letters = [one for line in block.lines for one in line.characters if one.text.isalnum()]
        bold = "".join(one.text for one in letters if one.is_bold)
        if bold and len(bold) < len(letters):
            yield f"{quoted(bold)} is bold in {quoted(block.text)}"


def _stressed(element: etree._Element) -> Iterator[str]:
    """Yield the stressed words of an article; in references, the citation style sets the italics."""
    if element.tag in ("em", "strong"):
        yield "".join(map(str, element.itertext()))
    elif element.get("data-only") != "screen" and element.get("id") != "references":
        for child in element:
            yield from _stressed(child)


def margins_are_an_inch(handout: Handout) -> Iterator[str]:
    for page in handout.pages:
        text = [one for one in page.characters if one.element and one.text.strip()]
        far = [min(one.x, one.bottom, page.width - one.right, page.height - one.top) for one in text]
        if out := "".join(one.text for one, apart in zip(text, far, strict=True) if apart < INCH - 0.5):
            yield f"{quoted(out)} is in the margin of page {page.number}"


def no_word_is_divided(handout: Handout) -> Iterator[str]:
    written = re.sub(r"\s", "", "".join(map(str, handout.body.itertext())))
    for _, block in handout.blocks:
        for upper, lower in pairwise(block.lines):
            if upper.text[-1] in "-\N{HYPHEN}\N{SOFT HYPHEN}":
                word = upper.text.split()[-1] + lower.text.split()[0]
                if word not in written:
                    yield f"{quoted(word)} is divided"


def notes_and_references_come_last(handout: Handout) -> Iterator[str]:
    places: dict[bool, list[tuple[int, float]]] = {True: [], False: []}
    for page, block in handout.blocks:
        is_last = any(block.element.is_in(part) for part in LAST_PARTS)
        places[is_last] += [(page.number, -line.y) for line in block.lines]
    if min(places[True]) < max(places[False]):
        yield f"there is text of the article after its notes, on page {max(places[False])[0]}"


def page_numbers_are_in_the_outer_corner(handout: Handout) -> Iterator[str]:
    """It is bold and sans serif, at the right of odd pages; in right-to-left text, at their left."""
    for page in handout.pages:
        words = [one for one in page.foot if one.is_bold and one.text.strip()]
        if str(page.number) not in re.findall(r"\d+", "".join(one.text for one in words)):
            yield f"page {page.number} has no bold number"
            continue
        is_at_right = page.number % 2 == (0 if page.is_right_to_left else 1)
        space = page.width - max(one.right for one in words) if is_at_right else min(one.x for one in words)
        if abs(space - INCH) > 0.5:
            yield f"the number of page {page.number} is {space:.0f} points from the outer edge"
        if not all(one.font.startswith(SANS_SERIF) for one in words):
            yield f"the number of page {page.number} has serifs"


EVERY: Final[tuple[Check, ...]] = (
    the_paper_is_the_requested_one,
    text_has_its_size,
    nothing_is_too_small,
    lines_are_far_enough_apart,
    lines_begin_at_one_edge,
    words_are_equally_spaced,
    lines_are_not_too_long,
)
CLEAR: Final[tuple[Check, ...]] = (
    *EVERY,
    nothing_is_italic,
    no_word_is_set_in_capitals,
    numbers_are_on_the_line,
    numbers_are_in_brackets,
    every_page_has_its_number,
)
RULES: Final[Mapping[Preset, tuple[Check, ...]]] = {
    "standard": EVERY,
    "clear-print": (*CLEAR, nothing_is_underlined),
    "large-print": (*CLEAR, nothing_is_underlined),
    "large-print-acb": (
        *CLEAR,
        all_text_has_one_size,
        lines_are_exactly_spaced,
        headings_are_large_bold_and_at_the_margin,
        only_underlines_mark_stress,
        margins_are_an_inch,
        no_word_is_divided,
        notes_and_references_come_last,
        page_numbers_are_in_the_outer_corner,
    ),
}


def faults(handout: Handout) -> dict[str, list[str]]:
    """Return what breaks each rule of the handout's preset, by the rule's name."""
    found = {rule.__name__: list(rule(handout)) for rule in RULES[handout.preset]}
    return {name: faults for name, faults in found.items() if faults}
