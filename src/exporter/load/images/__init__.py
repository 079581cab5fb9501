"""Reads the pictures that an article names: their bytes, kind and size.

Every picture is opened here, so that none that is broken, huge or moving reaches a writer or a reader's machine.
"""

import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exporter.document import Image
from exporter.errors import ArticleError, Problem
from exporter.limits import Limits
from exporter.load.images import svg
from exporter.load.images.metadata import chunks, strip_metadata, without_texts
from exporter.project import Project
from exporter.source import Scalar

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFile import ImageFile

_KINDS: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_FORMATS: Final = {"image/png": ("PNG", b"\x89PNG\r\n\x1a\n"), "image/jpeg": ("JPEG", b"\xff\xd8\xff")}
"""Pillow's name of each format, and its first bytes."""
_HINT: Final = "use a .svg, .png or .jpg file"
_ORIENTATION: Final = 0x0112  # Exif 2.32, 4.6.4: how the camera was held
_BROKEN: Final = (OSError, SyntaxError, EOFError, LookupError, TypeError, ValueError, OverflowError, struct.error)


def read_images(project: Project, names: Sequence[Scalar]) -> dict[tuple[str, str], Image]:
    """Return the pictures by `as_file_name` of each name. Raises ArticleError with every problem."""
    images: dict[tuple[str, str], Image] = {}
    problems: list[Problem] = []
    for name in names:
        if name.as_file_name in images:
            continue
        try:
            images[name.as_file_name] = _read_image(project, name)
        except ArticleError as error:
            problems += error.problems
    if problems:
        raise ArticleError(problems)
    return images


def _read_image(project: Project, name: Scalar) -> Image:
    media_type = _KINDS.get(Path(name).suffix.lower())
    content = project.read_named(name, "picture_mb") if media_type else b""
    if media_type is None:
        raise ArticleError(Problem(f"`{name}` is not a picture of a known kind", name.location, _HINT))
    kind = Path(name).suffix[1:].upper()
    try:
        if media_type == "image/svg+xml":
            size = svg.check_svg(content, project.name(project.beside(name)), project.limits)
            _require_small(size, name, project.limits)
        else:
            content, size = _read_raster(content, media_type, name, project.limits)
    except ValueError as error:
        article = "an" if kind == "SVG" else "a"
        raise ArticleError(
            Problem(f"`{name}` is not {article} {kind} picture: {error}", name.location, _HINT)
        ) from error
    return Image(str(name), media_type, strip_metadata(content, media_type), *size)


def _require_small(size: tuple[float, float], name: Scalar, limits: Limits) -> None:
    width, height = size
    found = f"`{name}` is {width:g} by {height:g} pixels large"
    if max(size) > limits.picture_side:
        raise ArticleError(limits.exceeded("picture_side", found, name.location))
    if width * height > limits.picture_megapixels * 1e6:
        raise ArticleError(limits.exceeded("picture_megapixels", found, name.location))
    if min(size) < 0.01:
        raise ValueError("it has no size")


# ---------------------------------------------------------------- pictures made of pixels


def _read_raster(content: bytes, media_type: str, name: Scalar, limits: Limits) -> tuple[bytes, tuple[float, float]]:
    """Return the picture, turned upright and converted from CMYK to RGB if needed, and its size in pixels.

    Raises ArticleError, before decoding, if it is too large, and ValueError if it is broken or animated.
    """
    from PIL import ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are for the author of the picture
        picture = _opened(content, media_type, name)
        _require_small(picture.size, name, limits)
        if getattr(picture, "n_frames", 1) > 1:
            raise ValueError("it contains several pictures, and paper can show only one")
        try:
            whole = _decoded(picture, content)
            is_turned = whole.getexif().get(_ORIENTATION, 1) != 1
            upright = ImageOps.exif_transpose(whole) if is_turned else whole
        except _BROKEN as error:
            raise ValueError("it is broken or cut off") from error
    changed = is_turned or picture.mode == "CMYK"
    return _saved(_in_rgb(upright), media_type) if changed else content, upright.size


def _opened(content: bytes, media_type: str, name: Scalar) -> "ImageFile":
    """Open a picture without decoding its pixels."""
    from PIL import Image as Pillow

    form, signature = _FORMATS[media_type]
    if not content.startswith(signature):
        raise ValueError("the file contains something else")
    try:
        return Pillow.open(BytesIO(without_texts(content) if form == "PNG" else content), formats=[form])
    except Pillow.DecompressionBombError as error:
        most = 2 * (Pillow.MAX_IMAGE_PIXELS or 0) // 10**6
        message = f"`{name}` has more than {most} million pixels"
        raise ArticleError(Problem(message, name.location, "make it smaller")) from error
    except _BROKEN as error:
        raise ValueError("it is broken or cut off") from error


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
        options = (options, picture.info.get("interlace", 0))
    whole = Pillow.frombytes(picture.mode, picture.size, content, decoder, options)
    whole.info = picture.info
    if picture.palette:
        whole.putpalette(picture.palette)
    return whole


def _in_rgb(picture: "Picture") -> "Picture":
    """Return a CMYK picture in RGB, converted by its colour profile if it has one; any other picture unchanged."""
    from PIL import ImageCms

    if picture.mode != "CMYK":
        return picture
    if not (profile := picture.info.pop("icc_profile", None)):
        return picture.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except ImageCms.PyCMSError as error:
        raise ValueError("its colour profile is broken") from error
    return converted or picture


def _saved(picture: "Picture", media_type: str) -> bytes:
    output, (form, _) = BytesIO(), _FORMATS[media_type]
    options = {"quality": 95, "subsampling": 0} if form == "JPEG" else {}
    picture.save(output, form, icc_profile=picture.info.get("icc_profile"), **options)
    return output.getvalue()
