"""Reads what a PDF shows: the structure tree in order, its glyphs, and where the links really lead.

A link is followed as a hand would: its annotation must cover the glyphs of its structure element, and its named
destination must be where the structure element with that `/ID` is painted.
Source: ISO 32000-1, 12.3.2 (destinations), 12.5.6.5 (link annotations), 14.7 (structure).
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final

import pikepdf

from exporter.verify.compare import compare_entries
from exporter.verify.glyphs import Font, Painted, read_page
from exporter.verify.transcript import Role, Transcript, TranscriptBuilder, kind_of

_MARK: Final = re.compile(r"[•☐]|\d+\.|\.\d+")
"""How stylesheets mark the items of lists, from right to left too; the terms of a glossary are labels too, and text."""
_SLACK: Final = 3.0  # points by which a box may miss the baseline of its text
_LINES: Final = {"citation": 2.5, "noteref": 2.5, "reference": 2.5, "note": 2.5}
"""How far above its first baseline the destination of a kind may lie, in sizes of its text."""
_MARGIN: Final = 100.0  # points, for kinds that begin with a margin


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is painted: a page, counted from 0, and its first glyphs; None for a picture."""

    page: int
    glyphs: Painted | None


@dataclass(frozen=True, slots=True)
class Destination:
    """The place of a named destination: a page, counted from 0, and the height in points, if it says one."""

    page: int
    top: float | None


@dataclass(frozen=True, slots=True)
class Area:
    """A link annotation: its page, counted from 0, its box in points, its destination's name or else its address."""

    page: int
    box: tuple[float, float, float, float]
    target: str
    address: str

    def covers(self, place: Place) -> bool:
        left, bottom, right, top = self.box
        return (
            self.page == place.page
            and place.glyphs is not None
            and left - _SLACK <= place.glyphs.x <= right + _SLACK
            and bottom - _SLACK <= place.glyphs.y <= top + _SLACK
        )


@dataclass(slots=True)
class _Link:
    """A link that is being read: where its text is painted, and the annotations that belong to it."""

    places: list[Place] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(place.glyphs.text for place in self.places if place.glyphs).strip()


def open_pdf(content: bytes) -> Transcript:
    """Return what a PDF shows, with its faulty ids, links and destinations. Raises ValueError."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            shown = _Reader(pdf).read()
            return replace(shown, faults=(*shown.faults, *_outline_faults(pdf, shown)))
    except (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def kids(element: Any) -> Iterator[Any]:
    """Yield what a structure element contains: others, and marked content. Source: ISO 32000-1, 14.7.2, table 323."""
    found = element.get("/K", pikepdf.Array())
    yield from found if isinstance(found, pikepdf.Array) else (found,)


class _Reader:
    """Walks the structure tree once, in reading order."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._tree: Any = pdf.Root.StructTreeRoot
        self._roles: Any = self._tree.get("/RoleMap") or {}
        self._pages = list(pdf.pages)
        self._numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(self._pages)}
        self._areas = dict(self._link_areas())
        self._destinations = dict(self._named_destinations(pdf))
        self._painted: dict[int, dict[int, Painted]] = {}
        self._fonts: dict[Any, Font] = {}
        self._recorder = TranscriptBuilder()
        self._ids: Counter[str] = Counter()
        self._places: dict[str, Place] = {}
        self._unplaced: list[str] = []
        self._links: list[_Link] = []
        self._targets: set[str] = set()
        self._faults: list[str] = []
        self._page = -1

    def read(self) -> Transcript:
        self._kids(self._tree, None, is_marked=False, is_picture=False)
        faults = (*self._faults, *self._repeated_ids(), *self._stray_links(), *self._stray_destinations())
        return self._recorder.shown(faults)

    # ------------------------------------------------------------ the structure tree

    def _kids(self, element: Any, page: int | None, is_marked: bool, is_picture: bool) -> None:
        for kid in kids(element):
            if isinstance(kid, int):
                self._content(page, kid, is_picture)
            elif "/MCID" in kid:
                self._content(self._page_of(kid, page), int(kid["/MCID"]), is_picture)
            elif "/Obj" in kid:
                self._annotation(kid["/Obj"])
            else:
                self._element(kid, self._page_of(kid, page), is_marked)

    def _page_of(self, holder: Any, otherwise: int | None) -> int | None:
        return self._numbers[holder["/Pg"].objgen] if "/Pg" in holder else otherwise

    def _element(self, element: Any, page: int | None, is_marked: bool) -> None:
        """Read one structure element; `is_marked` says that a list marks its items here, which is not their text."""
        kind, identifier = self._kind(element), str(element.get("/ID", ""))
        if kind == "/Lbl" and is_marked and _MARK.fullmatch(self._text(element, page)):
            return
        if kind == "/LI":
            is_marked = True
        if kind == "/Caption" or kind_of(identifier) in ("note", "reference"):
            is_marked = False
        if identifier:
            self._ids[identifier] += 1
            self._unplaced.append(identifier)
        if kind == "/Link":
            self._links.append(_Link())
        self._recorder.open(_role(kind), identifier)
        self._kids(element, page, is_marked, kind == "/Figure")
        self._recorder.close(*self._end_link(self._links.pop()) if kind == "/Link" else ())

    def _text(self, element: Any, page: int | None) -> str:
        """Return the text painted right inside an element."""
        text = ""
        for kid in kids(element):
            if isinstance(kid, int):
                text += self._glyphs(page, kid).text
            elif "/MCID" in kid:
                text += self._glyphs(self._page_of(kid, page), int(kid["/MCID"])).text
            elif "/S" in kid:
                text += self._text(kid, self._page_of(kid, page))
        return text.strip()

    def _kind(self, element: Any) -> str:
        kind = str(element["/S"])
        return str(self._roles.get(kind, kind))

    def _content(self, page: int | None, mark: int, is_picture: bool) -> None:
        if page is None:
            raise ValueError(f"the marked content {mark} is on no page")
        glyphs = self._glyphs(page, mark)
        if is_picture or glyphs.text:
            self._turn_to(page)
        if is_picture:
            self._place(Place(page, None))
        elif glyphs.text:
            self._recorder.write(glyphs.text)
            if not self._is_on_paper(page, glyphs):
                self._faults.append(f"the text `{glyphs.text.strip()[:40]}` is beyond the paper of page {page + 1}")
            self._place(Place(page, glyphs))

    def _turn_to(self, page: int) -> None:
        """Note where in the text pages begin, which are read one after the other."""
        if page < self._page:
            self._faults.append(f"the text of page {page + 1} goes on after that of page {self._page + 1}")
        while self._page < page:
            self._page += 1
            self._recorder.start_page()

    def _is_on_paper(self, page: int, glyphs: Painted) -> bool:
        left, bottom, right, top = map(float, self._pages[page].mediabox)
        return left <= glyphs.x <= right and bottom <= glyphs.y <= top

    def _glyphs(self, page: int | None, mark: int) -> Painted:
        """Return what is painted under a mark."""
        if page is None:
            return Painted()
        if page not in self._painted:
            self._painted[page] = read_page(self._pages[page], self._fonts)
        return self._painted[page].get(mark) or Painted()

    def _place(self, place: Place) -> None:
        """Note where everything begins that has not begun yet."""
        for identifier in self._unplaced:
            self._places.setdefault(identifier, place)
        self._unplaced.clear()
        for link in self._links:
            link.places.append(place)

    # ------------------------------------------------------------ links

    def _annotation(self, annotation: Any) -> None:
        if annotation.get("/Subtype") != "/Link":
            return
        area = self._areas.pop(annotation.objgen, None)
        if area is None:
            self._faults.append("a link of the structure tree is on no page, or there twice")
        elif self._links:
            self._links[-1].areas.append(area)

    def _end_link(self, link: _Link) -> tuple[str, str]:
        """Return where a link leads, as id and address, having seen that its areas lie over its text and agree."""
        targets = {(area.target, area.address) for area in link.areas}
        if len(targets) != 1:
            self._faults.append(f"the link `{link.text}` leads to {len(targets)} places")
            return "", ""
        glyphs = [place for place in link.places if place.glyphs]
        are_apart = any(not any(area.covers(place) for place in glyphs) for area in link.areas)
        if glyphs and (are_apart or not all(any(area.covers(place) for area in link.areas) for place in glyphs)):
            self._faults.append(f"the link `{link.text}` does not lie over its text")
        target, address = targets.pop()
        self._targets.add(target)
        return target, address

    def _link_areas(self) -> Iterator[tuple[tuple[int, int], Area]]:
        for number, page in enumerate(self._pages):
            for annotation in page.get("/Annots", ()):
                if annotation.get("/Subtype") == "/Link":
                    x1, y1, x2, y2 = map(float, annotation["/Rect"])
                    box = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
                    yield annotation.objgen, Area(number, box, *_target(annotation))

    def _named_destinations(self, pdf: pikepdf.Pdf) -> Iterator[tuple[str, Destination]]:
        names: Any = pdf.Root.get("/Names") or {}
        for name, destination in pikepdf.NameTree(names["/Dests"]).items() if "/Dests" in names else ():
            where: Any = destination["/D"] if isinstance(destination, pikepdf.Dictionary) else destination
            top = where[{"/XYZ": 3, "/FitH": 2}.get(str(where[1]), 1)]
            height = None if isinstance(top, pikepdf.Name) or top is None else float(top)
            yield str(name), Destination(self._numbers[where[0].objgen], height)

    # ------------------------------------------------------------ faults

    def _repeated_ids(self) -> Iterator[str]:
        for identifier, count in self._ids.items():
            if count > 1:
                yield f"{count} elements have the id `{identifier}`"

    def _stray_links(self) -> Iterator[str]:
        for area in self._areas.values():
            yield f"a link on page {area.page + 1} belongs to no text"

    def _stray_destinations(self) -> Iterator[str]:
        for target in sorted(self._targets - {""}):
            if target not in self._destinations or target not in self._ids:
                yield f"a link leads to `{target}`, which does not exist"
        for name, place in self._places.items():
            if (destination := self._destinations.get(name)) and not _is_at(destination, place, kind_of(name)):
                yield f"links to `{name}` end elsewhere, on page {destination.page + 1}"


def _outline_faults(pdf: pikepdf.Pdf, shown: Transcript) -> Iterator[str]:
    """Yield a fault unless the outline, if there is one, leads to each heading, on the page where it is painted."""
    headings = [one for one in shown.spans if one.role is Role.HEADING]
    wanted = [(f"page {bisect(shown.pages, one.start)}", shown.text[one.start : one.end]) for one in headings]
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        if outline.root:
            yield from compare_entries("outline", wanted, _bookmarks(outline.root, numbers), "ltr")


def _bookmarks(items: Iterable[pikepdf.OutlineItem], numbers: Mapping[Any, int]) -> Iterator[tuple[str, str]]:
    """Yield the page to which each entry of the outline leads, and its text."""
    for item in items:
        where: Any = item.destination
        yield f"page {numbers[where[0].objgen]}" if isinstance(where, pikepdf.Array) else "nothing", item.title
        yield from _bookmarks(item.children, numbers)


def _role(kind: str) -> Role:
    if re.fullmatch(r"/H[1-6]?", kind):
        return Role.HEADING
    return {"/Caption": Role.CAPTION, "/Link": Role.LINK}.get(kind, Role.PLAIN)


def _target(annotation: Any) -> tuple[str, str]:
    """Return the name to which a link leads, or else its address out of the file."""
    action = annotation.get("/A", {})
    if action.get("/S") == "/URI":
        return "", str(action.get("/URI", ""))
    destination = annotation.get("/Dest", action.get("/D"))
    return str(destination).removeprefix("/") if isinstance(destination, pikepdf.String | pikepdf.Name) else "?", ""


def _is_at(destination: Destination, place: Place, kind: str) -> bool:
    """Say whether a destination brings what begins at `place` into view, right below the upper edge of the window."""
    if destination.page != place.page:
        return False
    if destination.top is None or place.glyphs is None:
        return True
    most = _LINES[kind] * place.glyphs.size if kind in _LINES else _MARGIN
    return -_SLACK <= destination.top - place.glyphs.y <= most + _SLACK
