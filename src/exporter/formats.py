"""What an article can become: the formats, presets and papers there are, and the names of the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, TypeAlias

Format: TypeAlias = Literal["pdf", "epub", "html"]
Preset: TypeAlias = Literal["standard", "clear-print", "large-print", "large-print-acb"]
Paper: TypeAlias = Literal["letter", "a4"]

FORMATS: Final[tuple[Format, ...]] = ("pdf", "epub", "html")
PRESETS: Final[tuple[Preset, ...]] = ("standard", "clear-print", "large-print", "large-print-acb")
PAPERS: Final[tuple[Paper, ...]] = ("letter", "a4")
SMALLEST: Final[Mapping[Preset, float]] = {"standard": 8, "clear-print": 12, "large-print": 16, "large-print-acb": 18}
"""How small text may get, in points. Sources: RNIB, Clear Print; UKAAF, G003; ACB, Large Print (May 2025)."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How one PDF is made: the look, the paper, without colours, fit for an archive (PDF/A-2a)."""

    preset: Preset = PRESETS[0]
    paper: Paper = PAPERS[0]
    is_grey: bool = False
    for_archive: bool = False

    def file_name(self, stem: str) -> str:
        """Return the PDF's name for the article `stem`; the first preset on the first paper needs no other words."""
        if (self.preset, self.paper, self.is_grey) == (PRESETS[0], PAPERS[0], False):
            return f"{stem}.pdf"
        return f"{stem}.{self.preset}.{self.paper}{'.grey' * self.is_grey}.pdf"


def in_order(printings: Iterable[Printing]) -> list[Printing]:
    """Return printings, each once, in the order of PRESETS and then of PAPERS: the e-book has the first one's pages."""
    return sorted(
        dict.fromkeys(printings), key=lambda one: (PRESETS.index(one.preset), PAPERS.index(one.paper), one.is_grey)
    )


def preset_of(name: str) -> Preset:
    """Return the preset of a PDF, by its name."""
    return next((preset for preset in PRESETS if f".{preset}." in name), PRESETS[0])


def file_names(stem: str) -> frozenset[str]:
    """Return every name that a file of the article `stem` can have, the ledger's left out."""
    printings = (Printing(*how) for how in product(PRESETS, PAPERS, (False, True)))
    return frozenset((*(one.file_name(stem) for one in printings), f"{stem}.epub", f"{stem}.html"))
