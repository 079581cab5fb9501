"""A `Manuscript` in, the numbered `Document` out: the only place that gives out numbers.

Nothing after it can number, and nothing in it looks at a format.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, assert_never

from exporter import article as source
from exporter import document as target
from exporter.article import Manuscript
from exporter.bibliography import Citeproc
from exporter.convert import to_blocks, to_inlines
from exporter.document import Blocks, Document, Inlines, plain
from exporter.errors import Problem, Severity
from exporter.markup import Markdown
from exporter.resolve.numbers import Numbers, give_numbers, number_sections
from exporter.resolve.terms import Terms, pattern
from exporter.resolve.walk import walk
from exporter.source import Scalar

_RIGHT_TO_LEFT: Final = {*"ar arc ckb dv fa he ks nqo pnb ps sd syr ug ur yi".split()}
_RIGHT_TO_LEFT_SCRIPTS: Final = {*"adlm arab aran hebr mand nkoo rohg samr syrc thaa".split()}


def resolve(manuscript: Manuscript, citeproc: Citeproc) -> Document:
    """Return the document, every number literal text.

    Raises ExporterError if citeproc's numbers are not ours, MachineError if citeproc is missing.
    """
    numbers = give_numbers(manuscript, manuscript.labels, citeproc)
    return _Builder(manuscript, numbers).build()


class _Builder:
    """Turns parts of the article into parts of the document, with the numbers that were given out."""

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
            warnings=(*self.manuscript.warnings, *self.numbers.warnings, *self.unused_terms()),
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
        logo = (
            replace(image := self.manuscript.images[given.logo], name=f"images/logo{_suffix(image)}")
            if given.logo
            else None
        )
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
            with self.terms.paused(bool(section.only)):
                made.append(
                    target.Section(
                        id=str(section.id) if section.id else self.free_id(f"{path}{position}"),
                        level=level,
                        number=number or "",
                        heading=self.line(section.heading),
                        content=self.content(section.content or ()),
                        sections=self.sections(section.sections or (), level + 1, number, f"{path}{position}-"),
                        only=section.only or "",
                    )
                )
        return tuple(made)

    def unused_terms(self) -> Iterator[Problem]:
        """Warn of what the glossary explains and nothing else says, not even a heading or a note."""
        glossary = self.article.glossary or ()
        own = {id(text) for term in glossary for text in (term.term, term.definition)}
        texts = (stop for stop in walk(self.article) if isinstance(stop, Markdown) and id(stop) not in own)
        words = " ".join(text.words() for text in texts)
        for term in glossary:
            name = plain(self.line(term.term))
            if not pattern(name).search(words):
                message = f"the glossary explains `{name}`, which is never used"
                hint = "use the word in the text, or remove it from the glossary"
                yield Problem(message, term.term.source.location, hint, Severity.WARNING)

    def free_id(self, wanted: str) -> str:
        """Return an id for a section without one: its place, made longer until it is nobody else's."""
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
        image = self.manuscript.images[figure.image]
        made = target.Figure(
            id=str(figure.id),
            label=self.numbers.labels[str(figure.id)],
            image=replace(image, name=f"images/figure-{len(self.figures) + 1}{_suffix(image)}"),
            alt=_text(figure.alt),
            caption=self.text(figure.caption),
            credit=self.line(figure.credit),
        )
        self.figures.append(made)
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


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written. Source: the scripts' Unicode bidi classes, by ISO 639 and 15924."""
    parts = language.lower().split("-")
    scripts = {part for part in parts[1:] if len(part) == 4}
    if scripts:
        return "rtl" if scripts & _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


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


def _text(text: Scalar | None) -> str:
    return " ".join(text.split()) if text else ""


def _lines(text: Scalar | None) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines()) if text else ""


def _suffix(image: target.Image) -> str:
    return {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}[image.media_type]
