"""Hints for a value of the wrong kind: what to write where text, a list or keys are needed, in this very case."""

from functools import cache
from typing import Any, Final

from exporter.article import json_schema
from exporter.load.nodes import Mapping, Sequence
from exporter.source import Scalar

_LONGEST_EXAMPLE: Final = 40
_DESCRIBED: Final = ("`alt`", "`logo_alt`")


def hint_for_text(value: Any) -> str:
    """Return what to do about a list or keys where text is needed."""
    key = next(iter(value), "") if isinstance(value, Mapping) else ""
    if key and len(value) == 1 and isinstance(value[key], Scalar):
        return f"`{key}:` was read as a key; put the text in quotes: {quoted(key, value[key])}"
    if isinstance(value, Sequence):
        return 'put a text that begins with `[` or `- ` in quotes ("…"), or on the line below a `|`'
    return "write the text after the key, or on the lines below a `|`"


def hint_for_list(value: Any, name: str) -> str:
    """Return what to do about text or keys where the list `name` is needed."""
    if name in {"a row of `rows`", "`rows`"}:
        return "begin a row with `- - ` and its first cell, and each further cell with `- ` below it"
    needed = _needed_in_item(name.strip("`"))
    if isinstance(value, Mapping) and value and (not needed or next(iter(value)) in needed):
        return f"write `- ` before `{next(iter(value))}:`, and indent the other lines of this item by two more spaces"
    if needed:
        others = "".join(f", and write `{key}: …` below it" for key in needed[1:2])
        return f"begin each item with `- {needed[0]}: …`{others}"
    if isinstance(value, Scalar) and value.is_plain and len(value) < _LONGEST_EXAMPLE:
        return f"begin each item with `- ` on a line of its own: `- {value}`"
    return "begin each item with `- ` on a line of its own"


def hint_for_keys(part: str) -> str:
    """Return what to do about text or a list where the keys of `part` are needed, as the JSON Schema calls it."""
    keys = ", ".join(f"`{key}: …`" for key in json_schema()["$defs"].get(part, {}).get("required", ()))
    return f"write keys on lines of their own, indented: {keys or 'each as `key: text`'}"


def empty_hint(value: Any, name: str) -> str:
    """Return what to do about an empty value."""
    if isinstance(value, Scalar) and value.rest:
        return f'`{value.rest[:30]}` was read as a comment, not as text; put the text in quotes ("…")'
    if isinstance(value, Scalar) and value and value.is_plain:
        return f'`{value}` means that nothing is here; to print it, put it in quotes: "{value}"'
    if isinstance(value, Mapping):
        return "write `content:` below its heading, with a text or a list of blocks"
    if name in _DESCRIBED:
        return "say in words what the picture shows, for readers who cannot see it"
    return "write something after it, or below it and indented; or remove it"


def quoted(key: str, text: str) -> str:
    """Return a text that was read as a key and its value in the quotes that it does not contain."""
    words = f"{key}: {' '.join(text.split())}".strip()
    quote = "'" if '"' in words or "\\" in words else '"'
    return f"{quote}{words if len(words) <= _LONGEST_EXAMPLE else words[:_LONGEST_EXAMPLE].strip() + '…'}{quote}"


@cache
def _needed_in_item(key: str) -> tuple[str, ...]:
    """Return the keys that an item of the list below `key` needs; nothing, if its items are texts or blocks."""
    schema = json_schema()
    for part in (schema, *schema["$defs"].values()):
        item = part.get("properties", {}).get(key, {}).get("items", {}).get("$ref", "")
        if item:
            return tuple(schema["$defs"][item.rpartition("/")[2]].get("required", ()))
    return ()
