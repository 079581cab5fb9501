"""Reads the references that an article lists, and the files of references that it names, as CSL JSON by key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from exporter import csl
from exporter.article import Article
from exporter.article.node import ValidationContext
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import ArticleError, Location, Problem, Severity
from exporter.load import bibliography
from exporter.load.bibliography import Record
from exporter.load.bibliography.duplicates import find_duplicates
from exporter.load.bibliography.keys import Keyed, give_keys
from exporter.markup import CitationItem, Cite
from exporter.project import Project
from exporter.source import UNREADABLE, Scalar, unreadable

_MOST_KEYS: Final = 100
"""How many keys one warning may list."""


@dataclass(slots=True)
class Works:
    """Every reference by key, the keys of each file with their places, and what is wrong.

    `is_unknown` is set if a file cannot be read. `meant` has the keys that may be meant by one that cannot be cited.
    """

    by_key: dict[str, Csl] = field(default_factory=dict)
    by_file: dict[str, dict[str, Location]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_unknown: bool = False

    def suggest(self, item: CitationItem) -> str:
        """Return a hint that names the references that a citation may mean, if its key is not one; or nothing."""
        written = f"{item.key}{item.suffix}"
        meant = {key for own, keys in self.meant.items() if _begins(written, own) for key in keys}
        meant = meant or {key for key, work in self.by_key.items() if _is_number_of(work, written)}
        return f"write {' or '.join(f'`[@{key}]`' for key in sorted(meant))}" if meant else ""


def _begins(written: str, key: str) -> bool:
    """Return whether a citation begins with a key, and with nothing that may be a part of it."""
    return written.startswith(key) and not written[len(key) : len(key) + 1].isalnum()


def _is_number_of(work: Csl, written: str) -> bool:
    """Return whether an author typed a work's DOI or PubMed number for its key."""
    typed = written.casefold().partition(",")[0].strip()
    for variable, clean in (("DOI", csl.clean_doi), ("PMID", csl.clean_pmid), ("PMCID", csl.clean_pmcid)):
        try:
            if variable in work and clean(typed).casefold() == str(work[variable]).casefold():
                return True
        except ValueError:
            continue
    return False


def read_references(project: Project, article: Article | None, context: ValidationContext, citeproc: Citeproc) -> Works:
    """Return the references of the article and of its files, with every problem in them."""
    works = Works()
    records: list[Record] = []
    for name in context.bibliographies:
        try:
            found, problems = _read_file(project, name, citeproc)
        except ArticleError as error:
            works.problems += error.problems
            works.is_unknown = True
        else:
            records += found
            works.problems += problems
    listed = [Record(one.to_csl(), one.id.location) for one in (article and article.references) or ()]
    keyed = give_keys(records, map(str, context.keys))
    from_files = [bibliography.normalised(record) for record in keyed.records]
    works.meant = keyed.meant
    works.by_key = {_key(record.reference): record.reference for record in [*listed, *from_files]}
    for record in from_files:
        works.by_file.setdefault(record.location.file, {})[_key(record.reference)] = record.location
    works.problems += _check(context, listed, from_files)
    works.problems += _made(keyed, _cited(context))
    return works


def _cited(context: ValidationContext) -> set[str]:
    return {item.key for text in context.texts for m in text.marks() if isinstance(m, Cite) for item in m.items}


def _key(work: Csl) -> str:
    return str(work["id"])


def _read_file(project: Project, name: Scalar, citeproc: Citeproc) -> tuple[list[Record], list[Problem]]:
    bibliography.require_format(name)
    return bibliography.read_file(name, project.read_named_text(name), citeproc, project.limits)


# ---------------------------------------------------------------- what is wrong


def _check(context: ValidationContext, listed: Iterable[Record], from_files: Iterable[Record]) -> Iterator[Problem]:
    cited, own = _cited(context), set(map(str, context.keys))
    yield from _appear_twice({str(key): key.location for key in context.keys}, from_files)
    first_by_key = {_key(one.reference): one for one in reversed([*listed, *from_files])}
    yield from _unfit((one for key, one in first_by_key.items() if key in cited), own)
    yield from find_duplicates(((one.reference, one.location) for one in [*listed, *from_files]), cited)


def _appear_twice(first: dict[str, Location], records: Iterable[Record]) -> Iterator[Problem]:
    for record in records:
        key = _key(record.reference)
        if key in first:
            hint = f"the first one is at {first[key]}; give one of the two another key"
            yield Problem(f"the key `{key}` appears twice", record.location, hint)
        first.setdefault(key, record.location)


def _unfit(records: Iterable[Record], listed: Set[str]) -> Iterator[Problem]:
    """Report what is wrong with the references that are cited; the others harm nobody."""
    for record in records:
        yield from record.problems
        if any(problem.is_error for problem in record.problems):
            continue
        key = _key(record.reference)
        if wrong := csl.misshapen(record.reference):
            message = f"the {csl.spell_variable(wrong)} of the reference `{key}` cannot be read"
            yield Problem(message, record.location, bibliography.FIX)
        else:
            yield from _lacking(record, is_listed=key in listed)
            yield from _never_printed(record)
        found = {found[0] for text in csl.texts(record.reference) for found in UNREADABLE.finditer(text)}
        for character in sorted(found):
            yield unreadable(character, record.location)


def _lacking(record: Record, *, is_listed: bool) -> Iterator[Problem]:
    """Report what a reader needs to find the work: only without a title, the entry would be wrong."""
    said = " ".join(problem.message for problem in record.problems)
    for variable in (one for one in csl.lacks(record.reference) if f"`{one}`" not in said):
        message = f"the reference `{_key(record.reference)}` has no {csl.spell_variable(variable)}"
        add = f"add `{variable}:`" if is_listed else "add it in the program that created the file, and export it again"
        severity = Severity.ERROR if variable == "title" else Severity.WARNING
        hint = add if severity is Severity.ERROR else f"{add}; if nobody knows it, leave it so"
        yield Problem(message, record.location, hint, severity)


def _never_printed(record: Record) -> Iterator[Problem]:
    replaced = {"page-first"} if "page" in record.reference else set()
    for variable in sorted(csl.NEVER_PRINTED & record.reference.keys() - replaced):
        is_name = variable in csl.NAME_VARIABLES
        hint = "give the name under `editor:` or `author:`" if is_name else "remove it, or use a field that is printed"
        message = f"no style prints the `{variable}` of the reference `{_key(record.reference)}`"
        yield Problem(message, record.location, hint, Severity.WARNING)


def _repeated(keyed: Keyed) -> Iterator[Problem]:
    """Warn about references without a key that are the same as others: nobody could cite one and not the other."""
    for record, first in keyed.repeated:
        message = f"this reference is the same as the one at {first.location}, and is left out"
        hint = f"cite it as `[@{_key(first.reference)}]`; delete one of the two"
        yield Problem(message, record.location, hint, Severity.WARNING)


def _made(keyed: Keyed, cited: Set[str]) -> Iterator[Problem]:
    """Name the keys that were made for references of each file, as long as no text cites them."""
    yield from _repeated(keyed)
    by_file: dict[str, list[Record]] = {}
    for record in keyed.made:
        if _key(record.reference) not in cited:
            by_file.setdefault(record.location.file, []).append(record)
    for records in by_file.values():
        shown = [f"`[@{_key(one.reference)}]` (line {one.location.line})" for one in records[:_MOST_KEYS]]
        rest = f" and {len(records) - len(shown)} more" if len(records) > len(shown) else ""
        count = "a reference has" if len(records) == 1 else f"{len(records)} references have"
        hint = f"cite {'it as' if len(records) == 1 else 'them as'} {', '.join(shown)}{rest}"
        yield Problem(f"{count} no key in this file, and got one", records[0].location, hint, Severity.WARNING)
