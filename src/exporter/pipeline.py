"""The order of the steps: load, resolve, render, write, verify, save. Nothing is saved unless everything agrees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from exporter import ledger
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.errors import ArticleError, DisagreementError, Location, MachineError, Problem, Severity, UsageError
from exporter.exported import earlier_files, read_files, read_ledger
from exporter.formats import FORMATS, Format, Printing, in_order
from exporter.limits import Limits
from exporter.load import load
from exporter.printing import print_document, require_glyphs
from exporter.project import Project
from exporter.resolve import resolve
from exporter.resolve.places import find_places
from exporter.saving import saving

if TYPE_CHECKING:
    from exporter.verify.validators import Validators
    from exporter.writers.pdf import Press


_PRINTINGS: Final = (Printing(),)


@dataclass(frozen=True, slots=True)
class Export:
    """What one article became: its files in the order saved, the ledger last, and every warning."""

    article: Path
    files: tuple[Path, ...]
    warnings: tuple[Problem, ...]


class Pipeline:
    """The steps, with what they share from one article to the next: citeproc, the fonts and the validators.

    A context manager. Without `validators` it asks all that are installed.
    """

    def __init__(self, limits: Limits | None = None, validators: "Validators | None" = None) -> None:
        self._limits = limits or Limits()
        self._citeproc = Citeproc(limits=self._limits)
        self._press: Press | None = None
        self._validators = validators

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._citeproc.close()
        if self._validators:
            self._validators.close()

    def check(self, article: Path, today: date | None = None) -> tuple[Problem, ...]:
        """Return the warnings of an article. Raises ArticleError with everything that stops its export."""
        self._citeproc.start()  # it gets ready while the article is read
        project = Project.of(article, self._limits)
        manuscript, document = self._document(project, article)
        project.styles()
        require_glyphs(manuscript, document)
        return (*document.warnings, *_overdue(manuscript, today))

    def build(
        self,
        article: Path,
        out: Path,
        formats: Sequence[Format] = FORMATS,
        printings: Sequence[Printing] = _PRINTINGS,
    ) -> Export:
        """Export an article into `out` and return what was written: a PDF for each of `printings`.

        Of several, the EPUB and the web page carry the pages of the one that `formats` lists first.
        Raises ArticleError, MachineError or DisagreementError; then `out` is as it was before.
        """
        self._citeproc.start()  # it gets ready while the typesetter is imported
        if "pdf" in formats:
            self._pressed()
        project = Project.of(article, self._limits)
        manuscript, document = self._document(project, article)
        files, more = self._write(project, manuscript, document, formats, printings)
        from exporter.verify import verify

        if problems := verify(document, files):
            raise DisagreementError(problems)
        _require_small(files, self._limits, Location(project.name(article)))
        folder = out_folder(project, article, out)
        entries = ledger.write(document, project.name(article), project.inputs, self._versions())
        with saving(folder) as save:
            kept, stale = earlier_files(folder, article.stem, entries, set(files))
            sealed = ledger.seal(entries, {**kept, **ledger.digests(files)})
            saved = {**files, f"{article.stem}.ledger.json": sealed}
            save(saved)
        return Export(article, tuple(folder / name for name in saved), (*document.warnings, *more, *stale))

    def verify(self, article: Path, out: Path) -> tuple[Problem, ...]:
        """Re-open what was written for an article; return the warnings.

        Raises DisagreementError with everything that does not agree, UsageError if nothing was exported.
        """
        project = Project.of(article, self._limits)
        folder = out_folder(project, article, out)
        written = read_ledger(folder / f"{article.stem}.ledger.json")
        if written is None:
            hint = f"run `exporter build {article}` first"
            raise UsageError(Problem(f"there is no ledger of `{article.name}` in `{folder}`", None, hint))
        files, problems = read_files(folder, written)
        manuscript, document = self._document(project, article)
        project.styles()  # an input too
        if written.get("inputs") != dict(sorted(project.inputs.items())):
            message = "the article, or a file it uses, has changed since it was exported"
            problems.append(Problem(message, Location(project.name(article)), "export it again"))
        else:
            from exporter.verify import verify

            problems += verify(document, files)
        from exporter.verify.unseen import find_unseen

        places = find_places(manuscript, document)
        findings = (*find_unseen(document, files, places), *self._validated(files, places))
        if problems or any(finding.is_error for finding in findings):
            raise DisagreementError([*problems, *findings])
        return findings

    @property
    def validators(self) -> "Validators":
        """Other people's validators: which were asked, and which are missing."""
        if self._validators is None:
            from exporter.verify.validators import Validators

            self._validators = Validators()
        return self._validators

    def _validated(self, files: Mapping[str, bytes], places: Mapping[str, Location]) -> tuple[Problem, ...]:
        """Return what the validators say. Raises MachineError if the files cannot be put where they can read them."""
        try:
            return self.validators.validate(files, places)
        except OSError as error:
            message = f"the folder for temporary files cannot be written: {error.strerror or error}"
            hint = "make room in it, or name another one: `TMPDIR=/another/folder exporter verify`"
            raise MachineError(Problem(message, None, hint)) from error

    def _document(self, project: Project, article: Path) -> tuple[Manuscript, Document]:
        manuscript = load(project, article, self._citeproc)
        try:
            return manuscript, resolve(manuscript, self._citeproc)
        except ArticleError as error:
            place = Location(manuscript.file)
            raise ArticleError(replace(one, location=one.location or place) for one in error.problems) from error

    def _pressed(self) -> "Press":
        if self._press is None:
            from exporter.typeface import packaged_faces
            from exporter.writers.pdf import Press

            self._press = Press(packaged_faces())
        return self._press

    def _write(
        self,
        project: Project,
        manuscript: Manuscript,
        document: Document,
        formats: Sequence[Format],
        printings: Iterable[Printing],
    ) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
        """Return the finished files by name, PDFs first, and the warnings that making them gave."""
        from exporter.render import render
        from exporter.typeface import packaged_faces
        from exporter.writers import epub, html
        from exporter.writers.pages import mark_pages

        body, css, faces = render(document), project.styles(), packaged_faces()
        stem = Path(manuscript.file).stem
        printed = {
            how.file_name(stem): print_document(self._pressed(), project, manuscript, document, body, css, how)
            for how in (in_order(printings) if "pdf" in formats else ())
        }
        files = {name: one.content for name, one in printed.items()}
        if first := next(iter(printed), ""):
            body = mark_pages(body, printed[first].starts, document.labels)
        if "epub" in formats:
            files[f"{stem}.epub"] = epub.write(document, body, [css["base"], css["epub"]], faces, first)
        if "html" in formats:
            on_paper = f"@media print {{\n{css['print']}\n}}"
            files[f"{stem}.html"] = html.write(document, body, [css["base"], css["screen"], on_paper], faces)
        return files, tuple(dict.fromkeys(warning for one in printed.values() for warning in one.warnings))

    def _versions(self) -> dict[str, str]:
        versions = {"exporter": version("handout-exporter"), "pandoc": self._citeproc.version()}
        return versions | (self._press.versions() if self._press else {})


def _require_small(files: Mapping[str, bytes], limits: Limits, place: Location) -> None:
    for name, content in files.items():
        if len(content) > limits.output_mb * 2**20:
            raise ArticleError(limits.exceeded("output_mb", f"`{name}` has {len(content) // 2**20} MB", place))


def out_folder(project: Project, article: Path, out: Path) -> Path:
    """Return where an article's files go: `out`, with the folders that lie between `content/` and the article."""
    content = project.root / "content"
    folder = article.parent.resolve()
    return out / folder.relative_to(content) if folder.is_relative_to(content) else out


def _overdue(manuscript: Manuscript, today: date | None) -> list[Problem]:
    review_by = manuscript.article.document.review_by
    if not today or not review_by or review_by >= today:
        return []
    place = Location(manuscript.article.document.id.source.name)
    hint = "review it, then set `reviewed:` and `review_by:`"
    return [Problem(f"the article should have been reviewed by {review_by}", place, hint, Severity.WARNING)]
