"""Finds markup of other systems in the texts of a reference, which would be printed with its signs."""

import re
from html import unescape
from typing import Final

_PRINTED: Final = {
    *("title title-short container-title container-title-short collection-title volume-title event-title").split(),
    *("publisher publisher-place edition genre original-title reviewed-title part-title").split(),
}
_SIGNS: Final = (
    (re.compile(r"\[([^\[\]]+)\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (re.compile(r"(?<![\w*])\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}(?![\w*])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)_([^\s_](?:[^_]*[^\s_])?)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"\$_\{?(\w+)\}?\$|(?<=[^\W\d])~(\w{1,4})~"), r"<sub>\1\2</sub>"),
    (re.compile(r"\$\^\{?([\w+-]+)\}?\$|(?<=\w)\^([\w+-]{1,4})\^"), r"<sup>\1\2</sup>"),
    (re.compile(r"\\([*_&%$#^~])"), r"\1"),
    (re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d?);"), ""),
)


def foreign_markup(variable: str, text: str) -> tuple[str, str] | None:
    """Return the first such markup in a variable that is printed, and how it is written here; None if there is none."""
    for pattern, ours in _SIGNS if variable in _PRINTED else ():
        if found := pattern.search(text):
            instead = found.expand(ours) if ours else unescape(found[0])
            if instead != found[0]:
                return found[0], instead
    return None
