"""Reads .bib files in tests, and shows what programs write into them."""

from typing import Any

from exporter.citeproc import Citeproc
from exporter.csl import Csl
from exporter.errors import Problem
from exporter.load.bibliography import Record, bibtex
from exporter.source import Source


def records(citeproc: Citeproc, text: str) -> tuple[list[Record], list[Problem]]:
    return bibtex.read(Source("a.bib", text), citeproc)


def record(citeproc: Citeproc, fields: str, kind: str = "article") -> Record:
    """Return the record of one entry with the key `ant`."""
    (one,), problems = records(citeproc, f"@{kind}{{ant,\n{fields}\n}}")
    assert not problems
    return one


def reference(citeproc: Citeproc, fields: str, kind: str = "article") -> Csl:
    """Return the reference of one entry, about which there is nothing to report."""
    one = record(citeproc, fields, kind)
    assert not one.problems
    return one.reference


def messages(citeproc: Citeproc, fields: str, kind: str = "article") -> list[str]:
    """Return what is reported about one entry, with the line before each message."""
    problems = record(citeproc, fields, kind).problems
    assert all(one.location and one.location.file == "a.bib" and one.hint for one in problems)
    return [f"{one.location.line if one.location else 0}: {one.severity}: {one.message}" for one in problems]


EXPORTS: dict[str, tuple[str, dict[str, Any]]] = {
    "Zotero": (
        """@article{bee_effect_2020,
	title = {Effect of {Tai} {Chi} on {COVID}-19: 50 {\\textless}i{\\textgreater}mg{\\textless}/i{\\textgreater}},
	volume = {12},
	issn = {1234-5678},
	url = {https://www.example.org/a\\_b?x=1\\&y=2},
	doi = {10.1000/abc\\_def},
	abstract = {Of 50 \\% {\\textgreater} \\foo},
	language = {en},
	number = {3},
	urldate = {2021-03-04},
	journal = {Journal of Examples},
	author = {Müller, Jörg and {de} Vries, Jan},
	month = mar,
	year = {2020},
	note = {PMID: 12345678
PMCID: PMC1234567},
	keywords = {A, B},
	pages = {e101--e110},
	file = {Full Text:/home/x/a.pdf:application/pdf},
}""",
        {
            "type": "article-journal",
            "title": 'Effect of <span class="nocase">Tai</span> <span class="nocase">Chi</span> on '
            '<span class="nocase">COVID-19</span>: 50 <i>mg</i>',
            "issued": {"date-parts": [[2020, 3]]},
            "accessed": {"date-parts": [[2021, 3, 4]]},
            "DOI": "10.1000/abc_def",
            "PMID": "12345678",
            "PMCID": "PMC1234567",
            "URL": "https://www.example.org/a_b?x=1&y=2",
            "page": "e101-e110",
            "issue": "3",
        },
    ),
    "Better BibTeX": (
        """@article{bee2014,
  title = {Exercise in {{Leeds}}: A Trial},
  author = {family=Berg, given=Anna, prefix=van der, useprefix=true and Lee, A.},
  date = {2014-03},
  journaltitle = {Journal of Examples},
  shortjournal = {J Ex},
  volume = {3},
  number = {2},
  eprint = {12345678},
  eprinttype = {pubmed},
  pages = {1--9},
  issn = {1234-5678},
  langid = {english},
  abstract = {A}
}""",
        {
            "title": 'Exercise in <span class="nocase">Leeds</span>: A Trial',
            "issued": {"date-parts": [[2014, 3]]},
            "container-title": "Journal of Examples",
            "container-title-short": "J Ex",
            "PMID": "12345678",
            "language": "en",
        },
    ),
    "Mendeley": (
        """@article{Bee2016,
abstract = {A},
author = {Smith, B. C. and {World Health Organization}},
doi = {https://doi.org/10.1016/S0140-6736(16)31012-1},
file = {:C$\\backslash$:/Users/a.pdf:pdf},
issn = {01406736},
journal = {Lancet},
mendeley-groups = {x},
month = {jul},
number = {10043},
pages = {475--483},
pmid = {27234555},
title = {{Title in double braces of {\\ss}}},
url = {http://a.org/{\\~{}}x/},
volume = {388},
year = {2016}
}""",
        {
            "title": '<span class="nocase">Title in double braces of ß</span>',
            "DOI": "10.1016/S0140-6736(16)31012-1",
            "issued": {"date-parts": [[2016, 7]]},
            "URL": "http://a.org/~x/",
            "author": [{"family": "Smith", "given": "B. C."}, {"literal": "World Health Organization"}],
        },
    ),
    "JabRef": (
        """% Encoding: UTF-8

@Article{Bee2010,
  author       = {J. Doe and Jane van der Berg},
  title        = {A title},
  journal      = {J},
  year         = {2010},
  month        = mar,
  creationdate = {2010-01-01T00:00:00},
  owner        = {me},
  groups       = {A},
  timestamp    = {2010.01.01},
  __markedentry = {[me:]},
}

@Comment{jabref-meta: databaseType:bibtex;}
""",
        {"issued": {"date-parts": [[2010, 3]]}, "title": "A title"},
    ),
    "Google Scholar": (
        """@article{lee2015effect,
  title={Effect of vitamin D on Crohn's disease},
  author={Lee, Anna and Smith, Bob and others},
  journal={The Lancet},
  volume={385},
  number={9966},
  pages={117--171},
  year={2015},
  publisher={Elsevier}
}""",
        {"title": "Effect of vitamin D on Crohn's disease", "publisher": "Elsevier", "page": "117-171"},
    ),
    "Scopus": (
        """@ARTICLE{Lee2012,
author={Lee, A. and Smith, B.},
title={A title},
journal={A journal},
year={2012},
art_number={12},
note={cited By 5},
document_type={Article},
abbrev_source_title={A. J.},
source={Scopus},
pubmed_id={123},
affiliation={X},
}""",
        {"page": "12", "container-title-short": "A. J.", "PMID": "123"},
    ),
    "Web of Science": (
        """@article{ WOS:000123,
Author = {Lee, Anna and Smith, Bob},
Title = {A title},
Journal = {A JOURNAL},
Year = {2012},
Volume = {3},
Month = {JAN-FEB},
Type = {Article},
Article-Number = {e1},
EISSN = {1234-5678},
Journal-ISO = {A J.},
Times-Cited = {2},
Unique-ID = {WOS:000123},
DA = {2020-01-01},
}""",
        {"issued": {"date-parts": [[2012, 1], [2012, 2]]}, "page": "e1", "container-title-short": "A J."},
    ),
}
