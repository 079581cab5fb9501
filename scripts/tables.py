"""Write the tables of docs/guide.md from the schema and the catalogue of labels, so that they cannot be wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exporter.article import json_schema
from exporter.language import catalogue

GUIDE = Path(__file__).parents[1] / "docs" / "guide.md"
_TOP = "Article"
_BLOCKS = ("Figure", "Table", "Callout", "Quote")


def filled(text: str) -> str:
    """Return the guide with its tables made anew."""
    schema = json_schema()
    parts = {"blocks": _blocks(schema), "keys": _keys(schema), "labels": _labels()}
    for name, lines in parts.items():
        pattern = rf"(<!-- {name}:[^\n]*-->\n).*?(<!-- /{name} -->)"
        text = re.sub(pattern, lambda found, lines=lines: f"{found[1]}\n{lines}\n{found[2]}", text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def _blocks(schema: dict[str, Any]) -> str:
    definitions = schema["$defs"]
    simple = [
        (name, definition["properties"][name]["description"])
        for definition in definitions.values()
        for name in definition.get("properties", {})
        if name in {"steps", "checklist", "questions"}
    ]
    rows = [f"| `{name}` | {text} |" for name, text in simple]
    tables = [_table(f"`{name.lower()}`", definitions[name]) for name in _BLOCKS]
    return "\n\n".join([*tables, "\n".join(["| block | what it holds |", "|---|---|", *rows])])


def _keys(schema: dict[str, Any]) -> str:
    definitions = schema["$defs"]
    tables = [_table("the article", schema)]
    for key, name in _parts_of(schema):
        tables.append(_table(f"`{key}`", definitions[name]))
    return "\n\n".join(tables)


def _parts_of(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of the article that hold keys of their own, with the schema's name for what they hold."""
    for key, value in schema["properties"].items():
        for name in re.findall(r"#/\$defs/(\w+)", str(value)):
            if name not in {"Reference", "Content"} and schema["$defs"][name].get("properties"):
                yield key, name
    yield "revisions", "Revision"


def _table(title: str, definition: dict[str, Any]) -> str:
    required = set(definition.get("required", ()))
    rows = [
        f"| `{key}` | {'yes' if key in required else ''} | {_described(value)} |"
        for key, value in definition["properties"].items()
    ]
    return "\n".join([f"| key of {title} | required | what it is |", "|---|---|---|", *rows])


def _described(value: dict[str, Any]) -> str:
    words = value.get("description") or next(
        (one["description"] for one in value.get("anyOf", ()) if "description" in one), ""
    )
    return str(words).replace("|", "\\|")


def _labels() -> str:
    rows = [f"| `{key}` | {word} |" for key, word in catalogue("en").items()]
    return "\n".join(["| label | in English |", "|---|---|", *rows])


if __name__ == "__main__":
    GUIDE.write_text(filled(GUIDE.read_text("utf-8")), "utf-8")
