"""Fifty mistakes of people who paste from elsewhere, each with the line where it is and the repaired text.

`scripts.mistakes` makes a table of them for the docs, and a test checks every row.
"""

from dataclasses import dataclass, field
from typing import Final

from mistakes import section

NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A mistake: changes of the smallest article, the line of the mistake, and what the hint makes of the changes.

    If there is nothing to repair, `line` is 0, and `repaired` is what a reader sees.
    """

    name: str
    typed: str | bytes
    line: int
    repaired: str
    files: dict[str, str | bytes] = field(default_factory=dict)
    repaired_files: dict[str, str | bytes] = field(default_factory=dict)


CITES: Final = "summary: A [@ant]\n"
BOOK: Final = "references:\n  - id: ant\n    type: book\n    title: Ants\n    issued: 2016\n"
FIGURE: Final = "- figure:\n    id: fig-a\n    image: a.svg\n    alt: A\n    caption: B\n"
BIB: Final = "@book{ant,\n  title = {Ants},\n  author = {Lee, Ann},\n  year = {2016},\n}\n"
RIS: Final = "TY  - BOOK\nID  - ant\nTI  - Ants\nAU  - Lee, Ann\nPY  - 2016\nER  - \n"
FILE: Final = "summary: A [@ant]\nbibliography:\n  - {}\n"

PASTED: Final[dict[str, list[Pasted]]] = {
    "Word": [
        Pasted("a tab as an indent", "publisher:\n\tname: A\n", 2, "publisher:\n  name: A\n"),
        Pasted("no-break spaces as an indent", f"publisher:\n{NO_BREAK * 2}name: A\n", 2, "publisher:\n  name: A\n"),
        Pasted("bullets in a text", "summary: |\n  You need\n  • a ride\n  • a friend\n", 3, "summary: |\n  You need\n  - a ride\n  - a friend\n"),
        Pasted("the letter o as a bullet", "summary: |\n  You need\n  o\ta ride\n  o\ta friend\n", 3, "summary: |\n  You need\n  - a ride\n  - a friend\n"),
        Pasted("bullets in a list", "key_points:\n  • A ride\n  • A friend\n", 2, "key_points:\n  - A ride\n  - A friend\n"),
        Pasted("letters with brackets", "summary: |\n  First\n  a) wash\n  b) dry\n", 3, "summary: |\n  First\n\n  1. wash\n  2. dry\n"),
        Pasted("steps with their numbers", section("- steps:\n    - 1. Wash\n    - 2. Dry"), 5, section("- steps:\n    - Wash\n    - Dry")),
        Pasted("a colon in curly quotes", "title: “Knee: a guide”\n", 1, 'title: "“Knee: a guide”"\n'),
        Pasted("a colon in a title", "title: Knee: a guide\n", 1, 'title: "Knee: a guide"\n'),
        Pasted("a key point with a colon", "key_points:\n  - Rest: a lot\n", 2, 'key_points:\n  - "Rest: a lot"\n'),
        Pasted("a number sign", "publisher:\n  name: Room # 5\n", 2, 'publisher:\n  name: "Room # 5"\n'),
        Pasted("a quoted word at the beginning", 'title: "Rest" is best\n', 1, "title: '\"Rest\" is best'\n"),
        Pasted("a second line that is not indented", "summary: |\n  One.\nTwo.\n", 3, "summary: |\n  One.\n  Two.\n"),
        Pasted("an item without its dash", "key_points:\n  - One\n  Two\n", 3, "key_points:\n  - One\n  - Two\n"),
        Pasted("a table with tabs", "summary: |\n  Week\tWalking\n  1\tin the room\n", 2, "summary: |\n  Walking in week 1: in the room\n"),
        Pasted("a figure's number typed", section("- See Figure 1.\n" + FIGURE), 4, section("- See @fig-a.\n" + FIGURE)),
        Pasted("paragraphs that begin with dates", "summary: |\n  12. December: come in\n\n  3. January: come back\n", 4, "summary: |\n  12\\. December: come in\n\n  3\\. January: come back\n"),
        Pasted("a line break of Word", "summary: One\x0btwo\n", 1, "summary: One two\n"),
        Pasted("a sign of the font Symbol", "summary: 5 \uf06dg\n", 1, "summary: 5 µg\n"),
        Pasted("an emoji that no font has", "summary: Take a pill 🪥\n", 1, "summary: Take a pill\n"),
        Pasted("a file saved as ANSI", "title: Müller\n".encode("latin-1"), 1, "title: Müller\n"),
        Pasted("curly quotes, dashes and fractions", "summary: Don’t take “½ tablet” – wait…\n", 0, "Don’t take “½ tablet” – wait…"),
        Pasted("multiplication with stars", "summary: Take 2*3*4 drops\n", 0, "Take 2*3*4 drops"),
    ],
    "PubMed": [
        Pasted("a whole reference", CITES + "references:\n  - Lee A. Ants. Oslo; 2016.\n", 3, CITES + BOOK),
        Pasted("a journal", CITES + BOOK + "    journal: Nature\n", 7, CITES + BOOK + "    container-title: Nature\n"),
        Pasted("a year", CITES + BOOK.replace("issued", "year"), 6, CITES + BOOK),
        Pasted("pages", CITES + BOOK + "    pages: 294-9\n", 7, CITES + BOOK + "    page: 294-9\n"),
        Pasted("an abbreviated date", CITES + BOOK.replace("2016", "2016 Mar 15\n    container-title: Nature").replace("book", "article-journal"), 0, "Nature. 2016 Mar 15"),
        Pasted("et al.", CITES + BOOK + "    author: Lee A, Smith BC, et al.\n", 0, "Lee A, Smith BC, et al. Ants"),
        Pasted("the word PMID", CITES + BOOK + '    PMID: "PMID: 25299522"\n', 0, "PubMed PMID: 25299522"),
        Pasted("given names", CITES + BOOK + "    author: Ann Lee\n", 7, CITES + BOOK + "    author: Lee A\n"),
        Pasted("the word doi", CITES + BOOK + '    DOI: "doi: 10.1000/182"\n', 0, "10.1000/182"),
        Pasted("a colon in a reference's title", CITES + BOOK.replace("Ants", "Ants: a trial"), 5, CITES + BOOK.replace("Ants", '"Ants: a trial"')),
        Pasted("a number in brackets", "summary: A [@ant] and [1]\n" + BOOK, 1, "summary: A [@ant] and [@ant]\n" + BOOK),
    ],
    "Zotero": [
        Pasted("a key without brackets", "summary: As @ant says\n" + BOOK, 1, "summary: As [@ant] says\n" + BOOK),
        Pasted("a key in capitals", "summary: A [@Ant]\n" + BOOK, 1, CITES + BOOK),
        Pasted("a key in brackets without @", "summary: A [ant]\n" + BOOK, 1, CITES + BOOK),
        Pasted("a citation without the author", "summary: A [-@ant]\n" + BOOK, 1, CITES + BOOK),
        Pasted("two keys without a semicolon", "summary: A [@ant @ant]\n" + BOOK, 1, CITES + BOOK),
        Pasted("a key of LaTeX", "summary: A \\cite{ant}\n" + BOOK, 1, CITES + BOOK),
        Pasted("dates and names of CSL", CITES + BOOK.replace("2016", "\n      date-parts:\n        - - 2016") + "    author:\n      - family: Lee\n        given: Ann\n", 0, "Lee A. Ants"),
        Pasted("a wrapped line in RIS", FILE.format("a.ris"), 0, "Ants and bees", {"a.ris": RIS.replace("Ants", "Ants\nand bees")}),
        Pasted("a per cent sign in BibTeX", FILE.format("a.bib"), 0, "A fall of 50 % in Leeds", {"a.bib": BIB.replace("Ants", "A fall of 50 % in {Leeds}")}),
        Pasted("a brace that is not closed", FILE.format("a.bib"), 2, FILE.format("a.bib"), {"a.bib": BIB.replace("Ants}", "Ants")}, {"a.bib": BIB}),
        Pasted("a reference without a key", FILE.format("a.ris"), 1, FILE.format("a.ris"), {"a.ris": RIS.replace("ID  - ant\n", "")}, {"a.ris": RIS}),
        Pasted("a file of a kind that is not known", FILE.format("a.rdf"), 3, FILE.format("a.ris"), {"a.rdf": "<rdf/>"}, {"a.ris": RIS}),
        Pasted("one key in two files", "summary: A [@ant]\nbibliography:\n  - a.bib\n  - a.ris\n", 2, FILE.format("a.bib"), {"a.bib": BIB, "a.ris": RIS}, {"a.bib": BIB}),
    ],
    "Markdown of other programs": [
        Pasted("a heading", "summary: |\n  # Rest\n  A lot.\n", 2, "sections:\n  - heading: Rest\n    content: A lot.\n"),
        Pasted("a picture", section("- ![A leaf](https://example.org/a.svg)"), 4, section(FIGURE)),
        Pasted("a table", section("- |\n  | A | B |\n  |---|---|\n  | 1 | 2 |"), 5, section("- table:\n    id: tbl-a\n    caption: C\n    header: [A, B]\n    rows:\n      - [1, 2]")),
        Pasted("a quotation", section("- |\n  > Rest."), 5, section("- quote:\n    text: Rest.")),
        Pasted("a code fence", "summary: |\n  ```\n  Rest.\n  ```\n", 2, "summary: |\n  Rest.\n"),
        Pasted("boxes to tick", section("- |\n  - [ ] Rest"), 5, section("- checklist:\n    - Rest")),
        Pasted("a footnote", "summary: A [^1]\n", 1, "summary: A ^[Rest.]\n"),
        Pasted("struck-out text", "summary: A ~~b~~\n", 1, "summary: A b\n"),
        Pasted("a line break of HTML", "summary: A<br>B\n", 1, "summary: A B\n"),
        Pasted("a rule", "summary: |\n  A\n\n  ***\n\n  B\n", 4, "sections:\n  - heading: One\n    content: A\n  - heading: Two\n    content: B\n"),
        Pasted("a box with colons", section("- |\n  ::: warning\n  Rest.\n  :::"), 5, section("- callout:\n    kind: warning\n    content: Rest.")),
        Pasted("a style in braces", "summary: '[small]{.smallcaps}'\n", 1, "summary: small\n"),
        Pasted("a formula", "summary: Area $x^2$\n", 1, "summary: Area x^2^\n"),
        Pasted("a figure of R Markdown", section("- See \\@ref(fig:a).\n" + FIGURE), 4, section("- See @fig-a.\n" + FIGURE)),
        Pasted("a definition", "summary: |\n  Rest\n  : not walking\n", 3, section("- definitions:\n    - term: Rest\n      definition: not walking")),
        Pasted("bold with underscores", "summary: A __b__\n", 1, "summary: A **b**\n"),
        Pasted("the end of front matter", "summary: |\n  A\n---\n", 3, "summary: |\n  A\n"),
        Pasted("a link with a space", "summary: '[page](https://example.org/my page)'\n", 1, "summary: '[page](https://example.org/my%20page)'\n"),
    ],
}  # fmt: skip
