"""Entries and fields are found where they are; a broken entry costs itself only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.limits import Limits
from exporter.load.bibliography.bibtex.syntax import Entry, read_entries
from exporter.source import Source


def entries(text: str) -> list[Entry]:
    found, problems = read_entries(Source("a.bib", text), Limits())
    assert not problems
    return found


def values(text: str) -> dict[str, str]:
    (entry,) = entries(text)
    return {name: one.value for name, one in entry.fields.items()}


@pytest.mark.parametrize(
    "text",
    [
        '@book{ant, title = {On {DNA}}, year = 2016, note = "a {"}b{"} c"}',
        '@BOOK(ant, title={On {DNA}}, year={2016}, note = {a {"}b{"} c},)',
        '@book {ant\n,\n  Title = "On " # {{DNA}},\n  YEAR = "20" # 16 # "",\n  note = {a {"}b{"} c}\n}',
        '% one\n@comment{@book{bee, title={B}}}\n@preamble{"\\def\\x{}"}\n@string{y = "2016", t = {On }}\n'
        '@book{ant,\n% a comment, with = {signs\n title = t # "{DNA}", year = y,note={a {"}b{"} c}}',
        'me@example.org wrote\n%@book{cat, title={C}}\n@book{ant, title={On {DNA}},,year=2016,note="a {"}b{"} c",}',
    ],
    ids=["braces, quotes, a number", "round brackets", "parts", "macros and comments", "text between entries"],
)
def test_an_entry_may_be_written_in_many_ways(text: str) -> None:
    assert values(text) == {"title": "On {DNA}", "year": "2016", "note": 'a {"}b{"} c'}


def test_months_have_names_that_need_no_string() -> None:
    assert values('@book{ant, month = "9~" # dec}') == {"month": "9~December"}
    assert values("@book{ant, month = Sept}") == values("@book{ant, month = september}") == {"month": "September"}


@pytest.mark.parametrize(
    "key", ["lang2016", "DBLP:conf/x/Y20", "a.b-c_d", "müller", "10.1000/x", "Smith(2016)", "O'Neil"]
)
def test_a_key_is_read_as_it_is_written(key: str) -> None:
    (entry,) = entries(f"@book{{ {key} , title={{A}}}}")
    assert (entry.key, entry.fields["title"].value) == (key, "A")


def test_a_field_knows_where_it_is() -> None:
    text = "@book{ant,\n  title = {A},\n  year = 2016\n}"
    (entry,) = entries(text)
    assert [text[one.start : one.end] for one in entry.fields.values()] == ["title = {A}", "year = 2016"]


# Each row: an entry with a slip, the line and the column where it is reported, and a part of the message.
BROKEN = {
    "a brace that is not closed": ("@book{bad,\n  title = {A {DNA,\n  year = 2016\n}", 2, 11, "brace of `title`"),
    "a brace not closed on one line": ("@book{bad, title = {A {DNA}, year = {2016}}", 1, 20, "brace of `title`"),
    "a quotation mark not closed": (
        '@book{bad,\n  title = "A,\n  year = {2016}\n}',
        2,
        11,
        "quotation mark of `title`",
    ),
    "a brace too many": ("@book{bad,\n  title = {A} of ants},\n  year = 2016\n}", 2, 15, "`of` is neither a field"),
    "a brace too many at the end": (
        "@book{bad,\n  title = {A}},\n  year = {2016}\n}",
        2,
        14,
        "ends here, but fields follow",
    ),
    "no value": ("@book{bad,\n  title = ,\n  year = 2016\n}", 2, 11, "`title` has no value"),
    "no braces": ("@book{bad,\n  title = On ants,\n  year = 2016\n}", 2, 14, "`ants,` is neither a field"),
    "no end": ("@book{bad,\n  title = {A},\n  year = 2016\n", 1, 7, "the entry `bad` does not end"),
    "words after the fields": ("@book{bad,\n title={B} year}", 2, 12, "`year}` is neither a field"),
}


@pytest.mark.parametrize(("text", "line", "column", "message"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("after", ["\n\n@book{good, title={G}}\n", "\n"], ids=["one follows", "it is the last"])
def test_a_broken_entry_is_named_and_costs_itself_only(
    text: str, line: int, column: int, message: str, after: str
) -> None:
    found, (problem,) = read_entries(Source("a.bib", f"@book{{first, title={{F}}}}\n{text}{after}"), Limits())
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (line + 1, column)
    assert message in problem.message
    assert not problem.is_error
    assert [entry.key for entry in found] == ["first", "bad", "good"][: 2 + ("good" in after)]
    (error,) = found[1].problems
    assert (error.is_error, error.hint) == (True, f"correct it at {problem.location}")
    assert not any(entry.problems for entry in found if entry.key != "bad")


@pytest.mark.parametrize(
    ("text", "column"),
    [("@book{ant, title={A} year={2016}}", 22), ("@book{ant title={A}, year={2016}}", 11)],
    ids=["between fields", "after the key"],
)
def test_a_missing_comma_is_a_warning(text: str, column: int) -> None:
    (entry,) = entries(text)
    (problem,) = entry.problems
    assert ("a comma is missing" in problem.message, problem.is_error) == (True, False)
    assert problem.location is not None
    assert problem.location.column == column
    assert [one.value for one in entry.fields.values()] == ["A", "2016"]


@pytest.mark.parametrize(("text", "key"), [(", title", ""), ("title", ""), ("Lang 2016, title", "Lang 2016")])
def test_a_key_may_be_missing_or_have_spaces(text: str, key: str) -> None:
    found = entries(f"@book{{{text}={{A}}}}\n@book{{ant, title={{B}}}}")
    assert [(entry.key, entry.fields["title"].value) for entry in found] == [(key, "A"), ("ant", "B")]


def test_a_broken_string_is_a_warning() -> None:
    found, (problem,) = read_entries(Source("a.bib", "@string{a = {b}\n@book{ant, title={A}}"), Limits())
    assert ("does not end" in problem.message, problem.is_error, bool(problem.hint)) == (True, False, True)
    assert [entry.key for entry in found] == ["ant"]


def test_a_field_that_appears_twice_is_a_warning_unless_it_says_the_same() -> None:
    (entry,) = entries("@book{ant, year={2016}, year={2017}, title={A b}, title={A\n b}}")
    (problem,) = entry.problems
    assert problem.message == "`year` appears twice in the entry `ant`"
    assert entry.fields["year"].value == "2016"


def test_a_word_without_braces_that_nothing_explains_is_a_warning() -> None:
    (entry,) = entries("@book{ant, journal = jama}")
    (problem,) = entry.problems
    assert "`jama` in `journal`" in problem.message
    assert entry.fields["journal"].value == "jama"


@given(st.text(alphabet='@{}(),="#%\\ \nab1', max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found, problems = read_entries(Source("a.bib", text + "\n@book{last, title={L}}"), Limits())
    assert all(one.location and one.hint for one in problems)
    assert all(entry.key or entry.fields for entry in found)
