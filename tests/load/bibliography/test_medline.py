"""MEDLINE as PubMed exports it."""

import pytest
from exported import PUBMED_ARTICLE as ARTICLE
from exported import PUBMED_CHAPTER as CHAPTER
from exported import PUBMED_NUMBERED as NUMBERED
from hypothesis import given
from hypothesis import strategies as st
from records import messages, references

from exporter.csl import Csl
from exporter.load.bibliography import medline
from exporter.load.bibliography.medline import NEVER_PRINTED, PRINTED
from exporter.source import Source

RECORDS: dict[str, tuple[str, Csl]] = {
    "an article": (
        ARTICLE,
        {
            "type": "article-journal",
            "title": "Walking after a stroke: a randomized controlled trial in three hospitals",
            "author": [
                {"family": "Osei", "given": "Abena Grace"},
                {"family": "Meer", "given": "Jan P.", "suffix": "Jr", "non-dropping-particle": "van der"},
                {"literal": "Example Stroke Group"},
            ],
            "container-title": "Example journal of rehabilitation",
            "container-title-short": "Ex J Rehabil",
            "issued": {"date-parts": [[2016, 3]]},
            "volume": "95",
            "issue": "3",
            "page": "294-9",
            "DOI": "10.1000/EX.0000000000000235",
            "PMID": "25200001",
            "PMCID": "PMC4200001",
            "ISSN": "1234-5679",
        },
    ),
    "an article with a number in the place of pages": (
        NUMBERED,
        {
            "type": "article-journal",
            "title": "Salt and blood pressure",
            "author": [{"family": "Roe", "given": "Richard"}],
            "container-title": "Example nutrition",
            "container-title-short": "Ex Nutr",
            "issued": {"date-parts": [[2016, 3, 1]]},
            "volume": "8",
            "issue": "3",
            "page": "123",
            "DOI": "10.1000/exnut8030123",
            "PMID": "26900001",
        },
    ),
    "a chapter": (
        CHAPTER,
        {
            "type": "chapter",
            "title": "Knee pain",
            "container-title": "Example Handbook",
            "collection-title": "Small Books",
            "author": [{"family": "Roe", "given": "Richard"}],
            "editor": [{"family": "Lee", "given": "Ann"}],
            "issued": {"date-parts": [[2026, 1]]},
            "edition": "2",
            "publisher": "Example Press",
            "publisher-place": "Leeds",
            "PMID": "28600001",
            "ISBN": "9780306406157",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), RECORDS.values(), ids=RECORDS)
def test_a_record_is_read_whole(text: str, expected: Csl) -> None:
    assert medline.is_medline(text)
    assert references(medline.read, f"\n{text}\n") == [expected]


def read(fields: str) -> Csl:
    (reference,) = references(medline.read, f"PMID- 1\n{fields}\n")
    return reference


def test_a_book_has_its_own_title() -> None:
    assert read("BTI - A handbook.")["type"] == "book"
    assert read("BTI - A handbook.")["title"] == "A handbook"


def test_a_title_in_brackets_is_a_translation() -> None:
    assert read("TI  - [Walking after a stroke].")["title"] == "[Walking after a stroke]"


def test_a_title_that_is_not_there_is_that_of_the_original() -> None:
    assert read("TI  - [Not Available].\nTT  - Marcher.")["title"] == "Marcher"


def test_short_names_are_read_where_there_are_no_full_ones() -> None:
    assert read("AU  - Osei AG")["author"] == [{"family": "Osei", "given": "A. G."}]


def test_the_day_on_the_web_is_the_date_if_there_is_no_other() -> None:
    assert read("DEP - 20160315")["issued"] == {"date-parts": [[2016, 3, 15]]}
    assert read("DEP - 20150315\nDP  - 2016 Mar-Apr")["issued"] == {"date-parts": [[2016, 3], [2016, 4]]}


@pytest.mark.parametrize("line", ["PT  - Retracted Publication", "RIN - Ex J. 2017;1(1):1. PMID: 2"])
def test_a_retracted_publication_is_a_warning(line: str) -> None:
    assert messages(medline.read, f"PMID- 1\nTI  - A\n{line}\n") == ["3: this publication has been retracted"]


def test_an_unknown_tag_is_reported() -> None:
    assert messages(medline.read, "PMID- 1\nXYZ - A\n") == ["2: the field `XYZ` is not printed: `A`"]


def test_fields_before_the_first_record_are_reported() -> None:
    text = f"TI  - Lost\n\n{ARTICLE}"
    assert messages(medline.read, text) == [
        "1: the line `TI` and those after it belong to no reference, and are not read"
    ]


def test_a_line_that_may_be_a_field_costs_its_record_only() -> None:
    found, problems = medline.read(Source("a", f"{NUMBERED.replace('DP  -', 'DP:')}\n{ARTICLE}"))
    assert problems == []
    assert [bool(one.problems) for one in found] == [True, False]


SAMPLES = {"LID": "10.1000/a [doi]", "AID": "10.1000/a [doi]", "PMC": "PMC1", "SO": "Ex J. 2016;1(1):7.",
           "DP": "2016", "DEP": "20160315", "IS": "1234-5679"}  # fmt: skip


@pytest.mark.parametrize("tag", sorted({tag for tags in PRINTED.values() for tag in tags.split()} - {"PMID"}))
def test_every_tag_that_is_said_to_be_printed_is_read(tag: str) -> None:
    line = f"{tag:<4}- {SAMPLES.get(tag, 'Lee A')}"
    assert len(read(line if tag != "PL" else f"BTI - A\n{line}")) > 2 or tag == "JT"


@pytest.mark.parametrize("tag", sorted({tag for tags in NEVER_PRINTED.values() for tag in tags.split()}))
def test_no_tag_that_is_never_printed_is_reported(tag: str) -> None:
    text = "20160315" if tag == "DEP" else "Words"
    found = messages(medline.read, f"PMID- 1\nTI  - A\n{tag:<4}- {text}\n")
    assert not any("not printed" in message for message in found)


@given(st.data())
def test_wrapped_and_blank_lines_change_nothing(data: st.DataObject) -> None:
    written = []
    for line in (ARTICLE + "\n" + NUMBERED + "\n" + CHAPTER).splitlines():
        tag, text = line[:6], line[6:].split(" ")
        cut = data.draw(st.integers(1, 12))
        written += [tag + " ".join(text[:cut]), *(["      " + " ".join(text[cut:])] if text[cut:] else [])]
        written += [""] * data.draw(st.integers(0, 2))
    assert references(medline.read, "\n".join(written)) == [expected for _, expected in RECORDS.values()]
