"""What is not supported in a text, or is used wrongly."""

import pytest
from texts import parsed


def test_what_would_be_nested_past_the_parsers_limit_is_a_problem() -> None:
    text = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(30))
    assert any("nested" in problem.message for problem in parsed(text).problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[](https://x.org)", "a link has no words"),
        ("[a](b.pdf)", "a link cannot lead to `b.pdf`"),
        ('[a](https://x.org "b")', "a link has a title"),
        ("~~a~~", "struck-out text"),
        ("[ ] a", "a task list"),
        ("- [x] a", "a task list"),
        ("a&#x202E;b", "U+202E"),
        ("H~2[@a]~O", "is inside sub- or superscript"),
        ("[a [@b]](https://x.org)", "is inside a link"),
        ("a^[b^[c]]", "a note is inside another note"),
        ("-", "an item of a list is empty"),
        ("&nbsp;", "the text is empty"),
    ],
)
def test_what_is_not_supported_is_one_problem(text: str, message: str) -> None:
    (problem,) = parsed(text).problems
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize("text", ["[ ] yes [ ] no", "Say [ ] yes", "- [a] b"])
def test_brackets_in_a_sentence_are_no_task(text: str) -> None:
    assert parsed(text).problems == ()
