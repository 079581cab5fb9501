"""The schema of the article file: checks keys and values, and returns a valid `Article` without numbers.

`Article.model_validate(data, context=ValidationContext())` checks what `load` has read; the context gets the problems.
`json_schema()` describes the same keys for editors; `walk` yields everything that can carry a number, in order.
"""

from exporter.article.blocks import (
    BLOCK_KINDS,
    Block,
    Callout,
    CalloutBlock,
    ChecklistBlock,
    DefinitionsBlock,
    Figure,
    FigureBlock,
    QuestionsBlock,
    QuoteBlock,
    StepsBlock,
    Table,
    TableBlock,
    Term,
)
from exporter.article.json_schema import json_schema
from exporter.article.manuscript import Article, Author, Edition, Manuscript, Section

__all__ = [
    "BLOCK_KINDS",
    "Article",
    "Author",
    "Block",
    "Callout",
    "CalloutBlock",
    "ChecklistBlock",
    "DefinitionsBlock",
    "Edition",
    "Figure",
    "FigureBlock",
    "Manuscript",
    "QuestionsBlock",
    "QuoteBlock",
    "Section",
    "StepsBlock",
    "Table",
    "TableBlock",
    "Term",
    "json_schema",
]
