"""References and styles in CSL, the Citation Style Language."""

from exporter.csl.dates import DATE, parse_date
from exporter.csl.names import parse_names, spell_name
from exporter.csl.pages import expand_pages
from exporter.csl.shape import lacks, misshapen, texts
from exporter.csl.style import Style, parent_of, read_style
from exporter.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, Csl, Type

__all__ = (
    "DATE",
    "DATE_VARIABLES",
    "NAME_VARIABLES",
    "TEXT_VARIABLES",
    "Csl",
    "Style",
    "Type",
    "expand_pages",
    "lacks",
    "misshapen",
    "parent_of",
    "parse_date",
    "parse_names",
    "read_style",
    "spell_name",
    "texts",
)
