"""Limits how much one article may ask of a machine. A message names the limit that stops an export."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from exporter.errors import Location, Problem, UsageError, did_you_mean


def _limit(default: int, what: str) -> Any:
    return field(default=default, metadata={"what": what})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits: whole numbers above 0. `--limit` takes the same names."""

    article_mb: int = _limit(1, "MB of an article's file, and of `_defaults.yaml`")
    text_mb: int = _limit(10, "MB of any other text: references, citation style, stylesheet")
    nodes: int = _limit(50_000, "keys, items and texts in an article's file")
    depth: int = _limit(60, "nested levels of keys, lists and parts of a drawing")
    citations: int = _limit(2_000, "places that cite")
    references: int = _limit(5_000, "references in a file of references")
    picture_mb: int = _limit(20, "MB of a picture")
    picture_megapixels: int = _limit(60, "million pixels of a picture")
    picture_side: int = _limit(15_000, "pixels of a picture's width or height")
    drawing_elements: int = _limit(20_000, "parts of an SVG picture, those that `<use>` repeats counted each time")
    pages: int = _limit(500, "pages of the PDF")
    output_mb: int = _limit(200, "MB of a finished file")
    seconds: int = _limit(120, "seconds for an article with `--isolate`; without, for formatting its references")
    memory_mb: int = _limit(2_000, "MB of memory for an article with `--isolate`; without, for its references")

    def exceeded(self, name: str, message: str, place: Location | None = None) -> Problem:
        """Return the problem for an exceeded limit; `message` says what was found."""
        hint = f"make it smaller, or allow more: `--limit {name}=…`"
        return Problem(f"{message}; the limit is `{name}={getattr(self, name)}`", place, hint)

    @classmethod
    def parse(cls, settings: Iterable[str]) -> Self:
        """Return the defaults, changed by `settings` such as `pages=300`. Raises UsageError."""
        names = [one.name for one in fields(cls)]
        values: dict[str, int] = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            if name not in names:
                hint = did_you_mean(name, names) or f"the limits are {', '.join(names)}"
                raise UsageError(Problem(f"there is no limit `{name}`", None, hint))
            if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
                hint = f"write `{name}=` and a whole number above 0"
                raise UsageError(Problem(f"the limit `{setting}` has no number", None, hint))
            values[name] = int(value)
        return cls(**values)

    def to_json(self) -> dict[str, int]:
        """Return the limits that differ from the defaults."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) != one.default}

    @classmethod
    def from_json(cls, data: Mapping[str, int]) -> Self:
        return cls(**data)
