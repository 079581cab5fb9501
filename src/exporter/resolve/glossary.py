"""Links the first use of each glossary term in the running text to its entry.

No word changes: a text is only parted where a link begins and ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import assert_never

from exporter.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Checklist,
    Citation,
    Code,
    CrossReference,
    Definitions,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteCall,
    OrderedList,
    Paragraph,
    Questions,
    Quote,
    ReferenceLink,
    SmallCaps,
    Steps,
    Strong,
    Subscript,
    Superscript,
    Table,
    TermLink,
    Text,
)
from exporter.ids import term_id
from exporter.language import term_pattern


class TermLinker:
    """Which terms are still to be linked."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._patterns = {term_id(count): term_pattern(term) for count, term in enumerate(terms, 1)}
        self._is_paused = False

    @contextmanager
    def paused(self, is_paused: bool) -> Iterator[None]:
        """Link no term inside the `with` block, if `is_paused`."""
        before, self._is_paused = self._is_paused, self._is_paused or is_paused
        yield
        self._is_paused = before

    def link(self, blocks: Blocks) -> Blocks:
        """Return blocks in which the first use of each term is a link."""
        return tuple(map(self._block, blocks)) if self._patterns and not self._is_paused else blocks

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(children):
                return Paragraph(self._inlines(children))
            case BulletList(items):
                return BulletList(tuple(map(self.link, items)))
            case OrderedList(items, start):
                return OrderedList(tuple(map(self.link, items)), start)
            case Figure() | Table() | Callout() | Steps() | Checklist() | Questions() | Definitions() | Quote():
                return block
            case _:
                assert_never(block)

    def _inlines(self, inlines: Iterable[Inline]) -> Inlines:
        return tuple(made for inline in inlines for made in self._inline(inline))

    def _inline(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Text(text):
                yield from self._text(text)
            case Emphasis(children) | Strong(children):
                yield type(inline)(self._inlines(children))
            case Code() | LineBreak() | Subscript() | Superscript() | SmallCaps() | NoteCall():
                yield inline
            case Link() | ReferenceLink() | Citation() | CrossReference() | TermLink():
                yield inline
            case _:
                assert_never(inline)

    def _text(self, text: str) -> Iterator[Inline]:
        while found := self._first(text):
            target, start, end = found
            if start:
                yield Text(text[:start])
            yield TermLink(target, (Text(text[start:end]),))
            del self._patterns[target]
            text = text[end:]
        if text:
            yield Text(text)

    def _first(self, text: str) -> tuple[str, int, int] | None:
        """Return the first term in the text, with start and end; `control group` wins over `control`."""
        matches = ((target, found) for target, one in self._patterns.items() if (found := one.search(text)))
        uses = [(target, *found.span()) for target, found in matches]
        return min(uses, key=lambda use: (use[1], -use[2]), default=None)
