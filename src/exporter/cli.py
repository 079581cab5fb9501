"""The commands: parse, call, print, exit code. No decisions."""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from io import TextIOWrapper
from itertools import product
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from exporter.errors import ExporterError, MachineError, Problem, UsageError
from exporter.formats import FORMATS, PAPERS, PRESETS, Format, Paper, Preset
from exporter.limits import Limits
from exporter.request import PdfOptions

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_OUT = click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Where to.")
_REPORT = click.option(
    "--format", "report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to report."
)


def _read_limits(_context: click.Context, _parameter: click.Parameter, settings: Sequence[str]) -> Limits:
    try:
        return Limits.read(settings)
    except UsageError as error:
        raise click.BadParameter("; ".join(f"{one.message} ({one.hint})" for one in error.problems)) from error


_LIMIT = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    callback=_read_limits,
    help="Allow an article more or less, as in pages=300; may be repeated.",
)
_ISOLATE = click.option(
    "--isolate", is_flag=True, help="Do the work on each article in a process of its own, which is ended at a limit."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handout-exporter", prog_name="exporter")
def main() -> None:
    """Export one YAML article as a PDF handout, an EPUB and a web page whose numbers agree."""
    if sys.getfilesystemencoding() != "utf-8":  # or `knée.yaml` would have another name here than in the ledger
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    # By default Python looks for garbage hundreds of times while a page is set, and finds next to none.
    gc.set_threshold(20_000, 20, 100)
    click.get_current_context().with_resource(_ending_on_signals())


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the command as a shell expects it: 130 or 143, and nothing left behind."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def leave(number: int, _: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # one is enough: tidying up is not stopped by the next
        sys.exit(128 + number)

    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # as a shell sets it for a command in the background
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@main.command()
@_PATHS
@_OUT
@click.option("--to", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this format; may be repeated.")
@click.option(
    "--preset",
    "presets",
    multiple=True,
    default=PRESETS[:1],
    show_default=True,
    type=click.Choice(PRESETS),
    help="How the PDF looks; may be repeated.",
)
@click.option(
    "--paper",
    "papers",
    multiple=True,
    default=PAPERS[:1],
    show_default=True,
    type=click.Choice(PAPERS),
    help="Its size; may be repeated.",
)
@click.option("--grey", "is_grey", is_flag=True, help="Make the PDF without colours.")
@click.option("--archive", "for_archive", is_flag=True, help="Make the PDF fit for an archive as well (PDF/A-2a).")
@_LIMIT
@_ISOLATE
@_REPORT
def build(
    paths: Sequence[Path],
    out: Path,
    formats: Sequence[Format],
    presets: Sequence[Preset],
    papers: Sequence[Paper],
    is_grey: bool,
    for_archive: bool,
    limits: Limits,
    isolate: bool,
    report: str,
) -> None:
    """Export articles; a folder means every article in it, no path means content/."""
    from exporter.pipeline import Export, Pipeline

    def said(export: Export) -> list[str]:
        return [str(path) for path in export.files]

    if isolate:
        chosen = (("--to", formats), ("--preset", presets), ("--paper", papers))
        how = [part for option, values in chosen for value in values for part in (option, value)]
        flags = ["--grey"] * is_grey + ["--archive"] * for_archive
        _run_isolated(paths, report, ["build", "--out", str(out), *how, *flags], limits)
    printings = [PdfOptions(preset, paper, is_grey, for_archive) for preset, paper in product(presets, papers)]
    with Pipeline(limits) as pipeline:
        _run(
            paths,
            report,
            lambda article: pipeline.build(article, out, formats or FORMATS, printings),
            said,
            lambda export: export.warnings,
        )


@main.command()
@_PATHS
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Take this for today.")
@_LIMIT
@_ISOLATE
@_REPORT
def check(paths: Sequence[Path], today: datetime | None, limits: Limits, isolate: bool, report: str) -> None:
    """Say everything that can be said without exporting."""
    from exporter.pipeline import Pipeline

    day = today.date() if today else date.today()  # noqa: DTZ011  (the reader's own day is meant)
    if isolate:
        _run_isolated(paths, report, ["check", "--today", day.isoformat()], limits)
    with Pipeline(limits) as pipeline:
        _run(paths, report, lambda article: pipeline.check(article, day), lambda _: [], lambda found: found)


@main.command()
@_PATHS
@_OUT
@_LIMIT
@_REPORT
def verify(paths: Sequence[Path], out: Path, limits: Limits, report: str) -> None:
    """Re-open what was exported: numbers, ledger, and the validators that are installed."""
    from exporter.pipeline import Pipeline

    def more() -> dict[str, Any]:
        ran, missing = pipeline.validators.ran, pipeline.validators.missing
        if report == "text":
            click.echo(_checked_by(ran, missing), err=True)
        return {
            "validators": {
                "ran": [{"name": name, "version": version} for name, version in ran.items()],
                "missing": [{"name": name, "hint": hint} for name, hint in missing.items()],
            }
        }

    with Pipeline(limits) as pipeline:
        _run(paths, report, lambda article: pipeline.verify(article, out), lambda _: [], lambda found: found, more)


def _checked_by(ran: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Return one line about the validators: which were asked, and what would bring the others."""
    asked = ", ".join(f"{name} {version}" for name, version in ran.items()) or "no validator"
    lacking = ", ".join(f"{name} ({hint})" for name, hint in missing.items())
    return f"checked by {asked}" + (f"; not installed: {lacking}" if lacking else "")


@main.command()
@_REPORT
def doctor(report: str) -> None:
    """Say of every part whether it is installed and good enough, and what mends it."""
    from exporter.doctor import examine

    parts = list(examine())
    if report == "json":
        click.echo(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1))
    for part in parts if report == "text" else ():
        click.echo(f"{part.name:<30} {part}")
    sys.exit(MachineError.exit_code if any(part.fault and part.is_required for part in parts) else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of an article file, for editors."""
    from exporter.article import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


def _run_isolated(paths: Sequence[Path], report: str, arguments: Sequence[str], limits: Limits) -> NoReturn:
    from exporter.runs import isolated as isolation

    _run(
        paths,
        report,
        lambda article: isolation.run(arguments, str(article), limits),
        lambda answer: answer.files,
        lambda answer: answer.warnings,
    )


def _run(
    paths: Sequence[Path],
    report: str,
    do: Callable[[Path], Any],
    said: Callable[[Any], Sequence[str]],
    warned: Callable[[Any], Iterable[Problem]],
    more: Callable[[], dict[str, Any]] = dict,
) -> NoReturn:
    """Do one thing with every article, report, and leave with the highest exit code; `more` is about all of them."""
    from exporter.runs.find import each, find_articles

    reports: list[dict[str, Any]] = []
    code = 0
    try:
        for outcome in each(find_articles(paths or [Path("content")]), do):
            error = outcome.error
            problems = error.problems if error else tuple(warned(outcome.result))
            files = [] if error else said(outcome.result)
            code = max(code, error.exit_code if error else 0)
            reports.append(
                {"article": str(outcome.article), "files": files, "problems": [_as_data(one) for one in problems]}
            )
            if report == "text":
                _print(outcome.article, files, problems)
    except ExporterError as error:
        code = error.exit_code
        reports.append({"article": None, "files": [], "problems": [_as_data(one) for one in error.problems]})
        if report == "text":
            _print(None, [], error.problems)
    said_of_all = more()
    if report == "json":
        text = json.dumps({"exit": code, "articles": reports} | said_of_all, ensure_ascii=False, indent=1)
        click.echo(text.encode("utf-8", "surrogateescape"))  # a file may have any bytes for a name
    sys.exit(code)


def _print(article: Path | None, files: Iterable[str], problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(f"{problem}\n", err=True)
    for file in files:
        click.echo(file)
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    counts = [
        f"{count} {word}{'s' * (count != 1)}" for count, word in ((errors, "error"), (warnings, "warning")) if count
    ]
    if article:
        click.echo(f"{article}: {', '.join(counts) or 'fine'}", err=True)


def _as_data(problem: Problem) -> dict[str, Any]:
    place = problem.location
    return {
        "severity": str(problem.severity),
        "message": problem.message,
        "file": place.file if place else None,
        "line": (place.line or None) if place else None,
        "column": (place.column or None) if place else None,
        "hint": problem.hint or None,
    }
