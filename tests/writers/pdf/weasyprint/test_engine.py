"""WeasyPrint is imported quickly, in the supported version and with our fixes."""

import json
import re
import subprocess
import sys
from importlib import import_module, metadata
from typing import Any

import pytest

from exporter.errors import MachineError
from exporter.writers.pdf.weasyprint import engine


@pytest.mark.parametrize("is_imported", [True, False], ids=["imported before", "not yet imported"])
@pytest.mark.parametrize("version", ["71.0", "70.1", "70.0.post1"])
def test_another_version_of_weasyprint_is_refused(
    version: str, is_imported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_imported:
        monkeypatch.setattr(engine.import_weasyprint(), "__version__", version)
    else:
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(metadata, "version", lambda name: version)
    message = rf"WeasyPrint {re.escape(version)} is installed; exporter needs 70\.0 .*\n.*weasyprint==70\.0"
    with pytest.raises(MachineError, match=message):
        engine.import_weasyprint()


def test_a_weasyprint_imported_before_is_fixed_too() -> None:
    assert loaded("import weasyprint") == {"early": True, "options": "Options", "is_fixed": True}


def test_the_version_of_pango_is_the_one_that_pango_reports() -> None:
    engine.import_weasyprint()
    libraries = import_module("weasyprint.text.ffi")
    libraries.ffi.cdef("const char *pango_version_string(void);", override=True)
    assert engine.pango_version() == libraries.ffi.string(libraries.pango.pango_version_string()).decode()


PROGRAMS = {
    "no Pango": "import cffi\ndef no(*a): raise OSError\ncffi.FFI.dlopen = no\n",
    "quick": "",
    "no shortcut": "import sys; sys.platform = 'other'\n",
}


def loaded(before: str) -> dict[str, Any]:
    """Return what a new process reports after it has imported WeasyPrint."""
    program = f"""{before}
import json, sys
from exporter.errors import MachineError
from exporter.writers.pdf.weasyprint import engine
try:
    engine.import_weasyprint()
except MachineError as error:
    print(json.dumps({{"error": str(error)}}))
else:
    import weasyprint.layout.preferred as preferred, weasyprint.pdf.fonts as fonts
    print(json.dumps({{
        "early": "fontTools.subset" in sys.modules,
        "options": fonts.subset.Options.__name__,
        "is_fixed": hasattr(preferred.split_first_line, "__wrapped__"),
    }}))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def test_a_missing_pango_is_reported_with_a_way_to_fix_it() -> None:
    assert re.search(r"Pango.* is missing\n.*`exporter doctor`", loaded(PROGRAMS["no Pango"])["error"])


def test_a_missing_font_subsetter_is_reported_with_a_way_to_fix_it(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.import_weasyprint()
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(MachineError, match=r"subsetter.* is missing\n.*`exporter doctor`"):
        engine.import_weasyprint()


def test_the_quick_import_loads_font_tools_only_when_needed() -> None:
    assert loaded(PROGRAMS["quick"]) == {"early": False, "options": "Options", "is_fixed": True}


def test_the_ordinary_import_works_where_the_quick_one_is_not_tried() -> None:
    assert loaded(PROGRAMS["no shortcut"]) == {"early": True, "options": "Options", "is_fixed": True}
