"""The shipped article, one that holds everything and one from right to left: no complaint is left, warnings counted."""

from itertools import product
from pathlib import Path

import pytest

from exporter.formats import FORMATS, PAPERS, PRESETS
from exporter.pipeline import Pipeline
from exporter.verify.validators import FINDERS, Validators

ROOT = Path(__file__).parents[1]
ARTICLES = {
    "shipped": ROOT / "content" / "article.yaml",
    "everything": ROOT / "tests" / "cases" / "everything-an-article-can-hold" / "article.yaml",
    "right-to-left": ROOT / "tests" / "cases" / "an-article-is-read-from-right-to-left" / "article.yaml",
}


@pytest.mark.slow
def test_no_validator_finds_anything_in_any_preset_on_any_paper(validators: Validators, tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    with Pipeline() as pipeline:
        for name, paper in product(ARTICLES, PAPERS):
            formats = FORMATS if paper == PAPERS[0] else ("pdf",)
            export = pipeline.build(ARTICLES[name], tmp_path / name / paper, formats, paper)  # type: ignore[arg-type]
            files |= {f"{name}.{paper}{path.suffix}": path.read_bytes() for path in export.files}
    assert PRESETS == ("standard",), "build every preset here"
    assert [str(problem) for problem in validators.validate(files)] == []
    assert set(validators.ran) == set(FINDERS), "make test installs all of them"
    assert validators.missing == {}
