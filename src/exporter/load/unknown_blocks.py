"""Says what was meant by something in a content that is neither a text nor a block."""

from typing import Any, Final

from exporter.article import BLOCK_KINDS
from exporter.errors import Location, Problem, did_you_mean
from exporter.load.hints import quoted
from exporter.load.nodes import Mapping
from exporter.source import Scalar

_KINDS: Final = ", ".join(BLOCK_KINDS)
_TEXT: Final = "write the text alone, without a key"
_BOX: Final = "write a box as `callout:`, with `kind:` and `content:`"
_OTHER_NAMES: Final = {
    **dict.fromkeys(("text", "paragraph", "p", "content", "body"), _TEXT),
    **dict.fromkeys(("image", "picture", "photo", "img", "drawing"), "write a picture as `figure:`"),
    **dict.fromkeys(("box", "note", "warning", "tip", "important", "emergency", "evidence", "alert", "info"), _BOX),
    **dict.fromkeys(
        ("list", "bullets", "items", "ul", "ol"), "write a list in a text below a `|`, each item with `- `"
    ),
    **dict.fromkeys(("heading", "title", "section"), "end the content here, and start a new section with `- heading:`"),
    "link": "write a link in a text: `[words](https://…)`",
    "blockquote": "write it as `quote:`",
}


def unknown_block(value: Any, place: Location) -> Problem:
    """Return the problem of a `value` that is neither a text nor a block that is known."""
    if not isinstance(value, Mapping):
        hint = f'write a text or one of these blocks: {_KINDS}; put a text that begins with `[` or `- ` in quotes ("…")'
        return Problem("this is a list, but a block is needed here", place, hint)
    if not value:
        return Problem("this block has no name", value.location, f"the blocks are {_KINDS}")
    if len(value) > 1:
        return _several_names(value)
    ((name, content),) = value.items()
    meant = _OTHER_NAMES.get(name.lower()) or did_you_mean(name, BLOCK_KINDS)
    is_text = " " in name or not name.islower()
    if is_text and name.lower() not in BLOCK_KINDS:
        meant = ""
    if meant or not (is_text or isinstance(content, Scalar)):
        return Problem(f"there is no block `{name}`", value.location, meant or f"the blocks are {_KINDS}")
    hint = "write a `|` after the `- `, and the whole text on the lines below it"
    if isinstance(content, Scalar):
        hint = f"put the text in quotes: {quoted(name, content)}"
    return Problem(f"`{name}:` was read as a key, not as text", value.location, hint)


def _several_names(value: Mapping) -> Problem:
    first, second, *_ = value
    others = {*value} - {first}
    if first in BLOCK_KINDS and not others & {*BLOCK_KINDS}:
        hint = f"begin the keys below `{first}:` two columns further to the right"
        return Problem(f"the keys of `{first}` are not indented below it", value.place_of(second), hint)
    if {*value} & {*BLOCK_KINDS}:
        hint = "begin each block with its own `- `; indent the keys of a block below its name"
        return Problem(f"one block has {len(value)} names: {', '.join(value)}", value.location, hint)
    meant = _OTHER_NAMES.get(first.lower()) or did_you_mean(first, BLOCK_KINDS)
    return Problem(f"there is no block `{first}`", value.location, meant or f"the blocks are {_KINDS}")
