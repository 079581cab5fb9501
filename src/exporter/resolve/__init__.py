"""Resolves a `Manuscript` to the numbered `Document`: the only step that assigns numbers.

Nothing after it can number, and nothing in it looks at a format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from exporter import article, document
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.document import Blocks, Document, Inlines, plain
from exporter.errors import Location
from exporter.ids import reference_id, term_id
from exporter.language import direction
from exporter.markup import Markdown
from exporter.resolve.content import to_blocks, to_inlines
from exporter.resolve.glossary import TermLinker
from exporter.resolve.numbers import Numbers, give_numbers, number_sections
from exporter.source import Scalar


def resolve(manuscript: Manuscript, citeproc: Citeproc) -> Document:
    """Return the document, with every number as literal text.

    Raises ExporterError if citeproc's numbers differ from those assigned here, and MachineError if pandoc is missing.
    """
    numbers = give_numbers(manuscript, manuscript.labels, citeproc)
    return _Builder(manuscript, numbers).build()


class _Builder:
    """Turns parts of the article into parts of the document, with the numbers that were assigned."""

    def __init__(self, manuscript: Manuscript, numbers: Numbers) -> None:
        self.manuscript = manuscript
        self.article = manuscript.article
        self.labels = manuscript.labels
        self.numbers = numbers
        self.figures: list[document.Figure] = []
        self.tables: list[document.Table] = []
        self.taken = set(numbers.cross_reference_text)
        self.terms = TermLinker([plain(self.line(term.term)) for term in self.article.glossary or ()])

    def build(self) -> Document:
        given = self.article
        return Document(
            title=self.line(given.title),
            subtitle=self.line(given.subtitle),
            language=str(given.language),
            direction=direction(str(given.language)),
            summary=self.text(given.summary),
            key_points=self.items(given.key_points or ()),
            authors=tuple(self.author(author) for author in given.authors or ()),
            publisher=self.publisher(),
            edition=_edition(given.document),
            words=self.labels,
            sections=self.sections(given.sections, 2, "" if given.numbering.sections else None, "sec-"),
            glossary=tuple(
                document.Term(self.line(term.term), self.blocks(term.definition)) for term in given.glossary or ()
            ),
            disclaimer=self.text(given.disclaimer),
            related=tuple(
                document.Related(self.line(related.title), _text(related.url), self.line(related.source))
                for related in given.related or ()
            ),
            notes=tuple(
                document.Note(call.number, to_inlines(mark.tokens, self.numbers.replace))
                for mark, call in self.numbers.calls.items()
            ),
            citations=tuple(self.numbers.citations.values()),
            references=self.references(),
            reference_list=given.citations.list,
            figures=tuple(self.figures),
            tables=tuple(self.tables),
            warnings=tuple(self.numbers.warnings),
            places={**_places(given), **self.numbers.places},
            file=self.manuscript.file,
            fit_pages=given.print.fit_pages,
        )

    def blocks(self, text: Markdown | None) -> Blocks:
        return to_blocks(text, self.numbers.replace) if text else ()

    def text(self, text: Markdown | None) -> Blocks:
        """Return the blocks of running text, with terms of the glossary as links."""
        return self.terms.link(self.blocks(text))

    def line(self, text: Markdown | None) -> Inlines:
        return to_inlines(text.tokens, self.numbers.replace) if text else ()

    def items(self, texts: Iterable[Markdown]) -> tuple[Blocks, ...]:
        return tuple(self.text(text) for text in texts)

    def author(self, author: article.Author) -> document.Author:
        return document.Author(_text(author.name), author.role, self.labels[author.role], _text(author.credentials))

    def publisher(self) -> document.Publisher:
        given = self.article.publisher
        logo = self.image(given.logo, "images/logo") if given.logo else None
        return document.Publisher(
            _text(given.name),
            _lines(given.address),
            _text(given.phone),
            _text(given.email),
            _text(given.url),
            logo,
            _text(given.logo_alt),
        )

    def references(self) -> tuple[document.Reference, ...]:
        cited_by: dict[str, list[str]] = {}
        for citation in self.numbers.citations.values():
            for key in dict.fromkeys(citation.keys):
                cited_by.setdefault(key, []).append(citation.id)
        return tuple(
            document.Reference(entry.key, entry.number, entry.marker, entry.text, tuple(cited_by[entry.key]))
            for entry in self.numbers.bibliography.entries
        )

    def sections(
        self, sections: Sequence[article.Section], level: int, above: str | None, path: str
    ) -> tuple[document.Section, ...]:
        """Return sections at `level`. For `above` see `number_sections`; automatic ids begin with `path`."""
        made = []
        for position, (section, number) in enumerate(number_sections(sections, above), 1):
            identifier = str(section.id) if section.id else self.free_id(f"{path}{position}")
            self.numbers.places[identifier] = section.heading.source.location
            with self.terms.paused(bool(section.only)):
                made.append(
                    document.Section(
                        id=identifier,
                        level=level,
                        number=number or "",
                        heading=self.line(section.heading),
                        content=self.content(section.content or ()),
                        sections=self.sections(section.sections or (), level + 1, number, f"{path}{position}-"),
                        only=section.only or "",
                    )
                )
        return tuple(made)

    def free_id(self, wanted: str) -> str:
        """Return an id for a section without one: its place, made longer until it is unique."""
        while wanted in self.taken:
            wanted += "-"
        self.taken.add(wanted)
        return wanted

    def content(self, blocks: Iterable[article.Block]) -> Blocks:
        return tuple(made for block in blocks for made in self.block(block))

    def block(self, block: article.Block) -> Blocks:
        match block:
            case Markdown():
                return self.text(block)
            case article.FigureBlock(figure=figure):
                return (self.figure(figure),)
            case article.TableBlock(table=table):
                return (self.table(table),)
            case article.CalloutBlock(callout=callout):
                return (self.callout(callout),)
            case article.StepsBlock(steps=items):
                return (document.Steps(self.items(items)),)
            case article.ChecklistBlock(checklist=items):
                return (document.Checklist(self.items(items)),)
            case article.QuestionsBlock(questions=items):
                return (document.Questions(self.items(items)),)
            case article.DefinitionsBlock(definitions=terms):
                return (document.Definitions(tuple(self.term(term) for term in terms)),)
            case article.QuoteBlock(quote=quote):
                return (document.Quote(self.text(quote.text), self.line(quote.source)),)
            case _:
                assert_never(block)

    def term(self, term: article.Term) -> document.Term:
        return document.Term(self.line(term.term), self.text(term.definition))

    def figure(self, figure: article.Figure) -> document.Figure:
        made = document.Figure(
            id=str(figure.id),
            label=self.numbers.cross_reference_text[str(figure.id)],
            image=self.image(figure.image, f"images/figure-{len(self.figures) + 1}"),
            alt=_text(figure.alt),
            caption=self.text(figure.caption),
            credit=self.line(figure.credit),
        )
        self.figures.append(made)
        return made

    def image(self, file: Scalar, stem: str) -> document.Image:
        """Return the picture of a file that the article names; its name in every format begins with `stem`."""
        image = self.manuscript.images[file.as_file_name]
        made = replace(image, name=f"{stem}{_suffix(image)}", file=str(file))
        self.numbers.places[made.name] = file.location
        return made

    def table(self, table: article.Table) -> document.Table:
        made = document.Table(
            id=str(table.id),
            label=self.numbers.cross_reference_text[str(table.id)],
            caption=self.text(table.caption),
            header=tuple(self.blocks(cell) for cell in table.header),
            rows=tuple(tuple(self.text(cell) for cell in row) for row in table.rows),
            row_headers=table.row_headers,
            notes=self.text(table.notes),
        )
        self.tables.append(made)
        return made

    def callout(self, callout: article.Callout) -> document.Callout:
        certainty = self.labels[f"certainty_{callout.certainty}".replace("-", "_")] if callout.certainty else ""
        with self.terms.paused(callout.kind == "emergency"):  # no links out of an emergency
            content = self.content(callout.content)
        return document.Callout(callout.kind, self.labels[callout.kind], self.line(callout.title), content, certainty)


def _edition(given: article.Edition) -> document.Edition:
    return document.Edition(
        id=_text(given.id),
        version=_text(given.version),
        published=given.published,
        reviewed=given.reviewed,
        review_by=given.review_by,
        url=_text(given.url),
        rights=_text(given.rights),
        funding=_text(given.funding),
        subjects=tuple(_text(subject) for subject in given.subjects or ()),
        evaluated_by=_text(given.evaluated_by),
        formats=_text(given.formats),
        revisions=tuple(
            document.Revision(_text(one.version), one.date, _text(one.change)) for one in given.revisions or ()
        ),
    )


def _places(given: article.Article) -> dict[str, Location]:
    """Return the places of the parts whose ids do not depend on numbers."""
    first = {
        "title": given.title.source,
        "about": given.document.id,
        "key-points": given.key_points[0].source if given.key_points else None,
        "glossary": given.glossary[0].term.source if given.glossary else None,
        "disclaimer": given.disclaimer.source if given.disclaimer else None,
        "related": given.related[0].title.source if given.related else None,
        **{term_id(count): term.term.source for count, term in enumerate(given.glossary or (), 1)},
        **{reference_id(reference.id): reference.id for reference in given.references or ()},
    }
    return {identifier: text.location for identifier, text in first.items() if text is not None}


def _text(text: Scalar | None) -> str:
    return " ".join(text.split()) if text else ""


def _lines(text: Scalar | None) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines()) if text else ""


def _suffix(image: document.Image) -> str:
    return {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}[image.media_type]
