r"""Reads the LaTeX of BibTeX fields as text, by pandoc, and names the commands that pandoc cannot show.

First, it corrects what a field may contain and LaTeX reads in another way: a bare `%` or `&`, HTML's `&amp;`, and
commands that pandoc would drop, such as `\textendash`.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

OPEN: Final = "\x01"
CLOSE: Final = "\x02"
"""The signs around what was in braces: no text file that we read contains them."""


@dataclass(frozen=True, slots=True)
class Latex:
    """The text of a field in CSL's markup, with OPEN and CLOSE around what was in braces, and the commands it lost."""

    text: str
    lost: tuple[str, ...] = ()


# ---------------------------------------------------------------- to pandoc

_SIGNS: Final = re.compile(r"\\[A-Za-z]+|\\.|\$|[%&#_^]", re.DOTALL)
_IN_FORMULAS: Final = re.compile(r"\\[A-Za-z]+|\\.|[%&#]", re.DOTALL)
_ENTITY: Final = re.compile(r"(?:\{\\&\}|\\?&)([A-Za-z][A-Za-z0-9]{1,30}|\\?#\d{1,7}|\\?#[xX][0-9A-Fa-f]{1,6});")
_ESCAPED: Final = {"_": r"\_", "^": r"\textasciicircum{}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$"}
_SPECIAL: Final = {**_ESCAPED, "~": r"\textasciitilde{}", "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"}
_DOTLESS: Final = re.compile(r"(\\(?:[\"'^`~=.]|[uvHc](?![A-Za-z])\s*))(\{?)\s*\\([ij])(?![A-Za-z])(?:\s+|\{\})?")
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*\{(\w+)\}\s*\{(\w+)\}")
_CHEMICAL: Final = re.compile(r"\\ce\s*\{([A-Za-z0-9()\[\]+\-^{} ]*)\}")
_BOXED: Final = re.compile(r"\\(?:mbox|hbox|protect|relax|hspace\*?\{[^{}]*\})(?![A-Za-z])\s*|\\(?:[;:!/]|\\(?!\s*$))")
_HIDDEN: Final = re.compile(r"\\(?:noopsort|sortnoop|SortNoop|phantom|index|label)\s*\{[^{}]*\}")
_GREEK: Final = re.compile(
    r"\\text((?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|sigma|tau|upsilon|"
    r"phi|chi|psi|omega))(?:greek)?(?![A-Za-z])(?:\s+|\{\})?",
    re.IGNORECASE,
)
_GREEK_LETTERS: Final = re.compile(r"\\textgreek\s*\{([A-Za-z]+)\}")
_LGR: Final = str.maketrans(
    "abgdezhjiklmnxoprstufqywABGDEZHJIKLMNXOPRSTUFQYW", "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
)  # the Greek encoding of LaTeX's babel
_NAMED: Final = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])(?:\s+|\{\})?")
_COMMANDS: Final = {
    "i": "emph", "em": "emph", "b": "textbf", "strong": "textbf", "sup": "textsuperscript", "sub": "textsubscript",
    "inf": "textsubscript", "sc": "textsc", "jats:italic": "emph", "jats:sup": "textsuperscript",
    "jats:sub": "textsubscript", "jats:bold": "textbf",
}  # fmt: skip
_PAIR: Final = re.compile(
    rf"<({'|'.join(sorted(_COMMANDS))})(?:\s[^<>]*)?>((?:(?!<(?:{'|'.join(sorted(_COMMANDS))})\b).)*?)</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"</?(?:scp|span|font|p|br|title|math|inline-formula|tex-math|(?:jats|mml):[\w-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
# What pandoc's reader does not know, of the commands that reference managers write for characters.
_CHARACTERS: Final = {
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "texttrademark": "™", "texttimes": "×", "textpm": "±",
    "textdiv": "÷", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ",
    "textohm": "Ω", "textcelsius": "°C", "texteuro": "€", "dag": "†", "ddag": "‡", "textperthousand": "‰",
    "degree": "°", "textminus": "−", "textasciimacron": "¯", "textordfeminine": "ª", "textordmasculine": "º",
    "textbullet": "•", "textperiodcentered": "·", "textrightarrow": "→", "textleftarrow": "←", "textless": "<",
    "textgreater": ">", "textapprox": "≈", "textsim": "∼", "textonesuperior": "¹", "texttwosuperior": "²",
    "textthreesuperior": "³", "textnumero": "№", "textinfty": "∞", "textsurd": "√", "textdagger": "†",
    "textdaggerdbl": "‡", "textsection": "§", "textparagraph": "¶", "textbrokenbar": "¦", "textquotedbl": '"',
    "copyright": "©", "textsterling": "£", "textyen": "¥", "textcent": "¢", "textonequarter": "¼",
    "textthreequarters": "¾", "quotesinglbase": "‚", "quotedblbase": "„", "guilsinglleft": "‹", "guilsinglright": "›",
    "textvisiblespace": "␣", "slash": "/", "textminute": "′", "textsecond": "″", "textprime": "′", "leq": "≤",
    "geq": "≥", "textleq": "≤", "textgeq": "≥", "textdegree": "°", "textasteriskcentered": "∗", "textbar": "|",
}  # fmt: skip
_PLAIN: Final = re.compile(r"[^\\{}$%~&#_^<`]*")


def is_plain(text: str) -> bool:
    """Return whether LaTeX would read a text as it is."""
    return bool(_PLAIN.fullmatch(text)) and "--" not in text and "''" not in text


def corrected(text: str) -> str:
    """Return a field with what LaTeX would read otherwise, or pandoc would drop, written in a way that both show."""
    text = _TAG.sub("", _ENTITY.sub(_entity, _tagged(text)))
    text = _HIDDEN.sub("", _CHEMICAL.sub(_chemical, _FRACTION.sub(r"\1/\2", text)))
    text = _DOTLESS.sub(lambda found: f"{found[1]}{found[2] or '{'}{found[3]}{'' if found[2] else '}'}", text)
    text = _GREEK_LETTERS.sub(lambda found: found[1].translate(_LGR), text)
    text = _GREEK.sub(lambda found: _greek(found[1]), text)
    text = _NAMED.sub(lambda found: f"{{}}{_CHARACTERS[found[1]]}{{}}" if found[1] in _CHARACTERS else found[0], text)
    return "".join(_escaped(_BOXED.sub(lambda found: " " if found[0] in {r"\\", r"\;", r"\:"} else "", text)))


def _tagged(text: str) -> str:
    """Write pairs of HTML's tags, which publishers export, as commands; the innermost first."""
    while (changed := _PAIR.sub(lambda found: rf"\{_COMMANDS[found[1].lower()]}{{{found[2]}}}", text)) != text:
        text = changed
    return text


def _entity(found: re.Match[str]) -> str:
    name = found[1].replace("\\", "")
    shown = html.unescape(f"&{name};")
    return found[0] if shown == f"&{name};" else "".join(_SPECIAL.get(sign, sign) for sign in shown)


def _greek(name: str) -> str:
    case, name = ("CAPITAL" if name[0].isupper() else "SMALL"), name.upper().replace("LAMBDA", "LAMDA")
    return unicodedata.lookup(f"GREEK {case} LETTER {name}")


def _chemical(found: re.Match[str]) -> str:
    """Write a formula of mhchem: numbers after an element or bracket are lowered, charges are raised."""
    lowered = re.sub(r"(?<=[A-Za-z)\]])(\d+)", r"\\textsubscript{\1}", found[1])
    return re.sub(r"\^\{?(\d*[+-])\}?|(?<=[A-Za-z})])([+-])(?=\s|$)", _raised, lowered)


def _raised(found: re.Match[str]) -> str:
    return rf"\textsuperscript{{{found[1] or found[2]}}}"


def _escaped(text: str) -> Iterator[str]:
    """Yield the parts of a text, with a backslash before signs that are only themselves in a field."""
    at = 0
    for start, end in sorted(_formulas(text)):
        if start >= at:
            yield _SIGNS.sub(_escape, text[at:start])
            yield _IN_FORMULAS.sub(_escape, text[start:end])
            at = end
    yield _SIGNS.sub(_escape, text[at:])


def _escape(sign: re.Match[str]) -> str:
    return _ESCAPED.get(sign[0], sign[0])


_DOLLAR: Final = re.compile(r"(?<!\\)\$")
_MARKED: Final = re.compile(r"\\\((?:[^\\]|\\(?!\)).)*\\\)|\\ensuremath\s*\{(?:[^{}]|\{[^{}]*\})*\}", re.DOTALL)
_PROSE: Final = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}|\d\s+[A-Za-z]{2,}")


def _formulas(text: str) -> list[tuple[int, int]]:
    r"""Return where formulas are: `$\beta$`, but not the two amounts in `$5 and $10`."""
    found = [one.span() for one in _MARKED.finditer(text)]
    start = -1
    for end in (one.start() for one in _DOLLAR.finditer(text)):
        is_formula = start >= 0 and _is_formula(text[start + 1 : end], text[end + 1 : end + 2])
        if is_formula:
            found.append((start, end + 1))
        start = -1 if is_formula else end
    return found


def _is_formula(inside: str, following: str) -> bool:
    if re.match(r"[\d\s]", inside) and following.isdecimal() and not re.search(r"\\[A-Za-z]|[_^]\{", inside):
        return False  # two amounts
    if re.search(r"\\[A-Za-z]|[_^{}=<>]", inside):
        return not _PROSE.search(re.sub(r"\\(?:text|mathrm|mbox)\s*\{[^{}]*\}|\\[A-Za-z]+", "", inside))
    return bool(re.fullmatch(r"\S+", inside)) and not following.isdecimal()


# ---------------------------------------------------------------- from pandoc

_TAGS: Final = {
    "Emph": "i",
    "Underline": "i",
    "Strong": "b",
    "Superscript": "sup",
    "Subscript": "sub",
    "SmallCaps": "sc",
}
_SPACES: Final = dict.fromkeys(map(ord, "\u2002\u2003\u2006\u2009"), "\xa0") | {0xAD: ""}  # `\,` and `\-`
_QUOTES: Final = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}


def from_pandoc(text: str) -> Latex | None:
    """Return the text in pandoc's JSON of a LaTeX document; None if its braces are too deep."""
    lost: list[str] = []
    try:
        paragraphs = [_block(block, lost) for block in json.loads(text)["blocks"]]
    except RecursionError:
        return None
    words = " ".join(paragraphs)
    return Latex(re.sub(r"[ \n\t\u2004\u2005]+", " ", words).strip(" ").translate(_SPACES), tuple(lost))


def _block(block: Any, lost: list[str]) -> str:
    if block["t"] in {"Para", "Plain"}:
        return _words(block["c"], lost)
    content = block.get("c")
    raw = content[1] if block["t"] == "RawBlock" else ""
    lost.append(str(raw).strip() or "\\begin")
    return ""


def _words(inlines: Sequence[Any], lost: list[str], is_math: bool = False) -> str:
    return "".join(_inline(one["t"], one.get("c"), lost, is_math) for one in inlines)


def _inline(kind: str, content: Any, lost: list[str], is_math: bool) -> str:
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Emph" if is_math:  # a formula's letters; its numbers would be upright beside them
            return _words(content, lost, is_math)
        case _ if kind in _TAGS:
            inside = _words(content, lost, is_math)
            return "°" if (kind, inside) == ("Superscript", "∘") else f"<{_TAGS[kind]}>{inside}</{_TAGS[kind]}>"
        case "Span":
            return _span(content, lost, is_math)
        case "Quoted":
            opening, closing = _QUOTES[content[0]["t"]]
            return f"{opening}{_words(content[1], lost)}{closing}"
        case "Link":
            return _words(content[1], lost)
        case "Code":
            return str(content[1])
        case "Cite":
            return _words(content[1], lost)
        case "RawInline":
            lost.append(content[1].strip())
        case _:
            lost.append({"Note": r"\footnote", "Image": r"\includegraphics"}.get(kind, kind))
    return ""


def _span(content: Any, lost: list[str], is_math: bool) -> str:
    attributes, inlines = content
    identifier, classes, pairs = attributes
    if "math" in classes:
        inside = _words(inlines, lost, True)
        if "\\" in inside:
            lost.append(inside.strip("$"))
            return ""
        return inside.strip(" \u2004\u2005")  # the space around `≥`
    words = _words(inlines, lost, is_math)
    return f"{OPEN}{words}{CLOSE}" if not (identifier or classes or pairs) and words else words
