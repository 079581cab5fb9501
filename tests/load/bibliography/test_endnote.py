"""EndNote's tagged format, as EndNote, Google Scholar and journals write it."""

import pytest
from exported import ENW_ARTICLE as ARTICLE
from exported import ENW_BOOK as BOOK
from hypothesis import given
from hypothesis import strategies as st
from records import messages, references

from exporter.csl import Csl
from exporter.load.bibliography import endnote
from exporter.load.bibliography.endnote import TAGS
from exporter.load.bibliography.tags import KNOWN

EXPECTED: list[Csl] = [
    {
        "type": "article-journal",
        "title": "Walking after a stroke: a trial",
        "title-short": "Walking",
        "author": [{"family": "Osei", "given": "Abena"}, {"literal": "Example Stroke Group"}],
        "container-title": "Example Journal of Rehabilitation",
        "container-title-short": "Ex J Rehabil",
        "issued": {"date-parts": [[2016, 3, 15]]},
        "accessed": {"date-parts": [[2026, 1, 2]]},
        "volume": "95",
        "issue": "3",
        "page": "294-299",
        "DOI": "10.1000/ex.235",
        "URL": "https://example.org/235",
        "ISSN": "1234-5679",
        "id": "osei2016",
    },
    {
        "type": "book",
        "title": "Knee pain",
        "author": [{"family": "Roe", "given": "Richard"}],
        "collection-title": "Small Books",
        "publisher": "Example Press",
        "publisher-place": "Leeds",
        "issued": {"date-parts": [[2001]]},
        "edition": "2nd",
        "number-of-pages": "320",
        "ISBN": "978-0-306-40615-7",
    },
]


def test_an_export_is_read_whole() -> None:
    assert endnote.is_endnote(ARTICLE)
    assert references(endnote.read, f"{ARTICLE}\n{BOOK}") == EXPECTED


def test_a_field_that_is_not_printed_is_named_as_it_is_written() -> None:
    assert messages(endnote.read, f"{BOOK}%2 other words\n") == ["11: the field `%2` is not printed: `other words`"]


def test_a_line_that_may_be_a_field_is_reported() -> None:
    assert messages(endnote.read, BOOK.replace("%D 2001", "%D2001")) == [
        "7: `%D2001` may be a field of its own, or belong to the line before it"
    ]


def test_fields_before_the_first_record_are_reported() -> None:
    text = f"%T Lost\n{BOOK}"
    assert messages(endnote.read, text) == [
        "1: the line `%T` and those after it belong to no reference, and are not read"
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag_is_one_that_is_known_in_ris_or_reported_there(tag: str) -> None:
    assert TAGS[tag] in KNOWN | {"C4", "C6", "OP", "RI"}


@given(st.data())
def test_wrapped_and_blank_lines_change_nothing(data: st.DataObject) -> None:
    written = []
    for line in (ARTICLE + "\n" + BOOK).splitlines():
        cut = data.draw(st.integers(2, 12))
        words = line.split(" ")
        written += [" ".join(words[:cut]), " ".join(words[cut:])]
        written += [""] * data.draw(st.integers(0, 2))
    assert references(endnote.read, "\n".join(written)) == EXPECTED
