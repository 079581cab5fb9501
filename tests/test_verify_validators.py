"""Other people's validators are asked if they are there, and what they say comes with the name of the file."""

import shutil

import pytest

from exporter.errors import Location, Severity
from exporter.verify.validators import validate

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java")


@needs_java
@pytest.mark.slow
def test_epubcheck_names_the_file_that_it_finds_broken() -> None:
    problem, *_ = validate({"a.epub": b"no archive"})
    assert problem.message.startswith("EPUBCheck PKG-")
    assert (problem.location, problem.severity) == (Location("a.epub"), Severity.ERROR)


def test_pdf_validators_name_the_file_that_they_find_broken() -> None:
    problems = validate({"a.pdf": b"%PDF-1.7"})
    assert [problem.message.split(":")[0] for problem in problems] == ["page", "outloud"]
    assert {problem.location for problem in problems} == {Location("a.pdf")}


def test_a_validator_that_is_not_installed_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.verify.validators.find_spec", lambda name: None)
    assert validate({"a.epub": b"no archive", "a.pdf": b"no PDF"}) == ()


def test_a_web_page_has_no_validator_yet() -> None:
    assert validate({"a.html": b""}) == ()
