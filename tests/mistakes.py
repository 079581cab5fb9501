"""Mistakes that authors make, each with its place and message; and what the tests of mistakes share."""

REFERENCE = """\
references:
  - id: ant
    type: book
    title: Ants
    issued: 2016
"""


def section(content: str) -> str:
    """Return the smallest article's sections with this content, whose first line is line 4."""
    indented = "".join(f"      {line}\n" for line in content.splitlines())
    return f"sections:\n  - heading: First\n    content:\n{indented}"


EMERGENCY = "- callout:\n    kind: emergency\n    content: |\n      "

# Each row: what is wrong (the test's name), the article's changes, line, column and a part of the message.
MISTAKES: dict[str, tuple[str, int, int, str]] = {
    # ---- keys
    "a key that appears twice": ("title: A\ntitle: B\n", 2, 1, "the key `title` appears twice"),
    "an unknown key": ("sumary: A\n", 1, 1, "the key `sumary` is not known here"),
    "an unknown key inside": ("publisher:\n  name: A\n  fone: 1\n", 3, 3, "the key `fone` is not known here"),
    "a list where text belongs": ("title:\n  - A\n", 1, 1, "`title` contains a list, but needs text"),
    "text where a list belongs": ("key_points: A\n", 1, 13, "`key_points` contains text, but needs a list"),
    "text where keys belong": ("publisher: A\n", 1, 12, "`publisher` contains text, but needs keys"),
    "neither true nor false": ("numbering:\n  sections: perhaps\n", 2, 13, "neither true nor false"),
    "no whole number": ("print:\n  fit_pages: two\n", 2, 14, "`two` is not a whole number"),
    "an empty text": ('title: ""\n', 1, 1, "`title` is empty"),
    "a text that says null": ("title: null\n", 1, 8, "`title` is empty"),
    "a list among texts": ("key_points:\n  - A\n  - - B\n", 3, 5, "an item of `key_points` contains a list, but needs text"),
    "brackets in the place of a key": ("[A]: B\n", 1, 1, "there is something in brackets where a key is needed"),
    "a key without a value": ("title:\n", 1, 1, "`title` is empty"),
    # ---- emergencies
    "a citation in an emergency": (section(EMERGENCY + "[@ant]") + REFERENCE, 7, 14, "a citation is not allowed in an emergency"),
    "a note in an emergency": (section(EMERGENCY + "^[Now]"), 7, 13, "a note is not allowed in an emergency"),
    "a link in an emergency": (section(EMERGENCY + "[us](tel:911)"), 7, 18, "a link is not allowed in an emergency"),
    "a figure pointed at in an emergency": (section(EMERGENCY + "@sec-a"), 7, 13, "a cross-reference is not allowed in an emergency"),
    "a figure in an emergency": (
        section("- callout:\n    kind: emergency\n    content:\n      - table: {id: tbl-a, caption: A, header: [A], rows: [[a]]}"),
        7, 27, "`tbl-a` is not allowed in an emergency call-out",
    ),
    # ---- dates, languages
    "a date in words": (
        "document:\n  id: A\n  version: 1\n  published: May 2026\n", 4, 14, "`May 2026` is not a date"
    ),
    "a day that does not exist": (
        "document:\n  id: A\n  version: 1\n  published: 2026-02-30\n", 4, 14, "`2026-02-30` is not a date"
    ),
    "a day of a reference that does not exist": (REFERENCE.replace("2016", "2016-02-30"), 5, 13, "is not a date"),
    "a malformed language tag": ("language: english\n", 1, 11, "`english` is not the code of a language"),
    "a language without words": ("language: xx\n", 1, 11, "there are no words yet for the language `xx`"),
    "a label with other braces": ("labels:\n  date: '{day} {month} {yr}'\n", 2, 9, "does not have the right words in braces"),
    "a label with half a brace": ("labels:\n  date: '{day {month} {year}'\n", 2, 9, "does not have the right words in braces"),
    "eleven months": ("labels:\n  months: J F M A M J J A S O N\n", 2, 11, "the label `months` does not name twelve months"),
    "an unknown label": ("labels:\n  figur: Abb.\n", 2, 3, "there is no label `figur`"),
    # ---- ids
    "an id without its prefix": ("sections:\n  - id: one\n    heading: A\n    content: B\n", 2, 9, "does not begin"),
    "an id that is no XML name": (
        "sections:\n  - id: sec-a/b\n    heading: A\n    content: B\n", 2, 9, "a character that is not allowed in ids"
    ),
    "an id that appears twice": (
        "sections:\n  - id: sec-a\n    heading: A\n    content: B\n"
        "  - id: sec-a\n    heading: A\n    content: B\n", 5, 9, "the id `sec-a` appears twice",
    ),
    "a reference key that begins like an id": (REFERENCE.replace("ant", "fig-a"), 2, 9, "begins like an id"),
    "a reference key with a space": (REFERENCE.replace("ant", "an ant"), 2, 9, "cannot be the key of a reference"),
    "two references with one key": (REFERENCE + REFERENCE[12:], 6, 9, "the key `ant` appears twice"),
    # ---- citations and cross-references
    "an unknown citation key": (f"summary: A [@ent]\n{REFERENCE}", 1, 13, "no reference has the key `ent`"),
    "an unknown cross-reference": ("summary: See @fig-a\n", 1, 14, "nothing has the id `fig-a`"),
    "a bare key": (f"summary: As @ant says\n{REFERENCE}", 1, 13, "`@ant` has no brackets"),
    "a key without its author": (f"summary: A [-@ant]\n{REFERENCE}", 1, 13, "`-@ant` is not supported"),
    "a citation that lacks a semicolon": (f"summary: A [@ant @ant]\n{REFERENCE}", 1, 13, "no semicolon between two keys"),
    "a citation with a part that cites nothing": (f"summary: A [@ant; p. 3]\n{REFERENCE}", 1, 19, "cites nothing"),
    "a cross-reference in brackets": ("summary: A [@fig-a]\n", 1, 13, "is a cross-reference"),
    "a citation without a key": ("summary: A [@ b]\n", 1, 12, "a citation has no key"),
    "an e-mail address that is none": ("publisher:\n  name: A\n  email: us\n", 3, 10, "`us` is not an e-mail address"),
    "a citation in the title": (f"title: A [@ant]\n{REFERENCE}", 1, 11, "a citation is not allowed in a title or heading"),
    "a note in a heading": ("sections:\n  - heading: A^[b]\n    content: C\n", 2, 15, "a note is not allowed in a title or heading"),
    "a cross-reference in a heading": (
        "sections:\n  - id: sec-a\n    heading: A @sec-a\n    content: C\n", 3, 16, "a cross-reference is not allowed in a title",
    ),
    "a citation inside a link": (f"summary: 'A [b @ant](https://x.org)'\n{REFERENCE}", 1, 16, "`@ant` has no brackets"),
    "a citation in superscript": (f"summary: A~[@ant]~\n{REFERENCE}", 1, 13, "superscript"),
    # ---- Markdown with a block of its own
    "raw HTML": ("summary: A <b>c</b>\n", 1, 12, "raw HTML"),
    "a block of raw HTML": ("summary: |\n  <div>a</div>\n", 2, 3, "raw HTML"),
    "a heading in a text": ("summary: |\n  # A\n", 2, 3, "a heading is not allowed in a text"),
    "an underlined heading": ("summary: |\n  A\n  ===\n", 3, 3, "a heading is not allowed in a text"),
    "an image in a text": ("summary: A ![b](c.png)\n", 1, 12, "an image"),
    "a table in a text": ("summary: |\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n", 2, 3, "a table"),
    "a code fence": ("summary: |\n  ```\n  a\n  ```\n", 2, 3, "a code fence"),
    "an indented code block": ("summary: |\n  A\n\n      b\n", 4, 7, "an indented code block"),
    "a rule": ("summary: |\n  A\n\n  ***\n", 4, 3, "a horizontal rule is not allowed"),
    "a block quotation": ("summary: |\n  > A\n", 2, 3, "a block quotation"),
    "rows of a table with tabs": ("summary: |\n  A\n\n  B\tC\n  1\t2\n", 4, 3, "lines with tabs"),
    "struck-out text": ("summary: A ~~b~~\n", 1, 12, "struck-out text"),
    "a task list": ("summary: |\n  - [ ] A\n", 2, 5, "a task list"),
    "a footnote of another dialect": ("summary: A [^1]\n", 1, 12, "`[^1]` is not supported"),
    "a link to a script": ("summary: '[a](javascript:b)'\n", 1, 15, "a link cannot lead to `javascript:b`"),
    "a link to an id that nothing has": ("summary: '[a](#sec-ä)'\n", 1, 15, "nothing has the id `sec-ä`"),
    "a link with a title": ("summary: |\n  [a](https://x.org 'b')\n", 2, 22, "a link has a title"),
    "a link without words": ("summary: 'A [](https://x.org)'\n", 1, 16, "a link has no words"),
    "a definition of a link": ("summary: |\n  A [b]\n  [b]: https://x.org\n", 3, 3, "`[b]:` is not supported"),
    "Markdown inside a citation": (f"summary: A [see *b* @ant]\n{REFERENCE}", 1, 13, "a citation contains Markdown"),
    "a heading's signs in a title": ("title: '# A'\n", 1, 9, "a heading is not allowed in a text"),
    "a link to a file": ("summary: '[a](b.pdf)'\n", 1, 15, "a link cannot lead to `b.pdf`"),
    # ---- empty values
    "an empty note": ("summary: A^[]\n", 1, 11, "the note is empty"),
    "an empty item of a list": ("summary: |\n  - A\n  -\n", 3, 3, "an item of a list is empty"),
    "a note that does not end": ("summary: A ^[b\n", 1, 12, "a note does not end"),
    "a note inside a note": ("summary: A^[b^[c]]\n", 1, 11, "a note is inside another note"),
    "an empty section": ("sections:\n  - heading: A\n", 2, 5, "the section is empty"),
    "no sections": ("sections: []\n", 1, 1, "`sections` is empty"),
    "an empty block": (section("- steps: []"), 4, 9, "`steps` is empty"),
    "an empty text among blocks": (section("- A\n- ''"), 5, 9, "is empty"),
    # ---- blocks
    "an unknown block": (section("- figur:\n    id: fig-a"), 4, 9, "there is no block `figur`"),
    "a list where a block belongs": (section("- - a"), 4, 9, "this is a list, but a block is needed here"),
    "two blocks in one": (section("- steps:\n    - a\n  checklist:\n    - b"), 4, 9, "one block has 2 names"),
    "an unknown kind of call-out": (section("- callout:\n    kind: emergncy\n    content: A"), 5, 17, "`kind` cannot be `emergncy`"),
    "a certainty that is not of evidence": (
        section("- callout:\n    kind: tip\n    content: A\n    certainty: low"), 4, 9, "only an evidence call-out can"
    ),
    "a row of the wrong length": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n      - C\n    rows:\n      - - D"),
        11, 17, "the row has 1 cell, but the header has 2",
    ),
    "an empty row": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n    rows:\n      - []"),
        10, 15, "a row of `rows` is empty",
    ),
    "a row that is a text": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n    rows:\n      - C"),
        10, 15, "a row of `rows` contains text, but needs a list",
    ),
    "a cell that is a list": (
        section("- table:\n    id: tbl-a\n    caption: A\n    header:\n      - B\n    rows:\n      - - - C"),
        10, 17, "a cell of `rows` contains a list, but needs text",
    ),
    "an empty text alternative": (
        section('- figure:\n    id: fig-a\n    image: a.svg\n    alt: ""\n    caption: A'), 7, 11, "`alt` is empty"
    ),
    "a figure without a text alternative": (
        section("- figure:\n    id: fig-a\n    image: a.svg\n    caption: A"), 4, 9, "the key `alt` is missing"
    ),
    "a picture that is not there": (
        section("- figure:\n    id: fig-a\n    image: a.svg\n    alt: A\n    caption: A"), 6, 18, "there is no file `a.svg`"
    ),
    "a picture of another kind": (
        section("- figure:\n    id: fig-a\n    image: a.tiff\n    alt: A\n    caption: A"), 6, 18, "`a.tiff` is a TIFF picture, which cannot be used here"
    ),
    "a picture outside the project": (
        section("- figure:\n    id: fig-a\n    image: ../../a.svg\n    alt: A\n    caption: A"), 6, 18, "outside the project"
    ),
    "a picture with an endless name": (
        section(f"- figure:\n    id: fig-a\n    image: {'a' * 999}.svg\n    alt: A\n    caption: A"), 6, 18, "cannot be read"
    ),
    "a logo without words": ("publisher:\n  name: A\n  logo: a.svg\n", 1, 1, "the logo has no `logo_alt`"),
    "a note in a section for print only": (
        "sections:\n  - heading: A\n    only: print\n    content: B^[c]\n", 4, 15, "a note is not allowed in a section for print only"
    ),
    "a table in a section for screens only": (
        "sections:\n  - heading: A\n    only: screen\n    content:\n      - table: {id: tbl-a, caption: B, header: [C], rows: [[D]]}\n",
        5, 21, "`tbl-a` is not allowed in a section for screen only",
    ),
    "a link to a section for print only": (
        "sections:\n  - heading: A\n    content: See @sec-b.\n  - heading: B\n    id: sec-b\n    only: print\n    content: C\n",
        3, 18, "`sec-b` is not allowed in a section for print only",
    ),
    "an address too long for a code": (
        f"document:\n  url: https://example.org/{'a' * 300}\n  id: A\n  version: 1\n  published: 2026-11-22\n", 2, 8, "the address has 320 characters; the limit is 300"
    ),
    # ---- references
    "a reference without a title": (REFERENCE.replace("    title: Ants\n", ""), 2, 5, "has no title"),
    "a reference with an empty title": (REFERENCE.replace("Ants", "''"), 2, 5, "has no title"),
    "a date that may be one of two": (REFERENCE.replace("2016", "3/4/2016"), 5, 13, "`3/4/2016` is not a date"),
    "a date that is no date": (REFERENCE.replace("2016", "{month: 3}"), 5, 5, "this is not a date"),
    "a variable by another name": (REFERENCE + "    journal: A\n", 6, 5, "the key `journal` is not known here"),
    "an unknown type of reference": (REFERENCE.replace("book", "bok"), 3, 11, "`type` cannot be `bok`"),
    "an unknown field of a reference": (REFERENCE + "    jornal: A\n", 6, 5, "the key `jornal` is not known here"),
    "an author who is nobody": (REFERENCE + "    author: et al.\n", 6, 13, "`et al.` names nobody"),
    "a name of parts that are not known": (REFERENCE + "    author:\n      - first: A\n", 7, 9, "this is not a name"),
    "a comment after a name": (REFERENCE + "    author: Lee A # 1st\n", 6, 13, "`# 1st` was read as a comment, not as text"),
    "an unknown citation style": ("citations:\n  style: nlm-citation\n", 2, 10, "there is no citation style `nlm-citation`"),
    "a style of notes": (
        "citations:\n  style: chicago-notes-bibliography\n", 2, 10, "it is a note style"
    ),
    "a style of labels": ("citations:\n  style: din-1505-2-alphanumeric\n", 2, 10, "it is a label style"),
    "a style in capitals": ("citations:\n  style: APA\n", 2, 10, "there is no citation style `APA`"),
    "a style with an endless name": (f"citations:\n  style: {'a' * 999}\n", 2, 10, "there is no citation style"),
    "a style outside the project": ("citations:\n  style: ../../a.csl\n", 2, 10, "outside the project"),
    "a list kept at an address that is not given": ("citations:\n  list: url\n", 2, 9, "`list: url` needs the address"),
    "references in a file of an unknown kind": ("bibliography:\n  - a.docx\n", 2, 5, "not a file of references"),
    "a file of references that is not there": ("bibliography:\n  - a.bib\n", 2, 5, "there is no file `a.bib`"),
    "a step with a number of its own": (section("- steps:\n    - 1. Wash\n    - 3. Dry"), 6, 13, "the step begins with the number `3.`"),
    "a typed number beside citations": ("summary: A [@ant] and [2, 3]\n" + REFERENCE, 1, 23, "the number `[2, 3]` is typed"),
    "a key in brackets": ("summary: A [ant]\n" + REFERENCE, 1, 12, "`[ant]` is no citation"),
    "a cross-reference without its word": ("summary: See [-@tbl-a]\n", 1, 16, "`@tbl-a` is a cross-reference"),
    "an id with a capital": ("summary: See @Tbl-a\n", 1, 14, "`@Tbl-a` begins with a capital"),
    "one reference twice in a citation": ("summary: A [@ant; @ant]\n" + REFERENCE, 1, 13, "`@ant` appears twice in one citation"),
    "raw HTML in a name": ("publisher:\n  name: A <b>clinic</b>\n", 2, 9, "`<b>` is raw HTML"),
    "a rule that does not exist": ("check:\n  spelling: no\n", 2, 3, "the key `spelling` is not known here"),
    "a DOI with a slip": (REFERENCE + "    DOI: 1O.1097/x\n", 6, 10, "is not a DOI"),
    "a number of PubMed Central as one of PubMed": (REFERENCE + "    PMID: PMC25299522\n", 6, 11, "is not a PubMed number"),
    "an address of a reference without https": (REFERENCE + "    URL: www.example.org\n", 6, 10, "is not a web address"),
    "a cell like a chapter": (
        section(f"- table:\n    id: tbl-a\n    caption: B\n    header:\n      - C\n    rows:\n      - - {'word ' * 500}"),
        10, 17, "a table cell has",
    ),
    # ---- text that YAML would change
    "a comment after a text": ("subtitle: Call extension #12\n", 1, 11, "`#12` was read as a comment, not as text"),
    "a comment before a text": (section("- #1 rule\n  is this"), 5, 9, "`#1 rule` was read as a comment, not as text"),
    "a comment in a handout's id": ("document:\n  id: SA #12\n  version: 1\n  published: 2026-11-22\n", 2, 7, "`#12`"),
    "a text that is all comment": ("summary: # 1 in hospital\n", 1, 9, "`summary` is empty"),
    "a text that YAML takes for a key": (section("- Important: call us"), 4, 9, "`Important:` was read as a key, not as text"),
    "an anchor": ("summary: &now call\n", 1, 10, "`&now` has a special meaning in YAML"),
    "an alias": ("summary: *now\n", 1, 10, "`*now` has a special meaning in YAML"),
    "a character that no text has": ('summary: "A \\x07"\n', 1, 10, "the character U+0007 is not allowed in an article"),
    "a tag": ("summary: !important call\n", 1, 10, "`!important` has a special meaning in YAML"),
}  # fmt: skip

# What YAML cannot read at all: the article's changes, line, column, a part of the message and of the hint.
BROKEN: dict[str, tuple[str, int, int, str, str]] = {
    "a tab before a key": ("publisher:\n\tname: A\n", 2, 1, "there is a tab", "spaces"),
    "a tab after a dash": ("key_points:\n  -\tA: B: C\n", 2, 4, "there is a tab", "spaces"),
    "a colon in a text": ("title: Important: call us\n", 1, 17, "a colon inside the text", "quotes"),
    "a colon in a text that goes on": ("summary: Call\n  Important: now\n", 2, 3, "continues the text above", "`|`"),
    "a key without a space": ("title:A\nsubtitle: B\n", 1, 7, "no space after `title:`", "write `title: …`"),
    "a key too far left": ("publisher:\n  name: A\n url: B\n", 3, 2, "begins in column 2", "column 3, like line 2"),
    "a text that begins with a citation": ("summary: [@key] showed\n", 1, 10, "begins with `[`", "quotes"),
    "a text that begins with a bracket": ("key_points:\n  - [a] b\n", 2, 5, "begins with `[`", "quotes"),
    "a bracket that never closes": ("key_points: [a, b\n", 1, 13, "begins with `[`", "quotes"),
    "a text in stars": ("summary: *now* call\n", 1, 10, "begins with `*`", "quotes"),
    "a text in two stars": ("key_points:\n  - **now** call\n", 2, 5, "begins with `*`", "quotes"),
    "a text that begins with an at sign": ("summary: @home\n", 1, 10, "begins with `@`", "quotes"),
    "a text that begins with a backtick": ("summary: `a` b\n", 1, 10, "begins with ```", "quotes"),
    "a text that begins with a percent sign": ("summary: % of people\n", 1, 10, "begins with `%`", "quotes"),
    "a text that begins with an ampersand": ("summary: & so on\n", 1, 10, "begins with `&`", "quotes"),
    "a text that begins with a bar": ("summary: | A\n", 1, 10, "begins with `|`", "quotes"),
    "a text that begins with a greater sign": ("summary: > 5 people\n", 1, 10, "begins with `>`", "quotes"),
    "a text that begins with a brace": ("summary: {a} b\n", 1, 10, "begins with `{`", "quotes"),
    "a text after a quote": ('summary: "Rest" is best\n', 1, 17, "after the closing quote", "in the other quotes"),
    "a text after a single quote": ("summary: 'Rest' is best\n", 1, 17, "after the closing quote", "in the other quotes"),
    "a quote that never closes": ('summary: "Rest\n', 1, 10, "the quote is never closed", "same quote"),
    "a backslash in double quotes": ('summary: "50\\% 🧠"\n', 1, 13, "in double quotes", "single quotes"),
}  # fmt: skip
