"""Reads reference data as people write it, and returns CSL JSON as citation processors read it.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables). PubMed writes `Cui FY` and `294-9`;
without `F. Y.` and `294-299` every processor drops the second initial and half the page range.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from lxml import etree

from exporter.untrusted_xml import parse

Csl: TypeAlias = dict[str, object]

_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"

Type: TypeAlias = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]  # fmt: skip
NAME_VARIABLES: Final = tuple(
    (
        "author collection-editor compiler container-author contributor curator director editor editor-translator "
        "editorial-director illustrator interviewer organizer original-author performer producer recipient "
        "reviewed-author series-creator translator"
    ).split()
)
DATE_VARIABLES: Final = tuple(("accessed available-date event-date issued original-date submitted").split())
TEXT_VARIABLES: Final = tuple(
    (
        "abstract annote archive archive_collection archive-place authority call-number chapter-number "
        "citation-key citation-label collection-number collection-title container-title container-title-short "
        "dimensions division DOI edition event-place event-title genre ISBN ISSN issue jurisdiction keyword "
        "language license locator medium note number number-of-pages number-of-volumes original-publisher "
        "original-publisher-place original-title page page-first part-number part-title PMCID PMID printing-number "
        "publisher publisher-place references reviewed-genre reviewed-title scale section source status "
        "supplement-number title title-short URL version volume volume-title volume-title-short year-suffix"
    ).split()
)

_SUFFIX = re.compile(r"^(?:Jr|Sr|2nd|3rd|4th|II|III|IV)\.?$")
DATE: Final = r"[1-9]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_PAGES = re.compile(r"^(?P<prefix>[A-Za-z]*)(?P<first>\d+)\s*[-\u2013]\s*(?P=prefix)(?P<last>\d+)$")


def parse_names(text: str) -> list[Csl]:
    """Read names as PubMed writes them: `Lang Y, Cui FY, Smith J Jr`.

    Raises ValueError naming the first name that is not a family name followed by initials.
    """
    return [_parse_name(name.strip()) for name in text.rstrip(". ").split(",")]


def _parse_name(name: str) -> Csl:
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else ""
    if len(words) < 2 or not _are_initials(words[-1]):
        raise ValueError(name)
    parsed: Csl = {"family": " ".join(words[:-1]), "given": spell_initials(words[-1])}
    return parsed | ({"suffix": suffix} if suffix else {})


def _are_initials(word: str) -> bool:
    letters = word.replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 5


def spell_initials(initials: str) -> str:
    """Return `F. Y.` for `FY` and `J.-P.` for `J-P`."""
    return "-".join(". ".join(part) + "." for part in initials.split("-") if part)


def spell_name(name: Csl) -> Csl:
    """Return the name with its initials spelt out (`FY` → `F. Y.`), as processors need them."""
    given = str(name.get("given", ""))
    return name | {"given": spell_initials(given)} if _are_initials(given) and len(given) <= 3 else name


def parse_date(text: str) -> Csl:
    """Read `2016`, `2016-03`, `2016-03-15`, or two of them joined by `/`. Raises ValueError for anything else."""
    ends = text.strip().split("/")
    if len(ends) > 2 or not all(re.fullmatch(DATE, end) for end in ends):
        raise ValueError(text)
    parts = [[int(part) for part in end.split("-")] for end in ends]
    for part in parts:
        date(*[*part, 1, 1][:3])  # raises ValueError for a day that its month does not have
    return {"date-parts": parts}


def expand_pages(text: str) -> str:
    """Return `294-299` for `294-9`, and any other text unchanged."""
    found = _PAGES.match(text.strip())
    if not found:
        return text.strip()
    prefix, first, last = found.group("prefix", "first", "last")
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{prefix}{first}-{prefix}{last}"


def lacks(reference: Csl) -> str:
    """Return the variable without which a reader cannot find the work, or an empty string."""
    kind = reference.get("type")
    if not reference.get("title"):
        return "title"
    if not reference.get("issued") and not (kind == "webpage" and reference.get("accessed")):
        return "issued"
    if kind in {"article-journal", "article-magazine", "article-newspaper"} and not reference.get("container-title"):
        return "container-title"
    if kind in {"webpage", "post", "post-weblog"} and not reference.get("URL"):
        return "URL"
    return ""


_OTHER_ADDRESS = re.compile(r"(?!https?:|ftp:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def misshapen(reference: Csl) -> str:
    """Return the variable whose value is not of the right kind, or an empty string.

    Source: CSL-JSON schema (csl-data.json); a link leads to the web.
    """
    for name, value in reference.items():
        if name in NAME_VARIABLES:
            is_good = isinstance(value, list) and all(isinstance(one, dict) and _is_flat(one) for one in value)
        elif name in DATE_VARIABLES:
            is_good = _is_date(value)
        else:
            is_good = _is_plain(value) and not (name == "URL" and _OTHER_ADDRESS.match(str(value).strip()))
        if not is_good:
            return name
    return ""


def _is_plain(value: object) -> bool:
    """Return whether a value is text, or a number small enough for every JSON reader to keep."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) < 1e15
    return isinstance(value, str)


def _is_flat(parts: Csl) -> bool:
    return all(isinstance(value, bool) or _is_plain(value) for value in parts.values())


def _is_date(value: object) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    days = value.get("date-parts", [])
    return _is_flat({name: part for name, part in value.items() if name != "date-parts"}) and (
        isinstance(days, list)
        and all(isinstance(day, list) and all(re.fullmatch(r"-?\d{1,4}", str(part)) for part in day) for day in days)
    )


def texts(value: object) -> Iterator[str]:
    """Yield every text in a reference, or in a part of one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style: its XML, whether it numbers references, and whether it lists them in order of first citation."""

    name: str
    xml: bytes
    is_numeric: bool
    is_sequence: bool

    @property
    def is_own(self) -> bool:
        """Whether it is a file of the article, not a packaged style."""
        return self.name.endswith(".csl")


def read_style(name: str, xml: bytes) -> Style:
    """Read an independent CSL style. Raises ValueError with the reason if it cannot be used."""
    root = parse_style(xml)
    namespace = {"c": _NAMESPACE}
    found = root.xpath("c:info/c:category/@citation-format", namespaces=namespace)
    formats = found if isinstance(found, list) else []
    if root.get("class") == "note" or "note" in formats:
        raise ValueError("it is a note style: it puts references into footnotes")
    if "label" in formats:
        raise ValueError("it is a label style: it cites with made-up labels such as [Lan16]")
    if not root.xpath("c:bibliography/c:layout", namespaces=namespace):
        raise ValueError("it prints no list of references")
    is_numeric = _uses_number(root)
    sorted_list = bool(
        root.xpath("c:bibliography/c:sort/c:key[not(@variable='citation-number')]", namespaces=namespace)
    )
    return Style(name, _name_before_label(root), is_numeric, is_numeric and not sorted_list)


def _uses_number(root: etree._Element) -> bool:
    """Return whether citations print the reference's number, directly or through the macros they call.

    A style's own `citation-format` cannot be trusted: a dozen styles that declare themselves numeric cite by author
    and date.
    """
    macros = {macro.get("name", ""): macro for macro in root.iterfind("{*}macro")}
    parts = list(root.iterfind("{*}citation"))
    for part in parts:
        for text in part.iter("{*}text"):
            if text.get("variable") == "citation-number":
                return True
            parts += [macros.pop(name) for name in [text.get("macro", "")] if name in macros]
    return False


def _name_before_label(root: etree._Element) -> bytes:
    """Return the style's XML with a `name` element before each label that lacks one.

    Without it, pandoc's citeproc prints the label first: `In, editorPoe E` instead of `In Poe E, editor`.
    """
    for label in root.iter(f"{{{_NAMESPACE}}}label"):
        names = label.getparent()
        if names is not None and names.tag == f"{{{_NAMESPACE}}}names" and names.find(f"{{{_NAMESPACE}}}name") is None:
            label.addprevious(etree.Element(f"{{{_NAMESPACE}}}name"))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def parent_of(xml: bytes) -> str:
    """Return the name of the style that a dependent style refers to, or an empty string."""
    links = parse_style(xml).xpath("c:info/c:link[@rel='independent-parent']/@href", namespaces={"c": _NAMESPACE})
    return str(links[0]).rsplit("/", 1)[-1] if isinstance(links, list) and links else ""


def parse_style(xml: bytes) -> etree._Element:
    """Parse a CSL file. Raises ValueError if it is not one."""
    root = parse(xml)
    if root.tag != f"{{{_NAMESPACE}}}style":
        raise ValueError("it is not a CSL style")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it contains a document type, which can contain anything")
    return root
