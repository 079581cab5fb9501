"""Exports one YAML article as a PDF handout, an EPUB and a web page, with the same numbers in all three.

This is the API for scripts; `docs/developers/api.md` has examples. Each name is imported when it is first used, because
`exporter --help` needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporter.errors import (
        ArticleError,
        DisagreementError,
        ExporterError,
        MachineError,
        Problem,
        UsageError,
    )
    from exporter.limits import Limits
    from exporter.pipeline import Export, Pipeline
    from exporter.request import PdfOptions, Report, Request

__all__ = [
    "ArticleError",
    "DisagreementError",
    "Export",
    "ExporterError",
    "Limits",
    "MachineError",
    "PdfOptions",
    "Pipeline",
    "Problem",
    "Report",
    "Request",
    "UsageError",
]

_MODULES = {
    "Export": "pipeline",
    "Limits": "limits",
    "PdfOptions": "request",
    "Pipeline": "pipeline",
    "Report": "request",
    "Request": "request",
}


def __getattr__(name: str) -> Any:
    """Import a name of the API when it is first used."""
    if name in __all__:
        return getattr(import_module(f"exporter.{_MODULES.get(name, 'errors')}"), name)
    raise AttributeError(f"module `exporter` has no `{name}`")
