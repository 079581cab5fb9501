"""Each fix for WeasyPrint and pydyf states its reason, and changes only the versions that it is written for."""

import re
import subprocess
import sys
import zlib
from importlib import import_module, metadata
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pages import read_pages
from places import ROOT
from printed import CSS, body_with, made

from exporter.faces import packaged_faces
from exporter.render import render
from exporter.writers.pdf import PdfWriter
from exporter.writers.pdf.weasyprint import engine, min_content, stream_end, trailing_space

ROOM = ROOT / "src" / "exporter" / "writers" / "pdf" / "weasyprint"
TEXTS = sorted((ROOT / "docs" / "upstream").glob("*.md"))
PARTS = ["Symptom", "Upstream", "Versions", "Test", "End"]
ISSUE = r"https://github\.com/[\w-]+/[\w-]+/issues/\d+"


def faults(docstring: str) -> list[str]:
    """Return what is missing in the docstring of a fix."""
    pieces = re.split(r"^(Symptom|Upstream|Versions|Test|End): ", docstring, flags=re.MULTILINE)
    if pieces[1::2] != PARTS:
        return [f"its parts are {pieces[1::2]}"]
    part = dict(zip(PARTS, pieces[2::2], strict=True))
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    text = ROOT / part["Upstream"].strip()
    checks = {
        "no issue, and no text of one": bool(re.match(ISSUE, part["Upstream"])) or (text in TEXTS),
        "no version": re.match(r"(WeasyPrint|pydyf) \d+\.\d+", part["Versions"]),
        "no such test": f"def {part['Test'].strip()}(" in tests,
        "no date": re.search(r"look again on 20\d\d-\d\d-\d\d\.", part["End"]),
    }
    return [fault for fault, is_right in checks.items() if not is_right]


@pytest.mark.parametrize("path", sorted(set(ROOM.glob("*.py")) - {ROOM / "__init__.py"}), ids=lambda path: path.stem)
def test_a_fix_names_symptom_issue_versions_test_and_end(path: Path) -> None:
    module = import_module(f"exporter.writers.pdf.weasyprint.{path.stem}")
    assert faults(module.__doc__ or "") == []


@pytest.mark.parametrize(
    ("part", "other", "fault"),
    [
        ("Symptom: ", "Trouble: ", "its parts are"),
        ("docs/upstream/", "docs/", "no issue, and no text of one"),
        ("WeasyPrint 70.0", "all", "no version"),
        ("Test: test_", "Test: test_of_", "no such test"),
        ("2027-06-01", "some day", "no date"),
    ],
)
def test_a_docstring_of_a_fix_that_lacks_a_part_is_reported(part: str, other: str, fault: str) -> None:
    (found,) = faults((trailing_space.__doc__ or "").replace(part, other))
    assert found.startswith(fault)


@pytest.mark.slow
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_program_in_a_text_for_upstream_prints_what_the_text_shows(path: Path) -> None:
    text = path.read_text("utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    printed = re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0]
    assert subprocess.run([sys.executable, "-c", program], stdout=-1, text=True, check=True).stdout == printed


def test_every_text_for_upstream_belongs_to_a_fix() -> None:
    assert {path.stem for path in TEXTS} <= {path.stem for path in ROOM.glob("*.py")}


def test_the_fixes_are_for_the_installed_versions() -> None:
    for fix in (min_content, stream_end, trailing_space):
        package, version = fix.AFFECTED
        assert metadata.version(package) == version, f"see whether {fix.__name__} is still needed"


def test_other_versions_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.import_weasyprint()
    pydyf: Any = import_module("pydyf")
    own = property(pydyf.Stream.data.fget.__wrapped__)
    monkeypatch.setattr(pydyf.Stream, "data", own)
    with monkeypatch.context() as patch:
        patch.setattr(metadata, "version", lambda name: "99.0")
        engine._apply_fixes()
    assert pydyf.Stream.data is own
    engine._apply_fixes()
    assert pydyf.Stream.data is not own


# ---------------------------------------------------------------- lines


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(packaged_faces())


def measured_letters(monkeypatch: pytest.MonkeyPatch, words: int) -> int:
    """Return how many letters are laid out for a table of one cell whose words may be broken anywhere."""
    count = 0
    layout: Any = import_module("weasyprint.text.line_break").Layout
    set_text = layout.set_text

    def counted(self: Any, text: str, *arguments: Any) -> None:
        nonlocal count
        count += len(text)
        set_text(self, text, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(layout, "set_text", counted)
        cell = "abcd " * words
        engine.import_weasyprint().HTML(string=f"<table><td style='overflow-wrap: anywhere'>{cell}</table>").render()
    return count


def test_a_long_cell_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.import_weasyprint()
    few, many = (measured_letters(monkeypatch, words) for words in (50, 100))
    assert many < 2.5 * few
    module: Any = import_module("weasyprint.layout.preferred")
    monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    monkeypatch.setattr(min_content, "apply", lambda: None)
    few, many = (measured_letters(monkeypatch, words) for words in (50, 100))
    assert many > 3.5 * few


def test_measuring_by_letters_changes_no_page(writer: PdfWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = writer.write(made(), render(made()), CSS).content
    module: Any = import_module("weasyprint.layout.preferred")
    monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    assert writer.write(made(), render(made()), CSS).content == quick


def torn_lines(writer: PdfWriter) -> list[str]:
    """Return the lines, in paragraphs of many widths, on which the next word would have fitted."""
    text = 'One two three four <span class="citation short">[1]</span> five six.'
    body = "".join(f'<p style="width: {width / 2}pt">{text}</p>' for width in range(160, 320))
    pages = read_pages(writer.write(made(), body_with(body), CSS).content)
    blocks = [block for page in pages for block in page.blocks if block.element.role == "P"]
    assert len(blocks) == 160
    torn = []
    for width, block in enumerate(blocks, 160):
        for line, following in pairwise(block.lines):
            word = following.text.split()[0]
            room = following.characters[len(word) - 1].right - following.characters[0].x + 0.3 * line.size
            needed = line.edges[1] - line.edges[0] + room
            torn += [line.text] * (needed < width / 2)
    return torn


@pytest.mark.slow
def test_a_line_that_ends_in_a_space_is_not_torn_after_its_first_word(
    writer: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert torn_lines(writer) == []
    module: Any = import_module("weasyprint.layout.inline")
    monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    assert "One" in torn_lines(writer)


# ---------------------------------------------------------------- streams


@pytest.mark.parametrize("ends", [b"\r", b"\n", b"x"], ids=["carriage return", "line feed", "letter"])
def test_the_last_byte_of_a_stream_is_not_read_as_a_line_end(ends: bytes) -> None:
    engine.import_weasyprint()
    pydyf = import_module("pydyf")
    texts = (f"% {count}".encode() for count in range(5000))
    content = next(text for text in texts if zlib.compress(text, 9).endswith(ends))
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([content], compress=True))
    pdf.write(output := BytesIO(), b"1.7")
    found = re.search(rb"/Length (\d+).*?stream\n(.*?)(?:\r\n|\n|\r)endstream", output.getvalue(), re.DOTALL)
    assert found
    assert len(found[2]) == int(found[1])
    assert zlib.decompress(found[2]) == content
