"""The article file's schema: what an author may write, with no numbers yet. The JSON Schema comes from it.

Every text is a `Scalar`, the text as typed with its place; Markdown is parsed as it is validated. What is wrong
inside a text goes to the `Findings` given as the validation context, so that one run tells everything.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from exporter import csl, markup
from exporter.document import Image
from exporter.errors import Problem, did_you_mean
from exporter.source import Scalar, Source


@dataclass(slots=True)
class Findings:
    """What validation saw on its way, whether the article is valid or not.

    Problems inside texts, every Markdown text, id, reference key and file it names, the sections for one medium only.
    """

    problems: list[Problem] = field(default_factory=list)
    texts: list[markup.Markdown] = field(default_factory=list)
    ids: list[Scalar] = field(default_factory=list)
    keys: list[Scalar] = field(default_factory=list)
    images: list[Scalar] = field(default_factory=list)
    bibliographies: list[Scalar] = field(default_factory=list)
    style: Scalar | None = None
    limited: list["Section"] = field(default_factory=list)


# ---------------------------------------------------------------- texts

# An editor reads `1.0` and `true` as a number and a switch; here they stay the text that was typed.
_TEXT: Final = {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": r"\S"}
# XML 1.0, 2.3 Common Syntactic Constructs, without the colon.
_XML_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_XML_NAME = re.compile(rf"^[{_XML_START}][{_XML_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*$")
_LANGUAGE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
_DATE: Final = r"^\d{4}-\d{2}-\d{2}$"


def _text(value: object) -> Scalar:
    if isinstance(value, Scalar):
        if not value.strip():
            raise PydanticCustomError("empty", "the text is empty")
        return value
    raise PydanticCustomError("text_expected", "text was expected", {"found": value})


def _prose(value: object) -> Scalar:
    text = _text(value)
    if text.is_cut:
        message = "YAML takes `{rest}` for a comment and drops it"
        raise PydanticCustomError("comment", message, {"rest": text.rest})
    return text


def _pattern(pattern: str, what: str, hint: str) -> Callable[[object], Scalar]:
    def check(value: object) -> Scalar:
        text = _text(value)
        if not re.match(pattern, text):
            raise PydanticCustomError("malformed", "`{text}` is not {what}", {"text": text, "what": what, "hint": hint})
        return text

    return check


def _date(value: object) -> date:
    text = _text(value)
    try:
        if re.match(_DATE, text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    values = {"text": text, "hint": "write year-month-day: 2026-11-22"}
    raise PydanticCustomError("malformed", "`{text}` is not a date", values)


def _count(value: object) -> int:
    text = _text(value)
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise PydanticCustomError(
            "malformed", "`{text}` is not a whole number above 0", {"text": text, "hint": "write 1, 2, 3 …"}
        )
    return int(text)


def _switch(value: object) -> bool:
    text = _text(value)
    if text not in {"true", "false"}:
        values = {"text": text, "hint": "write true or false"}
        raise PydanticCustomError("malformed", "`{text}` is neither true nor false", values)
    return text == "true"


def _id(prefix: str) -> Callable[[object, ValidationInfo], Scalar]:
    def check(value: object, info: ValidationInfo) -> Scalar:
        text = _text(value)
        if not text.startswith(prefix) or text == prefix:
            values = {"text": text, "prefix": prefix, "hint": f"write `{prefix}{text}`"}
            raise PydanticCustomError("malformed", "the id `{text}` does not begin with `{prefix}`", values)
        if not _XML_NAME.match(text):
            values = {"text": text, "hint": "use letters, digits, `-`, `_` and `.`"}
            raise PydanticCustomError("malformed", "the id `{text}` has a character that ids cannot have", values)
        if isinstance(info.context, Findings):
            info.context.ids.append(text)
        return text

    return check


def _key(value: object, info: ValidationInfo) -> Scalar:
    text = _text(value)
    if not re.fullmatch(markup.KEY, text) or not _XML_NAME.match(f"ref-{text.replace(':', '.')}"):
        values = {
            "text": text,
            "hint": "use letters, digits, `-`, `_`, `.` and `:`; begin and end with a letter or digit",
        }
        raise PydanticCustomError("malformed", "`{text}` cannot be a reference's key", values)
    if text.startswith(markup.ID_PREFIXES):
        values = {
            "text": text,
            "hint": f"write another key; `{text[:4]}` begins the ids of figures, tables or sections",
        }
        raise PydanticCustomError("malformed", "the key `{text}` begins like an id", values)
    if isinstance(info.context, Findings):
        info.context.keys.append(text)
    return text


def _markdown(
    parse: Callable[[Scalar], markup.Markdown],
) -> Callable[[object, ValidationInfo], markup.Markdown]:
    def check(value: object, info: ValidationInfo) -> markup.Markdown:
        parsed = parse(_prose(value))
        if isinstance(info.context, Findings):
            info.context.texts.append(parsed)
            info.context.problems.extend(parsed.problems)
        return parsed

    return check


def _heading(value: object, info: ValidationInfo) -> markup.Markdown:
    parsed: markup.Markdown = _markdown(markup.parse_inline)(value, info)
    marks = list(parsed.marks())
    if marks and isinstance(info.context, Findings):
        names = {markup.Cite: "citation", markup.NoteMark: "note", markup.Pointer: "cross-reference"}
        what = names[type(marks[0])]
        place = parsed.source.place_of("^[" if what == "note" else "@")
        hint = "move it into the text; a contents list would repeat it"
        info.context.problems.append(Problem(f"a {what} stands in a title or heading", place, hint))
    return parsed


def _collected(into: str) -> Callable[[object, ValidationInfo], Scalar]:
    """Return the validator of a text that is also noted in the findings' list `into`."""

    def check(value: object, info: ValidationInfo) -> Scalar:
        text = _text(value)
        if isinstance(info.context, Findings):
            getattr(info.context, into).append(text)
        return text

    return check


def _style(value: object, info: ValidationInfo) -> Scalar:
    text = _text(value)
    if isinstance(info.context, Findings):
        info.context.style = text
    return text


def _string(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Name: TypeAlias = Annotated[Scalar, PlainValidator(_text), WithJsonSchema({"type": "string"})]
Prose: TypeAlias = Annotated[Scalar, PlainValidator(_prose), WithJsonSchema(_TEXT)]
ImageFile: TypeAlias = Annotated[Scalar, PlainValidator(_collected("images")), WithJsonSchema(_TEXT)]
BibliographyFile: TypeAlias = Annotated[Scalar, PlainValidator(_collected("bibliographies")), WithJsonSchema(_TEXT)]
StyleName: TypeAlias = Annotated[Scalar, PlainValidator(_style), WithJsonSchema(_TEXT)]
Markdown: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(_markdown(markup.parse)),
    WithJsonSchema(_TEXT | {"description": "Markdown"}),
]
Line: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(_markdown(markup.parse_inline)),
    WithJsonSchema(_TEXT | {"description": "one line of Markdown"}),
]
Heading: TypeAlias = Annotated[
    markup.Markdown,
    PlainValidator(_heading),
    WithJsonSchema(_TEXT | {"description": "one line of Markdown, without citations and notes"}),
]
Date: TypeAlias = Annotated[date, PlainValidator(_date), _string(_DATE)]
Count: TypeAlias = Annotated[
    int, PlainValidator(_count), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9999})
]
Switch: TypeAlias = Annotated[bool, PlainValidator(_switch), WithJsonSchema({"type": "boolean"})]
Language: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_pattern(_LANGUAGE, "a language tag", "write a BCP 47 tag such as en, es-MX or zh-Hant")),
    _string(_LANGUAGE),
]
Url: TypeAlias = Annotated[
    Scalar,
    PlainValidator(_pattern(r"^https?://[^\s/]+\S*$", "a web address", "write it with https://")),
    _string(r"^https?://[^\s/]+\S*$"),
]
FigureId: TypeAlias = Annotated[Scalar, PlainValidator(_id("fig-")), _string(r"^fig-\S+$")]
TableId: TypeAlias = Annotated[Scalar, PlainValidator(_id("tbl-")), _string(r"^tbl-\S+$")]
SectionId: TypeAlias = Annotated[Scalar, PlainValidator(_id("sec-")), _string(r"^sec-\S+$")]


def _choice(*words: str) -> Any:
    """Return the type of a closed set of words."""

    def check(value: object) -> str:
        text = _text(value)
        if text not in words:
            raise PydanticCustomError("choice", "`{text}` is none of {words}", {"text": text, "words": words})
        return str(text)

    return Annotated[str, PlainValidator(check), WithJsonSchema({"enum": list(words)})]


class Part(BaseModel):
    """Any mapping of the article file: its keys are known, or a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _know_the_keys(cls, data: Any, info: ValidationInfo) -> Any:
        """Report unknown keys with the likely one, and leave them out, so that the rest is still looked at."""
        if not isinstance(data, Mapping) or not isinstance(info.context, Findings):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for key in set(data) - known:
            hint = did_you_mean(key, known - set(data)) or "remove it; the guide lists the keys there are"
            info.context.problems.append(Problem(f"the key `{key}` is not known here", key.location, hint))
        return {key: value for key, value in data.items() if key in known}


# ---------------------------------------------------------------- blocks


class Figure(Part):
    """A picture with a caption; its number comes from its place."""

    id: FigureId = Field(description="begins with `fig-`; `@fig-…` in a text points at it")
    image: ImageFile = Field(description="a file beside the article: .svg, .png or .jpg")
    alt: Prose = Field(description="what the picture tells, in words, for readers who cannot see it")
    caption: Markdown = Field(description="what stands under the picture")
    credit: Line | None = Field(None, description="who made the picture")


class Table(Part):
    """Rows and columns with a caption; every row has as many cells as the header."""

    id: TableId = Field(description="begins with `tbl-`; `@tbl-…` in a text points at it")
    caption: Markdown = Field(description="what stands above the table")
    header: list[Markdown] = Field(min_length=1, description="the names of the columns")
    rows: list["Row"] = Field(min_length=1, description="the rows, each a list of cells")
    row_headers: Switch = Field(False, description="true: the first cell of a row names the row")
    notes: Markdown | None = Field(None, description="what stands under the table")

    @model_validator(mode="before")
    @classmethod
    def _rows_fit(cls, data: Any, info: ValidationInfo) -> Any:
        header, rows = (data.get("header"), data.get("rows")) if isinstance(data, Mapping) else (None, None)
        if isinstance(header, list) and isinstance(rows, list) and isinstance(info.context, Findings):
            for row in rows:
                if isinstance(row, list) and len(row) != len(header):
                    message = f"the row has {len(row)} cells, the header {len(header)}"
                    hint = 'write one `- ` for each cell; an empty cell is `""`'
                    info.context.problems.append(Problem(message, row[0].location if row else None, hint))
        return data


def _cell(value: object, info: ValidationInfo) -> markup.Markdown | None:
    """An empty cell is a cell: it must be written (`""`), and says nothing."""
    if isinstance(value, Scalar) and not value.strip() and not value.is_cut:
        return None
    return _markdown(markup.parse)(value, info)


Cell: TypeAlias = Annotated[
    markup.Markdown | None,
    PlainValidator(_cell),
    WithJsonSchema({"type": ["string", "number", "boolean", "null"], "description": "Markdown"}),
]
Row: TypeAlias = Annotated[list[Cell], Field(min_length=1)]
Items: TypeAlias = Annotated[list[Markdown], Field(min_length=1)]


class Callout(Part):
    """A box that stands out."""

    kind: _choice("emergency", "warning", "important", "tip", "evidence") = Field(  # type: ignore[valid-type]
        description="emergency | warning | important | tip | evidence"
    )
    title: Heading | None = Field(None, description="the box's first line; without one, the word for its kind")
    content: "Content" = Field(description="a list of blocks, or one text")
    certainty: _choice("high", "moderate", "low", "very-low") | None = Field(  # type: ignore[valid-type]
        None, description="of an evidence call-out: high | moderate | low | very-low"
    )

    @model_validator(mode="after")
    def _certainty_is_of_evidence(self) -> "Callout":
        if self.certainty and self.kind != "evidence":
            values = {"hint": "write `kind: evidence`, or remove `certainty`"}
            raise PydanticCustomError("malformed", "only an evidence call-out has a certainty", values)
        return self


class Quote(Part):
    """Somebody's words."""

    text: Markdown = Field(description="the words")
    source: Line | None = Field(None, description="who said them")


class FigureBlock(Part):
    """`figure:` and a picture."""

    figure: Figure


class TableBlock(Part):
    """`table:` and its rows."""

    table: Table


class CalloutBlock(Part):
    """`callout:` and what the box holds."""

    callout: Callout


class StepsBlock(Part):
    """`steps:` and things to do in order."""

    steps: Items = Field(description="things to do in order")


class ChecklistBlock(Part):
    """`checklist:` and things to tick off."""

    checklist: Items = Field(description="things to tick off")


class QuestionsBlock(Part):
    """`questions:` and what to ask."""

    questions: Items = Field(description="questions to ask at the visit, with lines to write on in print")


class QuoteBlock(Part):
    """`quote:` and somebody's words."""

    quote: Quote


BLOCK_KINDS: Final = ("figure", "table", "callout", "steps", "checklist", "questions", "quote")


def _block_kind(value: object) -> str:
    if isinstance(value, Scalar):
        return "text"
    if isinstance(value, Mapping) and len(value) == 1:
        return str(next(iter(value)))
    return "block"  # no such tag: told as an unknown block


Block: TypeAlias = Annotated[
    Annotated[Markdown, Tag("text")]
    | Annotated[FigureBlock, Tag("figure")]
    | Annotated[TableBlock, Tag("table")]
    | Annotated[CalloutBlock, Tag("callout")]
    | Annotated[StepsBlock, Tag("steps")]
    | Annotated[ChecklistBlock, Tag("checklist")]
    | Annotated[QuestionsBlock, Tag("questions")]
    | Annotated[QuoteBlock, Tag("quote")],
    Discriminator(_block_kind),
]
Content: TypeAlias = Annotated[
    list[Block],
    BeforeValidator(
        lambda value: [value] if isinstance(value, Scalar) else value,
        json_schema_input_type=list[Block] | Markdown,
    ),
    Field(min_length=1),
]

# ---------------------------------------------------------------- the article


class Section(Part):
    """A heading and what stands under it."""

    id: SectionId | None = Field(None, description="begins with `sec-`; `@sec-…` in a text points at it")
    heading: Heading = Field(description="the section's title, best as a question a reader asks")
    content: Content | None = Field(None, description="a list of blocks, or one text")
    only: _choice("print", "screen") | None = Field(  # type: ignore[valid-type]
        None, description="print | screen: for one medium; such a section holds nothing numbered"
    )
    sections: "Sections | None" = Field(None, description="sections inside this one")

    @model_validator(mode="after")
    def _holds_something(self, info: ValidationInfo) -> "Section":
        if not self.content and not self.sections:
            raise PydanticCustomError("empty", "the section is empty")
        if self.only and isinstance(info.context, Findings):
            info.context.limited.append(self)
        return self


Sections: TypeAlias = Annotated[list[Section], Field(min_length=1)]


class Author(Part):
    """Somebody who worked on the article."""

    name: Prose
    role: _choice("author", "reviewer", "translator", "illustrator") = Field(  # type: ignore[valid-type]
        "author", description="author | reviewer | translator | illustrator"
    )
    credentials: Prose | None = Field(None, description="such as RN, PhD")


class Publisher(Part):
    """The clinic or hospital that hands the article out."""

    name: Prose
    address: Prose | None = None
    phone: Prose | None = None
    email: Prose | None = None
    url: Url | None = None
    logo: ImageFile | None = Field(None, description="a file beside the article: .svg, .png or .jpg")
    logo_alt: Prose | None = Field(None, description="the logo in words")

    @model_validator(mode="after")
    def _logo_has_words(self) -> "Publisher":
        if self.logo and not self.logo_alt:
            raise PydanticCustomError("malformed", "the logo has no `logo_alt`", {"hint": "say the logo in words"})
        return self


class Revision(Part):
    """What changed in an edition."""

    version: Prose
    date: Date
    change: Prose


class Edition(Part):
    """Document data: which handout this is, and which edition of it."""

    id: Prose = Field(description="printed, and the lasting source of the EPUB identifier")
    version: Prose
    published: Date = Field(description="year-month-day; also the date inside the files")
    reviewed: Date | None = Field(None, description="when it was last reviewed")
    review_by: Date | None = Field(None, description="when it must be reviewed again")
    url: Url | None = Field(None, description="where the electronic copy lives")
    rights: Prose | None = None
    funding: Prose | None = None
    subjects: list[Prose] | None = None
    evaluated_by: Prose | None = Field(None, description="who evaluated the EPUB's accessibility and may claim it")
    formats: Prose | None = Field(None, description="how to get the article in other formats")
    revisions: list[Revision] | None = None


class Citations(Part):
    """How references are cited and listed."""

    style: StyleName | None = Field(None, description="a CSL style by name, or a .csl file beside the article")
    list: _choice("full", "url", "hidden") = Field("full", description="full | url | hidden")  # type: ignore[valid-type]


class Numbering(Part):
    """What carries a number."""

    sections: Switch = False


class Print(Part):
    """Wishes for the printed handout."""

    fit_pages: Count | None = Field(None, description="how many pages it may have; more is a warning")


class Term(Part):
    """A word and what it means."""

    term: Heading
    definition: Markdown


class Related(Part):
    """Something else to read."""

    title: Heading
    url: Url | None = None
    source: Line | None = None


def _names(value: object) -> list[csl.Csl]:
    """One text as PubMed writes it, or a list of such texts and of mappings."""
    if isinstance(value, Scalar):
        return _parsed_names(value)
    if not isinstance(value, list) or not value:
        raise PydanticCustomError("text_expected", "names were expected", {"found": value})
    return [name for item in value for name in (_parsed_names(item) if isinstance(item, Scalar) else _name(item))]


def _parsed_names(value: Scalar) -> list[csl.Csl]:
    try:
        return csl.parse_names(_prose(value))
    except ValueError as error:
        hint = "write `Cui FY`, or a list with `family:` and `given:`, or `literal:` for an organisation"
        values = {"name": str(error), "hint": hint}
        raise PydanticCustomError("malformed", "`{name}` is not a family name and initials", values) from error


_NAME_PARTS: Final = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")


def _name(value: object) -> list[csl.Csl]:
    if not isinstance(value, Mapping) or not {"family", "literal"} & set(value) or set(value) - set(_NAME_PARTS):
        values = {"hint": f"a name has `family:` and `given:`, or `literal:`; it may have {', '.join(_NAME_PARTS[3:])}"}
        raise PydanticCustomError("malformed", "this is not a name", values)
    return [{str(key): str(_prose(part)) for key, part in value.items()}]


def _csl_date(value: object) -> csl.Csl:
    text = _text(value)
    try:
        return csl.parse_date(text)
    except ValueError as error:
        values = {"text": text, "hint": "write 2016, 2016-03 or 2016-03-15"}
        raise PydanticCustomError("malformed", "`{text}` is not a date", values) from error


_NAME_SCHEMA: Final = {
    "type": "object",
    "properties": dict.fromkeys(_NAME_PARTS, _TEXT),
    "additionalProperties": False,
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
}
Names: TypeAlias = Annotated[
    list[csl.Csl],
    PlainValidator(_names),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "minItems": 1, "items": {"anyOf": [_TEXT, _NAME_SCHEMA]}}]}),
]
CslDate: TypeAlias = Annotated[
    csl.Csl, PlainValidator(_csl_date), WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}"})
]


class ReferenceBase(Part):
    """A work the article cites, in CSL's variables (`container-title`, `issued`, `DOI` …)."""

    model_config = ConfigDict(title="Reference")

    id: Annotated[Scalar, PlainValidator(_key), _string(r"^\w\S*$")] = Field(description="the key that `[@key]` cites")
    type: _choice(*csl.TYPES) = Field(description="a CSL type, such as article-journal, book or webpage")  # type: ignore[valid-type]

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
    return csl.expand_pages(value) if name == "page" else " ".join(value.split())


def _fields(names: tuple[str, ...], kind: Any) -> dict[str, Any]:
    return {name.replace("-", "_").lower(): (kind | None, Field(None, alias=name)) for name in names}


if TYPE_CHECKING:
    Reference = ReferenceBase
else:
    Reference = create_model(
        "Reference",
        __base__=ReferenceBase,
        __doc__=ReferenceBase.__doc__,
        **_fields(csl.TEXT_VARIABLES, Prose),
        **_fields(csl.NAME_VARIABLES, Names),
        **_fields(csl.DATE_VARIABLES, CslDate),
    )


class Article(Part):
    """One handout, as its author wrote it."""

    title: Heading
    subtitle: Line | None = None
    language: Language = Field(description="a BCP 47 tag: en, es-MX, zh-Hant")
    summary: Markdown = Field(description="what this handout is about, in one or two sentences")
    key_points: Items | None = Field(None, description="what a reader should take away")
    authors: list[Author] | None = None
    publisher: Publisher
    document: Edition
    citations: Citations = Field(default_factory=Citations)
    numbering: Numbering = Field(default_factory=Numbering)
    print: Print = Field(default_factory=Print)
    labels: dict[Name, Prose] = Field(
        {}, description="words such as figure or references, for a language we have none for"
    )
    check: dict[Name, Prose] = Field({}, description="rules of `exporter check` to leave out, each with a reason")
    sections: Sections
    glossary: list[Term] | None = None
    disclaimer: Markdown | None = None
    related: list[Related] | None = None
    references: list[Reference] | None = None
    bibliography: list[BibliographyFile] | None = Field(
        None, description="files with references: .bib, .ris or CSL .json"
    )


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A valid article with everything it names, no numbers yet.

    `references` by key as CSL JSON, `images` by path, `labels` the words of its language.
    """

    article: Article
    references: Mapping[str, csl.Csl]
    style: csl.Style
    images: Mapping[str, Image]
    labels: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The article file's name in the project."""
        return self.source.name

    @property
    def source(self) -> Source:
        """The article file as it was read."""
        return self.article.sections[0].heading.source.source


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an article file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Article.model_json_schema(by_alias=True)


Article.model_rebuild()
