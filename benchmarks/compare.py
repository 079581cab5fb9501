"""Compare exporter with the commands that a user would type instead, in one run, and print a Markdown table.

    python -m benchmarks.compare [--runs 9] [--long-runs 3] [--sections 150] [--article content/article.yaml]

Each contender makes an EPUB and a PDF of one article; exporter also makes the web page and verifies all three. Runs are
interleaved, so that other work of the machine slows all of them equally. Trust the ratios more than the seconds.
"""

import argparse
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pypandoc

from benchmarks import articles
from benchmarks.measure import Command, time_commands, watch_memory

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
COMPILE = "import typst; typst.compile('article.typ', output='article.pdf')"
OURS = "`exporter build`"


@dataclass(frozen=True, slots=True)
class Contender:
    """Commands that are run in a folder with the article, and the files that they must write there."""

    name: str
    commands: tuple[Command, ...]
    products: tuple[str, ...]


@dataclass(slots=True)
class Result:
    """The seconds of each run of a contender, and its peak memory in bytes."""

    contender: str
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def contenders() -> tuple[Contender, ...]:
    """Return exporter first, then the commands that a user would type instead."""
    pandoc = Path(pypandoc.get_pandoc_path())
    source = (pandoc, "article.md", "--citeproc", "--standalone")
    epub = (*source, "--output", "article.epub")
    typst = (*source, "--to", "typst", "--output", "article.typ")
    weasyprint = f"--pdf-engine={PROGRAMS / 'weasyprint'}"
    return (
        Contender(
            OURS,
            ((PROGRAMS / "exporter", "build", "content/article.yaml", "--out", "out"),),
            ("out/article.epub", "out/article.pdf", "out/article.html"),
        ),
        Contender(
            "pandoc → EPUB, pandoc → typst → PDF",
            (epub, typst, (sys.executable, "-c", COMPILE)),
            ("article.epub", "article.pdf"),
        ),
        Contender(
            "pandoc → EPUB, pandoc → WeasyPrint → PDF",
            (epub, (*source, weasyprint, "--output", "article.pdf")),
            ("article.epub", "article.pdf"),
        ),
    )


def lay_out(article: Path, folder: Path) -> None:
    """Put the article into an empty folder, both as a project of exporter and as Markdown with its images."""
    content = folder / "content"
    shutil.copytree(article.parent, content)
    (content / article.name).rename(content / "article.yaml")
    if (content / "images").is_dir():
        shutil.copytree(content / "images", folder / "images")
    defaults = content / "_defaults.yaml"
    source = articles.read(defaults.read_text(encoding="utf-8")) if defaults.is_file() else {}
    source |= articles.read(article.read_text(encoding="utf-8"))
    (folder / "article.md").write_text(articles.to_markdown(source), encoding="utf-8")


def generate(sections: int, folder: Path) -> Path:
    """Write the long article into `folder`, and return its path."""
    content = folder / "content"
    (content / "images").mkdir(parents=True)
    (content / "images" / "bars.svg").write_text(articles.FIGURE, encoding="utf-8")
    (content / "article.yaml").write_text(articles.generate(sections), encoding="utf-8")
    return content / "article.yaml"


def run_cold(article: Path, runs: int, among: Sequence[Contender]) -> list[Result]:
    """Run each contender in new processes: once to measure its memory, then `runs` times in turn for the seconds."""
    results = [Result(contender.name) for contender in among]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "work"
        folder.mkdir()
        lay_out(article, folder)
        for contender, result in zip(among, results, strict=True):
            result.peak = watch_memory(contender.commands, folder)
            _demand_products(contender, folder)
        for _ in range(runs):
            for contender, result in zip(among, results, strict=True):
                run = time_commands(contender.commands, folder)
                result.seconds.append(run.seconds)
                result.peak = max(result.peak, run.peak)
    return results


def run_warm(article: Path, runs: int) -> Result:
    """Run exporter `runs` times in one process, after a first run that does not count."""
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary) / "out"
        command: Command = (sys.executable, "-m", "benchmarks.warm", article.resolve(), out, str(runs + 1))
        finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Result(OURS, json.loads(finished.stdout)[1:])


def _demand_products(contender: Contender, folder: Path) -> None:
    for product in contender.products:
        path = folder / product
        if not path.is_file() or path.stat().st_size == 0:
            raise SystemExit(f"{contender.name} did not write {product}")


def rows(case: str, results: Sequence[Result]) -> Iterator[str]:
    """Yield the rows of a case; the ratio is exporter's time divided by the row's time: below 1, exporter is faster."""
    first = results[0]
    for result in results:
        ratio = f"{first.median / result.median:.2f} ×" if result is not first else ""
        spread = f"{min(result.seconds):.2f}–{max(result.seconds):.2f}"
        peak = f"{result.peak / 1e6:.0f} MB" if result.peak else ""
        shown = case if result is first else ""
        yield f"| {shown} | {result.contender} | {result.median:.3f} s | {spread} s | {ratio} | {peak} |"


def show(case: str, results: Sequence[Result]) -> None:
    print(*rows(case, results), sep="\n", flush=True)


def machine() -> str:
    """Return one line: the processor, the system and the versions that the table depends on."""
    cores = len(_cpu_lines("processor")) or "?"
    model = next(iter(_cpu_lines("model name")), platform.machine())
    tools = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "typst", "handout-exporter"))
    python, pandoc = platform.python_version(), pypandoc.get_pandoc_version()
    return f"{cores} cores of {model}, {platform.system()}; Python {python}, pandoc {pandoc}, {tools}."


def _cpu_lines(key: str) -> list[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []
    return [line.partition(":")[2].strip() for line in lines if line.partition("\t")[0].strip() == key]


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare")
    parser.add_argument("--runs", type=int, default=9, help="runs of one article, cold and warm")
    parser.add_argument("--long-runs", type=int, default=3, help="runs of the long article")
    parser.add_argument("--sections", type=int, default=150, help="sections of the long article")
    parser.add_argument("--article", type=Path, default=ROOT / "content" / "article.yaml")
    parser.add_argument("--peers-only", action="store_true", help="leave out exporter")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    among = contenders()[options.peers_only :]

    print("| case | command | median | range | ratio | peak memory |", flush=True)
    print("|---|---|--:|--:|--:|--:|")
    show("one article, whole process", run_cold(options.article, options.runs, among))
    if not options.peers_only:
        show("one article, later in one process", [run_warm(options.article, options.runs)])
    with tempfile.TemporaryDirectory() as temporary:
        long = generate(options.sections, Path(temporary))
        show(f"{options.sections} sections, whole process", run_cold(long, options.long_runs, among))
    print(f"\nMedian of {options.runs} runs, {options.long_runs} of the long article, interleaved.", machine())


if __name__ == "__main__":
    main()
