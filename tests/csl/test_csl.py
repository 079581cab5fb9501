"""What is missing or misshapen in a reference, and which styles can be used."""

from typing import Any

import pytest

from exporter.csl import lacks, misshapen, read_style

FULL: dict[str, Any] = {
    "title": "A",
    "issued": "2016",
    "container-title": "B",
    "URL": "https://x.org",
    "accessed": "2016",
}


@pytest.mark.parametrize(
    ("kind", "left_out", "lacking"),
    [
        ("book", {"container-title", "URL", "accessed"}, ""),
        ("book", {"title"}, "title"),
        ("book", {"issued"}, "issued"),
        ("webpage", {"issued"}, ""),
        ("webpage", {"issued", "accessed"}, "issued"),
        ("webpage", {"URL"}, "URL"),
        ("webpage", {"title", "URL", "issued", "accessed"}, "title URL issued"),
        ("post", {"URL"}, "URL"),
        ("post", {"issued"}, "issued"),
        ("post-weblog", {"URL"}, "URL"),
        ("article-journal", {"URL", "accessed"}, ""),
        ("article-journal", {"container-title"}, "container-title"),
        ("article-magazine", {"container-title"}, "container-title"),
        ("article-newspaper", {"container-title"}, "container-title"),
    ],
)
def test_a_reference_has_what_a_reader_needs_to_find_it(kind: str, left_out: set[str], lacking: str) -> None:
    given = {name: value for name, value in FULL.items() if name not in left_out}
    assert " ".join(lacks({"type": kind, **given})) == lacking


@pytest.mark.parametrize(
    ("variable", "value", "is_good"),
    [
        *(("URL", good, True) for good in ("https://x.org", "HTTP://X.ORG", "ftp://x.org", "x.org/a:b", "")),
        *(("URL", good, True) for good in ("www.host:8080/x", "doi:10.1/x")),
        *(("URL", bad, False) for bad in ("javascript:x", " JavaScript:x", "data:a,x", "file:///x", "mailto:a@b")),
        ("title", "javascript:x", True),
        ("volume", 36, True),
        ("volume", 1e15, False),
        ("volume", -1e15, False),
        ("volume", True, False),
        ("title", ["A"], False),
        ("title", None, False),
        ("author", [{"family": "Lang", "given": "Y."}], True),
        ("author", [{"family": "Lang", "static-ordering": True}], True),
        ("author", [{"family": ["Lang"]}], False),
        ("author", [{"family": "Lang"}, "Cui FY"], False),
        ("author", {"family": "Lang"}, False),
        ("issued", "2016", True),
        ("issued", {"date-parts": [[2016, "03"], [-44]]}, True),
        ("issued", {"date-parts": [[20166]]}, False),
        ("issued", {"date-parts": [2016]}, False),
        ("issued", {"date-parts": "2016"}, False),
        ("issued", {"raw": ["2016"]}, False),
        ("accessed", 2016, False),
    ],
)  # fmt: skip
def test_a_variable_that_does_not_hold_what_it_should_is_named(variable: str, value: object, is_good: bool) -> None:
    assert misshapen({"id": "ant", variable: value}) == ("" if is_good else variable)


# ---------------------------------------------------------------- styles

NUMBER = '<text variable="citation-number"/>'
SORTED = '<sort><key variable="author"/></sort>'


def style(citation: str = NUMBER, formats: str = "numeric", sort: str = "", **attributes: str) -> bytes:
    categories = "".join(f'<category citation-format="{one}"/>' for one in formats.split())
    given = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{given}><info>{categories}</info>'
        f'<macro name="number">{NUMBER}</macro><citation><layout>{citation}</layout></citation>'
        f"<bibliography>{sort}<layout>{NUMBER}</layout></bibliography></style>"
    ).encode()


@pytest.mark.parametrize(
    ("xml", "is_numeric", "is_sequence"),
    [
        (style(class_="in-text"), True, True),
        (style('<text macro="number"/>'), True, True),
        (style(sort=SORTED), True, False),
        (style(sort='<sort><key variable="citation-number"/></sort>'), True, True),
        (style('<text variable="author"/>'), False, False),
        (style('<text variable="author"/>', "author-date", SORTED), False, False),
    ],
)
def test_a_style_is_what_its_citations_print(xml: bytes, is_numeric: bool, is_sequence: bool) -> None:
    read = read_style("own", xml)
    assert (read.is_numeric, read.is_sequence) == (is_numeric, is_sequence)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (style(class_="note"), "note style"),
        (style(formats="note"), "note style"),
        (style(formats="numeric note", class_="in-text"), "note style"),
        (style(formats="label"), "label style"),
        (style().replace(b"bibliography", b"other"), "no list of references"),
        (style() + b"<", "not well-formed XML at line 1"),
        (style().replace(b"xbiblio", b"other"), "not a CSL style"),
        (b"<!DOCTYPE style>" + style(), "contains a document type"),
    ],
)
def test_a_style_that_cannot_be_used_says_why(xml: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_style("own", xml)
