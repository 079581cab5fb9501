"""Adding a block touches the places that CONTRIBUTING lists, and no others."""

import re
from typing import get_args

import pytest
from places import ROOT

from exporter import document
from exporter.article import BLOCK_KINDS

SECTION = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8").partition("## Adding a block")[2].partition("\n## ")[0]
PLACES = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", SECTION, re.MULTILINE)
FROM_MARKDOWN = {"Paragraph", "BulletList", "OrderedList"}


def name_of(kind: str) -> str:
    return kind.title().replace("_", "")


def lacking(kind: str) -> list[str]:
    """Return the files that do not contain what the list says for `figure`, with the names of `kind`."""
    traces = [(file, trace.replace("Figure", name_of(kind)).replace("figure", kind)) for file, trace in PLACES]
    return [file for file, trace in traces if not re.search(rf"(?<!\w){re.escape(trace)}", read(file))]


def read(file: str) -> str:
    return (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_every_block_is_in_each_place_of_the_list(kind: str) -> None:
    assert lacking(kind) == []


def test_a_block_that_does_not_exist_is_in_no_place_of_the_list() -> None:
    assert lacking("sketch") == [file for file, _ in PLACES]


def test_every_file_that_names_all_blocks_is_in_the_list() -> None:
    words = [rf"\b{name_of(kind)}(Block)?\b" for kind in BLOCK_KINDS]
    files = [path.relative_to(ROOT).as_posix() for kind in ("py", "j2") for path in (ROOT / "src").rglob(f"*.{kind}")]
    naming = {file for file in files if all(re.search(word, read(file)) for word in words)}
    assert naming == {file for file, _ in PLACES if file.startswith("src/")}


def test_a_documents_blocks_are_those_of_an_article_and_of_markdown() -> None:
    names = {block.__name__ for block in get_args(document.Block)}
    assert names == {name_of(kind) for kind in BLOCK_KINDS} | FROM_MARKDOWN


def test_every_element_of_a_blocks_html_has_a_role_in_the_pdf() -> None:
    elements = set(re.findall(r"<([a-z]\w*)", read("src/exporter/templates/blocks.xhtml.j2"))) - {"div", "span"}
    roles = set(re.findall(r'"(\w+)": "', read("src/exporter/writers/pdf/structure.py")))
    assert elements <= roles
