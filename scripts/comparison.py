"""Draw an article as exporter and as pandoc set it by default, side by side, into docs/pictures/.

Needs the packages that `make bench` installs. Each column shows the defaults of a tool: its paper, type and citations.
All pages have the same scale; the name of the tool is below each.
"""

import re
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pypandoc
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from benchmarks.compare import ROOT, Contender, contenders, lay_out
from exporter.faces import packaged_faces

PAGES: Final = 2
SCALE: Final = 0.85  # pixels per point
GAP: Final = 18
LABEL: Final = 56
GROUND: Final = "#d5d9dc"
LARGEST: Final = 250_000  # bytes
PICTURE: Final = ROOT / "docs" / "pictures" / "comparison.png"


def main() -> None:
    """Make the article with each tool and draw its first pages, one tool per column."""
    with tempfile.TemporaryDirectory() as temporary:
        columns = [_pages(_make(one, Path(temporary) / str(place))) for place, one in enumerate(contenders())]
    width = max(page.width for pages in columns for page in pages)
    height = max(page.height for pages in columns for page in pages)
    size = (len(columns) * (width + GAP) + GAP, PAGES * (height + LABEL + GAP) + GAP)
    picture = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(packaged_faces()[0].path, 19)
    for column, (label, pages) in enumerate(zip(_labels(), columns, strict=True)):
        for row, page in enumerate(pages):
            left, top = GAP + column * (width + GAP), GAP + row * (height + LABEL + GAP)
            picture.paste(page, (left, top))
            draw.text((left, top + page.height + 6), f"{label}\npage {row + 1}", fill="black", font=font, spacing=3)
    _save(picture)


def _labels() -> tuple[str, ...]:
    pandoc = f"pandoc {pypandoc.get_pandoc_version()}"
    typst, weasyprint = version("typst"), version("weasyprint")
    return (
        "exporter, standard",
        f"{pandoc}, its Typst template (typst {typst})",
        f"{pandoc}, its HTML by WeasyPrint {weasyprint}",
    )


def _make(contender: Contender, work: Path) -> Path:
    """Return the PDF that a contender makes from the shipped article in an empty folder."""
    work.mkdir()
    lay_out(ROOT / "content" / "article.yaml", work)
    shutil.copytree(ROOT / "styles", work / "styles")
    if "typst" in contender.name:
        _leave_out_typed_numbers(work / "article.md")
    for command in contender.commands:
        subprocess.run([str(part) for part in command], cwd=work, check=True, capture_output=True)
    return next(work / product for product in contender.products if product.endswith(".pdf"))


def _leave_out_typed_numbers(markdown: Path) -> None:
    """Delete `Figure 1: ` before captions: Typst numbers figures and tables itself, so a user would not type it."""
    text = markdown.read_text(encoding="utf-8")
    markdown.write_text(re.sub(r"^(!\[|: )(?:Figure|Table) \d+: ", r"\1", text, flags=re.MULTILINE), encoding="utf-8")


def _pages(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [pdf[number].render(scale=SCALE).to_pil() for number in range(PAGES)]


def _save(picture: Image.Image) -> None:
    """Save the picture with as many colours as the largest size allows."""
    for colours in (128, 64, 32, 16):
        picture.quantize(colours, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
        if PICTURE.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{PICTURE} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    main()
