"""Ranges of pages are printed whole, and a single page once."""

import pytest

from exporter.csl import expand_pages


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("294-9", "294-299"),
        ("294–99", "294-299"),
        ("1294 - 305", "1294-1305"),
        ("99-101", "99-101"),
        ("297-297", "297"),
        ("294-", "294"),
        ("123--", "123"),
        ("297-7", "297"),
        ("S1--S1", "S1"),
        ("e294-e9", "e294-e299"),
        ("S1–S9", "S1-S9"),
        *((same, same) for same in ("294", "294-9, 301", "A1-B9", "e1001", "iv-ix", "e294-9")),
    ],
)
def test_half_a_range_of_pages_is_spelt_out(written: str, pages: str) -> None:
    assert expand_pages(written) == pages
