"""A picture that cannot be seen on white paper is a warning; one that can be seen is not."""

from collections.abc import Callable

import pytest
from bitmaps import made, read_all
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

SIZE = (400, 200)


def words(ink: str, paper: str | tuple[int, ...], mode: str = "RGB") -> Pillow.Image:
    picture = Pillow.new(mode, SIZE, paper)
    ImageDraw.Draw(picture).text((20, 60), "Example Clinic", ink, font=ImageFont.load_default(48))
    return picture


def lines(ink: str, paper: str, count: int) -> Pillow.Image:
    picture = Pillow.new("RGB", (1600, 1200), paper)
    for line in range(count):
        ImageDraw.Draw(picture).line((100, 100 + 90 * line, 1500, 300 + 90 * line), ink, 2)
    return picture


def sign(colour: str) -> Pillow.Image:
    picture = Pillow.new("RGBA", SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((120, 20, 280, 180), colour)
    return picture


def noise(low: int, high: int) -> Pillow.Image:
    """Return a photograph whose greys are between two levels."""
    soft = Pillow.effect_noise(SIZE, 120).filter(ImageFilter.GaussianBlur(2))
    levels = [low + (high - low) * max(0, min(255, 3 * level - 255)) // 255 for level in range(256)]
    return soft.point(levels)


CLEAR = (0, 0, 0, 0)
INVISIBLE: dict[str, Callable[[], Pillow.Image]] = {
    "white words on nothing": lambda: words("white", CLEAR, "RGBA"),
    "white words on nothing, with a palette": lambda: words("white", CLEAR, "RGBA").quantize(16),
    "white words in grey on nothing": lambda: words("white", CLEAR, "RGBA").convert("LA"),
    "white words on white": lambda: words("white", "white"),
    "very light grey words on white": lambda: words("#e4e4e4", "white"),
    "black words on nothing that hardly cover it": lambda: words("#00000018", CLEAR, "RGBA"),
    "light yellow words": lambda: words("#ffffb0", "white"),
    "yellow words": lambda: words("#ffff00", "white"),
    "a white sign on nothing": lambda: sign("white"),
    "light grey lines": lambda: lines("#dddddd", "white", 9),
    "nothing": lambda: Pillow.new("RGBA", SIZE, CLEAR),
    "white": lambda: Pillow.new("1", SIZE, 1),
}
VISIBLE: dict[str, Callable[[], Pillow.Image]] = {
    "words": lambda: words("black", "white"),
    "grey words": lambda: words("#b0b0b0", "white"),
    "white words on colour": lambda: words("white", "#2a7f9e"),
    "words on light yellow paper": lambda: words("black", "#fffff0"),
    "black on nothing": lambda: words("black", CLEAR, "RGBA"),
    "white words with a dark edge": lambda: Pillow.alpha_composite(
        words("#333333", CLEAR, "RGBA").filter(ImageFilter.BoxBlur(2)), words("white", CLEAR, "RGBA")
    ),
    "a drawing of few lines": lambda: lines("black", "white", 2),
    "one line on a large page": lambda: lines("black", "#f4f8fb", 1),
    "a grey drawing": lambda: lines("#999999", "white", 9),
    "a photograph": lambda: noise(0, 255),
    "a photograph of snow": lambda: noise(170, 255),
    **{f"a sign in {colour}": lambda colour=colour: sign(colour)  # type: ignore[misc]
       for colour in ("#add8e6", "#ffc0cb", "#ffd700", "#90ee90", "#ffe0b2", "#e6b8ff", "#cccccc")},
    "black": lambda: Pillow.new("1", SIZE, 0),
}  # fmt: skip


@pytest.mark.parametrize("picture", INVISIBLE.values(), ids=INVISIBLE)
def test_a_picture_that_is_nearly_invisible_is_a_warning(picture: Callable[[], Pillow.Image]) -> None:
    _, (warning,) = read_all("a.png", made("PNG", picture()))
    assert warning.message == "`a.png` is nearly invisible on white paper"
    assert not warning.is_error


@pytest.mark.parametrize("quality", [30, 75, 95])
@pytest.mark.parametrize("ink", ["#f0f0f0", "#e0e0e0"])
def test_a_nearly_invisible_photograph_of_words_is_a_warning(ink: str, quality: int) -> None:
    assert len(read_all("a.jpg", made("JPEG", words(ink, "white"), quality=quality))[1]) == 1


@pytest.mark.parametrize("picture", VISIBLE.values(), ids=VISIBLE)
def test_a_picture_that_can_be_seen_is_no_warning(picture: Callable[[], Pillow.Image]) -> None:
    assert read_all("a.png", made("PNG", picture()))[1] == ()
    if picture().mode == "RGB":
        assert read_all("a.jpg", made("JPEG", picture()))[1] == ()


# ---------------------------------------------------------------- drawings

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{}</svg>'
PALE_DRAWINGS = {
    "a colour of its own": '><path d="M0 0h9" fill="#fff"/>',
    "a colour in a style": '><path d="M0 0h9" style="fill: rgb(250, 250, 250); stroke: none"/>',
    "a colour of a group": ' fill="white"><g><path d="M0 0h9"/><text>A</text></g>',
    "a colour of a class": '><style>.a, .b { fill: #eeeeee }</style><path class="x a" d="M0 0h9"/>',
    "a colour of a name": '><style>path { fill: white }</style><path d="M0 0h9"/>',
    "lines only": ' fill="none" stroke="snow"><line x2="9"/>',
    "a part cut out by black": '><mask id="c"><rect width="9" height="9"/></mask><path fill="white" d="M0 0h9"/>',
    "yellow": '><text fill="yellow">A</text>',
    "a colour that covers nothing": '><text fill="rgba(0, 0, 0, 0.02)">A</text>',
}
SEEN_DRAWINGS = {
    "no colour, which is black": '><path d="M0 0h9"/>',
    "white on blue": '><rect fill="#00f"/><text fill="white">A</text>',
    "white with a dark edge": ' fill="white" stroke="#333"><path d="M0 0h9"/>',
    "one of two colours of a class": '><style>.a { fill: #eee } .b { fill: red }</style><path class="a b" d="M0 0h9"/>',
    "a gradient": '><path fill="url(#g)" d="M0 0h9"/>',
    "a rule that is not simple": '><style>g > path { fill: white }</style><path d="M0 0h9"/>',
    "a rule for a medium": '><style>@media print { path { fill: black } }</style><path fill="white" d="M0 0h9"/>',
    "a shadow": '><path fill="white" filter="url(#f)" d="M0 0h9"/>',
    "a shadow of a group": '><g fill="white" filter="url(#f)"><path fill="white" d="M0 0h9"/></g>',
    "a shadow in a style": '><style>.a { filter: drop-shadow(0 0 3px) }</style><path fill="white" d="M0 0h9"/>',
    "a colour of the text around it": '><path fill="currentColor" d="M0 0h9"/>',
    "a colour in another space": '><path fill="lab(90 0 0)" d="M0 0h9"/>',
    "light blue": '><path fill="lightblue" d="M0 0h9"/>',
    "nothing": ">",
    "a colour that is none": '><path fill="colour" d="M0 0h9"/>',
}


@pytest.mark.parametrize("inside", PALE_DRAWINGS.values(), ids=PALE_DRAWINGS)
def test_a_drawing_that_is_nearly_invisible_is_a_warning(inside: str) -> None:
    _, (warning,) = read_all("a.svg", SVG.replace("{}", inside).encode())
    assert warning.message == "`a.svg` is nearly invisible on white paper"
    assert not warning.is_error


@pytest.mark.parametrize("inside", SEEN_DRAWINGS.values(), ids=SEEN_DRAWINGS)
def test_a_drawing_that_can_be_seen_or_whose_colours_are_not_clear_is_no_warning(inside: str) -> None:
    assert read_all("a.svg", SVG.replace("{}", inside).encode())[1] == ()
