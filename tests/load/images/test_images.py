"""Reading pictures: their size, their pixels, and a problem for each damaged one."""

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageChops, ImageCms, ImageFile, ImageStat

from exporter.document import Image
from exporter.errors import ArticleError
from exporter.limits import Limits
from exporter.load.images import read_images
from exporter.project import Project
from exporter.source import Scalar, decode

Read = Callable[..., Image]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a picture as if an article named it."""

    def run(name: str, content: bytes, **limits: int) -> Image:
        (tmp_path / name).write_bytes(content)
        scalar = Scalar.at(name, decode(b"article", "article.yaml"), 0, 7)
        return read_images(Project.of(tmp_path / "article.yaml", Limits(**limits)), [scalar]).by_name[
            scalar.as_file_name
        ]

    return run


def refusal(read: Read, name: str, content: bytes, **limits: int) -> str:
    """Return the problem of a picture, or an empty text if it is accepted."""
    try:
        read(name, content, **limits)
    except ArticleError as error:
        (problem,) = error.problems
        assert problem.location
        assert problem.hint
        return problem.message
    return ""


def made(form: str, picture: Pillow.Image | None = None, mode: str = "RGB", **options: Any) -> bytes:
    output = BytesIO()
    (picture or Pillow.effect_noise((5, 4), 90)).convert(mode).save(output, form, **options)
    return output.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(width: int, height: int, rows: bytes, interlaced: bool = False, after: bytes = b"") -> bytes:
    """Return an 8-bit grey PNG; each row begins with its filter. Source: PNG specification, 11.2."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, interlaced])
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + after + chunk(b"IEND", b"")


# ---------------------------------------------------------------- the size of a drawing

SIZES = {
    'width="40" height="30"': (40, 30),
    'width="40px" height=" 30px "': (40, 30),
    'width="30pt" height="3pt"': (40, 4),
    'width="3pc" height="2pc"': (48, 32),
    'width="25.4mm" height="50.8mm"': (96, 192),
    'width="2.54cm" height="5.08cm"': (96, 192),
    'width="1in" height=".5in"': (96, 48),
    'width="4e1" height="+3E1px"': (40, 30),
    'width="40" height="30" viewBox="0 0 9 8"': (40, 30),
    'viewBox="0 0 20 10"': (20, 10),
    'viewBox=" -5,-5 , 20,10 "': (20, 10),
    'viewBox="0 0 0.5 1e1"': (0.5, 10),
    'width="40" viewBox="0 0 20 10"': (20, 10),
    'height="30" viewBox="0 0 20 10"': (20, 10),
    'width="100%" height="100%" viewBox="0 0 20 10"': (20, 10),
    'width="40" height="100%" viewBox="0 0 20 10"': (20, 10),
    'width="50%" height="30" viewBox="0 0 20 10"': (20, 10),
    'width="5em" height="5em" viewBox="0 0 20 10"': (20, 10),
    'width="5ex" height="5rem" viewBox="0 0 20 10"': (20, 10),
    'width="auto" height="" viewBox="0 0 20 10"': (20, 10),
    'width="-40" height="30" viewBox="0 0 20 10"': (20, 10),
    'width="40" height="-30" viewBox="0 0 20 10"': (20, 10),
    'width="40" height="0" viewBox="0 0 20 10"': (20, 10),
    'width="nan" height="1e999" viewBox="0 0 20 10"': (20, 10),
    'width="40" height="1e999" viewBox="0 0 20 10"': (20, 10),
}
NO_SIZES = {
    "": "neither width and height nor a viewBox",
    'width="40"': "neither width and height nor a viewBox",
    'height="40"': "neither width and height nor a viewBox",
    'width="100%" height="100%"': "neither width and height nor a viewBox",
    'width="5em" height="5em"': "neither width and height nor a viewBox",
    'viewBox=""': "neither width and height nor a viewBox",
    'viewBox="0 0 9"': "four numbers",
    'viewBox="0 0 9 9 9"': "four numbers",
    'viewBox="0 0 9 a"': "four numbers",
    'viewBox="0 0 inf 9"': "four numbers",
    'viewBox="nan 0 9 9"': "four numbers",
    'viewBox="0 0 0 9"': "the last two above 0",
    'viewBox="0 0 9 -9"': "the last two above 0",
    'width="40" height="30" viewBox="0 0 9"': "four numbers",
    'width="0.001" height="9"': "it has no size",
}


def svg(size: str = 'viewBox="0 0 9 9"', inside: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'.encode()


@pytest.mark.parametrize(("size", "wanted"), SIZES.items())
def test_a_drawing_has_the_size_of_its_lengths_or_else_of_its_view_box(
    size: str, wanted: tuple[float, float], read: Read
) -> None:
    image = read("a.svg", svg(size))
    assert (image.width, image.height) == pytest.approx(wanted)


@pytest.mark.parametrize(("size", "message"), NO_SIZES.items())
def test_a_drawing_without_a_size_is_refused(size: str, message: str, read: Read) -> None:
    assert message in refusal(read, "a.svg", svg(size))


# ---------------------------------------------------------------- the content of a drawing

RULES = "g{}"
INSIDE: dict[str, tuple[str, str]] = {
    "a base that leads out": ('<g xml:base="https://x.org/"/>', "a link to `https://x.org/`"),
    "a base of its own": ('<g xml:base="#a"/>', ""),
    "a source": ('<g src="a.png"/>', "a link to `a.png`"),
    "a link within": ('<use href=" #a"/>', ""),
    "a link that begins with white space": ('<use href=" http://x.org/#a"/>', "a link to ` http://x.org/#a`"),
    "a handler in capitals": ('<g ONCLICK="a()"/>', "the program in `ONCLICK`"),
    "an escape in an attribute": (r'<g fill="\75rl(http://x.org/)"/>', "a style that loads `http://x.org/`"),
    "a style in a style": ("<style>g{fill:url(//x.org/a)}</style>", "a style that loads `//x.org/a`"),
    "few rules": (f"<style>{RULES * 49}</style>" + "<g/>" * 60, ""),
    "many rules": (f"<style>{RULES * 50}</style>" + "<g/>" * 60, "the limit is `drawing_elements=100`"),
    "many rules in many styles": (f"<style>{RULES}</style>" * 50, "the limit is `drawing_elements=100`"),
    "as many elements as may be": ("<g/>" * 99, ""),
    "one element more": ("<g/>" * 100, "the limit is `drawing_elements=100`"),
    "elements that are shown again": ('<g id="a">' + "<g/>" * 40 + "</g>" + '<use href="#a"/>' * 2, "draws too many"),
    "a fill that is shown again": (
        '<g id="a">' + "<g/>" * 40 + '</g><g fill="url(#a)"/><g style="fill: url( \'#a\')"/>', "draws too many"
    ),
    "a fill that fetches": ('<g fill="url(http://x.org/a)"/>', "a style that loads `http://x.org/a`"),
    "a style that imports": ("<g style=\"@import '//x.org/a'\"/>", "a style that loads another one with `@import`"),
    "a link to itself, with white space": ('<use id="a" href=" #a"/>', "refers back to itself"),
    "a link to itself": ('<use id="a" href="#a"/>', "refers back to itself"),
    "a link to nothing": ('<use href="#b"/>', ""),
    "as deep as may be": ("<g>" * 59 + "</g>" * 59, ""),
    "one level more": ("<g>" * 60 + "</g>" * 60, "the limit is `depth=60`"),
    "an element of a program": ('<i:a xmlns:i="http://x.org/i" href="#a"/>', ""),
    "an element of a page": ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "the part `<p>`"),
    "an element without a vocabulary": ('<script xmlns=""/>', "the part `<script>`"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "message"), INSIDE.values(), ids=INSIDE)
def test_a_drawing_only_draws_and_not_too_much(inside: str, message: str, read: Read) -> None:
    said = refusal(read, "a.svg", svg(inside=inside), drawing_elements=100)
    assert message in said
    assert bool(message) == bool(said)


# ---------------------------------------------------------------- the name of a picture

NAMES = {
    "a.gif": ("`a.gif` is a GIF picture, which cannot be used here", b""),
    "a.xyz": ("`a.xyz` is not a picture of a known kind", b""),
    "a": ("`a` is not a picture of a known kind", b""),
    "a.svg": ("`a.svg` is not an SVG picture: ", b"<html/>"),
    "a.PNG": ("`a.PNG` is not a PNG picture: it is a JPEG picture", made("JPEG")),
    "a.jpeg": ("`a.jpeg` is not a JPEG picture: it is a PNG picture", made("PNG")),
    "b.png": ("`b.png` is not a PNG picture: the file is empty", b""),
    "c.png": ("`c.png` is not a PNG picture: the file contains something else", b"picture"),
}


def test_all_pictures_with_a_wrong_file_name_are_reported_together(tmp_path: Path) -> None:
    for name, (_, content) in NAMES.items():
        (tmp_path / name).write_bytes(content)
    source = decode(b"article", "article.yaml")
    with pytest.raises(ArticleError) as caught:
        read_images(Project.of(tmp_path / "article.yaml"), [Scalar.at(name, source, 0, 7) for name in NAMES])
    for problem, (message, _) in zip(caught.value.problems, NAMES.values(), strict=True):
        assert problem.message.startswith(message)


# ---------------------------------------------------------------- the largest pictures


def test_a_picture_may_be_as_large_as_the_limits_say_and_no_larger(read: Read) -> None:
    sides = {(20, 1): "", (1, 20): "", (21, 1): "picture_side=20", (1, 21): "picture_side=20"}
    areas = {(1000, 1000): "", (1000, 1001): "picture_megapixels=1"}
    for sizes, limits in ((sides, {"picture_side": 20}), (areas, {"picture_megapixels": 1})):
        for (width, height), limit in sizes.items():
            for name, content in (
                ("a.png", made("PNG", Pillow.new("L", (width, height)))),
                ("a.jpg", made("JPEG", Pillow.new("L", (width, height)))),
                ("a.svg", svg(f'width="{width}" height="{height}"')),
            ):
                assert refusal(read, name, content, **limits).endswith(f"the limit is `{limit}`" if limit else "")
                assert bool(refusal(read, name, content, **limits)) == bool(limit)


def test_a_picture_that_is_too_large_is_refused_before_its_pixels_are_read(read: Read) -> None:
    assert "picture_megapixels=60" in refusal(read, "a.png", png(9_000, 9_000, b"not packed"))
    assert "broken" in refusal(read, "a.png", png(9, 9, b"not packed"))


# ---------------------------------------------------------------- turned pictures

# Where a point of the upright picture is in the one a camera stored, whose corner is (w, h). Exif 2.32, 4.6.4.
STORED: dict[int, Callable[[int, int, int, int], tuple[int, int]]] = {
    1: lambda x, y, w, h: (x, y),
    2: lambda x, y, w, h: (w - x, y),
    3: lambda x, y, w, h: (w - x, h - y),
    4: lambda x, y, w, h: (x, h - y),
    5: lambda x, y, w, h: (y, x),
    6: lambda x, y, w, h: (y, h - x),
    7: lambda x, y, w, h: (w - y, h - x),
    8: lambda x, y, w, h: (w - y, x),
}
SQUARES = Pillow.frombytes("RGB", (3, 2), bytes.fromhex("ff0000 00ff00 0000ff ffff00 00ffff 333333"))
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int) -> Pillow.Exif:
    notes = Pillow.Exif()
    notes[0x0112] = orientation
    return notes


def shown(image: Image) -> Pillow.Image:
    picture = Pillow.open(BytesIO(image.content))
    assert [image.width, image.height] == [*picture.size]
    assert dict(picture.getexif()) == {}
    return picture


def is_near(one: Pillow.Image, other: Pillow.Image, error: float) -> bool:
    """Return whether two pictures differ by at most `error` of 255 on average."""
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return one.size == other.size and max(ImageStat.Stat(difference).mean) <= error


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK")])
def test_a_picture_of_a_turned_camera_is_upright_pixel_by_pixel(
    form: str, mode: str, orientation: int, read: Read
) -> None:
    stored = SQUARES.resize((48, 32), Pillow.Resampling.NEAREST)  # in squares of 16, the blocks of JPEG
    place = STORED.get(orientation, STORED[1])
    upright = Pillow.new("RGB", (32, 48) if orientation in {5, 6, 7, 8} else (48, 32))
    for x in range(upright.width):
        for y in range(upright.height):
            upright.putpixel((x, y), stored.getpixel(place(x, y, 47, 31)) or 0)
    content = made(form, stored, mode, exif=exif(orientation), quality=100, subsampling=0)
    found = shown(read(f"a.{form}", content))
    assert is_near(found, upright, 0 if form == "PNG" else 3)
    assert found.mode == ("RGB" if mode == "CMYK" else mode)


def test_a_picture_may_say_how_it_is_turned_after_its_pixels(read: Read) -> None:
    rows = zlib.compress(b"\0\1\2\3" + b"\0\4\5\6")
    late = chunk(b"eXIf", exif(6).tobytes().removeprefix(b"Exif\0\0"))
    assert shown(read("a.png", png(3, 2, rows, after=late))).tobytes() == bytes([4, 1, 5, 2, 6, 3])


def test_a_picture_may_be_interlaced(read: Read) -> None:
    rows = zlib.compress(b"\0\1" + b"\0\3" + b"\0\2" + b"\0\4\5\6")  # the passes of 3 by 2 pixels
    content = png(3, 2, rows, interlaced=True)
    assert shown(read("a.png", content)).tobytes() == bytes([1, 2, 3, 4, 5, 6])
    late = chunk(b"eXIf", exif(3).tobytes().removeprefix(b"Exif\0\0"))
    content = png(3, 2, rows, interlaced=True, after=late)
    assert shown(read("a.png", content)).tobytes() == bytes([6, 5, 4, 3, 2, 1])


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_turned_picture_keeps_its_colours_and_its_detail(form: str, read: Read) -> None:
    coloured = Pillow.merge("RGB", [Pillow.effect_noise((40, 30), 200) for _ in "RGB"])
    options: dict[str, Any] = {"quality": 100, "subsampling": 0} if form == "JPEG" else {}
    content = made(form, coloured, icc_profile=PROFILE, exif=exif(3), **options)
    found = shown(read(f"a.{form}", content))
    assert "icc_profile" not in found.info
    assert is_near(found, Pillow.open(BytesIO(content)).rotate(180), 3.6)


def test_a_turned_picture_keeps_its_transparency(read: Read) -> None:
    content = made("PNG", SQUARES, "P", exif=exif(3), transparency=0)
    seen = Pillow.open(BytesIO(content)).convert("RGBA").rotate(180)
    assert shown(read("a.png", content)).convert("RGBA").tobytes() == seen.tobytes()


# ---------------------------------------------------------------- damaged pictures

CUT = {
    "a PNG": ("a.png", made("PNG")),
    "a JPEG": ("a.jpg", made("JPEG")),
    "a progressive JPEG": ("a.jpeg", made("JPEG", progressive=True)),
    "an SVG": ("a.svg", svg(inside='<circle r="3"/>')),
}
WHOLE = {
    **{f"a PNG of mode {mode}": ("a.PNG", made("PNG", mode=mode)) for mode in ("1", "L", "LA", "P", "RGBA")},
    "a JPEG in grey": ("a.JPG", made("JPEG", mode="L")),
    "a large JPEG": ("a.jpg", made("JPEG", Pillow.effect_noise((700, 500), 90), quality=100)),
    **CUT,
}
JPEG = CUT["a JPEG"][1]
CODES = JPEG.index(b"\xff\xc4") + 5  # the number of codes of each length. ITU-T T.81, B.2.4.2
BROKEN = {
    "a PNG with a byte too few": ("a.png", png(9, 10, zlib.compress(bytes(10 * 10 - 1)))),
    "a PNG packed wrong": ("a.png", png(9, 10, b"x\x9c" + b"\xff" * 90)),
    "a PNG without pixels": ("a.png", SIGNATURE + png(9, 9, b"")[8:33] + chunk(b"IEND", b"")),
    "a PNG with another byte": ("a.png", made("PNG").replace(b"IDATx", b"IDATy")),
    "a JPEG whose codes mean nothing": ("a.jpg", JPEG[:CODES] + b"\xff" * 16 + JPEG[CODES + 16 :]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), WHOLE.values(), ids=WHOLE)
def test_a_picture_that_is_whole_stays_as_it_is(name: str, content: bytes, read: Read) -> None:
    assert read(name, content).content == content


@pytest.mark.parametrize(("name", "content"), CUT.values(), ids=CUT)
def test_a_picture_that_is_cut_off_anywhere_is_refused(
    name: str, content: bytes, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it for the whole process
    checksum = 4 if name == "a.png" else 0  # the last chunk has a checksum of no bytes
    for end in range(len(content) - checksum):
        assert refusal(read, name, content[:end]).startswith(f"`{name}` is not a"), end


@pytest.mark.parametrize("is_lax", [False, True], ids=["strict", "lax"])
@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_picture_whose_pixels_are_not_all_there_is_refused(
    name: str, content: bytes, is_lax: bool, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lax)
    assert "it is broken or cut off" in refusal(read, name, content)
