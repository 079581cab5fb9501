"""Reads a list of names in one text, as people copy it from PubMed or from another list of references."""

import re
from typing import Final

from exporter.csl.names import AND, ET_AL, is_given, is_group, is_suffix, read_inverted, read_person
from exporter.csl.variables import Csl
from exporter.language import has_spaces

_LEADING_AND: Final = re.compile(r"^(?:and|&|und|et|y)\s+")
_ET_AL: Final = re.compile(r"(?:et\.?\s+al(?:ii)?|(?:and|&)\s+others|und andere|et autres|y otros)\.?", re.IGNORECASE)


def read_names(text: str) -> list[Csl]:
    """Read `Lang Y, Cui FY`, `Lee A and Smith BC`, `Lee, Anna; King, M. L., Jr.`, `Lee, A., & Smith, B.`, groups.

    `et al.` at the end is kept. What may be one person, several, or a group, comes back whole, as one name of which
    `is_doubtful` is true. Raises ValueError if there is no name before `et al.`
    """
    words = " ".join(text.split()).strip(" ,;")
    if found := re.search(rf"(?:^|[\s,;]){_ET_AL.pattern}$", words, re.IGNORECASE):
        return [*read_names(words[: found.start()]), ET_AL]
    if not words:
        raise ValueError(text)
    if ";" in words:
        return [read_inverted(_LEADING_AND.sub("", part.strip(), count=1)) for part in words.split(";") if part.strip()]
    for read in (_pieces, _whole, _pairs, _inverted_names, _known_pieces):
        if names := read(words):
            return names
    return [{"literal": words}]


# ---------------------------------------------------------------- each returns nothing for a text of another form


def _pieces(text: str) -> list[Csl]:
    """`Lang Y, Cui FY and World Health Organization`: people and groups, all known as such; `王伟, 李娜`."""
    parts = _split(text)
    are_known = all(_is_person(part) or is_group(part) or _is_chinese(part) for part in parts)
    return [_read(part) for part in parts] if are_known else []


def _whole(text: str) -> list[Csl]:
    """`Department of Health, Education, and Welfare`."""
    return [{"literal": text}] if is_group(text) and not any(map(_is_person, _split(text))) else []


def _pairs(text: str) -> list[Csl]:
    """`Lee, A., Smith, B. C., & Jones, D.`, as APA and others write names."""
    parts = [part for piece in _commas(text) for part in AND.split(piece)]
    families, givens = parts[::2], parts[1::2]
    if (
        len(families) != len(givens)
        or any(map(_is_person, families))
        or not all(is_given(part.split()) for part in givens)
    ):
        return []
    if any(family.isupper() and "." not in given for family, given in zip(families, givens, strict=True)):
        return []  # `WHO, NICE`
    return [read_inverted(f"{family}, {given}") for family, given in zip(families, givens, strict=True)]


def _inverted_names(text: str) -> list[Csl]:
    """`King, Martin L., Jr.`, `Lee, Anna and King, Martin`: one comma in each, apart from the one before the suffix."""
    names = AND.split(text)
    pieces = [_commas(name) for name in names]
    if not all(len(parts) == 2 and not _is_person(parts[0]) for parts in pieces):
        return []
    is_sure = len(names) > 1 or any("." in word for word in pieces[0][1].split())
    return [read_inverted(", ".join(parts)) for parts in pieces] if is_sure else []


def _known_pieces(text: str) -> list[Csl]:
    """`Lang Y, Cochrane Stroke Review`: at least one person is certain, so that the commas are between names."""
    parts = _split(text)
    return [_read(part) for part in parts] if any(map(_is_person, parts)) else []


def _split(text: str) -> list[str]:
    """Return the parts between commas, and those around an `and` beside a person; `Ramón y Cajal S` is one person."""
    parts: list[str] = []
    for piece in _commas(text):
        sides = AND.split(piece)
        are_known = all(_is_person(side) or is_group(side) for side in sides)
        is_split = any(map(_is_person, sides)) and (are_known or not re.search(r"\s(?:y|et)\s", piece))
        parts += sides if is_split else [piece]
    return parts


def _commas(text: str) -> list[str]:
    """Return the parts between commas; `Jr.` belongs to the part before it."""
    parts: list[str] = []
    for piece in (_LEADING_AND.sub("", piece.strip(), count=1) for piece in re.split("[,，、]", text) if piece.strip()):
        if parts and is_suffix(piece):
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    return parts


def _is_chinese(text: str) -> bool:
    """Return whether a name is of one word of a script without spaces, where a comma is between two names."""
    return bool(text) and not any(map(has_spaces, text))


def _is_person(text: str) -> bool:
    try:
        read_person(text)
    except ValueError:
        return False
    return not is_group(text)


def _read(text: str) -> Csl:
    return read_person(text) if _is_person(text) else {"literal": text}
