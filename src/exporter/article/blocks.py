"""What the content of a section may be: texts and blocks."""

import re
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, TypeAlias, get_args

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from exporter import markup
from exporter.article import conditions
from exporter.article.conditions import NO_NUMBER
from exporter.article.fields import (
    TEXT,
    FigureId,
    Heading,
    ImageFile,
    Item,
    Line,
    Markdown,
    Prose,
    Switch,
    TableId,
    one_of,
    read_markdown,
)
from exporter.article.node import Node, ValidationContext
from exporter.document import CalloutKind, Certainty
from exporter.errors import Problem
from exporter.source import Scalar


class Figure(Node):
    """A picture with a caption; its number comes from its position in the article."""

    id: FigureId = Field(description="begins with `fig-`; a text refers to it with `@fig-…`")
    image: ImageFile = Field(description="the file of the picture, such as `images/knee.svg`: .svg, .png or .jpg")
    alt: Prose = Field(description="what the picture shows, in words, for readers who cannot see it")
    caption: Item = Field(description="the text below the picture")
    credit: Line | None = Field(None, description="who made the picture")


class Table(Node):
    """Rows and columns with a caption; every row has as many cells as the header."""

    id: TableId = Field(description="begins with `tbl-`; a text refers to it with `@tbl-…`")
    caption: Item = Field(description="the text above the table")
    header: list[Item] = Field(min_length=1, description="the titles of the columns")
    rows: list["Row"] = Field(min_length=1, description="the rows, each a list of cells")
    row_headers: Switch = Field(False, description="true if the first cell of each row is its title")
    notes: Item | None = Field(None, description="the text below the table")

    @model_validator(mode="before")
    @classmethod
    def _rows_fit(cls, data: Any, info: ValidationInfo) -> Any:
        header, rows = (data.get("header"), data.get("rows")) if isinstance(data, Mapping) else (None, None)
        if isinstance(header, list) and header and isinstance(rows, list):
            for row in (one for one in rows if isinstance(one, list) and one):
                if len(row) != len(header):
                    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                    message = f"the row has {cells}, but the header has {len(header)}"
                    hint = 'write one `- ` for each cell; an empty cell is `- ""`'
                    if getattr(row, "is_inline", False):
                        hint = 'put a cell that contains a comma in quotes; an empty cell is `""`'
                    ValidationContext.of(info).problems.append(Problem(message, row[0].location, hint))
        return data


# Nobody reads a longer one in a column, and the time to measure a cell's words grows with their square.
_LONGEST_CELL: Final = 2000


def _cell(value: object, info: ValidationInfo) -> markup.Markdown | None:
    """Return the Markdown of a cell, or None for an empty one, which must still be written (`""`).

    A cell that is only `-` is a list with an empty item for YAML.
    """
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Scalar):
        empty = value[0]
        if not empty and empty.start == empty.end and not empty.is_cut:
            dash = empty.source.text.rfind("-", 0, empty.start)
            value = Scalar.at("-", empty.source, dash, empty.end)
    if isinstance(value, Scalar) and not value.strip() and not value.is_cut:
        return None
    cell = read_markdown(markup.parse_item)(value, info)
    if len(cell.source) > _LONGEST_CELL:
        message = f"a table cell has {len(cell.source)} characters; the limit is {_LONGEST_CELL}"
        hint = "shorten it, or move the text out of the table"
        ValidationContext.of(info).problems.append(Problem(message, cell.source.location, hint))
    return cell


Cell: TypeAlias = Annotated[
    markup.Markdown | None,
    PlainValidator(_cell),
    WithJsonSchema(
        {
            "maxLength": _LONGEST_CELL,
            "type": ["string", "number", "boolean", "null", "array"],  # YAML reads `-` as a list
            "items": {"type": "null"},
            "minItems": 1,
            "maxItems": 1,
            "description": "Markdown",
        }
    ),
]
Row: TypeAlias = Annotated[list[Cell], Field(min_length=1)]
Items: TypeAlias = Annotated[list[Item], Field(min_length=1)]


def _step(value: object, info: ValidationInfo) -> markup.Markdown:
    """Return the Markdown of a step; a number at its beginning would be printed after the step's own."""
    step = read_markdown(markup.parse_item)(value, info)
    if found := re.match(r"\d+[.)](?=\s)", step.source):
        hint = f"remove it: steps are numbered in order; if it is a date, write `{found[0][:-1]}\\{found[0][-1]}`"
        ValidationContext.of(info).problems.append(
            Problem(f"the step begins with the number `{found[0]}`", step.source.place_of(found[0]), hint)
        )
    return step


Step: TypeAlias = Annotated[
    markup.Markdown, PlainValidator(_step), WithJsonSchema(TEXT | NO_NUMBER | {"description": "Markdown"})
]


class Callout(Node):
    """A box that stands out from the text."""

    model_config = ConfigDict(json_schema_extra=conditions.CALLOUT)

    kind: Annotated[CalloutKind, one_of(CalloutKind)] = Field(
        description="emergency, warning, important, tip or evidence"
    )
    title: Heading | None = Field(None, description="the title of the box, after the word for its kind")
    content: "Content" = Field(description="one text, or a list of texts and blocks")
    certainty: Annotated[Certainty, one_of(Certainty)] | None = Field(
        None, description="for evidence, how sure it is: high, moderate, low or very-low"
    )

    @model_validator(mode="after")
    def _certainty_is_of_evidence(self) -> "Callout":
        if self.certainty and self.kind != "evidence":
            values = {"hint": "write `kind: evidence`, or remove `certainty`"}
            raise PydanticCustomError("malformed", "only an evidence call-out can have a `certainty`", values)
        return self


class Term(Node):
    """A word and its meaning."""

    term: Heading = Field(description="the word or phrase, without citations and notes")
    definition: Item = Field(description="what it means, in plain words")


class Quote(Node):
    """Somebody's words, and who said them."""

    text: Item = Field(description="the words that are quoted")
    source: Line | None = Field(None, description="who said or wrote them")


class FigureBlock(Node):
    """The block `figure`."""

    figure: Figure = Field(description="a picture with a caption and a number")


class TableBlock(Node):
    """The block `table`."""

    table: Table = Field(description="rows and columns with a caption and a number")


class CalloutBlock(Node):
    """The block `callout`."""

    callout: Callout = Field(description="a box that stands out from the text, such as a warning")


class StepsBlock(Node):
    """The block `steps`."""

    steps: Annotated[list[Step], Field(min_length=1)] = Field(description="things to do in order")


class ChecklistBlock(Node):
    """The block `checklist`."""

    checklist: Items = Field(description="things to tick off")


class QuestionsBlock(Node):
    """The block `questions`."""

    questions: Items = Field(description="questions to ask at the visit, with lines to write on in print")


class DefinitionsBlock(Node):
    """The block `definitions`."""

    definitions: list[Term] = Field(
        min_length=1, description="words and their meanings, at this place instead of in the glossary"
    )


class QuoteBlock(Node):
    """The block `quote`."""

    quote: Quote = Field(description="what somebody said or wrote")


def _kind(block: type[Node]) -> str:
    """Return the key that a block begins with: the only field of its class."""
    (kind,) = block.model_fields
    return kind


def _written_kind(value: object) -> str:
    if isinstance(value, Scalar):
        return "a text"  # no name of a block
    if isinstance(value, Mapping) and len(value) == 1:
        return str(next(iter(value)))
    return "block"  # no such kind: reported as an unknown block


def _by_kind(union: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """Validate a block by the class of its kind alone, so that only its own problems are reported."""
    text, *blocks = get_args(union)
    choices = [Annotated[text, Tag("a text")], *(Annotated[block, Tag(_kind(block))] for block in blocks)]
    return handler(Annotated[reduce(or_, choices), Discriminator(_written_kind)])


Block: TypeAlias = Annotated[
    Markdown
    | FigureBlock
    | TableBlock
    | CalloutBlock
    | StepsBlock
    | ChecklistBlock
    | QuestionsBlock
    | DefinitionsBlock
    | QuoteBlock,
    GetPydanticSchema(_by_kind),
]
BLOCK_KINDS: Final = tuple(_kind(block) for block in get_args(get_args(Block)[0])[1:])
Content: TypeAlias = Annotated[
    list[Block],
    BeforeValidator(
        lambda value: [value] if isinstance(value, Scalar) else value,
        json_schema_input_type=list[Block] | Markdown,
    ),
    Field(min_length=1),
]
