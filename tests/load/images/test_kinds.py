"""Which files are pictures here, and how to turn another one into a picture, by its name and by its first bytes."""

import gzip

import pytest
from bitmaps import made, opened, read, refusal
from PIL import Image as Pillow

from exporter.load.images import kinds

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="3"/></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
EMF = b"\x01\0\0\0" + bytes(36) + b" EMF"
OTHERS = {
    "heic": (HEIC, "a HEIC photograph of a phone", "Most Compatible"),
    "avif": (b"\0\0\0\x1cftypavif", "an AVIF picture", "Preview"),
    "webp": (made("WEBP"), "a WebP picture", "Paint"),
    "gif": (made("GIF"), "a GIF picture", "Paint"),
    "tif": (made("TIFF"), "a TIFF picture", "Paint"),
    "bmp": (made("BMP"), "a BMP picture", "Paint"),
    "ico": (made("ICO"), "an icon", "Paint"),
    "jp2": (b"\0\0\0\x0cjP  \r\n\x87\n", "a picture of a newer JPEG kind", "Paint"),
    "psd": (b"8BPS\0\1", "a file of a paint program", "export"),
    "svgz": (gzip.compress(SVG, mtime=0), "a packed drawing", "Plain SVG"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript drawing", "Plain SVG"),
    "emf": (EMF, "a Windows drawing", "Plain SVG"),
    "wmf": (b"\xd7\xcd\xc6\x9a\0\0", "a Windows drawing", "Plain SVG"),
    "pdf": (b"%PDF-1.7\n", "a PDF document", "screenshot"),
    "docx": (b"PK\x03\x04\x14\0", "an office document", "Save as Picture"),
    "mp4": (b"\0\0\0\x18ftypmp42", "a film", "paper cannot show it"),
    "html": (b"<!DOCTYPE html>\n<html>", "a web page", "Save image as"),
}


@pytest.mark.parametrize(
    ("suffix", "content", "what", "hint"), [(name, *other) for name, other in OTHERS.items()], ids=OTHERS
)
def test_a_file_of_another_kind_is_refused_with_what_to_do_by_its_name_and_by_its_content(
    suffix: str, content: bytes, what: str, hint: str
) -> None:
    if suffix != "wmf":
        by_name = refusal(f"images/a.{suffix.upper()}", content)
        assert by_name.message == f"`images/a.{suffix.upper()}` is {what}, which cannot be used here"
        assert hint in by_name.hint
    for name, kind in (("a.png", "a PNG"), ("a.jpg", "a JPEG")):
        by_content = refusal(name, content)
        assert by_content.message == f"`{name}` is not {kind} picture: it is {what}"
        assert hint in by_content.hint


def test_each_kind_that_has_a_hint_is_known_by_one_suffix_only() -> None:
    suffixes = " ".join(kinds._OTHERS).split()
    assert len(suffixes) == len(set(suffixes))
    assert not {f".{suffix}" for suffix in suffixes} & set(kinds._ACCEPTED)
    assert all(name in suffixes or f".{name}" in kinds._ACCEPTED for name, _ in kinds._SIGNATURES)


RIGHT = {".jpg": made("JPEG"), ".png": made("PNG"), ".svg": SVG}


@pytest.mark.parametrize("form", ["WEBP", "GIF", "TIFF", "BMP", "ICO"])
def test_a_picture_that_is_saved_as_png_as_the_hint_says_is_accepted(form: str) -> None:
    assert read("a.png", made("PNG", opened(made(form)))).media_type == "image/png"


@pytest.mark.parametrize(("right", "content"), RIGHT.items(), ids=RIGHT)
def test_a_picture_with_the_name_of_another_kind_is_accepted_once_it_is_renamed(right: str, content: bytes) -> None:
    for wrong in {".png", ".jpg", ".svg"} - {right}:
        problem = refusal(f"a{wrong}", content)
        assert problem.message.startswith(f"`a{wrong}` is not ")
        assert f"name ends in {right}," in problem.hint
    assert read(f"a{right}", content).name == f"a{right}"


@pytest.mark.parametrize("suffix", ["jpg", "jpeg", "jpe", "jfif", "JPG"])
def test_a_photograph_may_have_any_of_the_names_that_programs_give_it(suffix: str) -> None:
    assert read(f"a.{suffix}", made("JPEG")).media_type == "image/jpeg"


@pytest.mark.parametrize("suffix", ["png", "jpg", "svg"])
def test_an_empty_file_is_called_empty(suffix: str) -> None:
    assert refusal(f"a.{suffix}", b"").message.endswith("the file is empty")


def test_a_file_that_says_what_it_is_but_is_cut_off_gets_a_hint_that_works() -> None:
    problem = refusal("a.png", made("PNG", Pillow.effect_noise((50, 50), 90))[:900])
    assert problem.message == "`a.png` is not a PNG picture: it is broken or cut off"
    assert "save it as a .png or .jpg file" in problem.hint
