"""Colours of every profile become those of sRGB, and the values are the ones that the profile's numbers give."""

from collections.abc import Sequence

import pytest
from bitmaps import chunk, made, opened, png_with, read, read_all
from PIL import Image as Pillow
from PIL import ImageCms
from profiles import DISPLAY_P3, SRGB, SWAPPED, Vector, encoded, expected, of_grey, of_inks, of_primaries, profile


def shown(content: bytes, place: tuple[int, int] = (8, 8)) -> tuple[int, ...]:
    picture = opened(content)
    assert "icc_profile" not in picture.info
    assert "gamma" not in picture.info
    found = picture.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return found


def is_near(one: Sequence[int], other: Sequence[int], error: int = 4) -> bool:
    return all(abs(first - second) <= error for first, second in zip(one, other, strict=True))


COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 64, 200), (240, 230, 30), (90, 90, 90), (255, 255, 255)]


@pytest.mark.parametrize("colour", COLOURS, ids=str)
@pytest.mark.parametrize("primaries", [SRGB, DISPLAY_P3, SWAPPED], ids=["sRGB", "Display P3", "swapped"])
@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "RGB")])
def test_colours_are_those_of_their_profile(
    form: str, mode: str, primaries: list[Vector], colour: tuple[int, int, int]
) -> None:
    picture = Pillow.new("RGB", (16, 16), colour)
    picture = picture.quantize(4) if mode == "P" else picture.convert(mode)
    content = made(form, picture, icc_profile=of_primaries(primaries), quality=100)
    assert is_near(shown(read(f"a.{form}", content).content), expected(colour, primaries))


def test_transparency_stays_as_it_is() -> None:
    half = Pillow.new("RGBA", (16, 16), (200, 40, 40, 99))
    content = read("a.png", made("PNG", half, "RGBA", icc_profile=of_primaries(SWAPPED))).content
    assert opened(content).getchannel("A").getextrema() == (99, 99)
    keyed = Pillow.new("RGB", (16, 16), (200, 40, 40))
    keyed.paste((1, 2, 3), (0, 0, 8, 16))
    content = read("a.png", made("PNG", keyed, icc_profile=of_primaries(SWAPPED), transparency=(1, 2, 3))).content
    alpha = opened(content).convert("RGBA").getchannel("A")
    assert (alpha.getpixel((0, 0)), alpha.getpixel((15, 0))) == (0, 255)


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_greys_are_those_of_their_profile(mode: str) -> None:
    content = read("a.png", made("PNG", Pillow.new("L", (16, 16), 100), mode, icc_profile=of_grey(1.0))).content
    assert opened(content).mode == mode
    assert is_near(shown(content), [encoded(100 / 255)] * 3, 2)


def test_a_grey_picture_with_a_profile_for_colours_is_one_whose_colours_are_equal() -> None:
    content = read("a.jpg", made("JPEG", Pillow.new("L", (16, 16), 100), "L", icc_profile=of_primaries(SRGB))).content
    assert opened(content).mode == "L"
    assert is_near(shown(content), expected((100, 100, 100), SRGB), 2)


def test_the_gamma_of_a_png_counts_if_nothing_else_says_what_its_colours_are() -> None:
    for gamma, extra, wanted in (
        (100_000, b"", encoded(100 / 255)),
        (45_455, b"", 100),
        (0, b"", 100),
        (100_000, chunk(b"sRGB", b"\0"), 100),
    ):
        content = png_with(Pillow.new("L", (16, 16), 100), chunk(b"gAMA", gamma.to_bytes(4)) + extra)
        assert is_near(shown(read("a.png", content).content), [wanted] * 3, 1), gamma


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_whose_profile_is_that_of_srgb_keeps_its_pixels_byte_for_byte(form: str) -> None:
    noise = Pillow.effect_noise((40, 30), 90)
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read(f"a.{form}", made(form, noise, icc_profile=standard)).content == made(form, noise)


def test_inks_are_shown_in_the_colour_of_their_profile() -> None:
    red = bytes([138, 208, 195])  # in RGB
    picture = Pillow.new("CMYK", (16, 16), (9, 99, 50, 0))
    found = read("a.jpg", made("JPEG", picture, "CMYK", icc_profile=of_inks(red), quality=100)).content
    assert opened(found).mode == "RGB"
    assert is_near(shown(found), (255, 0, 0), 12)


UNUSABLE: dict[str, tuple[str, str, bytes, str]] = {
    "no profile at all": ("PNG", "RGB", b"no profile", "it cannot be read"),
    "a profile that is cut off": ("PNG", "RGB", of_primaries(SWAPPED)[:200], "it cannot be read"),
    "a profile of an unknown kind": ("JPEG", "RGB", profile(b"HSV ", {}), "it cannot be read"),
    "a profile for inks": ("JPEG", "RGB", of_inks(b"\x80\x80\x80"), "it belongs to another kind of picture"),
    "a profile for colours, of inks": ("JPEG", "CMYK", of_primaries(SWAPPED), "it belongs to another kind of picture"),
    "a profile for greys, of colours": ("PNG", "RGB", of_grey(1.0), "it belongs to another kind of picture"),
}


@pytest.mark.parametrize(("form", "mode", "broken", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_profile_that_cannot_be_used_is_a_warning_and_the_colours_stay(
    form: str, mode: str, broken: bytes, reason: str
) -> None:
    picture = Pillow.new("RGB", (16, 16), (200, 100, 50))
    image, (warning,) = read_all(f"a.{form}", made(form, picture, mode, icc_profile=broken, quality=100))
    assert is_near(shown(image.content), (200, 100, 50))
    assert (
        warning.message
        == f"the colours of `a.{form}` may look different: its colour profile is not used, since {reason}"
    )
    assert not warning.is_error
    saved_again = made(form, opened(image.content))
    assert read_all(f"a.{form}", saved_again)[1] == ()


def test_a_profile_whose_packing_is_broken_is_a_warning() -> None:
    content = png_with(Pillow.new("L", (16, 16), 100), chunk(b"iCCP", b"name\0\0not packed"))
    assert [one.message for one in read_all("a.png", content)[1]] == [
        "the colours of `a.png` may look different: its colour profile is not used, since it cannot be read"
    ]
