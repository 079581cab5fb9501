"""Every field of an entry is printed, or there is a warning; as the usual programs export them."""

import re
from typing import Any

import pytest
from bib import EXPORTS, messages, record, records, reference
from hypothesis import given
from hypothesis import strategies as st

from exporter.citeproc import Citeproc
from exporter.csl import texts
from exporter.load.bibliography.bibtex.variables import (
    ALIASES,
    DATES,
    NAMES,
    PUBLISHERS,
    ROLES,
    TEXTS,
    TYPES,
    UNPRINTED,
)


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_what_programs_export_is_read_without_a_warning(
    text: str, expected: dict[str, Any], citeproc: Citeproc
) -> None:
    (one,), problems = records(citeproc, text)
    assert not [*problems, *one.problems]
    assert {name: one.reference.get(name) for name in expected} == expected


# ---------------------------------------------------------------- nothing is lost

FIELDS = sorted(
    {*TEXTS, *NAMES, *DATES, *PUBLISHERS, *ALIASES, *ROLES, "title", "subtitle", "titleaddon", "booktitle", "maintitle"}
    | {"mainsubtitle", "booksubtitle", "journaltitle", "journalsubtitle", "issuetitle", "year", "month", "number"}
    | {"volume", "part", "issue", "pages", "eid", "howpublished", "url", "doi", "pmid", "pmcid", "eprint", "type"}
    | {"pubstate", "note", "addendum", "langid", "language", "eventyear", "foreword", "afterword", "commentator"}
    | {"annotator", "introduction", "origlanguage", "isrn", "ismn", "isan", "unheard-of", "shortauthor", "usera"}
)


@given(
    st.sampled_from(sorted([*TYPES, "unheard"])), st.lists(st.sampled_from(FIELDS), min_size=1, unique=True, max_size=6)
)
def test_every_field_is_printed_or_reported_or_known_as_unprinted(
    citeproc: Citeproc, kind: str, fields: list[str]
) -> None:
    values = {name: f"Mark{number}word" for number, name in enumerate(fields)}
    one = record(citeproc, ",\n".join(f"{name} = {{{value}}}" for name, value in values.items()), kind)
    found = " ".join(texts(one.reference))
    said = " ".join(problem.message for problem in one.problems)
    for name, value in values.items():
        assert value in found or f"`{name}`" in said or UNPRINTED.fullmatch(ALIASES.get(name, name)), (name, one)


def test_a_field_that_nothing_knows_is_a_warning_with_its_line(citeproc: Citeproc) -> None:
    assert messages(citeproc, "title = {T},\nSponsor = {Clinic}") == [
        "3: warning: `Sponsor` of the reference `ant` is not printed"
    ]


@pytest.mark.parametrize("name", ["abstract", "keywords", "file", "bdsk-url-1", "date-added", "mendeley-tags", "owner"])
def test_a_field_that_no_style_prints_is_no_warning(name: str, citeproc: Citeproc) -> None:
    reference(citeproc, f"title = {{T}}, {name} = {{\\foo{{x}} 50 % $}}")


def test_a_command_that_cannot_be_printed_is_an_error_at_its_place(citeproc: Citeproc) -> None:
    (problem,) = record(citeproc, "title = {On\n \\foo{x}}").problems
    assert str(problem).splitlines()[:2] == [
        r"error: `\foo{x}` in `title` is a command that cannot be printed",
        "  --> a.bib:3:2",
    ]


def test_a_title_that_cannot_be_read_is_an_error(citeproc: Citeproc) -> None:
    (message,) = messages(citeproc, "title = {On \\begin{x}}")
    assert message.startswith("2: error: `title` cannot be read")


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2016", [[2016]]),
        ("year = {2014--2015}", [[2014], [2015]]),
        ('year = 2019, month = "9~" # dec', [[2019, 12, 9]]),
        ('year = 2019, month = dec # "~9"', [[2019, 12, 9]]),
        ("year = 2018, month = {March-April}", [[2018, 3], [2018, 4]]),
        ("year = 2018, month = mar # {--} # apr", [[2018, 3], [2018, 4]]),
        ("year = 2018, month = {3--4}", [[2018, 3], [2018, 4]]),
        ("year = 2018, month = 03, day = {5}", [[2018, 3, 5]]),
        ("date = {2014-03}", [[2014, 3]]),
        ("date = {2014-03-05}, year = 2014, month = mar", [[2014, 3, 5]]),
        ("date = {2014-03-05T10:00:00Z}", [[2014, 3, 5]]),
        ("date = {2014/2015}", [[2014], [2015]]),
        ("date = {2014-03/2014-04}", [[2014, 3], [2014, 4]]),
        ("date = {March 5, 2014}", [[2014, 3, 5]]),
    ],
)
def test_a_date_is_read(fields: str, expected: list[list[int]], citeproc: Citeproc) -> None:
    assert reference(citeproc, f"title = {{T}}, {fields}")["issued"] == {"date-parts": expected}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = {in press}", "in press"),
        ("year = {2014a}", "2014a"),
        ("year = {c. 1900}", "c. 1900"),
        ("year = {n.d.}", "n.d."),
        ("year = {{Forthcoming}}", "Forthcoming"),
        ("date = {1900~}", "c. 1900"),
        ("date = {2014-03~}", "c. 2014-03"),
        ("date = {2014/}", "2014–"),
        ("pubstate = {inpress}", "in press"),
    ],
)
def test_a_date_may_be_words(fields: str, expected: str, citeproc: Citeproc) -> None:
    assert reference(citeproc, f"title = {{T}}, {fields}")["issued"] == {"literal": expected}


@pytest.mark.parametrize("fields", ["date = {2014-21}", "year = 2014, month = {Spring}", "year = {Spring 2014}"])
def test_a_season_is_read(fields: str, citeproc: Citeproc) -> None:
    assert reference(citeproc, f"title = {{T}}, {fields}")["issued"] == {"date-parts": [[2014]], "season": 1}


@pytest.mark.parametrize(
    ("fields", "literal", "message"),
    [
        ("year = {raw}", "raw", "`raw` in `year` is not a date, so it is printed as it is"),
        ("date = {2014-13}", "2014-13", "`2014-13` in `date` is not a date, so it is printed as it is"),
    ],
)
def test_what_is_no_date_is_printed_and_reported(fields: str, literal: str, message: str, citeproc: Citeproc) -> None:
    one = record(citeproc, f"title = {{T}}, {fields}")
    assert one.reference["issued"] == {"literal": literal}
    assert [problem.message for problem in one.problems] == [message]


def test_a_day_that_does_not_exist_is_reported_and_not_printed(citeproc: Citeproc) -> None:
    one = record(citeproc, "title = {T}, year = 2014, month = feb, day = 31")
    assert one.reference["issued"] == {"date-parts": [[2014]]}
    assert [re.findall("`(.*?)`", problem.message) for problem in one.problems] == [
        ["February", "month"],
        ["31", "day"],
    ]


def test_a_year_that_differs_from_the_date_is_reported(citeproc: Citeproc) -> None:
    assert messages(citeproc, "title = {T}, date = {2014},\nyear = 2015") == [
        "3: warning: `year` is not printed, because `date` is"
    ]


# ---------------------------------------------------------------- numbers, addresses, types


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("article", "eid = {e0123}", {"page": "e0123"}),
        ("article", "pages = {294--299}", {"page": "294-299"}),
        ("article", "number = 2", {"issue": "2"}),
        ("article", "number = 2, issue = {Suppl 1}", {"issue": "2, Suppl 1"}),
        ("report", "number = {CG68}, institution = {NICE}, type = {Guideline}",
         {"number": "CG68", "publisher": "NICE", "genre": "Guideline"}),
        ("book", "series = {S}, number = 4, location = {Leeds}, publisher = {P}",
         {"collection-number": "4", "publisher-place": "Leeds", "publisher": "P"}),
        ("book", "address = {Leeds}", {"publisher-place": "Leeds"}),
        ("phdthesis", "school = {Leeds}", {"type": "thesis", "genre": "PhD thesis", "publisher": "Leeds"}),
        ("thesis", "type = {mathesis}", {"genre": "Master’s thesis"}),
        ("article", "subtitle = {S}", {"title": "T: S"}),
        ("misc", "howpublished = {\\url{https://a.org/b_c}}", {"type": "webpage", "URL": "https://a.org/b_c"}),
        ("misc", "howpublished = {Leaflet}", {"type": "document", "publisher": "Leaflet"}),
        ("misc", "eprint = {2101.00001}, archivePrefix = {arXiv}, primaryClass = {cs}",
         {"type": "article", "URL": "https://arxiv.org/abs/2101.00001"}),
        ("online", "url = {www.example.org/x}", {"type": "webpage", "URL": "https://www.example.org/x"}),
        ("inbook", "booktitle = {B}", {"type": "chapter", "container-title": "B"}),
        ("inbook", "chapter = 3", {"type": "book", "chapter-number": "3"}),
        ("article", "doi = {doi:10.1002/(SICI)1{\\textless}1::A{\\textgreater}3}", {"DOI": "10.1002/(SICI)1<1::A>3"}),
        ("article", "pmid = {PMID: 123}, pmcid = {99}", {"PMID": "123", "PMCID": "PMC99"}),
        ("article", "journal = {A}, journaltitle = {A}", {"container-title": "A"}),
        ("article", "entrysubtype = {newspaper}", {"type": "article-newspaper"}),
    ],
)  # fmt: skip
def test_a_field_becomes_what_csl_calls_it(
    kind: str, fields: str, expected: dict[str, str], citeproc: Citeproc
) -> None:
    read = reference(citeproc, f"title = {{T}}, {fields}", kind)
    assert {name: read.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("doi = {nonsense}", "`nonsense` in `doi` is not a DOI, so it is not printed"),
        ("pmid = {x}", "`x` in `pmid` is not a PMID, so it is not printed"),
        (
            "url = {https://example.org/my page}",
            "`https://example.org/my page` in `url` is not a web address, so it is not printed",
        ),
        ("url = {javascript:b}", "`javascript:b` in `url` is not a web address, so it is not printed"),
        ("pages = {1--9}, eid = {e5}", "`eid` of the reference `ant` is not printed"),
        ("language = {Klingon}", "`language` of the reference `ant` is not printed"),
        ("journal = {A}, journaltitle = {B}", "`journaltitle` is not printed, because `journal` is"),
        ("crossref = {cat}", "`crossref` names the entry `cat`, which is not in this file"),
    ],
)
def test_what_cannot_be_used_is_a_warning(fields: str, message: str, citeproc: Citeproc) -> None:
    assert messages(citeproc, f"title = {{T}}, {fields}") == [f"2: warning: {message}"]


def test_an_unknown_type_is_a_warning(citeproc: Citeproc) -> None:
    (message,) = messages(citeproc, "title = {T}", "leaflet")
    assert message.startswith("1: warning: `@leaflet` is not a known type of entry")


# ---------------------------------------------------------------- braces, and entries that share fields


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Effect of {DNA} on {Crohn}'s", "The Effect of [DNA] on [Crohn's]"),
        ("{C}rohn and {m}RNA", "[Crohn] and mRNA"),
        ("after {5 mg} of {mg}", "after [5 mg] of [mg]"),
        ("{The {DNA} of Ants}", "[The DNA of Ants]"),
        ("M{\\\"u}nchen and {\\'E}mile", "München and [Émile]"),
        ("{{Whole}} and {}none", "[Whole] and none"),
        ("{\\em Not} {\\textit{E. coli}}", "[<i>Not</i>] [<i>E. coli</i>]"),
    ],
)
def test_braces_protect_the_case_of_words(title: str, expected: str, citeproc: Citeproc) -> None:
    text = str(reference(citeproc, f"title = {{{title}}}")["title"]).replace("’", "'")
    assert re.sub(r'<span class="nocase">(.*?)</span>', r"[\1]", text) == expected


def test_a_chapter_takes_from_its_book_what_it_lacks(citeproc: Citeproc) -> None:
    text = (
        "@inproceedings{ant, title={T}, author={Lee, A.}, pages={3--4}, crossref={BEE}}\n"
        "@proceedings{bee, title={B}, subtitle={S}, editor={Smith, B. C.}, year=2014, publisher=p, doi={10.1000/b}}"
        "@string{p = {P}}"
    )
    (one, _), problems = records(citeproc, text.replace("publisher=p, ", "publisher={P}, "))
    assert not [*problems, *one.problems]
    assert one.reference == {
        "id": "ant",
        "type": "paper-conference",
        "title": "T",
        "container-title": "B: S",
        "author": [{"family": "Lee", "given": "A."}],
        "editor": [{"family": "Smith", "given": "B. C."}],
        "issued": {"date-parts": [[2014]]},
        "page": "3-4",
        "publisher": "P",
    }


def test_entries_that_name_each_other_end(citeproc: Citeproc) -> None:
    found, _ = records(
        citeproc, "@book{ant, title={A}, crossref={bee}}@book{bee, title={B}, crossref={ant}, year=2014}"
    )
    assert [one.reference.get("issued") for one in found] == [{"date-parts": [[2014]]}] * 2


def test_data_of_an_xdata_entry_is_shared_and_is_no_reference(citeproc: Citeproc) -> None:
    found, _ = records(citeproc, "@book{ant, title={A}, xdata={bee}}@xdata{bee, publisher={P}, location={Leeds}}")
    assert [one.reference["publisher-place"] for one in found] == ["Leeds"]
