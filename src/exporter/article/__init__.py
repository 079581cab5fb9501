"""The article file's schema: what an author may write, with no numbers yet. The JSON Schema comes from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError

from exporter import csl, markup
from exporter.article.fields import (
    BibliographyFile,
    Count,
    Date,
    Email,
    FigureId,
    Findings,
    Heading,
    ImageFile,
    Language,
    Line,
    Markdown,
    Name,
    Part,
    Prose,
    SectionId,
    StyleName,
    Switch,
    TableId,
    Url,
    Word,
    choice,
    read_markdown,
)
from exporter.article.reference import Reference
from exporter.document import Image
from exporter.errors import Problem
from exporter.source import Scalar, Source

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


# Nobody reads more in a column, and the time to measure a cell's words grows with their square.
_LONGEST_CELL: Final = 2000


def _cell(value: object, info: ValidationInfo) -> markup.Markdown | None:
    """An empty cell is a cell: it must be written (`""`), and says nothing."""
    if isinstance(value, Scalar) and not value.strip() and not value.is_cut:
        return None
    cell = read_markdown(markup.parse)(value, info)
    if len(cell.source) > _LONGEST_CELL and isinstance(info.context, Findings):
        message = f"a cell of a table has {len(cell.source)} characters, more than {_LONGEST_CELL}"
        hint = "say it in fewer words, or as text beside the table"
        info.context.problems.append(Problem(message, cell.source.location, hint))
    return cell


Cell: TypeAlias = Annotated[
    markup.Markdown | None,
    PlainValidator(_cell),
    WithJsonSchema({"type": ["string", "number", "boolean", "null"], "description": "Markdown"}),
]
Row: TypeAlias = Annotated[list[Cell], Field(min_length=1)]
Items: TypeAlias = Annotated[list[Markdown], Field(min_length=1)]


class Callout(Part):
    """A box that stands out."""

    kind: choice("emergency", "warning", "important", "tip", "evidence") = Field(  # type: ignore[valid-type]
        description="emergency | warning | important | tip | evidence"
    )
    title: Heading | None = Field(None, description="the box's first line; without one, the word for its kind")
    content: "Content" = Field(description="a list of blocks, or one text")
    certainty: choice("high", "moderate", "low", "very-low") | None = Field(  # type: ignore[valid-type]
        None, description="of an evidence call-out: high | moderate | low | very-low"
    )

    @model_validator(mode="after")
    def _certainty_is_of_evidence(self) -> "Callout":
        if self.certainty and self.kind != "evidence":
            values = {"hint": "write `kind: evidence`, or remove `certainty`"}
            raise PydanticCustomError("malformed", "only an evidence call-out has a certainty", values)
        return self


class Term(Part):
    """A word and what it means."""

    term: Heading
    definition: Markdown


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


class DefinitionsBlock(Part):
    """`definitions:` and words with what they mean."""

    definitions: list[Term] = Field(min_length=1, description="words and what they mean, outside the glossary")


class QuoteBlock(Part):
    """`quote:` and somebody's words."""

    quote: Quote


BLOCK_KINDS: Final = ("figure", "table", "callout", "steps", "checklist", "questions", "definitions", "quote")


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
    | Annotated[DefinitionsBlock, Tag("definitions")]
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
    only: choice("print", "screen") | None = Field(  # type: ignore[valid-type]
        None, description="print | screen: for one medium; such a section holds nothing numbered"
    )
    sections: "Sections | None" = Field(None, description="sections inside this one")

    @model_validator(mode="after")
    def _holds_something(self) -> "Section":
        if not self.content and not self.sections:
            raise PydanticCustomError("empty", "the section is empty")
        return self


Sections: TypeAlias = Annotated[list[Section], Field(min_length=1)]


class Author(Part):
    """Somebody who worked on the article."""

    name: Prose
    role: choice("author", "reviewer", "translator", "illustrator") = Field(  # type: ignore[valid-type]
        "author", description="author | reviewer | translator | illustrator"
    )
    credentials: Prose | None = Field(None, description="such as RN, PhD")


class Publisher(Part):
    """The clinic or hospital that hands the article out."""

    name: Prose
    address: Prose | None = None
    phone: Prose | None = None
    email: Email | None = None
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


_LONGEST_ADDRESS: Final = 300  # a longer one is a QR code of more than 4 cm


def _fits_code(address: Scalar) -> Scalar:
    if len(address) > _LONGEST_ADDRESS:
        values = {"count": len(address), "most": _LONGEST_ADDRESS, "hint": "use a shorter address"}
        raise PydanticCustomError("malformed", "the address has {count} characters, more than {most}", values)
    return address


class Edition(Part):
    """Document data: which handout this is, and which edition of it."""

    id: Word = Field(description="printed, and the lasting source of the EPUB identifier")
    version: Word
    published: Date = Field(description="year-month-day; also the date inside the files")
    reviewed: Date | None = Field(None, description="when it was last reviewed")
    review_by: Date | None = Field(None, description="when it must be reviewed again")
    url: Annotated[Url, AfterValidator(_fits_code)] | None = Field(
        None, description="where the electronic copy lives; printed, also as a QR code"
    )
    rights: Prose | None = None
    funding: Prose | None = None
    subjects: list[Prose] | None = None
    evaluated_by: Prose | None = Field(None, description="who evaluated the EPUB's accessibility and may claim it")
    formats: Prose | None = Field(None, description="how to get the article in other formats")
    revisions: list[Revision] | None = None


class Citations(Part):
    """How references are cited and listed."""

    style: StyleName | None = Field(None, description="a CSL style by name, or a .csl file beside the article")
    list: choice("full", "url", "hidden") = Field("full", description="full | url | hidden")  # type: ignore[valid-type]


class Numbering(Part):
    """What carries a number."""

    sections: Switch = False


class Print(Part):
    """Wishes for the printed handout."""

    fit_pages: Count | None = Field(None, description="how many pages it may have; more is a warning")


class Checks(Part):
    """Rules of `exporter check` to leave out, each with a reason; there are none yet."""


class Related(Part):
    """Something else to read."""

    title: Heading
    url: Url | None = None
    source: Line | None = None


class Article(Part):
    """One handout, as its author wrote it."""

    title: Heading
    subtitle: Line | None = None
    language: Language = Field(description="a BCP 47 tag (en, es-MX, zh-Hant); needed, here or in `_defaults.yaml`")
    summary: Markdown = Field(description="what this handout is about, in one or two sentences")
    key_points: Items | None = Field(None, description="what a reader should take away")
    authors: list[Author] | None = None
    publisher: Publisher = Field(description="who hands it out; needed, here or in `_defaults.yaml`")
    document: Edition
    citations: Citations = Field(default_factory=Citations)
    numbering: Numbering = Field(default_factory=Numbering)
    print: Print = Field(default_factory=Print)
    labels: dict[Name, Prose] = Field(
        {}, description="words such as figure or references, for a language we have none for"
    )
    check: Checks = Field(default_factory=Checks, description="rules of `exporter check` to leave out; none yet")
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

    `references` by key as CSL JSON, `bibliographies` the keys that each file of references gave, by the file's name;
    `images` by path, `drawings` the SVG ones as they were read, `labels` the words of its language.
    """

    article: Article
    references: Mapping[str, csl.Csl]
    bibliographies: Mapping[str, Sequence[str]]
    style: csl.Style
    images: Mapping[Scalar, Image]
    drawings: tuple[Source, ...]
    labels: Mapping[str, str]

    @property
    def file(self) -> str:
        """The article file's name in the project."""
        return self.source.name

    @property
    def source(self) -> Source:
        """The article file as it was read."""
        return self.article.sections[0].heading.source.source


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an article file, for editors.

    It does not ask for what a clinic writes once, in `_defaults.yaml`.
    """
    schema = Article.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    schema["required"] = [key for key in schema["required"] if key not in {"language", "publisher"}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


class _WithoutNull(GenerateJsonSchema):
    """A key that may be left out may not be left empty."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return (
            self.generate_inner(schema["schema"]) if schema.get("default") is None else super().default_schema(schema)
        )


Article.model_rebuild()
