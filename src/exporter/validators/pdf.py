"""Runs page (PDF/UA-1) and outloud (what a screen reader reads), each in a process of its own (`pdf_tools.py`)."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exporter.child import Child
from exporter.validators.discovery import PATIENCE, Installed, Tool
from exporter.validators.finding import SEVERITIES, Finding, enclosing_ids


def find_page(installed: Installed) -> Tool:
    """Find page."""
    _, version = installed.python_package("page", "page-validation")
    return Tool(version, _child("page"), _read)


def find_outloud(installed: Installed) -> Tool:
    """Find outloud: it reports errors and warnings."""
    _, version = installed.python_package("outloud", "outloud")
    return Tool(version, _child("outloud"), _read)


def _child(name: str) -> Child:
    # -P: otherwise Python would import files beside the program as packages
    program = str(Path(__file__).with_name("pdf_tools.py"))
    return Child(lambda: [sys.executable, "-P", program, name], PATIENCE)


def _read(path: Path, found: Any) -> Iterator[Finding]:
    for one in found:
        if severity := SEVERITIES.get(one["severity"]):
            message = f"{one['rule']}: {one['message']}" if one.get("rule") else one["message"]
            where = f"page {one['page']}" if one.get("page") else ""
            yield Finding(severity, message, where, enclosing_ids(path, one.get("objects", ())))
