"""Reports markup of other systems (LaTeX, Quarto, MyST, Sphinx, AsciiDoc, wikis, forums), with our way to write it.

Here it would be printed with its signs. In code, and after a backslash, it is what the author wants to show.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from exporter.errors import Location, Problem
from exporter.source import Scalar

_TO_REFER: Final = "to refer to a figure, table or section, write its id, such as `@fig-knee`"
_TO_CITE: Final = "to cite, write `[@key]`; " + _TO_REFER
_TO_LINK: Final = "write a link as `[words](https://…)`"
_TO_STRESS: Final = "write `*emphasis*` or `**bold**`"
_PLAIN: Final = "write plain words; `H~2~O` and `m^2^` lower and raise, and a list or table has a block"
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    # LaTeX, R Markdown
    (r"\\@ref\([^)\n]*\)", _TO_REFER),
    (r"\\[A-Za-z]*(?:cite|ref)[A-Za-z]*\*?(?:\[[^\]\n]*\])*\{[^{}\n]*\}", _TO_CITE),
    (r"\\footnote\{[^{}\n]*\}", "write the note at its place in the text: `^[text]`"),
    (r"\\(?:text(?:bf|it|sl|sc|tt)|emph|underline)\{[^{}\n]*\}", _TO_STRESS),
    (r"\\(?:begin|end|item|label|caption|ce|SI|frac|mathrm|newpage|pagebreak)\b(?:\{[^{}\n]*\})*", _PLAIN),
    (r"(?<![\w:])\\[A-Za-z]+\*?(?:\[[^\]\n]*\])?\{[^{}\n]*\}", _PLAIN),
    (r"(?<=\d)\\[,;:!](?=\w)", "write a space; for the sign itself, remove the backslash"),
    (r"(?<![\w\\$])\$\$?(?=\S)[^$\n]*[\\^_{}=][^$\n]*(?<=\S)\$\$?(?!\d)",
     "write plain text, such as `m^2^`; for the sign itself, write `\\$`"),
    (r"\\(?:\((?=[^()\n]*(?:[_^{}=]|\\[A-Za-z]))[^()\n]*\\\)|\[(?=[^\[\]\n]*(?:[_^{}=]|\\[A-Za-z]))[^\[\]\n]*\\\])",
     "write plain text, such as `m^2^`"),
    (r"(?<![\w\\])\\\\(?=[A-Za-z][\w.-]*(?![\w.\-{\[\\]))[\w.-]*",
     "write `\\\\\\\\` to print two backslashes, and one `\\` to print one"),
    # Sphinx, MyST, AsciiDoc
    (r"\{(?:numref|ref|eq|doc|term|cite(?::?[a-z]+)?)\}`?[^\s`]*`?", _TO_CITE),
    (r":(?:numref|ref|doc|eq|term|(?:foot)?cite)(?::[a-z]+)*:(?:`[^`\n]*`|[\w:.-]*\w(?:\[[^\]\n]*\])?)", _TO_CITE),
    (r"(?:\{[a-z][\w:-]*\}|(?<!\w):[a-z][\w-]*(?::[a-z]+)*:)`[^`\n]*`", _PLAIN),
    (r"<<[\w:.-]+(?:,[^<>\n]*)?>>", _TO_REFER),
    (r"^[ \t]*(?:!!! \w|\.\. [\w-]+::).*$", "use a block, such as `callout:` or `figure:`"),
    (r"^[ \t]*\([\w-]+\)=[ \t]*$", "give the figure, table or section an `id:`"),
    # pandoc, Quarto, other Markdown
    (r"\[[^\[\]\n]*\]\{[^{}\n]*\}", "write the words without brackets and braces; the stylesheets set their look"),
    (r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{#[A-Za-z][^{}\n]*\}|\{:?\s*\.[A-Za-z][^{}\n]*\}", "remove it"),
    (r"^[ \t]*:::.*$", "use a `callout:` block"),
    (r"(?<=\n)[ \t]*:[ \t]+(?=\S)", "use a `definitions:` block"),
    (r"!\[[^\[\]\n]*\](?!\()", "use a `figure:` block"),
    (r"(?<![\]^!\\\w])\[[^\[\]@\n]+\]\[[^\[\]@\n]*\]", f"{_TO_LINK}; for the sign itself, write `\\[`"),
    (r"(?<!\w)__(?=[^\W_])[^\n_]*(?<=[^\W_])__(?!\w)",
     "write `**bold**`; for the signs themselves, write a backslash before each"),
    (r"==(?=\S)[^=\n]+(?<=\S)==", "write `**bold**`"),
    (r"(?<!\[)-@(?:fig|tbl|sec)-\w[\w-]*", "write it without the minus sign"),
    # wikis, forums, Org, Word
    (r"(?<!\^)\[\[[^\[\]@\n]+\]\]", f"{_TO_LINK}, or `@fig-knee` to refer to a figure"),
    (r"'''[^'\n]+'''|\[/(?:b|i|u)\]", _TO_STRESS),
    (r"\[(?:/(?:url|img|quote|list|code|size|color)|(?:url|size|color)=[^\[\]\n]*)\]", "remove it"),
    (r"^[ \t]*(?:=+ [^=\n]+ =+[ \t]*$|h[1-6]\. )", "start a new section with `heading:`"),
    (r"^[ \t]*#\+\w+", "remove it"),
    (r"</?(?:o|w|v|m|st1|mso):[A-Za-z][^<>\n]*>", "remove it"),
)  # fmt: skip
_FOREIGN: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _KINDS), re.MULTILINE)
_MOST_WORDS: Final = 40  # characters that a message repeats


def check_foreign(source: Scalar) -> Iterator[Problem]:
    """Yield a problem for each piece of a text that is markup elsewhere, and nothing here."""
    text = _without_code(source.source.text[source.start : source.end])
    for found in _FOREIGN.finditer(text):
        is_escaped = (len(text[: found.start()]) - len(text[: found.start()].rstrip("\\"))) % 2
        if not is_escaped:
            words = found[0].strip()
            shown = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"
            place = source.source.location(source.start + found.start() + found[0].index(words))
            yield Problem(f"`{shown}` is markup of another program", place, _KINDS[(found.lastindex or 1) - 1][1])


def bracketed(source: Scalar) -> Iterator[tuple[str, Location]]:
    """Yield what is in brackets that are printed, with its place: no link, note or code, and no escaped bracket."""
    text = _without_code(source.source.text[source.start : source.end])
    for found in re.finditer(r"(?<![\\^])\[([^\[\]]+)(?<!\\)\](?!\()", text):
        yield found[1], source.source.location(source.start + found.start())


_RAISED: Final = re.compile(r"[^\W\d_]{4}[.,;:!?)”\"]?(\^\d{1,3}(?:[,–-]\d{1,3})*\^|[¹²³⁰⁴-⁹]{1,3})(?!\w)")


def raised_numbers(source: Scalar) -> Iterator[tuple[str, Location]]:
    """Yield each number that is raised after a word, with its place; a unit has fewer letters, as in `cm^2^`."""
    text = _without_code(source.source.text[source.start : source.end])
    for found in _RAISED.finditer(text):
        yield found[1], source.source.location(source.start + found.start(1))


def _without_code(text: str) -> str:
    """Return a text with spaces for code; what a role of Sphinx has between backticks (`{ref}`, `:ref:`) is none."""
    ends: dict[int, list[int]] = defaultdict(list)  # by the length of a row of backticks, the last one first
    rows = list(re.finditer("`+", text))
    for row in reversed(rows):
        ends[len(row[0])].append(row.end())
    kept, seen = "", 0
    for row in rows:
        later = ends[len(row[0])]
        while later and later[-1] <= row.end():
            later.pop()
        if row.start() >= seen and later:
            before, code = text[seen : row.start()], text[row.start() : later[-1]]
            kept += before + (code if before.endswith((":", "}")) else " " * len(code))
            seen = later[-1]
    return kept + text[seen:]
