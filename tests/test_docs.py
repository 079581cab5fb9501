"""What the documents say is what the code does."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import exporter
from exporter.cli import main
from exporter.validators import FINDERS
from scripts import tables

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), ROOT / ".github/CONTRIBUTING.md"]


def test_the_guides_tables_are_those_of_the_schema() -> None:
    text = tables.GUIDE.read_text("utf-8")
    assert text == tables.filled(text), "run `make docs`"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| `exporter (\w+)", readme, re.MULTILINE)) == set(main.commands)


def test_every_option_the_readme_shows_exists() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, rest in re.findall(r"^\| `exporter (\w+)([^`]*)`", readme, re.MULTILINE):
        help_text = CliRunner().invoke(main, [name, "--help"]).output
        for option in re.findall(r"--\w+", rest):
            assert option in help_text


def test_every_validator_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "how-it-works.md").read_text("utf-8").partition("## Validators")[2].partition("\n## ")[0]
    assert re.findall(r"^\| ([^|]+?) \| the (?:EPUB|PDF|web)", text, re.MULTILINE) == list(FINDERS)


def test_the_readmes_minimal_article_is_exported_without_a_warning(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (article,) = re.findall(r"```yaml\n(title: .*?)```", readme, re.DOTALL)
    (tmp_path / "article.yaml").write_text(article, "utf-8")
    command = ["build", str(tmp_path / "article.yaml"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (0, f"{tmp_path / 'article.yaml'}: fine\n")


def test_every_yaml_example_of_the_guide_can_be_read() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", tables.GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(examples) > 3
    for example in examples:
        assert isinstance(yaml.safe_load(example), dict)


def test_the_map_of_the_package_names_every_module() -> None:
    package = ROOT / "src" / "exporter"
    modules = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert exporter.__doc__ is not None
    named = set(re.findall(r"\w+", exporter.__doc__))
    assert modules - {"__init__", "__main__"} <= named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_every_promise_names_a_test_that_exists() -> None:
    named = re.findall(r"\| `(test_\w+\.py)::(\w+)` \|", (ROOT / "docs" / "promises.md").read_text("utf-8"))
    assert len(named) > 10
    for file, name in named:
        (path,) = (ROOT / "tests").rglob(file)
        assert f"def {name}(" in path.read_text("utf-8"), f"{file}::{name}"


@pytest.mark.parametrize("path", [ROOT / "Makefile", *DOCUMENTS], ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for target in re.findall(r"`make ([a-z]+)", path.read_text("utf-8")):
        assert target in targets
