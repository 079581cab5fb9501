"""Finds pictures that are nearly invisible on white paper, such as a logo in white for dark backgrounds."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_PALEST: Final = 210  # of 255: a grey with a contrast of 1.5 to 1 with white, by WCAG 2.2
_PALEST_YELLOW: Final = 245  # the same for red and green alone, since blue adds hardly any brightness: 1.1 to 1
_FEWEST: Final = 1 / 2000  # of its area: a line two pixels wide and as long as a picture of 1000 by 1000 pixels, halved


def is_nearly_invisible(picture: "Picture") -> bool:
    """Return whether almost no part of a picture differs from white.

    A part is seen if its red, green or blue is darker than a pale grey, or its red or green darker than in yellow.
    """
    from PIL import Image as Pillow
    from PIL import ImageChops

    clear = picture.convert("RGBA")
    page = Pillow.new("RGBA", clear.size, "white")
    page.alpha_composite(clear)
    shown = page.convert("RGB")
    red, green, blue = shown.split()
    warm = ImageChops.darker(red, green)
    yellow = warm.point([max(0, level - _PALEST_YELLOW + _PALEST) for level in range(256)])
    levels = ImageChops.lighter(ImageChops.darker(warm, blue), yellow).histogram()
    own = sum(clear.getchannel("A").histogram()[1:])
    return sum(levels[: _PALEST + 1]) < _FEWEST * own or not own
