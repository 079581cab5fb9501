"""Reference data is incomplete and written in many ways: what is missing is a warning, and the rest is printed."""

import json
import random
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from conftest import Load, Warn
from mistakes import REFERENCE

from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.document import plain
from exporter.errors import ArticleError, Problem
from exporter.resolve import resolve

CITED: Final = "summary: A [@ant]\n" + REFERENCE


def reference_of(load_article: Load, **fields: Any) -> Csl:
    """Return the reference `ant`, given as YAML with `fields`, as it was loaded."""
    written = {"id": "ant", "type": "book", "title": "Ants", "issued": 2016} | fields
    return load_article(yaml.safe_dump({"summary": "A [@ant]", "references": [written]})).references["ant"]


def shown(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [f"{one.location.line}:{one.location.column} {one.message}" for one in problems if one.location]


# ---------------------------------------------------------------- CSL YAML as other programs write it


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2016, 3]]}, {"date-parts": [[2016, 3]]}),
        ([{"year": 2016, "month": 3}], {"date-parts": [[2016, 3]]}),
        ({"year": 2016, "season": "Winter"}, {"date-parts": [[2016]], "season": 4}),
        ({"literal": "in press"}, {"literal": "in press"}),
        ({"raw": "March 2016"}, {"date-parts": [[2016, 3]]}),
        ({"date-parts": [[1900]], "circa": True}, {"literal": "c. 1900"}),
        ("2014--2015", {"date-parts": [[2014], [2015]]}),
        ("2014a", {"literal": "2014a"}),
        ("in press", {"literal": "in press"}),
        ("March 2016", {"date-parts": [[2016, 3]]}),
    ],
)
def test_a_date_may_be_written_in_any_form(issued: Any, expected: Csl, load_article: Load) -> None:
    assert reference_of(load_article, issued=issued)["issued"] == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ([{"family": "Cui", "given": "FY"}], [{"family": "Cui", "given": "F. Y."}]),
        ([{"family": "King", "given": "M", "suffix": "Jr"}], [{"family": "King", "given": "M.", "suffix": "Jr"}]),
        ([{"literal": "NICE"}, "Cui FY"], [{"literal": "NICE"}, {"family": "Cui", "given": "F. Y."}]),
        (["King, Martin", "Cui FY"], [{"family": "King", "given": "Martin"}, {"family": "Cui", "given": "F. Y."}]),
        (["Cui FY", "et al."], [{"family": "Cui", "given": "F. Y."}, {"literal": "others"}]),
        ("Lee A and Li K", [{"family": "Lee", "given": "A."}, {"family": "Li", "given": "K."}]),
        ("Ministry of Health NZ", [{"literal": "Ministry of Health NZ"}]),
    ],
)
def test_names_may_be_written_in_any_form(author: Any, expected: list[Csl], load_article: Load) -> None:
    assert reference_of(load_article, author=author)["author"] == expected


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("DOI", "https://doi.org/10.1000/x", "10.1000/x"),
        ("PMID", "PMID: 123", "123"),
        ("PMCID", "pmc99", "PMC99"),
        ("page", "297-297", "297"),
    ],
)
def test_the_numbers_of_catalogues_and_pages_are_cleaned(
    name: str, written: str, expected: str, load_article: Load
) -> None:
    assert reference_of(load_article, **{name: written})[name] == expected


@pytest.mark.parametrize("empty", [{}, [], [[]], "", None, {"date-parts": [[]]}], ids=str)
@pytest.mark.parametrize("name", ["issued", "author", "volume", "DOI", "URL", "accessed", "container-title"])
def test_an_empty_value_is_a_missing_one(name: str, empty: Any, load_article: Load) -> None:
    assert name not in reference_of(load_article, **{name: empty})


@pytest.mark.parametrize("field", ["issued: 2016-03", "DOI: 10.1000/x", "PMID: 123"])
def test_a_comment_after_one_word_is_a_comment(field: str, load_article: Load) -> None:
    name, value = field.split(": ")
    changes = f"{CITED.replace('    issued: 2016', '    volume: 1')}    {field}  # checked\n"
    assert name in load_article(changes).references["ant"]
    with pytest.raises(ArticleError, match="was read as a comment"):
        load_article(changes.replace(value, "in press"))


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    ("kind", "fields", "words", "key"),
    [
        ("book", {"issued": {}}, "year of publication", "issued"),
        ("article-journal", {}, "title of the journal", "container-title"),
        ("webpage", {}, "web address", "URL"),
    ],
)
def test_what_a_reader_needs_is_a_warning_in_the_article_and_in_a_file(
    kind: str, fields: dict[str, Any], words: str, key: str, article: Path, load_article: Load
) -> None:
    work = {"id": "ant", "type": kind, "title": "Ants", "issued": {"date-parts": [[2016]]}} | fields
    message = f"the reference `ant` has no {words}"
    listed = load_article("summary: A [@ant]\n" + yaml.safe_dump({"references": [work]}, sort_keys=False)).warnings
    assert shown(listed) == [f"3:7 {message}"]
    assert listed[0].hint == f"add `{key}:`; if nobody knows it, leave it so"
    article.with_name("a.json").write_text(json.dumps([work]), "utf-8")
    from_file = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n").warnings
    assert shown(from_file) == [f"1:10 {message}"]
    assert not any(problem.is_error for problem in (*listed, *from_file))


def test_a_reference_that_is_not_cited_may_lack_everything_but_its_title(load_article: Load) -> None:
    assert load_article(REFERENCE.replace("    issued: 2016\n", "")).warnings == ()


def test_a_reference_without_its_type_is_printed_as_a_document(load_article: Load) -> None:
    manuscript = load_article(CITED.replace("    type: book\n", ""))
    assert manuscript.references["ant"]["type"] == "document"
    assert shown(manuscript.warnings) == ["3:9 the reference `ant` has no type"]


@pytest.mark.parametrize("author", ["Yi Lang", "Lang, Cui", "Médecins Sans Frontières"])
def test_a_doubtful_name_is_a_warning_with_both_ways_to_write_it(author: str, load_article: Load) -> None:
    (problem,) = load_article(f"{CITED}    author: {author}\n").warnings
    assert shown([problem]) == [f"7:13 `{author}` may be people or a group; it is printed as it is"]
    group = f"    author:\n      - literal: {author}\n"
    assert group.strip().splitlines()[1].strip() in problem.hint
    assert load_article(CITED + group).warnings == ()
    assert load_article(f"{CITED}    author: Cui FY, Li K\n").warnings == ()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("journal", "container-title"),
        ("pages", "page"),
        ("Doi", "DOI"),
        ("pubmed", "PMID"),
        ("link", "URL"),
        ("authors", "author"),
        ("Volume", "volume"),
        ("shortTitle", "title-short"),
    ],
)
def test_a_variable_by_another_name_gets_the_name_it_has_here(key: str, name: str, load_article: Load) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article(f"{CITED}    {key}: x\n")
    assert [problem.hint for problem in caught.value.problems] == [f"did you mean `{name}`?"]


@pytest.mark.parametrize(("key", "value"), [("doi", "10.1000/x"), ("pmid", "123"), ("url", "https://example.org")])
def test_pandocs_small_letters_are_read(key: str, value: str, load_article: Load) -> None:
    assert reference_of(load_article, **{key: value})[key.upper()] == value
    with pytest.raises(ArticleError) as caught:
        load_article(f"{CITED}    {key}: x y\n")
    assert [str(one.location).partition(":")[2] for one in caught.value.problems] == [f"7:{7 + len(key)}"]


MARKUP: Final = (
    ("On *Apis* and **more**", "*Apis*", "<i>Apis</i>"),
    ("On _Apis_", "_Apis_", "<i>Apis</i>"),
    ("H~2~O", "~2~", "<sub>2</sub>"),
    ("H$_2$O", "$_2$", "<sub>2</sub>"),
    ("10$^{-3}$", "$^{-3}$", "<sup>-3</sup>"),
    ("m^2^", "^2^", "<sup>2</sup>"),
    ("The [DNA]{.nocase}", "[DNA]{.nocase}", '<span class="nocase">DNA</span>'),
    ("Salt &amp; pepper", "&amp;", "&"),
    (r"50 \% of ants", r"\%", "%"),
)


@pytest.mark.parametrize(("title", "found", "instead"), MARKUP)
def test_markup_of_other_systems_is_a_warning_with_ours(
    title: str, found: str, instead: str, load_article: Load
) -> None:
    changes = f"summary: A [@ant]\nreferences:\n  - id: ant\n    type: book\n    issued: 2016\n    title: '{title}'\n"
    (problem,) = load_article(changes).warnings
    assert shown([problem]) == [f"6:{13 + title.index(found)} `{found}` is printed with its signs"]
    assert problem.hint == f"write `{instead}`"
    fixed = load_article(changes.replace(found, instead)).warnings
    assert [one.message for one in fixed if found in one.message] == []


@pytest.mark.parametrize(("title", "found", "instead"), MARKUP)
def test_markup_of_other_systems_in_a_file_is_a_warning(
    title: str, found: str, instead: str, article: Path, load_article: Load
) -> None:
    work = {"id": "ant", "type": "book", "title": title, "issued": {"date-parts": [[2016]]}}
    article.with_name("a.json").write_text(json.dumps([work]), "utf-8")
    (problem,) = load_article("summary: A [@ant]\nbibliography:\n  - a.json\n").warnings
    assert problem.message == f"`{found}` in the reference `ant` is printed with its signs"
    assert problem.hint == f"write `{instead}`"


@pytest.mark.parametrize(
    "title",
    [
        "A* search and B*",
        "53 * 2 * 3",
        "Costs $5 and $6",
        "5~10 ml, 10~20",
        "5~10~20",
        "snake_case_name",
        "R&D; more",
        "a^b",
    ],
)
def test_signs_that_are_no_markup_are_no_problem(title: str, load_article: Load) -> None:
    assert load_article(CITED.replace("Ants", f"'{title}'")).warnings == ()


@pytest.mark.parametrize(("key", "name"), [("year", "issued"), ("Title", "title")])
def test_a_variable_that_is_there_under_its_own_name_is_to_be_removed(key: str, name: str, load_article: Load) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article(f"{CITED}    {key}: 2016\n")
    assert [problem.hint for problem in caught.value.problems] == [f"remove it; `{name}:` says it already"]


# ---------------------------------------------------------------- a whole manuscript


def incomplete(count: int, seed: int) -> list[dict[str, Any]]:
    """Return references as reference managers export them: each lacks something, or says it in an unusual form."""
    chance = random.Random(seed)
    dates: list[Any] = [
        {"date-parts": [[2016, 3]]},
        [{"year": 2016}],
        {"literal": "in press"},
        {},
        [[]],
        None,
        "",
        "2014a",
        "n.d.",
    ]
    authors = [[{"family": "Lee", "given": "A B"}], "Lee AB, Smith C", "Yi Lang", [{"literal": "NICE"}], [], None]
    kinds = ["article-journal", "book", "webpage", "report", "chapter", "thesis", "dataset", "post-weblog"]
    return [
        {
            "id": f"ref{number}",
            "type": chance.choice(kinds),
            "title": f"Title {number}",
            "issued": chance.choice(dates),
            "author": chance.choice(authors),
            "container-title": chance.choice(["", None, "A journal"]),
            "URL": chance.choice(["", None, "https://example.org/a"]),
            "volume": chance.choice([None, 4, "4-5"]),
            "DOI": chance.choice([None, "https://doi.org/10.1000/x"]),
        }
        for number in range(count)
    ]


@pytest.mark.parametrize("style", ["nlm-citation-sequence-brackets", "apa"])
@pytest.mark.parametrize("seed", range(3))
def test_a_manuscript_with_many_incomplete_references_gets_only_warnings(
    seed: int, style: str, load_article: Load, citeproc: Citeproc
) -> None:
    works = incomplete(96, seed)
    summary = " ".join(f"[@{work['id']}]" for work in works)
    article = {"summary": f"A {summary}", "citations": {"style": style}, "references": works}
    manuscript = load_article(yaml.safe_dump(json.loads(json.dumps(article)), width=1000))
    assert manuscript.warnings
    assert not any(problem.is_error for problem in manuscript.warnings)
    entries = {entry.key: plain(entry.entry) for entry in resolve(manuscript, citeproc).references}
    assert [key for key, text in entries.items() if f"Title {key[3:]}" not in text] == []


def test_a_date_is_printed_or_its_absence_is(warnings_of: Warn, load_article: Load, citeproc: Citeproc) -> None:
    for issued, printed in (("2014--2015", "2014–2015"), ("in press", "in press"), ("{}", "n.d."), ("n.d.", "n.d.")):
        changes = CITED.replace("2016", issued) + "citations:\n  style: apa\n"
        (entry,) = resolve(load_article(changes), citeproc).references
        assert f"({printed})" in plain(entry.entry)
        assert len(warnings_of(changes)) == (issued == "{}")


def test_a_name_that_no_style_prints_is_a_warning_and_its_hint_works(warnings_of: Warn) -> None:
    article = (
        "summary: See [@ant].\nreferences:\n  - {id: ant, type: book, title: On ants, issued: 2016, compiler: Doe J}\n"
    )
    (problem,) = warnings_of(article)
    assert problem.message == "no style prints the `compiler` of the reference `ant`"
    assert "`editor:`" in problem.hint
    assert warnings_of(article.replace("compiler", "editor")) == []
