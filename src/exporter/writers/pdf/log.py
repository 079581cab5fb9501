"""Records what WeasyPrint logs while it sets pages, and turns it into problems."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from exporter.document import Document, Image
from exporter.errors import ArticleError, ExporterError, Location, Problem, Severity
from exporter.faces import WITHOUT_PDF, describe_character


class MissingGlyphs(ArticleError):
    """No font has these characters. Those of the article were checked earlier, but a stylesheet can add others."""

    def __init__(self, characters: Iterable[str], file: str) -> None:
        hint = f"write it another way (it may be in a picture or a stylesheet), or {WITHOUT_PDF}"
        super().__init__(
            Problem(f"no font has the character `{describe_character(one)}`", Location(file), hint)
            for one in characters
        )


class UnfitPictures(ArticleError):
    """These pictures cannot be drawn."""

    def __init__(self, images: Iterable[Image], places: Mapping[str, Location]) -> None:
        hint = "save it again in another program, or as a .png picture"
        super().__init__(
            Problem(f"the picture `{image.file}` cannot be drawn", places.get(image.name) or Location(image.file), hint)
            for image in images
        )


@contextmanager
def recording() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint logs in this thread."""
    logger, thread = logging.getLogger("weasyprint"), threading.get_ident()
    records: list[logging.LogRecord] = []
    handler = _Recorder(records)
    handler.addFilter(lambda record: record.thread == thread)
    logger.addHandler(handler)
    try:
        yield records
    finally:
        logger.removeHandler(handler)


class _Recorder(logging.Handler):
    """Adds warnings and errors to a list."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


def stylesheet_warning(record: logging.LogRecord) -> Problem:
    """Return a warning about a stylesheet. Raises ExporterError if the stylesheet could not be loaded at all."""
    if record.levelno >= logging.ERROR:
        raise ExporterError(f"WeasyPrint reports: {record.getMessage()}")
    hint = "correct it in the stylesheet; the PDF was made without it"
    return Problem(f"a stylesheet of the PDF has an error: {record.getMessage()}", None, hint, Severity.WARNING)


def raise_problems(
    records: Sequence[logging.LogRecord],
    undrawn: Iterable[str],
    pictures: Mapping[str, Image],
    document: Document,
    is_at_fault: Callable[[Image], bool],
) -> None:
    """Raise an error for the records that were logged while the pages were made, because nothing else reports them.

    `pictures` maps addresses to the pictures of the document, and `undrawn` has the addresses of those that were not
    drawn. Other pictures can fail while they are painted, which only the log reports; if a record does not name the
    picture, `is_at_fault` says whether it is this one.
    """
    glyphs = [record.args for record in records if record.msg.startswith(".notdef")]
    if glyphs:
        characters = dict.fromkeys(str(args[0]) for args in glyphs if isinstance(args, tuple))
        raise MissingGlyphs(characters, document.file)
    failed = [record.args for record in records if record.msg.startswith(("Failed to load image", "Failed to render"))]
    addresses = {*undrawn, *(str(args[0]) for args in failed if isinstance(args, tuple))}
    unfit = [image for address, image in pictures.items() if address in addresses]
    if unfit := unfit or [image for image in pictures.values() if records and is_at_fault(image)]:
        raise UnfitPictures(unfit, document.places)
    if records:
        raise ExporterError([Problem(f"WeasyPrint reports: {record.getMessage()}") for record in records])
