"""The shipped article, one of everything, one from right to left, one of wide tables: no error, no warning."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from outputs import as_outputs
from places import ARTICLES

from exporter.formats import FORMATS, PAPERS, PRESETS, Format
from exporter.pipeline import Pipeline
from exporter.request import PdfOptions, Request
from exporter.validators import FINDERS, Validators


@pytest.mark.slow
def test_no_validator_finds_anything_in_any_preset_on_any_paper(validators: Validators, tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    with Pipeline() as pipeline:
        for name, for_archive in product(ARTICLES, (False, True)):
            formats: Sequence[Format] = ("pdf",) if for_archive else FORMATS
            papers = PAPERS if name == "shipped" else PAPERS[:1]  # the paper changes where pages break, no more
            printings = [PdfOptions(*how, is_archival=for_archive) for how in product(PRESETS, papers)]
            export = pipeline.build(Request(ARTICLES[name], formats, printings), tmp_path / f"{name}.{for_archive}")
            files |= {f"{name}.{for_archive}.{path.name}": path.read_bytes() for path in export.files}
    assert [str(problem) for problem in validators.validate(as_outputs(files))] == []
    assert set(validators.ran) == set(FINDERS), "make test installs all of them"
    assert validators.missing == {}


@pytest.mark.slow
def test_a_false_claim_of_pdf_a_is_found(validators: Validators, tmp_path: Path) -> None:
    with Pipeline() as pipeline:
        (path, _) = pipeline.build(
            Request(ARTICLES["right-to-left"], ["pdf"], [PdfOptions(is_archival=True)]), tmp_path
        ).files
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(path) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(broken, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    found = [problem.message for problem in validators.validate(as_outputs({"broken.pdf": broken.read_bytes()}))]
    assert any(message.startswith("veraPDF 6.2.") for message in found)
    assert any(message.startswith("page ") for message in found)
