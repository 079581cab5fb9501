"""Compares every field of every cited reference, as written, with its printed entry.

A field that is not printed needs a reason: the style does not print it for this reference, or a warning names it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import Final
from unicodedata import combining, normalize

from exporter.csl import DATE_VARIABLES, ET_AL, NAME_VARIABLES, NEVER_PRINTED, SEASONS, Csl
from exporter.document import Reference, Superscript, plain
from exporter.errors import Problem
from exporter.language import catalogue, has_spaces
from exporter.proof.records import Field, Written
from exporter.proof.style import Layout, Use

_LANGUAGES: Final = ("en", "es", "fr", "de")
_BESIDE_NAMES: Final = {"and", "et", "al", "others", "und", "andere", "autres", "y", "otros", "anonymous"}
_BESIDE_DATES: Final = {"of", "de", "del", "to", "and", "bis", "und", "a", "y", "et"}
_TAG: Final = re.compile(r"</?(?:i|b|sub|sup|span|em|strong|sc)\b[^<>]*>")
_ANGLE: Final = re.compile(r"\{?\\text(less|greater)\b\}?")
_ANGLES: Final = {"less": "<", "greater": ">"}
_ACCENT: Final = re.compile(r"\\(?:[^A-Za-z\s]|[cvuHkrdbt](?![A-Za-z]))\s*\{?\s*\\?([A-Za-z])\}?")
_STYLED: Final = re.compile(r"\\(?:emph|text\w+|math\w+|it|bf|em|sc|rm)\b\s*")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)\s*(?:\[[^\]]*\])?(?:\{[^{}]*\})*|\\.\s*")
_LETTERS: Final = dict(zip("ss ae oe o l aa i j dh dj th ng".split(), "ß æ œ ø ł å i j ð đ þ ŋ".split(), strict=True))
_BASES: Final = str.maketrans(dict(zip("ıȷøłđðþæœ", "i j o l d d th ae oe".split(), strict=True)))
_ADDRESS: Final = re.compile(r"https?://[^\s,(]+|\b10\.\d{4,9}/[^\s,(]+")
_LONGEST_SHORT: Final = 4  # letters
_LINKED: Final = ("DOI", "URL", "PMID", "PMCID")


def lost_fields(
    written: Sequence[Written], loaded: Csl, entry: Reference, layout: Layout, warnings: Sequence[Problem]
) -> Iterator[str]:
    """Yield the name of each field that is lost on the way from one of the records to the printed entry.

    `warnings` are those about the file of the records; one of them explains the fields that it names in its record.
    """
    record = _record_of(written, loaded)
    if record is None:
        yield "title"
        return
    explained = "\n".join(one.message for one in warnings if one.location and one.location.line in record.lines)
    for field in record.fields:
        if not _arrives(field, loaded) and not _is_explained(field, record, loaded, explained):
            yield field.name
    shown = shown_text(entry)
    uses = (use for use in layout.uses(loaded) if use.variable not in NEVER_PRINTED)
    yield from dict.fromkeys(use.variable for use in uses if not _is_printed(use, loaded, shown, layout))


def shown_text(entry: Reference) -> str:
    """Return the printed text of an entry without its number, and with spaces around what is raised."""
    apart = (f" {plain((one,))} " if isinstance(one, Superscript) else plain((one,)) for one in entry.entry)
    marker = "" if entry.number and entry.number in re.findall(r"\d+", entry.marker) else entry.marker
    return f"{marker} {''.join(apart)}"


def _record_of(written: Sequence[Written], loaded: Csl) -> Written | None:
    """Return the record of a reference: by its key, or else, of those with its title, the one that is most like it."""
    title = {"title": loaded.get("title")}
    named = [record for record in written if record.key == loaded["id"]]
    titled = [
        record
        for record in written
        if any("title" in field.variables and _arrives(field, title) for field in record.fields)
    ]
    return max(named or titled, key=lambda one: sum(_arrives(field, loaded) for field in one.fields), default=None)


# ---------------------------------------------------------------- from the record to the reference


def _arrives(field: Field, loaded: Mapping[str, object]) -> bool:
    """Return whether one of the variables that may carry a field has its value."""
    return not _letters(field.value) or any(
        _has(name, field.value, loaded[name]) for name in field.variables if loaded.get(name)
    )


def _has(variable: str, value: object, loaded: object) -> bool:
    there = _letters(loaded)
    if variable in DATE_VARIABLES:
        return all(word in _numbers(loaded) or _letters(word) in there for word in _numbers(value))
    if variable in NAME_VARIABLES:
        return all(word in there for word in _words(_names_alone(value)) if word not in _BESIDE_NAMES)
    if variable in _LINKED:
        return there in _letters(value) or _letters(value) in there
    if variable in ("page", "page-first", "number-of-pages"):
        found = re.findall(r"\d+", str(value))
        return all(any(one.endswith(number) for one in re.findall(r"\d+", str(loaded))) for number in found)
    if variable == "edition":
        value = re.sub(r",?\s+ed(?:\.|ition)?$", "", str(value), flags=re.IGNORECASE)
    if variable in ("ISBN", "ISSN"):
        return bool(there) and there in _letters(value)
    is_there = _letters(value) == there or f" {' '.join(_words(value))} " in f" {' '.join(_words(loaded))} "
    return is_there or (_has_commands(value) and _in_order(_words(value), there))


def _names_alone(value: object) -> object:
    """Return names without what else Crossref writes about a person, such as an affiliation."""
    names = value if isinstance(value, list) else [value]
    return [{key: one[key] for key in one if key in _NAME_PARTS} if isinstance(one, Mapping) else one for one in names]


_NAME_PARTS: Final = {"family", "given", "literal", "name", "suffix", "dropping-particle", "non-dropping-particle"}


def _is_explained(field: Field, record: Written, loaded: Mapping[str, object], explained: str) -> bool:
    """Return whether a warning names a field, or another field of the record gave its variable."""
    others = (one for one in record.fields if one is not field and set(one.variables) & set(field.variables))
    is_alone = field.name.lower() == "month" or any(name in NAME_VARIABLES for name in field.variables)
    is_named = bool(re.search(rf"`%?{re.escape(field.name)}`", explained))
    return is_named or (not is_alone and any(_arrives(one, loaded) for one in others))


# ---------------------------------------------------------------- from the reference to the entry


def _is_printed(use: Use, loaded: Csl, shown: str, layout: Layout) -> bool:
    value = loaded[use.variable]
    # An address may contain the name of a publisher, or a year.
    if use.variable not in _LINKED and not _ADDRESS.search(str(value)):
        shown = _ADDRESS.sub(" ", shown)
        value = _ADDRESS.sub(" ", value) if isinstance(value, str) else value
    if use.variable in NAME_VARIABLES:
        return _names_are_printed(value, use, shown, layout)
    if use.variable in DATE_VARIABLES:
        return _date_is_printed(value, shown, layout.date_parts(use.element))
    if use.element.get("form") in ("roman", "long-ordinal"):
        return True
    if use.variable in ("page", "page-first"):
        there = re.findall(r"\d+", shown)
        first, *others = re.findall(r"\d+", str(value)) or [""]
        return (not first or first in there) and all(any(one.endswith(word) for word in there) for one in others)
    if use.variable in ("volume", "issue", "number", "edition", "number-of-pages"):
        return all(number in re.findall(r"\d+", shown) for number in re.findall(r"\d+", str(value)))
    return _reads(value, shown)


def _names_are_printed(value: object, use: Use, shown: str, layout: Layout) -> bool:
    """Return whether all names are printed, or as many of them as the style prints of so many."""
    names = [one for one in value if isinstance(one, dict) and one != ET_AL] if isinstance(value, list) else []
    least, first = (layout.option(use.element, f"et-al-{option}") for option in ("min", "use-first"))
    if least.isdecimal() and len(names) >= int(least):
        names = names[: int(first)] if first.isdecimal() else []
    if layout.bibliography.get("subsequent-author-substitute") is not None:
        names = names[1:]
    is_short = "short" in (layout.option(use.element, option) for option in ("form", "name-form"))
    initials = {_letters(name.get("given"))[:1] for name in names if not is_short}
    starts = {word[:1] for word in _words(shown)}
    are_there = all(one in starts or one.upper() in shown or not has_spaces(one) for one in initials if one)
    return are_there and all(_has_name(str(name.get("family") or name.get("literal") or ""), shown) for name in names)


def _has_name(name: str, shown: str) -> bool:
    """Return whether a name is shown, perhaps with its first part elsewhere: some styles print `Sayed, A. el-`."""
    return _reads(name, shown) or all(_reads(part, shown) for part in re.split(r"[-\s'’]+", name))


def _date_is_printed(value: object, shown: str, parts_shown: Collection[str]) -> bool:
    """Return whether the year and the day are in the entry, if the style prints them."""
    if not isinstance(value, dict) or not isinstance(parts := value.get("date-parts"), list):
        return _reads(value, shown)
    there = re.findall(r"\d+", shown)
    years = [str(abs(day[0])) for day in parts if day and "year" in parts_shown]
    days = [str(day[2]) for day in parts if len(day) > 2 and "day" in parts_shown]
    return all(year in there for year in years) and all(day in there or f"0{day}" in there for day in days)


# ---------------------------------------------------------------- values


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _plainly(value: object) -> str:
    """Return a value as one text without accents, tags and commands of LaTeX, in small letters."""
    text = _ANGLE.sub(lambda found: _ANGLES[found[1]], unescape(" ".join(_texts(value))))
    text = _TAG.sub("", text)
    if "\\" in text:
        text = _STYLED.sub("", _ACCENT.sub(r"\1", text))
        text = _COMMAND.sub(lambda found: _LETTERS.get((found[1] or "").lower(), " "), text)
    text = text.replace("{", "").replace("}", "")
    return "".join(one for one in normalize("NFKD", text) if not combining(one)).casefold().translate(_BASES)


def _words(value: object) -> list[str]:
    return re.findall(r"[^\W_]+", _plainly(value))


def _letters(value: object) -> str:
    return "".join(_words(value))


def _reads(value: object, shown: str) -> bool:
    """Return whether the words of a value are shown together; a short one as a word, since `Li` is in `clinical`.

    Some styles print `inPoe` and `Li2016`.
    """
    letters = _letters(value)
    if len(letters) > _LONGEST_SHORT or not all(map(has_spaces, letters)):
        return letters in _letters(shown)
    is_word = f" {' '.join(_words(value))} " in f" {' '.join(_words(shown))} "
    return is_word or bool(re.search(rf"(?<![A-Z]){re.escape(str(value))}(?![a-z])", shown))


def _numbers(value: object) -> list[str]:
    """Return the numbers of a date, without leading zeros; months and seasons as numbers, `circa: true` as c."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):  # EDTF: a time of the day, which nobody prints, and a season
        value = re.sub(r"\b(\d{4})-2([1-4])$", r"\1 \2", re.sub(r"(?<=\d)T\d\d:.*", "", value))
    if isinstance(value, Mapping) and (about := str(value.get("circa", "")).lower()):
        value = {**value, "circa": "c" if about in ("true", "1") else ""}
    words = re.sub(
        r"\b([12]\d{3})(\d\d)(\d\d)\b|\b(\d\d?)(?:st|nd|rd|th|er)\b", r"\1 \2 \3 \4", " ".join(_words(value))
    )
    return [_number(word).lstrip("0") or "0" for word in words.split() if word not in _BESIDE_DATES]


@cache
def _number(word: str) -> str:
    """Return the number of a month or a season, by its name or by its first letters; any other word as it is."""
    for names in (*(catalogue(language)["months"].split() for language in _LANGUAGES), *zip(*SEASONS, strict=True)):
        found = [place for place, name in enumerate(names, 1) if _letters(name).startswith(word)]
        if len(found) == 1 and len(word) > 2:
            return str(found[0])
    return word


def _has_commands(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"[\\$&~]|--", value))


def _in_order(words: Iterable[str], there: str) -> bool:
    at = 0
    for word in words:
        if (found := there.find(word, at)) < 0:
            return False
        at = found + len(word)
    return True
