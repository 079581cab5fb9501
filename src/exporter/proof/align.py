"""Compares a text as its author typed it with what the document shows, character by character.

It does not read Markdown: it goes through what is shown, and at each character, style, link, citation and list number
looks for the signs that the author must have typed for it. Whatever is typed and not shown, or shown and not typed, is
a difference. The rules are those of the guide for authors, "When a sign is markup".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final, NamedTuple, TypeAlias, assert_never

from exporter.document import (
    Block,
    BulletList,
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteCall,
    OrderedList,
    Paragraph,
    ReferenceLink,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    TermLink,
    Text,
    plain,
)
from exporter.language import joins_lines
from exporter.proof.signs import ENTITY, bracket_end, cites, closes, opens, same_address

_INDENT: Final = r"[ \t\u00a0\u2000-\u200a\u202f\u3000]*"
_SPACE: Final = re.compile(rf"[ \t]*\n{_INDENT}(?!\n)|[ \t]+")
_GAP: Final = re.compile(r"\s*")
_ANY_GAP: Final = re.compile(r"(?:\s|&nbsp;)*")
_BREAK: Final = re.compile(rf"(?: {{2,}}|[ \t]*\\|(?<=  ))\n{_INDENT}")
_CODE: Final = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~•·∙●○◦▪▫■□‣⁃➢➤✓✔☐☑→①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_PIECE: Final = re.compile(r"[ \t\n]+|[A-Za-z0-9]+|.", re.DOTALL)
_ADDRESS: Final = re.compile(r"\]\(\s*(<[^<>\n]*>|(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)\s*\)")
_MARKER: Final = re.compile(r"(?:[-*]|(\d{1,9})[.)])(?=\s|$)")
_SIGNS: Final[dict[type[Inline], tuple[str, ...]]] = {
    Strong: ("**",), Emphasis: ("*", "_"), Subscript: ("~",), Superscript: ("^",)
}  # fmt: skip


class State(NamedTuple):
    """How far the source is explained: up to `at`.

    A superscript citation is printed after its full stop, and after the emphasis that it ends: `stop` was shown before
    its turn, and the marks at `later`, from start to end, are still to be shown.
    """

    at: int
    stop: str = ""
    later: tuple[tuple[int, int], ...] = ()


States: TypeAlias = set[State]


@dataclass(slots=True)
class Alignment:
    """One source, and the notes of the document by number; `furthest` is how far it could be explained."""

    source: str
    notes: Mapping[str, Inlines]
    has_lists: bool
    explained: str = ""
    furthest: int = 0

    def of_blocks(self, blocks: Iterable[Block]) -> bool:
        """Return whether the blocks show the source: all of it, and nothing else."""
        return self._is_whole(self._blocks(blocks, {State(0)}, is_first=True))

    def of_line(self, inlines: Inlines) -> bool:
        """Return whether the inlines show the source: all of it, and nothing else."""
        return self._is_whole(self._inlines(inlines, {State(self._after(_GAP, 0))}))

    def _is_whole(self, states: States) -> bool:
        return any(not self.source[state.at :].strip() and not state.stop and not state.later for state in states)

    # ------------------------------------------------------------ blocks

    def _blocks(self, blocks: Iterable[Block], states: States, is_first: bool) -> States:
        for block in blocks:
            match block:
                case Paragraph(children):
                    states = self._inlines(
                        children, {begun for state in states for begun in self._begin(state, is_first)}
                    )
                case BulletList(items):
                    states = self._items([(None, item) for item in items], states, is_first)
                case OrderedList(items, start):
                    states = self._items(enumerate(items, start), states, is_first)
                case _:
                    return set()
            is_first = False
        return states

    def _begin(self, state: State, is_first: bool) -> Iterator[State]:
        """Yield where the next paragraph or item begins: the first one here, others on a new line."""
        after = self._after(_GAP, state.at)
        if is_first or "\n" in self.source[state.at : after]:
            yield state._replace(at=after)

    def _items(self, items: Iterable[tuple[int | None, Sequence[Block]]], states: States, is_first: bool) -> States:
        for number, blocks in items if self.has_lists else ():
            starts = {begun for state in states for begun in self._begin(state, is_first)}
            marked = ((state, _MARKER.match(self.source, state.at)) for state in starts)
            wanted = None if number is None else str(number)
            inside = {
                state._replace(at=found.end())
                for state, found in marked
                if found and wanted == (found[1] and str(int(found[1])))
            }
            self._reach(inside)
            states = self._blocks(blocks, inside, is_first=True)
            is_first = False
        return states if self.has_lists else set()

    # ------------------------------------------------------------ inlines

    def _inlines(self, inlines: Inlines, states: States) -> States:
        for place, inline in enumerate(inlines):
            if isinstance(inline, Text):
                around = [one for one in inlines[max(place - 1, 0) : place + 2] if isinstance(one, Citation | NoteCall)]
                states = self._text(inline.text, states, is_loose=bool(around))
            else:
                states |= {after for state in states for after in self._joined(plain((inline,)), state)}
                states = {after for state in states for after in self._inline(inline, state)}
                self._reach(states)
        return states

    def _inline(self, inline: Inline, state: State) -> Iterator[State]:
        match inline:
            case Text(text):
                yield from self._text(text, {state}, is_loose=False)
            case Emphasis(children) | Strong(children) | Subscript(children) | Superscript(children):
                for sign in _SIGNS[type(inline)]:
                    yield from self._styled(sign, children, state)
            case Link(href, children):
                yield from self._link(href, children, state)
            case TermLink(children=children) | SmallCaps(children) | ReferenceLink(children=children):
                yield from self._inlines(children, {state})
            case Code(text):
                found = _CODE.match(self.source, state.at)
                if found and found[2].split() == text.split():
                    yield state._replace(at=found.end())
            case LineBreak():
                if found := _BREAK.match(self.source, state.at):
                    yield state._replace(at=found.end())
            case CrossReference(target):
                yield from self._typed(f"@{target}", state)
            case Citation() | NoteCall():
                yield from self._mark(inline, state)
            case _:
                assert_never(inline)

    def _text(self, text: str, states: States, is_loose: bool) -> States:
        for piece in _PIECE.findall(text):
            step: Callable[[str, State, bool], Iterator[State]] = self._gap if piece[0] in " \t\n" else self._word
            states = {after for state in states for after in step(piece, state, is_loose)}
            self._reach(states)
        return states

    def _gap(self, _: str, state: State, is_loose: bool) -> Iterator[State]:
        """A space; beside a raised citation there may be one that was not typed."""
        if found := _SPACE.match(self.source, state.at):
            yield state._replace(at=found.end())
            yield state._replace(at=state.at + max(1, len(found[0].partition("\n")[0])))  # a line may end after it
        elif is_loose or self.source[state.at - 1 : state.at] == "\n":  # after a line of odd spaces
            yield state

    def _word(self, word: str, state: State, is_loose: bool) -> Iterator[State]:
        at = state.at
        is_escaped = word in _ESCAPED and self.source.startswith(f"\\{word}", at)
        if is_escaped:
            yield from self._typed(f"\\{word}", state)
        # The name of a file keeps all its backslashes. Not inside a row, which could be read in very many ways.
        if not is_escaped or self.source[at - 1 : at] != "\\":
            yield from self._typed(word, state)
        if (found := ENTITY.match(self.source, at)) and unescape(found[0]) == word:
            yield state._replace(at=found.end())
        if is_loose and word in ".," and not state.stop:
            yield state._replace(stop=word)
        for after in self._joined(word, state):
            yield from self._typed(word, after)

    def _joined(self, words: str, state: State) -> Iterator[State]:
        """Yield the state after the end of a line, if no space is printed for it before some words."""
        before = self.source[: state.at].rstrip("*_~^")[-1:] if self.source.startswith("\n", state.at) else ""
        if before and words and joins_lines(before, words[0]):
            yield state._replace(at=self._after(_SPACE, state.at))

    def _typed(self, words: str, state: State) -> Iterator[State]:
        if self.source.startswith(words, state.at):
            yield state._replace(at=state.at + len(words))

    def _styled(self, sign: str, children: Inlines, state: State) -> Iterator[State]:
        is_fit = sign in "*_**" or not re.search(r"\s", plain(children))
        for begun in self._typed(sign, state) if is_fit and opens(self.source, sign, state.at) else ():
            for inside in self._inlines(children, {begun}):
                for ended in self._skipped_marks(inside):
                    if closes(self.source, sign, ended.at):
                        yield from self._typed(sign, ended)

    def _link(self, href: str, children: Inlines, state: State) -> Iterator[State]:
        """`[words](address)`, or an address alone, perhaps in `<>`."""
        for begun in self._typed("[", state):
            for ended in self._inlines(children, {begun}):
                found = _ADDRESS.match(self.source, ended.at)
                if found and same_address(found[1].strip("<>"), href):
                    yield ended._replace(at=found.end())
        for opening, closing in (("<", ">"), ("", "")):
            for begun in self._typed(opening, state):
                for ended in self._inlines(children, {begun}):
                    typed = self.source[begun.at : ended.at]
                    if any(same_address(f"{scheme}{typed}", href) for scheme in ("", "https://", "mailto:")):
                        yield from self._typed(closing, ended)

    # ------------------------------------------------------------ citations and notes

    def _mark(self, mark: Citation | NoteCall, state: State) -> Iterator[State]:
        if state.later and state.later[0][1] in self._ends(mark, state.later[0][0]):
            yield state._replace(later=state.later[1:])
            return
        is_raised = isinstance(mark, Citation) and mark.is_raised
        for end in self._ends(mark, self._after(_ANY_GAP, state.at) if is_raised else state.at):
            yield state._replace(at=end)
            if state.stop:
                yield from (after._replace(stop="") for after in self._typed(state.stop, state._replace(at=end)))

    def _ends(self, mark: Citation | NoteCall, at: int) -> Iterator[int]:
        """Yield where the source of a citation or note that begins at `at` ends."""
        end = bracket_end(self.source, at)
        if isinstance(mark, Citation):
            if end and cites(mark, self.source[at + 1 : end - 1], self.explained):
                yield end
        elif self.source.startswith("^[", at):
            starts = {State(at + 2), State(self._after(_GAP, at + 2))}
            for inside in self._inlines(self.notes.get(mark.number, ()), starts):
                if self.source.startswith("]", after := self._after(_GAP, inside.at)):
                    yield after + 1

    def _skipped_marks(self, state: State) -> Iterator[State]:
        """Yield the state, and those after the citations that begin there: they may leave the emphasis they end."""
        yield state
        while end := bracket_end(self.source, start := self._after(_GAP, state.at)):
            state = state._replace(at=end, later=(*state.later, (start, end)))
            yield state

    # ------------------------------------------------------------ helpers

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.source, at)
        return found.end() if found else at

    def _reach(self, states: States) -> None:
        self.furthest = max([self.furthest, *(state.at for state in states)])
