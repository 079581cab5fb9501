"""Types for the values of a reference: names, dates and the numbers of catalogues, in every form that people write."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from exporter import csl
from exporter.article.fields import TEXT, Url, read_plain, read_prose, read_word
from exporter.article.node import ValidationContext
from exporter.errors import Problem, Severity
from exporter.source import Scalar


def is_missing(value: object) -> bool:
    """Return whether a value says nothing: `{}`, `[[]]`, `""`, null. A text that was read as a comment does."""
    if isinstance(value, Scalar):
        return not value.rest and (not value.strip() or (value.is_plain and value in {"~", "null", "Null", "NULL"}))
    if isinstance(value, Mapping):
        return all(map(is_missing, value.values()))
    return isinstance(value, list) and all(map(is_missing, value))


def _plain(value: object, read: Callable[[object], Scalar]) -> object:
    """Return a value as CSL JSON has it, without what is missing in it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part, read) for name, part in value.items() if not is_missing(part)}
    if isinstance(value, list):
        return [_plain(part, read) for part in value]
    return "" if is_missing(value) else str(read(value))


# ---------------------------------------------------------------- names


def _names(value: object, info: ValidationInfo) -> list[csl.Csl]:
    """Return the names in a text, in a mapping, or in a list of both."""
    if not isinstance(value, list):
        return _text_names(value, info) if isinstance(value, Scalar) else _name(value, info)
    items = [item for item in value if not is_missing(item)]
    names: list[csl.Csl] = []
    for item in items:
        if not isinstance(item, Scalar):
            names += _name(item, info)
        elif names and item is items[-1] and csl.is_et_al(item):
            names.append(csl.ET_AL)
        else:
            names += _text_names(item, info, is_item=True)
    return names


def _text_names(value: Scalar, info: ValidationInfo, *, is_item: bool = False) -> list[csl.Csl]:
    text = read_plain(value)
    try:
        names = csl.read_names(text)
        if is_item and len(names) == 1 and "," in str(names[0].get("literal", "")):
            names = [csl.read_inverted(text)]  # in a list, a comma is between a family name and given names
    except ValueError as error:
        values = {"text": text, "hint": "write the names before it: `Cui FY, et al.`"}
        raise PydanticCustomError("malformed", "`{text}` names nobody", values) from error
    for name in names:
        if csl.is_doubtful(name):
            ValidationContext.of(info).problems.append(_doubt(value, str(name["literal"])))
    return names


def _doubt(value: Scalar, name: str) -> Problem:
    hint = (
        "for people, write family names and initials: `Cui FY, Li K`; "
        f"for a group, begin a new line with `- literal: {name}`, indented by two spaces"
    )
    message = f"`{name}` may be people or a group; it is printed as it is"
    return Problem(message, value.place_of(name), hint, Severity.WARNING)


_NAME_PARTS: Final = {
    "family": "the family name",
    "given": "the given names or their initials",
    "literal": "the whole name of a group, instead of `family:` and `given:`",
    "suffix": "what follows the name, such as Jr",
    "dropping-particle": "a part that goes when only the family name is shown, such as `van` in van Beethoven",
    "non-dropping-particle": "a part that stays with the family name, such as `van` in van Gogh",
    "comma-suffix": "whether a comma comes before the suffix",
    "static-ordering": "whether the family name always comes first",
    "parse-names": "whether a program may look for particles in the name",
}


def _name(value: object, info: ValidationInfo) -> list[csl.Csl]:
    """Return a name with its parts given, or nothing if it is none, which is reported at its own place."""
    plain = _plain(value, read_plain)
    if not isinstance(value, Mapping) or not isinstance(plain, dict):
        raise PydanticCustomError("text_expected", "names were expected", {"found": value})
    try:
        if set(plain) - set(_NAME_PARTS):
            raise ValueError(plain)
        name = csl.normal_name(plain)
        return [name] if name else []
    except ValueError:
        place = next(key.location for key in value if isinstance(key, Scalar))
        hint = "a name has `family:` and `given:`, or `literal:` for a group; it may have `suffix:` and particles"
        ValidationContext.of(info).problems.append(Problem("this is not a name", place, hint))
        return []


# ---------------------------------------------------------------- dates and numbers


def _date(value: object) -> csl.Csl:
    plain = _plain(value, read_word)
    try:
        if found := csl.normal_date(plain):
            return found
    except ValueError:
        pass
    hint = "write 2016, 2016-03, 2016-03-15, 2014/2015, March 2016, Spring 2016, in press or n.d."
    text = plain if isinstance(plain, str) else "this"
    message = "`{text}` is not a date" if isinstance(plain, str) else "this is not a date"
    raise PydanticCustomError("malformed", message, {"text": text, "hint": hint})


def _cleaned(clean: Callable[[str], str], what: str, hint: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        text = read_word(value)
        try:
            return clean(text)
        except ValueError as error:
            values = {"text": text, "what": what, "hint": hint}
            raise PydanticCustomError("malformed", "`{text}` is not {what}", values) from error

    return check


def _identifier(clean: Callable[[str], str], pattern: str, what: str, hint: str) -> Any:
    schemas: list[dict[str, Any]] = [{"type": "string", "pattern": pattern}]
    if re.fullmatch(pattern, "1"):
        schemas.append({"type": "integer", "minimum": 1, "maximum": 99999999})
    return Annotated[str, PlainValidator(_cleaned(clean, what, hint)), WithJsonSchema(_or_nothing(*schemas))]


_NOTHING: Final[dict[str, Any]] = {"enum": ["", None, [], {}, [[]], [{}]]}


def _or_nothing(*schemas: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [*schemas, _NOTHING]}


_NAME_SCHEMA: Final = {
    "type": "object",
    "properties": {name: TEXT | {"description": words} for name, words in _NAME_PARTS.items()},
    "additionalProperties": False,
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}, {"required": ["given"]}],
}
_YEAR: Final = r"(^|[^0-9])[1-9][0-9]{3}([^0-9]|$)"
_DATE_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "description": "one or two lists of year, month and day: [[2016, 3, 15]]"},
        "year": TEXT | {"description": "the year, such as 2016"},
        "month": TEXT | {"description": "the month, from 1 to 12"},
        "day": TEXT | {"description": "the day of the month"},
        "season": TEXT | {"description": "the season: 1 (spring) to 4 (winter), or its name"},
        "circa": TEXT | {"description": "whether the year is not certain; it is printed as c. 1900"},
        "literal": TEXT | {"description": "words that are printed as they are, such as in press"},
        "raw": TEXT | {"description": "a date as text, such as 2016-03"},
    },
    "additionalProperties": False,
    "anyOf": [{"required": [key]} for key in ("date-parts", "year", "literal", "raw")],
}
SHARED: Final = {
    "Names": _or_nothing(
        TEXT, _NAME_SCHEMA, {"type": "array", "minItems": 1, "items": {"anyOf": [TEXT, _NAME_SCHEMA]}}
    ),
    "Date": _or_nothing(
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        {"type": "string", "pattern": rf"{_YEAR}|^[^0-9]*[^0-9\s][^0-9]*$"},
        _DATE_SCHEMA,
        {"type": "array", "minItems": 1, "items": _DATE_SCHEMA | {"required": ["year"]}},
    ),
}
"""Schemas that many variables have: the schema of an article contains each once."""
Names: TypeAlias = Annotated[list[csl.Csl], PlainValidator(_names), WithJsonSchema(SHARED["Names"])]
Date: TypeAlias = Annotated[csl.Csl, PlainValidator(_date), WithJsonSchema(SHARED["Date"])]


def _text(value: object, info: ValidationInfo) -> Scalar:
    """Return a text, which may contain CSL's own markup (`<i>`, `<sup>`)."""
    text = read_prose(value)
    if found := csl.foreign_markup((info.field_name or "").replace("_", "-"), text):
        message, hint = f"`{found[0]}` is printed with its signs", f"write `{found[1]}`"
        ValidationContext.of(info).problems.append(Problem(message, text.place_of(found[0]), hint, Severity.WARNING))
    return text


Text: TypeAlias = Annotated[
    Scalar, PlainValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})
]
Title: TypeAlias = Annotated[Scalar, PlainValidator(_text), WithJsonSchema(TEXT)]
LINKED: Final[dict[str, Any]] = {
    "DOI": _identifier(
        csl.clean_doi, csl.DOI, "a DOI", "a DOI begins with 10. and has a slash: 10.1097/phm.0000000000000235"
    ),
    "PMID": _identifier(csl.clean_pmid, csl.PMID, "a PubMed number", "write its digits alone: 25299522"),
    "PMCID": _identifier(csl.clean_pmcid, csl.PMCID, "a PubMed Central number", "write it as PMC1234567"),
    "URL": Url,
}
"""Variables that become links in the printed entry. With a wrong letter, a link would lead nowhere."""
