"""What can go wrong, as data: a problem says what, where and what to do; an exception adds the exit code.

ExporterError            1  a bug in exporter
├── UsageError           2  the command cannot be understood
├── ArticleError         3  the article has problems, all of them listed
├── MachineError         4  something on this machine is missing
└── DisagreementError    5  the article, the document and the finished files disagree; nothing was saved
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, Self

MOST_HINTS: Final = 50
"""For how many unknown names a run may look for the one that was meant: it takes a while."""


class Severity(StrEnum):
    """The weight of a problem: an error stops the export, a warning does not, and after a note all is fine."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: line and column count from 1, columns in characters; line 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One error, warning or note: what is wrong, where, and a hint what to do."""

    message: str
    location: Location | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        lines = [f"{self.severity}: {self.message}"]
        if self.location:
            lines.append(f"  --> {self.location}")
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        place = self.location or Location("")
        return {
            "severity": str(self.severity),
            "message": self.message,
            "file": place.file or None,
            "line": place.line or None,
            "column": place.column or None,
            "hint": self.hint or None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        place = Location(data["file"], data["line"] or 0, data["column"] or 0) if data["file"] else None
        return cls(data["message"], place, data["hint"] or "", Severity(data["severity"]))


class ExporterError(Exception):
    """A failure with a known cause: the problems to show, and the exit code of the command."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(ExporterError):
    """The command names something that does not exist or cannot be done."""

    exit_code = 2


class ArticleError(ExporterError):
    """The article, or a file it names, has problems; nothing was written."""

    exit_code = 3


class MachineError(ExporterError):
    """A required program, library or permission is missing on this machine."""

    exit_code = 4

    @classmethod
    def because(cls, error: OSError | ImportError) -> Self:
        """Return the error for a component that is missing, or a system that has run out of something."""
        hint = "run `exporter doctor` to see what is missing"
        return cls(Problem(f"this computer cannot do it: {error}", None, hint))


class DisagreementError(ExporterError):
    """The document is not what the author wrote, or a file does not show it; nothing was saved."""

    exit_code = 5


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean …?`, or an empty string."""
    by_letters = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), by_letters, n=1, cutoff=0.6)
    return f"did you mean `{by_letters[close[0]]}`?" if close else ""
