"""Slips in YAML are reported on the line where they are, and the hint works: the repaired text loads."""

import pytest
from conftest import Load, Warn, article_text
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes import section
from places import TESTS

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError, Severity
from exporter.limits import Limits
from exporter.load.nodes import read_nodes
from exporter.proof import prove
from exporter.resolve import resolve
from exporter.source import Source

DASH = "in the column of the `- ` above it"
SHORT = "not indented enough"
SPACE = "a special space"
JOINED = "but was joined to the text above it"
QUOTED = "special meaning in double quotes"

# Each row: the article's changes, the line and column of its first problem, a part of the message, and the changes after
# the hint was followed.
SLIPS: dict[str, tuple[str, int, int, str, str]] = {
    # ---- indentation
    "a line of a text in the column of its dash": (
        section("- |\n  One.\nTwo.\n- |\n  Three."), 6, 7, SHORT, section("- |\n  One.\n  Two.\n- |\n  Three."),
    ),
    "an item without its dash below a text": (
        section("- |\n  One.\nTwo.\n- |\n  Three."), 6, 7, SHORT, section("- |\n  One.\n- Two.\n- |\n  Three."),
    ),
    "a line of a text at the left margin": ("summary: |\n  One.\nTwo.\n", 3, 1, SHORT, "summary: |\n  One.\n  Two.\n"),
    "a line of a text one space too far left": ("summary: |\n  One.\n Two.\n", 3, 2, SHORT, "summary: |\n  One.\n  Two.\n"),
    "a first line too far right": ("summary: |\n    One.\n  Two.\n", 3, 3, SHORT, "summary: |\n    One.\n    Two.\n"),
    "a text that is not indented at all": ("summary: |\nOne.\n", 2, 1, SHORT, "summary: |\n  One.\n"),
    "a last line at the left margin": ("disclaimer: |\n  One.\nTwo.", 3, 1, SHORT, "disclaimer: |\n  One.\n  Two."),
    "a line with a colon at the left margin": (
        "summary: |\n  One.\nPlease note: two.\n", 3, 1, "`Please note` is not known", "summary: |\n  One.\n  Please note: two.\n",
    ),
    "a key one space too far right": (
        "publisher:\n  name: A\n   phone: 1\n", 3, 4, "continues the text above", "publisher:\n  name: A\n  phone: 1\n",
    ),
    "a key one space too far left": (
        "publisher:\n  name: A\n phone: 1\n", 3, 2, "where no keys begin", "publisher:\n  name: A\n  phone: 1\n",
    ),
    "an item one space too far left": (
        "key_points:\n  - One\n - Two\n", 3, 2, "where no items begin", "key_points:\n  - One\n  - Two\n",
    ),
    "an item one space too far right": ("key_points:\n  - One\n   - Two\n", 3, 4, JOINED, "key_points:\n  - One\n  - Two\n"),
    "a first line that is indented": (" title: A\nsubtitle: B\n", 2, 1, "where no keys begin", "title: A\nsubtitle: B\n"),
    "a key in the column of the dash": (
        "sections:\n  - heading: A\n  content: B\n", 3, 3, DASH, "sections:\n  - heading: A\n    content: B\n",
    ),
    "keys of a block that are not indented": (
        section("- callout:\n  kind: tip\n  content: A"), 5, 9, "the keys of `callout` are not indented",
        section("- callout:\n    kind: tip\n    content: A"),
    ),
    "a tab in a text": ("summary: |\n  One.\n\tTwo.\n", 3, 1, "a tab", "summary: |\n  One.\n  Two.\n"),
    "a line with a colon in the column of its dash": (
        section("- |\n  One.\nDose: two."), 6, 7, SHORT, section("- |\n  One.\n  Dose: two."),
    ),
    "a text with a colon that goes on": (
        section("- You need: a ride\n  and a friend"), 5, 9, "neither a key nor", section("- |\n  You need: a ride\n  and a friend"),
    ),
    "a list below a text with a colon": (
        section("- You need:\n    - a ride\n    - a friend"), 4, 9, "`You need:` was read as a key",
        section("- |\n  You need:\n  - a ride\n  - a friend"),
    ),
    "a decimal comma in a row in brackets": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header: [B, C]\n    rows:\n      - [1,5 mg, 2]"), 9, 16, "the row has 3 cells",
        section("- table:\n    id: tbl-a\n    caption: A\n    header: [B, C]\n    rows:\n      - ['1,5 mg', 2]"),
    ),
    # ---- dashes
    "a reference without its dash": (
        "references:\n  - id: a\n    type: book\n    title: A\n    issued: 2016\n"
        "    id: b\n    type: book\n    title: B\n    issued: 2017\n", 6, 5,
        "the key `id` appears twice in one item", "references:\n  - id: a\n    type: book\n    title: A\n    issued: 2016\n"
        "  - id: b\n    type: book\n    title: B\n    issued: 2017\n",
    ),
    "an author without a dash": (
        "authors:\n  - name: A\n    name: B\n", 3, 5, "appears twice in one item", "authors:\n  - name: A\n  - name: B\n"
    ),
    "a section without its dash": (
        "sections:\n  - heading: A\n    content: B\n  heading: C\n    content: D\n", 4, 3, DASH,
        "sections:\n  - heading: A\n    content: B\n  - heading: C\n    content: D\n",
    ),
    "a list of one without its dash": (
        "authors:\n  name: A\n", 1, 1, "`authors` contains keys, but needs a list", "authors:\n  - name: A\n"
    ),
    "an item without its dash": ("key_points:\n  - One\n  Two\n  - Three\n", 3, 3, DASH, "key_points:\n  - One\n  - Two\n  - Three\n"),
    "a block without its dash": (
        section("- One.\nsteps:\n  - Two."), 5, 7, DASH, section("- One.\n- steps:\n    - Two."),
    ),
    "a dash without a space": ("key_points:\n  - One\n  -Two\n", 3, 3, "no space after the `-`", "key_points:\n  - One\n  - Two\n"),
    "dashes without a space": ("key_points:\n  -One\n  -Two\n", 2, 3, "no space after the `-`", "key_points:\n  - One\n  - Two\n"),
    "a dash without a space before a block": (
        section("-steps:\n    - One."), 4, 7, "no space between the `-` and `steps`", section("- steps:\n    - One."),
    ),
    "bullets": ("key_points:\n  • One\n  • Two\n", 2, 3, "begins with `•`", "key_points:\n  - One\n  - Two\n"),
    "a bullet among dashes": ("key_points:\n  - One\n  – Two\n", 3, 3, "begins with `–`", "key_points:\n  - One\n  - Two\n"),
    "stars for dashes": ("key_points:\n  * One\n  * Two\n", 2, 3, "begins with `*`", "key_points:\n  - One\n  - Two\n"),
    "numbers for dashes": (section("- steps:\n    1. One\n    2. Two"), 5, 11, "begins with `1.`", section("- steps:\n    - One\n    - Two")),
    "a list after a key on its line": ("key_points: - One\n", 1, 13, "an item of a list after a key", "key_points:\n  - One\n"),
    # ---- colons
    "a key without a colon": ("title A\nsubtitle: B\n", 1, 6, "no colon after `title`", "title: A\nsubtitle: B\n"),
    "a last key without a colon": (
        "publisher:\n  name: A\n  phone 1\n", 3, 8, "no colon after `phone`", "publisher:\n  name: A\n  phone: 1\n"
    ),
    "a key with a list without a colon": ("key_points\n  - One\ntitle: A\n", 1, 11, "no colon after", "key_points:\n  - One\ntitle: A\n"),
    "a first key of an item without a colon": (
        "sections:\n  - heading A\n    content: B\n", 2, 12, "no colon after", "sections:\n  - heading: A\n    content: B\n"
    ),
    "an equals sign": ("title = A\nsubtitle: B\n", 1, 6, "no colon after `title`", "title: A\nsubtitle: B\n"),
    "a hash in the place of a colon": ("title # A\nsubtitle: B\n", 1, 6, "no colon after `title`", "title: A\nsubtitle: B\n"),
    "a colon without a space": ("publisher:\n  name: A\n  phone:1\n", 3, 9, "no space after `phone:`", "publisher:\n  name: A\n  phone: 1\n"),
    "the only colon without a space": ("publisher:\n  name:A\n", 2, 8, "no space after `name:`", "publisher:\n  name: A\n"),
    "a full-width colon": ("title：A\nsubtitle: B\n", 1, 6, "full-width colon", "title: A\nsubtitle: B\n"),
    "a full-width colon inside": ("publisher:\n  name： A\n", 2, 7, "full-width colon", "publisher:\n  name: A\n"),
    "a colon in a text in curly quotes": (
        "title: “Knee: a guide”\n", 1, 13, "a colon inside the text", 'title: "“Knee: a guide”"\n'
    ),
    # ---- spaces that are none
    "a no-break space in an indent": ("publisher:\n\u00a0 name: A\n", 2, 1, SPACE, "publisher:\n  name: A\n"),
    "a no-break space after a space": ("publisher:\n \u00a0name: A\n", 2, 2, SPACE, "publisher:\n  name: A\n"),
    "a no-break space after a dash": ("key_points:\n  - One\n  -\u00a0Two\n", 3, 4, SPACE, "key_points:\n  - One\n  - Two\n"),
    "no-break spaces after dashes": ("key_points:\n  -\u00a0One\n  -\u00a0Two\n", 2, 4, SPACE, "key_points:\n  - One\n  - Two\n"),
    "a no-break space after a colon": ("title:\u00a0A\nsubtitle: B\n", 1, 7, SPACE, "title: A\nsubtitle: B\n"),
    "no-break spaces below a bar": ("summary: |\n\u00a0\u00a0A\n", 2, 1, SPACE, "summary: |\n  A\n"),
    "a no-break space after a bar": ("summary: |\u00a0\n  A\n", 1, 11, SPACE, "summary: |\n  A\n"),
    "a wide space in an indent": ("publisher:\n\u3000name: A\n", 2, 1, SPACE, "publisher:\n  name: A\n"),
    "a key with an invisible character": ("ti\u200btle: A\n", 1, 1, "is not known here", "title: A\n"),
    # ---- comments
    "a comment inside a text": (
        "summary: |\n  One\n# 1 in hospital\n  Two\n", 3, 1, "was read as a comment", "summary: |\n  One\n  \\# 1 in hospital\n  Two\n"
    ),
    "a comment in a text without quotes": ("summary: One\n  # Two\n  three\n", 2, 3, "was read as a comment", "summary: |\n  One\n  \\# Two\n  three\n"),
    "a comment at the end of its first line": (
        "summary: Room # 5\n  is closed\n", 2, 3, "`# 5` was read as a comment", "summary: |\n  Room # 5\n  is closed\n"
    ),
    "a comment after quotes": ('title: "Room" # 5\n', 1, 8, "`# 5` was read as a comment", 'title: "Room # 5"\n'),
    "a name of a file with a number sign": (
        section("- figure:\n    id: fig-a\n    image: a #2.svg\n    alt: A\n    caption: B"), 6, 18, "`#2.svg` was read as a comment",
        "title: A\n",
    ),
    "a comment after an address": (
        "publisher:\n  name: A\n  url: https://example.org #us\n", 3, 8, "`#us` was read", "publisher:\n  name: A\n  url: https://example.org # us\n",
    ),
    # ---- quotes
    "quotes inside quotes": ('title: "He said "rest" today"\n', 1, 18, "after the closing quote", "title: 'He said \"rest\" today'\n"),
    "an apostrophe in single quotes": ("title: 'Don't rest'\n", 1, 13, "after the closing quote", 'title: "Don\'t rest"\n'),
    "a text that goes on after quotes": ('title: "Rest"\n  is best\n', 2, 3, "after the closing quote", 'title: |\n  "Rest" is best\n'),
    "a quote that is closed in the next key": ('title: "Rest\nsubtitle: "A"\n', 1, 8, "never closed", 'title: "Rest"\nsubtitle: "A"\n'),
    "a quote that swallows the next key": ("title: 'Rest\nsubtitle: A'\n", 1, 8, "never closed", "title: 'Rest'\nsubtitle: A\n"),
    "a quote that swallows the next item": ('key_points:\n  - "One\n  - Two"\n', 3, 3, JOINED, 'key_points:\n  - "One"\n  - Two\n'),
    "a folder in quotes": ('title: "C:\\new"\n', 1, 11, QUOTED, "title: 'C:\\new'\n"),
    "a sign of LaTeX in quotes": ('title: "5 \\times 3"\n', 1, 11, QUOTED, "title: '5 \\times 3'\n"),
    "a backslash before a star in quotes": ('title: "5 \\* 3"\n', 1, 11, QUOTED, "title: '5 \\* 3'\n"),
    # ---- lists that YAML folds into a text
    "a list after a text": ("summary: You need\n  - a ride\n", 2, 3, JOINED, "summary: |\n  You need\n  - a ride\n"),
    "a list below a greater sign": ("summary: >\n  You need\n  - a ride\n", 3, 3, JOINED, "summary: |\n  You need\n  - a ride\n"),
    "a numbered list in quotes": ("summary: 'Do\n  1. rest'\n", 2, 3, JOINED, "summary: |\n  Do\n  1. rest\n"),
    # ---- signs
    "a text in brackets": ("title: '[Draft]'\nsubtitle: [Draft]\n", 2, 11, "begins with `[`", "subtitle: '[Draft]'\n"),
    "a text in braces": ("title: {Draft}\n", 1, 8, "begins with `{`", "title: '{Draft}'\n"),
    "a text that is a comparison": ("title: >5 mg\n", 1, 8, "begins with `>`", "title: '>5 mg'\n"),
    "a text that is a short comparison": ("title: >5\n", 1, 1, "`title` is empty", "title: '>5'\n"),
    "a text that means nothing": ("key_points:\n  - null\n", 2, 5, "is empty", 'key_points:\n  - "null"\n'),
    # ---- the end of the article
    "a line of dashes in a text": ("summary: |\n  A\n---\n", 3, 1, "ends the article", "summary: |\n  A\n"),
    "a line of dots in a text": ("summary: |\n  A\n...\n", 3, 1, "ends the article", "summary: |\n  A\n"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "line", "column", "message", "repaired"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_reported_in_its_place_and_its_hint_works(
    changes: str, line: int, column: int, message: str, repaired: str, load_article: Load
) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article(changes)
    first = next(one for one in caught.value.problems if one.is_error)
    assert first.location is not None
    assert (first.location.line, first.location.column, first.hint != "") == (line, column, True), first
    assert message in first.message
    load_article(repaired)


# What a person who knows spreadsheets would expect to be changed, and is not.
KEPT = [
    "08:30",
    "1e5",
    "0123",
    "2026-11-22",
    "yes",
    "no",
    "on",
    "1_000",
    "0x1F",
    ".5",
    "1.10",
    "12:30:45",
    "+5",
    "~5",
    "-5 mg",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_text_that_yaml_has_another_type_for_is_kept_as_typed(text: str, load_article: Load) -> None:
    assert str(load_article(f"title: {text}\n").article.title.source) == text


def test_a_comment_right_below_a_text_is_a_warning_and_one_after_an_empty_line_is_not(warnings_of: Warn) -> None:
    (warning,) = warnings_of("summary: |\n  A\n# 1 in hospital\n")
    assert warning.severity is Severity.WARNING
    assert warning.message == "`# 1 in hospital` was read as a comment, not as text"
    assert str(warning.location).endswith(":3:1")
    assert warnings_of("summary: |\n  A\n\n# 1 in hospital\n") == []
    assert warnings_of("summary: A\n# 1 in hospital\n") == []


@pytest.mark.parametrize("text", ['"\\u00e9"', '"a\\\n  b"', '"\\"a\\""', '"a\\\\b"', '"a\n\n  - b"'])
def test_what_is_clear_in_double_quotes_is_read(text: str, load_article: Load) -> None:
    load_article(f"summary: {text}\n")


@pytest.mark.parametrize("end", ["---\n", "...\n", "---\n# a comment\n"])
def test_a_line_that_ends_the_article_is_allowed_as_its_last_one(
    end: str, load_article: Load, citeproc: Citeproc
) -> None:
    manuscript = load_article(f"---\n{article_text()}{end}".encode())
    assert prove([manuscript.source], [], manuscript, resolve(manuscript, citeproc)) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_that_a_windows_program_saved_is_read(encoding: str, load_article: Load) -> None:
    text = article_text("title: Müller’s “knee”\n").replace("\n", "\r\n")
    assert load_article(text.encode(encoding)).article.title.source == "Müller’s “knee”"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_that_is_no_text_has_one_problem(encoding: str, load_article: Load) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article("title: Müller\n".encode(encoding))
    (problem,) = caught.value.problems
    assert problem.message == "this is not a plain text file"


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("B\n    C", 1),
        (">\n    B\n    C", 1),
        ('"B\n    C"', 1),
        ("|\n    B\n    C", 0),
        (">\n    B", 0),
        ("|-\n    B\n    C", 0),
        ("B", 0),
    ],
)
def test_an_address_whose_lines_are_joined_is_a_warning(address: str, count: int, warnings_of: Warn) -> None:
    found = warnings_of(f"publisher:\n  name: A\n  address: {address}\n")
    assert [one.message for one in found] == ["the lines of this text are printed as one line"] * count


LINES = (TESTS / "cases" / "everything-an-article-can-hold" / "article.yaml").read_text("utf-8").split("\n")
BLOCKS = "- |\n  One.\n  Two.\n- steps:\n    - |\n      One.\n\n      Two.\n- callout:\n    kind: tip\n    content: |\n      One.\n      Two.\n"
TEXTS = article_text(f"summary: |\n  One.\n  Two.\n{section(BLOCKS)}disclaimer: |\n  One.\n  Two.\n").split("\n")
SECOND = [number for number, line in enumerate(TEXTS) if line.endswith("Two.")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SECOND), st.integers(1, 12))
def test_a_line_that_is_moved_to_the_left_is_the_one_that_is_reported(number: int, by: int) -> None:
    lines = [*TEXTS]
    width = len(lines[number]) - len(lines[number].lstrip())
    lines[number] = " " * max(width - by, 0) + lines[number].lstrip()
    with pytest.raises(ArticleError) as caught:
        read_nodes(Source("a.yaml", "\n".join(lines)), Limits())
    assert [one.location.line for one in caught.value.problems if one.location][-1] == number + 1


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from([*"\t '\"-:#|>[]{}*&!%@`,?\u00a0", "- ", "", "\n", "---\n"]),
    st.data(),
)
def test_any_slip_has_a_place_in_the_file_and_a_hint(number: int, sign: str, data: st.DataObject) -> None:
    line = LINES[number]
    column = data.draw(st.integers(0, len(line)))
    changed = [*LINES[:number], line[:column] + sign + line[column + (not sign) :], *LINES[number + 1 :]]
    text = "\n".join(changed)
    try:
        _, problems = read_nodes(Source("a.yaml", text), Limits())
    except ArticleError as error:
        problems = [*error.problems]
    for problem in problems:
        assert problem.hint
        assert problem.location is not None
        assert 1 <= problem.location.line <= len(text.split("\n"))
        assert problem.location.column >= 1
