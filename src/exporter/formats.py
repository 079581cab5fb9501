"""What an article can become: the formats, presets and papers there are, and the names of the files."""

from typing import Final, Literal, TypeAlias

Format: TypeAlias = Literal["pdf", "epub", "html"]
Preset: TypeAlias = Literal["standard"]
Paper: TypeAlias = Literal["letter", "a4"]

FORMATS: Final[tuple[Format, ...]] = ("pdf", "epub", "html")
PRESETS: Final[tuple[Preset, ...]] = ("standard",)
PAPERS: Final[tuple[Paper, ...]] = ("letter", "a4")


def pdf_name(stem: str, preset: Preset, paper: Paper) -> str:
    """Return the name of the PDF of the article `stem`; the first preset on the first paper needs no other words."""
    return f"{stem}.pdf" if (preset, paper) == (PRESETS[0], PAPERS[0]) else f"{stem}.{preset}.{paper}.pdf"


def file_names(stem: str) -> frozenset[str]:
    """Return every name that a file of the article `stem` can have, the ledger's left out."""
    printed = (pdf_name(stem, preset, paper) for preset in PRESETS for paper in PAPERS)
    return frozenset((*printed, f"{stem}.epub", f"{stem}.html"))
