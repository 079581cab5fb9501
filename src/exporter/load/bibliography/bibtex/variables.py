"""What each type of entry and each field is in CSL.

Sources: the manuals of BibTeX and BibLaTeX (sections 2.1 and 2.2), CSL 1.0.2 (appendices III and IV), and files that
Zotero, Better BibTeX, Mendeley, JabRef, Google Scholar, Scopus and Web of Science export.
"""

import re
from typing import Final

TYPES: Final = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "bookinbook": "chapter", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "inreference": "entry-encyclopedia",
    "manual": "book", "mastersthesis": "thesis", "misc": "document", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "book", "mvreference": "book", "online": "webpage", "patent": "patent",
    "periodical": "article-journal", "phdthesis": "thesis", "proceedings": "book", "reference": "book",
    "report": "report", "software": "software", "suppbook": "chapter", "suppcollection": "chapter",
    "suppperiodical": "article-journal", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript",
    "www": "webpage", "webpage": "webpage", "artwork": "graphic", "audio": "song", "commentary": "book",
    "image": "graphic", "jurisdiction": "legal_case", "legislation": "legislation", "legal": "treaty",
    "letter": "personal_communication", "movie": "motion_picture", "music": "song", "performance": "performance",
    "review": "review", "standard": "standard", "video": "motion_picture", "data": "dataset",
    "newsarticle": "article-newspaper",
    "presentation": "speech", "preprint": "article", "inproceeding": "paper-conference",
}  # fmt: skip
SUBTYPES: Final = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
COLLECTED: Final = frozenset(
    "book collection proceedings reference mvbook mvcollection mvproceedings mvreference bookinbook inbook "
    "incollection inproceedings conference inreference suppbook suppcollection".split()
)
"""Types whose `number` is that of the series."""
PARTS: Final = frozenset(
    "inbook incollection inproceedings conference inreference bookinbook suppbook suppcollection".split()
)
"""Types of what appeared in a book."""

ALIASES: Final = {
    "location": "address", "journal": "journaltitle", "archiveprefix": "eprinttype", "primaryclass": "eprintclass",
    "annote": "annotation", "hyphenation": "langid", "numpages": "pagetotal", "page_count": "pagetotal",
    "articleno": "eid", "article-number": "eid", "art_number": "eid", "elocation-id": "eid", "elocationid": "eid",
    "pubmed_id": "pmid", "pubmedid": "pmid", "pubmed": "pmid", "pmc": "pmcid", "lastchecked": "urldate",
    "accessed": "urldate", "lastaccessed": "urldate", "urlaccessdate": "urldate", "page": "pages",
    "abbrev_source_title": "shortjournal", "journal-iso": "shortjournal", "journalabbreviation": "shortjournal",
    "shortjournaltitle": "shortjournal", "conference": "eventtitle", "keyword": "keywords",
    "series-title": "series", "placeofpublication": "address", "seriestitle": "series",
}  # fmt: skip
"""Other names of fields, in small letters."""

TEXTS: Final = {
    "shortjournal": "container-title-short", "series": "collection-title", "chapter": "chapter-number",
    "edition": "edition", "version": "version", "address": "publisher-place", "eventtitle": "event-title",
    "venue": "event-place", "pagetotal": "number-of-pages", "volumes": "number-of-volumes", "library": "call-number",
    "origtitle": "original-title", "origpublisher": "original-publisher", "origlocation": "original-publisher-place",
    "annotation": "annote", "abstract": "abstract", "shorttitle": "title-short", "isbn": "ISBN", "issn": "ISSN",
}  # fmt: skip
PUBLISHERS: Final = ("publisher", "institution", "school", "organization")
NAMES: Final = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "origauthor": "original-author", "director": "director", "compiler": "compiler", "illustrator": "illustrator",
    "interviewer": "interviewer", "recipient": "recipient", "composer": "composer", "editora": "editor",
    "editorb": "editor", "editorc": "editor", "serieseditor": "collection-editor", "contributor": "contributor",
    "performer": "performer", "producer": "producer", "holder": "author",
}  # fmt: skip
ROLES: Final = {
    "editor": "editor", "director": "director", "compiler": "compiler", "organizer": "organizer",
    "collaborator": "contributor", "producer": "producer", "translator": "translator", "illustrator": "illustrator",
    "series": "collection-editor", "serieseditor": "collection-editor",
}  # fmt: skip
DATES: Final = {"date": "issued", "eventdate": "event-date", "origdate": "original-date", "urldate": "accessed"}

WORDS: Final = {
    "phdthesis": "PhD thesis", "mathesis": "Master’s thesis", "candthesis": "Candidate thesis",
    "bathesis": "Bachelor’s thesis", "techreport": "Technical report", "resreport": "Research report",
    "software": "Computer software", "datacd": "CD-ROM", "audiocd": "Audio CD", "patent": "Patent",
    "patentus": "U.S. patent", "patenteu": "European patent", "patentde": "German patent", "patentuk": "British patent",
    "patentfr": "French patent", "inpreparation": "in preparation", "submitted": "submitted",
    "forthcoming": "forthcoming", "inpress": "in press", "prepublished": "prepublished",
}  # fmt: skip
"""The words of BibLaTeX's keys in `type` and `pubstate`."""
LANGUAGES: Final = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "usmax": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "canadian": "en-CA", "australian": "en-AU", "newzealand": "en-NZ", "german": "de",
    "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "swissgerman": "de-CH", "nswissgerman": "de-CH",
    "french": "fr", "français": "fr", "francais": "fr", "frenchb": "fr", "canadien": "fr-CA",
    "spanish": "es", "español": "es",
    "italian": "it", "portuguese": "pt", "portuges": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl",
    "danish": "da", "swedish": "sv", "norwegian": "nb", "norsk": "nb", "nynorsk": "nn", "finnish": "fi",
    "icelandic": "is", "polish": "pl", "czech": "cs", "slovak": "sk", "slovene": "sl", "slovenian": "sl",
    "croatian": "hr", "serbian": "sr", "bulgarian": "bg", "romanian": "ro", "hungarian": "hu", "magyar": "hu",
    "greek": "el", "russian": "ru", "ukrainian": "uk", "turkish": "tr", "arabic": "ar", "hebrew": "he",
    "persian": "fa", "hindi": "hi", "chinese": "zh", "japanese": "ja", "korean": "ko", "thai": "th",
    "vietnamese": "vi", "catalan": "ca", "basque": "eu", "galician": "gl", "estonian": "et", "latvian": "lv",
    "lithuanian": "lt", "latin": "la", "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es",
    "ita": "it", "por": "pt", "dut": "nl", "nld": "nl", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko",
    "rus": "ru", "pol": "pl", "swe": "sv", "dan": "da", "nor": "nb", "fin": "fi", "tur": "tr", "ara": "ar",
}  # fmt: skip
EPRINTS: Final = {
    "arxiv": "https://arxiv.org/abs/", "jstor": "https://www.jstor.org/stable/", "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}  # fmt: skip

UNPRINTED: Final = re.compile(
    r"abstract.*|keywords?|.*[-_]?keywords?(?:-plus)?|mesh.*|annot.*|file|files|pdf|local-?(?:url|file)|attachments?|"
    r"crossref|xref|xdata|ids|entryset|entrysubtype|related\w*|execute|label\w*|options|presort|short(?:hand\w*|author|editor)|"
    r"key|index\w*title|sort\w+|gender|langidopts|nameaddon|authorids?|eprint(?:class|type)|editor[abc]?type|authortype|"
    r"date-\w+|\w+date|date_?(?:added|modified)|timestamp|owner|username|user[a-f]|groups?|added-at|posted-at|"
    r"creationdate|modificationdate|bdsk-.*|citeulike-.*|mendeley-.*|jabref.*|zotero.*|__.*|biburl|bibsource|"
    r"(?:inter|intra)hash|ads(?:url|note)|rating|ranking|priority|readstatus|read|printed|relevance|qualityassured|"
    r"review(?:er|ers)?|comments?|internal-note|citation-?key|uuid|guid|unique-id|copyright|rights|licen[cs]e|"
    r"affiliations?|address-author|author-(?:email|address)|correspondence_?address\d*|researcherid-numbers|orcid-numbers|"
    r"funding.*|cited-?(?:by|references)|number-of-cited-references|times-cited|usage-count-.*|references?|"
    r"doc-delivery-number|web-of-science.*|research-areas|document_?type|publication_stage|source|coden|eissn|e-issn|"
    r"early-access-date|oa|da|book-group-author|researchareas|issuetitleaddon|nationality|assignee|"
    r"refid|accession.*|database|db|dbtype|bibdate|ean|price|cover|tags|collection|place-?holder|crossmark|"
    r"language-?code|doi-?url|note-?to-?self|mrnumber|mrclass|mrreviewer|zblnumber|fjournal|issn-?l|"
    r"month_?numeric|\w*hash|pmid-?url|archive(?:location)?|urlaccess\w*|urltext|bookpagination|pagination"
)
"""Fields that no style prints: for the author's own use, for the program that wrote the file, or for sorting."""
