"""Renders the document as one XHTML body, the same tree for every format.

A writer may wrap it, change its attributes and drop the parts marked for another medium (`data-only`). It never changes
its text.
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup, escape

from exporter.document import Document, plain
from exporter.language import spell_date
from exporter.packaged import packaged_folder

JOINER: Final = "\N{WORD JOINER}"
_DIGIT: Final = r"[\d¼-¾⅐-⅞]"
_SIGN: Final = r"+\-−–±<>≤≥~∼≈$€£¥.,·"
_AFTER: Final = "%‰٪°′″"
_BETWEEN: Final = rf"{_SIGN}{_AFTER}٫٬:/⁄'’‐‑—×*^\u2009\u202f\xa0"
_NUMBER: Final = re.compile(
    rf"((?:(?<![\w)\]{_AFTER}])[{_SIGN}]{{1,3}})?{_DIGIT}+(?:[{_BETWEEN}]{{1,4}}{_DIGIT}+)*[{_AFTER}]?)"
)
"""A number with its signs and the numbers joined to it: `−0.5`, `1,000–2,500`, `120/80`, `5%–10%`, `2026-11-22`."""
_LONGEST: Final = 25  # characters; a longer word may be broken to fit a table: `LONGEST` in `min_content`


def render(document: Document) -> etree._Element:
    """Return the `<body>` of the document; its elements have no namespace."""
    markup = templates().get_template("body.xhtml.j2").render(document=document, labels=document.words)
    return etree.fromstring(markup.encode(), etree.XMLParser(remove_blank_text=False, huge_tree=True))


@cache
def templates() -> Environment:
    """Return the templates: they escape all text, and an undefined variable raises an error."""
    environment = Environment(
        loader=FileSystemLoader(packaged_folder("templates")),
        bytecode_cache=_compiled_templates(packaged_folder("templates") / "__pycache__"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "plain": plain,
        "kind": lambda value: type(value).__name__,
        "unknown": unknown,
        "spell_date": spell_date,
        "digits": digits,
        "unbroken": unbroken,
    }
    return environment


def _compiled_templates(folder: Path) -> BytecodeCache | None:
    """Return a cache for compiled templates in `folder`, as Python keeps modules; None if it cannot be written.

    Compiling the templates takes as long as setting a page.
    """
    if sys.dont_write_bytecode:
        return None
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def unknown(part: object) -> str:
    """Raise TypeError: no template renders this part, so a reader would miss it."""
    raise TypeError(f"no template sets {part!r}")


def unbroken(text: str) -> Markup:
    """Return a text as markup that keeps `0.25–2` and `2026-11-22` on one line: a reader reads each as one number."""
    return Markup("").join(
        Markup('<span class="short">{}</span>').format(part) if is_number else escape(part)
        for part, is_number in _parts(text)
    )


def joined(text: str) -> str:
    """Return a text that keeps the same numbers on one line with word joiners, which are invisible."""
    return "".join(JOINER.join(part) if is_number else part for part, is_number in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each part of a text, and whether it is a number that could be broken; digits alone are never broken."""
    for place, part in enumerate(_NUMBER.split(text)):
        yield part, place % 2 == 1 and len(part) <= _LONGEST and not part.rstrip(_AFTER).isnumeric()


def digits(phone: str) -> str:
    """Return a phone number as `tel:` needs it (digits, with a leading plus if it has one), or "" for other text."""
    if not re.fullmatch(r"\+?[\d\s().\-/]{3,}", phone.strip()):
        return ""
    return ("+" if phone.lstrip().startswith("+") else "") + "".join(sign for sign in phone if sign.isdecimal())
