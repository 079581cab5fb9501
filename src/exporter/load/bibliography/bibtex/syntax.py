"""Splits a .bib file into entries and their fields, and says where each is written.

An entry that is broken costs itself only: it keeps what could be read of it, and an error. Sources: the manual of
BibTeX (`btxdoc`), and N. Beebe's grammar of BibTeX (`bibclean`). As in BibLaTeX, a line that begins with `%` between
fields is a comment.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.limits import Limits
from exporter.source import Source

_START: Final = re.compile(r"(?<![\w.])@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
_NEXT: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_SPACE: Final = re.compile(r"(?:\s|%[^\n]*)*")
_KEY: Final = re.compile(r"[^\s,{}()\"=%]*(?:\([^\s,{}()\"=]*\)[^\s,{}()\"=%]*)*")
_NAME: Final = re.compile(r"([^\s,={}()\"#%]+)\s*=")
_MORE_FIELDS: Final = re.compile(r"\s*,\s*[\w-]+\s*=\s*[{\"\d]")
_WORDS: Final = re.compile(r"[^,={}()\"#%]+,")
_WORD: Final = re.compile(r"[^\s,{}()\"#%=]+")
_NEXT_KEY: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]\s*[^\s,{}()\"=%]*\s*,", re.MULTILINE)
# What a value contains only if one of its braces is missing: the next field.
_SWALLOWED: Final = re.compile(
    r"[\n,][ \t]*(?:author|title|journal|journaltitle|booktitle|year|date|month|volume|"
    r"number|pages|doi|url|publisher|editor|issn|isbn|abstract|keywords|note|file|langid|urldate)[ \t]*=[ \t]*[{\"\d]",
    re.IGNORECASE,
)
_MONTHS: Final = {
    abbreviation: month
    for month in "January February March April May June July August September October November December".split()
    for abbreviation in (month[:3].lower(), month[:4].lower(), month.lower())
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name as written, its value in LaTeX, and the offsets of its name and of the end of its value."""

    name: str
    value: str
    start: int
    end: int


@dataclass(slots=True)
class Entry:
    """An entry: its type in small letters, its key (or nothing) and where that is, and its fields by their names."""

    kind: str
    key: str
    start: int
    fields: dict[str, Field] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        return f"the entry `{self.key}`" if self.key else "this entry"


class _Broken(Exception):
    """Where an entry cannot be read any further, and why."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


def read_entries(source: Source, limits: Limits) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a file, and what is wrong outside of them. Raises ArticleError for a limit."""
    return _Reader(source, limits).read()


class _Reader:
    """Reads a file from its start to its end."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source, self.text, self.limits = source, source.text, limits
        self.size = 0  # of all values
        self.is_open = False
        self.macros = dict(_MONTHS)
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []

    def read(self) -> tuple[list[Entry], list[Problem]]:
        at = 0
        while found := _START.search(self.text, at):
            line = self.text[self.text.rfind("\n", 0, found.start()) + 1 : found.start()]
            at = found.end() if line.lstrip().startswith("%") else self.part(found)
        return self.entries, self.problems

    def part(self, found: re.Match[str]) -> int:
        """Read an entry, a @string, @preamble or @comment; return where it ends."""
        kind, closing = found[1].lower(), ")" if found[2] == "(" else "}"
        if kind == "comment" or kind == "preamble":
            end = 0 if self.is_open else self.closed(found.end() - 1, closing, len(self.text))
            self.is_open = not end  # so a file of such comments is not searched to its end for each
            return end or self.next(found.end())
        if kind == "string":
            return self.string(found, closing)
        return self.entry(kind, found, closing)

    def string(self, found: re.Match[str], closing: str) -> int:
        """Read the words that a name stands for."""
        entry = Entry("string", "", found.start())
        try:
            end = self.fields(entry, found.end(), closing)
        except _Broken as broken:
            self.problems.append(self.problem(broken))
            return self.next(found.end())
        self.macros |= {name: one.value for name, one in entry.fields.items()}
        return end

    def entry(self, kind: str, found: re.Match[str], closing: str) -> int:
        start = self.skip(found.end())
        key = _KEY.match(self.text, start)
        name = _NAME.match(self.text, start)
        entry = Entry(kind, key[0] if key and not name else "", start)
        after = start if name or not key else key.end()
        try:
            end = self.fields(entry, self.after_key(entry, after), closing)
        except _Broken as broken:
            self.problems.append(self.problem(broken))
            message = f"the reference `{entry.key}` is cited, but its entry is broken"
            entry.problems = [
                Problem(message, self.location(entry.start), f"correct it at {self.problems[-1].location}")
            ]
            end = self.next(found.end())
        if entry.key or entry.fields:
            self.entries.append(entry)
        return end

    def after_key(self, entry: Entry, at: int) -> int:
        """Return where the fields begin; a comma between the key and them may be missing."""
        at = self.skip(at)
        if found := _WORDS.match(self.text, at):
            entry.key = " ".join(f"{entry.key} {found[0].rstrip(',')}".split())
            return found.end()
        if entry.key and _NAME.match(self.text, at):
            entry.problems.append(self.no_comma(f"the key `{entry.key}`", at))
        return at

    def fields(self, entry: Entry, at: int, closing: str) -> int:
        """Read the fields up to the closing bracket; return where it ends."""
        before = ""
        while True:
            at, comma = self.skip_commas(at)
            if self.text[at : at + 1] == closing:
                if _MORE_FIELDS.match(self.text, at + 1):
                    raise _Broken(at, f"{entry} ends here, but fields follow", f"delete one `{closing}`")
                return at + 1
            found = _NAME.match(self.text, at)
            if not found:
                raise self.broken_after(entry, before, at)
            if before and not comma:
                entry.problems.append(self.no_comma(f"`{before}`", at))
            value, end = self.value(entry, found[1], self.skip(found.end()))
            self.add(entry, Field(found[1], value, at, end))
            at, before = end, found[1]

    def broken_after(self, entry: Entry, before: str, at: int) -> _Broken:
        if at >= len(self.text) or _NEXT.match(self.text, at):
            return _Broken(entry.start, f"{entry} does not end", "its last line should be `}`")
        found = self.text[at : at + 20].split()[0]
        hint = f"look for a brace or quotation mark too many or too few in `{before}`" if before else ""
        hint = hint or "after a key come a comma, and fields such as `title = {…},`"
        return _Broken(at, f"`{found}` is neither a field nor the end of {entry}", hint)

    def add(self, entry: Entry, one: Field) -> None:
        name = one.name.lower()
        first = entry.fields.setdefault(name, one)
        if first is not one and " ".join(first.value.split()) != " ".join(one.value.split()):
            message = f"`{one.name}` appears twice in {entry}"
            hint = f"the one on line {self.source.location(first.start).line} is printed; delete one of the two"
            entry.problems.append(self.warning(message, one.start, hint))

    def value(self, entry: Entry, name: str, at: int) -> tuple[str, int]:
        """Return a value whose parts are joined by `#`, and where it ends."""
        parts: list[str] = []
        while True:
            text, end = self.value_part(entry, name, at)
            parts.append(text)
            self.count(name, len(text), at)
            at = self.skip(end)
            if self.text[at : at + 1] != "#":
                return "".join(parts), end
            at = self.skip(at + 1)

    def count(self, name: str, size: int, at: int) -> None:
        """Add the size of a value; `@string` can make a short file too long for any memory."""
        self.size += size
        if self.size > self.limits.text_mb * 1_000_000:
            message = f"with the words that `@string` stands for in `{name}`, the file is too long"
            raise ArticleError(self.limits.exceeded("text_mb", message, self.location(at)))

    def value_part(self, entry: Entry, name: str, at: int) -> tuple[str, int]:
        sign = self.text[at : at + 1]
        if sign and sign in '{"':
            end = self.closed(at, "}" if sign == "{" else '"', self.next_key(at))
            value = self.text[at + 1 : end - 1] if end else ""
            if not end or _SWALLOWED.search(value):
                kind = "brace" if sign == "{" else "quotation mark"
                raise _Broken(at, f"the {kind} of `{name}` has no partner", f"close `{name}` with `{_PARTNERS[sign]},`")
            return value, end
        word = _WORD.match(self.text, at)
        if not word:
            raise _Broken(at, f"`{name}` has no value", f"write it in braces: `{name} = {{…}},`")
        if not word[0].isdigit() and word[0].lower() not in self.macros:
            message = f"no `@string` says what `{word[0]}` in `{name}` means; it is printed as it is"
            entry.problems.append(self.warning(message, at, f"write `{name} = {{{word[0]}}}`"))
        return self.macros.get(word[0].lower(), word[0]), word.end()

    def closed(self, at: int, closing: str, end: int) -> int:
        """Return the end of the text whose first sign, at `at`, has the partner `closing` before `end`, or else 0."""
        depth = 0
        signs = _SIGNS[closing]
        while found := signs.search(self.text, at + 1, end):
            at = found.start()
            sign = found[0]
            if sign == closing and not depth:
                return at + 1
            if len(sign) == 2:  # a backslash, and the sign that it protects
                at += 1
            elif sign != '"':
                depth += 1 if sign in "{(" else -1
            if depth < 0:
                return 0  # the bracket closes what is around the text
        return 0

    # ------------------------------------------------------------ places

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def skip_commas(self, at: int) -> tuple[int, bool]:
        """Return the place after spaces and commas, and whether there was a comma."""
        start = at = self.skip(at)
        while self.text[at : at + 1] == ",":
            at = self.skip(at + 1)
        return at, at > start

    def next_key(self, at: int) -> int:
        """Return where a line begins with an entry and its key: no value contains one."""
        found = _NEXT_KEY.search(self.text, at)
        return found.start() if found else len(self.text)

    def next(self, at: int) -> int:
        """Return where the next entry begins on a line of its own."""
        found = _NEXT.search(self.text, at)
        return found.start() if found else len(self.text)

    def location(self, at: int) -> Location:
        return self.source.location(min(at, max(len(self.text.rstrip()) - 1, 0)))

    def problem(self, broken: _Broken) -> Problem:
        return self.warning(broken.message, broken.offset, broken.hint)

    def warning(self, message: str, at: int, hint: str) -> Problem:
        return Problem(message, self.location(at), hint, Severity.WARNING)

    def no_comma(self, what: str, at: int) -> Problem:
        return self.warning(f"a comma is missing after {what}", at, "write the comma; the entry was read nevertheless")


_PARTNERS: Final = {"{": "}", '"': '"'}
_SIGNS: Final = {
    "}": re.compile(r"\\.|[{}]", re.DOTALL),
    '"': re.compile(r"\\.|[{}\"]", re.DOTALL),
    ")": re.compile(r"\\.|[()]", re.DOTALL),
}
