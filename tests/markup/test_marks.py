"""Citations, cross-references and notes."""

from texts import parsed

from exporter.markup import Cite, NoteMark, Pointer


def test_marks_come_in_reading_order_a_note_before_what_it_contains() -> None:
    marks = list(parsed("[@a] @fig-b^[c [@d]] *[@e]*").marks())
    assert [type(mark) for mark in marks] == [Cite, Pointer, NoteMark, Cite, Cite]
