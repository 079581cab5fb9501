"""Numbers of a printed body that stay on one line without elements of their own, where letters run from right to left.

WeasyPrint sets the elements of such a line from right to left, whatever is in them: a number in an element of its own
would change places with the words around it. Word joiners keep its characters together, and nobody sees them.
"""

from itertools import groupby
from unicodedata import bidirectional

from lxml import etree

from exporter.render import JOINER, joined
from exporter.writers.body import drop


def join_numbers(body: etree._Element, direction: str) -> None:
    """Join the numbers of the running foot, and of each part that is, or has letters, from right to left."""
    if foot := body.get("data-foot"):
        body.set("data-foot", joined(foot))
    for parent, numbers in groupby(body.findall(".//span[@class='short']"), lambda number: number.getparent()):
        if parent is not None and (direction == "rtl" or _has_right_to_left(parent)):
            for number in numbers:
                number.tail = JOINER.join(number.text or "") + (number.tail or "")
                drop(number)


def _has_right_to_left(part: etree._Element) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for text in part.itertext() for letter in str(text))
