"""For any article, the numbers read back from the finished PDF, EPUB and web page are the document's."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from test_resolve import articles

from exporter.bibliography import Citeproc
from exporter.document import Document
from exporter.load import load
from exporter.project import Project
from exporter.render import render
from exporter.resolve import resolve
from exporter.typeface import packaged_faces
from exporter.verify import expected, read_epub, read_html, read_pdf, verify
from exporter.writers import epub, html
from exporter.writers.pdf import MissingGlyphs, Press

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/article.yaml"))
UNPRINTABLE = {"keys-and-ids-may-be-of-any-script"}  # Japanese, for which no font is packaged


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(packaged_faces())


def exported(document: Document, press: Press, css: dict[str, str]) -> dict[str, bytes]:
    body = render(document)
    return {
        "pdf": press.write(document, body, [css["base"], css["print"], css["foot"]]).content,
        **electronic(document, css),
    }


def electronic(document: Document, css: dict[str, str]) -> dict[str, bytes]:
    body, faces = render(document), packaged_faces()
    return {
        "epub": epub.write(document, body, [css["base"], css["epub"]], faces),
        "html": html.write(document, body, [css["base"], css["screen"]], faces),
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=articles())
@pytest.mark.slow
def test_any_article_has_the_same_numbers_in_every_format(
    text: str, article: Path, citeproc: Citeproc, press: Press
) -> None:
    article.write_text(text.replace("🧠", "→"), "utf-8")
    project = Project.of(article)
    document = resolve(load(project, article, citeproc), citeproc)

    files = exported(document, press, project.styles())

    assert verify(document, files) == ()
    numbers = [(one.kind, one.id, one.targets) for one in expected(document)]
    assert numbers == [(one.kind, one.id, one.targets) for one in read_html(files["html"])]
    assert numbers == [(one.kind, one.id, one.targets) for one in read_epub(files["epub"])]
    assert numbers == [(one.kind, one.id, one.targets) for one in read_pdf(files["pdf"])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_has_the_same_numbers_in_every_format(case: Path, citeproc: Citeproc, press: Press) -> None:
    project = Project.of(case / "article.yaml")
    document = resolve(load(project, case / "article.yaml", citeproc), citeproc)

    if case.name in UNPRINTABLE:
        with pytest.raises(MissingGlyphs):
            exported(document, press, project.styles())
        assert verify(document, electronic(document, project.styles())) == ()
        return
    assert verify(document, exported(document, press, project.styles())) == ()
