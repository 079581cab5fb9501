"""A script gets what it needs from `exporter`, and the examples of the API's page do what the page says."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

import exporter
from exporter.errors import UsageError

PAGE = (ROOT / "docs" / "developers" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(EXAMPLES) == PAGE.count("```python") > 5
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("exporter.validators.FINDERS", {})  # they take longer than all examples
    Path("content").mkdir()
    Path("content/article.yaml").write_text(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0], "utf-8")
    for program, printed in EXAMPLES:
        exec(compile(program, program, "exec"), {})
        assert capsys.readouterr().out == printed, program


def test_the_page_names_everything_that_is_public() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(exporter.__all__)


@pytest.mark.parametrize("name", exporter.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(exporter, name).__name__ == name


def test_no_other_name_is_public() -> None:
    with pytest.raises(AttributeError, match="`Writer`"):
        exporter.Writer  # noqa: B018


def test_a_request_imports_nothing_heavy() -> None:
    program = "import sys; from exporter import Request, Report; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], stdout=-1, text=True, check=True)
    assert {"lxml", "pydantic", "weasyprint", "exporter.pipeline"}.isdisjoint(done.stdout.split())


@pytest.mark.parametrize("wrong", [{"formats": ["docx"]}, {"formats": "docx"}, {"formats": ""}])
def test_an_unknown_format_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="there is no format"):
        exporter.Request("content/article.yaml", **wrong)


@pytest.mark.parametrize(
    ("nothing", "named"), [({"formats": []}, "format"), ({"pdfs": []}, "PDF"), ({"formats": "pdf", "pdfs": ()}, "PDF")]
)
def test_a_request_for_nothing_is_refused(nothing: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=rf"names no {named}\n"):
        exporter.Request("content/article.yaml", **nothing)
    assert exporter.Request("content/article.yaml", "epub", ()).formats == ("epub",)


def test_one_format_may_be_given_without_a_list() -> None:
    assert exporter.Request("content/article.yaml", "pdf").formats == ("pdf",)


@pytest.mark.parametrize("wrong", [{"preset": "huge"}, {"paper": "a5"}])
def test_an_unknown_preset_or_paper_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="there is no p"):
        exporter.PdfOptions(**wrong)
