"""Reads a picture made of pixels: upright, 8 bits deep, in sRGB, and with no more pixels than paper can show.

A picture that is all this already keeps its bytes.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from exporter.errors import ArticleError, Problem, Severity
from exporter.limits import Limits
from exporter.load.images import colours
from exporter.load.images.kinds import JPEG, PNG, RESAVE
from exporter.load.images.metadata import chunks, first_picture, png_profile, without_packed
from exporter.load.images.visibility import is_nearly_invisible
from exporter.source import Scalar

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFile import ImageFile

LARGEST: Final = (2080, 1780)
"""Pixels that fill the largest place for a picture at 300 dpi: 176 by 150 mm, in large print on Letter paper."""
_FORMATS: Final = {PNG: "PNG", JPEG: "JPEG"}
_ORIENTATION: Final = 0x0112  # Exif 2.32, 4.6.4: how the camera was held
_TURNED: Final = range(2, 9)
_BROKEN: Final = (OSError, SyntaxError, EOFError, LookupError, TypeError, ValueError, OverflowError, struct.error)
_DAMAGED: Final = "it is broken or cut off"


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture: its bytes, its size in pixels, and warnings and notes about it."""

    content: bytes
    size: tuple[int, int]
    problems: tuple[Problem, ...]


def read_raster(content: bytes, media_type: str, name: Scalar, limits: Limits) -> Raster:
    """Return a picture as a reader should see it.

    Raises ArticleError, before decoding, if it is too large, and ValueError if it is broken or animated.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are for the author of the picture
        shown = first_picture(content) if media_type == JPEG else content
        picture = _opened(shown, media_type, name)
        require_small(picture.size, name, limits)
        if getattr(picture, "n_frames", 1) > 1:
            raise ValueError("it contains several pictures, and paper can show only one")
        try:
            whole = _decoded(picture, shown)
            exact = _in_8_bits(_upright(whole), shown) if media_type == PNG else _upright(whole)
            small = _fitted(exact)
        except _BROKEN as error:
            raise ValueError(_DAMAGED) from error
        made, problems = _in_srgb(small, name)
        is_kept = made is whole
        if not is_kept:
            saved = _saved(made, media_type, is_small=small is not exact)
            is_kept = exact is whole and made is small and len(saved) >= len(shown)
        if is_nearly_invisible(made):
            problems.append(invisible(name))
    if is_kept:
        return Raster(shown, whole.size, tuple(problems))
    if small is not exact:
        problems.append(_smaller(name, exact.size, made.size, len(content), len(saved)))
    return Raster(saved, made.size, tuple(problems))


def require_small(size: tuple[float, float], name: Scalar, limits: Limits) -> None:
    """Raise ArticleError if a picture has more pixels than the limits allow, and ValueError if it has none."""
    width, height = size
    found = f"`{name}` is {width:g} by {height:g} pixels large"
    if max(size) > limits.picture_side:
        raise ArticleError(limits.exceeded("picture_side", found, name.location))
    if width * height > limits.picture_megapixels * 1e6:
        raise ArticleError(limits.exceeded("picture_megapixels", found, name.location))
    if min(size) < 0.01:
        raise ValueError("it has no size")


# ---------------------------------------------------------------- from bytes to pixels


def _opened(content: bytes, media_type: str, name: Scalar) -> "ImageFile":
    """Open a picture without decoding its pixels."""
    from PIL import Image as Pillow

    form = _FORMATS[media_type]
    if form == "PNG" and content[12:16] != b"IHDR":
        raise ValueError(_DAMAGED)
    try:
        return Pillow.open(BytesIO(without_packed(content) if form == "PNG" else content), formats=[form])
    except Pillow.DecompressionBombError as error:
        most = 2 * (Pillow.MAX_IMAGE_PIXELS or 0) // 10**6
        message = f"`{name}` has more than {most} million pixels"
        raise ArticleError(Problem(message, name.location, "make it smaller")) from error
    except _BROKEN as error:
        raise ValueError(_DAMAGED) from error


def _decoded(picture: "ImageFile", content: bytes) -> "Picture":
    """Return a picture with all its pixels; `content` must have every one.

    Pillow's `load` accepts fewer once WeasyPrint has set its flag, which it does for the whole process.
    """
    from PIL import Image as Pillow

    ((decoder, _, _, options),) = picture.tile
    if picture.format == "PNG":
        picture.verify()
        parts = [(chunk[4:8], chunk[8:-4]) for chunk in chunks(content)]
        content = b"".join(part for kind, part in parts if kind == b"IDAT")
        if notes := dict(parts).get(b"eXIf"):  # it may come after the pixels
            picture.info["exif"] = b"Exif\0\0" + notes
        if packed := dict(parts).get(b"iCCP"):
            picture.info["icc_profile"] = png_profile(packed)
        options = (options, picture.info.get("interlace", 0))
    whole = Pillow.frombytes(picture.mode, picture.size, content, decoder, options)
    whole.info = picture.info
    if picture.palette:
        whole.putpalette(picture.palette)
    return whole


# ---------------------------------------------------------------- what a reader should see


def _upright(picture: "Picture") -> "Picture":
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture) if picture.getexif().get(_ORIENTATION) in _TURNED else picture


def _in_8_bits(picture: "Picture", png: bytes) -> "Picture":
    """Return a picture whose levels have 8 bits, also the one that its file calls transparent.

    Pillow reads most files like this, but not 16 bits of grey, and takes a transparent level as it is written.
    """
    from PIL import Image as Pillow
    from PIL import ImageChops

    depth, key = png[24], picture.info.pop("transparency", None)
    if picture.mode == "I;16":
        low, made = (Pillow.frombytes("L", picture.size, picture.tobytes()[byte::2]) for byte in (0, 1))
        made.info = picture.info
        if key is not None:
            same = [
                part.point([255 * (level == byte) for level in range(256)])
                for part, byte in zip((low, made), key.to_bytes(2, "little"), strict=True)
            ]
            made.putalpha(ImageChops.invert(ImageChops.multiply(*same)))
        return made
    if key is None:
        return picture.copy() if depth == 16 else picture
    if picture.mode == "P" or depth in {1, 8}:
        picture.info["transparency"] = key
        return picture
    made = picture.copy()
    made.info["transparency"] = key * 255 // (2**depth - 1) if isinstance(key, int) else tuple(one >> 8 for one in key)
    return made.convert("LA" if made.mode == "L" else "RGBA")


def _fitted(picture: "Picture") -> "Picture":
    """Return a picture that fits into the largest place for one; itself if it does."""
    from PIL.Image import Resampling

    scale = min(most / side for most, side in zip(LARGEST, picture.size, strict=True))
    if scale >= 1:
        return picture
    is_clear = "transparency" in picture.info
    if is_clear or picture.mode in {"P", "1"}:
        mode = {"L": "LA", "1": "LA" if is_clear else "L"}.get(picture.mode, "RGBA" if is_clear else "RGB")
        picture = picture.convert(mode)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(picture: "Picture", name: Scalar) -> "tuple[Picture, list[Problem]]":
    """Return a picture in sRGB, and a warning if its profile is broken: then its colours are taken as they are."""
    problems: list[Problem] = []
    if "icc_profile" in picture.info:
        profile = picture.info.pop("icc_profile") or b""
        try:
            picture = colours.from_profile(picture, profile)
        except colours.BrokenProfile as error:
            problems.append(_off_colour(name, error))
    elif "srgb" not in picture.info and "gamma" in picture.info:
        picture = colours.from_gamma(picture, picture.info["gamma"])
    return (picture.convert("RGB") if picture.mode == "CMYK" else picture), problems


def _saved(picture: "Picture", media_type: str, is_small: bool) -> bytes:
    """Return the bytes of a picture; fewer pixels need less quality, since nobody sees a single one of them."""
    output = BytesIO()
    quality = {"quality": 85} if is_small else {"quality": 95, "subsampling": 0}
    picture.save(output, _FORMATS[media_type], icc_profile=None, **(quality if media_type == JPEG else {}))
    return output.getvalue()


# ---------------------------------------------------------------- what its author should know


def invisible(name: Scalar) -> Problem:
    """Return the warning about a picture that readers will not see."""
    hint = "use a version with dark lines or a dark background"
    return Problem(f"`{name}` is nearly invisible on white paper", name.location, hint, Severity.WARNING)


def _off_colour(name: Scalar, error: Exception) -> Problem:
    message = f"the colours of `{name}` may look different: its colour profile is not used, since {error}"
    return Problem(message, name.location, RESAVE, Severity.WARNING)


def _smaller(name: Scalar, old: tuple[int, int], new: tuple[int, int], size: int, saved: int) -> Problem:
    message = (
        f"`{name}` goes into the files with {new[0]} by {new[1]} pixels and {saved / 2**20:.1f} MB; "
        f"your file has {old[0]} by {old[1]} pixels and {size / 2**20:.1f} MB, and stays as it is"
    )
    hint = "nothing to do: this is sharp on paper (300 dpi)"
    return Problem(message, name.location, hint, Severity.NOTE)
