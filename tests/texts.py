"""Texts as an article has them, parsed and turned into blocks, for the tests of `markup`."""

from collections.abc import Iterable, Iterator
from typing import Final

from markdown_it.token import Token

from exporter import markup
from exporter.document import Blocks, Inline, Paragraph, Text, plain
from exporter.markup import Cite, Mark, Pointer
from exporter.resolve import content as convert
from exporter.source import Scalar, Source

AS_TYPED: Final = """\
Take 2*3*4 drops|5*3*2 cm|2 * 3 = 6|2 *5 mg|10^6/10^9|5~10 ml|~5–~10 mg|150–400 × 10^9/L|37.5 °C
-5 °C|+2 kg|–5 to +5|BP <120/80 and >90/60|p < .05*|p < .001***|aspirin*|5 €*|(*)|x<y and y>z|<5 mg
<Enter>|<Patient name>|n ≥ 5|a_b_c|snake_case|Name: ____|__/__/____|___ yes ___ no|BP: __/__ mmHg
(_) yes|[_] no|[ ] yes [ ] no|_ _ _|^_^|-_-|:-)|12. Dezember|3. Stock|1986.|14. 8. 2026|1.5 mg|1. Mai
8:30|8.30 Uhr|24/7|1/2 tablet|½|No. 5|#1|Rule # 2|5'10"|5′10″|jane_doe@example.org|_me_@example.org
first_last_@example.org|Jane Doe, jane@example.org|C:\\temp\\*.txt|\\\\server\\share\\_x_
*.pdf, *.doc*|Doctor*innen|HLA-B*57:01|CYP2D6*4/*10|it`s|the ` grave|rock 'n' roll|"quoted"|„deutsch“
« fr »|a -- b|a — b|$5 to $10|US$5|50 % & more|R&D|AT&T|§ 5|†|‡|™|®|©|→|± 5|≤ 5|µg|m²|10⁹|H₂O|Ca2+
25(OH)D|+1 (555) 010-0000|(24/7)|{5 mg}|[see page 3]|[Name]|[brand]: 5 mg|array[i]|a [b] (c)|A/B
and/or|w/o|e.g. this|z. B. das|Dr. A. Lee|Lee A.|C. difficile|每次2~3片|第3~第5天，第7~第9天|服药，每天两次。
“重要”|（1）|٥ ملغ (مرتين)؛|12 ديسمبر|प्रतिदिन २ गोली।|½ tabletki, źdźbło|ẵ ọ̀|한국어 5~10mg|a\u00adb|a\u200bb
5\u00a0mg|\u200fعربي|👍""".replace("\n", "|").split("|")
"""Everything that is printed as it was typed: each piece alone, and beside any other."""


def scalar(text: str) -> Scalar:
    """Return a text that is all of its file."""
    return Scalar.at(text, Source("article.yaml", text), 0, len(text))


def below(text: str) -> Scalar:
    """Return a text that is written below a `|`: its first line is line 2, and its first column 3."""
    written = "- |\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return Scalar.at(text, Source("article.yaml", written), 2, len(written))


def parsed(text: str) -> markup.Markdown:
    return markup.parse(scalar(text))


def shown(mark: Mark) -> Inline:
    """Return what a mark is, in braces."""
    match mark:
        case Cite(items):
            return Text("{" + ";".join(f"{item.prefix}@{item.key}{item.suffix}" for item in items) + "}")
        case Pointer(target):
            return Text("{" + target + "}")
    return Text("{" + plain(convert.to_inlines(mark.tokens, shown)) + "}")


def blocks(text: str) -> Blocks:
    """Return the blocks of a text without problems."""
    markdown = parsed(text)
    assert markdown.problems == ()
    return convert.to_blocks(markdown, shown)


def inlines(block: object) -> tuple[Inline, ...]:
    """Return the inlines of a paragraph, or those of all items of a list."""
    if isinstance(block, Paragraph):
        return block.children
    items = block.items  # type: ignore[attr-defined]
    return tuple(inline for item in items for inner in item for inline in inlines(inner))


def all_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from all_tokens(token.children or ())
