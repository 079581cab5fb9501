"""Words citations and reference entries, verbatim as citeproc gives them.

The engine is pandoc's citeproc in one long-lived `pandoc lua` process (`citeproc.lua`): 5 ms an article once it runs.
"""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from exporter.child import Child, ChildFailed
from exporter.citeproc import latex, pandoc
from exporter.citeproc.latex import Latex
from exporter.csl import Csl, Style
from exporter.document import Inlines, plain
from exporter.errors import ArticleError, ExporterError, MachineError, Problem
from exporter.limits import Limits
from exporter.markup import Cite


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the printed bibliography: `marker` is the text in its left margin (`1.`), if there is any."""

    key: str
    number: str | None
    marker: str
    text: Inlines


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The text of every citation, in reading order, and the entries in the order of the list."""

    citations: tuple[Inlines, ...]
    entries: tuple[Entry, ...]


class Citeproc:
    """The citation processor: restarted if it dies, and limited in time and memory. A context manager."""

    def __init__(self, command: Sequence[str] | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child = Child(lambda: command or _pandoc(self.limits), self.limits.seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; if it is idle, it ends by itself and removes its temporary file."""
        self._child.close()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the process if it is not running, so that it is ready for requests. Raises MachineError."""
        try:
            return self._child.start()
        except OSError as error:
            raise MachineError(Problem(f"pandoc cannot be started: {error.strerror}", None, _INSTALL)) from error

    def version(self) -> str:
        """Return pandoc's version."""
        return self._ask({"do": "version"})

    def read_latex(self, texts: Iterable[str]) -> dict[str, Latex | None]:
        """Return what each text of LaTeX shows; None for one whose braces or commands are not complete."""
        texts = set(texts)
        asked = sorted(text for text in texts if not latex.is_plain(text))
        answers = json.loads(self._ask({"do": "latex", "texts": [*map(latex.corrected, asked)]})) if asked else []
        read = {
            text: latex.from_pandoc(answer) if answer else None for text, answer in zip(asked, answers, strict=True)
        }
        return {text: Latex(" ".join(text.split())) for text in texts} | read

    def cite(
        self, citations: Sequence[Cite], references: Mapping[str, Csl], style: Style, language: str
    ) -> Bibliography:
        """Format `citations`, in reading order, and the references they cite, in `style` and `language`.

        Raises ExporterError if citeproc cannot format them, ArticleError if the article's own style is the cause or a
        limit is exceeded, and MachineError if pandoc is missing or does not answer.
        """
        keys = list(dict.fromkeys(item.key for cite in citations for item in cite.items))
        if not keys:
            return Bibliography((), ())
        # A citation of each reference alone, after all others, shows the number that the style assigns to it.
        probes = [[(key, "", "")] for key in keys] if style.is_numeric else []
        asked = [[(item.key, item.prefix, item.suffix) for item in cite.items] for cite in citations]
        request = {
            "do": "cite",
            "references": json.dumps([references[key] for key in keys]),
            "document": pandoc.to_document([*asked, *probes], style, language),
        }
        try:
            texts, lines = pandoc.from_document(self._ask(request))
        except ValueError as error:
            message = f"the references cannot be written in the style `{style.name}`: {error}"
            if style.is_own:
                raise ArticleError(Problem(message, None, "use another style, or fix this one")) from error
            raise ExporterError(message) from error
        found = [_number(plain(text)) for text in texts[len(asked) :]] or [None] * len(keys)
        numbers = dict(zip(keys, found, strict=True))
        entries = (Entry(key, numbers[key], plain(margin).strip(), text) for key, margin, text in lines)
        return Bibliography(tuple(texts[: len(asked)]), tuple(entries))

    def _ask(self, request: Mapping[str, object]) -> str:
        """Return the answer to one request; if the process fails, start it again, once."""
        failure: ChildFailed | None = None
        for _ in range(2):
            self.start()
            try:
                return _text(self._child.ask(json.dumps(request)))
            except TimeoutError as error:
                raise ArticleError(
                    self.limits.exceeded("seconds", "formatting the references takes too long")
                ) from error
            except ChildFailed as error:
                if error.code == _HEAP_IS_FULL:
                    message = "formatting the references takes too much memory"
                    raise ArticleError(self.limits.exceeded("memory_mb", message)) from error
                failure = error
        hint = f"make sure that the folder for temporary files can be written; if it can, {_INSTALL}"
        raise MachineError(Problem(f"pandoc failed twice on the same article: {failure}", None, hint)) from failure


_HEAP_IS_FULL: Final = 251  # GHC User's Guide, 5.7.3, option -M
_INSTALL = "run `make` again, or install the Python package `pypandoc-binary`"


def pandoc_path() -> str:
    """Return the path of pandoc, without importing its package. Raises MachineError."""
    spec = find_spec("pypandoc")
    for name in ("pandoc", "pandoc.exe"):
        if spec and spec.origin and (path := Path(spec.origin).parent / "files" / name).is_file():
            return str(path)
    raise MachineError(Problem("pandoc is missing", None, _INSTALL))


def _pandoc(limits: Limits) -> list[str]:
    memory = f"-M{limits.memory_mb}m"  # an option of pandoc's Haskell runtime
    return [pandoc_path(), "+RTS", memory, "-RTS", "lua", str(Path(__file__).with_name("citeproc.lua"))]


def _text(reply: object) -> str:
    """Return the answer of `citeproc.lua`. Raises ValueError with the error that it reports."""
    match reply:
        case {"answer": str(text)}:
            return text
        case {"error": str(message)}:
            raise ValueError(message)
    raise ExporterError(f"the program that writes references answered `{reply}`, which is not known here")


def _number(text: str) -> str | None:
    """Return the number in the citation of one reference: `1` for `[1]`, `(1)`, `Ref. 1`."""
    found = re.search(r"\d+", text)
    return found[0] if found else None
