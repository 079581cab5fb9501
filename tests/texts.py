"""Texts as an article has them, parsed and turned into blocks, for the tests of `markup`."""

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from exporter import markup
from exporter.document import Blocks, Inline, Paragraph, Text, plain
from exporter.markup import Cite, Mark, Pointer
from exporter.resolve import content as convert
from exporter.source import Scalar, Source


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
