"""Phrases that readers stumble over do not come back: each has a better one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from places import ROOT

PLACES: Final = (
    "*.md", "Makefile", "pyproject.toml", ".github/*.md", "docs/**/*.md", "styles/*", "src/**/*.py", "src/**/*.mjs",
    "scripts/*.py", "benchmarks/*.py", "tests/**/*.py", "tests/**/*.mjs",
)  # fmt: skip
FILES: Final = sorted({path for place in PLACES for path in ROOT.glob(place)} - {Path(__file__)})

# A pattern of whole words, a better phrase, and a text in which the pattern is found.
PHRASES: Final = (
    (r"all is well", "there are no problems", "ask whether all is well"),
    (r"anew", "again, or a verb such as update, rewrite, reinstall", "written anew"),
    (r"nobody else's|other people's", "third-party", "other people's validators"),
    (r"behind", "after", "what is behind the key"),
    (r"complain(?:s|ed|ing)?", "report, warn", "veraPDF complains"),
    (r"defects? of (?:ours|this program)", "bug in exporter", "this is a defect of ours"),
    (r"fall(?:s|ing)? through", "fall back", "it falls through to the next"),
    (r"freed of", "removed from, without", "freed of what a camera noted"),
    (r"g(?:ive|ives|iven|ave|iving) out", "assign", "the only place that gives out numbers"),
    (r"good enough", "recent enough", "installed and good enough"),
    (r"has all the rest", "for everything else, see", "the guide has all the rest"),
    (r"(?:table|row)s? heads?|heads? of (?:a|the) table|(?:no|without) heads", "header", "tables without heads"),
    (r"holds", "contains", "a list that holds blocks"),
    (r"in front of", "before", "a space in front of it"),
    (r"in vain", "not found, without success", "names looked for in vain"),
    (r"lies? (?:in|inside|outside|beside|below|under)", "is in", "it lies outside the folder"),
    (r"mend(?:s|ed|ing)?", "fix", "what mends it"),
    (r"pass(?:es|ed|ing)? over", "skip", "it is passed over"),
    (r"round (?:a|an|it|its|the|them|their)", "around", "the ids round it"),
    (r"(?:say|says|said|saying) of", "report, say about", "say of every part"),
    (r"(?!(?-i:STAND))stands?(?! (?:out|for))", "is, appears", "the key stands twice"),
    (r"telephones?", "phone", "a telephone number"),
    (r"tell(?:s|ing)? (?:\w+ ){0,3}apart", "distinguish", "to tell one kind apart"),
    (r"told", "reported; a warning names", "the author is told of it"),
    (r"where what", "where each thing, or a noun", "Where what is"),
    (r"whoever", "anyone who, you", "whoever is stopped by a limit"),
    (r"would bring", "how to install", "what would bring the others"),
    (r'"""[^"\n]* in[,;] [^"\n]* out', "a verb first: Reads …, Writes …", '"""An article in, a PDF out.'),
)


def found(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the phrase and the better one. What is generated is checked where it is written.

    The name of a test is a sentence, too.
    """
    text = re.sub(r"(?<=def )test_\w+", lambda name: name[0].replace("_", " "), text)
    text = re.sub(r"<!-- (\w+):.*?<!-- /\1 -->", lambda part: "\n" * part[0].count("\n"), text, flags=re.DOTALL)
    for pattern, better, _ in PHRASES:
        spaced = pattern.replace(" ", r"[\s#]+")  # the phrase may go on in the next line
        for match in re.finditer(rf"(?<!\w)(?:{spaced})(?!\w)", text, re.IGNORECASE):
            yield text.count("\n", 0, match.start()) + 1, " ".join(match[0].split()), better


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_has_a_phrase_that_has_a_better_one(path: Path) -> None:
    lines = [
        f"{path.relative_to(ROOT)}:{line}: `{phrase}`; better: {better}"
        for line, phrase, better in found(path.read_text("utf-8"))
    ]
    assert not lines, "\n".join(lines)


def test_each_place_has_texts() -> None:
    assert [place for place in PLACES if not any(ROOT.glob(place))] == []


@pytest.mark.parametrize(("pattern", "better", "text"), PHRASES, ids=[text for *_, text in PHRASES])
def test_each_phrase_is_found_also_over_two_lines(pattern: str, better: str, text: str) -> None:
    for written in (text, text.replace(" ", "\n"), text.capitalize()):
        if "\n" not in written or '"""' not in written:  # a docstring's first line is one line
            assert better in {one for _, _, one in found(f"First line.\n{written}.")}


def test_a_phrase_is_found_in_its_line_and_only_as_whole_words() -> None:
    assert list(found("A list.\nIt contains\nwhat stands\nbelow.")) == [(3, "stands", "is, appears")]
    assert list(found("A household recommends what stands out: `test_a_fault_is_told`.")) == []
    assert list(found("def test_a_fault_is_told() -> None:")) == [(1, "told", "reported; a warning names")]
    assert list(found("<!-- keys: made -->\nbehind\n<!-- /keys -->\nbehind")) == [(4, "behind", "after")]
