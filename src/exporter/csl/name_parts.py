"""Reads names with their parts given, as CSL JSON, pandoc and reference managers write them."""

from typing import Final

from exporter.csl.date_parts import is_empty
from exporter.csl.names import invert, spell_name
from exporter.csl.variables import Csl

PARTICLES: Final = ("dropping-particle", "non-dropping-particle")
FLAGS: Final = ("comma-suffix", "static-ordering", "parse-names")
NAME_PARTS: Final = frozenset({"family", "given", "literal", "suffix", *PARTICLES, *FLAGS})
_BESIDE: Final = frozenset({"affiliation", "authenticated-orcid", "ORCID", "multi", "role", "sequence"})
"""What catalogues say about a person, and no style prints."""


def normal_name(value: Csl) -> Csl | None:
    """Return a name with its initials spelt out, and with particles on their own; None if it is empty.

    Raises ValueError if it has an unknown part or one that is no text, or both the name of a group and a family name.
    """
    given = {part: text for part, text in value.items() if part not in _BESIDE and not is_empty(text)}
    name = {"literal" if part == "name" else part: text for part, text in given.items()}
    texts = {part: " ".join(str(text).split()) for part, text in name.items() if part not in FLAGS}
    if not texts:
        return None
    if not set(name) <= NAME_PARTS or any(isinstance(text, dict | list) for text in name.values()):
        raise ValueError("it has a part that is not known")
    if texts.keys() == {"given"}:
        return {"literal": texts["given"]}
    if ("literal" in texts) == ("family" in texts):
        raise ValueError("a name has a family name, or the whole name of a group")
    flags = {part: str(name[part]).lower() == "true" for part in FLAGS[:2] if part in name}
    if "literal" in texts or set(PARTICLES) & set(texts):
        return spell_name(dict(texts)) | flags
    return invert(texts["family"].split(), texts.get("given", "").split(), texts.get("suffix", "")) | flags
