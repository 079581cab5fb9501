"""page and outloud, in a process of their own: a path on each line in, what they find on one line of JSON out.

    python pdf_tools.py page|outloud

Run as a program, so it imports nothing of ours.
"""

import json
import sys
from typing import Any


def page(path: str) -> list[dict[str, Any]]:
    """Return each rule of PDF/UA-1 that page finds broken, with the number of the PDF's object."""
    import page as validator

    try:
        failures = validator.validate_pdf(path, profile="ua1").failures
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
    """Return what outloud finds, with what it saw, and on which page."""
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
    answers, sys.stdout = sys.stdout, sys.stderr  # what the tools chat about
    ask = {"page": page, "outloud": outloud}[sys.argv[1]]
    for line in sys.stdin:
        answers.write(json.dumps(ask(line.rstrip("\n"))) + "\n")
        answers.flush()
