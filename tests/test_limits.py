"""A limit has one name: in its setting, in its message and in the hint that says how to raise it."""

import pytest

from exporter.errors import Location, Problem, UsageError
from exporter.limits import Limits


def test_settings_become_limits_which_read_back_from_json() -> None:
    limits = Limits.parse(["pages=3", "nodes=999999999", "pages=4"])
    assert limits == Limits(pages=4, nodes=999_999_999)
    assert Limits.from_json(limits.to_json()) == limits
    assert limits.to_json() == {"nodes": 999_999_999, "pages": 4}


@pytest.mark.parametrize("value", ["", "0", "007", "-1", "+1", "1.5", "1e3", " 1", "1\n", "1٣", "1000000000"])
def test_a_limit_is_a_whole_number_above_0(value: str) -> None:
    with pytest.raises(UsageError, match=r"has no number\n  hint: write `pages=` and a whole number above 0"):
        Limits.parse([f"pages={value}"])


@pytest.mark.parametrize(
    ("name", "hint"), [("pags", "did you mean `pages`?"), ("", "the limits are article_mb, "), ("x", "the limits are")]
)
def test_a_limit_that_does_not_exist_leads_to_those_that_do(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"there is no limit `{name}`") as caught:
        Limits.parse([f"{name}=3"])
    assert caught.value.problems[0].hint.startswith(hint)


def test_a_limit_that_is_hit_is_named_with_its_value_and_place() -> None:
    assert Limits(pages=3).exceeded("pages", "the PDF has 4 pages", Location("a.yaml", 1)) == Problem(
        "the PDF has 4 pages; the limit is `pages=3`",
        Location("a.yaml", 1),
        "make it smaller, or allow more: `--limit pages=…`",
    )
