"""Turns colours into greys, so that a page printed in black and white looks like the page on the screen.

Everything that a page paints goes through `Stream` of WeasyPrint 70, or is a bitmap. Source of the formula:
ISO 32000-1, 10.3.2.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from exporter.document import Image

_SHARES: Final = (0.3, 0.59, 0.11)


def grey_picture(image: Image) -> Image:
    """Return a bitmap in greys, with its transparency; return a drawing as it is, since it turns grey when painted."""
    if image.media_type == "image/svg+xml":
        return image
    from PIL import Image as Picture

    with Picture.open(BytesIO(image.content)) as picture:
        is_clear = picture.has_transparency_data
        made, out = picture.convert("RGBA" if is_clear else "RGB").convert("LA" if is_clear else "L"), BytesIO()
    made.save(out, "JPEG" if image.media_type == "image/jpeg" else "PNG", quality=95)
    return replace(image, content=out.getvalue())


@cache
def grey_stream() -> Any:
    """Return a subclass of WeasyPrint's `Stream`, through which pages are painted, that writes only greys."""
    stream: Any = import_module("weasyprint.pdf.stream").Stream

    class GreyStream(stream):  # type: ignore[misc]
        """A stream that writes each colour as a grey."""

        _default_color_space = "/DeviceGray"

        def clone(self, **kwargs: Any) -> Any:
            made = super().clone(**kwargs)
            made.__class__ = GreyStream
            return made

        def set_color(self, color: Any, stroke: bool = False) -> None:
            super().set_color(_in_rgb(color), stroke)

        def set_color_rgb(self, r: float, g: float, b: float, stroke: bool = False) -> None:
            self.stream.append(f"{_level((r, g, b)):.4f} {'G' if stroke else 'g'}".encode())

        @staticmethod
        def create_interpolation_function(domain: Any, c0: Sequence[float], c1: Sequence[float], n: float) -> Any:
            ends = [(_level(end),) if len(end) == len(_SHARES) else end for end in (c0, c1)]
            return stream.create_interpolation_function(domain, *ends, n)

    return GreyStream


def _level(rgb: Sequence[float]) -> float:
    return sum(share * part for share, part in zip(_SHARES, rgb, strict=True))


def _in_rgb(color: Any) -> Any:
    """Return a colour of any colour space in sRGB; some become a grey of the same lightness."""
    if color.space in ("srgb", "hsl", "hwb"):
        return color.to("srgb")
    if color.space == "device-cmyk":  # what each ink leaves of the white of the paper
        *inks, black = color.coordinates
        parts = [(1 - ink) * (1 - black) for ink in inks]
    else:
        parts = [_seen(color.to("lab").coordinates[0])] * 3
    return import_module("tinycss2.color5").Color("srgb", parts, color.alpha)


def _seen(lightness: float) -> float:
    """Return the grey of a lightness from 0 to 100. Source: CSS Color 4, 9.3 (Lab) and 10.2 (sRGB)."""
    light = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3
    return float(1.055 * light ** (1 / 2.4) - 0.055 if light > 0.0031308 else 12.92 * light)
