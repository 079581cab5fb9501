"""Runs page and outloud in a process of their own: it reads a path on each line and writes findings as a line of JSON.

    python pdf_tools.py page|outloud

It runs as a program of its own, so it imports nothing of exporter.
"""

import json
import sys
from pathlib import Path
from typing import Any


def page(path: str) -> list[dict[str, Any]]:
    """Return each rule that the PDF breaks according to page, with the number of the PDF's object.

    The rules are those of PDF/UA-1, and of PDF/A-2a if the file claims to follow them.
    """
    import page as validator

    profiles = ["ua1", "2a"] if b"pdfaid:part" in Path(path).read_bytes() else ["ua1"]
    try:
        failures = [one for profile in profiles for one in validator.validate_pdf(path, profile=profile).failures]
    except validator.PageError as error:
        return [{"severity": "error", "message": str(error)}]
    return [
        {
            "severity": "error",
            "rule": one.rule_id,
            "message": one.message,
            "objects": [one.object_id.object_number] if one.object_id else [],
        }
        for one in failures
    ]


def outloud(path: str) -> list[dict[str, Any]]:
    """Return the findings of outloud, with the evidence and the page."""
    import outloud as validator

    result = validator.check(path)
    found = [
        {
            "severity": one.severity,
            "rule": one.rule,
            "message": ": ".join(filter(None, (one.message, one.evidence))),
            "page": one.page,
        }
        for one in result.findings
    ]
    return [*found, {"severity": "error", "message": result.error}] if result.error else found


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # other output of the tools
    ask = {"page": page, "outloud": outloud}[sys.argv[1]]
    for line in sys.stdin:
        answers.write(json.dumps(ask(line.rstrip("\n"))) + "\n")
        answers.flush()
