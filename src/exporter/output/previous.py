"""What earlier runs left in `out/`: an article's ledger and its files in, which of them still agree out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporter.errors import Location, Problem, Severity
from exporter.formats import file_names
from exporter.project import digest


def read_ledger(path: Path) -> dict[str, Any] | None:
    """Return a ledger, or None if there is none that can be read; a broken one vouches for nothing."""
    try:
        written = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return written if isinstance(written, dict) and isinstance(written.get("files"), dict) else None


def earlier_files(
    folder: Path, stem: str, entries: Mapping[str, Any], new: set[str]
) -> tuple[dict[str, str], list[Problem]]:
    """Return the hashes of this article's earlier files that still agree, and a warning for each that does not."""
    earlier = read_ledger(folder / f"{stem}.ledger.json") or {"files": {}}
    is_same = all(earlier.get(part) == entries[part] for part in ("inputs", "versions"))
    kept, stale = {}, []
    for path in sorted(folder / name for name in file_names(stem) - new):
        if not path.is_file():
            continue
        if is_same and digest(path.read_bytes()) == earlier["files"].get(path.name):
            kept[path.name] = earlier["files"][path.name]
        else:
            hint = "export it again, or delete it"
            stale.append(
                Problem(f"`{path.name}` is from an earlier export", Location(str(path)), hint, Severity.WARNING)
            )
    return kept, stale


def read_files(folder: Path, written: Mapping[str, Any]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files the ledger vouches for that are whole, and a problem for each that is not."""
    files, problems = {}, []
    for name, expected in written["files"].items():
        path = folder / Path(name).name
        content = path.read_bytes() if path.is_file() else None
        if content is None:
            problems.append(Problem(f"`{name}` is missing", Location(str(path)), "export the article again"))
        elif digest(content) != expected:
            message = f"`{name}` is not the file that was exported"
            problems.append(Problem(message, Location(str(path)), "export the article again"))
        else:
            files[name] = content
    return files, problems
