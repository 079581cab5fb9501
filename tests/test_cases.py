"""Every fact of the format has a folder in `cases/` that is named after it: an article, and what becomes of it."""

import json
from pathlib import Path

import pytest
from conftest import check_golden
from lxml import etree

from exporter import ledger
from exporter.bibliography import Citeproc
from exporter.load import load
from exporter.project import Project
from exporter.render import render
from exporter.resolve import resolve

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/article.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_article_becomes_its_golden_files(case: Path, citeproc: Citeproc, update: bool) -> None:
    project = Project.of(case / "article.yaml")
    document = resolve(load(project, case / "article.yaml", citeproc), citeproc)
    entries = ledger.write(document, "article.yaml", {}, {})
    given_out = {name: entries[name] for name in entries if name not in {"article", "inputs", "versions"}}
    found = {
        "ledger.json": json.dumps(given_out, ensure_ascii=False, indent=1) + "\n",
        "body.html": etree.tostring(render(document), encoding="unicode") + "\n",
        "warnings.txt": "".join(f"{warning}\n" for warning in document.warnings),
    }
    if not document.warnings:
        del found["warnings.txt"]
        if update:
            (case / "golden/warnings.txt").unlink(missing_ok=True)
    for name, text in found.items():
        check_golden(case / "golden" / name, text, update)
    assert (case / "golden/warnings.txt").exists() == bool(document.warnings)
