"""Every kind of picture that an author may have is shown alike in every format, or is refused at its line."""

import re
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from bitmaps import chunk, made, opened, read
from conftest import article_text
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageFile
from profiles import SWAPPED, expected, of_grey, of_inks, of_primaries

from exporter.errors import ArticleError
from exporter.formats import FORMATS, PAPERS, PRESETS
from exporter.load.images.metadata import chunks
from exporter.load.images.raster import LARGEST
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.validators import Validators

SIDE = 16  # pixels of a square: the blocks of JPEG, also if colours have half the pixels
COLOURS = ("ff0000", "00ff00", "0000ff", "ffff00", "00ffff", "333333")
GREYS = ("000000", "555555", "aaaaaa", "ffffff", "aaaaaa", "555555")


def squares(colours: tuple[str, ...]) -> Pillow.Image:
    small = Pillow.frombytes("RGB", (3, 2), bytes.fromhex("".join(colours)))
    return small.resize((3 * SIDE, 2 * SIDE), Pillow.Resampling.NEAREST)


COLOURED, GREY = squares(COLOURS), squares(GREYS)
SOME_CLEAR = squares(("ff0000", "ffffff", "0000ff", "ffff00", "00ffff", "333333"))
GREY_SOME_CLEAR = squares(("000000", "ffffff", "aaaaaa", "ffffff", "aaaaaa", "ffffff"))
SWAPPED_COLOURS = squares(tuple(bytes(expected(tuple(bytes.fromhex(one)), SWAPPED)).hex() for one in COLOURS))
BLACK_AND_WHITE = squares(("000000", "ffffff", "000000", "ffffff", "000000", "ffffff"))


def turned(orientation: int) -> Pillow.Exif:
    notes = Pillow.Exif()
    notes[0x0112] = orientation
    return notes


def png(depth: int, colour_type: int, level: Callable[[tuple[int, int, int]], tuple[int, ...]], *extra: bytes) -> bytes:
    """Return a PNG of the coloured or grey squares; `level` gives the samples of a pixel.

    Source: PNG specification, 7.2 and 11.2.
    """
    picture = GREY if colour_type in {0, 3, 4} else COLOURED
    rows = b""
    for y in range(picture.height):
        bits = "".join(f"{one:0{depth}b}" for x in range(picture.width) for one in level(pixel(picture, x, y)))
        rows += b"\0" + int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))
    head = picture.width.to_bytes(4) + picture.height.to_bytes(4) + bytes([depth, colour_type, 0, 0, 0])
    parts = (chunk(b"IHDR", head), *extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pixel(picture: Pillow.Image, x: int, y: int) -> tuple[int, int, int]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def clear(*levels: int) -> bytes:
    return chunk(b"tRNS", b"".join(level.to_bytes(2) for level in levels))


def with_alpha(mode: str) -> Pillow.Image:
    """Return the squares, the second one transparent and black below."""
    picture = (COLOURED if mode == "RGBA" else GREY).convert(mode)
    hidden = (0, 0, 0, 0) if mode == "RGBA" else (0, 0)
    picture.paste(hidden, (SIDE, 0, 2 * SIDE, SIDE))
    if mode == "LA":
        picture.paste(hidden, (2 * SIDE, SIDE, 3 * SIDE, 2 * SIDE))
    return picture


JPG: dict[str, Any] = {"quality": 100, "subsampling": 0}
RED = bytes([138, 208, 195])  # in CIELAB
PALETTE = chunk(b"PLTE", bytes.fromhex("000000 555555 aaaaaa ffffff"))
TRANSPARENT = chunk(b"PLTE", bytes.fromhex("000000 550000 aaaaaa 000000")) + chunk(b"tRNS", b"\xff\0\xff\0")
Picture = tuple[str, bytes, Pillow.Image]


def grey(depth: int, *extra: bytes) -> bytes:
    return png(depth, 0, lambda colour: (colour[0] * (2**depth - 1) // 255,), *extra)


def in_16_bits(colour: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(part * 257 for part in colour)


PNGS: dict[str, tuple[bytes, Pillow.Image]] = {
    "1 bit": (made("PNG", BLACK_AND_WHITE, "1"), BLACK_AND_WHITE),
    "1 bit, with a transparent black": (grey(1, clear(0)), squares(("ffffff",) * 6)),
    "2 bits": (grey(2), GREY),
    "2 bits, with a transparent grey": (grey(2, clear(1)), GREY_SOME_CLEAR),
    "4 bits": (grey(4), GREY),
    "4 bits, with a transparent grey": (grey(4, clear(5)), GREY_SOME_CLEAR),
    "grey": (made("PNG", GREY, "L"), GREY),
    "grey, with a transparent grey": (made("PNG", GREY, "L", transparency=0x55), GREY_SOME_CLEAR),
    "grey of 16 bits": (grey(16), GREY),
    "grey of 16 bits, with a transparent grey": (grey(16, clear(0x5555)), GREY_SOME_CLEAR),
    "grey of 16 bits, with a transparent grey that is nearly another": (grey(16, clear(0x5554)), GREY),
    "grey and transparency": (made("PNG", with_alpha("LA")), GREY_SOME_CLEAR),
    "grey and transparency of 16 bits": (
        png(16, 4, lambda colour: (colour[0] * 257, 65535 * (colour[0] != 0x55))), GREY_SOME_CLEAR
    ),
    "a palette": (made("PNG", COLOURED.quantize(8)), COLOURED),
    "a palette of 2 bits": (png(2, 3, lambda colour: (colour[0] >> 6,), PALETTE), GREY),
    "a palette with a transparent colour": (
        png(2, 3, lambda colour: (colour[0] >> 6,), PALETTE, chunk(b"tRNS", b"\xff\0")), GREY_SOME_CLEAR
    ),
    "a palette with transparent colours": (png(2, 3, lambda colour: (colour[0] >> 6,), TRANSPARENT), GREY_SOME_CLEAR),
    "colours": (made("PNG", COLOURED), COLOURED),
    "colours, with a transparent colour": (made("PNG", COLOURED, transparency=(0, 255, 0)), SOME_CLEAR),
    "colours of 16 bits": (png(16, 2, in_16_bits), COLOURED),
    "colours of 16 bits, with a transparent colour": (png(16, 2, in_16_bits, clear(0, 65535, 0)), SOME_CLEAR),
    "colours and transparency": (made("PNG", with_alpha("RGBA")), SOME_CLEAR),
    "colours and transparency of 16 bits": (
        png(16, 6, lambda colour: (*in_16_bits(colour), 65535 * (colour != (0, 255, 0)))), SOME_CLEAR
    ),
    "a turned camera": (made("PNG", COLOURED.rotate(180), exif=turned(3)), COLOURED),
    "a profile that swaps colours": (made("PNG", COLOURED, icc_profile=of_primaries(SWAPPED)), SWAPPED_COLOURS),
    "a palette and a profile": (made("PNG", COLOURED.quantize(8), icc_profile=of_primaries(SWAPPED)), SWAPPED_COLOURS),
    "a profile that cannot be used": (made("PNG", COLOURED, icc_profile=of_grey(1)), COLOURED),
}  # fmt: skip
JPEGS: dict[str, tuple[bytes, Pillow.Image]] = {
    "colours": (made("JPEG", COLOURED, **JPG), COLOURED),
    "grey": (made("JPEG", GREY, "L", **JPG), GREY),
    "inks": (made("JPEG", COLOURED, "CMYK", **JPG), COLOURED),
    "inks and a profile": (
        made("JPEG", COLOURED, "CMYK", icc_profile=of_inks(RED), **JPG), squares(("ff0000",) * 6)
    ),
    "steps": (made("JPEG", COLOURED, progressive=True, **JPG), COLOURED),
    "colours of half the size": (made("JPEG", COLOURED, quality=100, subsampling="4:2:0"), COLOURED),
    "marks to restart": (made("JPEG", COLOURED, restart_marker_blocks=1, **JPG), COLOURED),
    "a turned camera": (made("JPEG", COLOURED.rotate(90, expand=True), exif=turned(6), **JPG), COLOURED),
    "a profile that swaps colours": (made("JPEG", COLOURED, icc_profile=of_primaries(SWAPPED), **JPG), SWAPPED_COLOURS),
    "a second picture inside": (made("MPO", COLOURED, save_all=True, append_images=[GREY], **JPG) + b"film", COLOURED),
}  # fmt: skip
SHOWN: dict[str, Picture] = {
    **{f"a PNG of {name}": ("png", *picture) for name, picture in PNGS.items()},
    **{f"a JPEG of {name}": ("jpg", *picture) for name, picture in JPEGS.items()},
}
FIGURE = """\
      - figure:
          id: fig-{0}
          image: {1}
          alt: Squares.
          caption: Squares {0}.
"""


def request(pictures: dict[str, bytes], *options: PdfOptions) -> Request:
    """Return the request for an article in which each picture is used twice."""
    names = [name for name in pictures for _ in range(2)]
    figures = "".join(FIGURE.format(count, name) for count, name in enumerate(names))
    text = article_text().replace("    content: Some text.\n", "    content:\n" + figures)
    files = {"a.yaml": text.encode(), **pictures}
    return Request("a.yaml", FORMATS, options or [PdfOptions()], files=files)


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline(Validators({})) as made_once:
        yield made_once


OPTIONS = [PdfOptions(is_grey=is_grey, is_archival=is_kept) for is_grey, is_kept in product((False, True), repeat=2)]


@pytest.fixture(scope="module")
def seen(pipeline: Pipeline) -> dict[str, list[Pillow.Image]]:
    """Return what each finished file shows of each picture, which is used twice, in order."""
    pictures = {f"{count}.{suffix}": content for count, (suffix, content, _) in enumerate(SHOWN.values())}
    asked = request(pictures, *OPTIONS)
    pipeline.check(asked)
    files = pipeline.export(asked).files
    pdfs = {one.file_name("a"): list(in_pdf(files[one.file_name("a")])) for one in OPTIONS}
    return {"a.html": in_page(files["a.html"]), "a.epub": in_book(files["a.epub"]), **pdfs}


def in_page(page: bytes) -> list[Pillow.Image]:
    urls = re.findall(r'<img src="data:image/[a-z]+;base64,([^"]+)"', page.decode())
    return [opened(b64decode(url)) for url in urls]


def in_book(book: bytes) -> list[Pillow.Image]:
    with ZipFile(BytesIO(book)) as archive:
        page = next(name for name in archive.namelist() if name.endswith("article.xhtml"))
        names = re.findall(r'<img src="([^"]+)"', archive.read(page).decode())
        return [opened(archive.read(f"{page.removesuffix('article.xhtml')}{name}")) for name in names]


def in_pdf(pdf: bytes) -> Iterator[Pillow.Image]:
    """Yield what a page shows at the place of each of its pictures."""
    for page in pypdfium2.PdfDocument(pdf):
        shown, height = page.render(scale=2).to_pil().convert("RGB"), page.get_height()
        for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = picture.get_bounds()
            yield shown.crop(tuple(round(2 * edge) for edge in (left, height - top, right, height - bottom)))


def middles(picture: Pillow.Image) -> list[tuple[int, int, int]]:
    """Return the colours in the middle of the six squares, on white."""
    page = Pillow.new("RGBA", picture.size, "white")
    page.alpha_composite(picture.convert("RGBA"))
    width, height = picture.size
    return [pixel(page, width * (2 * x + 1) // 6, height * (2 * y + 1) // 4) for y in range(2) for x in range(3)]


def farthest(one: Pillow.Image, other: Pillow.Image) -> int:
    """Return by how much of 255 the colours of two pictures differ at most."""
    pairs = zip(middles(one), middles(other), strict=True)
    return max(abs(part - wanted) for first, second in pairs for part, wanted in zip(first, second, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_shown_alike_in_every_format_each_time_it_is_used(
    name: str, seen: dict[str, list[Pillow.Image]]
) -> None:
    wanted = SHOWN[name][2]
    most = 14 if "inks and" in name else 6  # a profile of few steps
    for file, pictures in seen.items():
        right = wanted.convert("L").convert("RGB") if ".grey." in file else wanted
        for count in (0, 1):
            assert farthest(pictures[2 * list(SHOWN).index(name) + count], right) <= most, file


# ---------------------------------------------------------------- pictures that cannot be shown

DEEP = grey(16)
REFUSED: dict[str, tuple[str, bytes]] = {
    **{f"{name}, cut off": (suffix, content[: len(content) // 3]) for name, (suffix, content, _) in SHOWN.items()},
    "an empty PNG": ("png", b""),
    "an empty JPEG": ("jpg", b""),
    "an empty drawing": ("svg", b""),
    "a PNG without a pixel": ("png", DEEP[:16] + bytes(4) + DEEP[20:]),
    "a PNG of a depth that is none": ("png", DEEP[:24] + b"\x05" + DEEP[25:]),
    "a PNG larger than it is": ("png", DEEP[:16] + (14_000).to_bytes(4) + DEEP[20:]),
    "a PNG larger than the limits": ("png", DEEP[:16] + (10**6).to_bytes(4) + DEEP[20:]),
    "a PNG larger than any": ("png", DEEP[:16] + (2**31 - 1).to_bytes(4) * 2 + DEEP[24:]),
    "a moving PNG": ("png", made("PNG", COLOURED, save_all=True, append_images=[GREY])),
    "a drawing that cannot be read": ("svg", b"<svg"),
}


def test_every_picture_that_cannot_be_shown_is_named_at_every_place_where_it_is_used(pipeline: Pipeline) -> None:
    names = [f"{count}.{suffix}" for count, (suffix, _) in enumerate(REFUSED.values())]
    asked = request(dict(zip(names, (content for _, content in REFUSED.values()), strict=True)))
    for command in (pipeline.check, pipeline.export):
        with pytest.raises(ArticleError) as caught:
            command(asked)
        found = [(one.message.split("`")[1], one.location.line) for one in caught.value.problems if one.location]
        first = text_of(asked).split(names[0])[0].count("\n") + 1
        places = (first + 5 * count for count in range(2 * len(names)))
        assert sorted(found) == sorted(zip((name for name in names for _ in range(2)), places, strict=True))
        assert all(one.hint for one in caught.value.problems)


def text_of(asked: Request) -> str:
    assert asked.files
    return asked.files["a.yaml"].decode()


CHANGES = st.lists(st.tuples(st.integers(8, 3000), st.integers(0, 255)), min_size=1, max_size=4)


def with_right_checksums(content: bytes) -> bytes:
    """Return a PNG whose checksums do not betray what was changed."""
    parts = list(chunks(content))
    return content[:8] + b"".join(chunk(part[4:8], part[8:-4]) if len(part) > 11 else part for part in parts)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(SHOWN.values())), CHANGES, st.booleans())
def test_a_picture_however_it_is_changed_is_read_or_refused(
    picture: Picture, changes: list[tuple[int, int]], is_lax: bool
) -> None:
    suffix, changed = picture[0], bytearray(picture[1])
    for place, byte in changes:
        changed[min(place, len(changed) - 1)] = byte
    content = with_right_checksums(bytes(changed)) if suffix == "png" else bytes(changed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lax)  # WeasyPrint sets it for the whole process
        with suppress(ArticleError):
            image = read(f"a.{suffix}", content)
            assert opened(image.content).convert("RGBA").size == (image.width, image.height)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{}</svg>'
UNDRAWN = {
    "a rule that cannot be followed": "><style>rect:unknown(1) { fill: red }</style><path d='M0 0h9v9'/>",
    "a rule that is none": "><style>}}} rect {</style><path d='M0 0h9v9'/>",
    "a name without a vocabulary": "><style>svg|rect { fill: red }</style><path d='M0 0h9v9'/>",
    "a typeface without a file": "><style>@font-face { font-family: A }</style><path d='M0 0h9v9'/>",
    "a typeface without a name": "><style>@font-face { src: url(#a) }</style><path d='M0 0h9v9'/>",
    "a colour that no printer knows": "><path fill='color(display-p3 1 0 0)' d='M0 0h9v9'/>",
    "an angle that is none": "><rect width='9' height='9' transform='rotate(a)'/>",
}


@pytest.mark.slow
@pytest.mark.parametrize("options", OPTIONS, ids=lambda one: one.file_name("a"))
@pytest.mark.parametrize("inside", UNDRAWN.values(), ids=UNDRAWN)
def test_a_drawing_that_cannot_be_drawn_is_named_at_both_places_and_no_other_is(
    inside: str, options: PdfOptions, pipeline: Pipeline
) -> None:
    sound = "><style>path { fill: red }</style><path d='M0 0h9v9'/>"
    drawings = {"a.svg": SVG.replace("{}", sound).encode(), "b.svg": SVG.replace("{}", inside).encode()}
    asked = request({**drawings, "c.png": PNGS["colours"][0]}, options)
    first = text_of(asked).split("b.svg")[0].count("\n") + 1
    try:
        pipeline.export(asked)
    except ArticleError as error:
        found = [(one.message, one.location.line) for one in error.problems if one.location]
        assert found == [("the picture `b.svg` cannot be drawn", line) for line in (first, first + 5)]
    else:
        assert (options.is_grey, "display-p3" in inside) == (True, True)  # a grey is drawn from any colour


# ---------------------------------------------------------------- the largest place for a picture


def test_a_picture_has_300_dots_per_inch_in_the_largest_place_of_any_preset(pipeline: Pipeline) -> None:
    wide, tall = Pillow.new("RGB", (4000, 100), "red"), Pillow.new("RGB", (100, 4000), "red")
    options = [PdfOptions(preset, paper) for preset, paper in product(PRESETS, PAPERS)]
    files = pipeline.export(request({"a.png": made("PNG", wide), "b.png": made("PNG", tall)}, *options)).files
    places = [
        (right - left, top - bottom)
        for one in options
        for page in pypdfium2.PdfDocument(files[one.file_name("a")])
        for left, bottom, right, top in (
            picture.get_bounds() for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        )
    ]
    largest = (max(width for width, _ in places), max(height for _, height in places))
    for points, pixels in zip(largest, LARGEST, strict=True):
        assert 300 <= pixels / (points / 72) < 303
