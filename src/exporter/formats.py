"""The formats, presets and paper sizes."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

from exporter.errors import Problem, UsageError, did_you_mean

Format: TypeAlias = Literal["pdf", "epub", "html"]
Preset: TypeAlias = Literal["standard", "clear-print", "large-print", "large-print-acb"]
Paper: TypeAlias = Literal["letter", "a4"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
PRESETS: Final[tuple[Preset, ...]] = get_args(Preset)
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)
SMALLEST: Final[Mapping[Preset, float]] = {"standard": 8, "clear-print": 12, "large-print": 16, "large-print-acb": 18}
"""The smallest text size, in points. Sources: RNIB, Clear Print; UKAAF, G003; ACB, Large Print (May 2025)."""


def require_known(what: str, word: str, known: Sequence[str]) -> None:
    """Raise UsageError unless `word` is among the `known` words; `what` is `format`, `preset` or `paper`."""
    if word not in known:
        hint = did_you_mean(word, known) or f"write one of {', '.join(known)}"
        raise UsageError(Problem(f"there is no {what} `{word}`", None, hint))
