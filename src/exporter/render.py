"""The Document in, one XHTML body out: the same tree for every format.

A writer may wrap it, change its attributes and drop parts marked for another medium (`data-only`); never its text.
"""

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import bidirectional

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup, escape

from exporter.document import Document, plain
from exporter.language import spell_date
from exporter.packaged import packaged_folder

_RANGE: Final = re.compile(r"\b\d{1,8}(?:[–‑-]\d{1,8}){1,3}\b")


def render(document: Document) -> etree._Element:
    """Return the document's `<body>`, its elements in no namespace."""
    markup = templates().get_template("body.xhtml.j2").render(document=document, labels=document.labels)
    return etree.fromstring(markup.encode(), etree.XMLParser(remove_blank_text=False, huge_tree=True))


@cache
def templates() -> Environment:
    """Return the templates: everything escaped, anything undefined an error."""
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
        "spell_date": spell_date,
        "digits": digits,
        "unbroken": unbroken,
    }
    return environment


def _compiled_templates(folder: Path) -> BytecodeCache | None:
    """Keep templates compiled where Python keeps modules, and as it does only where that can be written.

    Compiling them takes as long as setting a page.
    """
    if sys.dont_write_bytecode:
        return None
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def unbroken(text: str, direction: str) -> Markup:
    """Return a text as markup in which `294–9` and `2026-11-22` stay on one line: each is one thing to its reader.

    Not where letters run from right to left: the typesetter orders elements by themselves there, and `1–3,5` is one.
    """
    if direction == "rtl" or any(bidirectional(character) in ("R", "AL") for character in text):
        return escape(text)
    return Markup(_RANGE.sub(r'<span class="short">\g<0></span>', str(escape(text))))


def digits(phone: str) -> str:
    """Return a telephone number as `tel:` wants it, digits with a leading plus; nothing for any other text."""
    if not re.fullmatch(r"\+?[\d\s().\-/]{3,}", phone.strip()):
        return ""
    return ("+" if phone.lstrip().startswith("+") else "") + "".join(sign for sign in phone if sign.isdecimal())
