"""Adds the claim of PDF/UA-1 to a PDF/A-2a, so that the file for an archive is also marked as accessible.

WeasyPrint writes one variant for each file. The second one needs a line in the metadata, and PDF/A requires a
description of each line. Upstream: https://github.com/Kozea/WeasyPrint/issues/2467 requests both in one file.
Source: ISO 19005-2, 6.6.2.3; ISO 14289-1, clause 5.
"""

from importlib import import_module
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

OPTIONS: Final[dict[str, Any]] = {"pdf_variant": "pdf/a-2a", "pdf_identifier": True, "output_intent": "screens"}
STYLE: Final = "img { image-rendering: crisp-edges }"  # PDF/A forbids smoothed pictures (6.2.8)

_PROPERTY: Final = (
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
)
_ACCESSIBLE: Final = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">{_PROPERTY}</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def colours() -> dict[str, Any]:
    """Return the colour profile by its name in `OPTIONS`; when WeasyPrint loads it itself, it leaves a file open."""
    name = "sRGB2014.icc"
    content = BytesIO((files("weasyprint.pdf") / name).read_bytes())
    profile = import_module("weasyprint.css").ColorProfile
    return {OPTIONS["output_intent"]: profile(content, name, "relative-colorimetric", (["r"], ["g"], ["b"]))}


def claim_accessible(pdf: Any) -> None:
    """Claim conformance to PDF/UA-1 in the metadata of a `pydyf.PDF`."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", _ACCESSIBLE.encode() + b"</rdf:RDF>", 1)
    metadata.compress = False  # programs that cannot read PDF must find it (6.6.2.1)
