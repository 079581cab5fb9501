"""Makes the same article twice: as exporter's YAML, and as the pandoc Markdown that a user would write instead.

`generate` invents a long article; `to_markdown` turns any article into Markdown with the same text, citations,
figures, tables and notes. Pandoc does not number figures and tables in the same way in every format, so the Markdown
contains their numbers as typed text.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

Node = Any  # a value of the YAML: str, list or dict

FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" role="img">
<title>Two bars of the same height</title>
<rect x="20" y="10" width="30" height="40" fill="#555"/>
<rect x="70" y="10" width="30" height="40" fill="#999"/>
</svg>
"""
SENTENCES = (
    "A stroke happens when blood cannot reach a part of the brain, and the cells there begin to die.",
    "Most people who have had one need weeks or months of practice before an arm or a leg moves well again.",
    "Ask your care team which exercises are safe for you, and how often you should do them at home.",
    "The people in this study were followed for twelve weeks, and nobody knew who would do better.",
    "It was a small study, so the next one may well find something else.",
    "Some people had a sore scalp for a day; no one had to stop the treatment because of it.",
)


def read(text: str) -> dict[str, Node]:
    """Return an article with every value as text, exactly as written: `1.10` stays `1.10`."""
    article: dict[str, Node] = yaml.load(text, Loader=yaml.BaseLoader)
    return article


def generate(sections: int) -> str:
    """Return an article in YAML with 60 references; each section has about half a page and four citations."""
    article = {
        "title": "Living well after a stroke",
        "language": "en",
        "summary": "A long handout, invented to measure with.",
        "publisher": {"name": "Example Clinic"},
        "document": {"id": "EX-150", "version": "1.0", "published": "2026-01-01"},
        "sections": [_section(number) for number in range(sections)],
        "references": [_reference(number) for number in range(60)],
    }
    return yaml.safe_dump(article, sort_keys=False, allow_unicode=True, width=100)


def _section(number: int) -> dict[str, Node]:
    cited = [f"study{(number * 3 + step) % 60}" for step in range(3)]
    text = " ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(4))
    blocks: list[Node] = [
        f"{text} Three groups found this [@{cited[0]}; @{cited[1]}; @{cited[2]}].",
        f"{text} One of them counted again [@{cited[0]}].",
        f"{text} This is **not** the last word^[A longer study is under way.].",
    ]
    if number % 5 == 0:
        blocks.append({"table": _table(number)})
        blocks.append(f"The figures are in @tbl-t{number}.")
    if number % 10 == 0:
        blocks.append({"figure": _figure(number)})
        blocks.append(f"@fig-f{number} shows it.")
    return {"id": f"sec-s{number}", "heading": f"What did study {number + 1} find?", "content": blocks}


def _table(number: int) -> dict[str, Node]:
    rows = [[f"Group {row}", str(20 + row), f"{row} of 10 felt better"] for row in range(1, 5)]
    return {
        "id": f"tbl-t{number}",
        "caption": f"The groups of study {number + 1}",
        "header": ["Group", "People", "Result"],
        "rows": rows,
        "row_headers": "true",
    }


def _figure(number: int) -> dict[str, Node]:
    return {
        "id": f"fig-f{number}",
        "image": "images/bars.svg",
        "alt": "Two bars of the same height: both groups did as well.",
        "caption": f"Both groups of study {number + 1}",
    }


def _reference(number: int) -> dict[str, Node]:
    return {
        "id": f"study{number}",
        "type": "article-journal",
        "author": "Lang Y, Cui FY, Li KS" if number % 2 else "Wang JH, Pei J",
        "title": f"A small study of recovery after stroke, part {number + 1}",
        "container-title": "Journal of Examples",
        "issued": f"{1990 + number % 30}-03",
        "volume": str(number + 1),
        "issue": "3",
        "page": f"{100 + number}-{107 + number}",
    }


def to_markdown(article: dict[str, Node]) -> str:
    """Return the article as pandoc Markdown, with its references in the metadata."""
    authors = [person["name"] for person in article.get("authors", [])]
    metadata = {
        "title": article["title"],
        "subtitle": article.get("subtitle", ""),
        "author": authors or article.get("publisher", {}).get("name", ""),
        "date": article.get("document", {}).get("published", ""),
        "lang": article["language"],
        "link-citations": True,
        "reference-section-title": "References",
        "references": [_csl(reference) for reference in article.get("references", [])],
    }
    head = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True)
    body = _with_labels("\n\n".join(_parts(article)), article)
    return f"---\n{head}---\n\n{body}\n"


def _parts(article: dict[str, Node]) -> Iterator[str]:
    yield article["summary"]
    yield _bullets(article.get("key_points", []))
    for section in article["sections"]:
        yield from _section_markdown(section, level=1)
    for entry in article.get("glossary", []):
        yield f"{entry['term']}\n:   {_indent(entry['definition'])}"
    yield article.get("disclaimer", "")
    yield _bullets(
        [f"[{link['title']}]({link['url']})" if "url" in link else link["title"] for link in article.get("related", [])]
    )


def _section_markdown(section: dict[str, Node], level: int) -> Iterator[str]:
    anchor = f" {{#{section['id']}}}" if "id" in section else ""
    yield f"{'#' * level} {section['heading']}{anchor}"
    yield from _blocks(section.get("content", []))
    for inner in section.get("sections", []):
        yield from _section_markdown(inner, level + 1)


def _blocks(content: Node) -> Iterator[str]:
    for block in [content] if isinstance(content, str) else content:
        if isinstance(block, str):
            yield block
        else:
            yield from (_block(kind, value) for kind, value in block.items())


def _block(kind: str, value: Node) -> str:
    match kind:
        case "figure":
            return f"![@{value['id']}: {value.get('caption', '')}]({value['image']}){{#{value['id']}}}"
        case "table":
            return _table_markdown(value)
        case "callout":
            inner = "\n\n".join(_blocks(value["content"]))
            return f"::: {value['kind']}\n**{value.get('title', value['kind'].title())}**\n\n{inner}\n:::"
        case "steps":
            return "\n".join(f"{number}. {_indent(item)}" for number, item in enumerate(value, 1))
        case "quote":
            return f"> {_indent(value['text'], '> ')}"
        case _:
            return _bullets(value)


def _table_markdown(table: dict[str, Node]) -> str:
    lines = [table["header"], ["---"] * len(table["header"]), *table["rows"]]
    rows = "\n".join("| " + " | ".join(_one_line(cell) for cell in line) + " |" for line in lines)
    notes = f"\n\n{table['notes']}" if "notes" in table else ""
    return f"{rows}\n\n: @{table['id']}: {_one_line(table['caption'])}{notes}"


def _with_labels(markdown: str, article: dict[str, Node]) -> str:
    """Return the text with `@fig-…`, `@tbl-…` and `@sec-…` replaced by what a user would type."""
    labels = dict.fromkeys(re.findall(r"@(sec-[\w-]+)", markdown), "the section above")
    for word, prefix in (("Figure", "fig-"), ("Table", "tbl-")):
        anchors = (node.get("id", "") for node in _nodes(article["sections"]))
        numbered = enumerate((anchor for anchor in anchors if anchor.startswith(prefix)), 1)
        labels |= {anchor: f"{word} {number}" for number, anchor in numbered}
    return re.sub(r"@((?:fig|tbl|sec)-[\w-]+)", lambda match: labels[match[1]], markdown)


def _nodes(value: Node) -> Iterator[dict[str, Node]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _csl(reference: dict[str, Node]) -> dict[str, Node]:
    return {key: _names(value) if key in ("author", "editor") else value for key, value in reference.items()}


def _names(people: Node) -> Node:
    """Return names in CSL form: `Lang Y, Cui FY` split into parts, anything else as it is."""
    if not isinstance(people, str):
        return people
    parts = (name.strip().rpartition(" ") for name in people.split(","))
    return [{"family": family, "given": ". ".join(initials) + "."} for family, _, initials in parts]


def _bullets(items: Node) -> str:
    return "\n".join(f"- {_indent(item if isinstance(item, str) else str(item))}" for item in items)


def _indent(text: str, margin: str = "    ") -> str:
    return text.strip().replace("\n", f"\n{margin}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
