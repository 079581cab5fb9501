"""Draw the pictures of the README from the real output: the first page of the PDF, and the EPUB in a reading system.

Needs Chromium and foliate-js, the reading system, which `make test` installs.
"""

from pathlib import Path

import pypdfium2

from scripts.chromium import run

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Draw both pictures into docs/pictures/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    _draw_pdf(ROOT / "out" / "article.pdf", PICTURES / "pdf.png")
    run("picture.mjs", str(ROOT / "out" / "article.epub"), "EPUB/article.xhtml", str(PICTURES / "epub.png"))


def _draw_pdf(path: Path, picture: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        pdf[0].render(scale=800 / pdf[0].get_height()).to_pil().save(picture, optimize=True)


if __name__ == "__main__":
    main()
