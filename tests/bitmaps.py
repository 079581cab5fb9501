"""Makes pictures, and reads them as if an article named them."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image as Pillow

from exporter.document import Image
from exporter.errors import ArticleError, Problem
from exporter.limits import Limits
from exporter.load.images import read_images
from exporter.project import Project
from exporter.source import Scalar, decode


def read_all(name: str, content: bytes, **limits: int) -> tuple[Image, tuple[Problem, ...]]:
    """Return a picture, and the warnings and notes about it."""
    scalar = Scalar.at(name, decode(b"article", "article.yaml"), 0, 7)
    project = Project.from_bytes({"article.yaml": b"", name: content}, "article.yaml", Limits(**limits))
    pictures = read_images(project, [scalar])
    assert all(problem.location == scalar.location and problem.hint for problem in pictures.warnings)
    return pictures.by_name[scalar.as_file_name], pictures.warnings


def read(name: str, content: bytes, **limits: int) -> Image:
    return read_all(name, content, **limits)[0]


def refusal(name: str, content: bytes, **limits: int) -> Problem:
    """Return the problem of a picture that is refused."""
    try:
        read(name, content, **limits)
    except ArticleError as error:
        (problem,) = error.problems
        assert problem.location
        assert problem.hint
        return problem
    raise AssertionError(f"{name} is accepted")


def made(form: str, picture: Pillow.Image | None = None, mode: str = "", **options: Any) -> bytes:
    """Return the file of a picture; without one, that of noise."""
    output = BytesIO()
    picture = picture or Pillow.effect_noise((5, 4), 90).convert("RGB")
    (picture.convert(mode) if mode else picture).save(output, form, **options)
    return output.getvalue()


def opened(content: bytes) -> Pillow.Image:
    return Pillow.open(BytesIO(content))


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png_with(picture: Pillow.Image, chunks: bytes) -> bytes:
    """Return a PNG with more chunks after its header."""
    content = made("PNG", picture)
    return content[:33] + chunks + content[33:]
