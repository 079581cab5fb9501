"""A handmade document with every part that a writer can meet; `document(...)` changes some of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from exporter.document import (
    Author,
    BulletList,
    Callout,
    Checklist,
    Citation,
    CrossReference,
    Definitions,
    Document,
    Edition,
    Emphasis,
    Figure,
    Image,
    Link,
    Note,
    NoteCall,
    OrderedList,
    Paragraph,
    Publisher,
    Questions,
    Quote,
    Reference,
    ReferenceLink,
    Related,
    Section,
    Steps,
    Strong,
    Table,
    Term,
    TermLink,
    Text,
)
from exporter.language import catalogue

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>"""


def screen_part(body: Any) -> Any:
    """Return the body without the parts for print, which must be followed by white space only."""
    for part in body.findall(".//*[@data-only='print']"):
        part.getparent().remove(part)
    return body


def paragraph(*inlines: Any) -> Paragraph:
    return Paragraph(tuple(Text(it) if isinstance(it, str) else it for it in inlines))


def cite(number: int, key: str, shown: str) -> Citation:
    link = ReferenceLink(key, (Text(shown),))
    return Citation(f"cite-{number}", (Text("["), link, Text("]")), (key,))


FIGURE = Figure(
    "fig-scalp",
    "Figure 1",
    Image("images/figure-1.svg", "image/svg+xml", SVG, 40, 20),
    "A head & two areas <marked>",
    (paragraph("Where the needles go."),),
    (Text("Drawn for this test."),),
)
TABLE = Table(
    "tbl-studies",
    "Table 1",
    (paragraph("The studies"),),
    ((paragraph("Study"),), (paragraph("People"),)),
    (((paragraph("A ", cite(3, "lang2016", "1")),), (paragraph("16"),)),),
    True,
    (paragraph("A note of the table."),),
)
FINDINGS = Section(
    "sec-findings",
    2,
    "1",
    (Text("What did the studies find?"),),
    (
        paragraph(
            "One study ", cite(1, "lang2016", "1"), " & more ", cite(2, "wang2015", "2"), ". See ",
            CrossReference("fig-scalp", (Text("Figure 1"),)), ".", NoteCall("1"), " It is ",
            Strong((Text("very "), Emphasis((Text("small"),)))), ". It is on ",
            TermLink("term-1", (Text("strokes"),)), ".",
        ),
        FIGURE,
        TABLE,
        Callout("emergency", "Emergency", (Text("Call 911 now if:"),), (BulletList(((paragraph("so"),),)),)),
        Steps(((paragraph("First"),), (paragraph("Then"),))),
        Checklist(((paragraph("Bring this"),),)),
        Questions(((paragraph("Will it help?"),),)),
        OrderedList(((paragraph("three"),),), 3),
        Quote((paragraph("It helped."),), (Text("A patient"),)),
        Definitions((Term((Text("Aspirin"),), (paragraph("One in the morning."),)),)),
    ),
    (Section("sec-頭皮", 3, "1.1", (Text("Ünder the 頭皮"),), (paragraph("Nested."),), ()),),
)  # fmt: skip
PRINTED = Section("sec-lines", 2, "", (Text("Your notes"),), (paragraph("only on paper"),), (), "print")
NEXT = Section("sec-next", 2, "2", (Text("What next?"),), (paragraph("Ask < your > team."),), ())


def document(**changes: Any) -> Document:
    """Return the document with changes: fields of `Edition` change the edition, the others change the document."""
    edition = Edition(
        "SA-001",
        "1.10",
        date(2026, 11, 22),
        date(2026, 11, 1),
        url="https://clinic.example/sa-001",
        rights="Free to copy",
        subjects=("Stroke", "Acupuncture"),
    )
    fields = Edition.__dataclass_fields__
    ours = {name: value for name, value in changes.items() if name not in fields}
    made = Document(
        title=(Text("Scalp acupuncture after a stroke"),),
        subtitle=(Text("What three small studies found"),),
        language="en",
        direction="ltr",
        summary=(paragraph("What this is about ", cite(4, "lang2016", "1"), ". And who it is for."),),
        key_points=((paragraph("Small studies."),), (paragraph("Ask first."),)),
        authors=(
            Author("Ada Example", "author", "Author", "RN"),
            Author("Bo Example", "author", "Author"),
            Author("Cy Example", "reviewer", "Reviewer"),
            Author("Di Example", "translator", "Translator"),
        ),
        publisher=Publisher("Riverbank Clinic", "1 Bank\nRiver", "555 0100", "a@clinic.example"),
        edition=replace(edition, **{name: value for name, value in changes.items() if name in fields}),
        words=catalogue("en"),
        sections=(FINDINGS, PRINTED, NEXT),
        glossary=(Term((Text("Stroke"),), (paragraph("A blood clot or a bleed in the brain."),)),),
        disclaimer=(paragraph("Not a doctor."),),
        related=(Related((Text("More"),), "https://example.org/a?b=1&c=2", (Text("A journal"),)),),
        notes=(Note("1", (Text("A note."),)),),
        citations=(),
        references=(
            Reference("lang2016", "1", "1.", (Text("Lang Y. Title."),), ("cite-4", "cite-1", "cite-3")),
            Reference("wang2015", "2", "2.", (Link("https://doi.org/10.1/x", (Text("doi"),)),), ("cite-2",)),
        ),
        reference_list="full",
        figures=(FIGURE,),
        tables=(TABLE,),
        warnings=(),
        places={},
        file="article.yaml",
        fit_pages=None,
    )
    return replace(made, **ours)
