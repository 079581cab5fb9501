"""Citations, cross-references and notes."""

import pytest
from texts import blocks, inlines, parsed

from exporter.document import plain

# A note that may be none, or may end too early, and the texts that its hint names, with what each shows.
NOTES = {
    "10^[6] of them": {
        "10^6^ of them": "106 of them",
        "10^[The number is large.] of them": "10{The number is large.} of them",
    },
    "a^[b ] c] d": {r"a^[b \] c] d": "a{b ] c} d"},
}


@pytest.mark.parametrize(("text", "ways"), NOTES.items())
def test_a_doubtful_note_is_a_problem_and_each_way_to_write_it_works(text: str, ways: dict[str, str]) -> None:
    assert len(parsed(text).problems) == 1
    assert {way: plain(inlines(blocks(way)[0])) for way in ways} == ways


@pytest.mark.parametrize("text", ["a^[See [this] and 5 mg.]", "5 mg^[A note] and [b]", "a^[A] b [c]", "x^[a]"])
def test_a_note_with_words_is_a_note(text: str) -> None:
    assert parsed(text).problems == ()


@pytest.mark.parametrize("written", ["@fig:knee", "@tab:doses", "@Sec_intro"])
def test_an_id_of_another_system_is_named_as_it_is_here(written: str) -> None:
    (problem,) = parsed(f"See {written}").problems
    assert problem.hint.endswith(("`@fig-knee`", "`@tbl-doses`", "`@sec-intro`"))
