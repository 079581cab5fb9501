"""Keeps each number of right-to-left text on one line with word joiners instead of an element.

Symptom: WeasyPrint sets the elements of such a line from right to left, whatever is in them, so a number in its own
element changes places with the words around it. Word joiners keep its characters together, and are invisible.
Upstream: https://github.com/Kozea/WeasyPrint/issues/106 (support of right-to-left text), open
Versions: all, up to WeasyPrint 70.0
Test: test_numbers_are_where_they_would_be_as_plain_text
End: when WeasyPrint orders the elements of a line as Unicode Standard Annex 9 says; look again on 2027-06-01.
"""

from itertools import groupby
from unicodedata import bidirectional

from lxml import etree

from exporter.render import JOINER, joined
from exporter.writers.body import drop


def join_numbers(body: etree._Element, direction: str) -> None:
    """Join the numbers of the footer, and of each element that is right-to-left or has right-to-left letters."""
    if foot := body.get("data-foot"):
        body.set("data-foot", joined(foot))
    for parent, numbers in groupby(body.findall(".//span[@class='short']"), lambda number: number.getparent()):
        if parent is not None and (direction == "rtl" or _has_right_to_left(parent)):
            for number in numbers:
                number.tail = JOINER.join(number.text or "") + (number.tail or "")
                drop(number)


def _has_right_to_left(part: etree._Element) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for text in part.itertext() for letter in str(text))
