"""Recognises files of other programs that are given in place of an article: documents, pictures, finished files."""

from pathlib import PurePath
from typing import Final

from exporter.errors import ArticleError, Location, Problem

_DOCUMENT: Final = (
    "an article is a plain text file, such as `knee.yaml`: make a copy of the example article, "
    "and paste the text of the document into it"
)
_PICTURE: Final = "write its name after `image:`, in a `figure:` of an article, and name the article here"
_FINISHED: Final = "name the article from which such files are made, such as `knee.yaml`"

_SIGNATURES: Final = (
    (b"\xd0\xcf\x11\xe0", "a Word document or another file of Microsoft Office", _DOCUMENT),
    (b"{\\rtf", "a document in Rich Text Format", _DOCUMENT),
    (b"%PDF-", "a PDF", _FINISHED),
    (b"\x89PNG", "a picture", _PICTURE),
    (b"\xff\xd8\xff", "a picture", _PICTURE),
    (b"GIF8", "a picture", _PICTURE),
    (b"II*\0", "a picture", _PICTURE),
    (b"MM\0*", "a picture", _PICTURE),
    (b"<svg", "a picture", _PICTURE),
    (b"<!doctype html", "a web page", _FINISHED),
    (b"<html", "a web page", _FINISHED),
)
"""The first bytes of files, in small letters where they are letters, what they are, and what to do instead."""

_ZIP: Final = b"PK\x03\x04"
_ZIPPED: Final = {
    ".epub": ("an e-book", _FINISHED),
    ".docx": ("a Word document", _DOCUMENT),
    ".xlsx": ("an Excel workbook", _DOCUMENT),
    ".pptx": ("a PowerPoint presentation", _DOCUMENT),
    ".odt": ("a document of LibreOffice", _DOCUMENT),
    ".pages": ("a document of Pages", _DOCUMENT),
    ".zip": ("a ZIP archive", "unpack it, and name the article in it"),
}
_BOXES: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"WEBP")
"""What a picture in HEIF, AVIF or WebP has at bytes 4 to 12, or 8 to 12."""


def require_article(content: bytes, path: str) -> None:
    """Raise ArticleError if the bytes are those of a document, a picture or a finished file."""
    if found := _kind(content, path):
        what, hint = found
        raise ArticleError(Problem(f"`{PurePath(path).name}` is {what}, not an article", Location(path), hint))


def _kind(content: bytes, path: str) -> tuple[str, str] | None:
    if content.startswith(_ZIP):
        return _ZIPPED.get(PurePath(path).suffix.lower(), ("a Word document or another packed file", _DOCUMENT))
    if content[4:12] in _BOXES or content[8:12] in _BOXES:
        return "a picture", _PICTURE
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    for signature, what, hint in _SIGNATURES:
        if signature in (start[: len(signature)], start[: len(signature)].lower()):
            return what, hint
    return None
