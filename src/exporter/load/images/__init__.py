"""The pictures an article names, in; their bytes, kind and size out.

Every picture is opened here, so that none that is broken, huge or moving reaches a writer or a reader's machine.
"""

import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exporter.document import Image
from exporter.errors import ArticleError, Problem
from exporter.limits import Limits
from exporter.load.images import svg as drawings
from exporter.load.images.metadata import without_traces
from exporter.project import Project
from exporter.source import Scalar

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_KINDS: Final = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG"}
_HINT: Final = "use a .svg, .png or .jpg file"
_ORIENTATION: Final = 0x0112  # Exif 2.32, 4.6.4: how the camera was held


def read_images(project: Project, names: Sequence[Scalar]) -> dict[Scalar, Image]:
    """Return the pictures by the path written in the article. Raises ArticleError with all that is wrong."""
    images: dict[Scalar, Image] = {}
    problems: list[Problem] = []
    for name in names:
        if name in images:
            continue
        try:
            images[name] = _read_image(project, name)
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
            size = drawings.read_size(content, project.name(project.beside(name)), project.limits)
            _require_small(size, name, project.limits)
        else:
            _require_small(_raster_size(content, media_type), name, project.limits)
            content = _opened(content, media_type)
            size = _raster_size(content, media_type)
    except ValueError as error:
        article = "an" if kind == "SVG" else "a"
        raise ArticleError(
            Problem(f"`{name}` is not {article} {kind} picture: {error}", name.location, _HINT)
        ) from error
    return Image(str(name), media_type, without_traces(content, media_type), *size)


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


def _raster_size(content: bytes, media_type: str) -> tuple[int, int]:
    """Return width and height from the first bytes. Raises ValueError if they are those of another kind."""
    return _png_size(content) if media_type == "image/png" else _jpeg_size(content)


def _png_size(content: bytes) -> tuple[int, int]:
    """Source: PNG specification, 11.2.2 IHDR."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 33:
        raise ValueError("its first bytes say something else")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Source: ITU-T T.81, B.2.2: the frame header holds lines and samples per line."""
    if content[:3] != b"\xff\xd8\xff":
        raise ValueError("its first bytes say something else")
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if marker in {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    raise ValueError("it has no frame")


def _opened(content: bytes, media_type: str) -> bytes:
    """Return the picture as every reader shows it: upright, and in RGB where it was in printing inks.

    Raises ValueError if it is broken, or moves.
    """
    from PIL import Image as Pillow
    from PIL import ImageOps

    try:
        with _strictly():
            picture = Pillow.open(BytesIO(content), formats=[_FORMATS[media_type]])
            count = getattr(picture, "n_frames", 1)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, EOFError, TypeError, ValueError, OverflowError, struct.error) as error:
        raise ValueError("it is broken or cut off") from error
    if count > 1:
        raise ValueError("it holds several pictures, and paper shows one")
    is_turned = picture.getexif().get(_ORIENTATION, 1) != 1
    return _saved(_in_rgb(upright), media_type) if is_turned or picture.mode == "CMYK" else content


@contextmanager
def _strictly() -> Iterator[None]:
    """Let Pillow refuse what is not whole: WeasyPrint tells it to make do, which would leave a grey half.

    Its warnings are for who made the picture.
    """
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _in_rgb(picture: "Picture") -> "Picture":
    """Return the picture with the colours its profile means, if it is in printing inks and has one."""
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
    output = BytesIO()
    options = {"quality": 95, "subsampling": 0} if media_type == "image/jpeg" else {}
    picture.save(output, _FORMATS[media_type], icc_profile=picture.info.get("icc_profile"), exif=b"", **options)
    return output.getvalue()
