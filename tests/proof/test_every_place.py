"""What is typed arrives in every place of an article, and the proof agrees."""

import re
from pathlib import Path

import yaml
from conftest import Load
from texts import AS_TYPED

from exporter.citeproc import Citeproc
from exporter.proof import prove
from exporter.render import render
from exporter.resolve import resolve

TEXTS = [one for one in AS_TYPED if not re.match(r"\d+\. ?|1986", one)]
"""Those that begin no list when they are a text of their own."""

SOME = "; ".join(AS_TYPED[-40:])

ARTICLE = {
    "subtitle": SOME,
    "summary": SOME,
    "key_points": [*AS_TYPED],
    "sections": [
        *({"heading": one, "content": [f"We say {one} here."]} for one in AS_TYPED),
        {
            "heading": "Blocks",
            "content": [
                *TEXTS,
                *(f"A^[We say {one} here.]" for one in AS_TYPED if "]" not in one),
                {"steps": [f"Say {one}" for one in AS_TYPED]},
                {"checklist": [f"I said {one}" for one in AS_TYPED]},
                {"questions": [*AS_TYPED]},
                {"quote": {"text": SOME, "source": SOME}},
                {
                    "table": {
                        "id": "tbl-a",
                        "caption": SOME,
                        "header": ["A", "B"],
                        "rows": [[one, f"A {one}"] for one in AS_TYPED],
                    }
                },
            ],
        },
    ],
    "glossary": [{"term": f"dose {count}", "definition": f"A {one}"} for count, one in enumerate(AS_TYPED)],
}


def test_what_is_typed_arrives_in_every_place(load_article: Load, citeproc: Citeproc, article: Path) -> None:
    manuscript = load_article(yaml.safe_dump(ARTICLE, allow_unicode=True, width=10_000))
    document = resolve(manuscript, citeproc)
    assert prove([manuscript.source], [], manuscript, document) == []
    shown = " ".join("".join(map(str, render(document).itertext())).replace("\u2060", "").split())
    for one in AS_TYPED:
        assert shown.count(" ".join(one.split())) >= 9
