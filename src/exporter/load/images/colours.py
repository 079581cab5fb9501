"""Converts the colours of a picture to sRGB, as which every format shows them, so that paper and screen agree.

Source: ICC.1:2022 (profiles); PNG specification, 11.3.2.2 (gAMA); IEC 61966-2-1 (sRGB).
"""

from collections.abc import Callable
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    Change: TypeAlias = Callable[[Picture], Picture]
    """Changes the colours of a picture; both are in RGB."""

_MODES: Final = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Pillow's mode of a picture for each colour space of a profile, by its signature."""
_LEAST_CHANGE: Final = 3  # of 255: what profiles of sRGB itself differ in
_SRGB_GAMMA: Final = 0.45455
_PLAIN_GAMMA: Final = 0.02  # a smaller difference is not seen


class BrokenProfile(ValueError):
    """A colour profile cannot be read, or belongs to another kind of picture."""


def from_profile(picture: "Picture", profile: bytes) -> "Picture":
    """Return a picture in sRGB, converted by its profile; itself if the profile is that of sRGB.

    Raises BrokenProfile.
    """
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = _MODES[source.profile.xcolor_space]
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, LookupError, TypeError, ValueError) as error:
        raise BrokenProfile("it cannot be read") from error
    has_inks, is_grey = picture.mode == "CMYK", picture.mode in {"1", "L", "LA"}
    if has_inks != (mode == "CMYK") or (mode == "L" and not is_grey):
        raise BrokenProfile("it belongs to another kind of picture")

    def change(colours: "Picture") -> "Picture":
        made = ImageCms.applyTransform(colours.convert(mode), transform)
        return made or colours  # None only if it works in place

    return change(picture) if has_inks else _changed(picture, change)


def from_gamma(picture: "Picture", gamma: float) -> "Picture":
    """Return a picture in sRGB whose PNG file says only how its brightness was written."""
    if gamma <= 0.01 or abs(gamma - _SRGB_GAMMA) < _PLAIN_GAMMA:
        return picture
    table = [round(255 * _encoded((level / 255) ** (1 / gamma))) for level in range(256)]
    return _changed(picture, lambda colours: colours.point(table * 3))


def _encoded(light: float) -> float:
    return float(1.055 * light ** (1 / 2.4) - 0.055 if light > 0.0031308 else 12.92 * light)


def _changed(picture: "Picture", change: "Change") -> "Picture":
    """Return a picture with other colours and its own transparency; itself if the change cannot be seen."""
    from PIL import Image as Pillow

    if picture.mode == "1" or not _is_seen(change):
        return picture
    if picture.mode == "P":
        made, colours = picture.copy(), picture.getpalette("RGB") or []
        made.putpalette(change(Pillow.frombytes("RGB", (len(colours) // 3, 1), bytes(colours))).tobytes())
        return made
    whole = picture.convert("LA" if picture.mode == "L" else "RGBA") if "transparency" in picture.info else picture
    is_grey, alpha = whole.mode in {"L", "LA"}, whole.getchannel("A") if whole.mode in {"LA", "RGBA"} else None
    made = change(whole.convert("RGB"))
    made = made.convert("L") if is_grey else made
    if alpha:
        made.putalpha(alpha)
    return made


def _is_seen(change: "Change") -> bool:
    """Return whether a change is seen in a grid of 17 levels of red, green and blue."""
    from PIL import Image as Pillow
    from PIL import ImageChops, ImageStat

    levels = [16 * step - (step == 16) for step in range(17)]
    grid = Pillow.frombytes("RGB", (289, 17), bytes(part for colour in product(levels, repeat=3) for part in colour))
    return max(high for _, high in ImageStat.Stat(ImageChops.difference(grid, change(grid))).extrema) >= _LEAST_CHANGE
