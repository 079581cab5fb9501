"""Gives every record a key that a text can cite.

A key that a file lacks is made from the reference alone, so that it stays the same when others are added or moved.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from exporter.article.fields import KEY_PATTERN
from exporter.csl import Csl
from exporter.load.bibliography.record import Record

_SMALL_WORDS: Final = frozenset(
    (
        "about after all among and any are before between but can does during effect effects for from has have how "
        "into its more most new not off out over some than that the their these this use using versus was were what "
        "when which who why with "
        "der die das des dem den ein eine und von les une aux sur los las una del por para con"
    ).split()
)
_LONG: Final = 8
"""The number of title words in a key, if the key with one word is that of another reference, too."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Records that each have a key, in the order given.

    `made` are those whose key the file lacks. `meant` has the keys that may be meant by one that cannot be cited.
    `repeated` are records left out, each with the one that it repeats.
    """

    records: list[Record] = field(default_factory=list)
    made: list[Record] = field(default_factory=list)
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)
    repeated: list[tuple[Record, Record]] = field(default_factory=list)


def give_keys(records: Sequence[Record], listed: Iterable[str]) -> Keyed:
    """Return the records with their own keys, without signs that cannot be cited, or with made ones.

    `listed` are the keys of the article's own references.
    """
    owns = [str(record.reference.get("id") or "") for record in records]
    wanted = [_citable(own) if own else _made(record.reference) for own, record in zip(owns, records, strict=True)]
    meanings = _meanings(listed, owns, wanted, records)
    meant: defaultdict[str, list[str]] = defaultdict(list)
    keyed = Keyed(meant=meant)
    made: dict[str, Record] = {}
    for own, key, record in zip(owns, wanted, records, strict=True):
        if own != key and len(meanings[key]) > 1:
            meant[key].append(key := f"{key}-{_more(record.reference)}")
        one = replace(record, reference=record.reference | {"id": key})
        if not own and key in made:
            keyed.repeated.append((one, made[key]))
            continue
        keyed.records.append(one)
        if not own:
            made[key] = one
        elif own != key:
            meant[own].append(key)
    keyed.made.extend(made.values())
    return keyed


def _meanings(
    listed: Iterable[str], owns: Iterable[str], wanted: Iterable[str], records: Iterable[Record]
) -> Mapping[str, set[tuple[str, str]]]:
    """Return what each key would mean: a reference of the article, a key of a file, or a work without a key."""
    meanings: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for key in listed:
        meanings[key].add(("listed", key))
    for own, key, record in zip(owns, wanted, records, strict=True):
        meanings[key].add(("own", own) if own else ("made", _more(record.reference)))
    return meanings


def _citable(key: str) -> str:
    """Return a key without the signs that end a key in a text: `DBLP:conf-x-Y20` for `DBLP:conf/x/Y20`."""
    if re.fullmatch(KEY_PATTERN, key):
        return key
    letters = "".join(c if re.fullmatch(KEY_PATTERN, c) or c in ":._-" else "-" for c in key)
    plain = re.sub("[:._-]*-[:._-]*", "-", letters).strip(":._-")
    return plain if re.fullmatch(KEY_PATTERN, plain) else f"ref-{plain}".rstrip("-")


def _made(reference: Csl) -> str:
    """Return a key of the first author's family name, the year, and a word of the title: `lang2016scalp`."""
    year = re.search(r"\d{4}", str(reference.get("issued", "")))
    parts = [_plain(_first_name(reference)) or "anon", year[0] if year else "", *_telling_words(reference)[:1]]
    return "".join(parts)


def _more(reference: Csl) -> str:
    """Return what distinguishes a work from others with the same key: more words of the title, or its place."""
    place = "".join(_plain(str(reference.get(name, ""))) for name in ("volume", "issue", "page"))
    return "".join(_telling_words(reference)[1:_LONG]) or place or "other"


def _telling_words(reference: Csl) -> list[str]:
    title = re.sub(r"['\u2019]|<[^>]*>", "", str(reference.get("title", "")))
    words = [plain for word in re.split(r"[\W_]+", title) if (plain := _plain(word))]
    return [word for word in words if len(word) > 2 and word not in _SMALL_WORDS] or words


def _first_name(reference: Csl) -> str:
    """Return the family name of the first author or editor, or the first word of a group's name."""
    for variable in ("author", "editor", "director"):
        names = reference.get(variable)
        if isinstance(names, list) and names and isinstance(names[0], dict):
            return str(names[0].get("family") or str(names[0].get("literal", "")).partition(" ")[0])
    return ""


def _plain(text: str) -> str:
    """Return the letters and digits of a text, small and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if re.fullmatch(KEY_PATTERN, c) and not unicodedata.combining(c))
