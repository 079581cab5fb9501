"""Articles that hypothesis makes: texts that cite, notes, figures, tables and boxes, in any order and depth."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from conftest import MINIMAL
from hypothesis import strategies as st

from exporter.language import catalogue
from exporter.project import Project

KEYS = ["ant", "bee", "cat", "dog", "eel", "Ланг", "müller"]
REFERENCES = yaml.safe_dump(
    {
        "references": [
            {"id": key, "type": "book", "title": f"On {key}", "issued": 2016, "author": f"{key.title()} A"}
            for key in KEYS
        ]
    },
    allow_unicode=True,
)
WORDS = st.sampled_from(["word", "**strong**", "*stress*", "Gehör", "שלום", "p < 0.05", "🧠", "H~2~O"])
LOCATORS = st.sampled_from(["", "", "", ", p. 81", ", chap. 3"])
CITATIONS = st.lists(st.tuples(st.sampled_from(KEYS), LOCATORS), min_size=1, max_size=4, unique=True).map(
    lambda items: "[" + "; ".join(f"@{key}{locator}" for key, locator in items) + "]"
)
NOTES = st.lists(WORDS | CITATIONS, min_size=1, max_size=3).map(lambda parts: f"^[{' '.join(parts)}]")
TOGETHER = st.lists(CITATIONS | NOTES, min_size=2, max_size=3).map("".join)
TEXTS = st.lists(WORDS | CITATIONS | NOTES | TOGETHER, max_size=5).map(lambda parts: " ".join(["Text", *parts]) + ".")


@st.composite
def tables(draw: st.DrawFn, names: Iterator[int]) -> dict[str, Any]:
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=2))
    header = draw(st.lists(TEXTS, min_size=width, max_size=width))
    table = {"id": f"tbl-{next(names)}", "caption": draw(TEXTS), "header": header, "rows": rows, "notes": draw(TEXTS)}
    return {"table": table}


@st.composite
def figures(draw: st.DrawFn, names: Iterator[int]) -> dict[str, Any]:
    figure = {"id": f"fig-{next(names)}", "image": "a.svg", "alt": "A picture", "caption": draw(TEXTS)}
    return {"figure": figure | draw(st.fixed_dictionaries({}, optional={"credit": TEXTS}))}


@st.composite
def contents(draw: st.DrawFn, names: Iterator[int], depth: int = 0) -> list[Any]:
    kinds = ["text", "table", "figure", "steps", "checklist", "questions", "quote", "definitions"] + ["callout"] * (
        depth < 2
    )
    content: list[Any] = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        if kind == "table":
            content.append(draw(tables(names)))
        elif kind == "figure":
            content.append(draw(figures(names)))
        elif kind == "callout":
            content.append({"callout": {"kind": "tip", "content": draw(contents(names, depth + 1))}})
        elif kind == "quote":
            content.append({"quote": {"text": draw(TEXTS), "source": draw(TEXTS)}})
        elif kind == "definitions":
            content.append({"definitions": [{"term": "A dose", "definition": draw(TEXTS)}]})
        else:
            content.append(draw(TEXTS) if kind == "text" else {kind: draw(st.lists(TEXTS, min_size=1, max_size=2))})
    return content


@st.composite
def sections(draw: st.DrawFn, names: Iterator[int], level: int = 2) -> list[dict[str, Any]]:
    made = []
    for _ in range(draw(st.integers(1, 2))):
        section = {"heading": "A heading", "content": draw(contents(names))}
        if draw(st.booleans()):
            section["id"] = f"sec-{next(names)}"
        if level < 4 and draw(st.booleans()):
            section["sections"] = draw(sections(names, level + 1))
        made.append(section)
    return made


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Draw the YAML of an article that cites in every place of the walk."""
    names = iter(range(1000))
    article = yaml.safe_load(MINIMAL) | {
        "subtitle": draw(TEXTS),
        "summary": draw(TEXTS),
        "key_points": draw(st.lists(TEXTS, min_size=1, max_size=2)),
        "sections": draw(sections(names)),
        "numbering": {"sections": draw(st.booleans())},
        "glossary": [{"term": "Text", "definition": draw(TEXTS)}],
        "disclaimer": draw(TEXTS),
        "related": [{"title": "More", "source": draw(TEXTS)}],
        "citations": {
            "style": draw(st.sampled_from(["nlm-citation-sequence-brackets", "american-medical-association"]))
        },
    }
    return yaml.safe_dump(article, allow_unicode=True, sort_keys=False) + REFERENCES


@st.composite
def wider_articles(draw: st.DrawFn) -> str:
    """Draw an article that may also be written from the right, cite by author, hide its list, or be long or partial."""
    article = yaml.safe_load(draw(articles()))
    article["document"]["url"] = "https://example.org/a"
    article["citations"]["list"] = draw(st.sampled_from(["full", "full", "url", "hidden"]))
    if draw(st.booleans()):
        article["citations"]["style"] = "apa"
    if draw(st.booleans()):
        article |= {"language": "he", "title": "על הטיפול", "labels": {**catalogue("en")}}
    medium = draw(st.sampled_from(["print", "screen"]))
    article["sections"].append({"heading": "One medium", "content": "Only there.", "only": medium})
    for block in (block for section in article["sections"] for block in section["content"]):
        if isinstance(block, dict) and "table" in block and draw(st.booleans()):
            block["table"]["rows"] = [list(row) for _ in range(12) for row in block["table"]["rows"]]
    return yaml.safe_dump(article, allow_unicode=True, sort_keys=False)


def write_project(article: Path, text: str) -> Project:
    """Write an article and the picture it may show; return its project."""
    article.write_text(text, "utf-8")
    article.with_name("a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    return Project.of(article)
