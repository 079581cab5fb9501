"""Every text has enough contrast with every background that a stylesheet can put under it, in colour and in grey.

The pairs are computed from the stylesheets, so that no article has to contain them; finished PDFs have no others.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import pikepdf
import pytest
from colours import Colour, contrast
from places import ARTICLES

from exporter.formats import PRESETS, Preset
from exporter.packaged import packaged_folder
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request

CSS: Final = {path.stem: path.read_text("utf-8") for path in packaged_folder("styles").glob("*.css")}
LEAST: Final = 4.5  # WCAG 2.2, 1.4.3, without its relief for large text


class Rule(NamedTuple):
    """An innermost block of a stylesheet: its selector, and the values that it sets."""

    selector: str
    values: dict[str, str]


def rules(css: str) -> list[Rule]:
    found = re.findall(r"([^{};]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return [Rule(selector.strip(), dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", block))) for selector, block in found]


def schemes(css: str) -> list[dict[str, str]]:
    """Return the custom properties of the first `:root`, and those with each later `:root` added."""
    first, *others = [rule.values for rule in rules(css) if rule.selector == ":root"]
    return [first, *(first | other for other in others)]


def read(value: str, names: dict[str, str]) -> Colour:
    while name := re.fullmatch(r"var\((--\w+)\)", value.strip()):
        value = names[name[1]]
    digits = value.strip().removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def pairs(css: str) -> Iterator[tuple[str, Colour, Colour]]:
    """Yield each text colour with each background: that of its own rule, or else the paper and every other one."""
    for names in schemes(css):
        styled = [rule for rule in rules(css) if "img" not in rule.selector and "logo" not in rule.selector]
        alone = [
            ground
            for rule in styled
            if "background" in rule.values and "color" not in rule.values
            for ground in re.findall(r"var\(--\w+\)|#[0-9a-f]+", rule.values["background"])  # each end of a gradient
        ]
        for rule in styled:
            colour, own = rule.values.get("color", "inherit"), rule.values.get("background")
            grounds = [own] if own and rule.selector != "body" else [names.get("--paper", "#fff"), *alone]
            for ground in grounds if colour != "inherit" else ():
                yield rule.selector, read(colour, names), read(ground, names)


def grey(colour: Colour) -> Colour:
    """Return a colour as grey. Source: ISO 32000-1, 10.3.2, conversion from RGB to grey."""
    level = round(sum(share * part for share, part in zip((0.3, 0.59, 0.11), colour, strict=True)))
    return level, level, level


def in_print(preset: Preset) -> str:
    """Return the stylesheets of a preset as one."""
    return CSS["print"] + (CSS["clear"] + CSS[preset] if preset in CSS else "")


@pytest.mark.parametrize("look", ["screen", *PRESETS])
def test_every_text_has_enough_contrast_in_colour_and_in_grey(look: Preset) -> None:
    faint = {
        f"{selector}: {text} on {ground}"
        for selector, text, ground in pairs(CSS["screen"] if str(look) == "screen" else in_print(look))
        if min(contrast(text, ground), contrast(grey(text), grey(ground))) < LEAST
    }
    assert faint == set()


def test_light_dark_and_every_background_are_among_the_pairs() -> None:
    names = schemes(CSS["screen"])
    assert len(names) == 2
    seen = {(text, ground) for _, text, ground in pairs(CSS["screen"])}
    for scheme, ink, ground in product(names, ("--ink", "--link", "--quiet"), ("--paper", "--tint")):
        assert (read(scheme[ink], scheme), read(scheme[ground], scheme)) in seen


def test_a_pair_that_cannot_be_read_is_found() -> None:
    css = CSS["print"].replace("--quiet: #4d4d4d", "--quiet: #909090")
    assert any(contrast(text, ground) < LEAST for _, text, ground in pairs(css))


@pytest.mark.parametrize("sheet", ["base", "epub"])
def test_an_e_reader_chooses_the_colours_itself(sheet: str) -> None:
    """Black, white and sepia pages stay as they are; only pictures have a white background."""
    for rule in rules(CSS[sheet]):
        assert rule.values.get("color", "inherit") == "inherit"
        assert not {"background", "background-color"} & set(rule.values) or "img" in rule.selector


def test_the_page_footer_has_enough_contrast() -> None:
    colours = [rule.values["color"] for rule in rules(CSS["foot"]) if "color" in rule.values]
    colours += [rule.values["color"] for rule in rules(CSS["clear"]) if "@bottom" in rule.selector]
    assert len(colours) == 4
    assert all(contrast(grey(read(colour, {})), (255, 255, 255)) >= LEAST for colour in colours)


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
def test_a_finished_pdf_has_no_text_in_any_other_colour(preset: Preset, tmp_path: Path) -> None:
    with Pipeline() as pipeline:
        export = pipeline.build(Request(ARTICLES["everything"], ["pdf"], [PdfOptions(preset)]), tmp_path)
    with pikepdf.open(BytesIO(export.files[0].read_bytes())) as pdf:
        painted = {colour for page in pdf.pages for colour in text_colours(page)}
    known = {text for _, text, _ in pairs(in_print(preset))} | {
        read(rule.values["color"], {}) for rule in rules(CSS["foot"]) if "color" in rule.values
    }
    assert len(painted) >= 3
    assert painted <= known


def text_colours(page: pikepdf.Page) -> Iterator[Colour]:
    """Yield the fill colour of each piece of text that a page paints."""
    now: Colour = (0, 0, 0)
    saved: list[Colour] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                saved.append(now)
            case "Q":
                now = saved.pop()
            case "rg":
                red, green, blue = (round(float(str(part)) * 255) for part in operands)
                now = red, green, blue
            case "g" | "k" | "sc" | "scn":
                raise AssertionError(f"a colour this test cannot read: {operands} {instruction.operator}")
            case "Tj" | "TJ":
                yield now
