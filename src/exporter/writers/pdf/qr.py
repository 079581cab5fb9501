"""Draws the QR code that leads from paper to the electronic copy.

Level Q can restore a quarter of the code, and the quiet zone is part of the picture, so a crease or a frame next to it
does no harm. Source: ISO/IEC 18004, 5.3 (symbol), 6.5.1 (error correction).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from exporter.document import Image

NAME: Final = "images/qr.svg"
_QUIET: Final = 4  # modules
_SMALLEST: Final = 21.0  # mm, without the quiet zone; 20 are required, and a printer may lose some
_SMALLEST_MODULE: Final = 0.5  # mm, for the camera of a simple phone
_PIXELS: Final = 96 / 25.4  # in a mm


def draw_qr(address: str) -> Image:
    """Return the QR code of `address` in the size to print it: at least 2 cm."""
    import segno

    rows = list(segno.make(address, error="q", micro=False, boost_error=False).matrix)
    count = len(rows) + 2 * _QUIET
    size = count * max(_SMALLEST_MODULE, _SMALLEST / len(rows))
    length = f"{size:.2f}mm"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{length}" height="{length}" viewBox="0 0 {count} {count}">'
        f'<path fill="#fff" d="M0 0h{count}v{count}H0z"/><path d="{"".join(_bars(rows))}"/></svg>'
    )
    return Image(NAME, "image/svg+xml", svg.encode(), size * _PIXELS, size * _PIXELS)


def _bars(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield a path for each run of dark modules in a row."""
    for top, row in enumerate(rows, _QUIET):
        left = _QUIET
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                yield f"M{left} {top}h{length}v1h-{length}z"
            left += length
