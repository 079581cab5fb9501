"""Makes a reference of the fields of an entry. What is left at the end is reported, so that no field is lost unseen."""

import html
import re
from collections.abc import Callable, Iterable, Set
from typing import Final

from exporter import csl
from exporter.csl import Csl
from exporter.errors import Problem, Severity
from exporter.load.bibliography.lines import Entry, Field
from exporter.load.bibliography.record import Record

_STYLED: Final = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "inf": "sub", "jats:italic": "i"}
_STYLED_TAG: Final = re.compile(rf"<(/?)({'|'.join(_STYLED)})>", re.IGNORECASE)
_SEVERAL: Final = re.compile(r";|,.*,|\s[A-Z]{1,4},|\s(?:and|&)\s")
_SHOWN: Final = 120
"""How much of a name a message may show."""
_LEAVE_OUT: Final = "if readers do not need it, delete it from the file"


class Draft:
    """A reference in the making: `take` removes the fields of an entry as they are read."""

    def __init__(self, entry: Entry) -> None:
        self.reference: Csl = {}
        self._entry = entry
        self._left = [field for field in entry.fields if field.text]
        self._problems = list(entry.problems)

    def take(self, *tags: str, if_: Callable[[str], object] = bool) -> list[Field]:
        """Remove the fields with these tags, in the order of the tags, whose text fulfils a condition."""
        taken = [field for tag in tags for field in self._left if field.tag == tag and if_(field.text)]
        gone = set(taken)
        self._left = [field for field in self._left if field not in gone]
        return taken

    def texts(self, *tags: str) -> list[str]:
        return [field.text for field in self._left if field.tag in tags]

    def put(self, variable: str, *tags: str, if_: Callable[[str], object] = bool) -> None:
        """Read a text from the first of some fields; another field with the same text is not needed."""
        fields = self.take(*tags, if_=if_)
        if fields:
            value = self.reference.setdefault(variable, tidy(fields[0].text))
            self._left += [one for one in fields if _letters(tidy(one.text)) != _letters(str(value))]

    def clean(self, variable: str, read: Callable[[str], str], *tags: str, if_: Callable[[str], object] = bool) -> None:
        """Read a DOI or another number that `read` cleans; it raises ValueError if the text is none."""
        for field in self.take(*tags, if_=if_):
            try:
                found = read(html.unescape(field.text))
            except ValueError:
                message = f"`{field.text[:60]}` is not a {variable}, and is not printed"
                self.report(field, message, "correct it, or delete the line", Severity.WARNING)
                continue
            if self.reference.setdefault(variable, found) != found:
                self._left.append(field)

    def names(self, variable: str, *tags: str, groups: str = "") -> None:
        """Read names, in the order of the file; the tag `groups` has names of groups."""
        fields = sorted(self.take(*tags, groups), key=lambda field: field.location)
        names = [name for field in fields for name in (_group(field) if field.tag == groups else self._names(field))]
        if names:
            earlier = self.reference.get(variable)
            self.reference[variable] = [*(earlier if isinstance(earlier, list) else ()), *names]

    def _names(self, field: Field) -> list[Csl]:
        """Return the names in one field, each as `Family, Given`, as PubMed writes it, or as the name of a group."""
        text = tidy(field.text)
        if text.endswith(",") and text.count(",") == 1:  # EndNote's way to say that it is a group
            return _group(field)
        if text.casefold().strip("[]().") in {"anonymous", "anon", "no authors listed"}:
            return []
        found = _read_names(text)
        for name in found:
            if csl.is_doubtful(name):
                self.report(field, *_doubt(str(name["literal"])), Severity.WARNING)
        return found

    def date(self, variable: str, fields: Iterable[Field]) -> None:
        """Read a date from the fields for it: the one that says most about the year of the first."""
        found: list[tuple[Field, Csl]] = []
        for field in fields:
            try:
                found.append((field, csl.read_date(field.text)))
            except ValueError:
                hint = "write it as 2016, 2016/03 or 2016/03/15"
                message = f"`{field.text[:40]}` cannot be read as a date, and is not printed"
                self.report(field, message, hint, Severity.WARNING)
        if not found:
            return
        best = max((date for _, date in found if _year(date) == _year(found[0][1])), key=_precision)
        self.reference[variable] = best
        self._left += [field for field, date in found if date != best and not _begins(date, best)]

    def report(self, field: Field, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        self._problems.append(Problem(message, field.location, hint, severity))

    def finish(self, never_printed: Set[str], key: Field | None = None) -> Record:
        """Return the record. Fields that were not taken are reported, except those that are `never_printed`."""
        if key:
            self.reference["id"] = key.text
        for field in self._left:
            if field.tag not in never_printed:
                message = f"the field `{field.written}` is not printed: `{field.text[:60]}`"
                self.report(field, message, _LEAVE_OUT, Severity.WARNING)
        return Record(self.reference, key.location if key else self._entry.location, tuple(self._problems))


def _group(field: Field) -> list[Csl]:
    return [{"literal": tidy(field.text).rstrip(" .,")}]


def _read_names(text: str) -> list[Csl]:
    """Return the name in a field that should contain one, or those that some programs write into one field."""
    if csl.is_et_al(text):
        return [csl.ET_AL]
    if not text.strip(" ,;."):
        return []
    several = csl.read_names(text) if _SEVERAL.search(text) else []
    return several if len(several) > 1 else [csl.read_inverted(text)]


def reads(read: Callable[[str], str]) -> Callable[[str], bool]:
    """Return a condition: whether `read` can read a text."""

    def check(text: str) -> bool:
        try:
            return bool(read(html.unescape(text)))
        except ValueError:
            return False

    return check


def tidy(text: str) -> str:
    """Return a text without the codes of web pages, and with the markup that CSL knows (`<i>`, `<b>`, `<sub>`)."""
    return _STYLED_TAG.sub(lambda tag: f"<{tag[1]}{_STYLED[tag[2].lower()]}>", html.unescape(text)).strip()


def without_stop(title: str) -> str:
    """Return a title without the full stop that catalogues put after it."""
    return title[:-1].rstrip() if re.search(r"[^.\s]{2}\.$|\)\.$|\]\.$", title) else title


def _doubt(name: str) -> tuple[str, str]:
    """Return message and hint for a name that may be that of a person or of a group."""
    if "," in name or len(name) > _SHOWN:
        hint = "write each person in a field of its own, as in `Lee, Ann`; for an organisation, leave out the commas"
        return f"`{name[:_SHOWN]}` is printed as one name", hint
    *given, family = name.split()
    hint = f"for a person, write `{family}, {' '.join(given)}`; for an organisation, write a comma after it: `{name},`"
    return f"`{name}` is printed as the name of an organisation, and may be a person", hint


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _year(date: Csl) -> str:
    return str((re.findall(r"\d{4}", str(date)) or [str(date)])[0])


def _begins(date: Csl, other: Csl) -> bool:
    """Return whether a date says nothing that another one does not say: `2016` and `2016-03`."""
    ends, others = date.get("date-parts"), other.get("date-parts")
    if not isinstance(ends, list) or not isinstance(others, list) or len(ends) > 1 or "season" in date:
        return False
    return bool(ends[0] == others[0][: len(ends[0])])


def _precision(date: Csl) -> int:
    """Return how much a date says: a range more than a day, and a day more than a month."""
    ends = date.get("date-parts")
    return sum(len(end) for end in ends) + ("season" in date) if isinstance(ends, list) else 0
