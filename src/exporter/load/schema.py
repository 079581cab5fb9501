"""Validates the keys of an article, and words what pydantic reports as problems with location and hint."""

from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exporter.article import Article
from exporter.article.node import ValidationContext
from exporter.errors import Location, Problem, did_you_mean
from exporter.load.hints import empty_hint, hint_for_keys, hint_for_list, hint_for_text
from exporter.load.lines import QUOTE
from exporter.load.nodes import Mapping, Sequence
from exporter.load.slips import explain_text
from exporter.load.unknown_blocks import unknown_block
from exporter.source import Scalar


def validate(data: Mapping, context: ValidationContext) -> tuple[Article | None, list[Problem]]:
    """Return the article, or None and the problems of its shape; problems inside texts go to `context`."""
    try:
        return Article.model_validate(data, context=context), []
    except ValidationError as error:
        return None, [_problem(detail, data) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, data: Mapping) -> Problem:
    context = detail.get("ctx", {})
    path, place, value = _follow(detail["loc"], data)
    name = _named(path)
    match detail["type"]:
        case "missing":
            hint = f"add `{detail['loc'][-1]}:`" + ("" if path else " at the left margin")
            return Problem(f"the key `{detail['loc'][-1]}` is missing", place, hint)
        case "union_tag_invalid" | "union_tag_not_found":
            return unknown_block(value, place)
        case "text_expected" | "list_type" | "model_type" | "model_attributes_type" | "dict_type":
            return _wrong_type(detail, name, value, place)
        case "too_short" | "empty":
            what = "the section" if isinstance(value, Mapping) else name
            return Problem(f"{what} is empty", place, empty_hint(value, name))
        case "comment":
            return Problem(detail["msg"], place, _comment_hint(value))
        case "choice":
            words = context["words"]
            hint = did_you_mean(context["text"], words) or f"write one of these: {', '.join(words[:12])}"
            return Problem(f"{name} cannot be `{context['text']}`", place, hint)
    return Problem(detail["msg"], place, str(context.get("hint", "")))


def _follow(loc: tuple[int | str, ...], data: Any) -> tuple[list[int | str], Location, Any]:
    """Follow `loc` as far as it leads: return the path in the file's own keys, its location and its value."""
    path: list[int | str] = []
    place: Location = data.location
    for step in loc:
        if isinstance(data, Mapping) and (key := _key_of(step, data)):
            place, data = data.place_of(key), data[key]
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            data = data[step]
            place = data.location
        else:
            continue  # a step of the schema, not of the file: a union's tag, a missing key
        path.append(step)
        if isinstance(data, Scalar) and (data or data.rest):
            place = data.location
    return path, place, data


def _key_of(step: int | str, data: Mapping) -> str:
    """Return the key of the file that a step of the schema is about: references may have `doi` for `DOI`."""
    return next((str(name) for name in (step, str(step).lower()) if name in data), "")


def _named(path: list[int | str]) -> str:
    """Return how a message names the value at `path`."""
    match path:
        case [*_, "rows", int(), int()]:
            return "a cell of `rows`"
        case [*_, "rows", int()]:
            return "a row of `rows`"
        case [*outer, int()]:
            return f"an item of {_named(outer)}"
        case [*_, key]:
            return f"`{key}`"
    return "the article"


def _comment_hint(value: Any) -> str:
    if isinstance(value, Scalar) and value.is_plain:
        return 'put the whole text in quotes ("…"), or write it on the line below a `|`'
    return "write it inside the quotes; or, if it is a comment, write it on a line of its own"


_WANTED: Final = {"list_type": "a list", "text_expected": "text"}


def _wrong_type(detail: ErrorDetails, name: str, value: Any, place: Location) -> Problem:
    wanted = _WANTED.get(detail["type"], "keys")
    if isinstance(value, Scalar) and not value.strip():
        return Problem(f"{name} is empty", place, empty_hint(value, name))
    if isinstance(value, Scalar) and (problem := explain_text(value)):
        return problem
    if wanted == "text" and (isinstance(value, Mapping | Sequence) and value.is_inline):
        sign = "[" if isinstance(value, Sequence) else "{"
        return Problem(f"a text begins with `{sign}`, which has a special meaning in YAML", value.location, QUOTE)
    found = "keys" if isinstance(value, Mapping) else "a list" if isinstance(value, Sequence) else "text"
    message = f"{name} contains {found}, but needs {wanted}"
    match wanted:
        case "text":
            return Problem(message, place, hint_for_text(value))
        case "a list":
            return Problem(message, place, hint_for_list(value, name))
    return Problem(message, place, hint_for_keys(str(detail.get("ctx", {}).get("class_name", ""))))
