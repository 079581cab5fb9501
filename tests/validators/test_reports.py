"""Each validator's report is read finding by finding: severity, words, place in the file and ids around it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from exporter.errors import Severity
from exporter.validators import browser, java, pdf
from exporter.validators.finding import Finding

ERROR, WARNING = Severity.ERROR, Severity.WARNING
PAGE: Final = '<body id="b">\n<p id="p">one <em>two</em></p>\n</body>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    with ZipFile(path := tmp_path / "a.epub", "w") as archive:
        archive.writestr("EPUB/a.xhtml", PAGE)
        archive.writestr("EPUB/a.css", "p {}")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (path := tmp_path / "a.html").write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def tagged(tmp_path: Path) -> tuple[Path, int]:
    """Return a PDF, and the number of a structure element inside two with ids."""
    with pikepdf.new() as made:
        outer = made.make_indirect(Dictionary(S=Name.Sect, ID=String("sec-a")))
        figure = made.make_indirect(Dictionary(S=Name.Figure, ID=String("fig-a"), P=outer))
        inner = made.make_indirect(Dictionary(S=Name.Span, P=figure))
        made.Root.Kept = inner
        made.save(path := tmp_path / "a.pdf")
    with pikepdf.open(path) as made:
        return path, made.Root.Kept.objgen[0]


def test_epubcheck(book: Path) -> None:
    places = [{"path": "EPUB/a.xhtml", "line": 2, "column": 15}, {"path": "EPUB/a.css", "line": 1, "column": 1}]
    report = {
        "messages": [
            {"severity": "ERROR", "ID": "RSC-005", "message": "Wrong", "locations": places},
            {"severity": "WARNING", "ID": "OPF-1", "message": "Odd", "locations": [{"line": -1}]},
            {"severity": "USAGE", "ID": "ACC-1", "message": "Fine", "locations": []},
        ]
    }
    assert list(java._read_epubcheck(book, report)) == [
        Finding(ERROR, "RSC-005: Wrong", "EPUB/a.xhtml:2:15", ("p", "b")),
        Finding(ERROR, "RSC-005: Wrong", "EPUB/a.css:1:1"),
        Finding(WARNING, "OPF-1: Odd"),
    ]


@pytest.mark.parametrize(
    ("message", "findings"),
    [
        (
            {"type": "error", "message": "Bad", "firstLine": 2, "lastLine": 3, "firstColumn": 11, "lastColumn": 4},
            [Finding(ERROR, "Bad", "3:11", ("p", "b"))],
        ),
        (
            {"type": "info", "subType": "warning", "message": "Odd", "lastLine": 2, "lastColumn": 15},
            [Finding(WARNING, "Odd", "2:15", ("p", "b"))],
        ),
        ({"type": "non-document-error", "message": "No memory"}, [Finding(ERROR, "No memory")]),
        ({"type": "info", "message": "Language: en"}, []),
        ({"type": "error", "message": "Resource violates Content Security Policy of “data:…”: “data:a”"}, []),
    ],
)
def test_nu(message: dict[str, Any], findings: list[Finding], page: Path) -> None:
    assert list(java._read_nu(page, {"messages": [message]})) == findings


def test_verapdf(tagged: tuple[Path, int]) -> None:
    path, number = tagged
    failed = {"rule": "7.3-1", "message": "No Alt", "context": f"root/K[0](1 0 obj Pages)/K[1]({number} 0 obj SESpan)"}
    assert list(java._read_verapdf(path, {"error": "it is encrypted"})) == [Finding(ERROR, "it is encrypted")]
    assert list(java._read_verapdf(path, {"failed": [failed]})) == [
        Finding(ERROR, "7.3-1: No Alt", ids=("fig-a", "sec-a"))
    ]


def test_page_and_outloud(tagged: tuple[Path, int]) -> None:
    path, number = tagged
    report = [
        {"severity": "error", "rule": "ALT", "message": "No Alt", "objects": [number]},
        {"severity": "warning", "rule": "FIG", "message": "IMG_1.png", "page": 2},
        {"severity": "error", "message": "broken"},
        {"severity": "note", "rule": "OK", "message": "fine"},
    ]
    assert list(pdf._read(path, report)) == [
        Finding(ERROR, "ALT: No Alt", ids=("fig-a", "sec-a")),
        Finding(WARNING, "FIG: IMG_1.png", "page 2"),
        Finding(ERROR, "broken"),
    ]


def result(pointers: dict[str, Any]) -> dict[str, Any]:
    return {"earl:test": {"dct:title": "image-alt"}, "earl:result": {"dct:description": "No alt\nMore"} | pointers}


@pytest.mark.parametrize(
    ("pointers", "places"),
    [
        ({"earl:pointer": {"cfi": ["/4/2[sec-a]/4[fig-a]"]}}, [("/4/2[sec-a]/4[fig-a]", ("fig-a", "sec-a"))]),
        ({"earl:pointer": {"cfi": ["/4", "/6[b]"]}}, [("/4", ()), ("/6[b]", ("b",))]),
        ({}, [("", ())]),
    ],
)
def test_ace(pointers: dict[str, Any], places: list[tuple[str, tuple[str, ...]]], book: Path) -> None:
    report = {"assertions": [{"earl:testSubject": {"url": "a.xhtml"}, "assertions": [result(pointers)]}]}
    assert list(browser._read_ace(book, report)) == [
        Finding(ERROR, "image-alt: No alt", f"a.xhtml#epubcfi({pointer})", ids) for pointer, ids in places
    ]


def test_axe(page: Path) -> None:
    report = [{"rule": "color-contrast", "message": "Too pale", "target": "p > em", "ids": ["p", "b"]}]
    assert list(browser._read_axe(page, report)) == [Finding(ERROR, "color-contrast: Too pale", "p > em", ("p", "b"))]


@pytest.mark.parametrize(
    ("read", "empty"),
    [
        (java._read_epubcheck, {"messages": []}),
        (java._read_nu, {"messages": []}),
        (java._read_verapdf, {}),
        (pdf._read, []),
        (browser._read_ace, {"assertions": []}),
        (browser._read_axe, []),
    ],
)
def test_a_report_without_findings_gives_none(read: Callable[[Path, Any], Any], empty: Any, page: Path) -> None:
    assert list(read(page, empty)) == []
