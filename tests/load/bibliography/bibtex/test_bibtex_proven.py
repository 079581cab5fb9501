"""The proof, which reads a .bib file on its own, finds every field printed, and notices one that is lost."""

from pathlib import Path

import pytest
from bib import EXPORTS
from conftest import Load

from exporter.citeproc import Citeproc
from exporter.limits import Limits
from exporter.load.bibliography.bibtex.syntax import read_entries
from exporter.proof import prove
from exporter.resolve import resolve
from exporter.source import Source

ENTRIES = r"""
@article{sub, title={Main}, subtitle={Under}, journal={J}, year=2012, volume=3, part=4}
@incollection{chap, title={Chap}, maintitle={Great Work}, booktitle={Volume Three}, editor={Roe, R.}, year=2012}
@inproceedings{cross, title={T & U}, crossref={proc}, pages={3--4}}
@proceedings{proc, title={Proc of X}, editor={Lee, A. and {\O}rsted, H. C.}, year={2014}, publisher={P}}
@book{set, title={Vol}, maintitle={Main}, author={Lee, A.}, year=1999, number=4, series={S}, address={X and Y}}
@article{tex, title={{\"U}ber H$_2$O und \ce{CO2} im {\ss}, \url{https://example.org/a_b}},
  year=2012, journal={Z. {\"O}k.}, author={M{\"u}ller, J{\"o}rg and Garc{\'\i}a, A.}}
@report{both, title={R}, institution={Clinic}, organization={Board}, number={7}, type={techreport}, year={2012}}
@book{about, title={C}, editor={Lee, Anna}, date={2014-03~}}
@article{percent, title={A fall of 50 % in {Leeds}}, journal={J}, year=2019, month = "9~" # dec, eid={e12},
  doi={nonsense}}
@misc{web, title={A page}, howpublished={\url{https://example.org/b_c}}, year={in press}, urldate={2020-01-02}}
"""


@pytest.mark.parametrize("style", ["nlm-citation-sequence-brackets", "american-medical-association", "apa"])
def test_what_is_read_is_proven(style: str, article: Path, load_article: Load, citeproc: Citeproc) -> None:
    text = ENTRIES + "\n".join(export for export, _ in EXPORTS.values())
    article.with_name("a.bib").write_text(text, "utf-8")
    keys = [entry.key for entry in read_entries(Source("a.bib", text), Limits())[0]]
    cited = " ".join(f"[@{key}]" for key in keys)
    manuscript = load_article(f"summary: A {cited}\nbibliography:\n  - a.bib\ncitations:\n  style: {style}\n")
    (name,) = manuscript.bibliographies
    document = resolve(manuscript, citeproc)
    assert len(document.references) == len(keys)
    assert not prove([manuscript.source], [Source(name, text)], manuscript, document)
    changed = text.replace("A fall of 50", "A fall of 60")
    (problem,) = prove([manuscript.source], [Source(name, changed)], manuscript, document)
    assert problem.message.startswith("`title` of the reference `percent`")
