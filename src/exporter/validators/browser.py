"""Runs Ace and axe, which check an EPUB and a web page in Chromium; each is one Node process (`browser.mjs`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from exporter.child import Child
from exporter.errors import Severity
from exporter.validators.discovery import PATIENCE, Installed, Tool
from exporter.validators.finding import Finding, ids_along

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def find_ace(installed: Installed) -> Tool:
    """Find Ace: every finding is an error, as for booksellers."""
    folder, version = installed.node_package("@daisy/ace-cli")
    return Tool(version, _process(installed, "ace", folder.parents[1]), _read_ace)


def find_axe(installed: Installed) -> Tool:
    """Find axe: it checks the web page narrow and wide, light and dark."""
    installed.node_package("playwright-core")
    folder, version = installed.node_package("axe-core")
    return Tool(version, _process(installed, "axe", folder.parent), _read_axe)


def _process(installed: Installed, name: str, packages: Path) -> Child:
    node = installed.program("node", brings="Node.js")
    chromium = installed.program(*_CHROMIUM, brings="Chromium")
    folder = installed.folder / name
    folder.mkdir(exist_ok=True)
    script = Path(__file__).with_name("browser.mjs")
    command = [node, str(script), name, str(packages), chromium, str(folder)]
    return Child(lambda: command, PATIENCE)


def _read_ace(_: Path, report: Any) -> Iterator[Finding]:
    for page in report["assertions"]:
        name = page["earl:testSubject"]["url"]
        for one in page["assertions"]:
            test, result = one["earl:test"], one["earl:result"]
            pointers = result.get("earl:pointer", {}).get("cfi") or [""]
            message = f"{test['dct:title']}: {result['dct:description'].splitlines()[0]}"
            for pointer in pointers:
                yield Finding(Severity.ERROR, message, f"{name}#epubcfi({pointer})", ids_along(pointer))


def _read_axe(_: Path, found: Any) -> Iterator[Finding]:
    for one in found:
        yield Finding(Severity.ERROR, f"{one['rule']}: {one['message']}", one["target"], tuple(one["ids"]))
