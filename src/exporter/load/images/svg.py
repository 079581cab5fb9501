"""Checks an SVG picture and reads its size: only what draws is allowed, since a web page shows the file as it is.

A drawing contains no program, loads nothing from outside itself, and draws no more than its elements say.
Source: SVG 2, chapter 2.5 (secure static mode), and chapter 16.
"""

import math
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from exporter.errors import ArticleError, Location, Problem
from exporter.limits import Limits
from exporter.project.stylesheets import external_urls
from exporter.source import Source, decode
from exporter.untrusted_xml import parse

_SVG: Final = "http://www.w3.org/2000/svg"
_ALLOWED: Final = frozenset(
    (
        "svg g defs symbol use switch title desc metadata style path rect circle ellipse line polyline polygon text "
        "tspan textPath linearGradient radialGradient stop clipPath mask pattern marker filter "
        "feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
        "feGaussianBlur feMerge feMergeNode feMorphology feOffset feTile feTurbulence"
    ).split()
)
# Other vocabularies (of drawing programs) mean nothing to a program that shows a picture; these do.
_ACTIVE: Final = frozenset(
    f"http://www.w3.org/{name}" for name in ("1999/xhtml", "1998/Math/MathML", "2001/XInclude", "1999/XSL/Transform")
)
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LINK: Final = re.compile(r"url\(\s*[\"']?#([^\"')]+)")
_DECLARATION: Final = re.compile(r"<!(?:DOCTYPE|ENTITY|ATTLIST|ELEMENT)|<\?(?!xml\s|xpacket\s)[\w.-]+")
# Drawing programs write this one, which has no effect and is never fetched.
_PLAIN_TYPE: Final = re.compile(
    r'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\s+"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"\s*>'
)
_SAVE: Final = "save the drawing as a plain SVG, or as a .png picture"


def check_svg(content: bytes, name: str, limits: Limits) -> tuple[float, float]:
    """Return width and height in CSS pixels.

    Raises ArticleError, placed in the file, for forbidden content, and ValueError if it is not an SVG picture.
    """
    source = decode(content, name)
    root = _parse(content)
    problems = list(_forbidden(root, source))
    if problems:
        raise ArticleError(problems)
    _require_bounded(root, source, limits)
    return _size(root)


def _parse(content: bytes) -> etree._Element:
    root = parse(content)
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError("its root element is not <svg> in the SVG namespace")
    return root


# ---------------------------------------------------------------- forbidden content


def _forbidden(root: etree._Element, source: Source) -> Iterator[Problem]:
    for what, line in _unwanted(root, source):
        yield Problem(f"a picture contains {what}", Location(source.name, line, 1), _SAVE)


def _unwanted(root: etree._Element, source: Source) -> Iterator[tuple[str, int]]:
    """Yield what a picture may not contain, with its line."""
    if (encoding := str(root.getroottree().docinfo.encoding or "UTF-8")).upper() not in {"UTF-8", "ASCII", "US-ASCII"}:
        yield f"text in the encoding `{encoding}`", 1
    for found in _DECLARATION.finditer(_PLAIN_TYPE.sub("", source.text)):
        yield f"a declaration `{found[0]}`", source.location(source.text.find(found[0])).line
    for node in root.getroottree().iter():
        if isinstance(node.tag, str):
            yield from ((what, _line(node)) for what in _unwanted_in(node))


def _line(node: etree._Element) -> int:
    line: object = node.sourceline
    return line if isinstance(line, int) else 0


def _unwanted_in(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element)
    if name.namespace in _ACTIVE or (name.namespace in {_SVG, None} and name.localname not in _ALLOWED):
        yield f"the part `<{name.localname}>`"
    if name.localname == "style":
        yield from _asked(element.text or "")
    for key, value in _attributes(element):
        if key.lower().startswith("on"):
            yield f"the program in `{key}`"
        elif key in {"href", "src", "base"} and not value.strip().startswith("#"):
            yield f"a link to `{value[:60]}`"
        elif key == "style" or "(" in value or "\\" in value:
            yield from _asked(value)


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    return ((etree.QName(name).localname, str(value)) for name, value in element.attrib.items())


def _asked(css: str) -> Iterator[str]:
    return (f"a style that loads {what}" for what, _, _ in external_urls(css))


# ---------------------------------------------------------------- its number of elements


def _require_bounded(root: etree._Element, source: Source, limits: Limits) -> None:
    """Raise ArticleError if elements lead back to themselves, or are repeated too often or too deep.

    An element costs itself, what it contains, and what it refers to, as often as it does.
    """
    named = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    rules = sum((element.text or "").count("{") for element in root.iter(f"{{{_SVG}}}style"))
    costs: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def cost(element: etree._Element) -> int:
        place = Location(source.name, _line(element), 1)
        if element in open_:
            message = f"the part `<{etree.QName(element).localname}>` of a picture refers back to itself"
            raise ArticleError(Problem(message, place, _SAVE))
        if len(open_) >= limits.depth:
            raise ArticleError(limits.exceeded("depth", "parts of a picture are nested too deep", place))
        if element not in costs:
            open_.add(element)
            led = (named[target] for target in _targets(element) if target in named)
            costs[element] = 1 + rules // 50 + sum(map(cost, (*element.iterchildren(etree.Element), *led)))
            open_.remove(element)
        if costs[element] > limits.drawing_elements:
            raise ArticleError(limits.exceeded("drawing_elements", "a picture draws too many parts", place))
        return costs[element]

    cost(root)


def _targets(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element's own attributes refer to."""
    for key, value in _attributes(element):
        if key == "href":
            yield value.strip()[1:]
        else:
            yield from _LINK.findall(value)


# ---------------------------------------------------------------- its size


def _size(root: etree._Element) -> tuple[float, float]:
    box = [_number(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if number]
    if box and (len(box) != 4 or not all(map(math.isfinite, box)) or min(box[2:]) <= 0):
        raise ValueError("its viewBox does not have four numbers, the last two above 0")
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width > 0 and height > 0:
        return width, height
    if box:
        return box[2], box[3]
    raise ValueError("it has neither width and height nor a viewBox")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _length(text: str | None) -> float:
    """Return a length in CSS pixels; 0 for no length, a percentage or an invalid text."""
    text = (text or "").strip()
    unit = text.lstrip("0123456789.+-eE ")
    length = _number(text[: len(text) - len(unit)]) * _UNITS.get(unit or "px", 0)
    return length if math.isfinite(length) else 0
