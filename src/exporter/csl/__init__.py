"""References and styles in CSL, the Citation Style Language."""

from exporter.csl.dates import DATE, parse_date, read_date
from exporter.csl.identifiers import clean_doi, clean_pmcid, clean_pmid
from exporter.csl.names import ET_AL, is_doubtful, is_et_al, is_group, parse_names, read_inverted, spell_name
from exporter.csl.pages import expand_pages
from exporter.csl.shape import lacks, misshapen, texts
from exporter.csl.style import Style, parent_of, read_style
from exporter.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, Csl, Type

__all__ = (
    "DATE",
    "DATE_VARIABLES",
    "ET_AL",
    "NAME_VARIABLES",
    "TEXT_VARIABLES",
    "Csl",
    "Style",
    "Type",
    "clean_doi",
    "clean_pmcid",
    "clean_pmid",
    "expand_pages",
    "is_doubtful",
    "is_et_al",
    "is_group",
    "lacks",
    "misshapen",
    "parent_of",
    "parse_date",
    "parse_names",
    "read_date",
    "read_inverted",
    "read_style",
    "spell_name",
    "texts",
)
