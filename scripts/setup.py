"""Prepare this checkout: install Python packages into `.venv`, and the programs and libraries that pip cannot install.

    python3 scripts/setup.py run            install the program and what it needs, including system libraries
    python3 scripts/setup.py test           install what `make test` also needs: tools, Java, Node, Chromium
    python3 scripts/setup.py bench          install the programs that `make bench` compares with
    python3 scripts/setup.py constraints    rewrite constraints.txt and tests/package-lock.json

Uses the standard library only. Exit code 4: something is missing that cannot be installed from here; the command to
type is printed.
"""

import ctypes
import ctypes.util
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
NODE_PACKAGES = ROOT / "tests" / "package.json"
NODE_CONSTRAINTS = ROOT / "tests" / "package-lock.json"

INSTALLERS = {
    "apt-get": "apt-get install --yes --no-install-recommends -qq -o DPkg::Lock::Timeout=300",
    "dnf": "dnf install --assumeyes --quiet",
    "brew": "brew install --quiet",
}


@dataclass(frozen=True)
class Need:
    """Something that pip cannot install: a check that it is there, and its packages by installer."""

    name: str
    is_met: Callable[[], bool]
    packages: dict[str, str]
    hint: str = ""


def is_loadable(*names: str) -> bool:
    """Return whether a library can be loaded by the file names that WeasyPrint tries, or found by ctypes."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    stem = names[0].removeprefix("lib").partition(".so")[0]
    return ctypes.util.find_library(stem) is not None


def has_pango() -> bool:
    return (
        is_loadable("libgobject-2.0.so.0", "libgobject-2.0.0.dylib")
        and is_loadable("libpango-1.0.so.0", "libpango-1.0.dylib")
        and is_loadable("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
        and is_loadable("libharfbuzz.so.0", "libharfbuzz.0.dylib")
        and is_loadable("libfontconfig.so.1", "libfontconfig.1.dylib")
    )


def has_subsetter() -> bool:
    return is_loadable("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")


def has_venv() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def has_java() -> bool:
    """Return whether Java and its compiler are installed; macOS has commands that only say where to get them."""
    java, compiler = shutil.which("java"), shutil.which("javac")
    return bool(java and compiler) and subprocess.run([str(compiler), "-version"], capture_output=True).returncode == 0


def has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def has_chromium() -> bool:
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


HOMEBREW_PYTHON = 'use the Python of Homebrew: make clean, then make PYTHON="$(brew --prefix)/bin/python3"'
VENV = Need(
    "Python's venv",
    has_venv,
    {"apt-get": f"python3.{sys.version_info.minor}-venv", "dnf": "python3-pip", "brew": "python"},
)
PANGO = Need(
    "Pango",
    has_pango,
    {"apt-get": "libpango-1.0-0 libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"},
    HOMEBREW_PYTHON,
)
SUBSETTER = Need(
    "HarfBuzz's font subsetter",
    has_subsetter,
    {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"},
    HOMEBREW_PYTHON,
)
JAVA = Need(
    "Java with its compiler (for EPUBCheck, veraPDF and the Nu HTML checker)",
    has_java,
    {"apt-get": "default-jdk-headless", "dnf": "java-devel", "brew": "openjdk"},
    'Homebrew keeps Java off the PATH: export PATH="$(brew --prefix openjdk)/bin:$PATH"',
)
NODE = Need(
    "Node.js and npm (for Ace, axe and the reading system)",
    has_node,
    {"apt-get": "nodejs npm", "dnf": "nodejs npm", "brew": "node"},
)
CHROMIUM = Need(
    "Chromium (for Ace, axe, the web page and the reading system)",
    has_chromium,
    {"apt-get": "chromium", "dnf": "chromium", "brew": "chromium"},
)


def stop(message: str, *hints: str) -> NoReturn:
    """Exit with code 4: something is missing on this machine."""
    print(f"error: {message}", *(f"  hint: {hint}" for hint in hints), sep="\n", file=sys.stderr)
    raise SystemExit(4)


def missing(needs: Sequence[Need]) -> list[Need]:
    return [need for need in needs if not need.is_met()]


def names(needs: Sequence[Need]) -> str:
    return ", ".join(need.name for need in needs)


def as_administrator(installer: str) -> list[str] | None:
    """Return the words before the installer's command, or None if it cannot be run as administrator from here."""
    if installer == "brew" or os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() and not os.environ.get("CI") else None


def run_installer(installer: str, before: list[str], packages: list[str]) -> bool:
    """Run the installer, and return whether it worked; apt is run again with new package lists if it fails."""
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", *INSTALLERS[installer].split(), *packages]
    if is_done(*command):
        return True
    return installer == "apt-get" and is_done(*before, "apt-get", "update", "-qq") and is_done(*command)


def is_done(*command: str) -> bool:
    """Run a command that shows only its errors, and return whether it worked."""
    return subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0


def require(*needs: Need) -> None:
    """Install the needs that are not met, or stop and print what to type."""
    lacking = missing(needs)
    if not lacking:
        return
    installer = next((command for command in INSTALLERS if shutil.which(command)), None)
    if installer is None:
        stop(f"missing on this machine: {names(lacking)}", "see docs/administrators/installing.md")
    packages = [package for need in lacking for package in need.packages[installer].split()]
    before = as_administrator(installer)
    by_hand = shlex.join([*([] if installer == "brew" else ["sudo"]), installer, "install", *packages])
    if before is None:
        stop(f"missing on this machine: {names(lacking)}", f"type: {by_hand}")
    print(f"Installing {names(lacking)}: {shlex.join(packages)}", flush=True)
    if not run_installer(installer, before, packages):
        stop(f"`{installer}` could not install {names(lacking)}", f"type: {by_hand}")
    still = missing(lacking)
    if still:
        stop(f"installed, but still not found: {names(still)}", *{need.hint for need in still if need.hint})


def make_environment(folder: Path) -> Path:
    """Return the Python of the virtual environment in `folder`; create the environment unless it is there with pip."""
    python = folder / "bin" / "python"
    if not python.exists() or not is_done(str(python), "-m", "pip", "--version"):
        require(VENV)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    return python


def pip_install(python: Path, *arguments: str | Path) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command).returncode:
        stop("pip could not install the Python packages", "fix what its message above reports, then run make again")


def requirements(*groups: str) -> list[str]:
    """Return the requirements of the program and of dependency groups, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    own: list[str] = project["project"]["dependencies"]
    return own + [line for group in groups for line in project["dependency-groups"][group]]


def install(*groups: str) -> None:
    print("Installing Python packages into .venv", flush=True)
    python = make_environment(ENVIRONMENT)
    pip_install(python, "--constraint", CONSTRAINTS, *requirements(*groups))


def set_up_run() -> None:
    require(PANGO, SUBSETTER)
    install("build")
    pip_install(ENVIRONMENT / "bin" / "python", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def set_up_test() -> None:
    require(JAVA, NODE, CHROMIUM)
    install("test")
    install_node_packages(ENVIRONMENT / "node")


def install_node_packages(folder: Path) -> None:
    """Install the packages that tests/package-lock.json pins, without running their own scripts."""
    print("Installing Node packages into .venv/node", flush=True)
    folder.mkdir(exist_ok=True)
    shutil.copy(NODE_CONSTRAINTS, folder)
    npm(folder, "ci")


def npm(folder: Path, *arguments: str) -> None:
    """Run npm on the packages of tests/package.json, in `folder`."""
    shutil.copy(NODE_PACKAGES, folder)
    command = ["npm", *arguments, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=folder).returncode:
        stop("npm could not install the Node packages", "fix what its message above reports, then run make again")


def set_up_bench() -> None:
    install("bench")


def write_constraints() -> None:
    """Install all requirements into an empty environment, and write the versions that pip and npm chose."""
    with tempfile.TemporaryDirectory() as folder:
        python = make_environment(Path(folder) / "venv")
        pip_install(python, *requirements("build", "test", "bench"))
        frozen = subprocess.run([python, "-m", "pip", "freeze"], capture_output=True, text=True, check=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    header = f"# Written by `make constraints` on Python {version}; do not edit.\n"
    CONSTRAINTS.write_text(header + frozen.stdout, encoding="utf-8")
    require(NODE)
    with tempfile.TemporaryDirectory() as folder:
        # Without the addresses of a registry, which may be that of one company.
        npm(Path(folder), "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
        shutil.copy(Path(folder) / NODE_CONSTRAINTS.name, NODE_CONSTRAINTS)


STEPS = {"run": set_up_run, "test": set_up_test, "bench": set_up_bench, "constraints": write_constraints}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in STEPS:
        sys.exit(f"usage: setup.py {'|'.join(STEPS)}")
    STEPS[sys.argv[1]]()
