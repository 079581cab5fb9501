"""One YAML article in; a PDF handout, an EPUB and a web page out, every number in them the same.

load          words and keys, and where each was written     → Manuscript (keys, no numbers)
resolve       the only place that gives out numbers          → Document   (numbers, no keys to look up)
render        one template set, one body for every format    → body       (one XHTML tree)
writers       pdf, epub, html: wrap the body                 → bytes
verify        re-open the bytes, read every number back      → problems
pipeline      the order of these steps; saves only what agrees

cli, batch    the commands; many articles  isolation     an article in a process of its own
doctor        is everything installed      printing      what cannot be printed, and where
exported      what lies in out/ already
article       the source schema            document      the numbered document
values        what a value may be          reference     the schema of a reference
markup        Markdown of a text           convert       Markdown to the document
csl           reference data and styles    citeproc      how references read
ledger        every number given out       formats       what files there are
typeface      the packaged fonts           source        text with its place
project       what is read, and hashed     saving        files replaced as a whole
stylesheet    what CSS may not ask for     limits        how much an article may ask for
errors        problems and exit codes      child         a helper process that answers
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporter.errors import ExporterError, Problem
    from exporter.pipeline import Export, Pipeline

__all__ = ["Export", "ExporterError", "Pipeline", "Problem"]

_HOMES = {"Export": "pipeline", "ExporterError": "errors", "Pipeline": "pipeline", "Problem": "errors"}


def __getattr__(name: str) -> Any:
    """Import a part of the public API when it is first used: `exporter --help` needs none of it."""
    if name in _HOMES:
        return getattr(import_module(f"exporter.{_HOMES[name]}"), name)
    raise AttributeError(f"module `exporter` has no `{name}`")
