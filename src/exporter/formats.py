"""What an article can become: the formats, presets and papers there are, and the names of the files."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Format: TypeAlias = Literal["pdf", "epub", "html"]
Preset: TypeAlias = Literal["standard"]
Paper: TypeAlias = Literal["letter", "a4"]

FORMATS: Final[tuple[Format, ...]] = ("pdf", "epub", "html")
PRESETS: Final[tuple[Preset, ...]] = ("standard",)
PAPERS: Final[tuple[Paper, ...]] = ("letter", "a4")


@dataclass(frozen=True, slots=True)
class Printing:
    """How the PDF is made: the look, the paper, and whether it has to last in an archive (PDF/A-2a)."""

    preset: Preset = PRESETS[0]
    paper: Paper = PAPERS[0]
    for_archive: bool = False

    def file_name(self, stem: str) -> str:
        """Return the PDF's name for the article `stem`; the first preset on the first paper needs no other words."""
        is_first = (self.preset, self.paper) == (PRESETS[0], PAPERS[0])
        return f"{stem}.pdf" if is_first else f"{stem}.{self.preset}.{self.paper}.pdf"


def file_names(stem: str) -> frozenset[str]:
    """Return every name that a file of the article `stem` can have, the ledger's left out."""
    printed = (Printing(preset, paper).file_name(stem) for preset in PRESETS for paper in PAPERS)
    return frozenset((*printed, f"{stem}.epub", f"{stem}.html"))
