"""Every mistake of an author is reported with its place and a hint, and all mistakes in one run."""

import re
from pathlib import Path

import pytest
from conftest import Load, article_text
from mistakes import BROKEN, EMERGENCY, MISTAKES, REFERENCE, section

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError, Problem
from exporter.load import load
from exporter.project import Project


def problems_of(load_article: Load, changes: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ArticleError) as caught:
        load_article(changes)
    assert caught.value.exit_code == 3
    for problem in caught.value.problems:
        assert problem.location is not None, problem
        assert problem.hint, problem
        assert problem.message[0] in "`-" or not problem.message[0].isupper() or problem.message.startswith("YAML")
        assert not problem.message.endswith(".")
        assert not re.search(r"\{[a-z]+\}(?![^`]*`)", problem.message), "a place for a value was left open"
    return caught.value.problems


@pytest.mark.parametrize(("changes", "line", "column", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_place_and_a_hint(
    changes: str, line: int, column: int, message: str, load_article: Load
) -> None:
    problems = problems_of(load_article, changes)
    found = [(one.location.line, one.location.column, one.message) for one in problems if one.location]
    assert any((line, column) == (one[0], one[1]) and message in one[2] for one in found), found


# Each row: what is wrong more than once, where the same words are also written rightly, and every place of it.
TWICE: dict[str, tuple[str, str, list[tuple[int, int]]]] = {
    "notes for one medium": (
        "sections:\n  - heading: A\n    only: print\n    content: '\\^[a] B^[c] D^[e]'\n",
        "a note is not allowed in a section", [(4, 22), (4, 28)],
    ),
    "notes in an emergency": (section(EMERGENCY + "`^[a]` ^[b] ^[c]"), "a note is not allowed", [(7, 20), (7, 25)]),
    "links in an emergency": (
        section(EMERGENCY + "tel:1 [a](tel:1) [b](tel:1) <tel:1>"), "a link is not allowed", [(7, 23), (7, 34), (7, 42)],
    ),
    "links whose address is spelt otherwise": (
        section(EMERGENCY + "<a@b.org> [a](https://x.org/%20b) [b](<https://x.org/ä>)"), "a link is not allowed",
        [(7, 14), (7, 27), (7, 52)],
    ),
    "a cross-reference in an emergency beside its link": (
        section(EMERGENCY + "[a](#sec-a) @sec-a [b](#sec-a)"), "nothing has the id", [(7, 17), (7, 25), (7, 36)],
    ),
    "citations and notes in a heading": (
        f"title: a@ant.org [@ant] ^[b] [@ant]\n{REFERENCE}", "is not allowed in a title", [(1, 19), (1, 25), (1, 31)]
    ),
    "marks inside links": (
        f"summary: 'a@ant.org [@ant] [a [@ant]](tel:1) [@fig-a ^[b]](tel:1)'\n{REFERENCE}", "is inside a link",
        [(1, 32), (1, 47), (1, 54)],
    ),
    "an id that nothing has inside a link": (
        "summary: 'a@ant.org \\@ant `@ant` [a @fig-a](tel:1)'\n", "nothing has the id", [(1, 37)]
    ),
    "keys that nothing has, one the beginning of another": (
        "summary: '\\@cui2016 \\@cui.2016 [@cui-2016] [@cui]'\n", "no reference has the key", [(1, 33), (1, 45)]
    ),
    "a key after one that it begins": (
        f"summary: A [see *b* @ant2016] [@ant]\n{REFERENCE.replace('ant', 'bee')}", "no reference has", [(1, 32)]
    ),
    "links without words": ("summary: 'tel:1 [](tel:1) [](tel:1)'\n", "a link has no words", [(1, 20), (1, 30)]),
    "links with a title": (
        "summary: |\n  b [a](tel:1 'b') [a](tel:1 'b')\n", "a link has a title", [(2, 16), (2, 31)]
    ),
    "links to a file": ("summary: 'b.pdf [a](b.pdf) [a](b.pdf)'\n", "a link cannot lead to", [(1, 21), (1, 32)]),
    "links to an id that nothing has": ("summary: '#sec-b [a](#sec-b) [a](#sec-b)'\n", "nothing has", [(1, 22), (1, 34)]),
    "characters that no text has, as entities": (
        f"summary: '&#8211; &#x202E; [&#x202E; @ant &#x202E;]'\n{REFERENCE}", "U+202E", [(1, 19), (1, 29), (1, 43)]
    ),
    "headings in a text": ("summary: |\n  Call #1\n\n  # A\n\n  - # B\n", "a heading", [(4, 3), (6, 5)]),
    "underlined headings in a text": ("summary: |\n  - A-b\n\n  A-b\n  -\n\n  B\n  -\n", "a heading", [(5, 3), (8, 3)]),
    "signs of Markdown in a line": ("summary: A <b> ~~c~~ ~~d~~ <b>\n", "is not allowed in a text", [(1, 12), (1, 16), (1, 22), (1, 28)]),
    "quotations in a text": ("summary: |\n  1 > 0\n\n  > A\n", "a block quotation", [(4, 3)]),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "message", "places"), TWICE.values(), ids=TWICE)
def test_a_repeated_mistake_is_reported_at_each_place(
    changes: str, message: str, places: list[tuple[int, int]], load_article: Load
) -> None:
    found = [one for one in problems_of(load_article, changes) if message in one.message]
    assert [(one.location.line, one.location.column) for one in found if one.location] == places


@pytest.mark.parametrize(("changes", "line", "column", "message", "hint"), BROKEN.values(), ids=BROKEN)
def test_a_yaml_syntax_error_is_reported_in_an_authors_words(
    changes: str, line: int, column: int, message: str, hint: str, load_article: Load
) -> None:
    (problem,) = problems_of(load_article, changes)
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (line, column)
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("key", ["title", "language", "summary", "publisher", "document", "sections"])
def test_a_required_key_that_is_missing_is_named(key: str, article: Path, citeproc: Citeproc) -> None:
    parts = re.split(r"^(?=\w)", article_text(), flags=re.MULTILINE)
    article.write_text("".join(part for part in parts if not part.startswith(f"{key}:")), "utf-8")
    with pytest.raises(ArticleError) as caught:
        load(Project.of(article), citeproc)
    (problem,) = caught.value.problems
    assert problem.message == f"the key `{key}` is missing"
    assert problem.hint == f"add `{key}:` at the left margin"


# Each row: the article's changes, and the whole hint of the only problem.
HINTS: dict[str, tuple[str, str]] = {
    "a key missing inside": ("publisher:\n  phone: 1\n", "add `name:`"),
    "nothing written": ("summary:\n", "write something after it, or below it and indented; or remove it"),
    "nothing but a comment": ("summary: #1 of two\n", '`#1 of two` was read as a comment, not as text; put the text in quotes ("…")'),
    "a long comment": (
        f"title: # {'a' * 40}\n", f'`# {"a" * 28}` was read as a comment, not as text; put the text in quotes ("…")'
    ),
    "an empty list": ("sections: []\n", "write something after it, or below it and indented; or remove it"),
    "a word near a choice": (section("- callout: {kind: warnin, content: A}"), "did you mean `warning`?"),
    "a word far from any choice": (
        section("- callout: {kind: blue, content: A}"), "write one of these: emergency, warning, important, tip, evidence",
    ),
    "keys where text belongs": (
        "title:\n  Now: call us\n", '`Now:` was read as a key; put the text in quotes: "Now: call us"'
    ),
    "more keys where text belongs": (
        "title:\n  a: b\n  c: d\n", "write the text after the key, or on the lines below a `|`"
    ),
    "a list where text belongs": (
        "title:\n  - A\n", 'put a text that begins with `[` or `- ` in quotes ("…"), or on the line below a `|`'
    ),
    "text where a list belongs": ("key_points: A\n", "begin each item with `- ` on a line of its own: `- A`"),
    "text where keys belong": (
        "publisher: A\n", "write keys on lines of their own, indented: `name: …`"
    ),
    "a block like another": (section("- figur: {}"), "did you mean `figure`?"),
    "a text like a block": (section("- Rest: a lot"), 'put the text in quotes: "Rest: a lot"'),
    "a text with a comment": (
        "subtitle: A #1\n", 'put the whole text in quotes ("…"), or write it on the line below a `|`'
    ),
    "glossary entries as keys": (
        "glossary:\n  Stroke: A clot\n", "begin each item with `- term: …`, and write `definition: …` below it"
    ),
    "authors as texts": ("authors:\n  - Yi Lang\n", "write keys on lines of their own, indented: `name: …`"),
    "a file in the place of a list": ("bibliography: a.bib\n", "begin each item with `- ` on a line of its own: `- a.bib`"),
    "rows of one cell": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n    rows:\n      - C"),
        "begin a row with `- - ` and its first cell, and each further cell with `- ` below it",
    ),
    "a section without content": (
        "sections:\n  - heading: A\n", "write `content:` below its heading, with a text or a list of blocks"
    ),
    "a text with a colon and quotes": (
        'key_points:\n  - Say: "stop"\n', "`Say:` was read as a key; put the text in quotes: \"Say: stop\""
    ),
    "a block called text": (section("- text: Hello"), "write the text alone, without a key"),
    "a block called image": (section("- image: a.svg"), "write a picture as `figure:`"),
    "a block called note": (section("- note: Rest"), "write a box as `callout:`, with `kind:` and `content:`"),
    "a block called list": (section("- list:\n    - Rest"), "write a list in a text below a `|`, each item with `- `"),
    "a text with a capital like a block": (section("- Take: rest"), 'put the text in quotes: "Take: rest"'),
    "a block with a capital": (section("- Steps:\n    - Rest"), "did you mean `steps`?"),
    "a block without a name": (section("- {}"), "the blocks are figure, table, callout, steps, checklist, questions, definitions, quote"),
    "a key in curly quotes": ("“subtitle”: A\n", "write `subtitle` without the signs around it"),
    "an unknown key like no other": ("wibble: A\n", "remove it; `docs/staff/reference.md` lists all keys"),
    "a footnote of another dialect": ("summary: A [^1]\n", "write the note at its place in the text: `^[text]`"),
    "a definition of a link": (
        "summary: |\n  A [b]\n  [b]: https://x.org\n", "write the address in the link: `[words](https://…)`"
    ),
    "an unknown label like no other": ("labels:\n  wibble: A\n", "`docs/staff/reference.md` lists all labels"),
    "an unknown label like another": ("labels:\n  figur: A\n", "did you mean `figure`?"),
    "an unknown key like one left out": ("subtitel: A\n", "did you mean `subtitle`?"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "hint"), HINTS.values(), ids=HINTS)
def test_a_hint_says_what_to_do_in_this_very_case(changes: str, hint: str, load_article: Load) -> None:
    assert [problem.hint for problem in problems_of(load_article, changes)] == [hint]


@pytest.mark.parametrize(
    ("key", "parent"),
    [("name", "publisher"), ("id", "document"), ("version", "document"), ("published", "document")],
)
def test_a_required_key_inside_that_is_missing_is_named(key: str, parent: str, load_article: Load) -> None:
    values = {"publisher": {"phone": "1"}, "document": {"id": "A", "version": "1", "published": "2026-11-22"}}[parent]
    lines = "".join(f"  {name}: {value}\n" for name, value in values.items() if name != key)
    (problem,) = problems_of(load_article, f"{parent}:\n{lines}")
    assert problem.message == f"the key `{key}` is missing"


def test_a_second_article_in_the_file_is_the_only_problem_it_causes(load_article: Load) -> None:
    (problem,) = problems_of(load_article, (article_text() + "---\ntitle: B\n").encode())
    assert problem.message == "the line `---` ends the article, but more text follows"


def test_a_link_that_leads_to_itself_is_a_clear_problem(article: Path, load_article: Load) -> None:
    article.with_name("a.bib").symlink_to(article.with_name("a.bib"))
    (problem,) = problems_of(load_article, "bibliography:\n  - a.bib\n")
    assert "`a.bib`" in problem.message


@pytest.mark.parametrize("style", ["apa", "APA"])
def test_did_you_mean_does_not_mind_capitals(style: str, load_article: Load) -> None:
    (problem,) = problems_of(load_article, f"citations:\n  style: {style}x\n")
    assert problem.hint == "did you mean `apa`?"


def test_did_you_mean_names_the_likely_word(load_article: Load) -> None:
    problems = problems_of(load_article, f"sumary: A\nsummary: A [@ent] and @sec-ab\n{REFERENCE}")
    assert {"did you mean `ant`?"} <= {problem.hint for problem in problems}


def test_problems_of_every_kind_come_in_one_run_in_the_order_of_the_file(load_article: Load) -> None:
    changes = (
        "titel: A\n"
        "language: english\n"
        "summary: As @ant says at @fig-x <b>now</b>\n"
        + section("- steps: A\n- figure:\n    id: fig-a\n    image: a.svg\n    caption: B")
        + REFERENCE.replace("    title: Ants\n", "")
        + "citations:\n  style: nowhere\nbibliography:\n  - a.bib\n"
    )
    problems = problems_of(load_article, changes)
    messages = " ".join(problem.message for problem in problems)
    for part in (
        "titel",
        "english",
        "@ant",
        "fig-x",
        "raw HTML",
        "`steps`",
        "`alt`",
        "a.svg",
        "has no title",
        "nowhere",
        "a.bib",
    ):
        assert part in messages
    lines = [problem.location.line for problem in problems if problem.location]
    assert lines == sorted(lines)


@pytest.mark.parametrize("start", [b"title: A\n", b"\xef\xbb\xbftitle: A\r\n", b"\r"], ids=["LF", "BOM", "CR"])
def test_a_file_that_is_not_utf_8_is_reported_at_its_first_invalid_byte(start: bytes, load_article: Load) -> None:
    (problem,) = problems_of(load_article, start + "subtitle: Müller\n".encode("latin-1"))
    assert "not saved as UTF-8" in problem.message
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (2, 12)


def test_sections_deeper_than_six_levels_of_headings_are_named(load_article: Load) -> None:
    lines, indent = ["sections:"], ""
    for level in range(2, 8):
        indent += "  "
        lines += [f"{indent}- heading: Level {level}"]
        indent += "  "
        lines += [f"{indent}content: Text", f"{indent}sections:"]
    problems = problems_of(load_article, "\n".join(lines[:-1]) + "\n")
    assert [one.message for one in problems] == ["the section is nested deeper than six levels of headings"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "the file contains no keys"), (b"# only a comment\n", "the file contains no keys"), (b"- a\n", "the file contains no keys"),
     (b"a: \x01\n", "U+0001"), (b"a: 1\n---\nb: 2\n", "the line `---` ends the article"),
     ("title: under \u202eread\n".encode(), "U+202E"), ("title: a\u2028b\n".encode(), "U+2028")],
    ids=["empty", "a comment", "a list", "a control character", "two articles", "an override", "a line separator"],
)  # fmt: skip
def test_a_file_that_is_no_article_is_a_clear_problem(content: bytes, message: str, load_article: Load) -> None:
    assert any(message in problem.message for problem in problems_of(load_article, content))


def test_a_folder_in_the_place_of_an_article_is_a_clear_problem(article: Path, citeproc: Citeproc) -> None:
    article.mkdir()
    with pytest.raises(ArticleError, match="is a folder"):
        load(Project.of(article), citeproc)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"GIF89a", "is not a PNG picture"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "is not a JPEG picture"),
        ("a.svg", b"<svg>", "is not an SVG picture"),
        ("b.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "is not an SVG picture"),
    ],
)
def test_a_picture_of_another_kind_than_its_name_says_is_named(
    name: str, content: bytes, message: str, article: Path, load_article: Load
) -> None:
    article.with_name(name).write_bytes(content)
    figure = section(f"- figure:\n    id: fig-a\n    image: {name}\n    alt: A\n    caption: B")
    assert any(message in problem.message for problem in problems_of(load_article, figure))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.bib", "@book{bee, year={2016}}", "has no title"),
        ("a.bib", "@book{bee, title={B", "the brace of `title` has no partner"),
        ("a.bib", "@book{ant, title={B}, year={2016}}", "the key `ant` appears twice"),
        ("a.json", "[5]", "contains no references"),
        ("a.json", "{", "this is no list of references"),
        ("a.ris", "nothing", "references"),
        ("a.ris", "TY  - BOOK\nTI  - A\nPY  - 2016\nER  - \n", "has no key in this file"),
    ],
)
def test_a_problem_in_a_file_of_references_is_reported_there(
    name: str, content: str, message: str, article: Path, load_article: Load
) -> None:
    article.with_name(name).write_text(content, "utf-8")
    problems = problems_of(load_article, f"summary: A [@bee]\nbibliography:\n  - {name}\n{REFERENCE}")
    found = [one for one in problems if message in one.message]
    assert [one.location.file for one in found if one.location] == [f"content/{name}"]


@pytest.mark.parametrize(
    ("name", "content", "line", "column"),
    [
        ("a.bib", "@book{cat, title={ant}, year={2016}}\n@book{ant, title={B}, year={2016}}", 2, 7),
        ("a.bib", "@book{cat, title={A}, year={2016}}\n@book{cat, title={B}, year={2016}}", 2, 7),
        ("a.ris", "TY  - BOOK\nID  - cat\nTI  - A\nPY  - 2016\nER  - \nTY  - BOOK\nTI  - A\nID  - cat\n", 8, 1),
    ],
)
def test_the_place_of_a_problem_in_a_file_of_references_is_exact(
    name: str, content: str, line: int, column: int, article: Path, load_article: Load
) -> None:
    article.with_name(name).write_text(content, "utf-8")
    problems = problems_of(load_article, f"summary: A [@ant]\nbibliography:\n  - {name}\n{REFERENCE}")
    places = [one.location for one in problems if one.location and one.location.file == f"content/{name}"]
    assert [(place.line, place.column) for place in places] == [(line, column)]


def test_a_key_that_a_file_gives_three_times_is_named_at_the_second_and_third(
    article: Path, load_article: Load
) -> None:
    article.with_name("a.bib").write_text("@book{cat, title={A}, year={2016}}\n" * 3, "utf-8")
    problems = problems_of(load_article, "bibliography:\n  - a.bib\n")
    assert [str(one.location) for one in problems] == ["content/a.bib:2:7", "content/a.bib:3:7"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("We know this.^1,2^ And this^3^", ["^1,2^", "^3^"]),
        ("We know this¹² now", ["¹²"]),
        ("5 m^2^, cm², 10^9^/L, `this^1^` and this^st^", []),
    ],
)
def test_a_raised_number_beside_citations_is_a_warning(text: str, numbers: list[str], load_article: Load) -> None:
    warnings = load_article(f"summary: |\n  A [@ant]. {text}\n{REFERENCE}").warnings
    assert [one.message for one in warnings] == [f"the raised number `{number}` is typed" for number in numbers]
    assert load_article(f"summary: |\n  {text}\n").warnings == ()


@pytest.mark.parametrize(
    "text", ["`[2]` and `[ant]`", r"\[2\] and \[ant]", "^[2 weeks] and [2](tel:1)", "[a 2]", "[2.5]"]
)
def test_brackets_that_are_no_typed_citation_are_allowed(text: str, load_article: Load) -> None:
    load_article(f"summary: |\n  A [@ant] {text}\n{REFERENCE}")
