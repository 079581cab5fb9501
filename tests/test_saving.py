"""Saves are whole or not at all, one run at a time."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from exporter.errors import MachineError
from exporter.output.saving import saving


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    with saving(folder) as put:
        put(files)


def test_files_are_saved_whole_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    save(tmp_path / "out", {"a": b"old", "b": b"old"})
    save(tmp_path / "out", {"a": b"new"})
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert found == {"a": b"new", "b": b"old"}


SAVE_TOO_MUCH = """
import resource, sys
from pathlib import Path
from exporter.errors import MachineError
from exporter.output.saving import saving
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with saving(Path(sys.argv[1])) as save: save({"a": b"new", "b": b"x" * 5000})
except MachineError as error: print(error); sys.exit(4)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit on the size of files")
def test_a_disk_without_room_changes_nothing(tmp_path: Path) -> None:
    save(tmp_path, {"a": b"old", "b": b"old"})
    run = subprocess.run([sys.executable, "-c", SAVE_TOO_MUCH, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 4
    assert "cannot be written" in run.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_folder_that_cannot_be_made_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file, not a folder")
    with pytest.raises(MachineError, match="cannot be written"):
        save(tmp_path / "out", {"a": b"new"})


def test_the_files_are_replaced_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = []
    ordinary = Path.replace

    def watched(self: Path, target: "str | os.PathLike[str]") -> Path:
        replaced.append(Path(target).name)
        return ordinary(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    save(tmp_path, {"b.pdf": b"", "a.html": b"", "a.ledger.json": b""})
    assert replaced == ["b.pdf", "a.html", "a.ledger.json"]
