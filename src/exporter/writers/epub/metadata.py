"""Derives the metadata of the EPUB from the document and the body; it claims nothing by default."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from lxml import etree

from exporter.document import Author, Document, plain
from exporter.writers.body import summary
from exporter.writers.page_marks import page_marks

Metadatum: TypeAlias = tuple[str | None, str, str, Mapping[str, str]]
"""The namespace (`DC` or none), name, text and attributes of an entry, in the form that EbookLib needs."""

IDENTIFIER_ID: Final = "identifier"
COVER_ID: Final = "cover-image"
_RELATORS: Final = {"author": "aut", "reviewer": "rev", "translator": "trl", "illustrator": "ill"}
"""Source: MARC relators, loc.gov/marc/relators."""


def metadata(document: Document, body: etree._Element, printed: str) -> Iterator[Metadatum]:
    """Yield the metadata for the body as it is in the EPUB; `printed` is the PDF whose pages are marked in it."""
    edition = document.edition
    yield _dc("identifier", document.identifier, IDENTIFIER_ID)
    yield _dc("identifier", edition.id)
    yield from _titles(document)
    yield _dc("language", document.language)
    yield from _people(document)
    yield _dc("publisher", document.publisher.name)
    yield _dc("date", edition.published.isoformat())
    yield _meta("schema:version", edition.version)
    if description := summary(body):
        yield _dc("description", description)
    yield from (_dc("subject", subject) for subject in edition.subjects)
    if edition.rights:
        yield _dc("rights", edition.rights)
    yield None, "meta", "", {"name": "cover", "content": COVER_ID}  # EPUB 2 readers find the cover by this
    yield from _accessibility(document, body)
    if page_marks(body):
        edition_of = f"{edition.id}, {document.words['version']} {edition.version}: {printed}"
        yield _meta("pageBreakSource", edition_of)


def _titles(document: Document) -> Iterator[Metadatum]:
    yield _dc("title", plain(document.title), "title")
    yield _meta("title-type", "main", refines="title")
    if document.subtitle:
        yield _dc("title", plain(document.subtitle), "subtitle")
        yield _meta("title-type", "subtitle", refines="subtitle")


def _people(document: Document) -> Iterator[Metadatum]:
    """Yield the authors as creators and the others as contributors; without authors, the publisher is the creator."""
    authors = [author for author in document.authors if author.role == "author"]
    if not authors:
        yield from _person("creator", "creator-1", Author(document.publisher.name, "author", ""))
    for count, author in enumerate(authors, 1):
        yield from _person("creator", f"creator-{count}", author)
    others = (author for author in document.authors if author.role != "author")
    for count, other in enumerate(others, 1):
        yield from _person("contributor", f"contributor-{count}", other)


def _person(name: str, id_: str, author: Author) -> Iterator[Metadatum]:
    yield _dc(name, author.name, id_)
    yield _meta("role", _RELATORS[author.role], refines=id_, scheme="marc:relators")


def _accessibility(document: Document, body: etree._Element) -> Iterator[Metadatum]:
    """Yield the accessibility metadata, in the words of the Schema.org accessibility vocabulary.

    Source: EPUB Accessibility 1.1, sections 2.2 and 4.
    """
    has_images = body.find(".//img") is not None
    features = ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    yield _meta("schema:accessMode", "textual")
    yield _meta("schema:accessModeSufficient", "textual")
    if has_images:
        yield _meta("schema:accessMode", "visual")
        yield _meta("schema:accessModeSufficient", "textual,visual")
        features.insert(0, "alternativeText")
    if page_marks(body):
        features += ["pageBreakMarkers", "pageNavigation"]
    yield from (_meta("schema:accessibilityFeature", feature) for feature in features)
    yield _meta("schema:accessibilityHazard", "unknown" if _can_move(document) else "none")
    words = [document.words["accessibility"]] + [document.words["accessibility_images"]] * has_images
    yield _meta("schema:accessibilitySummary", " ".join(words))
    if document.edition.evaluated_by:
        claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
        yield _meta("dcterms:conformsTo", claim, id="conformance")
        yield _meta("a11y:certifiedBy", document.edition.evaluated_by, refines="conformance")


def _can_move(document: Document) -> bool:
    """Return whether a picture is animated, so that it could flash: an SVG by its elements, a PNG by its `acTL`."""
    signs = {"image/svg+xml": (b"<animate", b"<set", b"@keyframes"), "image/png": (b"acTL",)}
    return any(sign in image.content for image in document.images for sign in signs.get(image.media_type, ()))


def _dc(name: str, text: str, id_: str = "") -> Metadatum:
    return "DC", name, text, {"id": id_} if id_ else {}


def _meta(name: str, text: str, *, refines: str = "", **attributes: str) -> Metadatum:
    return None, "meta", text, {"property": name, **({"refines": f"#{refines}"} if refines else {}), **attributes}
