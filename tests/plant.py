"""Faults planted in the bytes of finished files, as a broken writer would leave them there."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pikepdf
from lxml import etree, html
from pikepdf import Array, Dictionary

from exporter.verify.glyphs import Font, read_font

Plant = Callable[[bytes], bytes]
ARTICLE: Final = "EPUB/article.xhtml"


def other(character: str) -> str:
    """Return another digit for a digit, and a letter for all else."""
    if character.isdecimal():
        return str((int(character) + 1) % 10)
    return "y" if character in "xX" else "x"


# ---------------------------------------------------------------- web pages and books


def repacked(
    book: bytes,
    change: Callable[[str, bytes], bytes | None] = lambda _, content: content,
    packing: int = ZIP_DEFLATED,
    extra: bytes = b"",
) -> bytes:
    """Return a book whose files are changed, or left out; the mimetype is packed like the others, with `extra`."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            if (content := change(name, before.read(name))) is not None:
                entry = ZipInfo(name)
                entry.compress_type, entry.extra = packing, extra if name == "mimetype" else b""
                after.writestr(entry, content)
    return out.getvalue()


def in_page(change: Callable[[etree._Element], None], name: str = ARTICLE) -> Plant:
    """Return what changes a web page, or a page of a book."""

    def plant(content: bytes) -> bytes:
        if content.startswith(b"PK"):
            return repacked(content, lambda one, page: in_book(page) if one == name else page, ZIP_STORED)
        root = html.document_fromstring(content)
        change(root)
        return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")

    def in_book(page: bytes) -> bytes:
        root = etree.fromstring(page)
        change(root)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    return plant


def misprint_citation(content: bytes) -> bytes:
    """Print another number for that of the first citation, in a file of any format."""
    return (_misprint_in_pdf if content.startswith(b"%PDF") else _misprint_in_page)(content)


@in_page
def _misprint_in_page(root: etree._Element) -> None:
    number = next(link for link in root.iter("{*}a", "a") if link.get("role") == "doc-biblioref")
    number.text = other(number.text or "")


def take_out(element: etree._Element) -> None:
    """Remove an element, and keep the text after it."""
    keep(element, "")


def unwrap(element: etree._Element) -> None:
    """Leave the text of an element in its place."""
    keep(element, "".join(map(str, element.itertext())))


def keep(element: etree._Element, text: str) -> None:
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    text += element.tail or ""
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(element)


# ---------------------------------------------------------------- PDFs


def in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Plant:
    """Return what changes a PDF."""

    def plant(content: bytes) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(content)) as pdf:
            change(pdf)
            pdf.save(out)
        return out.getvalue()

    return plant


@in_pdf
def _misprint_in_pdf(pdf: pikepdf.Pdf) -> None:
    pieces = (mark for one in elements(find(pdf, "cite-1")) if one.S == "/Link" for mark in marks(one))
    repaint(pdf, *next(pieces))


def kids(element: Any) -> list[Any]:
    found = element.get("/K", Array())
    return list(found) if isinstance(found, Array) else [found]


def elements(holder: Any) -> Iterator[Any]:
    """Yield the structure elements inside one, in reading order."""
    for kid in kids(holder):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def find(pdf: pikepdf.Pdf, identifier: str) -> Any:
    """Return the structure element with an id."""
    return next(each for each in elements(pdf.Root.StructTreeRoot) if str(each.get("/ID", "")) == identifier)


def drop(element: Any) -> None:
    """Take a structure element out of the tree; it is painted as before."""
    element.P.K = Array(kid for kid in kids(element.P) if getattr(kid, "objgen", None) != element.objgen)


def links(element: Any) -> list[Any]:
    """Return the annotations of the links in a structure element."""
    return [
        kid.Obj
        for one in (element, *elements(element))
        for kid in kids(one)
        if not isinstance(kid, int) and "/Obj" in kid
    ]


def marks(element: Any) -> Iterator[tuple[Any, int]]:
    """Yield the page and the number of each piece that is painted right in a structure element."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield element.Pg, kid
        elif "/MCID" in kid:
            yield kid.get("/Pg", element.get("/Pg")), int(kid.MCID)


def repaint(pdf: pikepdf.Pdf, page: Any, mark: int) -> None:
    """Paint another glyph of the same face for the first digit of a piece of text, else its first letter, else sign."""
    stream = bytearray(page.Contents.read_bytes())
    glyphs = list(_glyphs(page, stream, mark))
    start, font, code = max(glyphs, key=lambda one: _rank(one[1].characters[one[2]]))  # the first of the highest
    stream[start : start + 4] = b"%04x" % _another(font, code)
    page.Contents = pdf.make_stream(bytes(stream))


def exchange(pdf: pikepdf.Pdf, page: Any, mark: int) -> None:
    """Paint the first two different digits beside each other in the other order."""
    stream = bytearray(page.Contents.read_bytes())
    (first, one), (second, two) = next(
        ((here, one), (there, two))
        for (here, font, one), (there, _, two) in pairwise(_glyphs(page, stream, mark))
        if one != two and font.characters[one].isdecimal() and font.characters[two].isdecimal()
    )
    stream[first : first + 4], stream[second : second + 4] = b"%04x" % two, b"%04x" % one
    page.Contents = pdf.make_stream(bytes(stream))


def _glyphs(page: Any, stream: bytearray, mark: int) -> Iterator[tuple[int, Font, int]]:
    """Yield the glyphs of a piece that are seen: where the four digits of the code begin, its font, and the code."""
    piece, font = re.search(rb"<</MCID %d>>\s+BDC(.*?)EMC" % mark, stream, re.DOTALL), None
    assert piece
    for token in re.compile(rb"(/\S+) \S+ Tf|<([0-9a-f]+)>").finditer(stream, *piece.span(1)):
        if token[1]:
            font = read_font(page.Resources.Font[token[1].decode()])
            continue
        assert font
        for start in range(token.start(2), token.end(2), 4):
            code = int(stream[start : start + 4], 16)
            if font.characters[code].strip():
                yield start, font, code


def _rank(character: str) -> int:
    return character.isalnum() + character.isdecimal()


def _another(font: Font, code: int) -> int:
    """Return the code of another letter or digit; of a digit, if the face has one, for a digit."""
    here = font.characters[code]
    fits = [
        one
        for one, there in font.characters.items()
        if len(there) == 1 and there.isalnum() and there.casefold() != here.casefold()
    ]
    return next((one for one in fits if font.characters[one].isdecimal() == here.isdecimal()), fits[0])
