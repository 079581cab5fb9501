"""The packaged font files: the only ones a page is set in, unless the project brings its own."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

BODY_FAMILY = "Atkinson Hyperlegible"
FALLBACK_FAMILY = "DejaVu Sans"  # Greek, arrows, boxes, ticks, subscripts, Cyrillic, Hebrew, Arabic


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: `weight` as in CSS (400, 700), `style` normal or italic."""

    family: str
    weight: int
    style: str
    path: Path


def packaged_faces() -> tuple[Face, ...]:
    """Return the faces that come with the program, the body's four first."""
    atkinson = Path(str(files("fontpkg_atkinson_hyperlegible"))) / "files"
    dejavu = Path(str(files("exporter"))) / "fonts"
    return (
        Face(BODY_FAMILY, 400, "normal", atkinson / "AtkinsonHyperlegible-Regular.ttf"),
        Face(BODY_FAMILY, 700, "normal", atkinson / "AtkinsonHyperlegible-Bold.ttf"),
        Face(BODY_FAMILY, 400, "italic", atkinson / "AtkinsonHyperlegible-Italic.ttf"),
        Face(BODY_FAMILY, 700, "italic", atkinson / "AtkinsonHyperlegible-BoldItalic.ttf"),
        Face(FALLBACK_FAMILY, 400, "normal", dejavu / "DejaVuSans.ttf"),
        Face(FALLBACK_FAMILY, 700, "normal", dejavu / "DejaVuSans-Bold.ttf"),
    )
