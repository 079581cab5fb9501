"""Recognises the kind of a picture, by its name and its first bytes, and says how to turn another kind into ours.

Only SVG, PNG and JPEG are read: every browser and e-reader shows them. Reading HEIC would need libheif and libde265,
in which a crafted picture found memory errors in 2026, in a package of 27 MB with an encoder that nobody here needs.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from exporter.errors import ArticleError, Problem
from exporter.source import Scalar

SVG, PNG, JPEG = "image/svg+xml", "image/png", "image/jpeg"
_ACCEPTED: Final = {".svg": SVG, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".jpe": JPEG, ".jfif": JPEG}
NAMES: Final = {SVG: "SVG", PNG: "PNG", JPEG: "JPEG"}
_SUFFIXES: Final = {SVG: ".svg", PNG: ".png", JPEG: ".jpg"}

HINT: Final = "use a .svg, .png or .jpg file"
RESAVE: Final = "open it in Paint (Windows) or Preview (Mac), and save it as a .png or .jpg file"
_AS_PNG: Final = "open it in Paint (Windows) or Preview (Mac), and save or export it as a .png file"
_HEIC: Final = (
    "on a Mac, open it in Preview and export it as JPEG; on Windows, open it in Photos and save it as .jpg; on the "
    "iPhone, choose Settings > Camera > Formats > Most Compatible before you take the next one"
)
_DRAWING: Final = (
    "open it in the program that made it, or in Inkscape, and save it as Plain SVG or export it as a .png file"
)
_PAGE: Final = (
    "take a screenshot of the picture in it (Windows: Windows+Shift+S, Mac: Shift+Command+4); save it as .png"
)
_OFFICE: Final = "open it in its program, right-click the picture in it, and choose Save as Picture, as a .png file"

_OTHERS: Final = {
    "heic heif hif": ("a HEIC photograph of a phone", _HEIC),
    "avif": ("an AVIF picture", _AS_PNG),
    "webp": ("a WebP picture", _AS_PNG),
    "gif": ("a GIF picture", _AS_PNG),
    "tif tiff": ("a TIFF picture", _AS_PNG),
    "bmp dib": ("a BMP picture", _AS_PNG),
    "ico": ("an icon", _AS_PNG),
    "jp2 j2k jpx jxl": ("a picture of a newer JPEG kind", _AS_PNG),
    "psd xcf": ("a file of a paint program", "open it in that program, and export it as a .png file"),
    "dng cr2 cr3 nef arw raf orf": ("a raw photograph", "open it in your photo program, and export it as a .jpg file"),
    "svgz": ("a packed drawing", _DRAWING),
    "eps ps": ("a PostScript drawing", _DRAWING),
    "emf wmf": ("a Windows drawing", _DRAWING),
    "ai cdr vsd vsdx drawio dxf": ("a file of a drawing program", _DRAWING),
    "pdf": ("a PDF document", _PAGE),
    "docx doc odt pptx ppt odp xlsx xls pages key rtf": ("an office document", _OFFICE),
    "mp4 mov m4v avi webm": ("a film", "paper cannot show it; use a picture from it, as a .png or .jpg file"),
    "htm html mhtml": ("a web page", "right-click the picture in your browser, and choose Save image as"),
}  # fmt: skip
_BY_SUFFIX: Final = {suffix: other for suffixes, other in _OTHERS.items() for suffix in suffixes.split()}

# The kind, by a suffix of the tables above, and the bytes that such a file begins with.
_SIGNATURES: Final[Iterable[tuple[str, bytes]]] = (
    ("png", rb"\x89PNG\r\n\x1a\n"),
    ("jpg", rb"\xff\xd8\xff"),
    ("heic", rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)"),
    ("avif", rb"....ftypavi[fs]"),
    ("cr3", rb"....ftypcrx"),
    ("mp4", rb"....ftyp"),
    ("webp", rb"RIFF....WEBP"),
    ("gif", rb"GIF8[79]a"),
    ("tif", rb"II[*+]\0|MM\0[*+]"),
    ("bmp", rb"BM.{4}\0{4}"),
    ("ico", rb"\0\0\x01\0"),
    ("jp2", rb"\0\0\0\x0cjP  |\xff\x0a|\0\0\0\x0cJXL |\xff\x4f\xff\x51"),
    ("psd", rb"8BPS"),
    ("svgz", rb"\x1f\x8b"),
    ("eps", rb"%!PS|\xc5\xd0\xd3\xc6"),
    ("emf", rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a"),
    ("pdf", rb"\s{,9}%PDF-"),
    ("docx", rb"PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf"),
    ("html", rb"(?i)\s*<(?:!doctype html|html)"),
    ("svg", rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|svg|!DOCTYPE svg)"),
)


def media_type(name: Scalar) -> str:
    """Return the media type that the name of a picture promises. Raises ArticleError if its kind is not accepted."""
    suffix = PurePosixPath(name).suffix.lower()
    if kind := _ACCEPTED.get(suffix):
        return kind
    if other := _BY_SUFFIX.get(suffix[1:]):
        raise ArticleError(Problem(f"`{name}` is {other[0]}, which cannot be used here", name.location, other[1]))
    raise ArticleError(Problem(f"`{name}` is not a picture of a known kind", name.location, HINT))


def require_kind(content: bytes, kind: str, name: Scalar) -> None:
    """Raise ArticleError if a file does not begin like a picture of its kind; the hint depends on what it is."""
    found = next((suffix for suffix, form in _SIGNATURES if re.match(form, content, re.DOTALL)), "")
    if _ACCEPTED.get(f".{found}") == kind:
        return
    message = f"`{name}` is not {_article(kind)} {NAMES[kind]} picture"
    if not content:
        hint = "copy it again from where it came, or save it again"
        raise ArticleError(Problem(f"{message}: the file is empty", name.location, hint))
    if other := _ACCEPTED.get(f".{found}"):
        hint = f"rename it so that its name ends in {_SUFFIXES[other]}, here and in its folder"
        raise ArticleError(Problem(f"{message}: it is {_article(other)} {NAMES[other]} picture", name.location, hint))
    if found:
        what, hint = _BY_SUFFIX[found]
        raise ArticleError(Problem(f"{message}: it is {what}", name.location, hint))
    if kind != SVG:  # a drawing may begin with anything that XML allows; reading it says what is wrong
        raise ArticleError(Problem(f"{message}: the file contains something else", name.location, HINT))


def _article(kind: str) -> str:
    return "an" if kind == SVG else "a"
