"""Finds out which fields of a reference a citation style prints in its list: a fact of the style, for each reference.

Source: CSL 1.0.2 specification, "Rendering Elements" and "Choose".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from exporter.untrusted_xml import parse


@dataclass(frozen=True, slots=True)
class Use:
    """A variable that the style prints, and the element that prints it."""

    variable: str
    element: etree._Element


class Layout:
    """The list of references of a style."""

    def __init__(self, xml: bytes) -> None:
        self.root = parse(xml)
        etree.strip_tags(self.root, etree.Comment, etree.ProcessingInstruction)
        self.bibliography = next(self.root.iterfind("{*}bibliography"))
        self._macros = {macro.get("name", ""): macro for macro in self.root.iterfind("{*}macro")}

    def uses(self, reference: Mapping[str, object]) -> list[Use]:
        """Return what the style certainly prints of a reference, in its order."""
        return list(self._rendered(self.bibliography.iterfind("{*}layout"), reference))

    def option(self, element: etree._Element, name: str) -> str:
        """Return an option for names: of the element that prints them, or else of the list, or of the style."""
        places = (*element.iterfind("{*}name"), *element.iterfind("{*}date-part"), self.bibliography, self.root)
        return next((value for place in places if (value := place.get(name)) is not None), "")

    def date_parts(self, element: etree._Element) -> set[str]:
        """Return which parts of a date an element certainly prints. Source: CSL 1.0.2, "Date"."""
        if not element.get("form"):
            return {part.get("name", "") for part in element if part.get("form") != "short"}
        parts = set(element.get("date-parts", "year-month-day").split("-"))
        for own in self.root.iterfind(f"{{*}}locale/{{*}}date[@form='{element.get('form')}']"):
            parts &= {part.get("name", "") for part in own}
        return parts

    def _rendered(self, elements: Iterable[etree._Element], reference: Mapping[str, object]) -> Iterator[Use]:
        for element in elements:
            match etree.QName(element).localname:
                case "text" | "number" | "date" if variable := element.get("variable"):
                    yield from self._variable(variable, element, reference)
                case "text":
                    yield from self._rendered(self._macros.get(element.get("macro", ""), ()), reference)
                case "names":
                    yield from self._names(element, reference)
                case "group" | "layout":
                    yield from self._rendered(element, reference)
                case "choose":
                    branch = next((one for one in element if _is_met(one, reference)), None)
                    yield from self._rendered(branch if branch is not None else (), reference)

    def _variable(self, variable: str, element: etree._Element, reference: Mapping[str, object]) -> Iterator[Use]:
        short = f"{variable}-short"
        if element.get("form") == "short" and reference.get(short):
            yield Use(short, element)
        elif reference.get(variable):
            yield Use(variable, element)

    def _names(self, element: etree._Element, reference: Mapping[str, object]) -> Iterator[Use]:
        found = [Use(name, element) for name in element.get("variable", "").split() if reference.get(name)]
        if found:
            yield from found
            return
        for substitute in element.iterfind("{*}substitute/*"):
            if uses := list(self._rendered([substitute], reference)):
                yield from uses
                return


_NUMERIC: Final = re.compile(r"[A-Za-z]?\d+[A-Za-z]*(?:\s*[-–,&]\s*[A-Za-z]?\d+[A-Za-z]*)*")


def _is_met(branch: etree._Element, reference: Mapping[str, object]) -> bool:
    """Return whether an `if` or `else-if` is met; an `else` always is."""
    tests = [
        test
        for name, words in branch.attrib.items()
        if name != "match"
        for test in _tests(str(name), str(words).split(), reference)
    ]
    match branch.get("match", "all"):
        case "any":
            return any(tests)
        case "none":
            return not any(tests)
    return all(tests)


def _tests(name: str, words: Sequence[str], reference: Mapping[str, object]) -> list[bool]:
    """Return the result of each test; no reference has two types, so one of them is enough, as in pandoc."""
    return [reference.get("type") in words] if name == "type" else [_holds(name, word, reference) for word in words]


def _holds(test: str, word: str, reference: Mapping[str, object]) -> bool:
    match test:
        case "variable":
            return bool(reference.get(word))
        case "is-numeric":
            return bool(_NUMERIC.fullmatch(str(reference.get(word, ""))))
        case "is-uncertain-date":
            value = reference.get(word)
            return isinstance(value, dict) and bool(value.get("circa"))
    return False  # locator, position, disambiguate: conditions of citations
