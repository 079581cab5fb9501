"""However an article is changed, it is either exported with numbers that agree, or refused with its problems."""

import shutil
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import EVERYTHING

from exporter.errors import ArticleError
from exporter.formats import Format
from exporter.limits import Limits
from exporter.pipeline import Pipeline
from exporter.request import Request

CASE: Final = EVERYTHING
TEXT: Final = (CASE / "article.yaml").read_text("utf-8")
LONGEST: Final = 20  # seconds for one input

_SIGNS = (
    ": - # | > & * ! % @ ` ' \" [ ] { } , ? ~ ^ _ < \\ $ = + ( ) ; / . \t \0 \x07 \x85 \xa0 \xad \u200b \u200d \u202e "
    "\u2028 \u2066 \ufeff \ufffd \ufffe \U0001f9e0 \u05d0 \u0301 \u1fbf \ud7ff \U000e0001 \U0010ffff"
).split(" ")
_MARKUP = (
    "*a* **b** `c` ~d~ ^e^ ^[note] [link](https://x.org) [link](#sec-findings) [a](javascript:b) <b> <!-- &amp; "
    "&#x202e; &#0; @fig-scalp @tbl-studies @sec-findings @none [@none] [@lang2016] [@lang2016,p.3] "
    "[@lang2016;@wang2015] [see @lang2016] -@lang2016 [-@lang2016] \\@ \\[ ![i](j.png) --- ``` > #heading 1. - * | "
    "||a||b|| ~~s~~ [ ] ( ) https://x.org/a_b_c <https://x.org> a@b.org 1–3 .5 [1] (2) ^[ [@ ]( [[ ]] ^[a^[b]] "
    "**[@lang2016]** *[@lang2016]*. **a*b**c* _a_ __ *** ``a`` \\ & < > \" ' …"
).split(" ")
words = st.sampled_from([*_MARKUP, "word", "\n\n", "\n", "\n- ", "\n1. ", "\n  ", "  \n"]) | st.text(max_size=8)
markdown = st.lists(words, min_size=1, max_size=12).map(" ".join) | st.lists(words, min_size=1, max_size=9).map("".join)
pieces = st.sampled_from([*_SIGNS, *_MARKUP, "\n", "  ", "<<: *a\n", "&a ", "!!binary ", "---\n", "...\n"]) | markdown


@st.composite
def changed_texts(draw: st.DrawFn) -> str:
    """Return the article with pieces of its text left out, repeated, moved or replaced, at any place."""
    text = TEXT
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        middle = draw(pieces | st.sampled_from(["", text[start:end] * 2, text[start:end][::-1]]))
        text = text[:start] + middle + text[end:]
    return text


def _places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from _places(value, (*path, key))


NODES: Final[Any] = yaml.load(TEXT, yaml.BaseLoader)
PLACES: Final = list(_places(NODES))[1:]
TEXTS: Final = [path for path in PLACES if path[-1] in {"content", "summary", "caption", "text", "definition", 0, 1, 2}]


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        node = node[step]
    return node


@st.composite
def changed_nodes(draw: st.DrawFn) -> str:
    """Return the article with a value left out, copied from another place, or replaced by one of another kind."""
    nodes = deepcopy(NODES)
    path = draw(st.sampled_from(PLACES))
    others = st.sampled_from(PLACES).map(lambda other: deepcopy(_at(NODES, other)))
    others |= st.sampled_from(["", "0", "true", "null", "2026-02-30", [], {}, [[]], {"a": "b"}, "x" * 3000])
    parent = _at(nodes, path[:-1])
    if draw(st.booleans()):
        parent[path[-1]] = draw(others)
    else:
        del parent[path[-1]]
    return str(yaml.safe_dump(nodes, allow_unicode=True, sort_keys=False))


@st.composite
def with_markdown(draw: st.DrawFn) -> str:
    """Return the article with other Markdown in some of its texts."""
    nodes = deepcopy(NODES)
    for path in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4)):
        if isinstance(_at(nodes, path), str):
            _at(nodes, path[:-1])[path[-1]] = draw(markdown)
    return str(yaml.safe_dump(nodes, allow_unicode=True, sort_keys=False))


articles: Final = changed_texts() | changed_nodes() | with_markdown()
formats: Final = st.sampled_from([["html", "epub"]] * 9 + [["pdf", "html", "epub"]])


def survive(folder: Path, pipeline: Pipeline, text: str, to: list[Format]) -> str:
    """Build an article and return `built` or `refused`. Raises anything else."""
    shutil.copytree(CASE, folder, dirs_exist_ok=True)
    (folder / "article.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    before = time.monotonic()
    try:
        pipeline.build(Request(folder / "article.yaml", to, limits=Limits(seconds=LONGEST)), folder / "out")
    except ArticleError as error:
        for problem in error.problems:
            assert problem.location, problem
        return "refused"
    finally:
        assert time.monotonic() - before < LONGEST
    return "built"


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline() as shared:
        yield shared


Strategy = st.SearchStrategy[str]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("strategy", "count"),
    [(changed_texts, 40), (changed_nodes, 40), (with_markdown, 40)],
    ids=["text", "nodes", "words"],
)
def test_any_article_is_built_or_refused(
    strategy: Callable[[], Strategy], count: int, tmp_path: Path, pipeline: Pipeline
) -> None:
    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(text=strategy(), to=formats)
    def run(text: str, to: list[Format]) -> None:
        survive(tmp_path, pipeline, text, to)

    run()
