"""The article as its author wrote it: its parts, and the Manuscript with everything the article refers to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from exporter import csl
from exporter.article import conditions
from exporter.article.blocks import Content, Items, Term
from exporter.article.conditions import NO_TAG
from exporter.article.fields import (
    TEXT,
    WEB,
    BibliographyFile,
    Count,
    Date,
    Email,
    Heading,
    ImageFile,
    Language,
    Line,
    Lines,
    Markdown,
    Name,
    Prose,
    SectionId,
    StyleName,
    Switch,
    Url,
    Word,
    one_of,
)
from exporter.article.node import Node
from exporter.article.reference import Reference
from exporter.document import AuthorRole, Image, Medium, ReferenceList
from exporter.errors import Location, Problem
from exporter.language import catalogue
from exporter.source import Scalar, Source


class Section(Node):
    """A heading and the content below it."""

    model_config = ConfigDict(json_schema_extra=conditions.SECTION)

    id: SectionId | None = Field(None, description="begins with `sec-`; a text refers to it with `@sec-…`")
    heading: Heading = Field(description="the title of the section, best as a question that readers ask")
    content: Content | None = Field(None, description="one text, or a list of texts and blocks")
    only: Annotated[Medium, one_of(Medium)] | None = Field(
        None, description="print or screen: shown in that medium alone, so nothing in it may have a number"
    )
    sections: "Sections | None" = Field(None, description="sections inside this one")

    @model_validator(mode="after")
    def _holds_something(self) -> "Section":
        if not self.content and not self.sections:
            raise PydanticCustomError("empty", "the section is empty")
        return self


Sections: TypeAlias = Annotated[list[Section], Field(min_length=1)]


class Author(Node):
    """Somebody who worked on the article."""

    name: Prose = Field(description="the person's name")
    role: Annotated[AuthorRole, one_of(AuthorRole)] = Field(
        "author", description="author, reviewer, translator or illustrator"
    )
    credentials: Prose | None = Field(None, description="such as RN, PhD")


class Publisher(Node):
    """The clinic or hospital that hands out the article."""

    model_config = ConfigDict(json_schema_extra=conditions.PUBLISHER)

    name: Prose = Field(description="the name of the clinic or hospital")
    address: Lines | None = Field(None, description="the postal address, with one line or more")
    phone: Prose | None = Field(None, description="the phone number")
    email: Email | None = Field(None, description="the e-mail address")
    url: Url | None = Field(None, description="the address of the web site, such as https://example.org")
    logo: ImageFile | None = Field(
        None, description="the file of the logo, such as `images/logo.svg`: .svg, .png or .jpg"
    )
    logo_alt: Prose | None = Field(None, description="what the logo shows, in words; needed with `logo:`")

    @model_validator(mode="after")
    def _logo_has_words(self) -> "Publisher":
        if self.logo and not self.logo_alt:
            raise PydanticCustomError("malformed", "the logo has no `logo_alt`", {"hint": "describe the logo in words"})
        return self


class Revision(Node):
    """A change, and the version that brought it."""

    version: Prose = Field(description="the version with this change")
    date: Date = Field(description="when it was published, as year-month-day")
    change: Prose = Field(description="what changed")


_LONGEST_ADDRESS: Final = 300  # a longer one is a QR code of more than 4 cm


_FITS_CODE: Final = WithJsonSchema({"type": "string", "pattern": WEB, "maxLength": _LONGEST_ADDRESS})


def _fits_code(address: Scalar) -> Scalar:
    if len(address) > _LONGEST_ADDRESS:
        values = {"count": len(address), "most": _LONGEST_ADDRESS, "hint": "use a shorter address"}
        raise PydanticCustomError("malformed", "the address has {count} characters; the limit is {most}", values)
    return address


class Edition(Node):
    """Which handout this is, and which version of it."""

    id: Word = Field(description="your own code for the handout, such as KN-001; the same in every version")
    version: Word = Field(description="the number of the version, such as 1.0")
    published: Date = Field(description="when this version was published, as year-month-day")
    reviewed: Date | None = Field(None, description="when it was last reviewed, as year-month-day")
    review_by: Date | None = Field(None, description="when it must be reviewed again, as year-month-day")
    url: Annotated[Url, AfterValidator(_fits_code), _FITS_CODE] | None = Field(
        None, description="the web address of the electronic copy; printed, also as a QR code"
    )
    rights: Prose | None = Field(None, description="who may copy or change the handout")
    funding: Prose | None = Field(None, description="who paid for the handout")
    subjects: list[Prose] | None = Field(None, description="keywords for catalogues and searches; not printed")
    evaluated_by: Prose | None = Field(None, description="who checked that the EPUB is accessible, and may say so")
    formats: Prose | None = Field(None, description="how to get the handout in other formats, such as large print")
    revisions: list[Revision] | None = Field(None, description="what changed in each version")


class Citations(Node):
    """How references are cited and listed."""

    style: StyleName | None = Field(None, description="the name of a CSL style, such as apa, or a .csl file")
    list: Annotated[ReferenceList, one_of(ReferenceList)] = Field(
        "full", description="full, url or hidden: print the references, the address where they are, or neither"
    )


class Numbering(Node):
    """What has a number."""

    sections: Switch = Field(False, description="true if sections have numbers: 1, 1.1 and so on")


class Print(Node):
    """Limits for the printed handout."""

    fit_pages: Count | None = Field(
        None, description="how many pages the PDF may have; if it has more, you get a warning"
    )


class Checks(Node):
    """Rules of `exporter check` to leave out, each with a reason; there are none yet."""


class Related(Node):
    """Something else to read."""

    title: Heading = Field(description="the title of the page, book or article, without citations and notes")
    url: Url | None = Field(None, description="its web address")
    source: Line | None = Field(None, description="who published it")


class Article(Node):
    """One handout, as its author wrote it."""

    model_config = ConfigDict(json_schema_extra=conditions.ARTICLE)

    title: Heading = Field(description="the title of the handout, in one line, without citations and notes")
    subtitle: Line | None = Field(None, description="a line below the title")
    language: Language = Field(
        description="the code of the language, such as en, es-MX or zh-Hant; needed, here or in `_defaults.yaml`"
    )
    summary: Markdown = Field(description="what the handout is about, in one or two sentences")
    key_points: Items | None = Field(None, description="what a reader should remember")
    authors: list[Author] | None = Field(None, description="who wrote, reviewed, translated or illustrated the handout")
    publisher: Publisher = Field(description="who hands it out; needed, here or in `_defaults.yaml`")
    document: Edition = Field(description="the code, version and dates of the handout")
    citations: Citations = Field(
        default_factory=Citations.model_construct, description="how references are cited and listed"
    )
    numbering: Numbering = Field(
        default_factory=Numbering.model_construct, description="what has a number, besides figures and tables"
    )
    print: Print = Field(default_factory=Print.model_construct, description="limits for the printed handout")
    labels: Annotated[dict[Name, Prose], WithJsonSchema(conditions.labels(catalogue("en"), TEXT | NO_TAG))] = Field(
        {}, description="your own words for Figure, References and so on; a language without words needs all of them"
    )
    check: Checks = Field(
        default_factory=Checks.model_construct, description="rules of `exporter check` to leave out; there are none yet"
    )
    sections: Sections = Field(description="the text of the handout, under headings")
    glossary: list[Term] | None = Field(None, description="words that readers may not know, and their meanings")
    disclaimer: Markdown | None = Field(
        None, description="what the handout does not replace, such as a doctor's advice"
    )
    related: list[Related] | None = Field(None, description="other things to read")
    references: list[Reference] | None = Field(None, description="the works that the text cites")
    bibliography: list[BibliographyFile] | None = Field(
        None, description="files with references: .ris, .nbib (PubMed), .enw (EndNote), .bib or CSL .json"
    )


Article.model_rebuild()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A valid article with everything it refers to, without numbers.

    `references` by key as CSL JSON, `bibliographies` the keys that each file of references gave, with their
    places, by the file's name;
    `images` by `as_file_name`, `drawings` the SVG ones as they were read, `labels` the words of its language;
    `warnings` those found on the way in.
    """

    article: Article
    references: Mapping[str, csl.Csl]
    bibliographies: Mapping[str, Mapping[str, Location]]
    style: csl.Style
    images: Mapping[tuple[str, str], Image]
    drawings: tuple[Source, ...]
    labels: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The path of the article file, as messages show it."""
        return self.source.name

    @property
    def source(self) -> Source:
        """The article file as it was read."""
        return self.article.sections[0].heading.source.source
