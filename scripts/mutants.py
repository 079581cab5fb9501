"""Change the code in small ways, one at a time; print how many of the changes the tests notice, and list the others.

`make mutants` runs it, and `make mutants COUNT=20 SEED=2` takes another sample. The work tree stays as it is: each
change is made in a copy of `src`. The tests that run the changed line are run on the copy, except those marked slow.
No test can notice a change that makes no difference, so you have to judge the list yourself.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import Coverage
from coverage.exceptions import CoverageWarning

from scripts.covering import Covering
from scripts.mutations import Mutant, mutants, sample

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src"
RECORDS = ROOT / ".venv" / "mutants"  # which tests run which lines, and how long they take
MEASURED, SECONDS = RECORDS / "coverage", RECORDS / "seconds.json"
FEWEST_SECONDS, LONGEST_RUN = 120, 3600  # seconds before a run is ended
UNNOTICED = (0, 5)  # exit codes of pytest: all tests passed, there was no test
ENDLESS = -signal.SIGKILL


class Trials:
    """Runs of pytest on changed copies of the sources."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()

    def outcome(self, mutant: Mutant, tests: Mapping[str, float]) -> int:
        """Run tests, given with their usual seconds, until one fails; return the same exit code as `run`."""
        with TemporaryDirectory() as name:
            chosen = Path(name) / "tests.json"
            chosen.write_text(json.dumps(list(tests)), "utf-8")
            files = dict.fromkeys(test.partition("::")[0] for test in tests)
            seconds = FEWEST_SECONDS + 4 * sum(tests.values())
            return self.run(Path(name), mutant, "-x", "--only", chosen, *files, seconds=seconds) if tests else 0

    def run(self, folder: Path, mutant: Mutant | None, *options: str | Path, seconds: float, **settings: str) -> int:
        """Run pytest on a copy of the sources in `folder`; return its exit code, or ENDLESS."""
        shutil.copytree(SOURCES, folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "styles").symlink_to(ROOT / "styles")
        if mutant:
            (folder / "src" / mutant.path).write_bytes(mutant.changed)
        own = {"PYTHONPATH": str(folder / "src"), "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-p", "scripts.covering"]
        command += ["--hypothesis-seed=0", "--basetemp", str(folder / "temporary")]
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env={**os.environ, **own, **settings},
            stdout=subprocess.DEVNULL if mutant else None,
            stderr=subprocess.DEVNULL if mutant else None,
            start_new_session=True,
        )
        self._running.add(process)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return ENDLESS
        finally:
            _end(process)
            self._running.discard(process)

    def stop(self) -> None:
        for process in tuple(self._running):
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def record(trials: Trials) -> None:
    """Run all tests that are not slow on the unchanged code, and record which lines each one runs."""
    print("Recording which tests run which lines; this takes some minutes.", flush=True)
    shutil.rmtree(RECORDS, ignore_errors=True)
    RECORDS.mkdir(parents=True)
    settings = {"COVERAGE_FILE": str(MEASURED), "COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml")}
    with TemporaryDirectory() as name:
        options = ("-m", "not slow", "--record", Path(name) / "seconds.json")
        trials.run(Path(name), None, *options, seconds=LONGEST_RUN, **settings)
        coverage = Coverage(data_file=MEASURED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CoverageWarning)  # a child process that a test kills leaves a broken file
            coverage.combine()
        coverage.save()
        shutil.move(Path(name) / "seconds.json", SECONDS)


def is_recorded() -> bool:
    inputs = (*SOURCES.rglob("*.py"), *(ROOT / "tests").rglob("*.py"))
    return SECONDS.exists() and SECONDS.stat().st_mtime > max(path.stat().st_mtime for path in inputs)


def in_order(tests: Sequence[str], seconds: Mapping[str, float]) -> dict[str, float]:
    """Return the tests with their seconds; the tests of the quickest files come first."""
    files: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        files[test.partition("::")[0]].append(test)
    ranked = sorted(files.values(), key=lambda file: sum(seconds[test] for test in file))
    return {test: seconds[test] for file in ranked for test in file}


def main(count: int, seed: int) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    trials = Trials()
    if not is_recorded():
        record(trials)
    recorded: dict[str, float | None] = json.loads(SECONDS.read_text("utf-8"))
    seconds = {test: taken for test, taken in recorded.items() if taken is not None}
    sources = {path.relative_to(SOURCES).as_posix(): path.read_bytes() for path in sorted(SOURCES.rglob("*.py"))}
    covering = Covering.read(sources, MEASURED, tuple(seconds))
    chosen = sample((mutant for path, source in sources.items() for mutant in mutants(path, source)), count, seed)

    def outcome(mutant: Mutant) -> int:
        return trials.outcome(mutant, in_order(covering.tests(mutant.path, mutant.line), seconds))

    outcomes: Counter[int] = Counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for mutant, ended in zip(chosen, pool.map(outcome, chosen), strict=True):
                outcomes[ended] += 1
                if ended in UNNOTICED:
                    print(f"src/{mutant}", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            trials.stop()
            sys.exit(130)
    noticed = len(chosen) - sum(outcomes[code] for code in UNNOTICED)
    share = f"{noticed} of {len(chosen)} changes ({noticed / max(len(chosen), 1):.0%})"
    print(f"\nThe tests notice {share}, {outcomes[ENDLESS]} of them by a timeout. COUNT={count} SEED={seed}")
    print("Left out: the tests marked slow.")
    for test in recorded.keys() - seconds.keys():
        print(f"Left out, because it fails on the unchanged code: {test}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
