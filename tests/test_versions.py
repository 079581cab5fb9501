"""Where a program of the system may be why a test fails, the report of the tests says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from scripts import versions


def test_the_table_has_every_program_that_the_set_up_does_not_pin() -> None:
    assert set(versions.tested(versions.LIST.read_text("utf-8"))) == set(versions.UNPINNED)


def test_a_table_that_is_rewritten_has_the_versions_found_here() -> None:
    old = "| program | version |\n|---|---|\n| Python | 2.7 |\n"
    (line,) = versions.differences(old)
    assert line.startswith("another version of Python: tested with 2.7, found 3.")
    assert versions.differences(versions.filled(old)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("outcome", "is_named"), [("False", True), ("True", False)])
def test_only_a_run_that_fails_names_a_program_of_another_version(outcome: str, is_named: bool, tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.write_text("#!/bin/sh\necho Chromium 1.2.3")
    chromium.chmod(0o755)
    test = tmp_path / "test_it.py"
    test.write_text(f"def test_it():\n    assert {outcome}")
    places = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-m", "pytest", "-p", "conftest", f"--rootdir={tmp_path}", str(test)]
    report = subprocess.run(command, env=os.environ | places, cwd=tmp_path, capture_output=True, text=True).stdout
    tested = versions.tested(versions.LIST.read_text("utf-8"))["Chromium"]
    assert "1 passed" in report or "1 failed" in report
    assert (f"another version of Chromium: tested with {tested}, found 1.2.3\n" in report) == is_named
