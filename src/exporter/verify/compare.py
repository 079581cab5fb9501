"""Compares what a file must show with what it shows, and describes each difference."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, permutations, zip_longest
from typing import Final, TypeAlias, TypeVar
from unicodedata import bidirectional, mirrored, normalize

from exporter.language import Direction
from exporter.verify.transcript import ShownNumber, without_space

_NAMES: Final = {"noteref": "note call", "crossref": "cross-reference"}
_NUMBERS: Final = ("citation", "noteref", "crossref")  # kinds whose text is one number, or one list of them
_HYPHENS: Final = str.maketrans("‐‑", "--")
_RIGHT_TO_LEFT: Final = ("R", "AL")
_BESIDE: Final = 20  # characters shown on either side of a difference
_WHOLE: Final = 60  # characters up to which a text is shown whole
_Key = TypeVar("_Key")
Painted: TypeAlias = Direction | None
"""The direction of a document whose text is read as it is painted, as in a PDF; None where it is in logical order."""


def compare(wanted: Sequence[ShownNumber], found: Sequence[ShownNumber], painted: Painted = None) -> Iterator[str]:
    """Yield what is missing, unexpected, different or out of order among readings, by kind and id."""
    wanted_by_key = {(reading.kind, reading.id): reading for reading in wanted}
    found_by_key = {(reading.kind, reading.id): reading for reading in found}
    for key, reading in wanted_by_key.items():
        if key not in found_by_key:
            yield f"the {_name(reading)} is missing"
        else:
            yield from _differences(reading, found_by_key[key], painted)
    for key, reading in found_by_key.items():
        if key not in wanted_by_key:
            yield f"the {_name(reading)} reads `{_excerpt(reading.text, '')}`, but should not be there"
    for right, there in _first_misplaced(wanted_by_key, found_by_key):
        yield f"the {_name(found_by_key[there])} is where the {_name(wanted_by_key[right])} should be"


def _differences(wanted: ShownNumber, found: ShownNumber, painted: Painted) -> Iterator[str]:
    # A citation with words (`[4, chap. 3]`) that breaks over lines is painted in another order: its digits may meet.
    runs = wanted.kind not in _NUMBERS or (painted == "rtl" and any(one.isalpha() for one in wanted.text))
    if same(wanted.text, painted, runs) != same(found.text, painted, runs):
        here, there = _excerpt(found.text, wanted.text), _excerpt(wanted.text, found.text)
        yield f"the {_name(wanted)} reads `{here}`, not `{there}`"
    if wanted.targets != found.targets:
        yield f"the {_name(wanted)} leads to {_listed(found.targets)}, not to {_listed(wanted.targets)}"


def _first_misplaced(wanted: Mapping[_Key, object], found: Mapping[_Key, object]) -> Iterator[tuple[_Key, _Key]]:
    """Yield the first key that should be elsewhere, after the one that should be there; nothing if there is none."""
    pairs = zip((key for key in wanted if key in found), (key for key in found if key in wanted), strict=True)
    yield from islice((pair for pair in pairs if pair[0] != pair[1]), 1)


def compare_passages(wanted: Mapping[str, str], found: Mapping[str, str], painted: Painted = None) -> Iterator[str]:
    """Yield the parts whose text is missing, different or out of order, by id; `""` is the text outside all parts."""
    for identifier, text in wanted.items():
        if identifier not in found:
            yield f"the part `{identifier}` is missing"
        elif same(text, painted, is_run_together=True) != same(found[identifier], painted, is_run_together=True):
            here, there = _excerpt(found[identifier], text), _excerpt(text, found[identifier])
            what = f"the text of `{identifier}`" if identifier else "the text outside all parts"
            yield f"{what} reads `{here}`, not `{there}`"
    yield from (f"the part `{identifier}` should not be there" for identifier in found if identifier not in wanted)
    for right, there in _first_misplaced(wanted, found):
        yield f"the part `{there}` is where the part `{right}` should be"


def compare_numbers(wanted: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the numbers that a part lacks, by id, whatever their order.

    It is for right-to-left text of a PDF: `compare_passages` compares the digits of such a text without their order.
    """
    for identifier in (one for one in wanted if one in found):
        right, there = Counter(wanted[identifier]), Counter(found[identifier])
        lost, extra = right - there, there - right
        # A number in an address may be broken over two lines, and two numbers may be painted as one text.
        joined = {one + two for numbers in (lost, extra) for one, two in permutations(numbers.elements(), 2)}
        wholes = [number for number in (*lost, *extra) if number in joined]
        for number in sorted(lost):
            if not any(whole.startswith(number) or whole.endswith(number) for whole in wholes):
                yield f"`{identifier}` lacks the number `{number}`, and has {_listed(sorted(extra))} instead"


def compare_pages(printed: Sequence[str], marked: Sequence[str], painted: Painted = None) -> Iterator[str]:
    """Yield where the texts between marks of printed pages are not the texts of the pages."""
    if len(marked) != len(printed):
        yield f"{len(marked)} printed pages are marked, and there are {len(printed)}"
    for number, (there, here) in enumerate(zip(printed, marked, strict=False), 1):
        if same(there, painted, is_run_together=True) != same(here, painted, is_run_together=True):
            yield f"page {number} is marked at `{_excerpt(here, there)}`, and the PDF shows `{_excerpt(there, here)}`"


def compare_entries(
    name: str, wanted: Iterable[tuple[str, str]], found: Iterable[tuple[str, str]], painted: Painted = None
) -> Iterator[str]:
    """Yield the first entry of a list of links (the id it leads to, its text) that is not the wanted one."""
    for right, there in zip_longest(wanted, found, fillvalue=("", "")):
        if right[0] != there[0] or same(without_space(right[1]), painted) != same(without_space(there[1]), painted):
            yield f"the {name} leads to `{there[0]}` as `{there[1]}`, not to `{right[0]}` as `{right[1]}`"
            return


def same(text: str, painted: Painted = None, is_run_together: bool = False) -> str | list[str]:
    """Return what is equal for texts that read the same: of painted right-to-left ones, letters and numbers sorted.

    Capitals may be a matter of style, and one glyph may be used for several hyphens. A PDF contains right-to-left text
    as it is painted, mirrored and from the left. Source: Unicode Standard Annex 9.
    """
    folded = normalize("NFC", text.casefold().translate(_HYPHENS))
    has_letters = any(bidirectional(character) in _RIGHT_TO_LEFT for character in folded)
    if not painted or (painted == "ltr" and not has_letters):
        return folded
    # Digits run from the left in every script; where texts run together, so do their numbers.
    pieces = folded if is_run_together else re.findall(r"[0-9]+|.", folded, re.DOTALL)
    return sorted("(" if mirrored(piece[0]) else piece for piece in pieces)


def _excerpt(text: str, other: str) -> str:
    """Return a text, if it is long only where it begins to differ from the other."""
    if len(text) <= _WHOLE:
        return text
    pairs = enumerate(zip(text, other, strict=False))
    alike = next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))
    start = max(0, alike - _BESIDE)
    end = start + 2 * _BESIDE
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _name(reading: ShownNumber) -> str:
    kind = _NAMES.get(reading.kind, reading.kind)
    return f"{kind} {reading.id}" if reading.kind in ("crossref", "link") else f"{kind} `{reading.id}`"


def _listed(targets: Sequence[str]) -> str:
    return ", ".join(f"`{target}`" for target in targets) or "nothing"
