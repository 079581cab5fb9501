"""Draw the README's pictures from the real output: the PDF's first page, and the EPUB open in a reading system.

Needs Chromium and npm (for foliate-js, the reading system); `make pictures` says so when they are missing.
"""

import functools
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
READER = "foliate-js@1.0.1"
_TRIES = 5

_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>reader</title>
<style>html,body{margin:0;height:100%;background:#fff}foliate-view{display:block;width:600px;height:800px}</style>
<script type="module">
import "/node_modules/foliate-js/view.js"
const view = document.createElement("foliate-view")
document.body.append(view)
const book = await (await fetch("/book.epub")).blob()
await view.open(new File([book], "book.epub", {type: "application/epub+zip"}))
view.renderer.setAttribute("max-column-count", "1")
await view.goTo(2)
document.title = "ready"
</script></html>"""


def main() -> None:
    """Draw both pictures into docs/pictures/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    _draw_pdf(ROOT / "out" / "article.pdf", PICTURES / "pdf.png")
    _draw_epub(ROOT / "out" / "article.epub", PICTURES / "epub.png")


def _draw_pdf(path: Path, picture: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        pdf[0].render(scale=800 / pdf[0].get_height()).to_pil().save(picture, optimize=True)


def _draw_epub(path: Path, picture: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    npm = shutil.which("npm")
    if not browser or not npm:
        sys.exit("error: Chromium and npm are needed to draw the pictures\n  hint: sudo apt-get install chromium npm")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", READER]
        subprocess.run(install, cwd=folder, check=True)
        shutil.copy(path, folder / "book.epub")
        (folder / "index.html").write_text(_PAGE, "utf-8")
        handler = functools.partial(_Quiet, directory=folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
            quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
            shot = ["--window-size=600,800", "--virtual-time-budget=15000", f"--screenshot={picture}"]
            address = f"http://127.0.0.1:{server.server_port}/"
            command = [browser, *flags, *quiet, *shot, f"--user-data-dir={folder / 'profile'}", address]
            for _ in range(_TRIES):
                subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
                if not _is_blank(picture):
                    break
            else:
                sys.exit("error: the reader stayed blank\n  hint: try again while the machine has less to do")
            server.shutdown()


def _is_blank(picture: Path) -> bool:
    """Tell whether the browser took the picture before the reader had drawn the page."""
    with Image.open(picture) as image:
        darkest, lightest = image.convert("L").getextrema()
    return darkest == lightest


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
