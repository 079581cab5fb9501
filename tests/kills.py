"""Ends exports at random moments, and checks the files left each time: `kills.py FOLDER SAVES BUILDS SIGNAL`.

It is a program of its own because it forks: a child has WeasyPrint loaded and is ended in the middle of its work.
It prints one line with the count of each result, and fails if a file is not whole or if the ledger hides a mixed set.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import cycle
from pathlib import Path

from conftest import article_text

from exporter.cli import main
from exporter.output.ledger import Ledger
from exporter.output.saving import saving
from exporter.packaged import digest
from exporter.pipeline import Pipeline
from exporter.request import Request

FOLDER = Path(sys.argv[1])
ARTICLE, OUT = FOLDER / "content" / "article.yaml", FOLDER / "out"
TEXTS = [article_text(f"summary: |\n  The {word} summary.\n") for word in ("old", "new")]

Files = dict[str, bytes]


def contents(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def end(work: Callable[[], None], moment: float = 0, number: int = 0) -> int:
    """Do `work` in a child, send it a signal after a while, and return its exit code."""
    child = os.fork()
    if not child:
        for early in (signal.SIGINT, signal.SIGTERM):  # before the command has begun
            signal.signal(early, lambda number, _: sys.exit(128 + number))
        code = 1
        try:
            with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):  # noqa: PTH123
                work()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            os._exit(code)
    time.sleep(moment)
    os.kill(child, number)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(sets: list[Files]) -> str:
    """Return the state of `out`: an old or new set that matches its ledger, or a mixed set that does not."""
    found = contents(OUT)
    assert found.keys() == sets[0].keys(), found.keys()
    for name, content in found.items():
        assert content in (sets[0][name], sets[1][name]), f"{name} is not whole"
    recorded = Ledger.from_json(found["article.ledger.json"]).files
    agree = all(digest(found[name]) == record.hash for name, record in recorded.items())
    assert agree == (found in sets), "a mixed set matches its ledger"
    return ("old", "new")[sets.index(found)] if agree else "mixed"


def save(files: Files) -> None:
    with saving(OUT) as put:
        put(files)


def save_for_ever(sets: list[Files]) -> None:
    for files in cycle(sets):
        save(files)


def made_by_steps(sets: list[Files]) -> Iterator[str]:
    """Kill a save before its first system call, then before its second, and so on, until one finishes."""
    for stop in range(1000):
        save(sets[0])
        if end(lambda stop=stop: save_until(sets[1], stop)) == 0:  # type: ignore[misc]
            return
        yield state(sets)


def save_until(files: Files, stop: int) -> None:
    calls = iter(range(stop))

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event in {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"} and next(calls, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    save(files)


def build() -> None:
    main(["build", str(ARTICLE), "--out", str(OUT)])


def run(saves: int, builds: int, number: signal.Signals) -> Counter[str]:
    with Pipeline() as pipeline:
        sets = []
        for text in (*TEXTS, TEXTS[0]):
            ARTICLE.write_text(text, "utf-8")
            pipeline.build(Request(ARTICLE), OUT)
            sets.append(contents(OUT))
    assert sets.pop() == sets[0] != sets[1]

    chance, found = random.Random(7), Counter(f"step:{one}" for one in made_by_steps(sets))
    for _ in range(saves):
        end(lambda: save_for_ever(sets), chance.uniform(0, 0.03), number)
        found[f"save:{state(sets)}"] += 1
        save(chance.choice(sets))  # the next run repairs the set
        assert contents(OUT) in sets
        assert not (OUT / ".exporter").exists()
    before = time.monotonic()
    assert end(build) == 0
    whole = time.monotonic() - before
    for text in cycle(TEXTS):
        if sum(found[key] for key in found if key.startswith("exit") and key != "exit 0") >= builds:
            break
        ARTICLE.write_text(text, "utf-8")
        moment = chance.uniform(0.02, whole)
        code = end(build, moment, number)
        if code == 0:  # it had finished before
            whole = max(moment, 0.1)
        found[f"build:{state(sets)}"] += 1
        found[f"exit {code}"] += 1
        if number != signal.SIGKILL:
            assert contents(OUT) in sets
            assert not (OUT / ".exporter").exists()
    with Pipeline() as pipeline:
        pipeline.build(Request(ARTICLE), OUT)
    assert contents(OUT) in sets
    assert [path.name for path in OUT.iterdir() if path.is_dir()] == []
    return found


if __name__ == "__main__":
    ARTICLE.parent.mkdir(parents=True)
    print(json.dumps(run(int(sys.argv[2]), int(sys.argv[3]), signal.Signals[sys.argv[4]])))  # noqa: T201
