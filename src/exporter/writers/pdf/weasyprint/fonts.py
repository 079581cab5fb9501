"""Replaces WeasyPrint's `FontConfiguration` with one that has only the packaged fonts.

Symptom: WeasyPrint always uses the fonts of the machine, too. The same article would look different on another machine,
and its pages would break in other places.
Upstream: docs/upstream/fonts.md
Versions: WeasyPrint 70.0, the only one that `engine` accepts
Test: test_only_packaged_faces_are_used_and_embedded
End: delete once `FontConfiguration` can be made of given files alone; look again on 2027-06-01.
"""

import os
from collections.abc import Iterable
from importlib import import_module
from typing import Any
from xml.sax.saxutils import escape

from exporter.errors import ExporterError, MachineError, Problem
from exporter.faces import Face

_FALLBACK = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><match target="pattern">'
    '<edit name="family" mode="append_last">{}</edit></match></fontconfig>'
)


class PrivateFontConfiguration:
    """The part of a font configuration that WeasyPrint's layout reads; faces are tried in the given order.

    Raises:
        MachineError: a font file cannot be read.
    """

    def __init__(self, faces: Iterable[Face]) -> None:
        libraries: Any = import_module("weasyprint.text.ffi")
        ffi, fontconfig, pangoft2 = libraries.ffi, libraries.fontconfig, libraries.pangoft2
        ffi.cdef("FcConfig *FcConfigCreate(void);", override=True)  # WeasyPrint declares only what it uses
        config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), libraries.gobject.g_object_unref)
        families = dict.fromkeys(face.family for face in faces)
        names = "".join(f"<string>{escape(family)}</string>" for family in families)
        fontconfig.FcConfigParseAndLoadFromMemory(config, _FALLBACK.format(names).encode(), True)
        for face in faces:
            if not fontconfig.FcConfigAppFontAddFile(config, os.fsencode(face.path)):
                hint = "`exporter doctor` says which package contains it"
                raise MachineError(Problem(f"the font `{face.path.name}` cannot be read", None, hint))
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), config)
        fontconfig.FcConfigDestroy(config)  # the font map has its own reference
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}

    def add_font_face(self, rule: Any, fetcher: Any) -> None:
        """Raise ExporterError: a stylesheet may not add a font."""
        raise ExporterError("a stylesheet has an `@font-face` rule: a stylesheet cannot add fonts; delete the rule")
