"""The article as its author wrote it: its parts, and the Manuscript with everything that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from exporter import csl
from exporter.article.blocks import Content, Items, Term
from exporter.article.fields import (
    BibliographyFile,
    Count,
    Date,
    Email,
    Heading,
    ImageFile,
    Language,
    Line,
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
from exporter.source import Scalar, Source


class Section(Node):
    """A heading and what stands under it."""

    id: SectionId | None = Field(None, description="begins with `sec-`; `@sec-…` in a text points at it")
    heading: Heading = Field(description="the section's title, best as a question a reader asks")
    content: Content | None = Field(None, description="a list of blocks, or one text")
    only: Annotated[Medium, one_of(Medium)] | None = Field(
        None, description="print | screen: for one medium; such a section holds nothing numbered"
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

    name: Prose
    role: Annotated[AuthorRole, one_of(AuthorRole)] = Field(
        "author", description="author | reviewer | translator | illustrator"
    )
    credentials: Prose | None = Field(None, description="such as RN, PhD")


class Publisher(Node):
    """The clinic or hospital that hands the article out."""

    name: Prose
    address: Prose | None = None
    phone: Prose | None = None
    email: Email | None = None
    url: Url | None = None
    logo: ImageFile | None = Field(None, description="a file beside the article: .svg, .png or .jpg")
    logo_alt: Prose | None = Field(None, description="the logo in words")

    @model_validator(mode="after")
    def _logo_has_words(self) -> "Publisher":
        if self.logo and not self.logo_alt:
            raise PydanticCustomError("malformed", "the logo has no `logo_alt`", {"hint": "say the logo in words"})
        return self


class Revision(Node):
    """What changed in an edition."""

    version: Prose
    date: Date
    change: Prose


_LONGEST_ADDRESS: Final = 300  # a longer one is a QR code of more than 4 cm


def _fits_code(address: Scalar) -> Scalar:
    if len(address) > _LONGEST_ADDRESS:
        values = {"count": len(address), "most": _LONGEST_ADDRESS, "hint": "use a shorter address"}
        raise PydanticCustomError("malformed", "the address has {count} characters, more than {most}", values)
    return address


class Edition(Node):
    """Document data: which handout this is, and which edition of it."""

    id: Word = Field(description="printed, and the lasting source of the EPUB identifier")
    version: Word
    published: Date = Field(description="year-month-day; also the date inside the files")
    reviewed: Date | None = Field(None, description="when it was last reviewed")
    review_by: Date | None = Field(None, description="when it must be reviewed again")
    url: Annotated[Url, AfterValidator(_fits_code)] | None = Field(
        None, description="where the electronic copy lives; printed, also as a QR code"
    )
    rights: Prose | None = None
    funding: Prose | None = None
    subjects: list[Prose] | None = None
    evaluated_by: Prose | None = Field(None, description="who evaluated the EPUB's accessibility and may claim it")
    formats: Prose | None = Field(None, description="how to get the article in other formats")
    revisions: list[Revision] | None = None


class Citations(Node):
    """How references are cited and listed."""

    style: StyleName | None = Field(None, description="a CSL style by name, or a .csl file beside the article")
    list: Annotated[ReferenceList, one_of(ReferenceList)] = Field("full", description="full | url | hidden")


class Numbering(Node):
    """What carries a number."""

    sections: Switch = False


class Print(Node):
    """Wishes for the printed handout."""

    fit_pages: Count | None = Field(None, description="how many pages it may have; more is a warning")


class Checks(Node):
    """Rules of `exporter check` to leave out, each with a reason; there are none yet."""


class Related(Node):
    """Something else to read."""

    title: Heading
    url: Url | None = None
    source: Line | None = None


class Article(Node):
    """One handout, as its author wrote it."""

    title: Heading
    subtitle: Line | None = None
    language: Language = Field(description="a BCP 47 tag (en, es-MX, zh-Hant); needed, here or in `_defaults.yaml`")
    summary: Markdown = Field(description="what this handout is about, in one or two sentences")
    key_points: Items | None = Field(None, description="what a reader should take away")
    authors: list[Author] | None = None
    publisher: Publisher = Field(description="who hands it out; needed, here or in `_defaults.yaml`")
    document: Edition
    citations: Citations = Field(default_factory=Citations.model_construct)
    numbering: Numbering = Field(default_factory=Numbering.model_construct)
    print: Print = Field(default_factory=Print.model_construct)
    labels: dict[Name, Prose] = Field(
        {}, description="words such as figure or references, for a language we have none for"
    )
    check: Checks = Field(
        default_factory=Checks.model_construct, description="rules of `exporter check` to leave out; none yet"
    )
    sections: Sections
    glossary: list[Term] | None = None
    disclaimer: Markdown | None = None
    related: list[Related] | None = None
    references: list[Reference] | None = None
    bibliography: list[BibliographyFile] | None = Field(
        None, description="files with references: .bib, .ris or CSL .json"
    )


Article.model_rebuild()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A valid article with everything it names, no numbers yet.

    `references` by key as CSL JSON, `bibliographies` the keys that each file of references gave, by the file's name;
    `images` by path, `drawings` the SVG ones as they were read, `labels` the words of its language.
    """

    article: Article
    references: Mapping[str, csl.Csl]
    bibliographies: Mapping[str, Sequence[str]]
    style: csl.Style
    images: Mapping[Scalar, Image]
    drawings: tuple[Source, ...]
    labels: Mapping[str, str]

    @property
    def file(self) -> str:
        """The article file's name in the project."""
        return self.source.name

    @property
    def source(self) -> Source:
        """The article file as it was read."""
        return self.article.sections[0].heading.source.source
