"""Make docs/developers/fifty-mistakes.md: what people paste, what the program says, and whether its hint works."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conftest import article_text
from lxml import html
from pasted import PASTED, Pasted

from exporter.errors import ExporterError, Problem
from exporter.pipeline import Pipeline
from exporter.request import Request

PAGE: Final = Path(__file__).parents[1] / "docs" / "developers" / "fifty-mistakes.md"
_INTRODUCTION: Final = """\
# Mistakes of people who paste

Each row is something that a person pastes or types into the smallest article, what `exporter check` says about it, and
the text after its hint was followed. `make docs` makes this page by trying every row.

A test fails if the message is not on the line of the mistake, if it has a word that clinic staff do not know, or if the
repaired text still has a problem. The last column says whether all of this is right.

In the tables, ⏎ is the end of a line, ⇥ a tab, ⍽ a no-break space, and ␋ a line break of Word.
"""
_SHOWN: Final = str.maketrans({"\n": "⏎", "\t": "⇥", "\u00a0": "⍽", "\x0b": "␋", "|": "\\|"})
_PICTURE: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a row: the problem on its line, if there is one; the others; and what is left when it is repaired.

    `seen` is the text of the web page, if the row has nothing to repair.
    """

    row: Pasted
    found: Problem | None
    others: tuple[Problem, ...]
    left: tuple[Problem, ...]
    seen: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the problem is on its line and its hint works; or there is none, and the text is as it should be."""
        if self.row.line:
            return self.found is not None and bool(self.found.hint) and not self.left
        return not self.others and self.row.repaired in self.seen


def trials(pipeline: Pipeline) -> Iterator[tuple[str, Trial]]:
    """Yield what came of each row, with the name of its group."""
    for group, rows in PASTED.items():
        for row in rows:
            yield group, _try(row, pipeline)


def _try(row: Pasted, pipeline: Pipeline) -> Trial:
    problems = _problems(row.typed, row.files, pipeline)
    if not row.line:
        return Trial(row, None, problems, (), "" if problems else _seen(row, pipeline))
    found = next((one for one in problems if one.location and one.location.line == row.line), None)
    others = tuple(one for one in problems if one is not found)
    return Trial(row, found, others, _problems(row.repaired, row.repaired_files, pipeline))


def _problems(changes: str | bytes, files: Mapping[str, str | bytes], pipeline: Pipeline) -> tuple[Problem, ...]:
    try:
        return pipeline.check(_request(changes, files))
    except ExporterError as error:
        return error.problems


def _request(changes: str | bytes, files: Mapping[str, str | bytes]) -> Request:
    article = changes if isinstance(changes, bytes) else article_text(changes)
    every = {"article.yaml": article, "a.svg": _PICTURE, **files}
    content = {f"content/{name}": one if isinstance(one, bytes) else one.encode() for name, one in every.items()}
    return Request("content/article.yaml", ("html",), files=content)


def _seen(row: Pasted, pipeline: Pipeline) -> str:
    (page,) = pipeline.export(_request(row.typed, row.files)).files.values()
    return " ".join(" ".join(map(str, html.fromstring(page).itertext())).split())


def page() -> str:
    """Return the page with a table for each group."""
    parts: dict[str, list[str]] = {}
    with Pipeline() as pipeline:
        for number, (group, trial) in enumerate(trials(pipeline), 1):
            parts.setdefault(group, []).append(_line(number, trial))
    head = "| | mistake | typed | message and hint | after the hint | right |\n|--:|---|---|---|---|---|"
    return "\n".join(
        [_INTRODUCTION, *(f"## {group}\n\n{head}\n" + "\n".join(rows) + "\n" for group, rows in parts.items())]
    )


def _line(number: int, trial: Trial) -> str:
    row, found = trial.row, trial.found
    typed, repaired = _shown(row.typed, row.files), _shown(row.repaired, row.repaired_files)
    says = "nothing: it is printed as it should be"
    if found and found.location:
        place = f"{found.location.file.removeprefix('content/')}:{found.location.line}"
        says = f"{found.severity}, {place}: {_escaped(found.message)}. Hint: {_escaped(found.hint)}"
    return f"| {number} | {row.name} | {typed} | {says} | {repaired} | {'yes' if trial.is_right else '**no**'} |"


def _shown(text: str | bytes, files: Mapping[str, str | bytes]) -> str:
    words = text.decode("latin-1") if isinstance(text, bytes) else text
    every = [words, *(f"{name}: {one if isinstance(one, str) else ''}" for name, one in files.items())]
    return "<br>".join(f"`` {one.strip().translate(_SHOWN)} ``" for one in every)


def _escaped(words: str) -> str:
    return words.translate(_SHOWN).replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
