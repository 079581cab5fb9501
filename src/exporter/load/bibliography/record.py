"""One reference of a file."""

from dataclasses import dataclass

from exporter.csl import Csl
from exporter.errors import Location, Problem


@dataclass(frozen=True, slots=True)
class Record:
    """A reference as CSL JSON, and the place of its key, or of its first line if it has none.

    Its `id` is its key as the file writes it, or missing. `problems` are reported if the reference is cited: it harms
    nobody otherwise.
    """

    reference: Csl
    location: Location
    problems: tuple[Problem, ...] = ()
