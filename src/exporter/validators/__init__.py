"""Asks third-party validators about finished files; each finding has its place in the article where one is known.

Each validator runs in a process of its own, is asked about one file after the other, and has a bounded time; one that
fails is a warning that names it. What is not installed is listed, with the way to install it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self, TypeAlias

from exporter.errors import Location, Problem, Severity
from exporter.formats import Format
from exporter.request import OutputFile
from exporter.validators import browser, java, pdf
from exporter.validators.discovery import Installed, NotInstalled, Tool
from exporter.validators.finding import Finding

Finder: TypeAlias = tuple[Format, Callable[[Installed], Tool]]
"""The format of the files that a validator reads, and the function that finds the validator."""

FINDERS: Final[Mapping[str, Finder]] = {
    "EPUBCheck": ("epub", java.find_epubcheck),
    "Ace": ("epub", browser.find_ace),
    "veraPDF": ("pdf", java.find_verapdf),
    "page": ("pdf", pdf.find_page),
    "outloud": ("pdf", pdf.find_outloud),
    "Nu HTML checker": ("html", java.find_nu),
    "axe": ("html", browser.find_axe),
}


class Validators:
    """The validators installed on this machine; their processes serve any number of articles. A context manager."""

    def __init__(self, finders: Mapping[str, Finder] | None = None) -> None:
        self._finders = FINDERS if finders is None else finders
        self.ran: dict[str, str] = {}
        """The version of each validator that ran, by its name."""
        self.missing: dict[str, str] = {}
        """How to install each validator that is missing, by its name."""
        self._folder: TemporaryDirectory[str] | None = None
        self._installed: Installed | None = None
        self._tools: dict[str, Tool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what was started, and remove what it left."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda tool: tool.process.close(), self._tools.values()))
        self._tools.clear()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def validate(
        self, files: Mapping[str, OutputFile], places: Mapping[str, Location] | None = None
    ) -> tuple[Problem, ...]:
        """Return the errors and warnings about `files` by name.

        `places` has the place in the article of each id.
        """
        installed = self._find({file.format for file in files.values()})
        with TemporaryDirectory(dir=installed.folder) as folder, ThreadPoolExecutor() as pool:
            paths = {}
            for count, (name, file) in enumerate(files.items()):
                paths[name] = Path(folder) / f"{count}.{file.format}"
                paths[name].write_bytes(file.content)
            found = pool.map(lambda name: list(self._problems(name, files, paths, places or {})), self._tools)
            return tuple(dict.fromkeys(problem for problems in found for problem in problems))

    def _find(self, formats: Iterable[Format]) -> Installed:
        """Find the validators for `formats`, unless this was done before."""
        if self._folder is None or self._installed is None:
            self._folder = TemporaryDirectory(prefix="exporter-", ignore_cleanup_errors=True)
            self._installed = Installed(Path(self._folder.name))
        for name, (form, find) in self._finders.items():
            if form in formats and name not in self._tools and name not in self.missing:
                try:
                    self._tools[name] = find(self._installed)
                    self.ran[name] = self._tools[name].version
                except NotInstalled as error:
                    self.missing[name] = str(error)
        return self._installed

    def _problems(
        self,
        validator: str,
        files: Mapping[str, OutputFile],
        paths: Mapping[str, Path],
        places: Mapping[str, Location],
    ) -> Iterator[Problem]:
        tool, (form, _) = self._tools[validator], self._finders[validator]
        for name, path in paths.items():
            if files[name].format == form:
                try:
                    findings = list(tool.read(path, tool.process.ask(str(path))))
                except (OSError, ValueError, LookupError, TypeError) as error:
                    message = f"{validator} could not be run: {error}"
                    yield Problem(message, Location(name), "", Severity.WARNING)
                else:
                    yield from (_problem(validator, name, finding, places) for finding in findings)


def _problem(validator: str, file: str, finding: Finding, places: Mapping[str, Location]) -> Problem:
    """Return a finding as a problem, placed in the article, or else in the file."""
    place = next((places[identifier] for identifier in finding.ids if identifier in places), None)
    where = ", ".join(filter(None, (file if place else "", finding.where)))
    message = f"{validator} {finding.message}{f' ({where})' if where else ''}"
    return Problem(message, place or Location(file), "", finding.severity)
