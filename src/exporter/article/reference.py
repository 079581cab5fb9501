"""The schema of a reference: a work that the article cites, in CSL variables, with names as PubMed writes them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, Field, PlainValidator, ValidationInfo, WithJsonSchema, create_model, model_validator
from pydantic_core import PydanticCustomError

from exporter import csl
from exporter.article import conditions
from exporter.article.fields import KEY_PATTERN, TEXT, one_of, read_key
from exporter.article.node import Node, ValidationContext
from exporter.article.reference_values import LINKED, Date, Names, Text, Title, is_missing
from exporter.errors import Problem, Severity
from exporter.source import Scalar

_OTHER_NAMES: Final = {
    other: name
    for name, others in {
        "accessed": "cited retrieved access-date access_date urldate",
        "author": "authors by",
        "collection-title": "series",
        "container-title": "journal journaltitle booktitle book newspaper magazine website",
        "container-title-short": "journalabbreviation journal_abbreviation",
        "editor": "editors",
        "event-title": "event conference",
        "id": "key citekey",
        "issue": "no nr",
        "issued": "year date published pubdate publication_date",
        "page": "pages pp",
        "PMCID": "pmc",
        "PMID": "pubmed",
        "publisher": "institution",
        "publisher-place": "place location city",
        "title-short": "shorttitle",
        "type": "kind",
        "URL": "link address web",
        "volume": "vol",
    }.items()
    for other in others.split()
}
"""What people and other programs call a variable, in small letters."""
ACRONYMS: Final = ("doi", "isbn", "issn", "pmcid", "pmid", "url")
"""Variables in capitals that pandoc writes in small letters."""
_DESCRIPTIONS: Final = {
    "abstract": "the summary of the work",
    "accessed": "when you read it on the web, such as 2026-11-22",
    "author": "who wrote it, as PubMed writes names: Lang Y, Cui FY; or the name of a group; or a list",
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
    "issued": "when it was published, such as 2016, 2016-03-15, March 2016, 2014/2015 or in press",
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
    other_names: ClassVar[Mapping[str, str]] = _OTHER_NAMES

    id: Annotated[Scalar, PlainValidator(read_key), WithJsonSchema(TEXT | {"pattern": KEY_PATTERN})] = Field(
        description="the key that a text cites: `lang2016` for `[@lang2016]`"
    )
    type: Annotated[csl.Type, one_of(csl.Type)] = Field(
        description="what kind of work it is, such as article-journal, book or webpage"
    )

    @model_validator(mode="before")
    @classmethod
    def _read_keys(cls, data: Any, info: ValidationInfo) -> Any:
        """Leave out each key whose value is empty, as reference managers write them, and read `doi` as `DOI`."""
        if not isinstance(data, Mapping):
            return data
        given = {key: value for key, value in data.items() if not is_missing(value)}
        names = {key: key.upper() for key in given if key in ACRONYMS and key.upper() not in given}
        made = {names.get(key, key): value for key, value in given.items()}
        if "type" not in made and isinstance(key := made.get("id"), Scalar):
            message, hint = f"the reference `{key}` has no type", "add `type:`, such as `type: book`"
            ValidationContext.of(info).problems.append(Problem(message, key.location, hint, Severity.WARNING))
            made["type"] = Scalar.at("document", key.source, key.start, key.end)
        return made

    @model_validator(mode="after")
    def _has_title(self) -> "ReferenceBase":
        if "title" in csl.lacks(self.to_csl()):
            values = {"key": self.id, "hint": "add `title:`"}
            raise PydanticCustomError("malformed", "the reference `{key}` has no title", values)
        return self

    def to_csl(self) -> csl.Csl:
        """Return the reference as CSL JSON."""
        given = self.model_dump(by_alias=True, exclude_none=True)
        return {name: _csl_value(name, value) for name, value in given.items()}


def _csl_value(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
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
        **_fields({name: (LINKED | {"title": Title}).get(name, Text) for name in csl.TEXT_VARIABLES}, "a text"),
        **_fields(dict.fromkeys(csl.NAME_VARIABLES, Names), "names, written like `author:`"),
        **_fields(dict.fromkeys(csl.DATE_VARIABLES, Date), "a date, written like `issued:`"),
    )
