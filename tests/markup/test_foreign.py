"""Markup of other systems."""

import pytest
from texts import parsed

# Markup of another system, and what the hint says to write instead.
FOREIGN = {
    r"\@ref(fig:knee)": "@fig-knee",
    r"\cite{lee2020}": "[@key]",
    r"\citep[see][p. 3]{lee2020}": "[@key]",
    r"\autoref{fig:knee}": "@fig-knee",
    r"\footnote{Text}": "^[text]",
    r"\textbf{now}": "**bold**",
    r"\ce{H2O}": "H~2~O",
    r"\begin{itemize}": "plain words",
    "{numref}`fig-knee`": "@fig-knee",
    "{cite:p}`lee2020`": "[@key]",
    ":numref:`fig-knee`": "@fig-knee",
    ":cite:lee2020": "[@key]",
    "<<fig-knee>>": "@fig-knee",
    "[[Our page]]": "[words](https://…)",
    "[small]{.smallcaps}": "without brackets and braces",
    "[]{#anchor}": "without brackets and braces",
    "{{< pagebreak >}}": "remove it",
    "{{ clinic }}": "remove it",
    "<o:p>": "remove it",
    "![A knee]": "`figure:` block",
    "==now==": "**bold**",
    "__now__": "a backslash before each",
    "$x^2 = 4$": "plain text",
    "$$E = mc^2$$": "plain text",
    r"\(x^2 = 4\)": "plain text",
    r"\[\alpha\]": "plain text",
    r"\\server": "two backslashes",
    r"\num{5}": "plain words",
    r"\textsuperscript{2}": "plain words",
    "{math}`x^2`": "plain words",
    ":math:`x^2`": "plain words",
    "[words][1]": "[words](https://…)",
    "[words][]": "[words](https://…)",
    "{% include x %}": "remove it",
    "{#fig-x}": "remove it",
    "{: .small}": "remove it",
    "'''bold'''": "**bold**",
    "[/b]": "**bold**",
    "[url=https://x.org]": "remove it",
    "-@tbl-a": "without the minus sign",
}


@pytest.mark.parametrize(("written", "words"), FOREIGN.items())
def test_markup_of_another_system_is_a_problem_with_our_way_to_write_it(written: str, words: str) -> None:
    (problem, *_) = [one for one in parsed(f"See {written} now").problems if "another program" in one.message]
    assert problem.location
    assert problem.location.column == 5
    assert words in problem.hint
    assert written[:40] in problem.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("::: warning\nText\n:::", 1, "`callout:` block"),
        ("Term\n:   What it means", 2, "`definitions:` block"),
        ("!!! note\n    Text", 1, "a block"),
        (".. note:: Text", 1, "a block"),
        ("(knee)=\nText", 1, "`id:`"),
        ("== Dose ==", 1, "`heading:`"),
        ("h2. Dose", 1, "`heading:`"),
        ("#+TITLE: Dose", 1, "remove it"),
        ("Term\n: What it means", 2, "`definitions:` block"),
    ],
)
def test_a_line_of_another_system_is_a_problem(text: str, line: int, words: str) -> None:
    problem = parsed(text).problems[0]
    assert problem.location
    assert problem.location.line == line
    assert words in problem.hint


@pytest.mark.parametrize("written", [one for one in FOREIGN if "`" not in one])
def test_in_code_and_after_a_backslash_markup_of_another_system_may_be_shown(written: str) -> None:
    assert parsed(f"See `{written}` and ``a ` b`` now").problems == ()
    assert not any("another program" in one.message for one in parsed(f"See \\{written} now").problems)


@pytest.mark.parametrize(
    "text",
    [
        "from $5 to $10, $5-$10, US$5, 5$ and $5 = 4 €",
        "a ratio of 1:2, 10: 30 or time: 5",
        "[see the table], {x}, a == b, C:\\Users, 5 % \\& more",
        "Text ^[[@ant]] and [[@ant]]",
        "a`b`: c `d` :e`f",
        "a[1][2] and [5 mg] [10 mg], 5'' x 6'', {5 mg}, {.5}, a = b = c, C:\\x{1}",
    ],
)
def test_signs_in_running_text_are_no_markup_of_another_system(text: str) -> None:
    assert not any("another program" in one.message for one in parsed(text).problems)


def test_a_space_of_another_system_is_a_problem() -> None:
    (problem,) = parsed(r"Take 5\,mg").problems
    assert problem.hint.startswith("write a space")
    assert parsed("Take 5 mg or 5,2 mg").problems == ()
