"""Runs the steps in order: load, resolve, proof, rules, render, write, verify; saves only if everything agrees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path, PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Self

from exporter import rules
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.errors import (
    ArticleError,
    DisagreementError,
    ExporterError,
    Location,
    MachineError,
    Problem,
    UsageError,
)
from exporter.faces import packaged_faces
from exporter.limits import Limits
from exporter.load import load
from exporter.output.ledger import LEDGER, Ledger, Record, numbers
from exporter.output.previous import previous_files, read_files, read_ledger
from exporter.output.saving import saving
from exporter.packaged import packaged_digest, packaged_folder
from exporter.project import Project, packaged_styles
from exporter.proof import prove
from exporter.request import OutputFile, Report, Request
from exporter.resolve import resolve
from exporter.source import Source

if TYPE_CHECKING:
    from exporter.validators import Validators


@dataclass(frozen=True, slots=True)
class Export:
    """The result of an export: the files by name, their ledger, and every warning."""

    files: Mapping[str, bytes]
    ledger: Ledger
    problems: tuple[Problem, ...]


class Pipeline:
    """Runs the steps. Articles share citeproc, the fonts and the validators.

    A context manager. Without `validators`, it uses every validator that is installed.
    """

    def __init__(self, validators: "Validators | None" = None) -> None:
        self._citeproc: Citeproc | None = None
        self._validators = validators

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._citeproc:
            self._citeproc.close()
        if self._validators:
            self._validators.close()

    def check(self, request: Request, today: date | None = None) -> tuple[Problem, ...]:
        """Return the warnings about an article. Raises ArticleError with every error that stops its export."""
        citeproc = self._ready(request.limits)
        project = _project(request)
        manuscript, document = _document(project, citeproc)
        project.styles()
        if missing := tuple(rules.missing_glyphs(manuscript, document)):
            raise ArticleError(missing)
        return (*project.warnings, *document.warnings, *rules.check(manuscript, document, today))

    def export(self, request: Request, today: date | None = None) -> Export:
        """Return the finished files of an article as bytes, without an output folder.

        They do not depend on `today`, which only decides whether a review is overdue. Raises ArticleError, MachineError
        or DisagreementError.
        """
        citeproc = self._ready(request.limits)
        if "pdf" in request.formats:
            from exporter.writers.pdf import pdf_writer

            pdf_writer()  # while citeproc starts
        project = _project(request)
        manuscript, document = _document(project, citeproc)
        files, warnings = _write(project, manuscript, document, request)
        from exporter.verify import verify

        if problems := verify(document, files):
            raise DisagreementError(problems)
        _require_small(files, request.limits, Location(document.file))
        versions = {"exporter": version("handout-exporter"), "pandoc": citeproc.version()}
        files = {name: replace(file, versions={**versions, **file.versions}) for name, file in files.items()}
        warnings = (*project.warnings, *document.warnings, *rules.check(manuscript, document, today), *warnings)
        ledger = _ledger(project, document, request, files)
        return Export({name: file.content for name, file in files.items()}, ledger, warnings)

    def build(self, request: Request, out: str | Path, today: date | None = None) -> Report:
        """Export an article to the folder `out`: write its files and, last, its ledger.

        The report lists their paths and the warnings. Raises ArticleError, MachineError or DisagreementError; in that
        case `out` is unchanged.
        """
        export = self.export(request, today)
        folder = out / Path(_project(request).out_folder)
        with saving(folder) as save:
            kept, stale = previous_files(folder, request.stem, export.ledger)
            saved = {**export.files, f"{request.stem}{LEDGER}": export.ledger.with_files(kept).to_json()}
            save(saved)
        return Report(str(request.article), tuple(folder / name for name in saved), (*export.problems, *stale))

    def verify(self, request: Request, out: str | Path) -> tuple[Problem, ...]:
        """Read the exported files of an article again, and return the warnings.

        Raises DisagreementError with everything that does not agree, and UsageError if nothing was exported.
        """
        project = _project(request)
        folder = out / Path(project.out_folder)
        written = read_ledger(folder / f"{request.stem}{LEDGER}")
        if written is None:
            hint = f"run `exporter build {request.article}` first, or name the same folder as for `build`"
            message = f"there is no ledger of `{PurePath(request.article).name}` in `{folder}`"
            raise UsageError(Problem(message, None, hint))
        files, problems = read_files(folder, written.files)
        _, document = _document(project, self._ready(request.limits))
        project.styles()  # an input too
        from exporter.verify import verify
        from exporter.verify.checks import run_checks

        if written.inputs == project.inputs:
            problems += verify(document, files)
        else:
            message = "the article, or a file it uses, has changed since it was exported"
            problems.append(Problem(message, Location(document.file), "export it again"))
        found = (*run_checks(document, files), *self._validated(files, document.places))
        findings = tuple(_in_folder(one, folder, files) for one in found)
        if problems or any(finding.is_error for finding in findings):
            raise DisagreementError([*problems, *findings])
        return findings

    @property
    def validators(self) -> "Validators":
        """The third-party validators: which ran, and which are missing."""
        if self._validators is None:
            from exporter.validators import Validators

            self._validators = Validators()
        return self._validators

    def _ready(self, limits: Limits) -> Citeproc:
        """Return citeproc, already started, so that it warms up while other work is done."""
        if self._citeproc and self._citeproc.limits != limits:
            self._citeproc.close()
            self._citeproc = None
        if self._citeproc is None:
            self._citeproc = Citeproc(limits=limits)
        self._citeproc.start()
        return self._citeproc

    def _validated(self, files: Mapping[str, OutputFile], places: Mapping[str, Location]) -> tuple[Problem, ...]:
        """Return the findings of the validators. Raises MachineError if there is no space for the files they read."""
        try:
            return self.validators.validate(files, places)
        except OSError as error:
            message = f"the folder for temporary files cannot be written: {error.strerror or error}"
            hint = "free some space in it, or use another one: `TMPDIR=/another/folder exporter verify`"
            raise MachineError(Problem(message, None, hint)) from error


def _in_folder(problem: Problem, folder: Path, files: Mapping[str, OutputFile]) -> Problem:
    """Return a problem with the path of the exported file, if it is in one."""
    place = problem.location
    return replace(problem, location=Location(str(folder / place.file))) if place and place.file in files else problem


def _project(request: Request) -> Project:
    if request.files is not None:
        return Project.from_bytes(request.files, str(request.article), request.limits)
    return Project.of(Path(request.article), request.limits)


def _document(project: Project, citeproc: Citeproc) -> tuple[Manuscript, Document]:
    """Return the article as read, and the document. Raises DisagreementError if it is not what the author wrote."""
    manuscript = load(project, citeproc)
    try:
        document = resolve(manuscript, citeproc)
    except ArticleError as error:
        style = manuscript.article.citations.style
        place = style.location if style and manuscript.style.is_own else Location(manuscript.file)
        raise ArticleError(replace(one, location=one.location or place) for one in error.problems) from error
    works = [project.read_named_text(name) for name in manuscript.article.bibliography or ()]
    if problems := prove(_written(project), works, manuscript, document):
        raise DisagreementError(problems)
    return manuscript, document


def _written(project: Project) -> list[Source]:
    """Return the article file, and the files of defaults from the nearest to the furthest."""
    return [project.read_text(name, limit="article_mb") for name in (project.article, *project.defaults)]


def _write(
    project: Project, manuscript: Manuscript, document: Document, request: Request
) -> tuple[dict[str, OutputFile], tuple[Problem, ...]]:
    from exporter.render import render
    from exporter.writers import write

    if "pdf" in request.formats and (missing := tuple(rules.missing_glyphs(manuscript, document))):
        raise ArticleError(missing)
    styles = project.styles()
    try:
        return write(document, render(document), styles, request)
    except (ArticleError, MachineError, MemoryError):
        raise
    except Exception as error:
        own = [name for name in styles if f"styles/{name}.css" in project.inputs]
        if not (faulty := _faulty_style(own, styles, lambda tried: write(document, render(document), tried, request))):
            raise
        place = Location(project.name(f"styles/{faulty}.css"))
        reason = error.problems[0].message if isinstance(error, ExporterError) else error
        message = f"the article cannot be laid out with this stylesheet: {reason}"
        raise ArticleError(Problem(message, place, "remove its rules one by one to find the cause")) from error


def _faulty_style(own: Sequence[str], styles: Mapping[str, str], write: Callable[[Mapping[str, str]], object]) -> str:
    """Return which of the project's own stylesheets stops `write`, or "" if it fails without them as well."""
    packaged = {name: packaged_styles()[name].decode("utf-8-sig") for name in own}
    for left_out in (*([name] for name in own), *(own[:count] for count in range(2, len(own) + 1))):
        try:
            write({**styles, **{name: packaged[name] for name in left_out}})
        except (ArticleError, MachineError):
            return left_out[-1]
        except Exception:  # noqa: BLE001  (the same defect, or another one)
            continue
        return left_out[-1]
    return ""


def _require_small(files: Mapping[str, OutputFile], limits: Limits, place: Location) -> None:
    for name, file in files.items():
        if len(file.content) > limits.output_mb * 2**20:
            raise ArticleError(limits.exceeded("output_mb", f"`{name}` has {len(file.content) // 2**20} MB", place))


def _ledger(project: Project, document: Document, request: Request, files: Mapping[str, OutputFile]) -> Ledger:
    return Ledger(
        article=project.recorded_article,
        identifier=document.identifier,
        request=request.asked(),
        **numbers(document),
        inputs=project.inputs,
        packaged={**project.packaged, **_shared()},
        absent=tuple(sorted(project.absent)),
        files={name: Record.of(file) for name, file in files.items()},
    )


def _shared() -> dict[str, str]:
    """Return the hashes of the packaged files that every article uses."""
    paths = [path for name in ("templates", "labels") for path in packaged_folder(name).iterdir() if path.is_file()]
    fonts = {f"fonts/{face.path.name}": packaged_digest(face.path) for face in packaged_faces()}
    return {f"{path.parent.name}/{path.name}": packaged_digest(path) for path in paths} | fonts
