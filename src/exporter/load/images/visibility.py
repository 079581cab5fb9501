"""Finds pictures that are nearly invisible on white paper, such as a logo in white for dark backgrounds."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import tinycss2
import tinycss2.color5
from lxml import etree

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_PALEST: Final = 210  # of 255: a grey with a contrast of 1.5 to 1 with white, by WCAG 2.2
_PALEST_YELLOW: Final = 245  # the same for red and green alone, since blue adds hardly any brightness: 1.1 to 1
_FEWEST: Final = 1 / 2000  # of its area: a line two pixels wide and as long as a picture of 1000 by 1000 pixels, halved


def is_nearly_invisible(picture: "Picture") -> bool:
    """Return whether almost no part of a picture differs from white.

    A part is seen if its red, green or blue is darker than a pale grey, or its red or green darker than in yellow.
    """
    from PIL import Image as Pillow
    from PIL import ImageChops

    clear = picture.convert("RGBA")
    page = Pillow.new("RGBA", clear.size, "white")
    page.alpha_composite(clear)
    shown = page.convert("RGB")
    red, green, blue = shown.split()
    warm = ImageChops.darker(red, green)
    yellow = warm.point([max(0, level - _PALEST_YELLOW + _PALEST) for level in range(256)])
    levels = ImageChops.lighter(ImageChops.darker(warm, blue), yellow).histogram()
    own = sum(clear.getchannel("A").histogram()[1:])
    return sum(levels[: _PALEST + 1]) < _FEWEST * own or not own


# ---------------------------------------------------------------- drawings

_SHAPES: Final = frozenset("path rect circle ellipse line polyline polygon text tspan textPath use".split())
_UNPAINTED: Final = frozenset({"clipPath", "mask"})  # their colours only say where something else is painted
_DEFAULTS: Final = {"fill": "black", "stroke": "none"}
_CLEAREST: Final = 0.05
_SIMPLE: Final = re.compile(r"[.#]?[\w-]+")

Rule = tuple[str, str, str]
"""A selector of one name, a property and its value."""


class _Unclear(Exception):
    """The colours of a drawing cannot be found without drawing it."""


def is_nearly_invisible_drawing(root: etree._Element) -> bool:
    """Return whether every colour of a drawing is nearly white; False if it is not clear, as with gradients."""
    if root.find(".//*[@filter]") is not None:  # it may paint a shadow
        return False
    try:
        rules = [rule for style in root.iter("{*}style") for rule in _rules(style.text or "")]
        shapes = [one for one in root.iter(etree.Element) if _name(one) in _SHAPES and not _is_unpainted(one)]
        colours = [colour for one in shapes for colour in _colours(one, rules) if colour not in {"none", "transparent"}]
        return bool(colours) and all(map(_is_pale, colours))
    except _Unclear:
        return False


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _is_unpainted(element: etree._Element) -> bool:
    return any(_name(one) in _UNPAINTED for one in element.iterancestors())


def _rules(css: str) -> Iterator[Rule]:
    """Yield the colours that a stylesheet gives to names. Raises _Unclear for other rules."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            raise _Unclear
        for selector in tinycss2.serialize(rule.prelude).split(","):
            for name, value in _declared(tinycss2.serialize(rule.content)):
                if not _SIMPLE.fullmatch(selector.strip()):
                    raise _Unclear
                yield selector.strip(), name, value


def _declared(css: str) -> Iterator[tuple[str, str]]:
    """Yield the declarations of colours. Raises _Unclear for a filter, which may paint a shadow."""
    for one in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and one.lower_name == "filter":
            raise _Unclear
        if one.type == "declaration" and one.lower_name in _DEFAULTS:
            yield one.lower_name, tinycss2.serialize(one.value).strip().lower()


def _colours(shape: etree._Element, rules: list[Rule]) -> Iterator[str]:
    """Yield every colour that may be the fill or the stroke of a shape."""
    if _name(shape) == "use":
        return  # what it repeats is a shape of its own; its colours are those of the parents here
    for key, default in _DEFAULTS.items():
        levels = (list(_given(one, key, rules)) for one in (shape, *shape.iterancestors()))
        yield from next(filter(None, levels), [default])


def _given(element: etree._Element, key: str, rules: list[Rule]) -> Iterator[str]:
    """Yield the values that a property has on an element itself."""
    names = {_name(element), f"#{element.get('id')}", *(f".{one}" for one in (element.get("class") or "").split())}
    ruled = ((name, value) for selector, name, value in rules if selector in names)
    attribute = (key, (element.get(key) or "").strip().lower())
    for name, value in (attribute, *ruled, *_declared(element.get("style") or "")):
        if name == key and value not in {"", "inherit"}:
            yield value


def _is_pale(colour: str) -> bool:
    """Return whether a colour is nearly that of white paper. Raises _Unclear if it is no plain colour."""
    found = tinycss2.color5.parse_color(colour)
    if found is None or isinstance(found, str) or found.space not in {"srgb", "hsl", "hwb"}:
        raise _Unclear
    red, green, blue = (255 * part for part in found.to("srgb").coordinates)
    return bool(found.alpha < _CLEAREST or min(red, green, blue) > _PALEST or min(red, green) > _PALEST_YELLOW)
