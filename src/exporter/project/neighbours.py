"""Finds files that look as if they belonged to an article, but are not read because of their name or their place."""

import re
from collections.abc import Iterable, Iterator
from posixpath import join
from typing import Final

from exporter.project.files import DEFAULTS, Files, Folder

_ABOVE: Final = ("..", "../..")
_MISNAMED: Final = re.compile(r"_defaults?\.ya?ml(\.txt)?", re.IGNORECASE)


def unread(files: Folder | Files, folders: Iterable[str], sheets: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the message and the hint for each such file.

    `folders` are the article's and those above it up to the project's, which is ""; `sheets` the names of stylesheets.
    """
    folders = list(folders)
    for folder in folders:
        for name in filter(_MISNAMED.fullmatch, files.names(folder)):
            if not files.is_file(join(folder, DEFAULTS)):
                yield join(folder, name), f"`{name}` is not read", f"rename it to `{DEFAULTS}`"
        if folder and _has_styles(files, folder, sheets):
            hint = "move it into the folder that contains `content`"
            yield join(folder, "styles"), "this folder `styles` is not used", hint
    for name in files.names("styles"):
        if name.endswith(".css") and name not in sheets:
            hint = "give it a name that `styles/README.md` lists, or put its rules into such a file"
            yield join("styles", name), f"`{name}` is not used", hint
    if not folders[0]:
        yield from _above(files, sheets)


def _above(files: Folder | Files, sheets: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what is above the folder of an article that is not below `content/`."""
    hint = "move it beside the article; or call the folder of your articles `content`, so that all of them use it"
    for folder in _ABOVE:
        if _has_styles(files, folder, sheets):
            yield join(folder, "styles"), "this folder `styles` is not used", hint
        if files.is_file(join(folder, DEFAULTS)):
            yield join(folder, DEFAULTS), f"this `{DEFAULTS}` is not used", hint


def _has_styles(files: Folder | Files, folder: str, sheets: frozenset[str]) -> bool:
    return any(files.is_file(join(folder, "styles", sheet)) for sheet in sheets)
