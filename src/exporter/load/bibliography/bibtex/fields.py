"""The fields of one entry, each used once, as the text that is printed; and what is wrong with them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from exporter.citeproc.latex import CLOSE, OPEN, Latex
from exporter.csl import Csl
from exporter.errors import Problem, Severity
from exporter.load.bibliography.bibtex.syntax import Entry, Field
from exporter.load.bibliography.bibtex.variables import ALIASES
from exporter.source import Source

_QUIET: Final = {"abstract", "annotation", "note"}
"""Fields that hardly a style prints: a command in them that cannot be shown is not worth an error."""


class Fields:
    """The fields of an entry that are left to use, by their names in BibLaTeX, and the reference that they become."""

    def __init__(self, entry: Entry, source: Source, shown: Mapping[str, Latex | None]) -> None:
        self.entry, self.source, self.shown = entry, source, shown
        self.problems = list(entry.problems)
        self.left: dict[str, Field] = {}
        for name, one in entry.fields.items():
            if one.value.strip(" \n\t{}~"):
                self.file(ALIASES.get(name, name), one)
        self.reference: Csl = {"id": entry.key}

    def file(self, name: str, one: Field) -> None:
        """Keep a field; if two have the same meaning, the first one is printed."""
        first = self.left.setdefault(name, one)
        if first is not one and self.bare(first) != self.bare(one):
            self.warn(one, f"`{one.name}` is not printed, because `{first.name}` is", "delete one of the two")

    def take(self, name: str) -> Field | None:
        return self.left.pop(name, None)

    def bare(self, one: Field) -> str:
        """Return the text of a field without markup."""
        shown = self.shown.get(one.value)
        return re.sub(r"</?(?:i|b|sc|sup|sub)>", "", _unmarked(shown.text)) if shown else one.value

    def exact(self, one: Field) -> str:
        """Return a date of BibLaTeX, whose `~` means `about`, or else the text of a field."""
        return one.value.strip("{} ") if re.fullmatch(r"[\d/~?%.X{} -]+", one.value) else self.bare(one)

    def words(self, name: str) -> str:
        """Use a field; return its text as it is printed, or nothing if there is none."""
        one = self.take(name)
        return self.markup(one) if one else ""

    def markup(self, one: Field) -> str:
        """Return the text of a field, with what was in braces between OPEN and CLOSE; report what it loses."""
        shown = self.shown.get(one.value, Latex(one.value))
        is_quiet = one.name.lower() in _QUIET
        if shown is None:
            hint = "look for a brace or a command, such as `\\emph{`, without its partner"
            if not is_quiet:
                self.fail(one, f"`{one.name}` cannot be read: its braces or commands are not complete", hint)
            return ""
        for command in shown.lost if not is_quiet else ():
            hint = "write what it stands for as plain words"
            self.fail(one, f"`{command}` in `{one.name}` is a command that cannot be printed", hint, command)
        return shown.text

    def put(self, variable: str, text: str) -> None:
        if text:
            self.reference[variable] = protected(text)

    def fail(self, one: Field, message: str, hint: str, inside: str = "") -> None:
        self.problems.append(self.problem(one, message, hint, Severity.ERROR, inside))

    def warn(self, one: Field, message: str, hint: str) -> None:
        self.problems.append(self.problem(one, message, hint, Severity.WARNING))

    def problem(self, one: Field, message: str, hint: str, severity: Severity, inside: str = "") -> Problem:
        found = self.source.text.find(inside, one.start, one.end) if inside else -1
        return Problem(message, self.source.location(max(found, one.start)), hint, severity)

    def unprinted(self, one: Field) -> None:
        hint = "if readers need it, add it to the title or the note"
        self.warn(one, f"`{one.name}` of the reference `{self.entry.key}` is not printed", hint)


# ---------------------------------------------------------------- braces


def _unmarked(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


_GROUP: Final = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_WHOLE: Final = re.compile(rf"([\w'’-]*){OPEN}([^{OPEN}{CLOSE}]*){CLOSE}([\w'’-]*)")


def protected(text: str) -> str:
    """Return a text in which a style changes no letters of the words in braces.

    Braces around a small letter are those of an accent. Those around a part of a word protect the word.
    """
    text = _GROUP.sub(lambda found: found[0] if _is_case(found[1]) else found[1], "".join(_outermost(text)))
    text = _WHOLE.sub(r'<span class="nocase">\1\2\3</span>', text)
    return _unmarked(text)


def _outermost(text: str) -> Iterator[str]:
    depth = 0
    for sign in text:
        depth -= sign == CLOSE
        if not depth or sign not in {OPEN, CLOSE}:
            yield sign
        depth += sign == OPEN


def _is_case(inside: str) -> bool:
    bare = re.sub(r"<[^<>]*>", "", inside)
    return any(sign.isupper() for sign in bare) or (len(bare) > 1 and bare.isascii() and any(map(str.isalpha, bare)))
