"""A number planted wrong in a finished PDF must be named. The PDFs are made here, by hand, from the body."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
import pytest
from kitchen_sink import document
from lxml import etree
from outputs import as_outputs
from pikepdf import Array, Dictionary, Name, String
from shown import expected, shown

from exporter.render import render
from exporter.verify import verify
from exporter.verify.glyphs import Font, read_page

KINDS: Final = {
    "a": "/Link",
    "caption": "/Caption",
    "figcaption": "/Caption",
    "img": "/Figure",
    "li": "/LI",
    "table": "/Table",
}
TO_UNICODE: Final = b"""
1 beginbfrange <0000> <ffff> <0000> endbfrange
2 beginbfchar <e000> <00660069> <e001> <d83dde00> endbfchar
"""
LINES: Final = 45


class Maker:
    """Sets every piece of text of a body on a line of its own, tagged, linked and with named destinations."""

    def __init__(self, body: etree._Element) -> None:
        self.pdf = pikepdf.new()
        self.line = 0
        self.marks = 0
        self.streams: list[bytes] = []
        self.pending: list[str] = []
        self.destinations: dict[str, Array] = {}
        map_ = self.pdf.make_stream(TO_UNICODE)
        self.font = self.pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, ToUnicode=map_))
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.pdf.Root.StructTreeRoot = self.root
        self.element(body, self.root)
        for page, stream in zip(self.pdf.pages, self.streams, strict=True):
            page.Contents = self.pdf.make_stream(stream)
        names = Array(each for name, where in sorted(self.destinations.items()) for each in (String(name), where))
        self.pdf.Root.Names = Dictionary(Dests=self.pdf.make_indirect(Dictionary(Names=names)))

    def element(self, element: etree._Element, parent: Any) -> None:
        tag, identifier = str(element.tag), element.get("id", "")
        is_label = element.get("class") == "label"
        kind = (
            "/Lbl"
            if is_label
            else KINDS.get(tag, f"/{tag.upper()}" if tag[0] == "h" and tag[1:].isdigit() else "/Span")
        )
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(kind), P=parent, K=Array()))
        parent.K.append(made)
        if identifier:
            made.ID = String(identifier)
            self.pending.append(identifier)
        if tag == "li" and not identifier:
            marker = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Lbl, P=made, K=Array()))
            made.K.append(marker)
            self.text("•", marker, "")
        href = element.get("href", "") if tag == "a" else ""
        self.text(element.text or "", made, href)
        for child in element:
            if child.get("data-only") != "screen":
                self.element(child, made)
            self.text(child.tail or "", made, href)

    def text(self, text: str, holder: Any, href: str) -> None:
        if not text.strip():
            return
        if self.line % LINES == 0:
            page = self.pdf.add_blank_page(page_size=(600, 800))
            page.Resources = Dictionary(Font=Dictionary(F=self.font))
            page.Annots = Array()
            self.streams.append(b"/Artifact BMC BT /F 9 Tf 1 0 0 1 50 20 Tm <0039> Tj ET EMC\n")
        page, height, self.line = self.pdf.pages[-1], 760 - 15 * (self.line % LINES), self.line + 1
        codes = " ".join(text.split()).encode("utf-16-be").hex()
        shown = f"q 1 0 0 1 50 0 cm BT /F 10 Tf 1 0 0 1 0 {height} Tm <{codes}> Tj ET Q"
        self.streams[-1] += f"/Span <</MCID {self.marks}>> BDC {shown} EMC\n".encode()
        holder.K.append(Dictionary(Type=Name.MCR, Pg=page.obj, MCID=self.marks))
        self.marks += 1
        for identifier in self.pending:
            self.destinations[identifier] = Array([page.obj, Name.XYZ, 50, height + 11, 0])
        self.pending.clear()
        if href:
            self.link(href, holder, page, height)

    def link(self, href: str, holder: Any, page: pikepdf.Page, height: int) -> None:
        made = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, height - 3, 200, height + 10])
        if href.startswith("#"):
            made.Dest = String(href[1:])
        else:
            made.A = Dictionary(S=Name.URI, URI=String(href))
        annotation = self.pdf.make_indirect(made)
        page.Annots.append(annotation)
        holder.K.append(Dictionary(Type=Name.OBJR, Pg=page.obj, Obj=annotation))


def test_a_code_without_a_character_is_read_as_a_sign_that_no_text_has() -> None:
    assert Font(2, {65: "A"}).decode(b"\0A\0B") == "A\ufffd"
    assert Font(1, {65: "A"}).decode(b"BA") == "\ufffdA"


def made() -> pikepdf.Pdf:
    return Maker(render(document())).pdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    content = BytesIO()
    pdf.save(content)
    return content.getvalue()


def faults(pdf: pikepdf.Pdf) -> list[str]:
    return [problem.message for problem in verify(document(), as_outputs({"pdf": saved(pdf)}))]


def elements(holder: Any) -> Iterator[Any]:
    for kid in holder.K:
        if "/S" in kid:
            yield kid
            yield from elements(kid)


def find(pdf: pikepdf.Pdf, identifier: str) -> Any:
    """Return the structure element with an id."""
    return next(each for each in elements(pdf.Root.StructTreeRoot) if str(each.get("/ID", "")) == identifier)


def repaint(pdf: pikepdf.Pdf, identifier: str, right: str, wrong: str) -> None:
    """Paint other glyphs where `right` is painted first under the element with an id."""
    old, new = (f"<{text.encode('utf-16-be').hex()}>".encode() for text in (right, wrong))
    rewrite(pdf, identifier, old, lambda line: line.replace(old, new))


def rewrite(pdf: pikepdf.Pdf, identifier: str, painted: bytes, change: Callable[[bytes], bytes]) -> None:
    """Change the line of the content stream that first contains `painted` under the element with an id."""
    holders = (find(pdf, identifier), *elements(find(pdf, identifier)))
    marks = [kid for holder in holders for kid in holder.K if "/MCID" in kid]
    for mark in marks:
        lines = mark.Pg.Contents.read_bytes().split(b"\n")
        place = next(n for n, line in enumerate(lines) if line.startswith(b"/Span <</MCID %d>>" % mark.MCID))
        if painted in lines[place]:
            lines[place] = change(lines[place])
            mark.Pg.Contents = pdf.make_stream(b"\n".join(lines))
            return
    raise AssertionError(f"{painted!r} is not painted under {identifier}")


def link(pdf: pikepdf.Pdf, identifier: str, count: int = 0) -> Any:
    """Return an annotation of the links within the element with an id."""
    holders = (find(pdf, identifier), *elements(find(pdf, identifier)))
    return [kid.Obj for holder in holders for kid in holder.K if "/Obj" in kid][count]


def lead(pdf: pikepdf.Pdf, identifier: str, target: str, count: int = 0) -> None:
    link(pdf, identifier, count).Dest = String(target)


def drop(pdf: pikepdf.Pdf, identifier: str) -> None:
    element = find(pdf, identifier)
    element.P.K = Array(kid for kid in element.P.K if kid.objgen != element.objgen)


def span(pdf: pikepdf.Pdf) -> None:
    """Let the link of a citation go on in the next line, where it has no area."""
    citation = find(pdf, "cite-2")
    (link,) = (kid for kid in citation.K if "/S" in kid)
    link.K.append(citation.K[-1])
    citation.K = Array(list(citation.K)[:-1])


def sprawl(pdf: pikepdf.Pdf, is_known: bool = False) -> None:
    """Give the link of a citation a second area, where it has no text, or its own area once more."""
    (holder,) = (kid for kid in find(pdf, "cite-2").K if "/S" in kid)
    (area,) = (kid for kid in holder.K if "/Obj" in kid)
    if not is_known:
        wide = pdf.make_indirect(Dictionary({**area.Obj, "/Rect": Array([300, 10, 400, 20])}))
        pdf.pages[0].Annots.append(wide)
        area = Dictionary(Type=Name.OBJR, Pg=area.Pg, Obj=wide)
    holder.K.append(area)


def turn_back(pdf: pikepdf.Pdf) -> None:
    """Let the title be read last."""
    title = find(pdf, "title")
    drop(pdf, "title")
    pdf.Root.StructTreeRoot.K.append(title)


def lead_to_no_element(pdf: pikepdf.Pdf) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    names["nowhere"] = names["cite-1"]
    lead(pdf, "noteref-1", "nowhere")


def test_a_clean_file_gives_no_problem_and_reads_as_the_document() -> None:
    pdf = made()
    assert len(pdf.pages) > 1
    assert faults(pdf) == []
    assert shown("pdf", saved(pdf)) == expected(document(), "print")


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        pytest.param(
            lambda pdf: repaint(pdf, "cite-2", "2", "3"),
            "the citation `cite-2` reads `[3]`, not `[2]`",
            id="the text of a citation",
        ),
        pytest.param(
            lambda pdf: lead(pdf, "cite-2", "ref-lang2016"),
            "the citation `cite-2` leads to `ref-lang2016`, not to `ref-wang2015`",
            id="the target of a citation",
        ),
        pytest.param(
            lambda pdf: repaint(pdf, "ref-lang2016", "1.", "2."),
            "the reference `ref-lang2016` reads `2.↑a↑b↑cLangY.Title.`, not `1.↑a↑b↑cLangY.Title.`",
            id="the number of a reference",
        ),
        pytest.param(
            lambda pdf: lead(pdf, "ref-lang2016", "cite-2", 2),
            "the reference `ref-lang2016` leads to `cite-4`, `cite-1`, `cite-2`, not to `cite-4`, `cite-1`, `cite-3`",
            id="a back-link",
        ),
        pytest.param(lambda pdf: drop(pdf, "note-1"), "the note `note-1` is missing", id="a lost note"),
        pytest.param(
            lambda pdf: repaint(pdf, "noteref-1", "1", "2"),
            "the note call `noteref-1` reads `2`, not `1`",
            id="the number of a note call",
        ),
        pytest.param(
            lambda pdf: repaint(pdf, "tbl-studies", "Table 1.", "Table 2."),
            "the table `tbl-studies` reads `Table2.Thestudies`, not `Table1.Thestudies`",
            id="the label of a caption",
        ),
        pytest.param(
            lambda pdf: repaint(pdf, "sec-頭皮", "1.1", "1.2"),
            "the section `sec-頭皮` reads `1.2Ünderthe頭皮`, not `1.1Ünderthe頭皮`",
            id="the number of a section",
        ),
        pytest.param(
            lambda pdf: repaint(pdf, "sec-next", "Ask < your > team.", "Ask > your > team."),
            "the text of `sec-next` reads `2Whatnext?Ask>your>team.`, not `2Whatnext?Ask<your>team.`",
            id="a sign in the text",
        ),
        pytest.param(
            lambda pdf: find(pdf, "sec-next").__setitem__("/ID", String("sec-findings")),
            "2 elements have the id `sec-findings`",
            id="an id given twice",
        ),
        pytest.param(
            lambda pdf: lead(pdf, "noteref-1", "note-2"),
            "a link leads to `note-2`, which does not exist",
            id="a link to nothing",
        ),
        pytest.param(
            lambda pdf: setattr(link(pdf, "cite-2"), "Rect", Array([300, 10, 400, 20])),
            "the link `2` does not lie over its text",
            id="a link that lies elsewhere",
        ),
        pytest.param(span, "the link `2]` does not lie over its text", id="a line of a link without an area"),
        pytest.param(sprawl, "the link `2` does not lie over its text", id="an area where a link has no text"),
        pytest.param(
            lambda pdf: sprawl(pdf, is_known=True),
            "a link of the structure tree is on no page, or there twice",
            id="an area that is there twice",
        ),
        pytest.param(turn_back, "the text of page 1 goes on after that of page 3", id="a page to turn back to"),
        pytest.param(
            lead_to_no_element,
            "a link leads to `nowhere`, which does not exist",
            id="a destination that no element has",
        ),
    ],
)
def test_each_planted_fault_is_named(plant: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    pdf = made()
    plant(pdf)
    assert f"PDF: {fault}" in faults(pdf)


def test_what_the_writer_says_about_itself_is_not_believed() -> None:
    pdf = made()
    repaint(pdf, "cite-2", "2", "3")
    for element in elements(find(pdf, "cite-2")):
        element.ActualText = element.Alt = String("2")
    link(pdf, "cite-2").Contents = String("Reference 2")
    assert "PDF: the citation `cite-2` reads `[3]`, not `[2]`" in faults(pdf)


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(lambda line: line.replace(b" BT ", b" BT 3 Tr "), id="invisible"),
        pytest.param(lambda line: line.replace(b"q ", b"/Artifact BMC q ", 1) + b" EMC", id="an artifact"),
    ],
)
def test_text_that_is_not_shown_is_missed(hide: Callable[[bytes], bytes]) -> None:
    pdf = made()
    rewrite(pdf, "cite-2", b"<0032>", hide)
    assert "PDF: the citation `cite-2` reads `[]`, not `[2]`" in faults(pdf)


@pytest.mark.parametrize(("page", "down"), [(1, 0), (0, 60), (0, -60)])
def test_a_destination_that_lies_elsewhere_is_named(page: int, down: int) -> None:
    """It may lie on another page, below what it leads to, or too far above."""
    pdf = made()
    where = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())["cite-1"]
    where[0], where[3] = pdf.pages[page].obj, float(where[3]) - down
    assert faults(pdf) == [f"PDF: links to `cite-1` end elsewhere, on page {page + 1}"]


def test_a_link_that_belongs_to_no_text_is_named() -> None:
    pdf = made()
    pdf.pages[0].Annots.append(
        pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=String("cite-1")))
    )
    assert faults(pdf) == ["PDF: a link on page 1 belongs to no text"]


def test_a_link_broken_over_two_lines_is_one_link() -> None:
    """Its halves are two structure elements, each with an annotation of its own."""
    body = render(document())
    first = body.find(".//a[@class='crossref short']")
    assert first is not None
    second = etree.Element("a", {"href": "#fig-scalp"})
    first.text, second.text = "Figure", "1"
    first.addnext(second)
    second.tail, first.tail = first.tail, None
    assert [problem.message for problem in verify(document(), as_outputs({"pdf": saved(Maker(body).pdf)}))] == []


def test_ligatures_and_characters_beyond_the_basic_plane_read_as_their_letters() -> None:
    pdf = made()
    repaint(pdf, "sec-next", "Ask < your > team.", "\ue000\ue001")
    assert "PDF: the text of `sec-next` reads `2Whatnext?fi😀`, not `2Whatnext?Ask<your>team.`" in faults(pdf)


def test_pieces_of_one_text_may_be_in_one_array_with_kerning() -> None:
    pdf = made()
    rewrite(pdf, "cite-2", b"<0032> Tj", lambda line: line.replace(b"<0032> Tj", b"[-120 <00> 5 <32>] TJ"))
    assert faults(pdf) == []


def test_an_element_of_the_structure_may_be_empty() -> None:
    pdf = made()
    root = pdf.Root.StructTreeRoot
    root.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, P=root)))
    assert faults(pdf) == []


# What shows `A` in a font of 10 points, and where it is then painted, with its size. ISO 32000-1, 8.3.4, 9.4.2.
PAINTED: dict[str, tuple[str, tuple[float, float, float]]] = {
    "at the origin": ("(A) Tj", (0, 0, 10)),
    "moved, then scaled": ("2 0 0 2 10 20 cm 1 0 0 1 5 5 cm 3 4 Td (A) Tj", (26, 38, 20)),
    "scaled in a state that is given back": ("q 2 0 0 2 10 20 cm Q (A) Tj", (0, 0, 10)),
    "moved within a matrix of text": ("2 0 0 3 10 20 Tm 3 4 Td (A) Tj", (16, 32, 30)),
    "slanted": ("2 0 4 3 0 0 Tm (A) Tj", (0, 0, 50)),
    "on the next line": ("14 TL 2 0 0 3 10 200 Tm T* (A) Tj", (10, 158, 30)),
    "on the next line, as far as the last": ("3 -14 TD T* (A) Tj", (3, -28, 10)),
    "on the next line, in one": ("14 TL (A) '", (0, -14, 10)),
    "on the next line, in one with spacing": ('14 TL 0 0 (A) "', (0, -14, 10)),
    "in a text object of its own": ("3 4 Td ET BT (A) Tj", (0, 0, 10)),
}


@pytest.mark.parametrize("row", PAINTED.values(), ids=PAINTED)
def test_text_is_placed_and_measured_as_it_is_painted(row: tuple[str, tuple[float, float, float]]) -> None:
    operators, place = row
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Resources = Dictionary(Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1)))
    page.Contents = pdf.make_stream(f"/P <</MCID 7>> BDC BT /F 10 Tf {operators} ET EMC".encode())
    (painted,) = read_page(page, {}).values()
    assert (painted.text, painted.x, painted.y, painted.size, painted.smallest) == ("A", *place, place[2])
