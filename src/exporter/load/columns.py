"""Explains a line that begins in the wrong column: it belongs to the text above it, or lacks its `- ` or its colon."""

import re

from exporter.load.lines import KEY, OUTSIDE, QUOTE, Level, Line, Slip, comment_below, indent, known_keys
from exporter.source import Scalar


def too_far_right(line: Line) -> Slip | None:
    """A key below a text, indented further than the key of the text, so that it continues the text."""
    outer = next((one for one in line.levels if one.key and one.column < line.indent), None)
    message = "this line continues the text above it, but was read as a key"
    if outer is None:
        return message, line.indent, QUOTE
    hint = f"begin it in column {outer.column + 1}, like `{outer.key}:` on line {outer.line}"
    return message, line.indent, f"{hint}; if it is text, write the whole text below a `|`"


def out_of_place(line: Line) -> Slip | None:
    """Return what is wrong with the column of a line, if it is the line that YAML could not read."""
    if line.text.lstrip(" ").startswith("#") or (line.stop is None and not line.is_after):
        return None
    key = KEY.match(line.text)
    if line.above is not None and line.above.is_block and not line.is_item and not (key and key[2] in known_keys()):
        return _below_text(line, line.above)
    if not line.is_item and not line.is_key and line.above is not None:
        if line.above.is_cut:
            return comment_below(line.above.rest), line.indent, QUOTE
        if not line.above.is_plain and line.indent:
            return "there is text after the closing quote", line.indent, OUTSIDE
    item = line.level(line.indent, of_items=True)
    if item and not line.is_item and not line.level(line.indent, of_items=False):
        return _missing_dash(line, item)
    if near := _nearest(line):
        return _wrong_column(line, near)
    if not line.is_key and not line.is_item:
        return _no_key(line)
    return None


def _no_key(line: Line) -> Slip:
    """A line without a colon where a key should be: perhaps a colon in the text above it was read as one."""
    hint = "to continue a text, indent the line further than its key; a key is followed by a colon"
    if line.above is not None:
        number = line.above.location.line
        key = re.match(r"(?: *- +)* *([^:#]+):\s", line.source.lines[number - 1])
        if key and key[1] not in known_keys():
            hint = f"on line {number}, `{key[1]}:` was read as a key; write the whole text below a `|`"
    return "this line is neither a key nor the continuation of a text", line.indent, hint


def _below_text(line: Line, text: Scalar) -> Slip:
    """A line below a text below a `|` that is indented less than this text."""
    header = line.source.location(text.start).line
    lines = line.source.lines
    like = next((number for number in range(header + 1, line.number) if lines[number - 1].strip()), None)
    spaces = indent(lines[like - 1]) if like else indent(lines[header - 1]) + 2
    hint = f"begin it with {spaces} spaces" + (f", like line {like}" if like else "")
    if line.level(line.indent, of_items=True):
        hint += "; or, if it is an item of its own, write `- ` before it"
    where = "the text above it" if like else "the `|`"
    return f"this line is not indented enough to belong to {where}", line.indent, hint


def _missing_dash(line: Line, item: Level) -> Slip:
    """A line in the column of the `- ` above: it lacks its own, or it is not indented enough."""
    message, hint = "this line begins in the column of the `- ` above it, but without `- `", ""
    if line.is_key:
        hint = f"for a new item, write `- ` before it, as on line {item.line}, and indent its other lines by two spaces"
        if inner := next((one for one in line.levels if one.key and one.column > line.indent), None):
            hint += f"; if it belongs to the item above, begin it in column {inner.column + 1}, like `{inner.key}:`"
    else:
        hint = f"write `- ` before it, as on line {item.line}; if it belongs to the text above it, indent it further"
    return message, line.indent, hint


def _wrong_column(line: Line, near: Level) -> Slip:
    what = "keys" if near.key else "items"
    hint = f"begin it in column {near.column + 1}, like line {near.line}"
    if near.column > line.indent == 0 and near == line.levels[-1]:
        hint = f"begin line {near.line} in column 1, like this one"
    return f"this line begins in column {line.indent + 1}, where no {what} begin", line.indent, hint


def _nearest(line: Line) -> Level | None:
    """Return the level at which a key or an item that begins in a column of its own may have been meant."""
    if not (line.is_key or line.is_item) or line.level(line.indent, of_items=line.is_item):
        return None
    levels = [one for one in line.levels if (not one.key) == line.is_item]
    return min(levels, key=lambda one: (abs(one.column - line.indent), -one.column), default=None)
