"""Turns one entry into a CSL reference. Every field of it is used, known as one that no style prints, or a warning."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from exporter import csl
from exporter.citeproc.latex import CLOSE
from exporter.csl import Csl
from exporter.errors import Problem, Severity
from exporter.load.bibliography.bibtex.dates import read_date, read_parts
from exporter.load.bibliography.bibtex.fields import Fields
from exporter.load.bibliography.bibtex.names import read_names
from exporter.load.bibliography.bibtex.syntax import Field
from exporter.load.bibliography.bibtex.variables import (
    COLLECTED,
    DATES,
    EPRINTS,
    LANGUAGES,
    NAMES,
    PARTS,
    PUBLISHERS,
    ROLES,
    SUBTYPES,
    TEXTS,
    TYPES,
    UNPRINTED,
    WORDS,
)
from exporter.load.bibliography.record import Record

_ADDRESS: Final = re.compile(r"(?:\\url\s*\{)?\s*((?:https?|ftp)://[^\s{}]+)\s*\}?")
_CITED_BY: Final = re.compile(r"cited by:? \d+.*", re.IGNORECASE | re.DOTALL)
_NUMBER: Final = re.compile(r"\b(PMID|PMCID): *((?:PMC)?\d+)\b[ .;,]*")
_ARTICLE_TYPES: Final = {"article", "journal article", "research article", "article in press"}


class Work(Fields):
    """An entry on its way to a reference."""

    def read(self) -> Record:
        """Return the reference, and what is wrong with it."""
        self.kind()
        self.titles()
        self.names()
        self.dates()
        self.numbers()
        self.publishers()
        self.identifiers()
        self.texts()
        self.rest()
        return Record(self.reference, self.source.location(self.entry.start), tuple(self.problems))

    def kind(self) -> None:
        kind, subtype = self.entry.kind, self.words("entrysubtype").casefold()
        if kind not in TYPES:
            hint = "use a type of BibTeX or BibLaTeX, such as @article, @book, @report or @online"
            place = self.source.location(self.entry.start)
            message = f"`@{kind}` is not a known type of entry, so the reference is printed as a document of any kind"
            self.problems.append(Problem(message, place, hint, Severity.WARNING))
        self.reference["type"] = SUBTYPES.get(subtype) or self.likely(TYPES.get(kind, "document"))

    def likely(self, kind: str) -> str:
        """Return a more exact type, where BibTeX has none: for web pages, preprints and chapters."""
        has = self.left.keys()
        if self.entry.kind == "misc" and not has & {"journaltitle", "booktitle", "publisher", "doi"}:
            published = self.left.get("howpublished")
            is_address = "url" in has or bool(published and _ADDRESS.search(published.value))
            return "article" if "eprint" in has else "webpage" if is_address else kind
        if self.entry.kind == "inbook" and not has & {"booktitle", "maintitle"}:
            return "book"
        return kind

    def titles(self) -> None:
        is_part = self.entry.kind in PARTS
        main = self.title("maintitle", "mainsubtitle", "maintitleaddon")
        own = self.title("title", "subtitle", "titleaddon")
        book = self.title("booktitle", "booksubtitle", "booktitleaddon")
        journal = self.title("journaltitle", "journalsubtitle", "")
        if self.entry.kind == "periodical":
            own, journal = self.title("issuetitle", "issuesubtitle", "") or own, journal or own
        if main and is_part:
            book = _joined(main, ". ", book)
        else:
            own = _joined(main, ". ", own)
        self.put("title", own)
        self.put("container-title", _joined(book, ". ", journal))

    def title(self, title: str, subtitle: str, addition: str) -> str:
        return _joined(_joined(self.words(title), ": ", self.words(subtitle)), ". ", self.words(addition))

    def names(self) -> None:
        for field, variable in NAMES.items():
            one, role = self.take(field), self.words(f"{field}type").casefold()
            if not one:
                continue
            names, doubtful = read_names(self.markup(one))
            variable = ROLES.get(role, "" if role else variable)
            if not variable or (variable in self.reference and field.startswith("editor")):
                self.unprinted(one)
                continue
            known = self.reference.get(variable)
            self.reference[variable] = [*(known if isinstance(known, list) else []), *names]
            for name in doubtful:
                first, _, second = name.partition(" and ") if " and " in name else name.rpartition(" ")
                hint = f"for a group, write `{{{name}}}`; for a person, write `{second}, {first}`"
                if " and " in name:
                    hint = f"for one group, write `{{{name}}}`; for two, write `{{{first}}} and {{{second}}}`"
                self.warn(one, f"`{name}` in `{one.name}` may be a person or a group; it is printed as it is", hint)

    def dates(self) -> None:
        for field, variable in DATES.items():
            prefix = field.removesuffix("date")
            one, parts = self.take(field), [self.take(f"{prefix}{part}") for part in ("year", "month", "day")]
            if one:
                self.date(variable, one, partial(read_date, self.exact(one)))
                for part in parts:
                    if part and not self.says(variable, part):
                        self.warn(
                            part, f"`{part.name}` is not printed, because `{one.name}` is", "delete one of the two"
                        )
            elif parts[0] or parts[1]:
                self.old_date(variable, *parts)
        if "issued" not in self.reference and (state := self.left.get("pubstate")):
            self.reference["issued"] = {"literal": WORDS.get(state.value, self.bare(state))}

    def date(self, variable: str, one: Field, read: Callable[[], Csl]) -> None:
        self.check(one)
        try:
            self.reference[variable] = read()
        except ValueError:
            text = self.bare(one)
            hint = "write it as 2016, 2016-03 or 2016-03-15"
            self.warn(one, f"`{text}` in `{one.name}` is not a date, so it is printed as it is", hint)
            self.reference[variable] = {"literal": text}

    def old_date(self, variable: str, year: Field | None, month: Field | None, day: Field | None) -> None:
        texts = [self.bare(one) if one else "" for one in (year, month, day)]
        for one in (month, day):
            if one:
                self.check(one)
        try:
            self.reference[variable] = read_parts(*texts)
        except ValueError:
            first = year or month
            if first:
                self.date(variable, first, partial(read_parts, texts[0], "", ""))
            for one in (month, day):
                if one and one is not first:
                    hint = "write the month as `mar` or 3, and the day as a number in `day`"
                    self.warn(one, f"`{self.bare(one)}` in `{one.name}` cannot be read, so it is not printed", hint)

    def says(self, variable: str, one: Field) -> bool:
        """Return whether a date has the year, month or day that a field repeats."""
        try:
            other = read_parts(*("2000" if one.name.lower().endswith("month") else "", self.bare(one), ""))
        except ValueError:
            other = {}
        text = str(self.reference.get(variable))
        numbers = re.findall(r"\d+", str(other)) if other else re.findall(r"\d+", self.bare(one))
        return all(number.lstrip("0") in re.findall(r"[1-9]\d*", text) for number in numbers if number != "2000")

    def check(self, one: Field) -> None:
        """Report what LaTeX loses of a field whose text is read in another way."""
        self.markup(one)

    def numbers(self) -> None:
        self.put("volume", _joined(self.words("volume"), ".", self.words("part")))
        number, issue = self.words("number"), self.words("issue")
        if self.entry.kind in COLLECTED:
            self.put("collection-number", number)
            self.put("issue", issue)
        elif self.reference["type"] in {"article-journal", "article-magazine", "article-newspaper", "review"}:
            self.put("issue", number if number == issue else _joined(number, ", ", issue))
        else:
            self.put("number", number)
            self.put("issue", issue)
        pages, eid = self.take("pages"), self.take("eid")
        if pages:
            self.put("page", re.sub(r"\s*(?:--+|[\u2010-\u2014\u2212])\s*", "-", self.markup(pages)))
        if eid and not pages:
            self.put("page", self.markup(eid))
        elif eid and pages and self.bare(eid) not in self.bare(pages):
            self.unprinted(eid)

    def publishers(self) -> None:
        if one := self.take("howpublished"):
            found = _ADDRESS.search(one.value)
            rest = _ADDRESS.sub("", one.value).strip(" .,:{}\\") if found else ""
            if found and "url" not in self.left and len(rest) < 20:
                self.left["url"] = Field(one.name, found[1], one.start, one.end)
            else:
                self.put("medium" if self.reference.get("publisher") else "publisher", self.markup(one))
        found_names = [self.words(name) for name in PUBLISHERS]
        if self.entry.kind == "patent" and "address" in self.left:
            self.put("jurisdiction", self.words("address"))
        known = [str(self.reference.get("publisher", "")), *found_names]
        self.put("publisher", "; ".join(dict.fromkeys(name for name in known if name)))

    def identifiers(self) -> None:
        self.eprint()
        self.noted()
        for field, (variable, clean) in _CLEANERS.items():
            if one := self.take(field):
                text = _verbatim(one.value)
                try:
                    self.reference[variable] = clean(f"PMC{text}" if field == "pmcid" and text.isdecimal() else text)
                except ValueError:
                    hint = f"look it up, and correct it or delete `{one.name}`"
                    self.warn(one, f"`{text}` in `{one.name}` is not a {variable}, so it is not printed", hint)
        if one := self.take("url"):
            address = _verbatim(one.value)
            self.reference["URL"] = address
            if not re.match(r"(?:https?|ftp)://\S+$", address):
                self.address(one, address)

    def noted(self) -> None:
        """Take the numbers of PubMed out of a note, where Zotero writes them; and Scopus, how often a work is cited."""
        one = self.take("note")
        if not one:
            return
        for found in _NUMBER.finditer(one.value):
            self.left.setdefault(found[1].lower(), replace(one, value=found[2]))
        rest = _NUMBER.sub("", one.value).strip()
        if rest and not _CITED_BY.fullmatch(rest):
            self.left["note"] = one if rest == one.value.strip() else replace(one, value=rest)

    def address(self, one: Field, address: str) -> None:
        if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)+/)\S*$", address):
            self.reference["URL"] = f"https://{address}"
            return
        del self.reference["URL"]
        message = f"`{address}` in `{one.name}` is not a web address, so it is not printed"
        self.warn(one, message, "an address begins with https:// and has no spaces")

    def eprint(self) -> None:
        one, kind = self.take("eprint"), self.words("eprinttype").casefold()
        if not one:
            return
        text = _verbatim(one.value)
        other = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "doi": "doi"}.get(kind, "url")
        address = text if _ADDRESS.match(text) else EPRINTS.get(kind or _eprint_kind(text), "") + text
        if other not in self.left and (other != "url" or _ADDRESS.match(address)):
            self.left[other] = Field(one.name, text if other != "url" else address, one.start, one.end)
            return
        known = [_verbatim(self.left[name].value) for name in ("url", "doi", other) if name in self.left]
        if not _ADDRESS.match(text) and not any(text in value for value in known):  # an address is of another copy
            self.unprinted(one)

    def texts(self) -> None:
        genre, state = self.words("type"), self.words("pubstate")
        if not (self.entry.kind == "article" and genre.casefold() in _ARTICLE_TYPES):
            self.put("genre", WORDS.get(genre, genre) or WORDS.get(_GENRES.get(self.entry.kind, ""), ""))
        self.put("status", WORDS.get(state, state))
        self.put("note", _joined(self.words("note"), ". ", self.words("addendum")))
        for field, variable in TEXTS.items():
            self.put(variable, self.words(field))
        self.language()

    def language(self) -> None:
        for one in filter(None, (self.take("langid"), self.take("language"))):
            text = self.bare(one)
            is_code = re.fullmatch(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?", text)
            known = LANGUAGES.get(text.casefold(), text if is_code else "").replace("_", "-")
            if known:
                self.reference.setdefault("language", known)
            else:
                self.unprinted(one)

    def rest(self) -> None:
        for name, one in self.left.items():
            if not UNPRINTED.fullmatch(name):
                self.unprinted(one)


_CLEANERS: Final = {
    "doi": ("DOI", csl.clean_doi), "pmid": ("PMID", csl.clean_pmid), "pmcid": ("PMCID", csl.clean_pmcid),
}  # fmt: skip
_GENRES: Final = {"phdthesis": "phdthesis", "mastersthesis": "mathesis"}


def _eprint_kind(text: str) -> str:
    return "arxiv" if re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7}", text) else ""


def _joined(first: str, sign: str, second: str) -> str:
    """Return two texts with a sign between them, unless the first one ends with one."""
    if not first or not second:
        return first or second
    return f"{first} {second}" if first.rstrip(CLOSE)[-1] in "!?.,:;" and sign.strip() else f"{first}{sign}{second}"


def _verbatim(value: str) -> str:
    r"""Return an address or a DOI, in which programs write a backslash before `_` and `%`."""
    text = re.sub(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*)\}(?:\{.*\})?", r"\1", value)
    for command, sign in _SIGNS.items():
        text = text.replace(command, sign)
    return re.sub(r"\s*\n\s*", "", re.sub(r"[{}]", "", re.sub(r"\\([^A-Za-z\s])", r"\1", text))).strip()


_SIGNS: Final = {
    r"{\textless}": "<", r"{\textgreater}": ">", "$<$": "<", "$>$": ">", r"\textless": "<", r"\textgreater": ">",
    r"{\textasciitilde}": "~", r"\textasciitilde": "~", r"{\~{}}": "~", r"\~{}": "~", r"$\sim$": "~",
    r"{\textunderscore}": "_", r"\textunderscore": "_", "&amp;": "&", "&lt;": "<", "&gt;": ">", "\\&amp;": "&",
}  # fmt: skip
