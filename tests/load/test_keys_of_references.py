"""Keys of references in files, and works that have two."""

from pathlib import Path

import pytest
from conftest import Load
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ArticleError, Location, Problem
from exporter.load.references import Works
from exporter.markup import CitationItem

RIS = """\
TY  - BOOK
ID  - ant
TI  - All about ants
AU  - Lee, A
PY  - 2016
DO  - 10.1000/ants.1
ER  -
TY  - BOOK
TI  - All about bees
AU  - Roe, B
PY  - 2017
ER  -
TY  - BOOK
ID  - smith/cats 2018
TI  - All about cats
AU  - Smith, C
PY  - 2018
ER  -
"""
MEDLINE = "PMID- 25200001\nTI  - Walking after a stroke\nAU  - Osei A\nJT  - J\nDP  - 2016\nPMC - PMC42\n"


def problems_of(load_article: Load, article: Path, summary: str, **files: str) -> list[Problem]:
    """Return what is wrong with an article that cites in its summary, and with its files of references."""
    for name, text in files.items():
        article.with_name(f"a.{name}").write_text(text, "utf-8")
    names = "".join(f"  - a.{name}\n" for name in files)
    try:
        return list(load_article(f"summary: '{summary}'\nbibliography:\n{names}").warnings)
    except ArticleError as error:
        return list(error.problems)


def test_made_keys_are_listed_until_they_are_cited(load_article: Load, article: Path) -> None:
    (problem,) = problems_of(load_article, article, "A [@ant]", ris=RIS)
    assert not problem.is_error
    assert problem.message == "a reference has no key in this file, and got one"
    assert problem.hint == "cite it as `[@roe2017bees]` (line 8)"
    assert str(problem.location) == "content/a.ris:8:1"
    assert problems_of(load_article, article, "A [@roe2017bees]", ris=RIS) == []


def test_many_made_keys_are_one_warning(load_article: Load, article: Path) -> None:
    text = "".join(f"TY  - BOOK\nTI  - Ants\nAU  - Lee, A\nPY  - {year}\nER  -\n" for year in range(1900, 2010))
    (problem,) = problems_of(load_article, article, "A", ris=text)
    assert problem.message == "110 references have no key in this file, and got one"
    assert "`[@lee1999ants]` (line 496) and 10 more" in problem.hint


HINTS = {
    "[@smith/cats 2018]": "write `[@smith-cats-2018]`",
    "[@smith/cats 2018, p. 3]": "write `[@smith-cats-2018]`",
    "[@10.1000/ants.1]": "write `[@ant]`",
    "[@10.1000/ANTS.1, p. 3]": "write `[@ant]`",
    "[@doi:10.1000/ants.1]": "write `[@ant]`",
    "[@https://doi.org/10.1000/ants.1]": "write `[@ant]`",
    "[@25200001]": "write `[@osei2016walking]`",
    "[@PMID:25200001]": "write `[@osei2016walking]`",
    "[@PMC42]": "write `[@osei2016walking]`",
    "[@osei2016walkin]": "did you mean `osei2016walking`?",
    "[@10.1000/other.1]": "add it to `references:`",
}


@pytest.mark.parametrize("citation", HINTS)
def test_a_key_that_is_not_one_gets_a_hint_that_works(citation: str, load_article: Load, article: Path) -> None:
    problems = problems_of(load_article, article, f"A {citation}", ris=RIS, nbib=MEDLINE)
    (problem,) = [one for one in problems if one.is_error]
    assert problem.message.startswith("no reference has the key")
    assert problem.hint == HINTS[citation]
    if problem.hint.startswith("write"):
        followed = f"A {problem.hint.removeprefix('write ').strip('`')}"
        assert not any(one.is_error for one in problems_of(load_article, article, followed, ris=RIS, nbib=MEDLINE))


def test_a_key_that_would_be_made_for_two_works_names_both(load_article: Load, article: Path) -> None:
    text = MEDLINE + MEDLINE.replace("1\n", "2\n", 1).replace("a stroke", "an operation")
    (problem, *_) = problems_of(load_article, article, "A [@osei2016walking]", nbib=text)
    assert problem.hint == "write `[@osei2016walking-operation]` or `[@osei2016walking-stroke]`"


def test_the_same_record_in_two_files_is_read_once(load_article: Load, article: Path) -> None:
    (problem,) = problems_of(load_article, article, "A [@osei2016walking]", nbib=MEDLINE, txt=MEDLINE)
    assert problem.message == "this reference is the same as the one at content/a.nbib:1:1, and is left out"
    assert str(problem.location) == "content/a.txt:1:1"


def test_one_bad_record_hides_no_other_problem(load_article: Load, article: Path) -> None:
    text = RIS.replace("PY  - 2016", "PY- 2016").replace("PY  - 2018", "PY  - some day")
    problems = problems_of(
        load_article, article, "A [@ant] [@smith-cats-2018] [@nowhere]", ris=text, json='[{"id": "ant"}]'
    )
    messages = " ".join(one.message for one in problems)
    for part in ("PY- 2016", "some day", "`nowhere`", "`ant` appears twice"):
        assert part in messages


def test_a_bad_record_that_nobody_cites_harms_nobody(load_article: Load, article: Path) -> None:
    text = RIS.replace("PY  - 2016", "PY- 2016")
    assert problems_of(load_article, article, "A [@roe2017bees]", ris=text) == []


def test_works_under_two_keys_are_found_across_files_and_the_article(load_article: Load, article: Path) -> None:
    article.with_name("a.ris").write_text(RIS, "utf-8")
    changes = "summary: A [@bee]\nbibliography:\n  - a.ris\nreferences:\n  - id: bee\n    type: book\n    title: Ants\n"
    warnings = load_article(f"{changes}    issued: 2016\n    DOI: 10.1000/ANTS.1\n").warnings
    (problem,) = [one for one in warnings if "the same" in one.message]
    assert problem.message == "the references `bee` and `ant` have the same DOI"
    assert str(problem.location) == "content/a.ris:2:1"


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_citation_makes_the_search_for_a_hint_fail(key: str, suffix: str) -> None:
    works = Works({"a": {"id": "a", "DOI": "10.1000/a", "PMID": "1", "PMCID": "PMC1"}}, meant={"b/c": ["b-c"]})
    works.suggest(CitationItem(key, "", suffix, Location("a")))
