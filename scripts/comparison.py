"""Draw the same article as this program and as pandoc's defaults set it, side by side, into docs/pictures/.

Needs what `make bench` installs. The pages are at one scale; what each was made with stands below.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from benchmarks.compare import ROOT, contenders, lay_out
from exporter.typeface import packaged_faces

PAGES = 2
SCALE = 0.62  # pixels a point
GAP = 16
LABEL = 34
PICTURE = ROOT / "docs" / "pictures" / "comparison.png"
LABELS = ("exporter", "pandoc, Typst's default", "pandoc, its default HTML by WeasyPrint")


def main() -> None:
    """Make the article in every way and draw the first pages of each."""
    with tempfile.TemporaryDirectory() as temporary:
        shown = [_pages(pdf) for pdf in _pdfs(Path(temporary))]
    width = max(page.width for pages in shown for page in pages)
    height = max(page.height for pages in shown for page in pages)
    columns = len(shown) * PAGES
    picture = Image.new("RGB", (columns * (width + GAP) + GAP, height + LABEL + 2 * GAP), "#8d949a")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(packaged_faces()[0].path, 20)
    for place, (label, pages) in enumerate(zip(LABELS, shown, strict=True)):
        left = GAP + place * PAGES * (width + GAP)
        for number, page in enumerate(pages):
            picture.paste(page, (left + number * (width + GAP), GAP))
        draw.text((left, height + GAP + 8), label, fill="white", font=font)
    picture.quantize(48).save(PICTURE, optimize=True)


def _pdfs(folder: Path) -> list[Path]:
    """Return the PDFs, ours first."""
    made = []
    for number, contender in enumerate(contenders()):
        work = folder / str(number)
        work.mkdir()
        lay_out(ROOT / "content" / "article.yaml", work)
        if number == 0:
            shutil.copytree(ROOT / "styles", work / "styles")
        for command in contender.commands:
            subprocess.run([str(part) for part in command], cwd=work, check=True, capture_output=True)
        made.append(next(work / product for product in contender.products if product.endswith(".pdf")))
    return made


def _pages(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [pdf[number].render(scale=SCALE).to_pil() for number in range(PAGES)]


if __name__ == "__main__":
    main()
