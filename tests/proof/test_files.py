"""Whatever a file of references contains, its fields are printed, or a problem says why not."""

from typing import Final

import pytest
from conftest import article_text
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.citeproc import Citeproc
from exporter.errors import ArticleError
from exporter.load import load
from exporter.project import Project
from exporter.proof import prove
from exporter.resolve import resolve

TITLES: Final = "A fall of 50 % in Leeds|5 mg aspirin: a trial|Über Schlaganfall|Crohn's disease|p < 0.05|One? Two"
PEOPLE: Final = "Lee, Ann|van der Berg, Peter|World Health Organization|Müller, J. K.|O'Neill, Máire|de la Cruz, María"
JOURNALS: Final = "The Lancet Neurology|Arch Phys Med Rehabil|J. Knee"
DATES: Final = "2016|2016-03|2014--2015|in press|c. 1900|2014a|Winter 2016|2016 Mar-Apr"
DOIS: Final = "10.1000/abc|https://doi.org/10.1000/xyz(1)2|doi:10.1016/S1474-4422(19)30001-2"

BIBTEX: Final = {
    "year": DATES, "month": "mar|9|March|March-April", "journal": JOURNALS, "booktitle": JOURNALS, "volume": "12",
    "number": "3", "pages": "294--299|297-297|e0123", "doi": DOIS, "publisher": "Example Press", "address": "Leeds",
    "location": "York", "edition": "2nd", "series": "Big Series", "eid": "e77", "pmid": "PMID: 12345", "pmcid": "PMC99",
    "url": "https://example.org/a_b?x=1", "urldate": "2020-01-02", "institution": "Example Institute", "chapter": "4",
    "editor": "Poe, Edgar A. and Doe, Jane", "isbn": "978-1-4028-9462-6", "keywords": "a, b", "abstract": "Long text",
}  # fmt: skip
RIS: Final = {
    "PY": "2016|2016/03/15|2016/03//|in press", "DA": "2016/03/15", "JO": JOURNALS, "T2": JOURNALS, "VL": "12",
    "SP": "294|S57|e0123", "EP": "299|9", "DO": DOIS, "PB": "Example Press", "CY": "Leeds", "ET": "2nd", "C7": "e77",
    "UR": "https://example.org/a_b", "Y2": "2020/01/02", "M1": "5", "N1": "A note", "A2": "Poe, Edgar A.",
    "IS": "3", "KW": "knee",
}  # fmt: skip
MEDLINE: Final = {
    "DP": "2016 Mar 15|2016|2016 Mar-Apr|2016 Winter", "JT": JOURNALS, "TA": JOURNALS, "VI": "12", "IP": "3",
    "PG": "294-9|297|e0123|S57-61", "LID": "10.1000/abc [doi]", "CN": "Knee Trial Group", "PMC": "PMC99", "LA": "eng",
}  # fmt: skip
ENDNOTE: Final = {
    "D": "2016", "8": "Mar 15", "J": JOURNALS, "V": "12", "N": "3", "P": "294-299", "R": DOIS, "I": "Example Press",
    "C": "Leeds", "U": "https://example.org/x", "7": "2nd", "@": "1234-5678", "E": "Poe, Edgar A.", "K": "knee",
}  # fmt: skip


def fields(known: dict[str, str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Draw some of the fields, in any order, each with one of its values."""
    pairs = st.sampled_from(sorted(known)).flatmap(lambda name: st.tuples(st.just(name), choice(known[name])))
    return st.lists(pairs, max_size=8, unique_by=lambda pair: pair[0])


def choice(values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values.split("|"))


PERSONS: Final = st.lists(choice(PEOPLE), min_size=1, max_size=3, unique=True)


@st.composite
def bibtex(draw: st.DrawFn) -> str:
    kind = draw(choice("article|book|inproceedings|techreport|misc|incollection|phdthesis|online"))
    authors = " and ".join(f"{{{one}}}" if "World" in one else one for one in draw(PERSONS))
    pairs = [("title", draw(choice(TITLES))), ("author", authors), *draw(fields(BIBTEX))]
    return f"@{kind}{{one,\n" + ",\n".join(f"  {name} = {{{value}}}" for name, value in pairs) + "\n}\n"


@st.composite
def ris(draw: st.DrawFn) -> str:
    kind = draw(choice("JOUR|BOOK|CHAP|RPRT|THES|ELEC|CONF|NEWS"))
    pairs = [("TI", draw(choice(TITLES))), *(("AU", one) for one in draw(PERSONS)), *draw(fields(RIS))]
    return f"TY  - {kind}\nID  - one\n" + "".join(f"{tag}  - {value}\n" for tag, value in pairs) + "ER  - \n"


@st.composite
def endnote(draw: st.DrawFn) -> str:
    kind = draw(choice("Journal Article|Book|Book Section|Report|Web Page"))
    pairs = [("T", draw(choice(TITLES))), *(("A", one) for one in draw(PERSONS)), *draw(fields(ENDNOTE))]
    return f"%0 {kind}\n%F one\n" + "".join(f"%{tag} {value}\n" for tag, value in pairs)


@st.composite
def medline(draw: st.DrawFn) -> str:
    """Draw a record whose key is made of its author, its year and a word of its title."""
    pairs = [("TI", "On knees"), ("FAU", "Lee, Ann"), ("AU", "Lee A"), *draw(fields(MEDLINE))]
    return "PMID- 123\n" + "".join(f"{tag:4}- {value}\n" for tag, value in pairs)


@pytest.mark.parametrize(
    ("file", "texts"),
    [("a.bib", bibtex()), ("a.ris", ris()), ("a.enw", endnote()), ("a.nbib", medline())],
    ids=["BibTeX", "RIS", "EndNote", "MEDLINE"],
)
def test_every_field_of_a_file_is_printed_or_there_is_a_problem(
    file: str, texts: st.SearchStrategy[str], citeproc: Citeproc
) -> None:
    outcomes: list[str] = []

    @settings(max_examples=20, deadline=None)
    @given(texts, st.sampled_from(["apa", "american-medical-association", "nlm-citation-sequence-brackets"]))
    def run(text: str, style: str) -> None:
        keys = ["one"] if file != "a.nbib" else ["lee2016knees", "leeknees", "lee-knees"]
        outcomes.append(outcome(citeproc, style, file, text, keys))

    run()
    assert outcomes.count("printed") > len(outcomes) / 2


def outcome(citeproc: Citeproc, style: str, file: str, text: str, keys: list[str]) -> str:
    """Require that a file's reference is printed or refused, cited by the first key that it has."""
    for key in keys:
        article = article_text(f"summary: See [@{key}].\ncitations: {{style: {style}}}\nbibliography: [{file}]\n")
        project = Project.from_bytes({"a.yaml": article.encode(), file: text.encode()}, "a.yaml")
        try:
            manuscript = load(project, citeproc)
        except ArticleError:
            continue
        works = [project.read_named_text(name) for name in manuscript.article.bibliography or ()]
        assert prove([manuscript.source], works, manuscript, resolve(manuscript, citeproc)) == []
        return "printed"
    return "refused"


PERSON = '{"given": "Ann", "family": "Lee", "sequence": "first", "affiliation": [{"name": "Univ of Leeds"}]}'
CROSSREF = f'[{{"id": "one", "type": "book", "title": "T", "author": [{PERSON}], "keyword": "knee", "license": "CC"}}]'
ODD: Final = [
    ("a.json", CROSSREF),
    *(("a.bib", f"@book{{one, title={{T}}, author={{{name}, B}}, year=2014}}") for name in (
        r"Y{\i}ld{\i}z", r"{\AA}ngstr{\OE}m", r"{\L}{\o}", r"{\DJ}or{\dh}e {\th}", "al-Ghazali"
    )),
    *(("a.bib", f"@online{{one, title={{T}}, author={{Lee, A}}, url={{https://x.org}}, {date}}}") for date in (
        "date={2014-21}", "date={2014-03-15T10:00:00}", "date=2014, urldate={2020-01-02T10:00:00Z}"
    )),
    ("a.bib", "@periodical{one, title={PE}, editor={Lee, A}, issuetitle={Spec}, year=2013, volume=3}"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text"), ODD)
@pytest.mark.parametrize("style", ["chicago-author-date", "nlm-citation-sequence-brackets"])
def test_an_odd_field_is_no_false_alarm(file: str, text: str, style: str, citeproc: Citeproc) -> None:
    assert outcome(citeproc, style, file, text, ["one"]) == "printed"


def test_a_number_of_the_list_is_not_taken_for_a_volume(citeproc: Citeproc) -> None:
    """The series and the volume are printed as one number, 31, by this style: the entry's own number is 1."""
    text = "@article{one, title={T}, author={Lee, A}, journal={J}, series={3}, volume={1}, year=2014}"
    with pytest.raises(AssertionError, match="volume"):
        outcome(citeproc, "nlm-citation-sequence-brackets", "a.bib", text, ["one"])
