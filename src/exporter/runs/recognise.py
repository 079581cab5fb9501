"""Recognises an article among the files of a folder by its keys, even if it has mistakes."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal, TypeAlias

from exporter.article import Article
from exporter.errors import ArticleError
from exporter.limits import Limits
from exporter.load import OWN_KEYS
from exporter.load.nodes import read_nodes
from exporter.project import Project
from exporter.source import Source

Kind: TypeAlias = Literal["article", "doubtful", "other"]
"""Whether a file is an article; `doubtful` if it has some of the keys of one, but not enough."""

_KEY: Final = re.compile(r"""^["']?([^\W\d][\w-]*)["']? *:(?=\s|$)""", re.MULTILINE)
_LIST: Final = re.compile(r"\s*(?:(?:#.*|---)\n\s*)*- ")
_SHARED: Final = frozenset(Article.model_fields) - OWN_KEYS
_NEAR: Final = 0.8  # `titel` is near `title`; `services` is not near `sections`


def recognise(path: Path, limits: Limits) -> Kind:
    """Return whether the file is an article. One that cannot be read counts as one, so that its problem is reported."""
    try:
        source = _source(path, limits)
    except ArticleError:
        return "article"
    keys = _keys(source, limits)
    if not keys:
        return "other" if _LIST.match(source.text) else "article"
    own = {near for key in keys if (near := _near(key, OWN_KEYS))}
    if len(own) > 1 or (own and all(_near(key, OWN_KEYS | _SHARED) for key in keys)):
        return "article"
    return "doubtful" if own or {"publisher", "language"} & keys else "other"


def is_article_text(path: Path, limits: Limits) -> bool:
    """Return whether a file of any name contains an article."""
    try:
        keys = _keys(_source(path, limits), limits)
    except ArticleError:
        return False
    return "sections" in keys and len(OWN_KEYS & keys) > 1


def _source(path: Path, limits: Limits) -> Source:
    project = Project.of(path, limits)
    return project.read_text(project.article, limit="article_mb")


def _keys(source: Source, limits: Limits) -> set[str]:
    try:
        return set(read_nodes(source, limits)[0])
    except ArticleError:  # not even YAML, or not yet
        return set(_KEY.findall(source.text))


def _near(key: str, known: frozenset[str]) -> str:
    return next(iter(get_close_matches(key.casefold(), known, 1, _NEAR)), "")
