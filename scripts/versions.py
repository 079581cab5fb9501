"""Compare the programs that the setup does not pin with the versions that the tests last passed with.

python -m scripts.versions          print the differences
python -m scripts.versions write    rewrite the table in .github/CONTRIBUTING.md
"""

import re
import sys
from itertools import islice
from pathlib import Path
from typing import Final

from exporter import doctor

LIST: Final = Path(__file__).parents[1] / ".github" / "CONTRIBUTING.md"
UNPINNED: Final = ("Python", *doctor.PACKAGES)
_ROW: Final = re.compile(r"^\| (.+) \| (\S+) \|$", re.MULTILINE)


def differences(text: str) -> list[str]:
    """Return a line for each program whose version differs from the table in `text`."""
    found = _found()
    return [
        f"another version of {name}: tested with {version}, found {found[name]}"
        for name, version in tested(text).items()
        if found[name] != version
    ]


def tested(text: str) -> dict[str, str]:
    """Return the versions in the table, by program."""
    return {name: version for name, version in _ROW.findall(text) if name in UNPINNED}


def filled(text: str) -> str:
    """Return the text with the versions of this machine in its table."""
    found = _found()
    return _ROW.sub(lambda row: f"| {row[1]} | {found.get(row[1], row[2])} |", text)


def _found() -> dict[str, str]:
    parts = (part for part in doctor.examine() if part.name in UNPINNED)
    return {part.name: part.version or "none" for part in islice(parts, len(UNPINNED))}


def main() -> None:
    """Print the differences, or write the table."""
    text = LIST.read_text("utf-8")
    if sys.argv[1:] == ["write"]:
        LIST.write_text(filled(text), "utf-8")
    elif lines := differences(text):
        print(*lines, "`make versions` records that the tests passed with these", sep="\n")


if __name__ == "__main__":
    main()
