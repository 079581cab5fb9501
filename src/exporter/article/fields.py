"""Types for the values of the article file, such as Markdown, a date or an id, each with its JSON Schema.

Every text is a `Scalar`, the text as typed with its place; Markdown is parsed as it is validated. What is wrong
inside a text goes to the `ValidationContext`, so that one run reports everything.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final, TypeAlias, get_args
from urllib.parse import urlsplit

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from exporter import markup
from exporter.article.conditions import DAY, NO_TAG, TAG
from exporter.article.node import ValidationContext
from exporter.errors import Location, Problem, Severity
from exporter.source import Scalar

# An editor reads `1.0` as a number and `true` as a boolean; here they stay the text that was typed.
TEXT: Final = {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": r"\S"}
# XML 1.0, 2.3 Common Syntactic Constructs, without the colon.
_XML_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_XML_NAME = rf"[{_XML_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]+"
_WORD = rf"[{_XML_START}0-9]"
# A key is also the end of an XML name, `ref-KEY`.
KEY_PATTERN: Final = rf"^(?!{'|'.join(markup.ID_PREFIXES)}){_WORD}(?:[{_XML_START}0-9:.\-]*{_WORD})?$"
_SWITCH: Final = {"type": ["boolean", "string"], "pattern": "^([Tt]rue|TRUE|[Ff]alse|FALSE)$"}
_LANGUAGE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
_TAG: Final = re.compile(TAG)
WEB: Final = r"^https?://[^\s/]+\S*$"
_DATE: Final = r"^\d{4}-\d{2}-\d{2}$"


def read_text(value: object) -> Scalar:
    """Return a text that is not empty, without the line end of a block below `|`."""
    if isinstance(value, Scalar):
        # An editor reads these as no value; an author who means the word puts it in quotes.
        if not value.strip() or (value.is_plain and value in {"~", "null", "Null", "NULL"}):
            raise PydanticCustomError("empty", "the text is empty")
        return Scalar.at(value.rstrip("\n"), value.source, value.start, value.end, value.rest)
    raise PydanticCustomError("text_expected", "text was expected", {"found": value})


def read_prose(value: object) -> Scalar:
    """Return a text that YAML has not cut off at a `#`."""
    text = read_text(value)
    if text.is_cut:
        message = "`{rest}` was read as a comment, not as text"
        raise PydanticCustomError("comment", message, {"rest": text.rest})
    return text


def read_plain(value: object) -> Scalar:
    """Return text that appears as it is written. Raises if it contains an HTML tag."""
    text = read_prose(value)
    if found := _TAG.search(text):
        values = {"tag": found[0][:40], "hint": "write plain text, without `<` and `>`"}
        raise PydanticCustomError("malformed", "`{tag}` is raw HTML", values)
    return text


def _lines(value: object, info: ValidationInfo) -> Scalar:
    """Return plain text; warn if its lines are joined, because it is not below a `|`."""
    text = read_plain(value)
    typed = [line for line in text.source.text[text.start : text.end].split("\n") if line.strip()]
    if not typed[0].startswith("|") and len(typed) > 1 + typed[0].startswith(">"):
        hint = "write a `|` after the key, and each line on a line of its own below it"
        message = "the lines of this text are printed as one line"
        ValidationContext.of(info).problems.append(Problem(message, text.location, hint, Severity.WARNING))
    return text


def read_word(value: object) -> Scalar:
    """Return a text; after a single word and `# `, the rest of the line is a real comment."""
    text = read_text(value)
    return text if len(text.split()) == 1 and text.rest.startswith("# ") else read_prose(text)


def _pattern(pattern: str, what: str, hint: str) -> Callable[[object], Scalar]:
    def check(value: object) -> Scalar:
        text = read_word(value)
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError("malformed", "`{text}` is not {what}", {"text": text, "what": what, "hint": hint})
        return text

    return check


def _url(value: object) -> Scalar:
    text = read_word(value)
    try:
        if re.fullmatch(WEB, text) and urlsplit(text).netloc:  # `https://[x` raises
            return text
    except ValueError:
        pass
    values = {"text": text, "hint": "begin it with https://"}
    raise PydanticCustomError("malformed", "`{text}` is not a web address", values)


class Day(date):
    """A date, and where it is written."""

    location: Location


def _date(value: object) -> Day:
    text = read_text(value)
    try:
        if re.fullmatch(_DATE, text):
            day = Day.fromisoformat(text)
            day.location = text.location
            return day
    except ValueError:
        pass
    values = {"text": text, "hint": "write year-month-day: 2026-11-22"}
    raise PydanticCustomError("malformed", "`{text}` is not a date", values)


def _count(value: object) -> int:
    text = read_text(value)
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise PydanticCustomError(
            "malformed", "`{text}` is not a whole number above 0", {"text": text, "hint": "write 1, 2, 3 …"}
        )
    return int(text)


def _switch(value: object) -> bool:
    text = read_text(value)
    if text.lower() not in {"true", "false"}:
        values = {"text": text, "hint": "write true or false"}
        raise PydanticCustomError("malformed", "`{text}` is neither true nor false", values)
    return text.lower() == "true"


def _id(prefix: str) -> Callable[[object, ValidationInfo], Scalar]:
    def check(value: object, info: ValidationInfo) -> Scalar:
        text = read_word(value)
        if not text.startswith(prefix) or text == prefix:
            values = {"text": text, "prefix": prefix, "hint": f"write `{prefix}{text}`"}
            raise PydanticCustomError("malformed", "the id `{text}` does not begin with `{prefix}`", values)
        if not re.fullmatch(_XML_NAME, text):
            values = {"text": text, "hint": "use letters, digits, `-`, `_` and `.`"}
            raise PydanticCustomError(
                "malformed", "the id `{text}` contains a character that is not allowed in ids", values
            )
        ValidationContext.of(info).ids.append(text)
        return text

    return check


def read_key(value: object, info: ValidationInfo) -> Scalar:
    """Return the key of a reference."""
    text = read_word(value)
    if not re.fullmatch(markup.KEY, text) or not re.fullmatch(_XML_NAME, text.replace(":", ".")):
        values = {
            "text": text,
            "hint": "use letters, digits, `-`, `_`, `.` and `:`; begin and end with a letter or digit",
        }
        raise PydanticCustomError("malformed", "`{text}` cannot be the key of a reference", values)
    if text.startswith(markup.ID_PREFIXES):
        values = {
            "text": text,
            "hint": f"choose another key; `{text[:4]}` is the beginning of an id",
        }
        raise PydanticCustomError("malformed", "the key `{text}` begins like an id", values)
    ValidationContext.of(info).keys.append(text)
    return text


def read_markdown(
    parse: Callable[[Scalar], markup.Markdown],
) -> Callable[[object, ValidationInfo], markup.Markdown]:
    """Return the validator of a Markdown text: `parse` reads blocks, or one line."""

    def check(value: object, info: ValidationInfo) -> markup.Markdown:
        parsed = parse(read_prose(value))
        context = ValidationContext.of(info)
        context.texts.append(parsed)
        context.problems.extend(parsed.problems)
        return parsed

    return check


def _heading(value: object, info: ValidationInfo) -> markup.Markdown:
    parsed: markup.Markdown = read_markdown(markup.parse_inline)(value, info)
    hint = "move it into the text; the table of contents would repeat it"
    ValidationContext.of(info).problems += [
        Problem(f"a {mark.kind} is not allowed in a title or heading", mark.location, hint) for mark in parsed.marks()
    ]
    return parsed


def _collected(
    choose: Callable[[ValidationContext], list[Scalar]],
) -> Callable[[object, ValidationInfo], Scalar]:
    """Return the validator of a text that is also added to a list of the context."""

    def check(value: object, info: ValidationInfo) -> Scalar:
        text = read_word(value)
        choose(ValidationContext.of(info)).append(text)
        return text

    return check


def _style(value: object, info: ValidationInfo) -> Scalar:
    text = read_text(value)
    ValidationContext.of(info).style = text
    return text


def string_schema(pattern: str) -> WithJsonSchema:
    """Return the JSON Schema of a text with a pattern."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


def text_like(pattern: str, what: str, hint: str) -> Any:
    """Return the type of a text with a pattern; a message calls it `what`."""
    return Annotated[Scalar, PlainValidator(_pattern(pattern, what, hint)), WithJsonSchema(TEXT | {"pattern": pattern})]


Name: TypeAlias = Annotated[Scalar, PlainValidator(read_text), WithJsonSchema({"type": "string"})]
Prose: TypeAlias = Annotated[Scalar, PlainValidator(read_plain), WithJsonSchema(TEXT | NO_TAG)]
Lines: TypeAlias = Annotated[Scalar, PlainValidator(_lines), WithJsonSchema(TEXT | NO_TAG)]
Word: TypeAlias = Annotated[Scalar, PlainValidator(read_word), WithJsonSchema(TEXT)]
ImageFile: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_collected(lambda context: context.images)),
    WithJsonSchema(TEXT),
]
BibliographyFile: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_collected(lambda context: context.bibliographies)),
    WithJsonSchema(TEXT),
]
StyleName: TypeAlias = Annotated[Scalar, PlainValidator(_style), WithJsonSchema(TEXT)]
Markdown: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(read_markdown(markup.parse)),
    WithJsonSchema(TEXT | {"description": "Markdown"}),
]
Item: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(read_markdown(markup.parse_item)),
    WithJsonSchema(TEXT | {"description": "Markdown"}),
]
Line: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(read_markdown(markup.parse_inline)),
    WithJsonSchema(TEXT | {"description": "one line of Markdown"}),
]
Heading: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(_heading),
    WithJsonSchema(TEXT | {"description": "one line of Markdown, without citations and notes"}),
]
Date: TypeAlias = Annotated[Day, PlainValidator(_date), string_schema(f"^{DAY}$")]
Count: TypeAlias = Annotated[
    int,
    PlainValidator(_count),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "maximum": 9999, "pattern": "^[1-9][0-9]{0,3}$"}),
]
Switch: TypeAlias = Annotated[bool, PlainValidator(_switch), WithJsonSchema(_SWITCH)]
Language: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_pattern(_LANGUAGE, "the code of a language", "write a code such as en, es-MX or zh-Hant")),
    string_schema(_LANGUAGE),
]
Url: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_url),
    string_schema(WEB),
]
Email: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_pattern(r"^[^@\s]+@[^@\s]+$", "an e-mail address", "write it as name@example.org")),
    string_schema(r"^[^@\s]+@[^@\s]+$"),
]
FigureId: TypeAlias = Annotated[Scalar, PlainValidator(_id("fig-")), string_schema(f"^fig-{_XML_NAME}$")]
TableId: TypeAlias = Annotated[Scalar, PlainValidator(_id("tbl-")), string_schema(f"^tbl-{_XML_NAME}$")]
SectionId: TypeAlias = Annotated[Scalar, PlainValidator(_id("sec-")), string_schema(f"^sec-{_XML_NAME}$")]


def one_of(choices: object) -> PlainValidator:
    """Return the validator of a closed set of words, a `Literal`."""
    words: tuple[str, ...] = get_args(choices)

    def check(value: object) -> str:
        text = str(read_text(value))
        if text not in words:
            raise PydanticCustomError("choice", "`{text}` is none of {words}", {"text": text, "words": words})
        return text

    return PlainValidator(check, json_schema_input_type=choices)
