"""Imports WeasyPrint with our fixes, in half the time where that is safe.

No other module imports WeasyPrint, so that commands that write no PDF do not pay for it.

Symptom: `import weasyprint` takes 0.3 s longer than necessary. `ctypes.util.find_library` starts a compiler and a
linker for each Windows and macOS name of a library that is tried before `lib….so.N` (0.2 s), and fontTools' subsetter
and instancer are loaded (0.1 s), although only variable fonts need them here.
Upstream: https://github.com/Kozea/WeasyPrint/issues/1125 (the compiler),
https://github.com/Kozea/WeasyPrint/issues/2073 (the time); both are closed
Versions: WeasyPrint 70.0, the only one that is accepted here
Test: test_the_quick_import_loads_font_tools_only_when_needed
End: delete the shortcuts once an import takes less than 0.3 s without them; look again on 2027-06-01.
"""

import ctypes.util
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module, metadata
from io import StringIO
from types import ModuleType
from typing import Any, Final

from exporter.errors import MachineError, Problem
from exporter.writers.pdf.weasyprint import min_content, stream_end, trailing_space

_PIN: Final = "weasyprint=="
VERSION: Final = next(one for one in metadata.requires("handout-exporter") or () if one.startswith(_PIN))[len(_PIN) :]
"""The only supported version, which pyproject.toml pins: our fixes replace private functions of WeasyPrint."""
_HINT: Final = "`exporter doctor` says how to install it"


def import_weasyprint() -> ModuleType:
    """Return the module `weasyprint`.

    Raises:
        MachineError: it is not installed, its version is not supported, or a library is missing.
    """
    _require_version()
    if "weasyprint" not in sys.modules and not _load_quickly():
        _load()
    _require_subsetter()
    _apply_fixes()
    return import_module("weasyprint")


def _apply_fixes() -> None:
    """Apply the fixes that are written for the installed versions."""
    for fix in (min_content, trailing_space, stream_end):
        package, version = fix.AFFECTED
        if metadata.version(package) == version:
            fix.apply()


def _require_subsetter() -> None:
    """Raise MachineError without HarfBuzz's subsetter: PDFs would take three times as long, and their bytes vary."""
    if import_module("weasyprint.text.ffi").harfbuzz_subset is None:
        message = "HarfBuzz's subsetter, the library that embeds the fonts of a PDF, is missing"
        raise MachineError(Problem(message, hint=_HINT))


def pango_version() -> str:
    """Return the version of the loaded Pango, such as `1.56.3`."""
    number = int(import_module("weasyprint.text.ffi").pango.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _require_version() -> None:
    """Raise MachineError if the imported module or else the installed package is another version."""
    hint = f"run `pip install weasyprint=={VERSION}`"
    try:
        imported = getattr(sys.modules.get("weasyprint"), "__version__", None)
        found = imported or metadata.version("weasyprint")
    except metadata.PackageNotFoundError as error:
        raise MachineError(Problem("WeasyPrint is not installed", hint=hint)) from error
    if found != VERSION:
        message = f"WeasyPrint {found} is installed; exporter needs {VERSION} to make accessible PDFs"
        raise MachineError(Problem(message, hint=hint))


def _load_quickly() -> bool:
    """Import with both shortcuts, and return whether it worked. Only Linux does not need the search for libraries."""
    if sys.platform != "linux":
        return False
    try:
        with _nothing_searched(), _font_tools_later():
            _load()
    except (MachineError, ImportError):
        return False
    return True


def _load() -> None:
    """Import WeasyPrint without its own messages about missing libraries and fonts."""
    try:
        with redirect_stdout(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_module("weasyprint")
    except OSError as error:
        message = "Pango, the library that sets the text of a PDF, is missing"
        raise MachineError(Problem(message, hint=_HINT)) from error


@contextmanager
def _nothing_searched() -> Iterator[None]:
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


@contextmanager
def _font_tools_later() -> Iterator[None]:
    """Replace two modules of fontTools with placeholders, which import them when they are first used."""
    names = ("fontTools.subset", "fontTools.varLib.instancer")
    stand_ins = {name: _stand_in(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    """Return a module that looks up its names in the real module when they are used."""

    def instantiate(*arguments: Any, **options: Any) -> Any:
        return import_module(name).instantiateVariableFont(*arguments, **options)

    def real(attribute: str) -> Any:
        if attribute.startswith("__"):  # looked up by the import itself
            raise AttributeError(attribute)
        return getattr(import_module(name), attribute)

    module = ModuleType(name)
    vars(module)["instantiateVariableFont"] = instantiate
    vars(module)["__getattr__"] = real
    return module
