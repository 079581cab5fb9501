"""Inline Markdown: what the author wrote in, a parsed text out; every construct that is not ours is a problem.

CommonMark's emphasis, strong, code, links, lists and paragraphs, with sub- and superscript (`H~2~O`, `m^2^`),
citations `[@key, p. 3; @other]`, cross-references `@fig-x` and notes `^[text]` (pandoc's and Quarto's syntax).
Nothing may fall through as literal text: a construct we do not set is named, with the block to use instead.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import ClassVar, Final, TypeAlias, assert_never
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from exporter.errors import Location, Problem
from exporter.source import UNREADABLE, Scalar, unreadable

KEY: Final = r"\w(?:[\w:.\-]*\w)?"
ID_PREFIXES: Final = ("fig-", "tbl-", "sec-")
_AT_KEY = re.compile(rf"(?<![\w\\])@({KEY})")
_CITED = re.compile(rf"\[[^\[\]]*(?<![\w\\])@({KEY})")
_PART = re.compile(r"(?:&#?\w+;|[^;])+")
_CITATION = re.compile(rf"^(?P<prefix>[^@]*?)(?P<hide>-?)@(?P<key>{KEY})(?P<suffix>.*)$", re.DOTALL)
_DEEPEST: Final = 12  # below markdown-it's maxNesting, past which it drops text
_DEFINITION = re.compile(r"\[\^[^\]\s]+\]:?|\[[^\]@]+\]:\s")
_TASK = re.compile(r"\[[ xX]\]\s")
WORDS = frozenset({"text", "text_special"})
_IN_LINK: Final = "a citation, cross-reference or note stands inside a link"
_CLOSE_LINK: Final = "close the link before it"
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")

_FORBIDDEN: Final[dict[str, tuple[str, str]]] = {
    "html_block": ("raw HTML", "write plain Markdown; `<` on its own is written `\\<`"),
    "html_inline": ("raw HTML", "write plain Markdown; `<` on its own is written `\\<`"),
    "heading_open": ("a heading inside text", "start a new section with `heading:`"),
    "hr": ("a rule", "start a new section with `heading:`"),
    "fence": ("a code fence", "write the text without ``` or ~~~"),
    "code_block": ("an indented code block", "remove the four spaces before the text"),
    "blockquote_open": ("a block quotation", "use a `quote:` block; a `>` on its own is written `\\>`"),
    "image": ("an image", "use a `figure:` block"),
    "table_open": ("a table", "use a `table:` block"),
    "s_open": ("struck-out text", "remove the `~~`"),
}


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One reference inside a citation, with what stands before and after its key (`see`, `, p. 81`)."""

    key: str
    prefix: str
    suffix: str
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class Cite:
    """A place that cites, as written; compared by identity, since the same words may stand twice."""

    kind: ClassVar = "citation"
    items: tuple[CitationItem, ...]

    @property
    def location(self) -> Location:
        return self.items[0].location


@dataclass(frozen=True, slots=True, eq=False)
class Pointer:
    """A cross-reference, as written: the id it names."""

    kind: ClassVar = "cross-reference"
    target: str
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class NoteMark:
    """A note, as written, at the place of its call."""

    kind: ClassVar = "note"
    tokens: tuple[Token, ...]
    location: Location


Mark: TypeAlias = Cite | Pointer | NoteMark


@dataclass(frozen=True, slots=True)
class Markdown:
    """A parsed text: its words, its tokens and what is wrong with it."""

    source: Scalar
    tokens: tuple[Token, ...]
    problems: tuple[Problem, ...]

    def marks(self) -> Iterator[Mark]:
        """Yield citations, cross-references and notes in reading order, a note before what it holds."""
        return _marks(self.tokens)

    def pointers(self) -> Iterator[Pointer]:
        """Yield what leads to an id: cross-references, and links to `#id`."""
        return (mark for token in _flat(self.tokens) if isinstance(mark := token.meta.get("mark"), Pointer))

    def leads(self) -> Iterator[tuple[str, Location]]:
        """Yield what leads elsewhere, and where it is written: links, citations, cross-references and notes."""
        for token in _flat(self.tokens):
            if token.type == "mark":
                mark: Mark = token.meta["mark"]
                yield mark.kind, mark.location
            elif token.type == "link_open":
                yield "link", token.meta["location"]

    def words(self) -> str:
        """Return the text without its markup, notes included."""
        return " ".join(token.content for token in _flat(self.tokens) if token.type in {*WORDS, "code_inline"})


def parse(source: Scalar) -> Markdown:
    """Parse `source` as blocks: paragraphs and lists."""
    return _parsed(source, _parser().parse(source))


def parse_inline(source: Scalar) -> Markdown:
    """Parse `source` as one line of text; what would be a block of its own in a text is a problem here too."""
    blocks = _parser().parse(source)
    if any(token.type in _FORBIDDEN for token in blocks):
        return _parsed(source, blocks)
    parsed = _parsed(source, _parser().parseInline(source))
    if any(token.type == "bullet_list_open" for token in blocks):
        problem = Problem("a list stands where one line should", source.location, "remove the sign it begins with")
        return replace(parsed, problems=(*parsed.problems, problem))
    return parsed


def _parsed(source: Scalar, tokens: list[Token]) -> Markdown:
    places = _Places(source)
    problems = [*_check(_flat(tokens), places), *_check_empty(tokens, source)]
    if not any(_shows(token) for token in _flat(tokens)):
        problems.append(Problem("the text is empty", source.location, "write something, or remove the key"))
    return Markdown(source, tuple(tokens), tuple(problems))


def _shows(token: Token) -> bool:
    if token.type in {"mark", "problem", *_FORBIDDEN}:
        return True
    return token.type in {*WORDS, "code_inline", "image"} and bool(token.content.strip())


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield every token in reading order, those of a note after the note."""
    for token in tokens:
        yield token
        yield from _flat(token.children or ())
        if isinstance(mark := token.meta.get("mark"), NoteMark):
            yield from _flat(mark.tokens)


def _marks(tokens: Sequence[Token]) -> Iterator[Mark]:
    return (token.meta["mark"] for token in _flat(tokens) if token.type == "mark")


# ---------------------------------------------------------------- places and problems


class _Places:
    """Finds where things are written: markdown-it's inline tokens have no columns, but their order is the text's."""

    def __init__(self, source: Scalar) -> None:
        self.source = source
        self.offset = source.start

    def next(self, needle: str, pattern: str = "") -> Location:
        """Return the next place of `needle`; `pattern` has it as its group, where words like it may stand before."""
        text = self.source.source.text
        found = re.compile(pattern or f"({re.escape(needle)})", re.MULTILINE).search(text, self.offset, self.source.end)
        if found and needle:
            self.offset = found.end()
            return self.source.source.location(found.start(1))
        return self.next(needle) if pattern else self.source.place_of(needle)

    def mark(self, sign: str) -> Location:
        """Return the next place of `@key` as a whole, or of `^[`; neither is a mark behind a backslash."""
        around = (r"(?<![^\W_])", r"(?![:.\-]*\w)") if sign.startswith("@") else ("", "")
        return self.next(sign, rf"(?<!\\){around[0]}({re.escape(sign)}){around[1]}")

    def code(self, content: str) -> Location:
        """Return the next place of code, which may go on in another line."""
        words = r"\s+".join(map(re.escape, content.split()))
        return self.next(content, rf"`\s*({words})\s*`")

    def address(self, href: str) -> Location:
        """Return the next place of a link's address, which may be written without what the parser adds."""
        written = "|".join(re.escape(one) for one in (href, unquote(href), href.removeprefix("mailto:")))
        return self.next(unquote(href), rf"(?:\]\(\s*<?|<)({written})")

    def entity(self, character: str) -> Location:
        """Return the next place of an entity that spells `character`."""
        entities = re.compile(r"&#?\w+;").finditer(self.source.source.text, self.offset, self.source.end)
        return self.next(next((one[0] for one in entities if unescapeAll(one[0]) == character), ""))

    def block(self, token: Token) -> Location:
        """Return the next line that begins with the sign of a block, or that underlines a heading with it."""
        sign = _sign(token)
        if token.type == "heading_open" and sign in "-=":
            return self.next(sign, rf"^ *({sign}+) *$")
        return self.next(sign, rf"^ *(?:(?:[>*+-]|\d+[.)]) *)*?({re.escape(sign)})")


def _sign(token: Token) -> str:
    return "![" if token.type == "image" else token.markup[:3] or token.content.strip().split("\n")[0]


def _check(tokens: Iterator[Token], places: _Places) -> Iterator[Problem]:
    links: list[Token] = []
    is_raised = False
    for token in tokens:
        if token.block and token.level == _DEEPEST and token.nesting == 1:
            yield Problem(f"lists are nested more than {_DEEPEST // 2} deep", places.source.location, "nest less deep")
        if token.type in {"sub_open", "sup_open", "sub_close", "sup_close"}:
            is_raised = token.type.endswith("open")
        if token.type == "link_open":
            links.append(token)
        elif token.type == "link_close":  # the address stands behind the words
            yield from _check_link(links.pop(), places)
        elif is_raised and token.type == "text" and (found := _AT_KEY.search(token.content)):
            hint = "remove the `~` or `^` round it; the style decides what is raised"
            yield Problem(f"`{found[0]}` stands inside sub- or superscript", places.mark(found[0]), hint)
        else:
            yield from _check_token(token, places)
        if links and token.type == "mark":
            yield Problem(_IN_LINK, token.meta["mark"].location, _CLOSE_LINK)


def _check_empty(tokens: Sequence[Token], source: Scalar) -> Iterator[Problem]:
    shown = [token for token in _flat(tokens) if token.type not in WORDS or token.content.strip()]
    for before, after in pairwise(shown):
        if (before.type, after.type) == ("link_open", "link_close"):
            hint = "write them between the brackets: `[words](https://…)`"
            yield Problem("a link has no words", before.meta["location"], hint)
        if (before.type, after.type) == ("list_item_open", "list_item_close"):
            yield Problem("an item of a list is empty", source.location, "write something, or remove its line")


def _check_token(token: Token, places: _Places) -> Iterator[Problem]:
    if token.type in WORDS:
        yield from _check_entities(token.content, places)
    elif token.type in _FORBIDDEN:
        what, hint = _FORBIDDEN[token.type]
        place = places.block(token) if token.block else places.next(_sign(token))
        yield Problem(f"{what} is not part of an article's text", place, hint)
    elif token.type == "inline" and (found := _TASK.match(token.content)):
        hint = "use a `checklist:` block; a plain bracket is written `\\[`"
        yield Problem("a task list is not part of an article's text", places.next(found[0]), hint)
    elif token.type == "code_inline":
        places.code(token.content)
    elif token.type == "s_close":
        places.next(token.markup)
    elif token.type == "mark":
        yield from _check_mark(token, places)
    elif token.type == "problem":
        yield Problem(token.content, places.mark(token.markup), token.info)


def _check_link(token: Token, places: _Places) -> Iterator[Problem]:
    """Check a link once its words are checked, and keep its place."""
    href = str(token.attrGet("href"))
    place = token.meta["location"] = places.address(href)
    if not href.lower().startswith(_SCHEMES):
        yield Problem(f"a link leads to `{href}`", place, "a link leads to http(s)://…, mailto:…, tel:… or #id")
    elif href.startswith("#"):
        token.meta["mark"] = Pointer(unquote(href[1:]), place)
    if title := token.attrGet("title"):
        hint = "remove the words in quotes behind the address"
        yield Problem("a link has a title, which is not shown", places.next(str(title)), hint)


def _check_entities(text: str, places: _Places) -> Iterator[Problem]:
    """`&#x202E;` brings in what may not be typed; what is typed has been reported where the file was read."""
    for character in UNREADABLE.findall(text):
        if character not in places.source:
            yield unreadable(character, places.entity(character))


def _check_mark(token: Token, places: _Places) -> Iterator[Problem]:
    mark: Mark = token.meta["mark"]
    match mark:
        case Cite(items):
            placed = []
            for item in items:
                yield from _check_entities(item.prefix, places)
                placed.append(replace(item, location=places.mark(f"@{item.key}")))
                yield from _check_entities(item.suffix, places)
            token.meta["mark"] = Cite(tuple(placed))
        case Pointer(target):
            token.meta["mark"] = Pointer(target, places.mark(f"@{target}"))
        case NoteMark(tokens):
            place = places.mark("^[")
            token.meta["mark"] = NoteMark(tokens, place)
            if not any(_shows(inner) for inner in _flat(tokens)):
                yield Problem("the note is empty", place, "write the note's text between `^[` and `]`")
            if any(isinstance(inner, NoteMark) for inner in _marks(tokens)):
                yield Problem("a note stands inside a note", place, "put the inner note's words into the outer one")
        case _:
            assert_never(mark)


# ---------------------------------------------------------------- the parser


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Link definitions would take a line out of the text; without the rule it is seen, and reported.
    parser.disable("reference")
    parser.use(sub_plugin).use(superscript_plugin)
    parser.validateLink = lambda _url: True  # type: ignore[method-assign,assignment]
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("sup", "note", _note)
    parser.inline.ruler.before("citation", "definition", _definition)
    parser.inline.ruler.before("citation", "pointer", _pointer)
    return parser


def _push(state: StateInline, mark: Mark) -> None:
    state.push("mark", "", 0).meta["mark"] = mark


def _push_problem(state: StateInline, message: str, needle: str, hint: str) -> None:
    token = state.push("problem", "", 0)
    token.content, token.markup, token.info = message, needle, hint


_NOWHERE = Location("")


def _citation(state: StateInline, silent: bool) -> bool:
    """`[see @key, p. 3; @other]`: every part between semicolons must hold a key."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    inside = state.src[state.pos + 1 : end] if end > 0 else ""
    if inside.lstrip().startswith("@") and not _AT_KEY.search(inside):
        if not silent:
            _push_problem(state, "a citation has no key", f"[{inside}", "write `[@key]`; a plain @ is written `\\@`")
        state.pos = end + 1
        return True
    if not _AT_KEY.search(inside):
        return False
    if state.src[end + 1 : end + 2] == "(":
        return _citation_in_link(state, inside, end, silent)
    if not silent:
        parts = _PART.findall(inside)
        items = [_CITATION.match(part) for part in parts]
        problems = [problem for pair in zip(parts, items, strict=True) if (problem := _citation_problem(*pair))]
        problems = problems or [*_cited_twice(items)]
        if not problems and (markup := _markup_in(state, items)):
            hint = "write it without signs; the style decides how a citation looks"
            problems = [("a citation holds Markdown", markup, hint)]
        for problem in problems:
            _push_problem(state, *problem)
        if not problems:
            _push(state, Cite(tuple(_citation_item(item) for item in items if item)))
    state.pos = end + 1
    return True


def _citation_in_link(state: StateInline, inside: str, end: int, silent: bool) -> bool:
    """`[words [@key]](address)`: markdown-it sees no link there, and would leave its signs in the text."""
    if not (found := _CITED.search(inside)):
        return False
    if not silent:
        _push_problem(state, _IN_LINK, f"@{found[1]}", _CLOSE_LINK)
    state.pos = end + 1
    return True


def _citation_item(found: re.Match[str]) -> CitationItem:
    before, after = (re.sub(r"\s+", " ", unescapeAll(found[name])) for name in ("prefix", "suffix"))
    return CitationItem(found["key"], before.strip(), after.rstrip(), _NOWHERE)


def _cited_twice(items: Iterable[re.Match[str] | None]) -> Iterator[tuple[str, str, str]]:
    """Yield message, words and hint for a key that one citation holds twice, with the same locator or none."""
    seen = set()
    for found in items:
        if found and (item := (found["key"], found["suffix"].strip())) in seen:
            written = f"@{found['key']}"
            yield f"`{written}` stands twice in one citation", written, "cite it once, or each place with its page"
        elif found:
            seen.add(item)


def _markup_in(state: StateInline, items: Iterable[re.Match[str] | None]) -> str:
    """Return what is Markdown before or behind a key, where it would be printed with its signs."""
    for words in (found[name] for found in items if found for name in ("prefix", "suffix")):
        tokens: list[Token] = []
        state.md.inline.parse(words, state.md, state.env, tokens)
        if any(token.type not in {*WORDS, "softbreak"} for token in tokens):
            return words.strip()
    return ""


def _citation_problem(part: str, found: re.Match[str] | None) -> tuple[str, str, str] | None:
    """Return message, the words it is about and hint, if this part of a citation is not right."""
    if found is None:
        return (
            f"`{' '.join(part.split())}` cites nothing",
            part.strip(),
            "every part between semicolons needs a key: `[@one; @two]`",
        )
    written = f"@{found['key']}"
    if found["hide"]:
        return (
            f"`-{written}` is not supported",
            f"-{written}",
            f"write `[{written}]`; the style decides what is shown",
        )
    if found["key"].startswith(ID_PREFIXES):
        return f"`{written}` is a cross-reference", written, f"write `{written}` without brackets"
    if _AT_KEY.search(found["suffix"]):
        return "two keys without a semicolon", written, "put a semicolon between two keys: `[@one; @two]`"
    return None


def _pointer(state: StateInline, silent: bool) -> bool:
    """`@fig-x` outside brackets; a bare `@key` is a problem, since a numeric style would print `[1] said`."""
    if state.src[state.pos] != "@" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    found = _AT_KEY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        key = found[1]
        if key.startswith(ID_PREFIXES):
            _push(state, Pointer(key, _NOWHERE))
        else:
            hint = f"write `[@{key}]` to cite; a plain @ is written `\\@`"
            _push_problem(state, f"`@{key}` stands without brackets", f"@{key}", hint)
    state.pos = found.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """`^[text]`: a note at its call."""
    if not state.src.startswith("^[", state.pos):
        return False
    start = state.pos
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        if not silent:
            _push_problem(state, "a note does not end", "^[", "close the note with `]`")
        state.pos = start + 2
        return True
    if not silent:
        tokens: list[Token] = []
        state.md.inline.parse(state.src[start + 2 : end], state.md, state.env, tokens)
        _push(state, NoteMark(tuple(tokens), _NOWHERE))
    state.pos = end + 1
    return True


def _definition(state: StateInline, silent: bool) -> bool:
    """`[^1]` and `[label]: url` belong to other dialects; here they would be literal text."""
    found = _DEFINITION.match(state.src, state.pos, state.posMax)
    if not found or (not found[0].startswith("[^") and state.pos and state.src[state.pos - 1] != "\n"):
        return False
    if not silent:
        hint = "write the note where it is called: `^[text]`"
        if not found[0].startswith("[^"):
            hint = "write the address in the link: `[words](https://…)`"
        _push_problem(state, f"`{found[0].strip()}` is not supported", found[0].strip(), hint)
    state.pos = found.end()
    return True
