"""Finds what no validator finds in finished files.

Pictures described by a file's name, tables without headers, text smaller than a preset allows, languages that are not
the document's, an EPUB packed in a way that some readers refuse.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join
from typing import Any, Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import pikepdf
from lxml import etree, html

from exporter.document import Document
from exporter.errors import Location, Problem, Severity
from exporter.formats import SMALLEST, Format
from exporter.request import OutputFile, PdfOptions
from exporter.verify.from_pdf import kids
from exporter.verify.sizes import small_texts

_FILE_NAME: Final = re.compile(r"\S+\.(?:svg|png|jpe?g|gif|webp|tiff?|bmp|heic)|(?:img|dsc|image|scan)[-_ ]?\d+", re.I)
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES: Final = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
_CONTAINER: Final = "META-INF/container.xml"


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong, and the id of its element."""

    message: str
    id: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR


def run_checks(document: Document, files: Mapping[str, OutputFile]) -> Iterator[Problem]:
    """Yield what is wrong with files, which go by name, at its place in the article if it has one."""
    for name, file in files.items():
        try:
            for fault in _CHECKS[file.format](file, document.language):
                place = document.places.get(fault.id)
                message = f"{fault.message} ({name})" if place else fault.message
                yield Problem(message, place or Location(name), fault.hint, fault.severity)
        except (ValueError, LookupError, BadZipFile, etree.LxmlError, pikepdf.PdfError) as error:
            yield Problem(f"the file cannot be read: {error}", Location(name))


def _in_html(file: OutputFile, language: str) -> Iterator[_Fault]:
    yield from _in_page(html.document_fromstring(file.content), language)


def _in_page(root: etree._Element, language: str, name: str = "the page") -> Iterator[_Fault]:
    if {root.get("lang"), root.get(_LANG, language)} != {language}:
        yield _Fault(f"{name} is not marked as `{language}`")
    for table in root.iterfind(".//{*}table"):
        if table.find(".//{*}th") is None:
            yield _Fault("a table has no headers", _id_of(table))
    for picture in root.iterfind(".//{*}img"):
        yield from _named_by_file(picture.get("alt"), _id_of(picture))


def _named_by_file(words: str | None, identifier: str) -> Iterator[_Fault]:
    if words is not None and _FILE_NAME.fullmatch(words.strip()):
        yield _Fault(f"a picture is called `{words}`, which is the name of a file", identifier)


def _id_of(element: etree._Element | None) -> str:
    """Return the id of an element, or of the nearest one around it."""
    while element is not None:
        if identifier := element.get("id"):
            return identifier
        element = element.getparent()
    return ""


# ---------------------------------------------------------------- EPUB


def _in_epub(file: OutputFile, language: str) -> Iterator[_Fault]:
    with ZipFile(BytesIO(file.content)) as archive:
        entries = archive.infolist()
        files = {name: archive.read(name) for name in archive.namelist()}
    first = entries[0]
    if (first.filename, first.compress_type, first.extra) != ("mimetype", ZIP_STORED, b""):
        yield _Fault("`mimetype` is not the first file of the container, stored as it is")
    rootfile = etree.fromstring(files[_CONTAINER]).find(".//{*}rootfile")
    package = str(rootfile.get("full-path")) if rootfile is not None else ""
    opf = etree.fromstring(files[package])
    manifest = {join(dirname(package), item.get("href", "")): item for item in opf.iterfind(".//opf:item", _NAMES)}
    for name in sorted(set(files) - set(manifest) - {"mimetype", _CONTAINER, package}):
        yield _Fault(f"`{name}` is not in the manifest")
    if opf.get(_LANG) != language or opf.findtext(".//dc:language", None, _NAMES) != language:
        yield _Fault(f"the package is not marked as `{language}`")
    for name, item in manifest.items():
        if item.get("media-type") == "application/xhtml+xml":
            yield from _in_page(etree.fromstring(files[name]), language, f"`{name}`")


# ---------------------------------------------------------------- PDF


def _in_pdf(file: OutputFile, language: str) -> Iterator[_Fault]:
    with pikepdf.open(BytesIO(file.content)) as pdf:
        if str(pdf.Root.get("/Lang", "")) != language:
            yield _Fault(f"the PDF is not marked as `{language}`")
        yield from _in_element(pdf.Root.StructTreeRoot, "")
        yield from _too_small(pdf, SMALLEST[(file.pdf or PdfOptions()).preset])


def _too_small(pdf: pikepdf.Pdf, least: float) -> Iterator[_Fault]:
    """Yield the text, the numbers of citations too, that is smaller than the PDF's preset allows."""
    for small in small_texts(pdf, least):
        how = f"printed at {small.size:.1f} points, and {least:g} is the least"
        if small.is_in_picture:
            hint = "draw them larger"
            yield _Fault(f"words of the picture are {how}", small.id, hint, Severity.WARNING)
        else:
            yield _Fault(f"`{small.text[:40]}` is {how}", small.id, "look for its size in the stylesheets")


def _in_element(element: Any, identifier: str) -> Iterator[_Fault]:
    identifier = str(element.get("/ID", identifier))
    kind = element.get("/S")
    if kind == "/Figure":
        yield from _named_by_file(str(element.get("/Alt", "")), identifier)
    if kind == "/Table" and not any(one.S == "/TH" for row in _elements(element) for one in _flat(row)):
        yield _Fault("a table has no headers", identifier)
    for kid in _elements(element):
        yield from _in_element(kid, identifier)


def _flat(element: Any) -> Iterable[Any]:
    yield element
    for kid in _elements(element):
        yield from _flat(kid)


def _elements(element: Any) -> Iterator[Any]:
    return (kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


_CHECKS: Final[Mapping[Format, Callable[[OutputFile, str], Iterator[_Fault]]]] = {
    "html": _in_html,
    "epub": _in_epub,
    "pdf": _in_pdf,
}
