"""Reads names as PubMed and reference managers write them: `Cui FY`, `Cui, Fang Yuan`, or the name of a group.

Initials are spelt out: without `F. Y.` for `FY` every processor drops the second initial.
"""

import re
import unicodedata
from typing import Final

from exporter.csl.variables import Csl

ET_AL: Final[Csl] = {"literal": "others"}
"""The last name of a list that goes on: citeproc prints it as the style prints `et al.`"""

_ET_AL: Final = re.compile(r"(?:et\.?\s+al(?:ii|\.)?|(?:and|&)\s+others|others|und andere|et autres|y otros)\W*", re.I)
AND: Final = re.compile(r"\s+(?:and|&|und|et|y)\s+")
_SUFFIX: Final = re.compile(r"(?:Jr|Jnr|Sr|Snr|2nd|3rd|4th|II|III|IV)\.?", re.I)
_ROMAN: Final = {"II", "III", "IV"}
_PARTICLES: Final = {
    *"af al am auf av bin d' da dal de degli dei del dell' della den der des di dos du e el ibn l' la las le lo los op"
    " 't ten ter te und van vom von y zu zum zur".split()
}
# Without accents and in small letters; one of English, Spanish, French and German, with `s` or `es` at its end or not.
_GROUP_WORDS: Final = frozenset(
    (
        "academy administration agency alliance association authority board bureau centre center charity clinic "
        "coalition collaboration collaborative collaborator college commission committee company consortium "
        "corporation council department division faculty federation force foundation government group gmbh hospital "
        "inc initiative institut institute institution international investigator laboratory league library ltd "
        "ministry national nation network office organization organisation panel partnership programme program "
        "project registry school secretariat service society society study task team trust union university world "
        "academia agencia asociacion autoridad centro colegio comision comite consejo federacion fundacion grupo "
        "instituto ministerio organizacion secretaria servicio sociedad universidad "
        "academie agence assemblee autorite college conseil federation fondation groupe hopital ministere office "
        "organisation reseau service societe universite "
        "akademie amt arbeitsgruppe ausschuss bund bundesanstalt bundesamt gesellschaft gruppe klinik kommission "
        "netzwerk stiftung universitat verband verein zentrum"
    ).split()
)
_GROUP_ENDINGS: Final = (
    "akademie", "amt", "anstalt", "gemeinschaft", "gesellschaft", "gruppe", "institut", "kammer", "klinik",
    "kommission", "ministerium", "netzwerk", "organisation", "stiftung", "verband", "verein", "zentrum",
)  # fmt: skip


def read_person(text: str) -> Csl:
    """Read a family name with initials before or after it: `Cui FY`, `King ML Jr`, `Lang Y. F.`, `J.-P. van der Berg`.

    Raises ValueError for any other text.
    """
    words = text.split()
    if {"and", "&", "und"} & set(words):
        raise ValueError(text)
    for position in range(1, len(words)):
        if is_given(words[position:]):
            bare = words[position].removesuffix(".")
            first = words[position] if "." in bare else spell_initials(bare)
            return invert(words[:position], [first, *words[position + 1 :]], "")
        if all("." in word and _is_single(word) for word in words[:position]) and _is_family(words[position:]):
            return invert(words[position:], words[:position], "")
    raise ValueError(text)


def is_given(words: list[str]) -> bool:
    """Return whether words are initials, after which particles and a suffix may follow: `FY`, `F. Y.`, `A van der`."""
    last = next((i for i in range(len(words) - 1, 0, -1) if not _is_affix(words[i])), 0)
    return _are_initials(words[0].replace(".", "")) and all(map(_is_single, words[: last + 1] if last else []))


def _is_affix(word: str) -> bool:
    return word in _PARTICLES or is_suffix(word)


def is_suffix(word: str) -> bool:
    """Return whether a word is one such as `Jr.` or `III`."""
    return bool(_SUFFIX.fullmatch(word))


def _is_single(word: str) -> bool:
    """Return whether a word is one initial, or several with full stops: `Y`, `Y.`, `Y.-F.`."""
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and (len(letters) == 1 or word.count(".") >= len(letters) - 1)


def _is_family(words: list[str]) -> bool:
    names = [word for word in words if not _is_affix(word)]
    return 1 <= len(names) <= 2 and all(len(name) > 1 and name[0].isupper() and "." not in name for name in names)


def read_inverted(text: str) -> Csl:
    """Read one name of a file: `Cui, Fang Yuan`, `King, Martin L., Jr.`, `Cui FY`, or the name of a group.

    Raises ValueError for an empty text, and for `et al.` in any language: see `is_et_al`.
    """
    name = " ".join(text.split()).strip(" ,;")
    if not name or is_et_al(name):
        raise ValueError(text)
    family, *others = [part.strip() for part in name.split(",") if part.strip()]
    suffix = next((part for part in others if _SUFFIX.fullmatch(part) and (part not in _ROMAN or others[1:])), "")
    given = [part for part in others if part != suffix]
    if is_group(name) or len(given) > 1:
        return {"literal": name}
    try:
        return invert(family.split(), given[0].split(), suffix) if given else read_person(f"{family} {suffix}")
    except ValueError:
        return {"literal": name}


def invert(families: list[str], givens: list[str], suffix: str) -> Csl:
    """Return the name, with the particles and the suffix at the ends of the family and given names on their own."""
    for words in (families, givens):
        if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
    start = next((i for i, word in enumerate(families[:-1]) if word not in _PARTICLES), len(families) - 1)
    end = next((i for i in range(len(givens), 0, -1) if givens[i - 1] not in _PARTICLES), 0)
    parts = {
        "family": " ".join(families[start:]),
        "given": " ".join(givens[:end]),
        "non-dropping-particle": " ".join([*givens[end:], *families[:start]]),
        "suffix": suffix,
    }
    return spell_name({name: part for name, part in parts.items() if part})


def is_et_al(text: str) -> bool:
    """Return whether a text says that the list of names goes on: `et al.`, `and others`."""
    return bool(_ET_AL.fullmatch(text.strip()))


def is_group(name: str) -> bool:
    """Return whether a name is that of a group: it has a word that says so, and is no family name with initials.

    `Service FJ` and `Council, Jane` are people; `Ministry of Health NZ` and `Stroke Association, UK` are groups.
    """
    family, _, rest = name.partition(",")
    words = [word for word in family.split() if word not in _PARTICLES and not _SUFFIX.fullmatch(word)]
    if rest:
        return (len(words) > 1 and _has_group_word(words)) or (" " in rest.strip() and _has_group_word(rest.split()))
    if len(words) > 1 and _are_initials(words[-1].replace(".", "")):
        return len(words) > 2 and _has_group_word(words[:-1])
    return _has_group_word(words)


def _has_group_word(words: list[str]) -> bool:
    return any(map(_is_group_word, words))


def _is_group_word(word: str) -> bool:
    letters = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalpha())
    singles = {letters, letters.removesuffix("s"), letters.removesuffix("es"), f"{letters.removesuffix('ies')}y"}
    return not singles.isdisjoint(_GROUP_WORDS) or letters.endswith(_GROUP_ENDINGS)


def is_doubtful(name: Csl) -> bool:
    """Return whether a name without parts may be that of a person, or two: no word says `group`, or two groups do."""
    literal = str(name.get("literal", ""))
    sides = AND.split(literal)
    is_one_word = len(literal.split()) < 2 and not re.search(r"[()\d]", literal)
    return not is_one_word and not (is_group(literal) and (len(sides) == 1 or not all(map(is_group, sides))))


def _are_initials(word: str) -> bool:
    letters = word.replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 5


def spell_initials(initials: str) -> str:
    """Return `F. Y.` for `FY` and `J.-P.` for `J-P`."""
    return "-".join(". ".join(part) + "." for part in initials.split("-") if part)


def spell_name(name: Csl) -> Csl:
    """Return the name with its initials spelt out (`FY` → `F. Y.`), as processors need them."""
    words = str(name.get("given", "")).split()
    bare = [_are_initials(word) and len(word) <= 3 for word in words]
    if not any(bare) or any(
        word.isupper() and "." not in word and not is_bare for word, is_bare in zip(words, bare, strict=True)
    ):
        return name
    return name | {
        "given": " ".join(spell_initials(w) if is_bare else w for w, is_bare in zip(words, bare, strict=True))
    }
