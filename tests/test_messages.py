"""Every message that the program can give is in words that clinic staff know, and says what to do."""

import re
from typing import Final

import pytest
from messages import Message, messages, problems_without_hint

# A pattern of whole words that no nurse knows, and a better word.
UNKNOWN: Final = (
    (r"alias(?:es)?|anchors?", "what was typed"),
    (r"arguments?|parameters?", "what was typed"),
    (r"arrays?|sequences?|tuples?|iterables?", "list"),
    (r"attributes?|elements?", "the sign or part as it is written"),
    (r"booleans?", "true or false"),
    (r"buffers?|stdin|stdout|stderr", "(say what the author sees)"),
    (r"bytes?", "characters, or leave it out"),
    (r"BCP 47|ISO \d+|RFC \d+", "an example of what to write"),
    (r"code ?points?|glyphs?", "character"),
    (r"delimiters?|tokens?", "the sign itself"),
    (r"deprecated|undefined|unexpected|invalid|illegal|malformed|fatal", "what is wrong"),
    (r"dict(?:ionary|ionaries)?|mappings?", "keys"),
    (r"director(?:y|ies)", "folder"),
    (r"encod(?:e|ed|ing|ings)|charsets?|unicode", "UTF-8, as menus call it, in a hint only"),
    (r"escap(?:e|ed|ing)", "write a backslash before it"),
    (r"event handlers?|handlers?|callbacks?", "(say what it does)"),
    (r"exceptions?|tracebacks?|stack", "problem"),
    (r"hash(?:es)?|digests?|checksums?", "(leave it out)"),
    (r"identifiers?", "id, key"),
    (r"integers?|floats?", "whole number, number"),
    (r"instances?|objects?|modules?", "(name the thing)"),
    (r"IO|I/O|OS", "computer"),
    (r"metadata|manifest|namespaces?", "(say what is lost)"),
    (r"nodes?", "item"),
    (r"null|None|NaN|nil", "empty"),
    (r"pars(?:e|ed|er|ing)", "read"),
    (r"process(?:es)?|threads?", "program"),
    (r"regex(?:es)?|regexp?|patterns?", "an example of what to write"),
    (r"scalars?|strings?", "text"),
    (r"schemas?", "(say what is allowed)"),
    (r"serialis\w+|serializ\w+|decod\w+", "save, read"),
    (r"syntax", "(say what is wrong)"),
    (r"time-?outs?", "takes too long"),
    (r"whitespace", "spaces"),
    (r"citeproc|pydantic|lxml|Pillow|tinycss2", "(leave it out)"),
)  # fmt: skip

# Files whose messages are for others, or show that exporter itself is wrong.
OTHERS: Final = {
    "__init__.py": "for programmers who use the API",
    "child.py": "a helper program is wrong",
    "citeproc/pandoc.py": "a helper program is wrong",
    "doctor.py": "for administrators who install the program",
    "request.py": "for programmers who use the API",
    "resolve/content.py": "exporter is wrong",
    "runs/isolated.py": "for administrators who run it apart",
    "validators/": "words of the validators",
    "verify/": "exporter is wrong, or a file was changed",
    "writers/page_marks.py": "exporter is wrong",
    "writers/pdf/pdfa.py": "no message",
    "writers/pdf/structure.py": "exporter is wrong",
    "writers/pdf/tagging.py": "exporter is wrong",
    "writers/pdf/weasyprint/": "for administrators who install the program",
}

# What has to use such a word, and why.
NEEDED: Final = {
    "UTF-8": "the name that the menus of editors show",
    "encoding": "the word that the menus of editors show",
    "Unicode": "the word that the menus of Word show",
}


def is_for_staff(message: Message) -> bool:
    return not any(message.file == name or (name.endswith("/") and message.file.startswith(name)) for name in OTHERS)


STAFF: Final = tuple(message for message in messages() if is_for_staff(message))


def unknown_words(words: str) -> list[tuple[str, str]]:
    """Return each word that staff do not know, with a better one; what is between backticks is the author's."""
    text = re.sub(r"`[^`]*`", "`…`", words)
    return [
        (found[0], better)
        for pattern, better in UNKNOWN
        for found in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE)
        if found[0] not in NEEDED
    ]


def test_every_message_has_only_words_that_staff_know() -> None:
    assert [(one.file, one.line, found) for one in STAFF if (found := unknown_words(one.words))] == []


def test_every_message_begins_with_a_small_letter_and_has_no_full_stop() -> None:
    assert [(one.file, one.line, one.words) for one in STAFF if not has_form(one.words)] == []


def has_form(words: str) -> bool:
    begins = not re.match(r"[A-Z][a-z]+ [a-z]", words) or words.split()[0] in NAMES
    return begins and not re.search(r"(?<!\.\w)\.$", words)  # `n.d.` is an abbreviation


@pytest.mark.parametrize("words", ["It is wrong", "it is wrong."])
def test_a_message_of_another_form_is_found(words: str) -> None:
    assert not has_form(words)


NAMES: Final = {"Chinese", "Devanagari", "Nu"}


def test_there_are_messages_of_every_step() -> None:
    files = {message.file.split("/")[0] for message in STAFF}
    assert {"article", "load", "markup", "project", "resolve", "rules.py", "runs", "output", "pipeline.py"} <= files
    assert len(STAFF) > 200


def test_every_exempt_file_has_messages() -> None:
    names = [message.file for message in messages()]
    assert [one for one in OTHERS if not any(name.startswith(one) for name in names)] == []


HINTLESS: Final = ("errors.py", "validators/", "verify/", "runs/isolated.py", "writers/pdf/log.py")
"""Files with problems that are not the article's: exporter is wrong, or the words come from elsewhere."""


def test_every_problem_of_an_article_has_a_hint() -> None:
    assert [one for one in problems_without_hint() if not one[0].startswith(HINTLESS)] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the mapping has a null", ["null", "mapping"]),
        ("a Scalar was expected, not a list", ["Scalar"]),
        ("`null` means that nothing is here", []),
        ("the file is not saved as UTF-8", []),
        ("it needs processing, and noded", []),
    ],
)
def test_a_word_that_staff_do_not_know_is_found(words: str, found: list[str]) -> None:
    assert sorted(word for word, _ in unknown_words(words)) == sorted(found)
