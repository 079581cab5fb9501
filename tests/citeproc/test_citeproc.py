"""Citeproc as one long-lived process: its answers, and what happens when it fails."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from exporter import csl
from exporter.citeproc import Bibliography, Citeproc
from exporter.citeproc.pandoc import _inlines
from exporter.csl import Csl, Style
from exporter.document import Code, Inlines, LineBreak, Link, ReferenceLink, SmallCaps, Text, plain
from exporter.errors import ArticleError, ExporterError, Location, MachineError
from exporter.limits import Limits
from exporter.load.style import read_style
from exporter.markup import CitationItem, Cite
from exporter.project import Project
from exporter.source import Scalar, Source


def style(name: str = "nlm-citation-sequence-brackets") -> Style:
    return read_style(Project.of(Path(__file__)), Scalar.at(name, Source("article.yaml", name), 0, 0))


def cite(*keys: str) -> Cite:
    return Cite(tuple(CitationItem(key, "", "", Location("")) for key in keys))


def work(key: str, title: str = "A title") -> Csl:
    return {"id": key, "type": "book", "title": title, "issued": {"date-parts": [[2016]]}}


def run(citeproc: Citeproc, *keys: str, title: str = "A title") -> Bibliography:
    return citeproc.cite([cite(key) for key in keys], {key: work(key, title) for key in keys}, style(), "en")


def entry(citeproc: Citeproc, title: str) -> str:
    return plain(run(citeproc, "ant", title=title).entries[0].text)


def fake(code: str) -> list[str]:
    """Return a command that is Python instead of pandoc."""
    return [sys.executable, "-c", code]


ANSWER = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"answer": "9.9"}), flush=True)
"""


@pytest.fixture
def own() -> Iterator[Citeproc]:
    """Return a citeproc that a test may break."""
    with Citeproc() as process:
        yield process


# ---------------------------------------------------------------- its answers


def test_citations_come_back_in_the_order_asked_and_entries_in_that_of_the_list(citeproc: Citeproc) -> None:
    works = {key: work(key) for key in ("ant", "bee", "cat")}
    made = citeproc.cite([cite("cat"), cite("ant", "cat"), cite("bee")], works, style(), "en")
    assert [plain(text) for text in made.citations] == ["[1]", "[1,2]", "[3]"]
    assert [(one.key, one.number, one.marker) for one in made.entries] == [
        ("cat", "1", "1."), ("ant", "2", "2."), ("bee", "3", "3."),
    ]  # fmt: skip


def test_without_citations_nothing_is_asked() -> None:
    assert Citeproc(["no-such-program"]).cite([], {}, style(), "en") == Bibliography((), ())


def test_both_ends_of_a_range_lead_to_their_references(citeproc: Citeproc) -> None:
    works = {key: work(key) for key in ("ant", "bee", "cat")}
    text = citeproc.cite([cite(*works)], works, style(), "en").citations[0]
    assert [one.key for one in text if isinstance(one, ReferenceLink)] == ["ant", "cat"]


def located(citeproc: Citeproc, suffix: str, name: str, language: str = "en") -> str:
    """Return the citation `[@ant SUFFIX]`."""
    item = CitationItem("ant", "", suffix, Location(""))
    work_of_lee = work("ant") | {"author": [{"family": "Lee", "given": "A."}]}
    return plain(citeproc.cite([Cite((item,))], {"ant": work_of_lee}, style(name), language).citations[0])


@pytest.mark.parametrize(
    "suffix",
    [
        "v. 2", "no. 6", "99 years later", "pp. 41 (no. 58), 163", "12% of them", "2nd ed.", "12 March 2016", "p5",
        "vol. 2, p. 5", "p. 5, emphasis ours", "p. 5 and elsewhere", "table 3", "see box 2", "3:12", "n. 3", "95% CI",
    ],
)  # fmt: skip
def test_what_is_no_locator_as_a_whole_is_printed_as_typed(citeproc: Citeproc, suffix: str) -> None:
    assert located(citeproc, f", {suffix}", "nlm-citation-sequence-brackets") == f"[1, {suffix}]"
    assert located(citeproc, f", {suffix}", "american-medical-association") == f"1, {suffix}"
    assert located(citeproc, f", {suffix}", "apa") == f"(Lee, 2016, {suffix})"


@pytest.mark.parametrize(
    ("suffix", "language", "printed"),
    [
        (", p. 5", "en", "p. 5"),
        (" pp. 294-9", "en", "pp. 294–299"),
        (", 5", "en", "p. 5"),
        (", pp. 5, 9", "en", "pp. 5, 9"),
        (", p. iv", "en", "p. iv"),
        (", chap. 3", "en", "Chapter 3"),
        (", § 4", "en", "Section 4"),
        (", S. 12", "de", "S. 12"),
        (", Kap. 3", "de", "Kapitel 3"),
        (", p. 12", "fr", "p. 12"),
    ],
)
def test_a_locator_is_worded_by_the_style(citeproc: Citeproc, suffix: str, language: str, printed: str) -> None:
    assert located(citeproc, suffix, "apa", language) == f"(Lee, 2016, {printed})"


@pytest.mark.parametrize("name", ["apa", "chicago-author-date", "biostatistics"])
def test_author_date_styles_give_no_number(citeproc: Citeproc, name: str) -> None:
    made = citeproc.cite([cite("ant")], {"ant": work("ant")}, style(name), "en")
    assert made.entries[0].number is None


@pytest.mark.parametrize("name", ["american-physics-society", "chinese-gb7714-1987-numeric", "qeios"])
def test_a_number_is_found_inside_any_other_text(citeproc: Citeproc, name: str) -> None:
    made = citeproc.cite([cite("ant")], {"ant": work("ant")}, style(name), "en")
    assert made.entries[0].number == "1"


@pytest.mark.parametrize(
    "title",
    [
        "p < 0.05 & x > 3, a<b",
        "Costs $x$, $5 and \\alpha",
        "`code` *star* _line_ [@ant] [1] ^[note] ~x~",
        "Brain 🧠 and 𝒜",
        "السكتة الدماغية",
        "头皮针",
        "A tab\tand a line",
    ],
)
def test_a_title_passes_unharmed(citeproc: Citeproc, title: str) -> None:
    assert " ".join(title.split()) in entry(citeproc, title)


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ({"literal": "in press"}, "in press"),
        ({"literal": "c. 1900"}, "c. 1900"),
        ({"date-parts": [[2016]], "season": 4}, "2016 Winter"),
        ({"date-parts": [[2016, 3], [2016, 4]]}, "2016 Mar–Apr"),
        ({"date-parts": [[2014], [2015]]}, "2014–2015"),
    ],
)
def test_words_a_season_and_both_ends_of_a_date_are_printed(citeproc: Citeproc, issued: Csl, printed: str) -> None:
    article = work("ant") | {"type": "article-journal", "container-title": "J", "issued": issued}
    made = citeproc.cite([cite("ant")], {"ant": article}, style(), "en")
    assert plain(made.entries[0].text) == f"A title. J. {printed}."


def test_quotes_in_a_title_become_the_languages_own(citeproc: Citeproc) -> None:
    assert "A “quoted” word" in entry(citeproc, 'A "quoted" word')


def test_csls_own_markup_becomes_emphasis(citeproc: Citeproc) -> None:
    made = run(citeproc, "ant", title="On <i>Apis</i> and H<sub>2</sub>O")
    assert "Emphasis(children=(Text(text='Apis'),))" in repr(made.entries[0].text)
    assert "Subscript(children=(Text(text='2'),))" in repr(made.entries[0].text)


def test_an_address_is_escaped_where_it_must_be_and_only_once(citeproc: Citeproc) -> None:
    addresses = {"URL": "https://a.example/a%20b?c=1&d=[2]#e", "DOI": "10.1002/(SICI)1097<1::AID-A>3.0"}
    made = citeproc.cite([cite("ant")], {"ant": work("ant") | addresses}, style(), "en")
    assert [part.href for part in made.entries[0].text if isinstance(part, Link)] == [
        "https://a.example/a%20b?c=1&d=[2]#e", "https://doi.org/10.1002/(SICI)1097%3C1::AID-A%3E3.0",
    ]  # fmt: skip


def test_an_annotation_starts_on_a_line_of_its_own(citeproc: Citeproc) -> None:
    noted = {"ant": work("ant") | {"note": "Read this."}}
    made = citeproc.cite([cite("ant")], noted, style("apa-annotated-bibliography"), "en")
    assert made.entries[0].text[-2:] == (LineBreak(), Text("Read this."))


@pytest.mark.parametrize("language", ["de", "es-MX", "zh-Hant", "sr-Cyrl-RS", "ar", "tlh", "x-none", "de-1996"])
def test_any_language_is_accepted(citeproc: Citeproc, language: str) -> None:
    assert citeproc.cite([cite("ant")], {"ant": work("ant")}, style("apa"), language).entries


def test_the_language_decides_the_words(citeproc: Citeproc) -> None:
    works = {"ant": work("ant") | {"edition": "2"}}
    entries = [citeproc.cite([cite("ant")], works, style(), language).entries[0] for language in ("en", "de")]
    assert ["2nd ed." in plain(entries[0].text), "2. Aufl." in plain(entries[1].text)] == [True, True]


def test_the_label_of_an_editor_comes_after_the_name(citeproc: Citeproc) -> None:
    chapter = work("ant") | {
        "type": "chapter",
        "container-title": "A book",
        "author": [{"family": "Roe", "given": "R."}],
        "editor": [{"family": "Poe", "given": "E."}],
    }
    made = citeproc.cite([cite("ant")], {"ant": chapter}, style(), "en")
    assert "In: Poe E, editor." in plain(made.entries[0].text)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://x.org/a%20b?c=%3C#d", "https://x.org/a%20b?c=%3C#d"),
        ("https://x.org/a b<c>", "https://x.org/a%20b%3Cc%3E"),
        ("https://x.org:8080/(a)[b];~c", "https://x.org:8080/(a)[b];~c"),
        ("https://x.org/ü", "https://x.org/%C3%BC"),
    ],
)
def test_an_address_is_escaped_once(citeproc: Citeproc, written: str, address: str) -> None:
    made = citeproc.cite([cite("ant")], {"ant": work("ant") | {"type": "webpage", "URL": written}}, style(), "en")
    assert [one.href for one in made.entries[0].text if isinstance(one, Link)] == [address]


def test_what_a_style_sets_as_a_block_begins_a_line(citeproc: Citeproc) -> None:
    block = b'<text variable="annote" display="block"/></layout></bibliography>'
    xml = style().xml.replace(b"</layout>", b"</layout>")
    head, tail = xml.rsplit(b"</layout>", 1)
    annotated = replace(style(), xml=head + block + tail.split(b"</bibliography>", 1)[1])
    made = citeproc.cite([cite("ant")], {"ant": work("ant") | {"annote": "Noted."}}, annotated, "en")
    place = made.entries[0].text.index(LineBreak())
    assert plain(made.entries[0].text[place + 1 :]) == "Noted."


# ---------------------------------------------------------------- the process


def test_one_process_serves_many_articles(own: Citeproc) -> None:
    first = own.start()
    assert [plain(run(own, key).citations[0]) for key in ("ant", "bee")] == ["[1]", "[1]"]
    assert own.start() is first


def test_a_process_that_died_is_started_again(own: Citeproc) -> None:
    first = own.start()
    first.kill()
    assert [plain(text) for text in run(own, "ant").citations] == ["[1]"]
    assert own.start().pid != first.pid


def test_a_process_that_dies_over_a_request_is_asked_once_more(tmp_path: Path) -> None:
    died = tmp_path / "died"
    code = f"""
import pathlib, sys
died = pathlib.Path({str(died)!r})
if not died.exists():
    sys.stdin.readline()
    died.touch()
    sys.exit(1)
{ANSWER}"""
    with Citeproc(fake(code)) as process:
        assert process.version() == "9.9"
    assert died.exists()


def test_a_process_that_always_dies_is_a_machine_error() -> None:
    process = Citeproc(fake("import sys; sys.stdin.readline(); sys.exit(1)"))
    with (
        process,
        pytest.raises(MachineError, match="failed twice on the same article: it ended without a message") as raised,
    ):
        process.version()
    assert raised.value.problems[0].hint


@pytest.mark.slow
def test_an_answer_that_never_comes_exceeds_a_limit() -> None:
    with (
        Citeproc(fake("import time; time.sleep(60)"), limits=Limits(seconds=1)) as process,
        pytest.raises(ArticleError, match="the limit is `seconds=1`"),
    ):
        process.version()


def test_pandoc_has_a_memory_limit_and_its_exit_code_names_it() -> None:
    """Filling even a small heap takes pandoc seconds."""
    with Citeproc(limits=Limits(memory_mb=300)) as process:
        assert "-M300m" in str(process.start().args)
    with (
        Citeproc(fake("input(); exit(251)"), limits=Limits(memory_mb=300)) as process,
        pytest.raises(ArticleError, match="the limit is `memory_mb=300`"),
    ):
        process.version()


def test_an_answer_of_another_kind_is_our_error() -> None:
    with (
        Citeproc(fake("input(); print('{}')")) as process,
        pytest.raises(ExporterError, match="which is not known here"),
    ):
        process.version()


WORD = {"t": "Str", "c": "a"}
ATTRIBUTES: list[Any] = ["", [], []]


@pytest.mark.parametrize(
    ("element", "inlines"),
    [
        (WORD, (Text("a"),)),
        ({"t": "SoftBreak"}, (Text(" "),)),
        ({"t": "LineBreak"}, (LineBreak(),)),
        ({"t": "Code", "c": [ATTRIBUTES, "a"]}, (Code("a"),)),
        ({"t": "Quoted", "c": [{"t": "DoubleQuote"}, [WORD]]}, (Text("“a”"),)),
        ({"t": "Quoted", "c": [{"t": "SingleQuote"}, [WORD]]}, (Text("‘a’"),)),
        ({"t": "Span", "c": [ATTRIBUTES, [WORD]]}, (Text("a"),)),
        ({"t": "SmallCaps", "c": [WORD]}, (SmallCaps((Text("a"),)),)),
        ({"t": "Link", "c": [ATTRIBUTES, [WORD], ["#ref-b", ""]]}, (ReferenceLink("b", (Text("a"),)),)),
        (
            {"t": "Link", "c": [ATTRIBUTES, [WORD], ["https://b.org/c d", ""]]},
            (Link("https://b.org/c%20d", (Text("a"),)),),
        ),
    ],
)
def test_every_inline_of_an_entry_keeps_its_words(element: dict[str, Any], inlines: Inlines) -> None:
    assert _inlines([element]) == inlines


def test_an_inline_that_is_not_known_is_our_error() -> None:
    with pytest.raises(ExporterError, match="citeproc gave `Math`"):
        _inlines([WORD, {"t": "Math", "c": []}])


def test_closing_leaves_no_process(own: Citeproc) -> None:
    process = own.start()
    own.close()
    assert process.returncode is not None
    assert process.stdin is not None
    assert process.stdin.closed
    own.close()


@pytest.mark.parametrize("many", [1000, pytest.param(5000, marks=pytest.mark.slow)])
def test_many_references_do_not_block_the_pipes(own: Citeproc, many: int) -> None:
    keys = [f"work{count}" for count in range(many)]
    made = own.cite([cite(*keys)], {key: work(key, "long " * 40) for key in keys}, style(), "en")
    assert [entry.number for entry in made.entries] == [str(count) for count in range(1, many + 1)]


# ---------------------------------------------------------------- failures


def test_without_pandoc_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.citeproc.find_spec", lambda _: None)
    with pytest.raises(MachineError, match="pandoc is missing") as raised:
        run(Citeproc(), "ant")
    assert raised.value.exit_code == 4
    assert "pypandoc-binary" in raised.value.problems[0].hint


def test_a_pandoc_that_cannot_be_started_is_a_machine_error(tmp_path: Path) -> None:
    (tmp_path / "pandoc").write_text("no program")
    with pytest.raises(MachineError, match="cannot be started"):
        Citeproc([str(tmp_path / "pandoc")]).version()


def test_a_style_citeproc_cannot_use_is_our_error_and_names_it(citeproc: Citeproc) -> None:
    broken = Style("broken", b"<style xmlns='http://purl.org/net/xbiblio/csl'/>", True, True)
    with pytest.raises(ExporterError, match="in the style `broken`: CiteprocParseError") as raised:
        citeproc.cite([cite("ant")], {"ant": work("ant")}, broken, "en")
    assert raised.value.exit_code == 1
    assert run(citeproc, "ant").entries


def test_a_style_is_numeric_only_if_its_citations_print_the_number() -> None:
    assert [style(name).is_numeric for name in ("nature", "biostatistics", "apa")] == [True, False, False]


def test_a_style_that_sorts_its_list_is_not_a_sequence() -> None:
    assert [style(name).is_sequence for name in ("nature", "acm-sig-proceedings", "apa")] == [True, False, False]


def test_a_macro_that_calls_itself_does_not_hang() -> None:
    xml = style().xml.replace(b"</style>", b'<macro name="loop"><text macro="loop"/></macro></style>')
    looping = xml.replace(b'variable="citation-number"', b'macro="loop"')
    assert not csl.read_style("looping", looping).is_numeric


PRINTS_ONE_VARIABLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated><category citation-format="numeric"/></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout><text value="An entry: "/>{element}</layout></bibliography>
</style>"""


@pytest.mark.parametrize("variable", [*csl.NAME_VARIABLES, *csl.DATE_VARIABLES, *csl.TEXT_VARIABLES])
def test_what_citeproc_never_prints_is_known(variable: str, citeproc: Citeproc) -> None:
    element, value = f'<text variable="{variable}"/>', cast("object", "Words 1987")
    if variable in csl.NAME_VARIABLES:
        element, value = f'<names variable="{variable}"><name/></names>', [{"literal": "Words 1987"}]
    elif variable in csl.DATE_VARIABLES:
        element, value = f'<date variable="{variable}" form="text"/>', {"date-parts": [[1987]]}
    style = csl.read_style("one", PRINTS_ONE_VARIABLE.format(element=element).encode())
    reference: csl.Csl = {"id": "a", "type": "book", "title": "T", variable: value}
    entry = citeproc.cite([Cite((CitationItem("a", "", "", Location("")),))], {"a": reference}, style, "en").entries[0]
    internal = {"citation-key", "citation-label", "locator", "year-suffix"}  # no fields of a work
    assert ("1987" in plain(entry.text)) == (variable not in csl.NEVER_PRINTED) or variable in internal
