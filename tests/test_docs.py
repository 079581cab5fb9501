"""The documentation agrees with the code."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from places import ROOT

from exporter.cli import main
from exporter.validators import FINDERS
from scripts import tables

DOCUMENTS = sorted(
    path for places in ("*.md", "docs/**/*.md", ".github/*.md", "styles/*.md") for path in ROOT.glob(places)
)
HOW_IT_WORKS = ROOT / "docs" / "developers" / "how-it-works.md"


@pytest.mark.parametrize("page", tables.PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_generated_tables_are_those_of_the_code(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text == tables.filled(text), "run `make docs`"


def test_the_map_has_every_module_and_every_folder_of_modules() -> None:
    files = {path for path in tables.PACKAGE.glob("*.py") if not path.name.startswith("__")}
    folders = {path.parent for path in tables.PACKAGE.rglob("*.py")} - {tables.PACKAGE}
    rows = re.findall(r"^\| \d \| `([\w/]+)` \| \S", HOW_IT_WORKS.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(
        [path.stem for path in files] + [f"{path.relative_to(tables.PACKAGE).as_posix()}/" for path in folders]
    )


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
    text = HOW_IT_WORKS.read_text("utf-8").partition("## Validators")[2].partition("\n## ")[0]
    assert re.findall(r"^\| ([^|]+?) \| the (?:EPUB|PDF|web)", text, re.MULTILINE) == list(FINDERS)


def test_the_readmes_minimal_article_is_exported_without_a_warning(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (article,) = re.findall(r"```yaml\n(title: .*?)```", readme, re.DOTALL)
    (tmp_path / "article.yaml").write_text(article, "utf-8")
    command = ["build", str(tmp_path / "article.yaml"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (0, f"{tmp_path / 'article.yaml'}: fine\n")


def test_every_yaml_example_of_the_guide_can_be_read() -> None:
    guide = (ROOT / "docs" / "staff" / "guide.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert len(examples) > 3
    for example in examples:
        assert isinstance(yaml.safe_load(example), dict)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_has_a_target(document: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", document.read_text("utf-8")):
        path = document.parent / target if target else document
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes for the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_promise_names_a_test_that_exists() -> None:
    named = re.findall(
        r"\| `(test_\w+\.py)::(\w+)` \|", (ROOT / "docs" / "developers" / "promises.md").read_text("utf-8")
    )
    assert len(named) > 10
    for file, name in named:
        paths = (ROOT / "tests").rglob(file)
        assert any(f"def {name}(" in path.read_text("utf-8") for path in paths), f"{file}::{name}"


@pytest.mark.parametrize("path", [ROOT / "Makefile", *DOCUMENTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for target in re.findall(r"`make ([a-z]+)", path.read_text("utf-8")):
        assert target in targets
