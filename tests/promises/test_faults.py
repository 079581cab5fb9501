"""Each fault of a machine has its own message and exit code, and leaves `out/` whole."""

import errno
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import article_text
from places import ROOT, TESTS

from exporter import child
from exporter.citeproc import Citeproc
from exporter.cli import main
from exporter.doctor import examine
from exporter.errors import ArticleError, MachineError
from exporter.faces import Face
from exporter.limits import Limits
from exporter.output import saving as module
from exporter.output.ledger import Ledger
from exporter.output.saving import saving
from exporter.packaged import digest

pytestmark = pytest.mark.slow  # most of these tests start processes

PROGRAM = "from exporter.cli import main; main()"


@pytest.fixture
def fine(article: Path) -> Path:
    article.write_text(article_text(), "utf-8")
    return article


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def started(*arguments: str | Path, program: str = PROGRAM, **settings: str | Path) -> "subprocess.Popen[str]":
    """Start the command in a process of its own, with changed environment variables."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        **{key: str(value) for key, value in settings.items()},
    }
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def run(*arguments: str | Path, program: str = PROGRAM, **settings: str | Path) -> tuple[int, str]:
    """Return the exit code and the whole output."""
    process = started(*arguments, program=program, **settings)
    printed, complaints = process.communicate(timeout=120)
    return process.returncode, printed + complaints


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hashes(ledger: Ledger) -> dict[str, str]:
    return {name: record.hash for name, record in ledger.files.items()}


def require_agreement(out: Path) -> None:
    """Return whether the folder contains exactly the files of the ledger, with their hashes."""
    found = contents(out)
    ledger = Ledger.from_json(found.pop("article.ledger.json"))
    assert {name: digest(content) for name, content in found.items()} == hashes(ledger)


# ---------------------------------------------------------------- ended during its work


@pytest.mark.parametrize(
    ("saves", "builds", "number", "code"),
    [(150, 50, "SIGKILL", -9), (0, 20, "SIGTERM", 143), (0, 20, "SIGINT", 130)],
    ids=["killed", "terminated", "interrupted"],
)
def test_after_a_kill_at_any_moment_every_file_is_whole_and_the_next_run_repairs_a_mixed_set(
    saves: int, builds: int, number: str, code: int, tmp_path: Path
) -> None:
    """`kills.py` looks at every state; here only that it was thorough."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = str(TESTS / "kills.py")
    command = [sys.executable, program, str(tmp_path / "project"), str(saves), str(builds), number]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(temporary)}
    kills = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert kills.returncode == 0, kills.stderr.decode()
    found = json.loads(kills.stdout)
    assert found["step:mixed"] > 0
    assert found[f"exit {code}"] == builds
    assert {key for key in found if key.startswith("exit")} <= {"exit 0", f"exit {code}"}
    # A signal just after pandoc is started, before this is noted, leaves its temporary folder: once in a hundred.
    assert len(list(temporary.iterdir())) <= builds / 10


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_ended_while_it_saves_saves_everything_first(
    number: int, code: int, fine: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def ended(path: Path, target: Path) -> Path:
        signal.raise_signal(number)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", ended)
    assert CliRunner().invoke(main, ["build", str(fine), "--out", str(out), "--to", "html"]).exit_code == code
    require_agreement(out)


# ---------------------------------------------------------------- a folder that cannot be written


@pytest.fixture
def protected() -> Iterator[Path]:
    """Yield a read-only folder, which this process cannot write either."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        is_root = os.geteuid() == 0
        folder.chmod(0o555)
        if is_root:  # who may do anything
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_read_only_folder_is_reported_clearly(protected: Path) -> None:
    with (
        pytest.raises(MachineError, match="cannot be written: Permission denied\n  hint: make sure"),
        saving(protected),
    ):
        pass


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_an_operation_that_the_system_refuses_leaves_the_old_files(
    code: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with saving(out) as save:
        save({"a": b"old"})

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    hint = (
        "free some space on the disk" if code in (errno.ENOSPC, errno.EDQUOT) else "make sure that you may write to it"
    )
    with pytest.raises(MachineError, match=f"{os.strerror(code)}\n  hint: {hint}"), saving(out) as save:
        save({"a": b"new"})
    assert contents(out) == {"a": b"old"}


LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000)); {PROGRAM}"


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit on the size of files")
def test_a_full_disk_exits_with_4_and_keeps_the_old_set(fine: Path, out: Path) -> None:
    assert run("build", fine, "--out", out, "--to", "html")[0] == 0
    before = contents(out)
    fine.write_text(fine.read_text("utf-8").replace("Some text", "Other text"), "utf-8")
    code, said = run("build", fine, "--out", out, "--to", "html", program=LIMITED)
    assert code == 4
    assert "cannot be written: File too large\n  hint: free some space on the disk" in said
    assert contents(out) == before


def test_a_folder_that_disappears_meanwhile_is_reported_clearly(out: Path) -> None:
    with saving(out) as save:
        shutil.rmtree(out)
        with pytest.raises(MachineError, match="cannot be written: No such file"):
            save({"a": b"new"})
    assert not out.exists()


# ---------------------------------------------------------------- the folder for temporary files


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit on the size of files")
def test_no_space_for_temporary_files_stops_only_verify(fine: Path, out: Path) -> None:
    assert run("build", fine, "--out", out, "--to", "html")[0] == 0
    code, said = run("verify", fine, "--out", out, program=LIMITED)
    assert code == 4
    assert "the folder for temporary files cannot be written: File too large" in said


def test_a_missing_folder_for_temporary_files_is_reported(fine: Path, out: Path, tmp_path: Path) -> None:
    code, said = run("build", fine, "--out", out, "--to", "html", TMPDIR=tmp_path / "nowhere")
    assert code == 4
    assert f"pandoc: {tmp_path / 'nowhere'}" in said
    assert "folder for temporary files" in said
    assert not out.exists()


def test_an_export_leaves_no_temporary_file(fine: Path, out: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    assert run("build", fine, "--out", out, TMPDIR=temporary)[0] == 0
    assert list(temporary.iterdir()) == []


def test_pandoc_leaves_no_temporary_folder_when_it_is_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(child, "_GRACE", 20)
    with Citeproc(limits=Limits(seconds=0)) as late, pytest.raises(ArticleError, match="takes too long"):
        late.version()
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- missing components


def test_a_pandoc_killed_during_an_answer_is_started_again() -> None:
    with Citeproc() as citeproc:
        process = citeproc.start()
        process.send_signal(signal.SIGSTOP)  # it has the request, and does not answer
        threading.Timer(0.2, process.kill).start()
        assert citeproc.version()
        assert citeproc.start().pid != process.pid


WITHOUT_PANGO = f"""
import cffi, ctypes.util
real = cffi.FFI.dlopen
def dlopen(self, name, *flags):
    if "pango" in name: raise OSError("cannot load library " + name)
    return real(self, name, *flags)
cffi.FFI.dlopen = dlopen
{PROGRAM}
"""


def test_without_pango_a_pdf_exits_with_4_and_the_other_formats_are_made(fine: Path, out: Path) -> None:
    code, said = run("build", fine, "--out", out, program=WITHOUT_PANGO)
    assert code == 4
    assert "Pango, the library that sets the text of a PDF, is missing\n  hint: " in said
    assert not out.exists()
    assert run("build", fine, "--out", out, "--to", "html", "--to", "epub", program=WITHOUT_PANGO)[0] == 0


def test_without_java_verify_still_finishes(fine: Path, out: Path, tmp_path: Path) -> None:
    assert run("build", fine, "--out", out, "--to", "epub")[0] == 0
    code, said = run("verify", fine, "--out", out, PATH=tmp_path)
    assert code == 0, said


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        ("fonts/DejaVuSans.ttf", "the font `DejaVuSans.ttf` cannot be read"),
        ("templates/body.xhtml.j2", "this computer cannot do it: 'body.xhtml.j2' not found"),
        ("load/style.py", "this computer cannot do it: cannot import name 'style'"),
    ],
)
def test_without_a_file_of_the_program_a_build_exits_with_4(
    gone: str, message: str, fine: Path, out: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "styles").symlink_to(ROOT / "styles")
    (tmp_path / "src" / "exporter" / gone).unlink()
    code, said = run("build", fine, "--out", out, program=f"import sys; sys.path[0] = '{tmp_path}/src'; {PROGRAM}")
    assert code == 4, said
    assert message in said
    assert "`exporter doctor`" in said
    assert not out.exists()


def test_doctor_names_a_font_and_the_styles_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Face("Gone", 400, "normal", tmp_path / "Gone.ttf")
    monkeypatch.setattr("exporter.faces.packaged_faces", lambda: (gone,))
    monkeypatch.setattr("exporter.doctor.files", lambda _: tmp_path)
    faults = {part.name: part.fault for part in examine() if part.fault}
    assert f"`{gone.path}` is missing" in faults.values()
    assert f"`{tmp_path / 'styles'}` contains none" in faults.values()


@pytest.mark.parametrize("command", ["build", "check", "verify", "schema"])
def test_without_a_package_each_command_exits_with_4(command: str, fine: Path) -> None:
    paths = () if command == "schema" else (fine,)
    code, said = run(command, *paths, program=f"import sys; sys.modules['pydantic'] = None; {PROGRAM}")
    assert code == 4
    assert re.fullmatch(r"error: this computer cannot do it: .*pydantic.*\n  hint: run `exporter doctor` .*\n\n?", said)


def test_without_a_package_the_json_report_says_so(fine: Path) -> None:
    program = f"import sys; sys.modules['pydantic'] = None; {PROGRAM}"
    code, said = run("check", fine, "--format", "json", program=program)
    report = json.loads(said)
    assert (code, report["exit"]) == (4, 4)
    assert [(one["article"], one["exit"]) for one in report["articles"]] == [(None, 4)]


# ---------------------------------------------------------------- two at once


def test_two_builds_at_once_both_succeed_and_leave_one_whole_set(fine: Path, out: Path) -> None:
    with_pdf = started("build", fine, "--out", out, "--to", "pdf", "--to", "html")
    with_epub = started("build", fine, "--out", out, "--to", "epub", "--to", "html")
    assert [process.wait(120) for process in (with_pdf, with_epub)] == [0, 0]
    for process in (with_pdf, with_epub):
        process.communicate()
    vouched = hashes(Ledger.from_json((out / "article.ledger.json").read_bytes()))
    assert {"article.html", "article.epub"} <= set(vouched) or {"article.html", "article.pdf"} <= set(vouched)
    assert {name: digest((out / name).read_bytes()) for name in vouched} == vouched
    assert not (out / ".exporter").exists()


def test_sets_saved_at_the_same_time_are_never_mixed(out: Path) -> None:
    mixed: list[dict[str, bytes]] = []

    def work(content: bytes) -> None:
        for _ in range(25):
            with saving(out) as save:
                if len(set(contents(out).values()) - {b""}) > 1:  # the lock file is empty
                    mixed.append(contents(out))
                save(dict.fromkeys("abcdef", content))

    workers = [threading.Thread(target=work, args=(content,)) for content in (b"one", b"two", b"three")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert mixed == []
    assert len(set(contents(out).values())) == 1


def test_waiting_for_another_run_to_unlock_the_folder_has_a_time_limit(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT", 0.1)
    with saving(out), pytest.raises(MachineError, match="another export has been saving"), saving(out):
        pass


def test_a_link_without_a_target_causes_no_waiting(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(MachineError, match="cannot be written"), saving(tmp_path / "out"):
        pass


def test_files_that_a_killed_run_left_are_removed_by_the_next_run(out: Path) -> None:
    (out / ".exporter").mkdir(parents=True)
    (out / ".exporter" / "lock").touch()
    for name in ("article.pdf", "article.html"):
        (out / ".exporter" / name).write_bytes(b"half")
    with saving(out) as save:
        save({"article.html": b"new"})
    assert [path.name for path in out.iterdir()] == ["article.html"]


# ---------------------------------------------------------------- where it runs


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["0", "1"])
def test_names_of_any_language_work_in_the_locale_of_c(mode: str, article: Path, out: Path) -> None:
    named = article.with_name("knée.yaml")
    named.write_text(article_text("summary: Knée “at home”.\n"), "utf-8")
    settings = {"LC_ALL": "C", "PYTHONUTF8": mode}
    code, said = run("build", named, "--out", out, "--to", "html", **settings)
    assert (code, said.split()[0]) == (0, f"{out}/knée.html")
    assert set(contents(out)) == {"knée.html", "knée.ledger.json"}
    assert run("verify", named, "--out", out, **settings)[0] == 0


def test_a_message_that_the_terminal_cannot_show_is_spelled_out(article: Path) -> None:
    named = article.with_name("‘a’.yaml")
    named.write_text(article_text(), "utf-8")
    code, said = run("build", named, "--out", article.parent / "out", "--to", "html", PYTHONIOENCODING="latin-1")
    assert (code, r"\u2018a\u2019.html" in said) == (0, True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse to make such a file")
def test_a_name_that_is_not_utf_8_is_a_problem(fine: Path) -> None:
    named = fine.rename(Path(os.fsdecode(bytes(fine.parent) + b"/kn\xe9e.yaml")))
    code, said = run("check", named)
    assert code == 3
    assert "the file's name has a character that cannot be shown" in said


def test_a_home_that_cannot_be_written_does_not_matter(fine: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"a file, not a folder")
    code, said = run("build", fine, "--out", out, HOME=tmp_path / "home", XDG_CACHE_HOME="", XDG_DATA_HOME="")
    assert code == 0, said
    assert said.splitlines()[-1].endswith("article.yaml: fine")
    require_agreement(out)


# ---------------------------------------------------------------- a defect

PLANTED = """
import exporter.pipeline as module
document = module._document
def fail(project, citeproc):
    if project.article.endswith("bad.yaml"):
        raise ZeroDivisionError("planted")
    return document(project, citeproc)
module._document = fail
"""


@pytest.mark.parametrize("options", [[], ["--isolate"]], ids=["one process", "a process of its own"])
def test_a_defect_that_one_article_brings_to_light_costs_this_article_only(
    options: list[str], fine: Path, out: Path, tmp_path: Path
) -> None:
    for name in ("bad", "zoo"):
        fine.with_name(f"{name}.yaml").write_text(article_text().replace("T-1", name), "utf-8")
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / "sitecustomize.py").write_text(PLANTED, "utf-8")
    path = os.pathsep.join([str(tmp_path / "planted"), *sys.path])
    run = started("build", fine.parent, "--out", out, "--to", "html", "--format", "json", *options, PYTHONPATH=path)
    printed, errors = run.communicate(timeout=60)
    report = json.loads(printed)
    assert (run.returncode, report["exit"], errors) == (1, 1, "")
    assert [(Path(one["article"]).stem, one["exit"], len(one["files"])) for one in report["articles"]] == [
        ("article", 0, 2),
        ("bad", 1, 0),
        ("zoo", 0, 2),
    ]
    (problem,) = report["articles"][1]["problems"]
    assert "ZeroDivisionError: planted" in problem["message"]
    assert problem["file"] == str(fine.with_name("bad.yaml"))
    assert {one.name for one in out.glob("*.html")} == {"article.html", "zoo.html"}
