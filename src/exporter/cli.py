"""Defines the commands: turns options into a task, prints the reports, and exits with the highest exit code."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from itertools import pairwise, product
from pathlib import Path
from typing import Any, NoReturn

import click

from exporter.errors import MachineError, Problem, Severity, UsageError
from exporter.formats import FORMATS, PAPERS, PRESETS, Format, Paper, Preset
from exporter.limits import Limits
from exporter.request import PdfOptions, Report, Request, Task

_PATHS = click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=Path))
_OUT = click.option(
    "--out",
    default="out",
    show_default=True,
    type=click.Path(readable=False, path_type=Path),
    help="Folder for the exported files.",
)
_REPORT = click.option(
    "--format",
    "report",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format of the report.",
)


def _read_limits(_context: click.Context, _parameter: click.Parameter, settings: Sequence[str]) -> Limits:
    try:
        return Limits.parse(settings)
    except UsageError as error:
        raise click.BadParameter("; ".join(f"{one.message} ({one.hint})" for one in error.problems)) from error


_LIMIT = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    callback=_read_limits,
    help="Change a limit, as in pages=300; may be repeated.",
)
_ISOLATE = click.option(
    "--isolate", is_flag=True, help="Use a separate process for each article, and stop it at a limit."
)


_TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _parameter, day: (day or datetime.now()).date(),  # noqa: DTZ005  (where the reader is)
    help="Use this date as today's.",
)


class _Commands(click.Group):
    """Commands that report in JSON, if they are asked for it, also a mistake in the command itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["is_json"] = "--format=json" in args or ("--format", "json") in pairwise(args)
        with _usage_errors_reported(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _usage_errors_reported(ctx):
            return super().invoke(ctx)


@contextmanager
def _usage_errors_reported(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        if not ctx.meta["is_json"]:
            raise
        hint = f"`{(error.ctx or ctx).command_path} --help` lists what you can write"
        _end([Report.of_error(None, UsageError(Problem(error.format_message(), None, hint)))], "json")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handout-exporter", prog_name="exporter")
def main() -> None:
    """Export one YAML article as a PDF handout, an EPUB and a web page whose numbers agree."""
    from exporter.process import ending_on_signals, require_utf8, tune

    require_utf8()
    tune()
    click.get_current_context().with_resource(ending_on_signals())


@main.command()
@_PATHS
@_OUT
@click.option(
    "--to", "formats", multiple=True, type=click.Choice(FORMATS), help="Export only this format; may be repeated."
)
@click.option(
    "--preset",
    "presets",
    multiple=True,
    default=PRESETS[:1],
    show_default=True,
    type=click.Choice(PRESETS),
    help="Layout of the PDF; may be repeated.",
)
@click.option(
    "--paper",
    "papers",
    multiple=True,
    default=PAPERS[:1],
    show_default=True,
    type=click.Choice(PAPERS),
    help="Paper size of the PDF; may be repeated.",
)
@click.option("--grey", "is_grey", is_flag=True, help="Make the PDF without colours.")
@click.option("--archive", "is_archival", is_flag=True, help="Make the PDF suitable for archives as well (PDF/A-2a).")
@_TODAY
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
    is_archival: bool,
    today: date,
    limits: Limits,
    isolate: bool,
    report: str,
) -> None:
    """Export articles. For a folder, export every article in it (default: content/)."""
    pdfs = [PdfOptions(preset, paper, is_grey, is_archival) for preset, paper in product(presets, papers)]
    request = Request("", formats or FORMATS, pdfs, limits)
    _run(Task("build", request, out, today), paths, report, isolate)


@main.command()
@_PATHS
@_TODAY
@_LIMIT
@_ISOLATE
@_REPORT
def check(paths: Sequence[Path], today: date, limits: Limits, isolate: bool, report: str) -> None:
    """Report every problem that can be found without exporting."""
    _run(Task("check", Request("", limits=limits), today=today), paths, report, isolate)


@main.command()
@_PATHS
@_OUT
@_LIMIT
@_REPORT
def verify(paths: Sequence[Path], out: Path, limits: Limits, report: str) -> None:
    """Check exported files again: numbers, ledger, installed validators."""
    _run(Task("verify", Request("", limits=limits), out), paths, report)


@main.command()
@_REPORT
def doctor(report: str) -> None:
    """Check that every component is installed and recent enough. Say how to fix what is not."""
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
    try:
        from exporter.article import json_schema
    except ImportError as error:
        _end_without(error, "text")

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


def _run(task: Task, paths: Sequence[Path], form: str, isolate: bool = False) -> NoReturn:
    """Run a task on every article, print the report of each, and exit."""
    try:
        from exporter.pipeline import Pipeline
        from exporter.runs import run
    except ImportError as error:
        _end_without(error, form)

    reports: list[Report] = []
    with Pipeline() as pipeline:
        for one in run(task, paths or [Path("content")], None if isolate else pipeline):
            reports.append(one)
            if form == "text":
                _print(one)
        validators = (pipeline.validators.ran, pipeline.validators.missing) if task.command == "verify" else None
    _end(reports, form, validators)


def _end_without(error: ImportError, form: str) -> NoReturn:
    """Report that a module of the program, or a package that it needs, is missing, and exit with 4."""
    report = Report.of_error(None, MachineError.because(error))
    if form == "text":
        _print(report)
    _end([report], form)


def _end(
    reports: Sequence[Report], form: str, validators: tuple[Mapping[str, str], Mapping[str, str]] | None = None
) -> NoReturn:
    """Print what is printed once for all articles, and exit with the highest exit code."""
    code = max(one.exit_code for one in reports)
    if validators and form == "text":
        click.echo(_checked_by(*validators), err=True)
    if form == "json":
        data = {"exit": code, "articles": [one.to_json() for one in reports]}
        text = json.dumps(data | (_validators(*validators) if validators else {}), ensure_ascii=False, indent=1)
        click.echo(text.encode("utf-8", "surrogateescape"))  # a file name may contain any bytes
    sys.exit(code)


def _validators(ran: Mapping[str, str], missing: Mapping[str, str]) -> dict[str, Any]:
    return {
        "validators": {
            "ran": [{"name": name, "version": version} for name, version in ran.items()],
            "missing": [{"name": name, "hint": hint} for name, hint in missing.items()],
        }
    }


def _checked_by(ran: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Return one line about the validators: which ran, and how to install the others."""
    asked = ", ".join(f"{name} {version}" for name, version in ran.items()) or "no validator"
    lacking = ", ".join(f"{name} ({hint})" for name, hint in missing.items())
    return f"checked by {asked}" + (f"; not installed: {lacking}" if lacking else "")


def _print(report: Report) -> None:
    for problem in report.problems:
        click.echo(f"{problem}\n", err=True)
    for file in report.files:
        click.echo(file)
    found = Counter(problem.severity for problem in report.problems)
    counts = [
        f"{found[kind]} {kind}{'s' * (found[kind] != 1)}" for kind in (Severity.ERROR, Severity.WARNING) if found[kind]
    ]
    if report.article:
        click.echo(f"{report.article}: {', '.join(counts) or 'fine'}", err=True)
