"""Files that come with the program, and the hash that identifies a file."""

import hashlib
from functools import cache
from pathlib import Path


def packaged_folder(name: str) -> Path:
    """Return a folder of data that comes with the program (`templates`, `fonts`, `labels`, `styles`)."""
    here = Path(__file__).parent
    # In a checkout the styles are beside `src`, where a clinic finds them; the wheel carries a copy.
    return here / name if (here / name).is_dir() else here.parents[1] / name


def digest(content: bytes) -> str:
    """Return the hash of the bytes as the ledger writes it: `sha256:…`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@cache
def packaged_digest(path: Path) -> str:
    """Return the hash of a file that comes with the program."""
    return digest(path.read_bytes())
