"""A third-party decoder reads the QR code from the finished pages as a printer would print them."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from conftest import article_text
from PIL import Image

from exporter.formats import PRESETS, Preset
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.writers.pdf.qr import draw_qr

DPI = 200  # dots per inch; a simple phone sees more on the paper of a simple office printer
ADDRESS = "https://example.org/handouts/sa-001?edition=1.0"
CHANGES = """\
document:
  id: T-1
  version: 1.0
  published: 2026-11-22
  url: {}
"""


def render(pdf: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.render(scale=DPI / 72).to_pil() for page in opened]


def read(pages: list[Image.Image]) -> list[zxingcpp.Barcode]:
    return [code for page in pages for code in zxingcpp.read_barcodes(page)]


def side(code: zxingcpp.Barcode) -> float:
    """Return the width of a code on paper in mm, without its quiet zone."""
    return (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[Preset, Path]:
    folder = tmp_path_factory.mktemp("qr")
    (article := folder / "article.yaml").write_text(article_text(CHANGES.format(ADDRESS)), "utf-8")
    with Pipeline() as pipeline:
        files = pipeline.build(
            Request(article, ["pdf"], [PdfOptions(preset) for preset in PRESETS]), folder / "out"
        ).files
    return dict(zip(PRESETS, files, strict=False))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_phone_reads_the_address_from_the_printed_page(printed: dict[Preset, Path], preset: Preset) -> None:
    pages = render(printed[preset])
    (code,) = read(pages)
    assert code.text == ADDRESS
    assert code.ec_level == "Q"
    assert side(code) >= 20
    with pypdfium2.PdfDocument(printed[preset]) as opened:
        assert ADDRESS in "".join(page.get_textpage().get_text_range() for page in opened).replace("\r\n", "")


@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_is_printed_in_the_quiet_zone(printed: dict[Preset, Path], preset: Preset) -> None:
    (page,) = (page for page in render(printed[preset]) if read([page]))
    (code,) = read([page])
    corner, width = code.position.top_left, code.position.top_right.x - code.position.top_left.x
    quiet = round(3.5 * width / 33)  # of four modules, all but what blurs
    left, top = corner.x - quiet, corner.y - quiet
    ground = page.convert("L").crop((left, top, left + width + 2 * quiet, top + width + 2 * quiet))
    ground.paste(255, (quiet - 2, quiet - 2, quiet + width + 3, quiet + width + 3))
    assert ground.getextrema() == (255, 255)


def test_a_code_that_is_partly_covered_is_still_read(printed: dict[Preset, Path]) -> None:
    (page,) = (page for page in render(printed["standard"]) if read([page]))
    (code,) = read([page])
    corner, width = code.position.top_left, code.position.top_right.x - code.position.top_left.x
    page.paste(
        "white", (corner.x + width // 2, corner.y + width // 2, corner.x + width * 4 // 5, corner.y + width * 4 // 5)
    )
    assert [found.text for found in read([page])] == [ADDRESS]


def test_a_long_address_has_modules_that_a_phone_can_still_see(tmp_path: Path) -> None:
    address = "https://example.org/" + "a/long/way/" * 20
    (article := tmp_path / "article.yaml").write_text(article_text(CHANGES.format(address)), "utf-8")
    with Pipeline() as pipeline:
        (pdf, _) = pipeline.build(Request(article, ["pdf"]), tmp_path).files
    (code,) = read(render(pdf))
    assert code.text == address
    assert draw_qr(address).width > draw_qr(ADDRESS).width


def test_the_web_page_has_no_code(tmp_path: Path) -> None:
    (article := tmp_path / "article.yaml").write_text(article_text(CHANGES.format(ADDRESS)), "utf-8")
    with Pipeline() as pipeline:
        html = next(path for path in pipeline.build(Request(article), tmp_path).files if path.suffix == ".html")
    assert "qr.svg" not in html.read_text("utf-8")
    assert 'class="qr"' not in html.read_text("utf-8")


def test_an_article_without_an_address_has_no_code(tmp_path: Path) -> None:
    (article := tmp_path / "article.yaml").write_text(article_text(), "utf-8")
    with Pipeline() as pipeline:
        (pdf, _) = pipeline.build(Request(article, ["pdf"]), tmp_path).files
    assert read(render(pdf)) == []
