"""How references read: citations and reference data in, citation and entry text out, verbatim from citeproc.

The engine is pandoc's citeproc in one long-lived `pandoc lua` process (`citeproc.lua`): 5 ms an article once it runs.
"""

import json
import queue
import re
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from exporter.citeproc import pandoc
from exporter.csl import Csl, Style
from exporter.document import Inlines, plain
from exporter.errors import ArticleError, ExporterError, MachineError, Problem
from exporter.limits import Limits
from exporter.markup import Cite


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the printed bibliography: `label` is what stands in its left margin (`1.`), if anything does."""

    key: str
    number: str | None
    label: str
    text: Inlines


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The text of every citation, in the order asked, and the entries in the order of the list."""

    citations: tuple[Inlines, ...]
    entries: tuple[Entry, ...]


class Citeproc:
    """The citation processor; restarted when it dies, bounded in time and memory. Use it as a context manager."""

    def __init__(self, command: Sequence[str] | None = None, limits: Limits | None = None) -> None:
        self._command = command
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; one that is idle ends by itself, and removes its temporary file."""
        if self._process and self._process.stdin:
            with suppress(OSError, subprocess.TimeoutExpired):
                self._process.stdin.close()
                self._process.wait(timeout=1)
        self._kill()

    def _kill(self) -> None:
        if self._process:
            with suppress(BrokenPipeError), self._process as process:
                process.kill()
            self._process = None

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the process if it does not run, so that it is ready when it is asked. Raises MachineError."""
        if self._process and self._process.poll() is None:
            return self._process
        self._kill()
        try:
            self._process = subprocess.Popen(
                self._arguments(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise MachineError(Problem(f"pandoc cannot be started: {error.strerror}", None, _INSTALL)) from error
        return self._process

    def _arguments(self) -> Sequence[str]:
        return self._command or self._pandoc()

    def _pandoc(self) -> list[str]:
        memory = f"-M{self.limits.memory_mb}m"  # an option of the Haskell runtime that pandoc is built on
        return [pandoc_path(), "+RTS", memory, "-RTS", "lua", str(Path(__file__).with_name("citeproc.lua"))]

    def version(self) -> str:
        """Return pandoc's version."""
        return self._ask({"do": "version"})

    def read(self, form: str, text: str) -> list[Csl]:
        """Read references: `form` is `bibtex` or `ris`. Raises ValueError if they cannot be read."""
        references = json.loads(self._ask({"do": "read", "format": form, "text": text}))
        if not isinstance(references, list):
            raise ValueError("it holds no list of references")
        return references

    def cite(
        self, citations: Sequence[Cite], references: Mapping[str, Csl], style: Style, language: str
    ) -> Bibliography:
        """Return how `citations`, in reading order, and the references they cite read in `style` and `language`.

        Raises ExporterError if citeproc cannot do it, MachineError if it is missing or does not answer.
        """
        keys = list(dict.fromkeys(item.key for cite in citations for item in cite.items))
        if not keys:
            return Bibliography((), ())
        # A lone citation of each reference, after all others, shows the number the style gives it.
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
            message = f"citeproc cannot format the references in the style `{style.name}`: {error}"
            if style.is_own:
                raise ArticleError(Problem(message, None, "use another style, or mend this one")) from error
            raise ExporterError(message) from error
        found = [_number(plain(text)) for text in texts[len(asked) :]] or [None] * len(keys)
        numbers = dict(zip(keys, found, strict=True))
        entries = (Entry(key, numbers[key], plain(margin).strip(), text) for key, margin, text in lines)
        return Bibliography(tuple(texts[: len(asked)]), tuple(entries))

    def _ask(self, request: Mapping[str, str]) -> str:
        """Send one request; a process that has died is started anew, once."""
        line = json.dumps(request).encode() + b"\n"
        for _ in range(2):
            answer = self._send(line)
            if answer:
                reply = json.loads(answer)
                if "error" in reply:
                    raise ValueError(str(reply["error"]))
                return str(reply["answer"])
            if self._has_died_of_size():
                raise ArticleError(self.limits.exceeded("memory_mb", "wording the references takes too much memory"))
            self._kill()
        hint = f"make sure that the folder for temporary files can be written; if it can, {_INSTALL}"
        raise MachineError(Problem(f"pandoc died twice over the same article{self._last_words(line)}", None, hint))

    def _last_words(self, line: bytes) -> str:
        """Return what pandoc complains of when it dies, asked once more."""
        with suppress(subprocess.TimeoutExpired):
            ended = subprocess.run(self._arguments(), input=line, capture_output=True, timeout=self.limits.seconds)
            if said := ended.stderr.decode(errors="replace").splitlines():
                return f": {said[0]}"
        return ""

    def _has_died_of_size(self) -> bool:
        try:
            return self._process is not None and self._process.wait(5) == _HEAP_IS_FULL
        except subprocess.TimeoutExpired:
            return False

    def _send(self, line: bytes) -> bytes:
        """Return the answer to one request; none if the process has died."""
        process = self.start()
        answers: queue.Queue[bytes] = queue.Queue()
        # Neither end of a pipe can be waited for with a clock on every system, so a thread does the waiting.
        threading.Thread(target=_exchange, args=(process, line, answers), daemon=True).start()
        try:
            return answers.get(timeout=self.limits.seconds)
        except queue.Empty as error:
            self._kill()
            raise ArticleError(self.limits.exceeded("seconds", "wording the references takes too long")) from error
        except BaseException:
            self._kill()  # or the next request would be given this one's answer
            raise


_HEAP_IS_FULL: Final = 251  # GHC User's Guide, 5.7.3, option -M
_INSTALL = "run `make` again, or install the Python package `pypandoc-binary`"


def pandoc_path() -> str:
    """Return where pandoc is, without importing its package. Raises MachineError."""
    spec = find_spec("pypandoc")
    for name in ("pandoc", "pandoc.exe"):
        if spec and spec.origin and (path := Path(spec.origin).parent / "files" / name).is_file():
            return str(path)
    raise MachineError(Problem("pandoc is missing", None, _INSTALL))


def _exchange(process: "subprocess.Popen[bytes]", line: bytes, answers: "queue.Queue[bytes]") -> None:
    """Write one request and read its answer; an empty one says that the process has ended."""
    answer = b""
    with suppress(OSError, ValueError):  # a broken pipe, or one that `close` has closed meanwhile
        if process.stdin and process.stdout:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.readline()
    answers.put(answer)


def _number(text: str) -> str | None:
    """Return the number in a lone citation: `1` of `[1]`, `(1)`, `Ref. 1`."""
    found = re.search(r"\d+", text)
    return found[0] if found else None
