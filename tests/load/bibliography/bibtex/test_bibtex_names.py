"""Names are read as BibTeX writes them, and as people write them into BibTeX files."""

from typing import Any

import pytest
from bib import messages, record, reference

from exporter.citeproc import Citeproc


def person(family: str, given: str = "", particle: str = "", suffix: str = "") -> dict[str, str]:
    parts = {"family": family, "given": given, "non-dropping-particle": particle, "suffix": suffix}
    return {name: part for name, part in parts.items() if part}


def group(name: str) -> dict[str, str]:
    return {"literal": name}


LEE, SMITH = person("Lee", "A."), person("Smith", "B. C.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee, A. and Smith, B. C.", [LEE, SMITH]),
        ("Lee A and Smith BC", [LEE, SMITH]),
        ("Lee A; Smith BC", [LEE, SMITH]),
        ("Lee, A.; Smith, B. C.", [LEE, SMITH]),
        ("Lee A, Smith BC", [LEE, SMITH]),
        ("A. Lee\n   AND B. C. Smith", [LEE, SMITH]),
        ("Lee, A. and others", [LEE, group("others")]),
        ("Lee, A. and {others}", [LEE, group("others")]),
        ("Lee, A. et al.", [LEE, group("others")]),
        ("King, Jr., Martin L.", [person("King", "Martin L.", "", "Jr.")]),
        ("King, Martin L., Jr.", [person("King", "Martin L.", "", "Jr.")]),
        ("Martin L. King Jr.", [person("King", "Martin L.", "", "Jr.")]),
        ("van Inwagen, Peter", [person("Inwagen", "Peter", "van")]),
        ("Peter van Inwagen", [person("Inwagen", "Peter", "van")]),
        ("Maria de la Cruz", [person("Cruz", "Maria", "de la")]),
        ("family=Berg, given=Anna, prefix=van der, useprefix=true", [person("Berg", "Anna", "van der")]),
        ("{\\'E}mile Zola and {\\O}rsted, H. C.", [person("Zola", "Émile"), person("Ørsted", "H. C.")]),
        ("Garc{\\'\\i}a M{\\'a}rquez, Gabriel", [person("García Márquez", "Gabriel")]),
        ("{Garcia Marquez}, Gabriel", [person("Garcia Marquez", "Gabriel")]),
        ("Gabriel {Garcia Marquez}", [person("Garcia Marquez", "Gabriel")]),
        ("{World Health Organization}", [group("World Health Organization")]),
        ("World Health Organization", [group("World Health Organization")]),
        ("{{Johnson and Johnson}} and Lee, A.", [group("Johnson and Johnson"), LEE]),
        ("{Barnes and Noble, Inc.}", [group("Barnes and Noble, Inc.")]),
        ("{Health \\& Safety Executive}", [group("Health & Safety Executive")]),
        ("WHO", [group("WHO")]),
        ("O'Neil, Anne-Marie", [person("O'Neil", "Anne-Marie")]),
        ("李, 明", [person("李", "明")]),
    ],
)
def test_names_are_read(text: str, expected: list[dict[str, Any]], citeproc: Citeproc) -> None:
    read = reference(citeproc, f"title = {{T}}, author = {{{text}}}")
    assert str(read["author"]).replace("’", "'") == str(expected).replace("’", "'")


@pytest.mark.parametrize("text", ["Médecins Sans Frontières", "Cancer Research Wales and Lee, A."])
def test_a_name_of_three_words_may_be_that_of_a_group(text: str, citeproc: Citeproc) -> None:
    (message,) = messages(citeproc, f"title = {{T}},\nauthor = {{{text}}}")
    name = text.partition(" and ")[0]
    assert message == f"3: warning: `{name}` in `author` may be a person or a group; it is printed as it is"


@pytest.mark.parametrize(
    "text",
    ["Department of Health and Human Services", "Health and Safety Executive", "Ministry of Food and Agriculture"],
)
def test_an_and_between_groups_may_be_in_the_name_of_one(text: str, citeproc: Citeproc) -> None:
    (problem,) = record(citeproc, f"title = {{T}}, author = {{{text} and Lee, A.}}").problems
    first, second = text.split(" and ")
    assert problem.hint == f"for one group, write `{{{text}}}`; for two, write `{{{first}}} and {{{second}}}`"
    for written in (f"{{{text}}}", f"{{{first}}} and {{{second}}}"):
        assert not messages(citeproc, f"title = {{T}}, author = {{{written} and Lee, A.}}")


def test_the_hint_about_a_doubtful_name_works(citeproc: Citeproc) -> None:
    for text in ("{Médecins Sans Frontières}", "Frontières, Médecins Sans"):
        assert not messages(citeproc, f"title = {{T}}, author = {{{text}}}")


def test_an_editor_has_the_role_that_the_entry_names(citeproc: Citeproc) -> None:
    fields = (
        "title = {T}, editor = {Lee, A.}, editortype = {compiler}, editora = {Smith, B. C.}, editoratype={collaborator}"
    )
    read = reference(citeproc, fields, "book")
    assert (read["compiler"], read["contributor"], "editor" in read) == ([LEE], [SMITH], False)
