"""The base class of every mapping in the article file, and the context that collects what validation finds."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from exporter import markup
from exporter.errors import MOST_HINTS, Problem, did_you_mean
from exporter.source import Scalar


@dataclass(slots=True)
class ValidationContext:
    """What validation found, whether the article is valid or not.

    Problems inside texts, every Markdown text, id and reference key, and every file that the article names.
    """

    problems: list[Problem] = field(default_factory=list)
    texts: list[markup.Markdown] = field(default_factory=list)
    ids: list[Scalar] = field(default_factory=list)
    keys: list[Scalar] = field(default_factory=list)
    images: list[Scalar] = field(default_factory=list)
    bibliographies: list[Scalar] = field(default_factory=list)
    style: Scalar | None = None

    @classmethod
    def of(cls, info: ValidationInfo) -> Self:
        """Return the context that validation was given."""
        if not isinstance(info.context, cls):
            raise TypeError("an article is validated with a ValidationContext, which gets its problems")
        return info.context


class Node(BaseModel):
    """A mapping in the article file. An unknown key is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    other_names: ClassVar[Mapping[str, str]] = {}
    """What people call a key, in small letters, and its name here."""

    @model_validator(mode="before")
    @classmethod
    def _know_the_keys(cls, data: Any, info: ValidationInfo) -> Any:
        """Report each unknown key with the likely one, and leave it out, so that the rest is still checked."""
        if not isinstance(data, Mapping):
            return data
        problems = ValidationContext.of(info).problems
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for count, key in enumerate(key for key in data if key not in known):
            hint = count < MOST_HINTS and (cls._called(key, data) or _meant(key, data, known - set(data)))
            hint = hint or "remove it; `docs/staff/reference.md` lists all keys"
            problems.append(Problem(f"the key `{key}` is not known here", key.location, hint))
        return {key: value for key, value in data.items() if key in known}

    @classmethod
    def _called(cls, key: Scalar, data: Mapping[Any, Any]) -> str:
        """Return the hint that names the key which people call so, or an empty string."""
        written = next((str(one) for one in data if one != key and one.lower() == key.lower()), "")
        name = written or cls.other_names.get(key.lower(), "")
        return f"remove it; `{name}:` says it already" if name in data else f"did you mean `{name}`?" if name else ""


_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def _meant(key: Scalar, data: Mapping[Any, Any], known: Set[str]) -> str:
    """Return what an unknown key may be: one with a letter too many or too few, or the next line of the text above."""
    if (clean := _UNSEEN.sub("", key)) != key:
        return f"it has a character that cannot be seen; delete it, and type `{clean}` again"
    if (bare := key.strip("“”„‘’«»*_`'")) != key and bare in known:
        return f"write `{bare}` without the signs around it"
    above, text = next(
        (one for one in data.items() if isinstance(one[1], Scalar) and one[1].end == key.start), ("", key)
    )
    if text.is_block and (" " in key or key[:1].isupper()):
        return f"if it belongs to the text of `{above}:` above it, indent it like that text; if not, remove it"
    return did_you_mean(key, known)
