"""The numbers of catalogues are cleaned of what was copied with them; anything else is refused."""

from collections.abc import Callable

import pytest

from exporter.csl import clean_doi, clean_pmcid, clean_pmid


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/x", " 10.1000/x. ", "doi:10.1000/x", "DOI: 10.1000/x", "doi 10.1000/x", "10.1000/x [doi]",
        "https://doi.org/10.1000/x", "http://dx.doi.org/10.1000/x", "https://www.doi.org/10.1000%2Fx",
    ],
)  # fmt: skip
def test_a_doi_is_cleaned(written: str) -> None:
    assert clean_doi(written) == "10.1000/x"


@pytest.mark.parametrize("doi", ["10.1016/S0140-6736(16)00001-1", "10.1002/(SICI)1097<1::AID-A>3.0.CO;2-Z", "10.1/%2F"])
def test_the_signs_of_a_doi_are_kept(doi: str) -> None:
    assert clean_doi(doi.replace("10.1/", "10.1000/")) == doi.replace("10.1/", "10.1000/")


@pytest.mark.parametrize("written", ["123", "PMID: 123", "pmid123", "PMID 123", "https://pubmed.ncbi.nlm.nih.gov/123/"])
def test_a_pubmed_number_is_cleaned(written: str) -> None:
    assert clean_pmid(written) == "123"


@pytest.mark.parametrize("written", ["PMC99", "pmc99", "PMCID: PMC99", "https://pmc.ncbi.nlm.nih.gov/articles/PMC99/"])
def test_a_pubmed_central_number_is_cleaned(written: str) -> None:
    assert clean_pmcid(written) == "PMC99"


@pytest.mark.parametrize(
    ("clean", "wrong"),
    [
        *((clean_doi, wrong) for wrong in ("1O.1000/x", "10.1000", "10.1000/a b", "https://x.org/10.1000/x", "")),
        *((clean_pmid, wrong) for wrong in ("PMC99", "0", "123456789", "12 3", "PMID", "")),
        *((clean_pmcid, wrong) for wrong in ("99", "PMC", "PMID: 99", "PMC0", "")),
    ],
)
def test_what_is_no_such_number_is_refused(clean: Callable[[str], str], wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        clean(wrong)
