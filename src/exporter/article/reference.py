"""The schema of a reference: a work that the article cites, in CSL variables, with names as PubMed writes them."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, create_model, model_validator
from pydantic_core import PydanticCustomError

from exporter import csl
from exporter.article import conditions
from exporter.article.fields import (
    KEY_PATTERN,
    TEXT,
    Url,
    one_of,
    read_key,
    read_plain,
    read_prose,
    read_text,
    text_like,
)
from exporter.article.node import Node
from exporter.source import Scalar


def _names(value: object) -> list[csl.Csl]:
    """Return the names in a text as PubMed writes it, in a mapping, or in a list of both."""
    if isinstance(value, Scalar):
        return _parsed_names(value)
    if isinstance(value, Mapping):
        return _name(value)
    if not isinstance(value, list) or not value:
        raise PydanticCustomError("text_expected", "names were expected", {"found": value})
    return [name for item in value for name in (_parsed_names(item) if isinstance(item, Scalar) else _name(item))]


def _parsed_names(value: Scalar) -> list[csl.Csl]:
    try:
        return csl.parse_names(read_plain(value))
    except ValueError as error:
        hint = "write `Cui FY`, or a list with `family:` and `given:`, or `literal:` for an organisation"
        values = {"name": str(error), "hint": hint}
        raise PydanticCustomError("malformed", "`{name}` is not a family name and initials", values) from error


_DOI: Final = r"^(https?://(dx\.)?doi\.org/|[dD][oO][iI]:\s*)?10\.\d{4,9}/\S+$"
_NAME_PARTS: Final = {
    "family": "the family name",
    "given": "the given names or their initials",
    "literal": "the whole name of an organisation, instead of `family:` and `given:`",
    "suffix": "what follows the name, such as Jr",
    "dropping-particle": "a part that goes when only the family name is shown, such as `van` in van Beethoven",
    "non-dropping-particle": "a part that stays with the family name, such as `van` in van Gogh",
}


def _name(value: object) -> list[csl.Csl]:
    if not isinstance(value, Mapping) or not {"family", "literal"} & set(value) or set(value) - set(_NAME_PARTS):
        values = {
            "hint": f"a name has `family:` and `given:`, or `literal:`; it may have {', '.join([*_NAME_PARTS][3:])}"
        }
        raise PydanticCustomError("malformed", "this is not a name", values)
    return [{str(key): str(read_plain(part)) for key, part in value.items()}]


def _csl_date(value: object) -> csl.Csl:
    text = read_text(value)
    try:
        return csl.parse_date(text)
    except ValueError as error:
        values = {"text": text, "hint": "write 2016, 2016-03 or 2016-03-15"}
        raise PydanticCustomError("malformed", "`{text}` is not a date", values) from error


_NAME_SCHEMA: Final = {
    "type": "object",
    "properties": {name: TEXT | {"description": words} for name, words in _NAME_PARTS.items()},
    "additionalProperties": False,
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
}
Names: TypeAlias = Annotated[
    list[csl.Csl],
    PlainValidator(_names),
    WithJsonSchema(
        {"anyOf": [TEXT, _NAME_SCHEMA, {"type": "array", "minItems": 1, "items": {"anyOf": [TEXT, _NAME_SCHEMA]}}]}
    ),
]
CslDate: TypeAlias = Annotated[
    csl.Csl,
    PlainValidator(_csl_date),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": rf"^{csl.DATE}(?:/{csl.DATE})?$", "minimum": 1000, "maximum": 9999}
    ),
]


# It may contain CSL's own markup (`<i>`, `<sup>`).
CslText: TypeAlias = Annotated[Scalar, PlainValidator(read_prose), WithJsonSchema(TEXT)]
_LINKED: Final[dict[str, Any]] = {
    "DOI": text_like(_DOI, "a DOI", "a DOI begins with 10. and has a slash: 10.1097/phm.0000000000000235"),
    "PMID": text_like(r"^\d{1,8}$", "a PubMed number", "write its digits alone: 25299522"),
    "PMCID": text_like(r"^PMC\d{1,8}$", "a PubMed Central number", "write it as PMC1234567"),
    "URL": Url,
}
"""Variables that become links in the printed entry. With a wrong letter, a link would lead nowhere."""
_DESCRIPTIONS: Final = {
    "abstract": "the summary of the work",
    "accessed": "when you read it on the web, such as 2026-11-22",
    "author": "who wrote it, as PubMed writes names: Lang Y, Cui FY; for an organisation, a list with `literal:`",
    "collection-title": "the series that the book belongs to",
    "container-title": "the journal, book or web site in which it appeared",
    "container-title-short": "the short title of the journal, as PubMed writes it",
    "DOI": "the DOI, such as 10.1097/phm.0000000000000235",
    "edition": "the edition of the book, such as 2",
    "editor": "who edited the book, written like `author:`",
    "event-title": "the conference at which it was presented",
    "genre": "what kind of report, thesis or post it is, such as PhD thesis",
    "ISBN": "the number of the book",
    "ISSN": "the number of the journal",
    "issue": "the issue of the journal",
    "issued": "when it was published: 2016, 2016-03 or 2016-03-15",
    "language": "the code of the work's language, such as en",
    "number": "the number of the report, law or patent",
    "number-of-pages": "how many pages it has",
    "page": "its pages in the journal or book, such as 294-299",
    "PMCID": "the PubMed Central number, such as PMC1234567",
    "PMID": "the PubMed number, such as 25299522",
    "publisher": "who published the book or report",
    "publisher-place": "the city of the publisher",
    "title": "the title of the article, book or web page",
    "title-short": "a shorter form of the title",
    "translator": "who translated it, written like `author:`",
    "URL": "the web address, such as https://example.org/page",
    "version": "the version of the software or data",
    "volume": "the volume of the journal or book",
}


class ReferenceBase(Node):
    """A work the article cites, in CSL's variables (`container-title`, `issued`, `DOI` …)."""

    model_config = ConfigDict(title="Reference", json_schema_extra=conditions.REFERENCE)

    id: Annotated[Scalar, PlainValidator(read_key), WithJsonSchema(TEXT | {"pattern": KEY_PATTERN})] = Field(
        description="the key that a text cites: `lang2016` for `[@lang2016]`"
    )
    type: Annotated[csl.Type, one_of(csl.Type)] = Field(
        description="what kind of work it is, such as article-journal, book or webpage"
    )

    @model_validator(mode="after")
    def _can_be_found(self) -> "ReferenceBase":
        if missing := csl.lacks(self.to_csl()):
            values = {"key": self.id, "missing": missing, "hint": f"add `{missing}:`"}
            raise PydanticCustomError("malformed", "the reference `{key}` has no `{missing}`", values)
        return self

    def to_csl(self) -> csl.Csl:
        """Return the reference as CSL JSON."""
        given = self.model_dump(by_alias=True, exclude_none=True)
        return {name: _csl_value(name, value) for name, value in given.items()}


def _csl_value(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if name == "DOI":
        return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    return csl.expand_pages(text) if name == "page" else text


def _fields(kinds: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Return a field for each variable; `what` describes those that are rarely used."""
    return {
        name.replace("-", "_").lower(): (kind | None, Field(None, alias=name, description=_describe(name, what)))
        for name, kind in kinds.items()
    }


def _describe(name: str, what: str) -> str:
    return _DESCRIPTIONS.get(name, f"the CSL variable `{name}`: {what}")


if TYPE_CHECKING:
    Reference = ReferenceBase
else:
    Reference = create_model(
        "Reference",
        __base__=ReferenceBase,
        __doc__=ReferenceBase.__doc__,
        **_fields({name: _LINKED.get(name, CslText) for name in csl.TEXT_VARIABLES}, "a text"),
        **_fields(dict.fromkeys(csl.NAME_VARIABLES, Names), "names, written like `author:`"),
        **_fields(dict.fromkeys(csl.DATE_VARIABLES, CslDate), "a date, written like `issued:`"),
    )
