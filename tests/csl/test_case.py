"""A word of a title is harmed if a style changes letters that say something."""

import pytest

from exporter import csl

TITLE = "Effect of 5 mg on Crohn's disease in Leeds: DNA, pH, e-health and d-dimer. A trial"


@pytest.mark.parametrize(
    ("title", "printed", "harmed"),
    [
        (TITLE, f"Lee A. {TITLE}. J. 2012.", []),
        (TITLE, "Effect of 5 Mg on Crohn’s Disease in Leeds: DNA, pH, E-Health and D-Dimer. A Trial.", ["mg Mg"]),
        (TITLE, "effect of 5 mg on crohn’s disease in leeds: dna, ph, e-health and d-dimer. a trial",
         ["Crohn's crohn’s", "Leeds leeds", "DNA dna", "pH ph"]),
        (TITLE.upper(), TITLE, []),
        ("The Effect of Exercise on Pain in Leeds", "The effect of exercise on pain in leeds", []),
        ("The Effect of DNA on Pain in Leeds", "The effect of dna on pain in leeds", ["DNA dna"]),
        ("5 mg and 10 mg", "5 MG and 10 MG", ["mg MG"]),
        ("Of mg and 5 patients", "Of Mg and 5 Patients", []),
        ('On <i>E. coli</i> and <span class="nocase">Leeds</span>', "On E. coli and leeds", ["Leeds leeds"]),
        ("Another title", "Lee A. J. 2012.", []),
        ("", "Lee A. J. 2012.", []),
    ],
)  # fmt: skip
def test_only_letters_that_say_something_are_harmed(title: str, printed: str, harmed: list[str]) -> None:
    assert [" ".join(pair) for pair in csl.harmed_words(title, printed)] == harmed
