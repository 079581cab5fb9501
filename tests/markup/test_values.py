"""What a parsed text says about itself: its marks, where it leads, and its words."""

from texts import parsed

from exporter.markup import Cite, NoteMark, Pointer


def test_marks_come_in_reading_order_a_note_before_what_it_contains() -> None:
    marks = list(parsed("[@a] @fig-b^[c [@d]] *[@e]*").marks())
    assert [type(mark) for mark in marks] == [Cite, Pointer, NoteMark, Cite, Cite]


def test_links_and_marks_lead_elsewhere() -> None:
    text = parsed("[a](https://x.org) [@b] @fig-c ^[d [e](#sec-f)]")
    assert [kind for kind, _ in text.leads()] == ["link", "citation", "cross-reference", "note", "link"]
    assert [one.target for one in text.pointers()] == ["fig-c", "sec-f"]


def test_the_words_of_a_text_are_those_of_its_notes_too() -> None:
    assert parsed("*a* `b` ^[c] [@d]").words().split() == ["a", "b", "c"]
