"""A picture has no more pixels than paper can show, and only what a reader should see is left of a phone's file."""

from typing import Any

import pytest
from bitmaps import made, opened, read, read_all, refusal
from PIL import Image as Pillow
from PIL import ImageChops, ImageStat

from exporter.errors import Severity
from exporter.load.images.raster import LARGEST


def photograph(width: int, height: int) -> Pillow.Image:
    """Return a picture with soft colours and the noise of a camera."""
    parts = [Pillow.effect_noise((16, 16), 90).resize((width, height), Pillow.Resampling.BICUBIC) for _ in "RGB"]
    return Pillow.merge("RGB", [ImageChops.add(part, Pillow.effect_noise((width, height), 6), 2) for part in parts])


def difference(one: Pillow.Image, other: Pillow.Image) -> float:
    return float(max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean))


LARGE = {
    "wide": ((2600, 1300), (2080, 1040)),
    "tall": ((600, 2400), (445, 1780)),
    "as a phone takes it": ((2800, 2100), (2080, 1560)),
    "a thin strip": ((15000, 8), (2080, 1)),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "size", "wanted"), [("JPEG", *sizes) for sizes in LARGE.values()] + [("PNG", *LARGE["tall"])]
)
def test_a_larger_picture_is_made_as_large_as_paper_can_show_and_looks_the_same(
    form: str, size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    picture = photograph(*size)
    options: dict[str, Any] = {"quality": 90} if form == "JPEG" else {"compress_level": 1}
    content = made(form, picture, **options)
    image, (note,) = read_all(f"a.{form}", content)
    assert opened(image.content).size == wanted
    assert [image.width, image.height] == [*wanted]
    assert len(image.content) < len(content)
    assert difference(opened(image.content), picture.resize(wanted, Pillow.Resampling.BOX)) < 4
    assert note.severity is Severity.NOTE
    assert f"goes into the files with {wanted[0]} by {wanted[1]} pixels" in note.message
    assert f"your file has {size[0]} by {size[1]} pixels" in note.message
    assert read_all(f"a.{form}", content) == (image, (note,))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_fits_keeps_its_bytes(form: str) -> None:
    content = made(form, photograph(*LARGEST), compress_level=1)
    image, notes = read_all(f"a.{form}", content)
    assert (image.content, notes) == (content, ())


def test_a_picture_that_would_not_become_smaller_keeps_its_pixels() -> None:
    page = Pillow.new("1", (2480, 3508), 1)
    page.paste(Pillow.effect_noise((900, 900), 90).convert("1"), (300, 300))
    content = made("PNG", page)
    image, notes = read_all("a.png", content)
    assert (image.content, notes) == (content, ())


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "clear grey", "clear colour", "clear palette"])
def test_a_larger_picture_keeps_its_transparency(mode: str) -> None:
    options: dict[str, Any] = {}
    kind = {"clear grey": "L", "clear colour": "RGB", "clear palette": "P"}.get(mode, mode)
    if mode.startswith("clear"):
        options["transparency"] = (1, 2, 3) if kind == "RGB" else 0
    picture = photograph(3000, 300).convert(kind)
    if kind in {"LA", "RGBA"}:
        picture.putalpha(255)
    nothing: Any = {"1": 1, "LA": (0, 0), "RGB": (1, 2, 3), "RGBA": (0, 0, 0, 0)}.get(kind, 0)
    picture.paste(nothing, (0, 0, 1500, 300))
    found = opened(read("a.png", made("PNG", picture, **options)).content).convert("RGBA")
    assert found.size == ((3000, 300) if kind in {"1", "P"} else (2080, 208))  # a palette takes less than its colours
    is_clear = mode not in {"1", "L", "P", "RGB"}
    assert found.getchannel("A").crop((0, 0, 1000, 208)).getextrema() == ((0, 0) if is_clear else (255, 255))


@pytest.mark.parametrize("transform", [0, 2], ids=["CMYK", "YCCK"])
def test_inks_have_the_colours_that_they_have_elsewhere_however_they_are_written(transform: int) -> None:
    content = made("JPEG", photograph(64, 48), "CMYK", quality=95)
    place = content.index(b"Adobe") + 11  # ITU-T T.872, 6.5.3: how Adobe's programs change colours
    content = content[:place] + bytes([transform]) + content[place + 1 :]
    assert difference(opened(read("a.jpg", content).content), opened(content)) < 5


# ---------------------------------------------------------------- what a phone adds

SECOND, FILM = Pillow.new("RGB", (64, 48), "black"), b"\0\0\0\x18ftypmp42 a film"


def of_phone(**options: Any) -> bytes:
    """Return a photograph with a second one inside, as phones make them (CIPA DC-007), and a film at its end."""
    return made("MPO", photograph(64, 48), save_all=True, append_images=[SECOND], **options) + FILM


@pytest.mark.parametrize("is_progressive", [False, True])
def test_only_the_first_picture_of_a_photograph_is_left(is_progressive: bool) -> None:
    content = of_phone(progressive=is_progressive)
    assert getattr(opened(content), "n_frames", 1) == 2
    image, notes = read_all("a.jpg", content)
    assert notes == ()
    found = opened(image.content)
    assert (found.format, found.size) == ("JPEG", (64, 48))
    assert difference(found, opened(content)) == 0
    for left in (b"MPF", b"film", b"ftyp"):
        assert left not in image.content
    assert image.content.endswith(b"\xff\xd9")
    assert image.content.count(b"\xff\xd8\xff") == 1


def test_a_turned_photograph_with_a_second_one_is_upright_without_camera_data() -> None:
    notes = Pillow.Exif()
    notes[0x0112], notes[0x010F] = 6, "Example Phone"
    image = read("a.jpg", of_phone(exif=notes))
    assert (image.width, image.height) == (48, 64)
    assert b"Example Phone" not in image.content


def test_bytes_between_the_parts_of_a_photograph_hide_no_camera_data() -> None:
    notes = Pillow.Exif()
    notes[0x010F] = "Example Phone"
    plain = made("JPEG", photograph(64, 48), exif=notes)
    for filling in (b"\xff", b"\xff\xff\xff"):
        content = plain[:20] + filling + plain[20:]
        found = read("a.jpg", content).content
        assert b"Example Phone" not in found
        assert difference(opened(found), opened(plain)) == 0


def test_a_moving_picture_is_refused() -> None:
    moving = made("PNG", photograph(64, 48), save_all=True, append_images=[SECOND])
    assert "it contains several pictures, and paper can show only one" in refusal("a.png", moving).message
