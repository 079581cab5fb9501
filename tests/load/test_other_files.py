"""A document, a picture or a finished file that is given in place of an article is called what it is."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from conftest import MINIMAL, Load, article_text
from PIL import Image
from places import ROOT

from exporter.cli import main
from exporter.errors import ArticleError
from exporter.load.other_files import require_article


def picture(form: str) -> bytes:
    output = BytesIO()
    Image.new("RGB", (3, 3)).save(output, form)
    return output.getvalue()


def packed() -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as file:
        file.writestr("word/document.xml", "<a/>")
    return output.getvalue()


FOREIGN = {
    "knee.docx": (packed(), "a Word document"),
    "knee.DOCX": (packed(), "a Word document"),
    "knee.odt": (packed(), "a document of LibreOffice"),
    "knee.epub": (packed(), "an e-book"),
    "knee.yaml": (packed(), "a Word document or another packed file"),
    "knee.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "a Word document or another file of Microsoft Office",
    ),
    "knee.rtf": (rb"{\rtf1\ansi Rest.}", "a document in Rich Text Format"),
    "knee.pdf": (b"%PDF-1.7\n", "a PDF"),
    "knee.png": (picture("PNG"), "a picture"),
    "knee.jpg": (picture("JPEG") + bytes(3 * 2**20), "a picture"),
    "knee.gif": (picture("GIF"), "a picture"),
    "knee.tif": (picture("TIFF"), "a picture"),
    "knee.webp": (picture("WEBP"), "a picture"),
    "knee.heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "a picture"),
    "knee.svg": (b'\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
    "knee.html": (b"\xef\xbb\xbf<!DOCTYPE html>\n<title>A</title>", "a web page"),
}


@pytest.mark.parametrize(("name", "content", "what"), [(name, *row) for name, row in FOREIGN.items()], ids=FOREIGN)
def test_a_file_of_another_program_is_called_what_it_is(
    name: str, content: bytes, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)
    Path("a.yaml").write_text(article_text(), "utf-8")
    result = CliRunner().invoke(main, ["check", name, "a.yaml"])
    assert result.exit_code == ArticleError.exit_code
    assert f"error: `{name}` is {what}, not an article\n  --> {name}\n  hint: " in result.stderr
    assert "a.yaml: fine" in result.stderr


@pytest.mark.parametrize("text", [MINIMAL, "", "PK: x\n", "%PDF\n", "# <svg\n", "BM: x\n", "GIF: x\n", "{title: A}\n"])
def test_a_text_is_never_taken_for_another_file(text: str) -> None:
    require_article(text.encode(), "knee.docx")


def test_no_article_of_this_project_is_taken_for_another_file() -> None:
    for path in ROOT.rglob("content/*.yaml"):
        require_article(path.read_bytes(), str(path))


def test_a_document_in_the_place_of_the_article_is_the_only_problem(load_article: Load) -> None:
    with pytest.raises(ArticleError) as caught:
        load_article(packed())
    assert len(caught.value.problems) == 1
