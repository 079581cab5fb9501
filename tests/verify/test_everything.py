"""Every letter, part, link and number of finished files is changed or taken away, one at a time: each must be named."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from math import ceil
from typing import Any, Final

import pikepdf
import pytest
from lxml import etree
from outputs import as_outputs
from pikepdf import Array, Name, String
from places import EVERYTHING
from plant import ARTICLE as PAGE
from plant import drop, elements, exchange, find, in_page, in_pdf, kids, links, marks, other, repaint, take_out, unwrap
from shown import expected

from exporter.citeproc import Citeproc
from exporter.document import Document
from exporter.load import load
from exporter.pipeline import Pipeline
from exporter.project import Project
from exporter.request import Request
from exporter.resolve import resolve
from exporter.verify import verify
from exporter.verify.from_document import passage_ids
from exporter.verify.glyphs import Painted, read_page
from exporter.verify.transcript import ShownNumber, kind_of

ARTICLE: Final = EVERYTHING / "article.yaml"
FORMS: Final = ("html", "epub", "pdf")
HIDDEN: Final = {"html": "print", "epub": "print", "pdf": "screen"}
THREE: Final = "[@lang2016; @wang2015; @zhao2017]"
MOST: Final = 16  # letters that are changed in one part of a PDF
KINDS: Final = ("citation", "note call", "note", "reference", "term", "figure", "table", "section", "part")
Find = Callable[[Any], list[Any]]
"""Finds the places in the tree of a page, or in an opened PDF, where something can be changed."""
Change = Callable[[Any], None]
"""Changes one of them."""
Faults = Iterable[tuple[str, str]]
"""For each place a part, and what must be said once it is changed, as a regular expression; empty: it is left."""


class Everything:
    """The document, and the three files made of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        with Pipeline() as pipeline:
            files = pipeline.export(Request(ARTICLE)).files
        self.files = {form: content for form in FORMS for name, content in files.items() if name.endswith(form)}
        self.parts = passage_ids(document)

    def readings(self, form: str) -> tuple[ShownNumber, ...]:
        return expected(self.document, "print" if form == "pdf" else "screen")

    def root(self, form: str) -> etree._Element:
        """Return the article of a web page or a book."""
        found: list[etree._Element] = []
        in_page(found.append)(self.files[form])
        return found[0]

    def ids(self, form: str) -> set[str]:
        """Return the ids of all parts, and of all that has a number."""
        numbered = {one.id for one in self.readings(form) if not one.id.isdecimal()}
        return {*numbered, *self.parts} - {one.id for one in self.document.sections if one.only == HIDDEN[form]}

    def numbers(self, form: str) -> set[str]:
        """Return the ids of what shows a number: citations, note calls, entries, captions, headings."""
        shown = {one.id for one in self.readings(form) if re.search(r"\A[\[\d]|[A-Z][a-z]+\d", one.text)}
        return {identifier for identifier in shown if not identifier.isdecimal()}

    def missed(self, form: str, find: Find, change: Change, faults: Faults) -> list[str]:
        """Return the faults that are not named. In each round one of every part is planted."""
        rows: dict[str, list[tuple[int, str]]] = {}
        for place, (part, fault) in enumerate(faults):
            if fault:
                rows.setdefault(part, []).append((place, fault))
        missed = []
        for turn in zip_longest(*rows.values()):
            planted = [one for one in turn if one]
            said = self.said(form, find, change, [place for place, _ in planted])
            patterns = ((place, re.compile(f"{form.upper()}: {fault}")) for place, fault in planted)
            missed += [f"{place}: {one.pattern}" for place, one in patterns if not any(map(one.match, said))]
        return missed

    def said(self, form: str, find: Find, change: Change, places: Iterable[int]) -> list[str]:
        def plant(root: Any) -> None:
            found = find(root)
            for one in [found[place] for place in places]:
                change(one)

        planted = (in_pdf if form == "pdf" else in_page)(plant)
        return [one.message for one in verify(self.document, as_outputs({form: planted(self.files[form])}))]


@pytest.fixture(scope="module")
def everything(citeproc: Citeproc) -> Everything:
    return Everything(resolve(load(Project.of(ARTICLE), citeproc), citeproc))


# ---------------------------------------------------------------- web pages and books


def tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def select(root: Any, path: str) -> list[Any]:
    return list(root.xpath(path))


def texts(root: etree._Element) -> list[Any]:
    """Return the texts that are seen, in reading order."""
    return select(root, "//*[local-name()='body']//text()[normalize-space()]")


def misprint(text: Any) -> None:
    """Change the first letter or digit of a text, or else its first sign."""
    match = re.search(r"\w", text) or re.search(r"\S", text)
    assert match
    wrong = text[: match.start()] + other(match[0]) + text[match.end() :]
    setattr(text.getparent(), "tail" if text.is_tail else "text", wrong)


def part_of(element: etree._Element | None, parts: tuple[str, ...]) -> tuple[str, str]:
    """Return the id of the part that contains an element, and what must be reported if its text is another."""
    while element is not None:
        identifier, kind = element.get("id", ""), element.get("class", "")
        if tag(element) == "summary" or kind in ("pages", "skip"):
            return "", ""
        if tag(element) == "nav":
            return "nav", "the table of contents leads to"
        if identifier in parts or kind == "title-block":
            identifier = identifier or "title"
            return identifier, f"the text of `{identifier}` reads"
        element = element.getparent()
    return "", "the text outside all parts reads"


@pytest.mark.parametrize("form", FORMS[:2])
def test_a_letter_changed_anywhere_in_a_page_is_named_with_its_part(form: str, everything: Everything) -> None:
    found = texts(everything.root(form))
    holders = [text.getparent().getparent() if text.is_tail else text.getparent() for text in found]
    assert len(found) > 250
    assert everything.missed(form, texts, misprint, (part_of(one, everything.parts) for one in holders)) == []


# ---------------------------------------------------------------- parts and links of pages


def parts_of_page(root: etree._Element) -> list[Any]:
    """Return what has an id of its own, and the paragraphs below the title."""
    return select(root, "//*[@id and not(@role='doc-pagebreak') or @class='subtitle' or @class='summary']")


def loss(identifier: str) -> str:
    """Return what must be reported if the part with an id is missing; parts without an id come below the title."""
    if kind_of(identifier) not in ("", "section"):
        return f"the ({'|'.join(KINDS)}) `{identifier}` is missing"
    return f"the part `{identifier}` is missing" if identifier else "the text of `title` reads"


@pytest.mark.parametrize("form", FORMS[:2])
def test_each_part_taken_out_of_a_page_is_named(form: str, everything: Everything) -> None:
    ids = [one.get("id", "") for one in parts_of_page(everything.root(form))]
    assert {*everything.ids(form)} <= {*ids, ""}
    faults = [(identifier.partition("-")[0] or "title", loss(identifier)) for identifier in ids]
    assert everything.missed(form, parts_of_page, take_out, faults) == []


def links_of_page(root: etree._Element) -> list[Any]:
    return list(root.iter("a", "{http://www.w3.org/1999/xhtml}a"))


def turn(link: etree._Element) -> None:
    """Lead a link to something else of the kind that it leads to, or to another address."""
    href = link.get("href", "")
    ids = (f"#{one.get('id')}" for one in link.getroottree().iterfind(".//*[@id]"))
    alike = (one for one in ids if one != href and one.partition("-")[0] == href.partition("-")[0])
    link.set("href", next(alike, f"{href}x"))


def place_of(link: etree._Element) -> tuple[str, str]:
    """Return the kind of a link, and what must be said if it leads elsewhere or is missing."""
    if link.get("class") == "skip":
        return "skip", "(a link leads to `#titlex`|the text outside all parts reads)"
    if link.get("role") == "doc-noteref":
        return "note call", f"the note call `{link.get('id')}` (leads to|is missing)"
    for holder in link.iterancestors():
        if tag(holder) == "nav":
            return "nav", "the (table of contents|list of pages) leads to"
        if link.get("role") in ("doc-biblioref", "doc-backlink") and holder.get("id"):
            return str(link.get("role")), f"the (citation|reference|note) `{holder.get('id')}` leads to"
    kind = "cross-reference" if link.get("href", "").startswith("#") else "link"
    return kind, f"the {kind} [0-9]+ (reads|leads to|is missing)"


@pytest.mark.parametrize("form", FORMS[:2])
@pytest.mark.parametrize("change", [turn, unwrap], ids=["turned", "removed"])
def test_each_link_of_a_page_that_is_turned_or_removed_is_named(
    form: str, change: Change, everything: Everything
) -> None:
    found = links_of_page(everything.root(form))
    assert len(found) > 60
    faults = [place_of(link) for link in found]
    assert everything.missed(form, links_of_page, change, faults) == []


def exchange_pages(root: etree._Element) -> None:
    """Let the first two entries of a list of printed pages lead to each other's page."""
    entries = select(root, "//*[contains(@*, '#page-')][@href or @src]")
    name = "href" if "href" in entries[0].attrib else "src"
    first, second = (one.get(name, "") for one in entries[:2])
    entries[0].set(name, second)
    entries[1].set(name, first)


@pytest.mark.parametrize(
    ("form", "page", "fault"),
    [
        ("html", PAGE, "HTML: the list of pages leads to"),
        ("epub", "EPUB/nav.xhtml", "EPUB: the `page-list` leads to"),
        ("epub", "EPUB/toc.ncx", "EPUB: the `pageList` leads to"),
    ],
)
def test_a_list_of_pages_that_leads_to_the_wrong_ones_is_named(
    form: str, page: str, fault: str, everything: Everything
) -> None:
    wrong = in_page(exchange_pages, page)(everything.files[form])
    (problem,) = verify(everything.document, as_outputs({form: wrong}))
    assert problem.message == f"{fault} `page-2` as `1`, not to `page-1` as `1`"


def entries(root: etree._Element) -> list[Any]:
    """Return the elements with an address in the lists that lead into the article."""
    return select(root, "//*[contains(@href, 'article.xhtml#') or contains(@src, 'article.xhtml#')]")


def turn_entry(entry: Any) -> None:
    name = "href" if "href" in entry.attrib else "src"
    path, _, target = entry.get(name).partition("#")
    entry.set(name, f"{path}#{'about' if target == 'title' else 'title'}")


def misprint_entry(entry: Any) -> None:
    holder = entry if entry.text else entry.getparent().find("{*}navLabel/{*}text")
    holder.text = other(holder.text[0]) + holder.text[1:]


@pytest.mark.parametrize("change", [turn_entry, misprint_entry])
@pytest.mark.parametrize(
    ("page", "lists"), [("EPUB/nav.xhtml", "toc|page-list|landmarks"), ("EPUB/toc.ncx", "navMap|pageList")]
)
def test_each_entry_of_a_list_of_a_book_that_is_turned_or_misprinted_is_named(
    page: str, lists: str, change: Change, everything: Everything
) -> None:
    book, found = everything.files["epub"], list[Any]()
    in_page(lambda root: found.extend(entries(root)), page)(book)
    assert len(found) > 10
    for place in range(len(found)):
        wrong = in_page(lambda root, place=place: change(entries(root)[place]), page)(book)  # type: ignore[misc]
        said = [one.message for one in verify(everything.document, as_outputs({"epub": wrong}))]
        assert any(re.match(f"EPUB: the `({lists})` leads to", one) for one in said), place


@pytest.mark.parametrize("kind", ["toc", "page-list"])
def test_a_list_that_a_book_lacks_is_named(kind: str, everything: Everything) -> None:
    def remove(root: etree._Element) -> None:
        for nav in select(root, f"//*[local-name()='nav'][@*[local-name()='type']='{kind}']"):
            take_out(nav)

    without = in_page(remove, "EPUB/nav.xhtml")(everything.files["epub"])
    said = [one.message for one in verify(everything.document, as_outputs({"epub": without}))]
    assert any(one.startswith(f"EPUB: the `{kind}` leads to ``") for one in said)


# ---------------------------------------------------------------- PDFs


def pieces(pdf: pikepdf.Pdf) -> list[Any]:
    """Return what is painted piece by piece, in reading order: the PDF, structure element, page and number of each."""
    return [(pdf, one, *mark) for one in elements(pdf.Root.StructTreeRoot) for mark in marks(one)]


def repaint_piece(piece: Any) -> None:
    pdf, _, page, mark = piece
    repaint(pdf, page, mark)


def part_in_pdf(piece: Any, painted: Mapping[Any, Mapping[int, Painted]], parts: tuple[str, ...]) -> tuple[str, str]:
    """Return the id of the part that contains a piece, and what must be reported if its text is another."""
    _, element, page, mark = piece
    text = painted[page.objgen].get(mark, Painted()).text.strip()
    is_marker = element.S == "/Lbl" and text[:1].isdecimal()
    if element.S == "/Figure" or not text:
        return "", ""
    while "/P" in element:
        identifier = "title" if element.S == "/Part" else str(element.get("/ID", ""))
        if identifier in parts:
            is_counted = is_marker and identifier.startswith("sec-")  # by a list, whose numbers are no text
            return identifier, "" if is_counted else f"the text of `{identifier}` reads"
        element = element.P
    return "", "the text outside all parts reads"


def spread(faults: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave all faults of a short part, and of a long one some that are spread over it: all would take seconds."""
    counts, seen = Counter(part for part, fault in faults if fault), Counter[str]()
    for part, fault in faults:
        seen[part] += bool(fault)
        yield part, fault if seen[part] % ceil(counts[part] / MOST) == 0 else ""


def test_a_letter_changed_in_any_part_of_a_pdf_is_named_with_its_part(everything: Everything) -> None:
    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf:
        painted = {page.objgen: read_page(page, {}) for page in pdf.pages}
        faults = [*spread([part_in_pdf(piece, painted, everything.parts) for piece in pieces(pdf)])]
    absent = {one.id for one in everything.document.sections if one.only == HIDDEN["pdf"]}
    assert {part for part, fault in faults if fault} == {"", *everything.parts} - absent
    assert everything.missed("pdf", pieces, repaint_piece, faults) == []


def parts_of_pdf(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the structure elements with an id, and the paragraphs below the title."""
    (part,) = (one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Part")
    below = [one for one in kids(part) if one.S == "/P"]
    return [*below, *(one for one in elements(pdf.Root.StructTreeRoot) if "/ID" in one)]


def test_each_part_taken_out_of_a_pdf_is_named(everything: Everything) -> None:
    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf:
        ids = [str(one.get("/ID", "")) for one in parts_of_pdf(pdf)]
    assert {*everything.ids("pdf"), ""} == set(ids)
    faults = [(identifier.partition("-")[0] or "title", loss(identifier)) for identifier in ids]
    assert everything.missed("pdf", parts_of_pdf, drop, faults) == []


def links_of_pdf(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the PDF with each structure element of a link, and with its annotations."""
    found = (one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Link")
    return [(pdf, one, links(one)) for one in found]


def turn_in_pdf(link: tuple[pikepdf.Pdf, Any, list[Any]]) -> None:
    pdf, _, areas = link
    for area in areas:
        if "/Dest" in area:
            ids = [str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)]
            here = str(area.Dest)
            alike = [one for one in ids if one != here and one.partition("-")[0] == here.partition("-")[0]]
            area.Dest = String(next(iter(alike), "about"))
        else:
            area.A.URI = String(f"{area.A.URI}x")


def loosen(link: tuple[pikepdf.Pdf, Any, list[Any]]) -> None:
    """Remove the areas of a link, so that it is text."""
    pdf, element, areas = link
    gone = {area.objgen for area in areas}
    for page in pdf.pages:
        page.Annots = Array(one for one in page.get("/Annots", ()) if one.objgen not in gone)
    element.S = Name.Span
    element.K = Array(kid for kid in kids(element) if isinstance(kid, int) or "/Obj" not in kid)


def place_in_pdf(element: Any, areas: list[Any]) -> tuple[str, str]:
    """Return the kind of a link, and what must be said if it leads elsewhere or is missing."""
    if "/Dest" not in areas[0]:
        return "link", "the link [0-9]+ (reads|leads to|is missing)"
    if str(areas[0].Dest).startswith(("fig-", "tbl-", "sec-", "term-")):
        return "cross-reference", "the cross-reference [0-9]+ (reads|leads to|is missing)"
    while "/ID" not in element:
        element = element.P
    kind = str(element.ID).partition("-")[0]
    return kind, f"the ({'|'.join(KINDS)}) `{element.ID}` (leads to|is missing)"


@pytest.mark.parametrize("change", [turn_in_pdf, loosen], ids=["turned", "removed"])
def test_each_link_of_a_pdf_that_is_turned_or_removed_is_named(change: Change, everything: Everything) -> None:
    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf:
        faults = [place_in_pdf(element, areas) for _, element, areas in links_of_pdf(pdf)]
    assert len(faults) > 60
    assert everything.missed("pdf", links_of_pdf, change, faults) == []


def empty(link: tuple[pikepdf.Pdf, Any, list[Any]]) -> None:
    """Remove the areas of a link, which still says that it is one."""
    loosen(link)
    link[1].S = Name.Link


def test_each_link_of_a_pdf_without_an_area_is_named(everything: Everything) -> None:
    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf:
        kinds = [place_in_pdf(element, areas)[0] for _, element, areas in links_of_pdf(pdf)]
    faults = [(kind, "the link `.+` leads to 0 places") for kind in kinds]
    assert everything.missed("pdf", links_of_pdf, empty, faults) == []


def bookmarks(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from bookmarks(item.children)


def turn_bookmark(pdf: pikepdf.Pdf, bookmark: Any) -> None:
    """Lead a bookmark to another page."""
    here = bookmark.destination[0]
    bookmark.destination = Array([next(page.obj for page in pdf.pages if page.obj != here), Name.Fit])


def misprint_bookmark(_: pikepdf.Pdf, bookmark: Any) -> None:
    bookmark.title = other(bookmark.title[0]) + bookmark.title[1:]


@pytest.mark.parametrize("change", [turn_bookmark, misprint_bookmark])
def test_each_bookmark_of_a_pdf_that_is_turned_or_misprinted_is_named(
    change: Callable[[pikepdf.Pdf, Any], None], everything: Everything
) -> None:
    def wrong_at(place: int) -> bytes:
        def plant(pdf: pikepdf.Pdf) -> None:
            with pdf.open_outline() as outline:
                change(pdf, list(bookmarks(outline.root))[place])

        return in_pdf(plant)(everything.files["pdf"])

    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf, pdf.open_outline() as outline:
        count = len(list(bookmarks(outline.root)))
    assert count > 10
    for place in range(count):
        said = [one.message for one in verify(everything.document, as_outputs({"pdf": wrong_at(place)}))]
        assert any(one.startswith("PDF: the outline leads to") for one in said), place


# ---------------------------------------------------------------- numbers


def numbers_of_page(root: etree._Element) -> list[Any]:
    """Return the texts with the numbers of citations, notes, references, captions, sections and cross-references."""
    inside = ("citation", "noteref", "label", "number", "crossref")
    kinds = " or ".join(f"contains(concat(' ', @class, ' '), ' {kind} ')" for kind in inside)
    return [text for text in select(root, f"//*[{kinds}]//text()") if any(map(str.isdecimal, text))]


def number_of(text: Any) -> str:
    """Return what must be said if a number is another."""
    for holder in (text.getparent(), *text.getparent().iterancestors()):
        if holder.get("class", "").startswith("crossref"):
            return "the cross-reference [0-9]+ reads"
        if identifier := holder.get("id"):
            return f"the ({'|'.join(KINDS)}) `{identifier}` reads"
    raise AssertionError(text)


@pytest.mark.parametrize("form", FORMS[:2])
def test_each_number_of_a_page_that_is_changed_is_named(form: str, everything: Everything) -> None:
    faults = [("", number_of(text)) for text in numbers_of_page(everything.root(form))]
    named = {one for _, fault in faults for one in re.findall("`(.*)`", fault)}
    assert named >= everything.numbers(form)
    assert everything.missed(form, numbers_of_page, misprint, faults) == []


def number_in_pdf(piece: Any, painted: Mapping[Any, Mapping[int, Painted]]) -> tuple[str, str]:
    """Return the id of what a piece is the number of, and what must be said if it is another."""
    _, element, page, mark = piece
    is_number = any(map(str.isdecimal, painted[page.objgen].get(mark, Painted()).text))
    is_label = False  # in a heading or a caption; what else is under the id of a section or a figure is its text
    while is_number and "/P" in element:
        if element.S == "/Link" and place_in_pdf(element, links(element))[0] == "cross-reference":
            return "cross-reference", "the cross-reference [0-9]+ reads"
        is_label = is_label or element.S == "/Caption" or str(element.S).startswith("/H")
        kind = kind_of(identifier := str(element.get("/ID", "")))
        if kind and (is_label or kind not in ("figure", "table", "section")):
            return identifier, f"the ({'|'.join(KINDS)}) `{identifier}` reads"
        element = element.P
    return "", ""


def test_each_number_of_a_pdf_that_is_changed_is_named(everything: Everything) -> None:
    with pikepdf.open(BytesIO(everything.files["pdf"])) as pdf:
        painted = {page.objgen: read_page(page, {}) for page in pdf.pages}
        faults = [number_in_pdf(piece, painted) for piece in pieces(pdf)]
    assert {identifier for identifier, fault in faults if fault} >= {*everything.numbers("pdf"), "cross-reference"}
    assert everything.missed("pdf", pieces, repaint_piece, faults) == []


# ---------------------------------------------------------------- right to left


@pytest.fixture(scope="module")
def right_to_left(citeproc: Citeproc, tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, dict[str, bytes]]:
    """Return an article with twelve references, and its files by format."""
    case = ARTICLE.parents[1] / "an-article-is-read-from-right-to-left" / "article.yaml"
    text, _, _ = case.read_text("utf-8").partition("references:\n")
    keys = [f"k{count}" for count in range(1, 13)]
    cited = " ".join(f"[@{key}]" for key in keys)
    entries = "".join(f"  - {{id: {key}, type: book, title: Title, issued: 2016}}\n" for key in keys)
    path = tmp_path_factory.mktemp("rtl") / "article.yaml"
    path.write_text(f"{text}references:\n{entries}".replace("[@lang2016]", f"12 {cited}").replace(THREE, ""), "utf-8")
    with Pipeline() as pipeline:
        files = pipeline.export(Request(path)).files
    document = resolve(load(Project.of(path), citeproc), citeproc)
    return document, {form: content for form in FORMS for name, content in files.items() if name.endswith(form)}


def exchange_in_page(root: etree._Element) -> None:
    (number,) = select(root, "//*[@id='cite-12']/*")
    number.text = number.text[::-1]


def exchange_in_pdf(pdf: pikepdf.Pdf) -> None:
    pieces = [mark for one in elements(find(pdf, "cite-12")) for mark in marks(one)]
    exchange(pdf, *pieces[1])


@pytest.mark.parametrize("form", FORMS)
def test_twelve_printed_as_twenty_one_from_right_to_left_is_named(
    form: str, right_to_left: tuple[Document, dict[str, bytes]]
) -> None:
    document, files = right_to_left
    assert document.direction == "rtl"
    plant = in_pdf(exchange_in_pdf) if form == "pdf" else in_page(exchange_in_page)
    said = [one.message for one in verify(document, as_outputs({form: plant(files[form])}))]
    assert any(re.fullmatch(f"{form.upper()}: the citation `cite-12` reads `.*21.*`, not `.12.`", one) for one in said)


@pytest.mark.parametrize("form", FORMS)
def test_exchanged_digits_of_right_to_left_text_are_named(
    form: str, right_to_left: tuple[Document, dict[str, bytes]]
) -> None:
    def exchange_in_page(root: etree._Element) -> None:
        text = next(text for text in texts(root) if " 12 " in text)
        text.getparent().text = text.replace("12", "21")

    def exchange_in_pdf(pdf: pikepdf.Pdf) -> None:
        pieces = (piece for one in elements(find(pdf, "sec-1")) for piece in marks(one))
        painted = ((page, mark, read_page(pikepdf.Page(page), {}).get(mark, Painted())) for page, mark in pieces)
        exchange(pdf, *next((page, mark) for page, mark, glyphs in painted if "12 " in glyphs.text))

    document, files = right_to_left
    plant = in_pdf(exchange_in_pdf) if form == "pdf" else in_page(exchange_in_page)
    said = [one.message for one in verify(document, as_outputs({form: plant(files[form])}))]
    what = "`sec-1` lacks the number `12`, and has `21` instead" if form == "pdf" else "the text of `sec-1` reads"
    assert any(one.startswith(f"{form.upper()}: {what}") for one in said)
    assert verify(document, as_outputs(files)) == ()
