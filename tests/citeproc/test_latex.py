r"""The LaTeX of a field is read as what it shows; a command that shows nothing is named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.citeproc import Citeproc
from exporter.citeproc.latex import CLOSE, OPEN, Latex


def read(citeproc: Citeproc, text: str) -> Latex:
    found = citeproc.read_latex([text])[text]
    assert found, text
    return found


def shown(citeproc: Citeproc, text: str) -> str:
    """Return what a text shows, without braces, if it loses nothing."""
    found = read(citeproc, text)
    assert not found.lost
    return found.text.replace(OPEN, "").replace(CLOSE, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A fall of 50 % in Leeds", "A fall of 50 % in Leeds"),
        (r"A fall of 50\,\% in Leeds", "A fall of 50\xa0% in Leeds"),
        ("R&D, 5 & 6 #7 a_b 2^3", "R&D, 5 & 6 #7 a_b 2^3"),
        (r"R\&D, \#7 a\_b 2\^{}3 \$5", "R&D, #7 a_b 2^3 $5"),
        ("Health &amp; Safety, p&lt;0.05, &#945;-blockers &eacute; AT&T;", "Health & Safety, p<0.05, α-blockers é AT&T;"),
        (r"Health {\&}amp; Safety \&lt;", "Health & Safety <"),
        ("H$_2$O, H\\textsubscript{2}O, \\ce{H2O}, H<sub>2</sub>O", ", ".join(["H<sub>2</sub>O"] * 4)),
        (r"Ca$^{2+}$ \ce{Ca^2+} Ca\textsuperscript{2+} Ca<sup>2+</sup>", " ".join(["Ca<sup>2+</sup>"] * 4)),
        (r"\ce{HCO3-} and \ce{Fe(OH)3}", "HCO<sub>3</sub><sup>-</sup> and Fe(OH)<sub>3</sub>"),
        (r"$\beta$-, {\textbeta}-, \textbeta-, \ensuremath{\beta}- and \(\beta\)-blockers", "β-, β-, β-, β- and β-blockers"),
        (r"$p<0.05$, $n = 5$, $\geq$5, 37$^{\circ}$C, $\frac{1}{2}$", "p < 0.05, n = 5, ≥5, 37°C, 1/2"),
        (r"{\textgreek{b}}-blockers, TNF-\textgreek{a}", "β-blockers, TNF-α"),
        ("It cost $5 and then $10, or US$5/$10", "It cost $5 and then $10, or US$5/$10"),
        ("A $5 bill", "A $5 bill"),
        (r"J{\"o}rg M\"uller, Fran{\c c}ois, {\O}rsted, {\L}ukasz, Stra{\ss}e", "Jörg Müller, François, Ørsted, Łukasz, Straße"),
        (r"Garc{\'\i}a, Garc{\'{\i}}a, Garc\'{\i}a, na\"\i ve", "García, García, García, naïve"),
        (r"{\dh}, {\th}, {\NG}, \dag{} {\texttrademark} \texttimes{}2", "ð, þ, Ŋ, † ™ ×2"),
        (r"1914--1918 --- a \textendash{} b {\textemdash} c", "1914–1918 — a – b — c"),
        (r"``Quoted'' and \enquote{this} {\textquotedblleft}that{\textquotedblright}", "“Quoted” and “this” “that”"),
        (r"\emph{In vitro} \textit{and} \textbf{bold} {\it old} \textsc{sc}", "<i>In vitro</i> <i>and</i> <b>bold</b> <i>old</i> <sc>sc</sc>"),
        ("<i>In vitro</i> <em>and</em> <scp>D</scp>-dimer <jats:italic>x</jats:italic>", "<i>In vitro</i> <i>and</i> D-dimer <i>x</i>"),
        (r"\mbox{a b}, \uppercase{x}, \texttt{y}, \url{https://a.org/b_c}, \href{https://a.org}{d}", "a b, X, y, https://a.org/b_c, d"),
        (r"\SI{5}{mg} {\noopsort{1973a}}1973 \relax one\\two hy\-phen", "5\xa0mg 1973 one two hyphen"),
        ("no~break and\n  a new line", "no\xa0break and a new line"),
        ("Crohn's \"quoted\" text, a < b", "Crohn's \"quoted\" text, a < b"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_what_it_shows(text: str, expected: str, citeproc: Citeproc) -> None:
    def straight(words: str) -> str:
        return words.translate(str.maketrans("“”‘’", "\"\"''"))

    assert straight(shown(citeproc, text)) == straight(expected)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (r"A \foo{bar} b", r"\foo{bar}"),
        (r"As \citet{lee} says", r"\citet{lee}"),
        (r"A\footnote{B} c", r"\footnote"),
        (r"A \jama b", r"\jama"),
        (r"A $\foo x$ b", r"\foo x"),
        (r"A \includegraphics{b.png}", r"\includegraphics"),
        (r"\begin{itemize}\item A\end{itemize}", r"\begin"),
        (r"\input{/etc/passwd}", r"\input{/etc/passwd}"),
        (r"A \ref{b}", r"\ref{b}"),
    ],
)
def test_a_command_that_shows_nothing_is_named(text: str, lost: str, citeproc: Citeproc) -> None:
    found = read(citeproc, text)
    assert [one.strip() for one in found.lost] == [lost]
    assert "root:" not in found.text


@pytest.mark.parametrize("text", ["A { b", "A } b", r"A \emph{b"])
def test_a_text_whose_braces_do_not_match_cannot_be_read(text: str, citeproc: Citeproc) -> None:
    assert citeproc.read_latex([text, r"\'e"]) == {text: None, r"\'e": Latex("é")}


def test_braces_are_kept_as_signs(citeproc: Citeproc) -> None:
    assert read(citeproc, "On {DNA} --").text == f"On {OPEN}DNA{CLOSE} –"


WORDS = st.sampled_from(["fall", "of", "50", "%", "&", "R&D", "#1", "a_b", "2^3", "$5", "p<0.05", "~", "Crohn's", "--",
                         "&amp;", "{DNA}", "5 mg", "(x)", "[1]", "*", "é", "α"])  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_no_letter_and_no_number_is_lost(citeproc: Citeproc, text: str) -> None:
    found = read(citeproc, text)
    assert not found.lost
    assert re.findall(r"\w", re.sub("<[^<>]*>", "", found.text)) == re.findall(r"\w", text.replace("amp;", ""))
    assert found.text.count("%") == text.count("%")
    assert found.text.count("$") == text.count("$")
