"""Writes the web page: one file that contains its styles, pictures and fonts, and loads nothing from the network."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree
from lxml.html.defs import empty_tags
from markupsafe import Markup

from exporter.document import Document
from exporter.faces import Face
from exporter.render import templates
from exporter.writers.body import for_medium, summary, table_of_contents, text_of
from exporter.writers.page_marks import page_marks
from exporter.writers.webfonts import MEDIA_TYPES, font_face, to_woff, used_faces

_FEWEST_LISTED: Final = 3  # sections; with fewer, a page needs no table of contents


def write(document: Document, body: etree._Element, css: Sequence[str], faces: Iterable[Face]) -> bytes:
    """Return the web page; `css` are the stylesheets in the order of the cascade."""
    page = for_medium(body, "screen")
    description = summary(page)
    style = _fonts(used_faces(faces, page, css)) + "\n".join(css)
    _add_navigation(document, page)
    _embed_images(document, page)
    _let_tables_scroll(page)
    values = {
        "document": document,
        "description": description,
        "style": Markup(style.replace("</", r"<\/")),  # `</style` would end the element
        "body": Markup(_serialise(page)),
    }
    return templates().get_template("page.html.j2").render(values).encode()


def _fonts(faces: Iterable[Face]) -> str:
    rules = []
    for face in faces:
        font = to_woff(face.path.read_bytes())
        kind = "font/woff" if font[:4] == b"wOFF" else MEDIA_TYPES[face.path.suffix.lower()]
        rules.append(font_face(face, _data_url(kind, font)))
    return "".join(rules)


def _embed_images(document: Document, page: etree._Element) -> None:
    urls = {image.name: _data_url(image.media_type, image.content) for image in document.images}
    for picture in page.iter("img"):
        picture.set("src", urls[picture.get("src", "")])


def _let_tables_scroll(page: etree._Element) -> None:
    """Make tables wider than the screen reachable with the keyboard. Source: WCAG 2.2, 2.1.1."""
    for table in page.iterfind(".//div[@class='table']"):
        label = table.find(".//caption/span[@class='label']")
        name = text_of(label).rstrip(".") if label is not None else ""
        table.attrib.update({"tabindex": "0", "role": "region", "aria-label": name})


def _data_url(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def _add_navigation(document: Document, page: etree._Element) -> None:
    """Add a link to the title and, if there are enough sections, a table of contents before the main part."""
    sections = [entry for entry in table_of_contents(page) if entry.target != "title"]
    listed = sections if len(sections) >= _FEWEST_LISTED else []
    markup = (
        templates()
        .get_template("navigation.html.j2")
        .render(labels=document.words, entries=listed, marks=page_marks(page))
    )
    navigation = etree.fromstring(markup)
    page.insert(0, navigation[0])
    main = page.find("main")
    if listed and main is not None:
        main.addprevious(navigation[-1])


def _serialise(page: etree._Element) -> str:
    """Return markup that means the same in HTML and in XHTML: only void elements are self-closing."""
    for element in page.iter(etree.Element):
        if element.tag not in empty_tags and not len(element) and element.text is None:
            element.text = ""
    return etree.tostring(page, encoding="unicode")
