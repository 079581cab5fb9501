"""Citations, cross-references and notes."""

from texts import parsed

from exporter.markup import Cite, NoteMark, Pointer


def test_marks_come_in_reading_order_a_note_before_what_it_contains() -> None:
    marks = list(parsed("[@a] @fig-b^[c [@d]] *[@e]*").marks())
    assert [type(mark) for mark in marks] == [Cite, Pointer, NoteMark, Cite, Cite]


def test_the_same_key_twice_has_two_places() -> None:
    markdown = parsed("[@ant] and\n[@ants] `@ant` \\@ant \\@antic [@ant]")
    places = [mark.items[0].location for mark in markdown.marks() if isinstance(mark, Cite)]
    assert [(place.line, place.column) for place in places] == [(1, 2), (2, 2), (2, 31)]
