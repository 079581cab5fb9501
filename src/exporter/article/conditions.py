"""What the JSON Schema says beyond the kind of each value: which keys need which others, and which texts are refused.

The loader says the same in Python. A test states for each mistake whether the schema refuses it, or why it cannot.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]


def needs(key: str, value: str | None, then: Schema) -> Schema:
    """Return a condition: if `key` has this value, or any, the keys beside it are as `then` says."""
    given: Schema = {"required": [key]}
    if value is not None:
        given["properties"] = {key: {"const": value}}
    return {"if": given, "then": then}


def _without(*blocks: str) -> Schema:
    """Return the schema of content that is a text, or a list without these blocks."""
    return {
        "properties": {
            "content": {"items": {"not": {"anyOf": [{"type": "object", "required": [block]} for block in blocks]}}}
        }
    }


_NUMBERED: Final = _without("figure", "table")

CALLOUT: Final[Schema] = {
    "allOf": [
        needs("certainty", None, {"properties": {"kind": {"const": "evidence"}}}),
        needs("kind", "emergency", _NUMBERED),
    ]
}
SECTION: Final[Schema] = {
    "anyOf": [{"required": ["content"]}, {"required": ["sections"]}],
    "allOf": [needs("only", None, _NUMBERED)],
}
PUBLISHER: Final[Schema] = {"dependentRequired": {"logo": ["logo_alt"]}}
REFERENCE: Final[Schema] = {"required": ["id", "title"]}
ARTICLE: Final[Schema] = {
    "if": {"required": ["citations"], "properties": {"citations": needs("list", "url", {})["if"]}},
    "then": {"properties": {"document": {"required": ["url"]}}},
}

TAG: Final = r"</?[A-Za-z][^<>]*>"
NO_TAG: Final[Schema] = {"not": {"type": "string", "pattern": TAG}}
NO_NUMBER: Final[Schema] = {"not": {"type": "string", "pattern": r"^\d+[.)]\s"}}

_MONTH: Final = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])"
)
_LEAP: Final = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
DAY: Final = rf"(?:(?!0000)\d{{4}}-(?:{_MONTH})|(?!0000){_LEAP})"
"""The pattern of a day that exists, as in 2028-02-29."""


def labels(english: Mapping[str, str], text: Schema) -> Schema:
    """Return the schema of `labels`, with the keys of the `english` ones, each with a `text`."""
    words: Schema = {
        "date": {"pattern": _once("{day}", "{month}", "{year}")},
        "references_at": {"pattern": _once("{url}")},
        "months": {"pattern": r"^\s*(?:\S+\s+){11}\S+\s*$"},
    }
    return {
        "type": "object",
        "properties": {
            name: text | words.get(name, {}) | {"description": f"your words for “{shown}”"}
            for name, shown in english.items()
        },
        "additionalProperties": False,
    }


def _once(*words: str) -> str:
    """Return the pattern of a text with each of these words in braces once, and no other brace."""
    escaped = [word.replace("{", r"\{").replace("}", r"\}") for word in words]
    each = "".join(f"(?=[\\s\\S]*{word})" for word in escaped)
    return rf"^{each}[^{{}}]*(?:(?:{'|'.join(escaped)})[^{{}}]*){{{len(words)}}}$"
