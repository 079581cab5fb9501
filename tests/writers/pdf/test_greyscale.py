"""A grey PDF contains no colour in its text, drawings, gradients and pictures, nor in any pixel of its pages."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import article_text
from outputs import as_outputs
from PIL import Image, ImageChops
from printed import STYLES
from shown import shown
from tinycss2.color5 import parse_color

from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.validators import Validators
from exporter.writers.pdf.greyscale import _in_rgb, _level

GRADIENTS = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30" width="300" height="150"><defs>
<linearGradient id="a"><stop offset="0" stop-color="red"/><stop offset="0.5" stop-color="#0a0" stop-opacity="0.5"/>
<stop offset="1" stop-color="blue"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="gold"/><stop offset="1" stop-color="navy"/></radialGradient>
<pattern id="c" width="4" height="4" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="green"/></pattern>
</defs><rect width="20" height="30" fill="url(#a)"/><rect x="20" width="20" height="30" fill="url(#b)"/>
<rect x="40" width="20" height="30" fill="url(#c)" stroke="hsl(300 80% 40%)" opacity="0.6"/></svg>"""
FIGURE = "      - figure: {{id: fig-{0}, image: {0}.{1}, alt: A picture, caption: Text}}\n"
CONTENT = (
    "sections:\n  - heading: First\n    content:\n"
    + FIGURE.format("a", "png") + FIGURE.format("b", "jpg") + FIGURE.format("c", "svg")
    + "      - callout: {kind: emergency, content: Text}\n"
)  # fmt: skip
OWN = """
p { color: lab(40% 60 30); border-bottom: 1pt solid device-cmyk(0 0.8 0.9 0.1); }
h2 { color: oklch(0.5 0.2 30); background: linear-gradient(orange, rgb(0 0 255 / 40%)); }
"""


@pytest.mark.parametrize(
    "same", ["rgb(192 128 64)", "hsl(30 50.4% 50.2%)", "hwb(30 25.1% 24.7%)", "device-cmyk(0 0.3333 0.6667 0.2471)"]
)
def test_a_colour_has_the_same_grey_in_every_space_that_names_it(same: str) -> None:
    in_rgb = _in_rgb(parse_color(same))
    assert _level(in_rgb.coordinates) == pytest.approx(_level((192 / 255, 128 / 255, 64 / 255)), abs=0.003)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, bytes]:
    """Return the PDFs of an article with every kind of colour, by whether they are grey."""
    folder = tmp_path_factory.mktemp("grey")
    (folder / "content").mkdir()
    (folder / "styles").mkdir()
    (article := folder / "content" / "article.yaml").write_text(article_text(CONTENT), "utf-8")
    clear = Image.new("RGBA", (40, 30), (200, 30, 90, 255))
    clear.paste((0, 120, 0, 60), (10, 10, 30, 20))
    clear.save(article.with_name("a.png"))
    Image.linear_gradient("L").convert("RGB").point([*range(256), *range(256)[::-1], *[90] * 256]).save(
        article.with_name("b.jpg")
    )
    article.with_name("c.svg").write_text(GRADIENTS, "utf-8")
    own = STYLES["print"] + OWN
    (folder / "styles" / "print.css").write_text(own, "utf-8")
    made = {}
    with Pipeline() as pipeline:
        for is_grey in (False, True):
            printings = [PdfOptions(is_grey=is_grey, is_archival=is_grey)]
            export = pipeline.build(Request(article, ["pdf"], printings), folder / "out")
            assert [one for one in export.problems if "earlier" not in one.message] == []
            made[is_grey] = export.files[0].read_bytes()
    assert export.files[0].name == "article.standard.letter.grey.archive.pdf"
    return made


def colours(content: bytes) -> Iterator[str]:
    """Yield everything that could paint colour in a PDF: operators, and colour spaces of pictures and shadings."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages):
            yield from (f"page {number}: {one}" for one in _painted(page))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield from _in_stream(thing)
            if isinstance(thing, pikepdf.Dictionary) and "/Shading" in thing.get("/Resources", thing):
                yield from _in_shadings(thing.get("/Resources", thing)["/Shading"])


def _in_stream(stream: Any) -> Iterator[str]:
    if stream.get("/Subtype") == "/Image":
        if stream.get("/ColorSpace") != "/DeviceGray":
            yield f"a picture in {stream.get('/ColorSpace')}"
    elif stream.get("/Subtype") == "/Form" or stream.get("/Type") == "/Pattern":
        yield from _painted(stream)
    yield from _in_shadings(stream.get("/Resources", {}).get("/Shading", {}))


def _in_shadings(shadings: Any) -> Iterator[str]:
    for shading in shadings.values():
        if shading.ColorSpace != "/DeviceGray":
            yield f"a gradient in {shading.ColorSpace}"


def _painted(holder: Any) -> Iterator[str]:
    for instruction in pikepdf.parse_content_stream(holder):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"rg", "RG", "k", "K"} or (operator in {"cs", "CS"} and operands[0] != "/Pattern"):
            yield operator


def coloured_pixels(content: bytes) -> int:
    count = 0
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            red, green, blue = page.render(scale=1).to_pil().convert("RGB").split()
            differences = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
            count += sum(differences.histogram()[1:])
    return count


def test_a_grey_pdf_contains_no_colour(printed: dict[bool, bytes]) -> None:
    assert list(colours(printed[True])) == []
    assert coloured_pixels(printed[True]) == 0


def test_every_kind_of_colour_is_found_in_the_ordinary_pdf(printed: dict[bool, bytes]) -> None:
    found = " ".join(colours(printed[False]))
    for kind in ("rg", "RG", "a picture in /DeviceRGB", "a gradient in /DeviceRGB"):
        assert kind in found
    assert coloured_pixels(printed[False]) > 10_000


def test_transparency_stays_and_dark_and_light_stay_distinct(printed: dict[bool, bytes]) -> None:
    with pypdfium2.PdfDocument(printed[True]) as pdf:
        levels = pdf[0].render(scale=2).to_pil().convert("L").getcolors()
    assert levels is not None
    assert len([level for count, level in levels if count > 50]) > 20


def test_the_numbers_are_the_same(printed: dict[bool, bytes]) -> None:
    assert shown("pdf", printed[True]) == shown("pdf", printed[False])


@pytest.mark.slow
def test_a_grey_pdf_for_an_archive_passes_the_validators(printed: dict[bool, bytes], validators: Validators) -> None:
    assert [str(problem) for problem in validators.validate(as_outputs({"grey.pdf": printed[True]}))] == []
