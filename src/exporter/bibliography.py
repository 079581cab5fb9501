"""How references read: citations and reference data in, citation and entry text out, verbatim from citeproc.

The engine is pandoc's citeproc in one long-lived `pandoc lua` process (`citeproc.lua`): 5 ms an article once it runs.
"""

import base64
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
from typing import Any, Final, Self
from urllib.parse import quote

from exporter.csl import Csl, Style
from exporter.document import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ReferenceLink,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    merged,
    plain,
)
from exporter.errors import ArticleError, ExporterError, MachineError, Problem
from exporter.limits import Limits
from exporter.markup import Cite

_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~-._"  # old DOIs have `<` and `>`, which an address cannot


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
        self._limits = limits or Limits()
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
        memory = f"-M{self._limits.memory_mb}m"  # an option of the Haskell runtime that pandoc is built on
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
        probes = [_pandoc_cite([(key, "", "")]) for key in keys] if style.is_numeric else []
        asked = [_pandoc_cite([(item.key, item.prefix, item.suffix) for item in cite.items]) for cite in citations]
        request = {
            "do": "cite",
            "references": json.dumps([references[key] for key in keys]),
            "document": json.dumps(_pandoc_document([*asked, *probes], style, language)),
        }
        try:
            answered = json.loads(self._ask(request))["blocks"]
        except ValueError as error:
            message = f"citeproc cannot format the references in the style `{style.name}`: {error}"
            if style.is_own:
                raise ArticleError(Problem(message, None, "use another style, or mend this one")) from error
            raise ExporterError(message) from error
        texts = [_inlines(block["c"][0]["c"][1]) for block in answered[:-1]]
        numbers = [_number(plain(text)) for text in texts[len(asked) :]] or [None] * len(keys)
        return Bibliography(tuple(texts[: len(asked)]), _entries(answered[-1], dict(zip(keys, numbers, strict=True))))

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
                raise ArticleError(self._limits.exceeded("memory_mb", "wording the references takes too much memory"))
            self._kill()
        hint = f"make sure that the folder for temporary files can be written; if it can, {_INSTALL}"
        raise MachineError(Problem(f"pandoc died twice over the same article{self._last_words(line)}", None, hint))

    def _last_words(self, line: bytes) -> str:
        """Return what pandoc complains of when it dies, asked once more."""
        with suppress(subprocess.TimeoutExpired):
            ended = subprocess.run(self._arguments(), input=line, capture_output=True, timeout=self._limits.seconds)
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
            return answers.get(timeout=self._limits.seconds)
        except queue.Empty as error:
            self._kill()
            raise ArticleError(self._limits.exceeded("seconds", "wording the references takes too long")) from error
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


# ---------------------------------------------------------------- to pandoc


def _pandoc_document(cites: Sequence[Any], style: Style, language: str) -> Any:
    xml = base64.b64encode(style.xml).decode()
    meta = {
        "csl": {"t": "MetaString", "c": f"data:application/xml;base64,{xml}"},
        "lang": {"t": "MetaString", "c": language},
        "link-citations": {"t": "MetaBool", "c": True},
    }
    paragraphs = [{"t": "Para", "c": [cite]} for cite in cites]
    references = {"t": "Div", "c": [["refs", [], []], []]}
    return {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": [*paragraphs, references]}


def _pandoc_cite(items: Sequence[tuple[str, str, str]]) -> Any:
    citations = [
        {
            "citationId": key,
            "citationPrefix": _pandoc_words(prefix),
            "citationSuffix": _pandoc_words(suffix),
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for key, prefix, suffix in items
    ]
    return {"t": "Cite", "c": [citations, []]}


def _pandoc_words(text: str) -> list[Any]:
    """Return text as pandoc's own reader would: words with spaces between."""
    words: list[Any] = []
    for position, word in enumerate(text.split(" ")):
        if position:
            words.append({"t": "Space"})
        if word:
            words.append({"t": "Str", "c": word})
    return words


# ---------------------------------------------------------------- from pandoc


def _number(text: str) -> str | None:
    """Return the number in a lone citation: `1` of `[1]`, `(1)`, `Ref. 1`."""
    found = re.search(r"\d+", text)
    return found[0] if found else None


def _entries(references: Any, numbers: Mapping[str, str | None]) -> tuple[Entry, ...]:
    entries = []
    for (identifier, _, _), blocks in (entry["c"] for entry in references["c"][1]):
        key = identifier.removeprefix("ref-")
        inlines = [inline for block in blocks for inline in block["c"]]
        margin = [inline for inline in inlines if _has_class(inline, "csl-left-margin")]
        label = plain(_inlines(margin)).strip()
        text = _inlines([inline for inline in inlines if inline not in margin])
        entries.append(Entry(key, numbers[key], label, text))
    return tuple(entries)


def _has_class(inline: Any, name: str) -> bool:
    return inline["t"] == "Span" and name in inline["c"][0][1]


_STYLED: Final[Mapping[str, type[Emphasis | Strong | Superscript | Subscript | SmallCaps]]] = {
    "Emph": Emphasis,
    "Underline": Emphasis,
    "Strong": Strong,
    "Superscript": Superscript,
    "Subscript": Subscript,
    "SmallCaps": SmallCaps,
}


def _inlines(given: Sequence[Any]) -> Inlines:
    return merged(inline for element in given for inline in _inline(element))


def _inline(element: Any) -> Inlines:
    kind, content = element["t"], element.get("c")
    inline: Inline
    match kind:
        case "Str":
            inline = Text(content)
        case "Space" | "SoftBreak":
            inline = Text(" ")
        case "LineBreak":
            inline = LineBreak()
        case "Code":
            inline = Code(content[1])
        case "Link" if content[2][0].startswith("#ref-"):
            inline = ReferenceLink(content[2][0].removeprefix("#ref-"), _inlines(content[1]))
        case "Link":
            inline = Link(quote(content[2][0], safe=_IN_ADDRESSES), _inlines(content[1]))
        case "Span" | "Quoted" | "Cite" if _has_class(element, "csl-block"):
            return (LineBreak(), *_inlines(content[1]))
        case "Span" | "Cite":
            return _inlines(content[1])
        case "Quoted":
            opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return (Text(opening), *_inlines(content[1]), Text(closing))
        case _ if kind in _STYLED:
            inline = _STYLED[kind](_inlines(content))
        case _:
            raise ExporterError(f"citeproc gave `{kind}`, which is not known here")
    return (inline,)
