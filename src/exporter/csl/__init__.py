"""References and styles in CSL, the Citation Style Language."""

from exporter.csl.case import harmed_words
from exporter.csl.date_parts import is_empty, normal_date
from exporter.csl.dates import SEASONS, read_date
from exporter.csl.identifiers import DOI, PMCID, PMID, clean_doi, clean_pmcid, clean_pmid
from exporter.csl.markup import foreign_markup
from exporter.csl.name_lists import read_names
from exporter.csl.name_parts import NAME_PARTS, normal_name
from exporter.csl.names import ET_AL, is_doubtful, is_et_al, is_group, read_inverted, read_person, spell_name
from exporter.csl.pages import expand_pages
from exporter.csl.shape import lacks, misshapen, normal, texts
from exporter.csl.style import Style, parent_of, read_style
from exporter.csl.variables import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    NEVER_PRINTED,
    TEXT_VARIABLES,
    Csl,
    Type,
    spell_variable,
)

__all__ = (
    "DATE_VARIABLES",
    "DOI",
    "ET_AL",
    "NAME_PARTS",
    "NAME_VARIABLES",
    "NEVER_PRINTED",
    "PMCID",
    "PMID",
    "SEASONS",
    "TEXT_VARIABLES",
    "Csl",
    "Style",
    "Type",
    "clean_doi",
    "clean_pmcid",
    "clean_pmid",
    "expand_pages",
    "foreign_markup",
    "harmed_words",
    "is_doubtful",
    "is_empty",
    "is_et_al",
    "is_group",
    "lacks",
    "misshapen",
    "normal",
    "normal_date",
    "normal_name",
    "parent_of",
    "read_date",
    "read_inverted",
    "read_names",
    "read_person",
    "read_style",
    "spell_name",
    "spell_variable",
    "texts",
)
