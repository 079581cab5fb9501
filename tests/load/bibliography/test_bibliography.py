"""Which files of references are read, and what is said about the others."""

import pytest
from conftest import Load

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError
from exporter.limits import Limits
from exporter.load.bibliography import read_file, require_format
from exporter.source import Scalar, Source

RIS = "TY  - BOOK\nTI  - Ants\nER  - \n"
MEDLINE = "PMID- 1\nTI  - Ants\n"
ENDNOTE = "%0 Book\n%T Ants\n"


def read(name: str, text: str, citeproc: Citeproc) -> list[object]:
    records, _ = read_file(name, Source(name, text), citeproc, Limits())
    return [record.reference["title"] for record in records]


@pytest.mark.parametrize("suffix", ["ris", "nbib", "enw", "txt", "TXT"])
@pytest.mark.parametrize("text", [RIS, MEDLINE, ENDNOTE], ids=["RIS", "MEDLINE", "EndNote"])
def test_the_tags_of_a_file_are_recognized_whatever_its_name(text: str, suffix: str, citeproc: Citeproc) -> None:
    require_format(Scalar(f"a.{suffix}"))
    assert read(f"a.{suffix}", text, citeproc) == ["Ants"]


LEADS = {
    "a.docx": "as RIS",
    "a.xml": "In EndNote".casefold(),
    "a.csv": "PubMed",
    "a.rdf": "Zotero",
    "a.yaml": "`references:`",
    "a.odd": ".nbib",
}


@pytest.mark.parametrize("name", LEADS)
def test_a_file_of_another_kind_gets_a_hint_how_to_export_it(name: str, load_article: Load) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article(f"bibliography:\n  - {name}\n")
    (problem,) = caught.value.problems
    assert "not a file of references" in problem.message
    assert LEADS[name].casefold() in problem.hint.casefold()


CONTENTS = {
    "@book{ant}": ".bib",
    '[{"id": "ant"}]': ".json",
    "<xml/>": "as RIS",
    "1. Ants. 2016.": "PubMed",
}


@pytest.mark.parametrize("text", CONTENTS)
def test_a_file_without_references_gets_a_hint_by_what_it_looks_like(text: str, citeproc: Citeproc) -> None:
    with pytest.raises(ArticleError) as caught:
        read("a.txt", text, citeproc)
    (problem,) = caught.value.problems
    assert problem.message == "`a.txt` contains no references"
    assert CONTENTS[text] in problem.hint


def test_a_file_with_too_many_references_names_the_limit(citeproc: Citeproc) -> None:
    with pytest.raises(ArticleError, match="the limit is `references=2`"):
        read_file("a.ris", Source("a.ris", RIS * 3), citeproc, Limits(references=2))
