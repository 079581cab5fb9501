"""Reports warnings about an article that loads, and the characters that no font has.

Errors are found in `load`, together with those of the schema, so that an author sees all of them in one run.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, pairwise
from typing import Final
from unicodedata import normalize

from lxml import etree

from exporter.article import Callout, CalloutBlock, Figure, Manuscript, Section, Table
from exporter.article.walk import walk, walk_blocks
from exporter.csl import harmed_words
from exporter.csl import texts as texts_of
from exporter.document import Document, plain
from exporter.errors import Location, Problem, Severity
from exporter.faces import WITHOUT_PDF, describe_character, missing_characters, packaged_faces, script_of
from exporter.language import term_pattern
from exporter.markup import WORDS, Cite, Markdown, Pointer, flat
from exporter.render import render
from exporter.source import Scalar, Source


def check(manuscript: Manuscript, document: Document, today: date | None = None) -> tuple[Problem, ...]:
    """Return the warnings about an article, sorted by place. Without `today`, no review is overdue."""
    found = (
        *manuscript.warnings,
        *_uncited(manuscript),
        *_unheaded(manuscript),
        *_unused_terms(manuscript, document),
        *_doubled_labels(manuscript),
        *_typed_numbers(manuscript),
        *_garbled(manuscript),
        *_harmed_titles(manuscript, document),
        *_overdue(manuscript, today),
    )
    return tuple(sorted(set(found), key=lambda one: (one.location or Location(""), one.message)))


def _uncited(manuscript: Manuscript) -> Iterator[Problem]:
    """Warn about references without a citation: they are not printed."""
    texts = (item for item in walk(manuscript.article) if isinstance(item, Markdown))
    cited = {item.key for text in texts for mark in text.marks() if isinstance(mark, Cite) for item in mark.items}
    for reference in manuscript.article.references or ():
        if reference.id not in cited:
            hint = f"cite it with `[@{reference.id}]`, or remove it; it is not printed"
            yield _warning(f"the reference `{reference.id}` is never cited", reference.id.location, hint)
    for places in manuscript.bibliographies.values():
        if left := [key for key in places if key not in cited]:
            named = ", ".join(f"`{key}` (line {places[key].line})" for key in left[:_MOST_NAMED])
            more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
            hint = f"cite {named}{more} with `[@key]`, or keep them for another article"
            message = f"{len(left)} of {len(places)} references are never cited, and not printed"
            yield _warning(message, places[left[0]], hint)


_MOST_NAMED: Final = 5
"""How many references of a file a hint names."""


def _unheaded(manuscript: Manuscript) -> Iterator[Problem]:
    """Warn of an emergency that is not followed by a heading, without which a listener cannot tell that it has ended.

    Source: NHS digital service manual, care cards.
    """
    for item in walk(manuscript.article):
        for block, following in pairwise(item.content or ()) if isinstance(item, Section | Callout) else ():
            if isinstance(block, CalloutBlock) and block.callout.kind == "emergency":
                text = next(one for one in walk_blocks([following]) if isinstance(one, Markdown))
                hint = "end the section after the box, and start a new section there"
                yield _warning("no heading follows an emergency call-out", text.source.location, hint)


def _unused_terms(manuscript: Manuscript, document: Document) -> Iterator[Problem]:
    """Warn about terms of the glossary that no other text contains, not even a heading or a note."""
    glossary = manuscript.article.glossary or ()
    own = {id(text) for term in glossary for text in (term.term, term.definition)}
    texts = (item for item in walk(manuscript.article) if isinstance(item, Markdown) and id(item) not in own)
    words = " ".join(text.words() for text in texts)
    for written, term in zip(glossary, document.glossary, strict=True):
        name = plain(term.term)
        if not term_pattern(name).search(words):
            message = f"the glossary explains `{name}`, which is never used"
            hint = "use the word in the text, or remove it from the glossary"
            yield _warning(message, written.term.source.location, hint)


def _doubled_labels(manuscript: Manuscript) -> Iterator[Problem]:
    """Warn of a word such as Table before a cross-reference, which prints the same word."""
    labels = {"fig-": manuscript.labels["figure"], "tbl-": manuscript.labels["table"]}
    if manuscript.article.numbering.sections:
        labels["sec-"] = manuscript.labels["section"]
    for text in (item for item in walk(manuscript.article) if isinstance(item, Markdown)):
        for before, pointer in _pointers(text):
            label = labels.get(pointer.target[:4], "")
            if _is_same_word(before.rstrip(".").casefold(), label.casefold()):
                message = f"`{before}` would be printed twice: `@{pointer.target}` already prints `{label}`"
                yield _warning(message, pointer.location, f"write `@{pointer.target}` alone")


def _pointers(text: Markdown) -> Iterator[tuple[str, Pointer]]:
    """Yield each cross-reference, with the word before it."""
    before = ""
    for token in flat(text.tokens):
        match token.meta.get("mark"):
            case Pointer() as pointer if token.type == "mark" and before.strip():
                yield before.split()[-1].strip("([{“”\"'"), pointer
        if token.type in {*WORDS, "softbreak"}:
            before = f"{before[-_LONGEST_WORD:]}{token.content or ' '}"
        elif token.type in {"mark", "inline"}:
            before = ""


_LONGEST_WORD: Final = 60


def _is_same_word(word: str, label: str) -> bool:
    """Whether a word is a label, perhaps shortened (`Fig`) or in the plural (`Tables`, but no `Tablets`)."""
    is_plural = bool(label) and re.fullmatch(rf"{re.escape(label)}(?:s|e?n|x)", word) is not None
    return len(word) > 2 and (label.startswith(word) or is_plural)


def _typed_numbers(manuscript: Manuscript) -> Iterator[Problem]:
    """Warn of a number such as Figure 1 that was typed: it stays the same when the figures change."""
    items = [*walk(manuscript.article)]
    ids = {
        manuscript.labels["figure"]: [one.id for one in items if isinstance(one, Figure)],
        manuscript.labels["table"]: [one.id for one in items if isinstance(one, Table)],
    }
    names = "|".join(re.escape(label) for label in ids)
    for text in (one for one in items if isinstance(one, Markdown)):
        for words in (token.content for token in flat(text.tokens) if token.type in WORDS):
            for found in re.finditer(rf"\b({names})\s(\d{{1,3}})\b(?![.,]\d)", words):
                named, number = ids[found[1]], int(found[2])
                if 0 < number <= len(named):
                    hint = f"write `@{named[number - 1]}`, which prints the number, unless it is one of another work"
                    yield _warning(f"the number of `{found[0]}` is typed", text.source.place_of(found[0]), hint)


def _garbled(manuscript: Manuscript) -> Iterator[Problem]:
    """Warn of words such as `donâ€™t`: UTF-8 that a program has taken for the encoding of Windows."""
    source = manuscript.source
    for found in re.finditer(r"\S+", source.text):
        try:
            meant = "" if found[0].isascii() else found[0].encode("cp1252").decode()
        except UnicodeError:
            continue
        if not meant:
            continue
        hint = f"write `{meant}`; a program has read the text wrongly before it was pasted"
        yield _warning(f"`{found[0]}` is garbled", source.location(found.start()), hint)


def _harmed_titles(manuscript: Manuscript, document: Document) -> Iterator[Problem]:
    """Warn of words in titles whose letters the style changes, such as `5 mg` to `5 Mg`, and `Crohn's` to `crohn's`."""
    for reference in document.references:
        title = str(manuscript.references[reference.key].get("title", ""))
        place, is_bibtex = _place_of_title(manuscript, reference.key)
        for word, shown in harmed_words(title, plain(reference.entry)):
            kept = f"{{{word}}}" if is_bibtex else f'<span class="nocase">{word}</span>'
            message = f"the style prints `{word}` as `{shown}` in the title of the reference `{reference.key}`"
            yield _warning(message, place, f"write `{kept}` in the title, or use another style")


def _place_of_title(manuscript: Manuscript, key: str) -> tuple[Location, bool]:
    """Return where the title of a reference is, as far as that is known, and whether it is written in BibTeX."""
    for one in manuscript.article.references or ():
        if one.id == key:
            title = getattr(one, "title", None)
            return (title if isinstance(title, Scalar) else one.id).location, False
    places = (places[key] for places in manuscript.bibliographies.values() if key in places)
    place = next(places, Location(manuscript.file))
    return place, place.file.lower().endswith(".bib")


def _overdue(manuscript: Manuscript, today: date | None) -> Iterator[Problem]:
    review_by = manuscript.article.document.review_by
    if today and review_by and review_by < today:
        hint = "review it, then set `reviewed:` and `review_by:`"
        yield _warning(f"the article should have been reviewed by {review_by}", review_by.location, hint)


def _warning(message: str, place: Location, hint: str) -> Problem:
    return Problem(message, place, hint, Severity.WARNING)


def missing_glyphs(manuscript: Manuscript, document: Document) -> Iterator[Problem]:
    """Yield an error for each character of the article or of a drawing that no font has: a PDF cannot show it.

    A script of which several characters are missing is one error.
    """
    text = "".join(map(str, render(document).itertext()))
    text += "".join(word for drawing in manuscript.drawings for word in _painted_text(drawing))
    groups: dict[str, list[str]] = {}
    for character in missing_characters(text, packaged_faces()):
        groups.setdefault(script_of(character) or character, []).append(character)
    for script, found in groups.items():
        if len(found) > _FEW:
            shown = ", ".join(f"`{one}`" for one in found[:_FEW])
            message = f"no font has the {script} characters ({shown} and {len(found) - _FEW} more)"
            hint = f"a PDF in this script is not possible; {WITHOUT_PDF}"
            yield Problem(message, _place_of(found[0], manuscript), hint)
            continue
        for one in found:
            hint = f"write it another way, or put it in a picture; or {WITHOUT_PDF}"
            message = f"no font has the character `{describe_character(one)}`"
            yield Problem(message, _place_of(one, manuscript), hint)


_FEW: Final = 3
"""How many characters of a script may be missing before its whole script is called missing."""


def _place_of(character: str, manuscript: Manuscript) -> Location:
    """Return the first place of a character, or the place of the text, reference or language that brings it."""
    for source in (manuscript.source, *manuscript.drawings):
        if (offset := source.text.find(character)) >= 0:
            return source.location(offset)
    texts = (one for one in walk(manuscript.article) if isinstance(one, Markdown))
    from_texts = (one.source.location for one in texts if character in normalize("NFC", one.words()))
    places = {key: place for keys in manuscript.bibliographies.values() for key, place in keys.items()}
    from_files = (place for key, place in places.items() if character in "".join(texts_of(manuscript.references[key])))
    return next(chain(from_texts, from_files), manuscript.article.language.location)


def _painted_text(drawing: Source) -> Iterator[str]:
    for text in etree.fromstring(drawing.text.encode()).iter("{*}text"):
        yield from map(str, text.itertext())
