"""Reads lists of names as BibTeX writes them, and as people write them into BibTeX files.

Sources: the manual of BibTeX (`btxdoc`), section 4, for `Peter van Inwagen`, `van Inwagen, Peter` and
`King, Jr., Martin`; the manual of BibLaTeX, section 3.4, for `family=…, given=…`.
"""

import re
from collections.abc import Iterator
from typing import Final

from exporter import csl
from exporter.citeproc.latex import CLOSE, OPEN
from exporter.csl import Csl

_TAG: Final = re.compile(r"</?(?:i|b|sc|sup|sub)>")
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_MORE: Final = re.compile(r"(.*\S)[\s,]+et\.?\s+al\.?", re.IGNORECASE | re.DOTALL)
_WORD: Final = re.compile(r"[^\s\xa0]+")
_PARTS: Final = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def read_names(text: str) -> tuple[list[Csl], list[str]]:
    """Return the names in a field, of which LaTeX has been read.

    Also return those that may be names of people or of groups: they are kept as they are written.
    """
    names: list[Csl] = []
    doubtful: list[str] = []
    for one in _split(_TAG.sub("", text)):
        bare = _bare(one)
        if csl.is_et_al(bare):
            names.append(csl.ET_AL)
            continue
        name: Csl = {"literal": bare} if _may_be_group(one) else _read(one)
        names.append(name)
        if not _is_group(one) and (csl.is_doubtful(name) or _AND.search(bare)):
            doubtful.append(bare)
    return names, doubtful


def _split(text: str) -> Iterator[str]:
    """Yield each name of a list: between them is `and`; some programs write `;`, and PubMed a comma after initials."""
    names = [one.strip(" ,;") for one in _outside(_AND, text)]
    if len(names) == 1 and ";" in _hidden(text):
        names = [one.strip(" ,") for one in _outside(re.compile(";"), text)]
    for name in _rejoined(names):
        more = _MORE.fullmatch(name)
        yield from _comma_list(more[1] if more else name) if name else ()
        if more:
            yield "others"


def _rejoined(names: list[str]) -> list[str]:
    """Put together what may be one group with `and` in its name: `Department of Health and Human Services`."""
    joined: list[str] = []
    for name in names:
        before = joined[-1] if joined else ""
        if before and _may_have_and(before) and _may_continue(name):
            joined[-1] = f"{before} and {name}"
        else:
            joined.append(name)
    return joined


def _may_have_and(name: str) -> bool:
    is_open = OPEN not in name and "," not in name and not _has_initials(name)
    return is_open and (csl.is_group(name) or " " not in name)


def _may_continue(name: str) -> bool:
    return not (OPEN in name or "," in name or _has_initials(name) or csl.is_et_al(name))


def _comma_list(name: str) -> Iterator[str]:
    parts = [part.strip() for part in _hidden(name).split(",")]
    yield from (parts if len(parts) > 1 and all(map(_has_initials, parts)) else [name])


def _has_initials(name: str) -> bool:
    try:
        csl.read_person(name)
    except ValueError:
        return False
    return True


def _read(name: str) -> Csl:
    hidden = _hidden(name)
    if _is_group(name):
        return {"literal": _bare(name)}
    if re.match(r"(?:family|given|prefix|suffix)\s*=", hidden):
        return _extended(name)
    if "," in hidden:
        return csl.read_inverted(_bare(name)) if OPEN not in name else _inverted(name)
    if csl.is_group(_bare(name)):
        return {"literal": _bare(name)}
    read = csl.read_inverted(_bare(name))  # `Lee A`
    return read if "literal" not in read or len(_words(name)) == 1 else _in_order(name)


def _inverted(name: str) -> Csl:
    """Read `van {Inwagen Smith}, Peter`: what is in braces is one word, and a comma in braces divides nothing."""
    parts = [_bare(part) for part in _outside(re.compile(","), name)]
    family, given = parts[0], parts[-1]
    suffix = {"suffix": parts[1]} if len(parts) == 3 else {}
    if len(parts) > 3:
        return {"literal": _bare(name)}
    particle = re.match(r"(?:[a-z'’]+\s+)*", family)
    start = particle.end() if particle and particle.end() < len(family) else 0
    particles = {"non-dropping-particle": family[:start].strip()} if start else {}
    return {"family": family[start:], **({"given": given} if given else {}), **particles, **suffix}


def _in_order(name: str) -> Csl:
    """Read `Peter van Inwagen`: the family name begins with the first small letter, or is the last word."""
    words = _words(name)
    start = next((i for i, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    suffix = ""
    if len(words) - start == 1 and start > 1 and re.fullmatch(r"(?:Jr|Sr)\.?|II|III|IV", words[-1]):
        suffix, words, start = words[-1], words[:-1], start - 1
    family = f"{' '.join(map(_bare, words[start:]))}, {' '.join(map(_bare, words[:start]))}"
    return csl.read_inverted(f"{family}, {suffix}" if suffix else family)


def _extended(name: str) -> Csl:
    pairs = (part.partition("=") for part in _outside(re.compile(","), name))
    return {_PARTS[key.strip()]: _bare(value).strip('"“”') for key, _, value in pairs if key.strip() in _PARTS}


# ---------------------------------------------------------------- braces


def _is_group(name: str) -> bool:
    """Return whether braces say that a name is one whole."""
    return name.startswith(OPEN) and name.endswith(CLOSE) and not _hidden(name).strip("\x00")


def _may_be_group(name: str) -> bool:
    """Return whether a name without a comma has three words or more, none of them an initial or a particle."""
    words = _words(name)
    if "and" in words:
        return True
    is_person = any(_is_small(word) or re.search(r"\.|^.$|^[A-Z]{1,3}$", _bare(word)) for word in words)
    return "," not in name and len(words) > 2 and not is_person and not csl.is_group(_bare(name))


def _is_small(word: str) -> bool:
    return word[0].islower()  # not in braces: `{van} Inwagen` has no particle


def _bare(text: str) -> str:
    return " ".join(text.replace(OPEN, "").replace(CLOSE, "").split())


def _hidden(text: str) -> str:
    """Return a text of the same length in which what is in braces cannot be read."""
    hidden, depth = [], 0
    for sign in text:
        depth += {OPEN: 1, CLOSE: -1}.get(sign, 0)
        hidden.append("\x00" if depth or sign == CLOSE else sign)
    return "".join(hidden)


def _outside(pattern: re.Pattern[str], text: str) -> list[str]:
    """Split a text by a pattern, but not inside of braces."""
    at, parts = 0, []
    for found in pattern.finditer(_hidden(text)):
        parts.append(text[at : found.start()])
        at = found.end()
    return [*parts, text[at:]]


def _words(text: str) -> list[str]:
    hidden = _hidden(text)
    return [text[found.start() : found.end()] for found in _WORD.finditer(hidden)]
