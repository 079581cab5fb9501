"""Reads the pictures that an article names: their bytes, kind and size.

Every picture is opened here, so that none that is broken, huge or moving reaches a writer or a reader's machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporter.document import Image
from exporter.errors import ArticleError, Problem
from exporter.load.images import svg
from exporter.load.images.kinds import HINT, NAMES, RESAVE, SVG, media_type, require_kind
from exporter.load.images.metadata import strip_metadata
from exporter.load.images.raster import invisible, read_raster, require_small
from exporter.load.images.visibility import is_nearly_invisible_drawing
from exporter.project import Project
from exporter.source import Scalar
from exporter.untrusted_xml import parse


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures by `as_file_name` of their names, and warnings and notes about them."""

    by_name: Mapping[tuple[str, str], Image]
    warnings: tuple[Problem, ...]


def read_images(project: Project, names: Sequence[Scalar]) -> Pictures:
    """Return the pictures. Raises ArticleError with every problem, at each place where a picture is used."""
    images: dict[tuple[str, str], Image] = {}
    warnings: list[Problem] = []
    errors: list[Problem] = []
    for name in names:
        if name.as_file_name in images:
            continue
        try:
            images[name.as_file_name], found = _read_image(project, name)
            warnings += found
        except ArticleError as error:
            errors += error.problems
    if errors:
        raise ArticleError(errors)
    return Pictures(images, tuple(warnings))


def _read_image(project: Project, name: Scalar) -> tuple[Image, tuple[Problem, ...]]:
    kind = media_type(name)
    content = project.read_named(name, "picture_mb")
    require_kind(content, kind, name)
    try:
        if kind != SVG:
            raster = read_raster(content, kind, name, project.limits)
            return Image(str(name), kind, strip_metadata(raster.content, kind), *raster.size), raster.problems
        size = svg.check_svg(content, project.name(project.beside(name)), project.limits)
        require_small(size, name, project.limits)
    except ValueError as error:
        article, hint = ("an", HINT) if kind == SVG else ("a", RESAVE)
        message = f"`{name}` is not {article} {NAMES[kind]} picture: {error}"
        raise ArticleError(Problem(message, name.location, hint)) from error
    warnings = (invisible(name),) if is_nearly_invisible_drawing(parse(content)) else ()
    return Image(str(name), kind, strip_metadata(content, kind), *size), warnings
