"""A document printed; whatever cannot be is said with its place in the article, in a picture or in a stylesheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from exporter.article import Manuscript
from exporter.document import Document
from exporter.errors import ArticleError, Location, MachineError, Problem, Severity
from exporter.formats import PRESETS
from exporter.project import Project
from exporter.request import PdfOptions
from exporter.resolve.places import find_places
from exporter.source import Source

if TYPE_CHECKING:
    from exporter.writers.pdf import MissingGlyphs, Pdf, PdfWriter


def print_document(
    press: "PdfWriter",
    project: Project,
    manuscript: Manuscript,
    document: Document,
    body: Any,
    css: Mapping[str, str],
    printing: PdfOptions,
) -> "Pdf":
    """Print, and say where in the article, or in the project's own stylesheet, the cause lies of what cannot be.

    `css` are the project's stylesheets by name. Raises ArticleError, MachineError.
    """
    printed = _print(press, project, manuscript, document, body, css, printing)
    if len(printed.page_starts) > project.limits.pages:
        found = f"the PDF has {len(printed.page_starts)} pages"
        raise ArticleError(project.limits.exceeded("pages", found, Location(manuscript.file)))
    unfit = _unfit(printed, printing, manuscript, document)
    overflow = _overflow(manuscript, document, body, printed, printing)
    return replace(printed, warnings=(*printed.warnings, *unfit, *overflow))


def _print(
    press: "PdfWriter",
    project: Project,
    manuscript: Manuscript,
    document: Document,
    body: Any,
    css: Mapping[str, str],
    printing: PdfOptions,
) -> "Pdf":
    from exporter.writers.pdf import MissingGlyphs, RowTooTall, UnfitPictures

    names = ("base", "print", "foot", *(() if printing.preset == PRESETS[0] else ("clear", printing.preset)))
    try:
        return press.write(document, body, [css[name] for name in names], printing)
    except MissingGlyphs as error:
        raise ArticleError(_placed(error, manuscript)) from error
    except RowTooTall as error:
        raise ArticleError(
            replace(error.problems[0], location=find_places(manuscript, document).get(error.id))
        ) from error
    except UnfitPictures as error:
        contents = {image.content for image in document.images if image.name in error.names}
        found = ((name, image) for name, image in manuscript.images.items() if image.content in contents)
        raise ArticleError(
            replace(problem, message=f"the picture `{name}` cannot be drawn", location=name.location)
            for problem, (name, _) in zip(error.problems, found, strict=True)
        ) from error
    except (MachineError, ArticleError, MemoryError):
        raise
    except Exception as error:
        own_style = next((name for name in project.inputs if name.startswith("styles/")), "")
        if not own_style:
            raise
        message = f"the article cannot be set with the project's own stylesheets: {error}"
        raise ArticleError(Problem(message, Location(own_style), "leave out one rule after the other")) from error


def _overflow(
    manuscript: Manuscript, document: Document, body: Any, printed: "Pdf", printing: PdfOptions
) -> Iterator[Problem]:
    """Warn of what the standard preset prints beyond the pages allowed; larger print needs what it needs."""
    wanted, pages = manuscript.article.print.fit_pages, len(printed.page_starts)
    if not wanted or pages <= wanted or printing.preset != PRESETS[0]:
        return
    from exporter.writers.page_marks import read_from

    rest = read_from(body, printed.page_starts[wanted])
    message = (
        f"the PDF has {pages} pages, {pages - wanted} more than `fit_pages: {wanted}` allows: "
        f"{rest.words} words stand behind page {wanted}, from “{rest.heading}” on"
    )
    place = find_places(manuscript, document).get(rest.target, Location(manuscript.file))
    yield Problem(message, place, "shorten the text by about as much", Severity.WARNING)


def _unfit(printed: "Pdf", printing: PdfOptions, manuscript: Manuscript, document: Document) -> Iterator[Problem]:
    """Warn of each table in which words may be broken."""
    hint = "give it fewer columns or shorter rows, or make two tables of it"
    for table in printed.unfit_tables:
        message = f"the table `{table}` does not fit the paper in `{printing.preset}`: words in it may be broken"
        yield Problem(message, find_places(manuscript, document).get(table), hint, Severity.WARNING)


def require_glyphs(manuscript: Manuscript, document: Document) -> None:
    """Raise ArticleError, as printing would, if the text has a character that no font has."""
    from exporter.faces import packaged_faces
    from exporter.render import render
    from exporter.writers.coverage import uncovered
    from exporter.writers.pdf import MissingGlyphs

    if missing := uncovered("".join(map(str, render(document).itertext())), packaged_faces()):
        raise ArticleError(_placed(MissingGlyphs(missing), manuscript))


def _placed(error: "MissingGlyphs", manuscript: Manuscript) -> list[Problem]:
    """Return the problems with where in the article, or in a picture of it, each character first stands."""
    pictures = (Source(image.name, image.content.decode(errors="replace")) for image in manuscript.images.values())
    sources = (manuscript.source, *pictures)
    return [
        replace(problem, location=_place_of(character, sources) or Location(manuscript.file))
        for problem, character in zip(error.problems, error.characters, strict=True)
    ]


def _place_of(words: str, sources: Iterable[Source]) -> Location | None:
    found = ((source, source.text.find(words)) for source in sources)
    return next((source.location(offset) for source, offset in found if offset >= 0), None)
