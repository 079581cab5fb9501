"""What people type and paste is shown as it was typed, or is a problem on its line: in every script, in every place."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import AS_TYPED, below, shown

from exporter import markup
from exporter.document import Block, BulletList, OrderedList, Paragraph, plain
from exporter.resolve import content as convert
from exporter.source import Scalar

# Markup by the rules of the guide for authors, and what it shows.
MARKUP: Final = {
    "*stressed*": "stressed", "**strong**": "strong", "**tablet (5 mg)**daily": "tablet (5 mg)daily", "_also_": "also",
    "***both***": "both", "**5 mg**": "5 mg", "这是**重要**的": "这是重要的", "`code *x*`": "code *x*",
    "H~2~O": "H2O", "10^9^/L": "109/L", "Ca^2+^": "Ca2+", "[words](https://example.org/_a_)": "words",
    "https://example.org/_a_/b*c*": "https://example.org/_a_/b*c*", "<https://example.org>": "https://example.org",
    "[@ant, p. 3]": "{@ant, p. 3}", "@fig-knee": "{fig-knee}", "^[A *small* study.]": "{A small study.}",
    r"\*": "*", r"3\. May": "3. May", r"\- 5 °C": "- 5 °C", r"\[": "[", r"\@": "@", "&nbsp;": "\u00a0", "&amp;": "&",
    "Jane <jane@example.org>": "Jane <jane@example.org>",
}  # fmt: skip

# What begins the lines of other programs, and of lists; other signs of lists (`*`, `1)`) are shown as these.
STARTS: Final = (
    "- |+ |– |• |-|•|o\t|1. |2. |3. |(1) |a) |i. |1.|1- |1、|> |>|# |Step 1: |12. |8:00 |[ ] |"
    "\u00a0\u00a0|\u3000|  |    |\t|--- "
).split("|")


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_piece_alone_is_no_problem(typed: str) -> None:
    for text in (f"We say {typed} here.", f"Word {typed}"):
        found = markup.parse_inline(below(text))
        assert found.problems == ()
        assert plain(convert.to_inlines(found.tokens, shown)) == text


PIECES: Final = st.sampled_from([*((one, one) for one in AS_TYPED), *MARKUP.items()])
WORDS: Final = st.sampled_from([(one, one) for one in ("word", "Wort", "mg", "and", "Słowo", "शब्द", "كلمة")])
ENDS: Final = st.sampled_from([" ", " ", " ", ", ", ". ", ": ", "\n", "\n", "\n\n"])


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str]:
    """Return a text and what it should show, without the spaces."""
    text = expected = ""
    for piece, shows in draw(st.lists(PIECES | WORDS, min_size=1, max_size=9)):
        start = draw(st.sampled_from(("", "", *STARTS))) if not text or text.endswith("\n") else ""
        end = draw(ENDS)
        text += f"{start}{piece}{end}"
        expected += f"{start}{shows}{end}"
    return text.rstrip(), "".join(expected.split())


@settings(max_examples=600, deadline=None)
@given(example=typed(), parse=st.sampled_from([markup.parse, markup.parse_item, markup.parse_inline]))
def test_what_is_typed_is_shown_or_is_a_problem_on_its_line(
    example: tuple[str, str], parse: Callable[[Scalar], markup.Markdown]
) -> None:
    text, expected = example
    if not expected:
        return
    found = parse(below(text))
    lines = {one.location.line for one in found.problems if one.location}
    assert lines <= set(range(2, 3 + text.count("\n")))
    if not any(one.is_error for one in found.problems):
        if any(token.type.endswith("_open") for token in found.tokens):
            seen = "".join(map(_seen, convert.to_blocks(found, shown)))
        else:
            seen = plain(convert.to_inlines(found.tokens, shown))
        assert "".join(seen.split()) == expected


def _seen(block: Block) -> str:
    match block:
        case Paragraph(children):
            return plain(children)
        case BulletList(items):
            return "".join(f"-{''.join(map(_seen, item))}" for item in items)
        case OrderedList(items, start):
            return "".join(f"{start + count}.{''.join(map(_seen, item))}" for count, item in enumerate(items))
    raise TypeError(block)
