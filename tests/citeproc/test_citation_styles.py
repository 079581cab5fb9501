"""How the three recommended styles print references of every common kind: nothing of a reference is lost."""

import re
from dataclasses import dataclass

import pytest
from conftest import check_golden
from places import TESTS

from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.document import Document, plain
from exporter.load import load
from exporter.project import Project
from exporter.resolve import resolve

FOLDER = TESTS / "styles"


@dataclass(frozen=True)
class Printed:
    """The article's references in one style; `shown` has how many authors the style prints, and from how many on."""

    style: str
    manuscript: Manuscript
    document: Document
    most: int
    cut_to: int

    @property
    def pairs(self) -> list[tuple[Csl, str]]:
        return [(self.manuscript.references[one.key], plain(one.entry)) for one in self.document.references]


# Sources: Citing Medicine, 2nd edition, as styled; AMA Manual of Style, 11th edition, 3.7; APA, 7th edition, 9.8.
STYLES = [("nlm-citation-sequence-brackets", 6, 6), ("american-medical-association", 6, 3), ("apa", 20, 19)]


@pytest.fixture(scope="module", params=STYLES, ids=[name for name, _, _ in STYLES])
def printed(request: pytest.FixtureRequest, citeproc: Citeproc, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    style, most, cut_to = request.param
    article = tmp_path_factory.mktemp(style) / "article.yaml"
    text = (FOLDER / "article.yaml").read_text("utf-8")
    article.write_text(f"{text}citations:\n  style: {style}\n", "utf-8")
    manuscript = load(Project.of(article), citeproc)
    return Printed(style, manuscript, resolve(manuscript, citeproc), most, cut_to)


def test_a_style_prints_its_golden_text(printed: Printed, update: bool) -> None:
    lines = [plain(one.children) for one in printed.document.citations]
    lines += [f"{one.marker} {plain(one.entry)}".strip() for one in printed.document.references]
    check_golden(FOLDER / f"{printed.style}.txt", "\n".join(lines) + "\n", update)


def test_every_reference_has_an_entry(printed: Printed) -> None:
    assert {one.key for one in printed.document.references} == set(printed.manuscript.references)
    assert len(printed.document.references) == 9


def test_no_author_is_lost_up_to_the_styles_own_cut(printed: Printed) -> None:
    for reference, entry in printed.pairs:
        authors = reference["author"]
        assert isinstance(authors, list)
        shown = authors if len(authors) <= printed.most else authors[: printed.cut_to]
        for author in shown:
            for part in ("family", "literal", "suffix", "non-dropping-particle"):
                assert author.get(part, "").rstrip(".") in entry
            initials = "".join(re.findall(r"\b\w", author.get("given", "")))
            assert initials in re.sub(r"[\s.\-]", "", entry)
        assert ("et al" in entry) == (shown is not authors)


def test_no_editor_is_lost(printed: Printed) -> None:
    entry = {reference["id"]: entry for reference, entry in printed.pairs}["chapter2014"]
    assert re.search(r"Poe EA, Doe J, eds|Poe EA, Doe J, editors|E\. A\. Poe & J\. Doe \(Eds\.\)", entry)


def test_no_title_year_volume_or_issue_is_lost(printed: Printed) -> None:
    for reference, entry in printed.pairs:
        issued = reference["issued"]
        assert isinstance(issued, dict)
        assert str(issued["date-parts"][0][0]) in entry
        assert str(reference["title"]).strip("[]").casefold() in entry.casefold()
        for variable in ("volume", "issue"):
            assert re.search(rf"\b{reference.get(variable, '')}\b", entry, re.IGNORECASE)


def test_no_page_is_lost(printed: Printed) -> None:
    for reference, entry in printed.pairs:
        first, _, last = str(reference.get("page", "")).partition("-")
        if not last:
            assert first in entry
            continue
        found = re.search(rf"\b{first}[-–](\w+)", entry)
        assert found
        assert first[: len(first) - len(found[1])] + found[1] == last


def test_the_address_of_the_work_is_printed(printed: Printed) -> None:
    for reference, entry in printed.pairs:
        for variable in ("DOI", "URL", "publisher"):
            assert str(reference.get(variable, "")) in entry


def test_the_nlm_style_prints_the_pubmed_number(printed: Printed) -> None:
    if printed.style.startswith("nlm"):
        assert "27344821" in printed.pairs[0][1]
