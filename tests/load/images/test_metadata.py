"""The exported files contain no trace of the machine, its user or a camera."""

import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image as Pillow
from PIL import PngImagePlugin
from places import EVERYTHING

from exporter.load.images.metadata import strip_metadata

CASE = EVERYTHING
SECRET = "kept-secret"


def jpeg() -> bytes:
    """Return a photograph with metadata: Exif and a comment."""
    exif = Pillow.Exif()
    exif[0x010E] = exif[0x013B] = SECRET  # ImageDescription, Artist
    made = BytesIO()
    Pillow.effect_noise((40, 30), 90).convert("RGB").save(made, "JPEG", exif=exif, comment=SECRET.encode())
    return made.getvalue()


def png() -> bytes:
    """Return a PNG with metadata: a text and a time."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_itxt("Comment", SECRET, zip=False)
    notes.add(b"tIME", b"\x07\xea\x0b\x17\x01\x02\x03")
    made = BytesIO()
    Pillow.effect_noise((40, 30), 90).save(made, "PNG", pnginfo=notes)
    return made.getvalue()


SVG = f"""<?xml version="1.0"?><!-- {SECRET} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 9 9"
 i:export-filename="/home/{SECRET}/a.png"><metadata>{SECRET}</metadata><i:view name="{SECRET}"/>
<!-- {SECRET} --><title>A dot</title><circle i:label="{SECRET}" r="3"/></svg>""".encode()


@pytest.mark.parametrize(("content", "media_type"), [(jpeg(), "image/jpeg"), (png(), "image/png")])
def test_a_photograph_keeps_its_pixels_and_loses_its_metadata(content: bytes, media_type: str) -> None:
    assert SECRET.encode() in content
    clean = strip_metadata(content, media_type)
    assert SECRET.encode() not in clean
    assert b"tIME" not in clean
    with Pillow.open(BytesIO(content)) as before, Pillow.open(BytesIO(clean)) as after:
        assert before.tobytes() == after.tobytes()
        assert not after.getexif()


def test_a_drawing_keeps_its_shapes_and_loses_its_metadata() -> None:
    clean = strip_metadata(SVG, "image/svg+xml").decode()
    assert SECRET not in clean
    assert "inkscape" not in clean
    assert '<title>A dot</title><circle r="3"/>' in clean


def test_a_drawing_keeps_the_text_after_a_note() -> None:
    drawing = SVG.replace(b"</svg>", b"<text>1<!-- a --><!-- b -->2<i:x>3</i:x>4<?c d?>5</text></svg>")
    assert b"<text>1245</text>" in strip_metadata(drawing, "image/svg+xml")


@pytest.mark.slow
def test_no_path_user_host_or_time_of_the_machine_is_in_any_file(tmp_path: Path) -> None:
    project = tmp_path / SECRET / "project"
    shutil.copytree(CASE, project / "content", ignore=shutil.ignore_patterns("golden"))
    article = project / "content" / "article.yaml"
    text = re.sub(r"\b20\d\d-(?=\d\d-\d\d)", "2001-", article.read_text("utf-8"))
    article.write_text(text, "utf-8")
    for name, content in (("a.svg", SVG), ("a.jpg", jpeg()), ("a.png", png())):
        for path in (project / "content").rglob(f"*{Path(name).suffix}"):
            path.write_bytes(content)
    who = dict.fromkeys(("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"), SECRET)
    home = {"HOME": str(tmp_path / SECRET)}
    host = f"import platform, socket; platform.node = socket.gethostname = lambda: {SECRET!r}"
    run = f"{host}; from exporter.cli import main; main()"  # the machine's real name may be too short to search for
    command = [sys.executable, "-c", run, "build", "content", "--archive"]
    subprocess.run(command, cwd=project, env={**os.environ, **who, **home}, check=True)

    now = datetime.now(UTC)
    for name, content in _contents(project / "out"):
        words = (SECRET, str(tmp_path), f"{now:%Y-%m-%d}", f"{now:%Y%m%d}")
        found = [word for word in words if _is_in(word, content)]
        assert found == [], name


def _is_in(word: str, content: bytes) -> bool:
    return any(word.encode(code) in content for code in ("utf-8", "utf-16-be", "utf-16-le"))


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the content of every file, with the files of an EPUB and the streams of a PDF unpacked."""
    files = sorted(folder.iterdir())
    assert len(files) == 4
    for path in files:
        yield path.name, path.read_bytes()
        if path.suffix == ".epub":
            with ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())
                day = {item.date_time[:3] for item in archive.infolist()}
                assert day == {(2001, 11, 22)}, day
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for count, thing in enumerate(pdf.objects):
                    if isinstance(thing, pikepdf.Stream):
                        try:
                            yield f"{path.name}/{count}", thing.read_bytes()
                        except (pikepdf.PdfError, zlib.error):
                            yield f"{path.name}/{count}", thing.read_raw_bytes()
                    else:
                        yield f"{path.name}/{count}", thing.unparse()
