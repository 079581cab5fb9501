"""What people type and paste is shown as it was typed, or is a problem on its line: in every script, in every place."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import below, inlines, shown

from exporter import markup
from exporter.document import Block, BulletList, OrderedList, Paragraph, plain
from exporter.resolve import content as convert
from exporter.source import Scalar

# Everything that is printed as it was typed: each piece alone, and beside any other.
AS_TYPED: Final = """\
Take 2*3*4 drops|5*3*2 cm|2 * 3 = 6|2 *5 mg|10^6/10^9|5~10 ml|~5–~10 mg|150–400 × 10^9/L|37.5 °C|-5 °C|+2 kg|–5 to +5
BP <120/80 and >90/60|p < .05*|p < .001***|aspirin*|5 €*|(*)|x<y and y>z|<5 mg|<Enter>|<Patient name>|n ≥ 5
a_b_c|snake_case|Name: ____|__/__/____|___ yes ___ no|BP: __/__ mmHg|(_) yes|[_] no|[ ] yes [ ] no|_ _ _|^_^|-_-|:-)
12. Dezember|3. Stock|1986.|14. 8. 2026|1.5 mg|1. Mai|8:30|8.30 Uhr|24/7|1/2 tablet|½|No. 5|#1|Rule # 2|5'10"|5′10″
jane_doe@example.org|_me_@example.org|first_last_@example.org|Jane Doe, jane@example.org|C:\\temp\\*.txt|\\\\server\\share\\_x_
*.pdf, *.doc*|Doctor*innen|HLA-B*57:01|CYP2D6*4/*10|it`s|the ` grave|rock 'n' roll|"quoted"|„deutsch“|« fr »|a -- b|a — b
$5 to $10|US$5|50 % & more|R&D|AT&T|§ 5|†|‡|™|®|©|→|± 5|≤ 5|µg|m²|10⁹|H₂O|Ca2+|25(OH)D|+1 (555) 010-0000|(24/7)|{5 mg}
[see page 3]|[Name]|[brand]: 5 mg|array[i]|a [b] (c)|A/B|and/or|w/o|e.g. this|z. B. das|Dr. A. Lee|Lee A.|C. difficile
每次2~3片|第3~第5天，第7~第9天|服药，每天两次。|“重要”|（1）|٥ ملغ (مرتين)؛|12 ديسمبر|प्रतिदिन २ गोली।|½ tabletki, źdźbło|ẵ ọ̀|한국어 5~10mg|
a\u00adb|a\u200bb|5\u00a0mg|\u200fعربي|👍""".replace("\n", "|").split("|")

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
    "- |+ |– |• |-|•|o\t|1. |2. |3. |(1) |a) |i. |1.|1- |1、|> |>|# |Step 1: |12. |8:00 |[ ] |\u00a0\u00a0|\u3000|  |    |\t|--- "
).split("|")


@pytest.mark.parametrize("typed", [one for one in AS_TYPED if one])
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
