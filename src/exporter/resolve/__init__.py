"""Resolves a `Manuscript` to the numbered `Document`: the only step that assigns numbers.

Nothing after it can number, and nothing in it looks at a format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from exporter import article as source
from exporter import document as target
from exporter.article import Manuscript
from exporter.citeproc import Citeproc
from exporter.document import Blocks, Document, Inlines, plain
from exporter.errors import Location
from exporter.language import direction
from exporter.markup import Markdown
from exporter.resolve.content import to_blocks, to_inlines
from exporter.resolve.glossary import Terms
from exporter.resolve.numbers import Numbers, give_numbers, number_sections
from exporter.source import Scalar


def resolve(manuscript: Manuscript, citeproc: Citeproc) -> Document:
    """Return the document, every number literal text.

    Raises ExporterError if citeproc's numbers are not ours, MachineError if citeproc is missing.
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
        self.figures: list[target.Figure] = []
        self.tables: list[target.Table] = []
        self.taken = set(numbers.labels)
        self.terms = Terms([plain(self.line(term.term)) for term in self.article.glossary or ()])

    def build(self) -> Document:
        article = self.article
        return Document(
            title=self.line(article.title),
            subtitle=self.line(article.subtitle),
            language=str(article.language),
            direction=direction(str(article.language)),
            summary=self.text(article.summary),
            key_points=self.items(article.key_points or ()),
            authors=tuple(self.author(author) for author in article.authors or ()),
            publisher=self.publisher(),
            edition=_edition(article.document),
            labels=self.labels,
            sections=self.sections(article.sections, 2, "" if article.numbering.sections else None, "sec-"),
            glossary=tuple(
                target.Term(self.line(term.term), self.blocks(term.definition)) for term in article.glossary or ()
            ),
            disclaimer=self.text(article.disclaimer),
            related=tuple(
                target.Related(self.line(related.title), _text(related.url), self.line(related.source))
                for related in article.related or ()
            ),
            notes=tuple(
                target.Note(call.number, to_inlines(mark.tokens, self.numbers.replace))
                for mark, call in self.numbers.calls.items()
            ),
            citations=tuple(self.numbers.citations.values()),
            references=self.references(),
            reference_list=article.citations.list,
            figures=tuple(self.figures),
            tables=tuple(self.tables),
            warnings=tuple(self.numbers.warnings),
            places={**_places(article), **self.numbers.places},
            file=self.manuscript.file,
            fit_pages=article.print.fit_pages,
        )

    def blocks(self, text: Markdown | None) -> Blocks:
        return to_blocks(text, self.numbers.replace) if text else ()

    def text(self, text: Markdown | None) -> Blocks:
        """Return the blocks of running text, in which terms of the glossary become links."""
        return self.terms.link(self.blocks(text))

    def line(self, text: Markdown | None) -> Inlines:
        return to_inlines(text.tokens, self.numbers.replace) if text else ()

    def items(self, texts: Iterable[Markdown]) -> tuple[Blocks, ...]:
        return tuple(self.text(text) for text in texts)

    def author(self, author: source.Author) -> target.Author:
        return target.Author(_text(author.name), author.role, self.labels[author.role], _text(author.credentials))

    def publisher(self) -> target.Publisher:
        given = self.article.publisher
        logo = self.image(given.logo, "images/logo") if given.logo else None
        return target.Publisher(
            _text(given.name),
            _lines(given.address),
            _text(given.phone),
            _text(given.email),
            _text(given.url),
            logo,
            _text(given.logo_alt),
        )

    def references(self) -> tuple[target.Reference, ...]:
        cited_by: dict[str, list[str]] = {}
        for citation in self.numbers.citations.values():
            for key in dict.fromkeys(citation.keys):
                cited_by.setdefault(key, []).append(citation.id)
        return tuple(
            target.Reference(entry.key, entry.number, entry.label, entry.text, tuple(cited_by[entry.key]))
            for entry in self.numbers.bibliography.entries
        )

    def sections(
        self, sections: Sequence[source.Section], level: int, above: str | None, path: str
    ) -> tuple[target.Section, ...]:
        """Return sections at `level`; `above` as for `number_sections`, `path` the start of their ids."""
        made = []
        for position, (section, number) in enumerate(number_sections(sections, above), 1):
            identifier = str(section.id) if section.id else self.free_id(f"{path}{position}")
            self.numbers.places[identifier] = section.heading.source.location
            with self.terms.paused(bool(section.only)):
                made.append(
                    target.Section(
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

    def content(self, blocks: Iterable[source.Block]) -> Blocks:
        return tuple(made for block in blocks for made in self.block(block))

    def block(self, block: source.Block) -> Blocks:
        match block:
            case Markdown():
                return self.text(block)
            case source.FigureBlock(figure=figure):
                return (self.figure(figure),)
            case source.TableBlock(table=table):
                return (self.table(table),)
            case source.CalloutBlock(callout=callout):
                return (self.callout(callout),)
            case source.StepsBlock(steps=items):
                return (target.Steps(self.items(items)),)
            case source.ChecklistBlock(checklist=items):
                return (target.Checklist(self.items(items)),)
            case source.QuestionsBlock(questions=items):
                return (target.Questions(self.items(items)),)
            case source.DefinitionsBlock(definitions=terms):
                return (target.Definitions(tuple(self.term(term) for term in terms)),)
            case source.QuoteBlock(quote=quote):
                return (target.Quote(self.text(quote.text), self.line(quote.source)),)
            case _:
                assert_never(block)

    def term(self, term: source.Term) -> target.Term:
        return target.Term(self.line(term.term), self.text(term.definition))

    def figure(self, figure: source.Figure) -> target.Figure:
        made = target.Figure(
            id=str(figure.id),
            label=self.numbers.labels[str(figure.id)],
            image=self.image(figure.image, f"images/figure-{len(self.figures) + 1}"),
            alt=_text(figure.alt),
            caption=self.text(figure.caption),
            credit=self.line(figure.credit),
        )
        self.figures.append(made)
        return made

    def image(self, file: Scalar, stem: str) -> target.Image:
        """Return the picture in a file that the article names; its name in every output begins with `stem`."""
        image = self.manuscript.images[file]
        made = replace(image, name=f"{stem}{_suffix(image)}", file=str(file))
        self.numbers.places[made.name] = file.location
        return made

    def table(self, table: source.Table) -> target.Table:
        made = target.Table(
            id=str(table.id),
            label=self.numbers.labels[str(table.id)],
            caption=self.text(table.caption),
            header=tuple(self.blocks(cell) for cell in table.header),
            rows=tuple(tuple(self.text(cell) for cell in row) for row in table.rows),
            row_headers=table.row_headers,
            notes=self.text(table.notes),
        )
        self.tables.append(made)
        return made

    def callout(self, callout: source.Callout) -> target.Callout:
        certainty = self.labels[f"certainty_{callout.certainty}".replace("-", "_")] if callout.certainty else ""
        with self.terms.paused(callout.kind == "emergency"):  # nothing there leads away
            content = self.content(callout.content)
        return target.Callout(callout.kind, self.labels[callout.kind], self.line(callout.title), content, certainty)


def _edition(given: source.Edition) -> target.Edition:
    return target.Edition(
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
            target.Revision(_text(one.version), one.date, _text(one.change)) for one in given.revisions or ()
        ),
    )


def _places(article: source.Article) -> dict[str, Location]:
    """Return where the parts are written whose ids do not depend on what is numbered."""
    first = {
        "title": article.title.source,
        "about": article.document.id,
        "key-points": article.key_points[0].source if article.key_points else None,
        "glossary": article.glossary[0].term.source if article.glossary else None,
        "disclaimer": article.disclaimer.source if article.disclaimer else None,
        "related": article.related[0].title.source if article.related else None,
        **{f"term-{count}": term.term.source for count, term in enumerate(article.glossary or (), 1)},
        **{f"ref-{reference.id}": reference.id for reference in article.references or ()},
    }
    return {identifier: text.location for identifier, text in first.items() if text is not None}


def _text(text: Scalar | None) -> str:
    return " ".join(text.split()) if text else ""


def _lines(text: Scalar | None) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines()) if text else ""


def _suffix(image: target.Image) -> str:
    return {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}[image.media_type]
