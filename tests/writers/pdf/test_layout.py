"""Each fact about laid-out pages is found where it is true, and only there."""

import pytest

from exporter.writers.pdf.layout import Layout, read_boxes, read_layout
from exporter.writers.pdf.weasyprint import engine

CSS = """
@page { size: 200px 100px; margin: 0; @bottom-center { content: 'Foot' } }
* { margin: 0; padding: 0; font-size: 10px; line-height: 20px; border-spacing: 0; overflow-wrap: normal }
tr { break-inside: avoid } .next { break-before: page }
li::before { content: 'Mark' }
"""
DOT = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
HEAD = "<thead><tr><th>Head</thead>"


def laid_out(markup: str) -> Layout:
    html = engine.import_weasyprint().HTML(string=f"<style>{CSS}</style><body>{markup}")
    return read_layout(html.etree_element, read_boxes(html.render().pages))


def rows(count: int, lines: int) -> str:
    return f"<tr><td>{'x<br>' * lines}" * count


@pytest.mark.parametrize(
    ("markup", "starts"),
    [
        ("<p>ab c</p><p class=next>d", (0, 3)),
        (f'<p>ab<img src="{DOT}" alt="x"></p><p class=next>d', (0, 3)),
        ("<ul><li>ab</ul><p class=next>d", (0, 2)),
        (f"<table>{HEAD}{rows(6, 1)}</table><p class=next>d", (0, 8, 10)),
    ],
    ids=["text", "picture", "marker of a list", "repeated header"],
)
def test_the_start_of_a_page_counts_the_visible_characters_before_it(markup: str, starts: tuple[int, ...]) -> None:
    assert laid_out(markup).page_starts == starts


@pytest.mark.parametrize(
    ("table", "is_broken", "is_wide"),
    [
        (f"<table>{HEAD}{rows(6, 1)}</table>", False, False),
        (f"<table>{rows(1, 9)}</table>", True, False),
        (f"<table>{HEAD}{rows(1, 5)}</table>", True, False),
        (f"<table>{rows(1, 1)}<td>{'long' * 20}</table>", False, True),
    ],
    ids=["fits", "row on two pages", "header left out", "too wide"],
)
def test_a_table_that_is_broken_or_too_wide_is_found(table: str, is_broken: bool, is_wide: bool) -> None:
    layout = laid_out(f"<div id=a>{table}</div>")
    assert [one.get("id") for one in layout.broken_tables] == ["a"] * is_broken
    assert [one.get("id") for one in layout.wide_tables] == ["a"] * is_wide


def test_a_picture_that_is_not_drawn_is_found() -> None:
    (picture,) = laid_out(f'<img src="data:image/png,x" alt="one two"><img src="{DOT}" alt="b">').undrawn_pictures
    assert picture.get("alt") == "one two"
