"""RIS as the programs write it that staff export from."""

import pytest
from exported import COCHRANE, ENDNOTE, SCOPUS, WEB_OF_SCIENCE, WILEY, ZOTERO
from hypothesis import given
from hypothesis import strategies as st
from records import messages, references

from exporter.csl import Csl
from exporter.errors import Problem
from exporter.load.bibliography import Record, ris
from exporter.load.bibliography.tags import IGNORED, PRINTED
from exporter.source import Source

# ---------------------------------------------------------------- whole exports

EXPORTS: dict[str, tuple[str, Csl]] = {
    "Zotero": (
        ZOTERO,
        {
            "type": "article-journal",
            "title": "Home exercises after a knee operation: a trial",
            "title-short": "Home exercises after a knee operation",
            "author": [
                {"family": "Osei", "given": "Abena"},
                {"family": "Meer", "given": "J. P.", "non-dropping-particle": "van der"},
            ],
            "container-title": "Journal of Example Rehabilitation",
            "container-title-short": "J Ex Rehabil",
            "issued": {"date-parts": [[2019, 4]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "volume": "12",
            "issue": "4",
            "page": "201-209",
            "DOI": "10.1000/jer.2019.17",
            "URL": "https://example.org/jer/17",
            "ISSN": "1234-5679",
        },
    ),
    "Scopus": (
        SCOPUS,
        {
            "type": "article-journal",
            "title": "Salt and blood pressure in adults",
            "author": [{"family": "Roe", "given": "R.B."}, {"family": "Doe", "given": "J."}],
            "container-title": "Example Nutrition",
            "container-title-short": "Ex. Nutr.",
            "issued": {"date-parts": [[2016]]},
            "volume": "8",
            "issue": "3",
            "page": "123",
            "DOI": "10.1000/exnut8030123",
            "PMID": "26900001",
            "publisher": "Example Press",
            "URL": "https://www.scopus.com/inward/record.uri?eid=2-s2.0-1&partnerID=40",
            "ISSN": "20720000",
        },
    ),
    "Web of Science": (
        WEB_OF_SCIENCE,
        {
            "type": "article-journal",
            "title": "Sleep on the ward",
            "author": [{"family": "Roe", "given": "R. B."}],
            "container-title": "EXAMPLE NURSING",
            "container-title-short": "Ex. Nurs.",
            "issued": {"date-parts": [[2018, 3, 15]]},
            "volume": "7",
            "issue": "2",
            "page": "e45",
            "DOI": "10.1000/en.45",
            "ISSN": "1111-1111",
        },
    ),
    "EndNote": (
        ENDNOTE,
        {
            "type": "article-journal",
            "id": "17",
            "title": "Wounds",
            "author": [{"family": "Lee", "given": "A."}, {"literal": "Example Study Group"}],
            "container-title": "Example Journal",
            "container-title-short": "Ex J",
            "issued": {"date-parts": [[2014, 3, 15]]},
            "volume": "3",
            "issue": "9",
            "page": "5-11",
            "DOI": "10.1000/lee.1",
            "PMID": "25200001",
            "PMCID": "PMC4200001",
            "URL": "https://example.org/lee",
            "ISSN": "1234-5679",
        },
    ),
    "Wiley": (
        WILEY,
        {
            "type": "article-journal",
            "title": "Falls at home",
            "author": [{"family": "Smith", "given": "B. C."}],
            "container-title": "Journal of Example Ageing",
            "container-title-short": "J Ex Ageing",
            "issued": {"date-parts": [[2015, 6, 1]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "volume": "2",
            "issue": "6",
            "page": "10-20",
            "DOI": "10.1000/fall.12",
            "publisher": "John Example & Sons",
            "ISSN": "2222-2222",
        },
    ),
    "Cochrane": (
        COCHRANE,
        {
            "type": "article-journal",
            "title": "Exercise for preventing falls",
            "author": [{"family": "Roe", "given": "R."}, {"family": "Lee", "given": "A. B."}],
            "container-title": "Example Database of Systematic Reviews",
            "issued": {"date-parts": [[2020]]},
            "issue": "3",
            "page": "CD000099",
            "DOI": "10.1000/14650000.CD000099.pub2",
            "ISSN": "1465-0000",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_is_read_whole(text: str, expected: Csl) -> None:
    assert references(ris.read, text) == [expected]


def record(fields: str, kind: str = "JOUR") -> str:
    return f"TY  - {kind}\n{fields.strip()}\nER  - \n"


def read_text(text: str) -> tuple[list[Record], list[Problem]]:
    return ris.read(Source("a", text))


def read(fields: str, kind: str = "JOUR") -> Csl:
    (reference,) = references(ris.read, record(fields, kind))
    return reference


# ---------------------------------------------------------------- books, reports and others

KINDS: dict[str, tuple[str, str, Csl]] = {
    "a report of an organisation": (
        "RPRT",
        "AU  - World Health Organization\nTI  - Hand hygiene\nPB  - World Health Organization\nCY  - Geneva\n"
        "SN  - WHO/IER/2009.01\nPY  - 2009\nSP  - 64 p.\nM3  - Guideline",
        {
            "type": "report",
            "author": [{"literal": "World Health Organization"}],
            "title": "Hand hygiene",
            "publisher": "World Health Organization",
            "publisher-place": "Geneva",
            "number": "WHO/IER/2009.01",
            "issued": {"date-parts": [[2009]]},
            "number-of-pages": "64",
            "genre": "Guideline",
        },
    ),
    "a book with an editor": (
        "BOOK",
        "A2  - Smith, Jane\nTI  - Nursing\nT2  - Small Books\nET  - 2nd ed.\nPY  - 2001\nPB  - Example Press\n"
        "CY  - Leeds\nSP  - 320\nSN  - 978-0-306-40615-7",
        {
            "type": "book",
            "editor": [{"family": "Smith", "given": "Jane"}],
            "title": "Nursing",
            "collection-title": "Small Books",
            "edition": "2nd",
            "issued": {"date-parts": [[2001]]},
            "publisher": "Example Press",
            "publisher-place": "Leeds",
            "number-of-pages": "320",
            "ISBN": "978-0-306-40615-7",
        },
    ),
    "a book with an author, an editor, and the editor of its series": (
        "BOOK",
        "AU  - One, A\nA2  - Two, B\nA3  - Three, C\nA4  - Four, D\nTI  - Nursing\nPY  - 2001",
        {
            "type": "book",
            "author": [{"family": "One", "given": "A."}],
            "collection-editor": [{"family": "Two", "given": "B."}],
            "editor": [{"family": "Three", "given": "C."}],
            "translator": [{"family": "Four", "given": "D."}],
            "title": "Nursing",
            "issued": {"date-parts": [[2001]]},
        },
    ),
    "an edited book": (
        "EDBOOK",
        "AU  - One, A\nTI  - Nursing\nPY  - 2001",
        {
            "type": "book",
            "editor": [{"family": "One", "given": "A."}],
            "title": "Nursing",
            "issued": {"date-parts": [[2001]]},
        },
    ),
    "a chapter": (
        "CHAP",
        "AU  - One, A\nA2  - Two, B\nTI  - Wounds\nT2  - Nursing\nT3  - Small Books\nSE  - 4\nSP  - 11\nEP  - 12\n"
        "PY  - 2001\nCY  - Leeds\nPB  - Example Press",
        {
            "type": "chapter",
            "author": [{"family": "One", "given": "A."}],
            "editor": [{"family": "Two", "given": "B."}],
            "title": "Wounds",
            "container-title": "Nursing",
            "collection-title": "Small Books",
            "chapter-number": "4",
            "page": "11-12",
            "issued": {"date-parts": [[2001]]},
            "publisher-place": "Leeds",
            "publisher": "Example Press",
        },
    ),
    "a paper of a conference": (
        "CONF",
        "AU  - One, A\nTI  - Wounds\nT2  - Days of Nursing\nC3  - Proceedings of the Days\nC1  - Leeds\nCY  - Paris\n"
        "PY  - 2001",
        {
            "type": "paper-conference",
            "author": [{"family": "One", "given": "A."}],
            "title": "Wounds",
            "event-title": "Days of Nursing",
            "container-title": "Proceedings of the Days",
            "publisher-place": "Leeds",
            "event-place": "Paris",
            "issued": {"date-parts": [[2001]]},
        },
    ),
    "a web page": (
        "ELEC",
        "AU  - Example Clinic\nTI  - Knees\nT2  - Our pages\nUR  - https://example.org/k\nY2  - 2020/01/02/\n"
        "PY  - 2019",
        {
            "type": "webpage",
            "author": [{"literal": "Example Clinic"}],
            "title": "Knees",
            "container-title": "Our pages",
            "URL": "https://example.org/k",
            "accessed": {"date-parts": [[2020, 1, 2]]},
            "issued": {"date-parts": [[2019]]},
        },
    ),
    "a thesis": (
        "THES",
        "AU  - One, A\nTI  - Wounds\nPB  - Example University\nM3  - PhD thesis\nPY  - 2001\nSP  - 120 pages",
        {
            "type": "thesis",
            "author": [{"family": "One", "given": "A."}],
            "title": "Wounds",
            "publisher": "Example University",
            "genre": "PhD thesis",
            "issued": {"date-parts": [[2001]]},
            "number-of-pages": "120",
        },
    ),
    "an article called generic": (
        "GEN",
        "TI  - Wounds\nJO  - Example Journal\nVL  - 1\nPY  - 2001",
        {
            "type": "article-journal",
            "title": "Wounds",
            "container-title": "Example Journal",
            "volume": "1",
            "issued": {"date-parts": [[2001]]},
        },
    ),
}


@pytest.mark.parametrize(("kind", "fields", "expected"), KINDS.values(), ids=KINDS)
def test_each_type_has_its_own_meaning_of_the_tags(kind: str, fields: str, expected: Csl) -> None:
    assert read(fields, kind) == expected


# ---------------------------------------------------------------- single fields

DATES: dict[str, object] = {
    "PY  - 2016": [[2016]],
    "PY  - 2016/03//": [[2016, 3]],
    "DA  - 2016/03//": [[2016, 3]],
    "Y1  - 2016/03/15/": [[2016, 3, 15]],
    "PY  - 2016-03-15": [[2016, 3, 15]],
    "PY  - 2016\nDA  - 2016/03/15": [[2016, 3, 15]],
    "DA  - 2016/03/15\nPY  - 2016": [[2016, 3, 15]],
    "PY  - 2016\nDA  - MAR": [[2016, 3]],
    "PY  - 2016\nDA  - MAR-APR": [[2016, 3], [2016, 4]],
    "YR  - 2016": [[2016]],
}


@pytest.mark.parametrize("fields", DATES)
def test_the_date_that_says_most_is_read(fields: str) -> None:
    assert read(fields)["issued"] == {"date-parts": DATES[fields]}


def test_a_season_is_read() -> None:
    assert read("PY  - 2016///spring")["issued"] == {"date-parts": [[2016]], "season": 1}


def test_a_date_of_another_year_is_reported() -> None:
    text = record("Y1  - 2016/03//\nDA  - 1999/01//")
    assert messages(ris.read, text) == ["3: the field `DA` is not printed: `1999/01//`"]


def test_two_dates_of_which_one_cannot_be_true_are_reported() -> None:
    assert messages(ris.read, record("PY  - 2016/03/15\nDA  - 2016/04/01")) == [
        "3: the field `DA` is not printed: `2016/04/01`"
    ]


def test_the_day_on_the_web_is_no_edition_of_an_article() -> None:
    assert "edition" not in read("ET  - 2016/03/15")
    assert messages(ris.read, record("ET  - 2nd ed.")) == ["2: the field `ET` is not printed: `2nd ed.`"]


def test_words_for_a_date_are_reported_with_their_line() -> None:
    assert messages(ris.read, record("TI  - A\nPY  - some day")) == [
        "3: `some day` cannot be read as a date, and is not printed"
    ]


NAMES: dict[str, list[dict[str, str]]] = {
    "AU  - Lang, Yi\nA1  - Cui, FY": [{"family": "Lang", "given": "Yi"}, {"family": "Cui", "given": "F. Y."}],
    "AU  - King, Martin L., Jr.": [{"family": "King", "given": "Martin L.", "suffix": "Jr."}],
    "AU  - World Health Organization": [{"literal": "World Health Organization"}],
    "AU  - Stroke UK,": [{"literal": "Stroke UK"}],
    "AU  - Lee, A; Roe, B": [{"family": "Lee", "given": "A."}, {"family": "Roe", "given": "B."}],
    "AU  - Lee A; Roe BC": [{"family": "Lee", "given": "A."}, {"family": "Roe", "given": "B. C."}],
    "AU  - Lee A, Roe BC": [{"family": "Lee", "given": "A."}, {"family": "Roe", "given": "B. C."}],
    "AU  - Lee, A. and Roe, B.": [{"family": "Lee", "given": "A."}, {"family": "Roe", "given": "B."}],
    "AU  - Lee A and Roe BC": [{"family": "Lee", "given": "A."}, {"family": "Roe", "given": "B. C."}],
    "AU  - Ministry of Health and Welfare, Japan": [{"literal": "Ministry of Health and Welfare, Japan"}],
    "AU  - Lee, A\nAU  - et al.": [{"family": "Lee", "given": "A."}, {"literal": "others"}],
    "AU  - Anonymous\nAU  - Lee, A": [{"family": "Lee", "given": "A."}],
}


@pytest.mark.parametrize("fields", NAMES)
def test_names_are_read(fields: str) -> None:
    assert read(fields)["author"] == NAMES[fields]


def test_a_name_without_a_comma_that_may_be_a_person_is_a_warning_with_both_ways_to_write_it() -> None:
    (found,), _ = read_text(record("AU  - Florence Nightingale"))
    (problem,) = found.problems
    assert not problem.is_error
    assert "`Nightingale, Florence`" in problem.hint
    assert "`Florence Nightingale,`" in problem.hint
    assert read("AU  - Nightingale, Florence")["author"] == [{"family": "Nightingale", "given": "Florence"}]
    assert read("AU  - Florence Nightingale,")["author"] == [{"literal": "Florence Nightingale"}]


PAGES: dict[str, str] = {
    "SP  - 294\nEP  - 299": "294-299",
    "SP  - 294\nEP  - 9": "294-9",
    "SP  - 297\nEP  - 297": "297",
    "SP  - 294-299": "294-299",
    "SP  - 294-299\nEP  - 299": "294-299",
    "EP  - 299": "299",
    "C7  - e0123": "e0123",
    "SP  - e0123\nC7  - e0123": "e0123",
    "PG  - 3-9": "3-9",
    "SP  - 3\nPG  - 7": "3",
}


@pytest.mark.parametrize("fields", PAGES)
def test_pages_are_read(fields: str) -> None:
    assert read(fields)["page"] == PAGES[fields]


ISSUES = {"IS  - 3": "3", "M1  - 3": "3", "IS  - 3\nM1  - 3": "3", "IS  - Suppl": "Suppl", "NO  - 4": "4"}


@pytest.mark.parametrize("fields", ISSUES)
def test_the_issue_is_read(fields: str) -> None:
    assert read(fields)["issue"] == ISSUES[fields]


def test_codes_of_web_pages_are_read_as_their_signs() -> None:
    assert read("TI  - Salt &amp; water: <em>why</em> p &lt; 0.05.")["title"] == "Salt & water: <i>why</i> p < 0.05"


def test_codes_that_were_coded_twice_are_kept_and_not_reported() -> None:
    assert read("TI  - &amp;lt; 5")["title"] == "&lt; 5"


TITLES = {"Ants.": "Ants", "Who cares?": "Who cares?", "And so on...": "And so on...", "(Ants).": "(Ants)"}


@pytest.mark.parametrize("title", TITLES)
def test_the_full_stop_after_a_title_is_left_to_the_style(title: str) -> None:
    assert read(f"TI  - {title}")["title"] == TITLES[title]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("M1  - Generic: article", "2: the field `M1` is not printed: `Generic: article`"),
        ("IS  - 3\nM1  - 4", "3: the field `M1` is not printed: `4`"),
        ("SP  - 3\nC7  - e9", "3: the field `C7` is not printed: `e9`"),
        ("C8  - 9", "2: the field `C8` is not printed: `9`"),
        ("TI  - A\nT1  - B", "3: the field `T1` is not printed: `B`"),
        ("DO  - not known", "2: `not known` is not a DOI, and is not printed"),
        ("UR  - www.example.org", "2: the field `UR` is not printed: `www.example.org`"),
    ],
)
def test_what_is_not_printed_is_reported_with_its_tag_and_line(fields: str, message: str) -> None:
    assert messages(ris.read, record(fields)) == [message]


def test_the_advisor_of_a_thesis_is_not_printed() -> None:
    assert messages(ris.read, record("A3  - Lee, Ann", "THES")) == ["2: the field `A3` is not printed: `Lee, Ann`"]


def test_an_unknown_type_is_reported() -> None:
    assert messages(ris.read, record("TI  - A", "JURNAL")) == ["1: `JURNAL` is not a type of reference"]


# A text for the tags that need one of a form.
SAMPLES = {
    "PY": "2016", "Y1": "2016", "YR": "2016", "DA": "2016", "Y2": "2016/03/15", "SP": "3", "EP": "3", "PG": "3-4",
    "DO": "10.1000/a", "DOI": "10.1000/a", "DI": "10.1000/a", "N1": "10.1000/a", "L3": "10.1000/a",
    "UR": "https://example.org", "LK": "https://example.org", "SN": "1234-5679", "C2": "25200001", "C5": "25200001",
    "AN": "25200001\nDP  - NLM",
}  # fmt: skip


@pytest.mark.parametrize("tag", sorted({tag for tags in PRINTED.values() for tag in tags.split()}))
def test_every_tag_that_is_said_to_be_printed_is_read_in_a_work_of_some_type(tag: str) -> None:
    field = f"{tag}  - {SAMPLES.get(tag, 'A text 1')}"
    assert any(len(read_text(record(field, kind))[0][0].reference) > 1 for kind in ("JOUR", "BOOK", "CONF", "RPRT"))


@pytest.mark.parametrize("tag", sorted(IGNORED - {"TY", "ER"}))
def test_no_tag_that_is_never_printed_is_reported(tag: str) -> None:
    assert set(read(f"TI  - A\n{tag}  - Words")) <= {"type", "title", "id"}


# ---------------------------------------------------------------- lines

WRITTEN = {
    "two spaces": "TY  - BOOK\nTI  - Ants\nPY  - 2016\nID  - ant\nER  - \n",
    "one space": "TY - BOOK\nTI - Ants\nPY - 2016\nID - ant\nER -\n",
    "no space": "TY- BOOK\nTI- Ants\nPY-2016\nID- ant\nER-\n",
    "one space here and there": "TY  - BOOK\nTI - Ants\nPY  - 2016\nID - ant\nER -\n",
    "no space after the hyphen": "TY  -BOOK\nTI  -Ants\nPY  -2016\nID  -ant\nER  -\n",
    "small letters": "ty  - BOOK\nti  - Ants\npy  - 2016\nid  - ant\ner  - \n",
    "dashes of a word processor": "TY  \u2013 BOOK\nTI  \u2013 Ants\nPY  \u2013 2016\nID  \u2013 ant\nER  \u2013 \n",
    "spaces of a web page": "TY\xa0\xa0- BOOK\nTI\xa0 - Ants\nPY\xa0\xa0-\xa02016\nID  - ant\nER  - \n",
    "spaces before the tags": " TY  - BOOK\n TI  - Ants\n PY  - 2016\n ID  - ant\n ER  - \n",
    "spaces after the texts": "TY  - BOOK \nTI  - Ants  \nPY  - 2016\t\nID  - ant \nER  - \n",
    "no end": "TY  - BOOK\nTI  - Ants\nPY  - 2016\nID  - ant",
    "no end line": "TY  - BOOK\nTI  - Ants\nPY  - 2016\nID  - ant\n\n\n",
    "words around it": "Provider: A\nCount: 1\n\nTY  - BOOK\nTI  - Ants\nPY  - 2016\nID  - ant\nER  - \n\nThe end.\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_record_is_read_however_its_lines_are_written(text: str) -> None:
    expected = {"type": "book", "title": "Ants", "issued": {"date-parts": [[2016]]}, "id": "ant"}
    assert ris.is_ris(text)
    assert references(ris.read, text) == [expected]


def test_a_wrapped_line_that_begins_like_a_word_with_a_hyphen_is_no_field() -> None:
    text = "TI  - A trial of two ways to look at knees:\nT1-weighted or\nCT-guided"
    assert read(text)["title"] == "A trial of two ways to look at knees: T1-weighted or CT-guided"


@pytest.mark.parametrize("line", ["PY- 2016", "PY: 2016", "AU- Lee, A", "TY JOUR", "ER", "AU Lee, A", "PY 2016"])
def test_a_line_that_may_be_a_field_costs_its_record_only(line: str) -> None:
    found, problems = read_text(record(f"TI  - A\n{line}") + record("TI  - B"))
    assert problems == []
    assert [bool(one.problems) for one in found] == [True, False]
    (problem,) = found[0].problems
    assert problem.is_error
    assert f"`{line}` may be a field of its own" in problem.message
    assert problem.location
    assert problem.location.line == 3


@pytest.mark.parametrize("tag", ["ID", "PY", "VL", "SP"])
def test_a_key_or_a_number_is_never_continued(tag: str) -> None:
    text = record(f"TI  - A\n{tag}  - 2016\nT2 Journal of Examples")
    assert messages(ris.read, text) == [
        "4: `T2 Journal of Examples` may be a field of its own, or belong to the line before it"
    ]


def test_the_hints_for_lines_work_when_they_are_followed() -> None:
    broken = "TY  - BOOK\nTI  - A\nPY- 2016\nER  -\nAU  - Lee, A\nTI  - B\nER  -\n"
    followed = broken.replace("PY- ", "PY  - ").replace("AU  - Lee", "TY  - JOUR\nAU  - Lee")
    assert [one["title"] for one in references(ris.read, followed)] == ["A", "B"]


def test_several_names_in_one_field_that_may_be_one_are_a_warning() -> None:
    assert messages(ris.read, record("AU  - Lee, A\n  Roe, B")) == ["2: `Lee, A Roe, B` is printed as one name"]
    assert len(read("AU  - Lee, A\nAU  - Roe, B")["author"]) == 2  # type: ignore[arg-type]


def test_fields_outside_every_record_are_reported_at_the_first_line() -> None:
    text = record("TI  - A") + "\nAU  - Lost, A\nTI  - Lost\nER  - \n" + record("TI  - B")
    assert messages(ris.read, text) == ["5: the line `AU` and those after it belong to no reference, and are not read"]
    assert [one.reference["title"] for one in read_text(text)[0]] == ["A", "B"]


# ---------------------------------------------------------------- properties

WHOLE = "".join(text for text, _ in EXPORTS.values() if "Content:" not in text)
LINES = WHOLE.splitlines()


@given(st.data())
def test_wrapped_lines_blank_lines_and_missing_ends_change_nothing(data: st.DataObject) -> None:
    written = []
    for line in LINES:
        if line.startswith("ER  -") and data.draw(st.booleans()):
            continue
        cut = data.draw(st.integers(0, 12))
        words = line.split(" ")
        if 3 < cut < len(words) and not any(word[:1].isupper() and word[:2].isupper() for word in words[cut:]):
            written += [" ".join(words[:cut]), " ".join(words[cut:])]
        else:
            written.append(line)
        written += [""] * data.draw(st.integers(0, 2))
    assert references(ris.read, "\n".join(written)) == references(ris.read, WHOLE)


@given(st.text(st.sampled_from("TYERAUPI019 -:\n\t%abc\xa0"), max_size=120))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read_text(f"TY  - JOUR\n{text}")


@given(st.permutations(range(len(EXPORTS) - 1)))
def test_the_order_of_records_changes_no_record(order: list[int]) -> None:
    texts = [text for text, _ in EXPORTS.values()]
    assert references(ris.read, "".join(texts[place] for place in order)) == [
        one for place in order for one in references(ris.read, texts[place])
    ]
