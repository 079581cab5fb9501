"""Write the tables of the docs that come from the code, so that they cannot be wrong: keys, labels and modules."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from exporter.article import json_schema
from exporter.language import catalogue
from exporter.load.bibliography import endnote, medline, tags

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "src" / "exporter"
PAGES: Final = (ROOT / "docs" / "staff" / "reference.md", ROOT / "docs" / "developers" / "how-it-works.md")
_NOT_PARTS: Final = ("Content", "Reference")  # they have tables of their own


def filled(text: str) -> str:
    """Return a page with the tables between its markers, `<!-- keys … -->` and `<!-- /keys -->`, updated."""
    schema = json_schema()
    parts = {
        "blocks": _blocks(schema["$defs"]),
        "keys": _keys(schema),
        "references": _references(schema["$defs"]["Reference"]["properties"]),
        "words": _table("label", "in English", catalogue("en")),
        "modules": _modules(),
        "tags": _tags(),
    }
    pattern = r"(<!-- (\w+):[^\n]*-->\n).*?(<!-- /\2 -->)"
    return re.sub(pattern, lambda found: f"{found[1]}\n{parts[found[2]]}\n\n{found[3]}", text, flags=re.DOTALL)


def _blocks(definitions: dict[str, Any]) -> str:
    """Return a table for each block with keys, and one for the blocks that are lists."""
    blocks = [
        block for name, one in definitions.items() if name.endswith("Block") for block in one["properties"].items()
    ]
    lists = {name: _description(value) for name, value in blocks if "$ref" not in value}
    tables = [_part(name, definitions[value["$ref"].rpartition("/")[2]]) for name, value in blocks if "$ref" in value]
    return "\n\n".join([*tables, "### Blocks that are lists", _table("block", "meaning", lists)])


def _keys(schema: dict[str, Any]) -> str:
    parts = [_part(key, schema["$defs"][name]) for key, name in _parts_of(schema)]
    return "\n\n".join([_rows(schema), *parts])


def _parts_of(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of an article that have keys of their own, each with the name of its part in the schema."""
    for key, value in schema["properties"].items():
        for name in re.findall(r"#/\$defs/(\w+)", str(value)):
            if name not in _NOT_PARTS and schema["$defs"][name].get("properties"):
                yield key, name
    yield "revisions", "Revision"


def _part(key: str, definition: dict[str, Any]) -> str:
    return f"### `{key}`\n\n{_rows(definition)}"


def _rows(definition: dict[str, Any]) -> str:
    required = set(definition.get("required", ()))
    rows = [
        f"| `{key}` | {'yes' if key in required else ''} | {_description(value)} |"
        for key, value in definition["properties"].items()
    ]
    return "\n".join(["| key | required | meaning |", "|---|---|---|", *rows])


def _references(properties: dict[str, Any]) -> str:
    types = ", ".join(f"`{name}`" for name in properties["type"]["enum"])
    keys = ", ".join(f"`{name}`" for name in properties if name not in ("id", "type"))
    return f"**Types:** {types}.\n\n**Other keys:** {keys}."


def _tags() -> str:
    """Return a table of what files of references contain, and the tags of each format that it is read from."""
    rows = [
        "| what | RIS | PubMed | EndNote | printed |",
        "|---|---|---|---|---|",
        *_tag_rows(tags.PRINTED, medline.PRINTED, "yes"),
        *_tag_rows(tags.NEVER_PRINTED, medline.NEVER_PRINTED, "never"),
    ]
    return "\n".join(rows)


def _tag_rows(ris: Mapping[str, str], pubmed: Mapping[str, str], printed: str) -> Iterator[str]:
    for what in [*ris, *(name for name in pubmed if name not in ris)]:
        known = ris.get(what, "").split()
        written = [tag for tag, meaning in endnote.TAGS.items() if meaning in known]
        cells = (" ".join(f"`{tag}`" for tag in names) for names in (known, pubmed.get(what, "").split(), written))
        yield f"| {what} | {' | '.join(map(_cell, cells))} | {printed} |"


def _description(value: dict[str, Any]) -> str:
    words = value.get("description") or next(
        (one["description"] for one in value.get("anyOf", ()) if "description" in one), ""
    )
    return _cell(words)


def _modules() -> str:
    """Return a row for each module and each room, from the top layer of the import contract to the bottom."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = [
        f"| {len(layers) - place} | `{name}` | {_cell(_first_line(path))} |"
        for place, layer in enumerate(layers)
        for module in re.findall(r"\w+", layer)
        for name, path in _files_of(module)
    ]
    return "\n".join(["| layer | module | what it does |", "|--:|---|---|", *rows])


def _files_of(module: str) -> Iterator[tuple[str, Path]]:
    """Yield the file with the docstring of a module or, for a folder, the files for it and for the folders in it."""
    if (path := PACKAGE / f"{module}.py").exists():
        yield module, path
    for path in sorted((PACKAGE / module).rglob("__init__.py")):
        yield f"{path.parent.relative_to(PACKAGE).as_posix()}/", path


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_bytes())) or "").partition("\n")[0]


def _table(left: str, right: str, rows: Mapping[str, str]) -> str:
    return "\n".join(
        [f"| {left} | {right} |", "|---|---|", *(f"| `{key}` | {_cell(text)} |" for key, text in rows.items())]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(filled(page.read_text("utf-8")), "utf-8")
