"""Reads the results of earlier exports in `out/`: an article's ledger, and its files that still agree."""

from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import Final

from exporter.errors import DisagreementError, Location, Problem, Severity
from exporter.output.ledger import LEDGER, Ledger, Record
from exporter.packaged import digest
from exporter.request import OutputFile, file_names

_DECIDING: Final = ("exporter", "pandoc")
"""The programs that decide the numbers and the text of an article; the others only decide the layout."""


def read_ledger(path: Path) -> Ledger | None:
    """Return a ledger, or None if there is none. Raises DisagreementError if it cannot be read."""
    try:
        return Ledger.from_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"the ledger cannot be read: {reason}"
        raise DisagreementError(Problem(message, Location(str(path)), "export the article again")) from error


def read_identifiers(paths: Iterable[Path], wanted: Set[str] | None = None) -> dict[Path, str]:
    """Return the identifier in each ledger that can be read; with `wanted`, only of those that have one of these."""
    found = {}
    for path in paths:
        with suppress(OSError, ValueError):
            content = path.read_bytes()
            if wanted is None or any(one.encode() in content for one in wanted):  # to parse only few of many
                found[path] = Ledger.from_json(content).identifier
    return {path: one for path, one in found.items() if one and (wanted is None or one in wanted)}


def previous_files(folder: Path, stem: str, ledger: Ledger) -> tuple[dict[str, Record], list[Problem]]:
    """Return the records of the article's earlier files that still agree, and a warning for each other file.

    There is also a warning if the earlier files were those of another handout.

    A file agrees if it was made from the same inputs as those of `ledger`, and the programs that decide its numbers
    and its text had the same versions.
    """
    kept, problems = {}, []
    try:
        earlier = read_ledger(folder / f"{stem}{LEDGER}")
    except DisagreementError as error:
        earlier, problems = None, [_warning(problem.message, problem.location) for problem in error.problems]
    if earlier and earlier.identifier not in ("", ledger.identifier):
        problems.append(_replaced(folder / f"{stem}{LEDGER}"))
    for path in sorted(folder / name for name in file_names(stem) - set(ledger.files)):
        record = earlier.files.get(path.name) if earlier else None
        if not path.is_file():
            continue
        if earlier and record and _agrees(earlier, record, ledger) and digest(path.read_bytes()) == record.hash:
            kept[path.name] = record
        else:
            problems.append(_warning(f"`{path.name}` is from an earlier export", Location(str(path))))
    return kept, problems


def _agrees(earlier: Ledger, record: Record, ledger: Ledger) -> bool:
    if (earlier.inputs, earlier.packaged) != (ledger.inputs, ledger.packaged):
        return False
    return all(new.versions[name] == record.versions.get(name) for new in ledger.files.values() for name in _DECIDING)


def _replaced(path: Path) -> Problem:
    message = f"`{path.name}` and its files were those of a handout with another id, and are replaced"
    hint = "if that was another article, give one of the two another name, and export it again"
    return Problem(message, Location(str(path)), hint, Severity.WARNING)


def _warning(message: str, place: Location | None) -> Problem:
    return Problem(message, place, "export it again, or delete it", Severity.WARNING)


def read_files(folder: Path, records: Mapping[str, Record]) -> tuple[dict[str, OutputFile], list[Problem]]:
    """Return the files that are unchanged since they were recorded, and a problem for each other file."""
    files, problems = {}, []
    for name, record in records.items():
        path = folder / name
        content = path.read_bytes() if path.is_file() else None
        if content is not None and digest(content) == record.hash:
            files[name] = OutputFile(record.format, content, record.pdf, record.versions)
        else:
            message = f"`{name}` is missing" if content is None else f"`{name}` is not the file that was exported"
            problems.append(Problem(message, Location(str(path)), "export the article again"))
    return files, problems
