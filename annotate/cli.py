"""The command line: arguments, progress and exit codes. What the commands do lies in the other modules."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer

from annotate import __version__
from annotate.problems import Exit, Problem

if TYPE_CHECKING:
    from annotate.corpus import Tally
    from annotate.models import Annotation

_EPILOG = "Exit codes: 0 clean, 1 problems or failed inputs, 2 usage, 3 output not written, 130 interrupted."

app = typer.Typer(
    name="annotate",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="rich",
    help="Read news articles and map who said, proposed and did what onto a validated schema.",
    epilog=_EPILOG,
)


class Format(StrEnum):
    """What `convert` writes."""

    JSON = "json"
    JSONL = "jsonl"
    NEWSML = "newsml"
    CSV = "csv"
    CSV_FLAT = "csv-flat"
    XLSX = "xlsx"
    SQLITE = "sqlite"
    PARQUET = "parquet"
    WEBANNOTATION = "webannotation"
    NINJS = "ninjs"
    NINJS_1 = "ninjs-1.6"
    SCHEMAORG = "schemaorg"
    BRAT = "brat"
    LABELSTUDIO = "labelstudio"


class Kind(StrEnum):
    """What `convert` reads."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    XML = "xml"
    WARC = "warc"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"


class Report(StrEnum):
    """How `validate` tells problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class FailOn(StrEnum):
    """How grave a problem has to be for `validate` to end with code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


class Root(StrEnum):
    """Root element of NewsML-G2."""

    MESSAGE = "message"
    ITEM = "item"


class Detail(StrEnum):
    """How much NewsML-G2 carries."""

    STANDARD = "standard"
    FULL = "full"


class Dialect(StrEnum):
    """Which spreadsheet CSV is for."""

    PLAIN = "plain"
    EXCEL = "excel"
    EXCEL_EU = "excel-eu"


class Newlines(StrEnum):
    """What becomes of line breaks inside cells of CSV."""

    KEEP = "keep"
    SPACE = "space"


class Contract(StrEnum):
    """What `schema` prints."""

    JSONSCHEMA = "jsonschema"
    CSVW = "csvw"
    DATAPACKAGE = "datapackage"
    NEWSML = "newsml"


#: Groups of options in the help of `convert`.
_SENDER, _SHAPE = "Who sends the export", "Shape of NewsML-G2 and CSV"

_SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xml": "newsml"} | {
    f".{name}": name for name in ("xlsx", "sqlite", "parquet")
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (see `annotate.problems.Exit`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that cannot show a character gets its escape, no failure
            stream.reconfigure(errors="backslashreplace")
    _interrupts.clear()
    with _noted():
        try:
            app(args=list(arguments) if arguments is not None else None, prog_name="annotate")
        except SystemExit as stop:
            # Before a command has begun, an interrupt ends the parser of arguments, which calls that a failure.
            if _interrupts:
                return Exit.INTERRUPTED
            return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        except KeyboardInterrupt:
            return Exit.INTERRUPTED
    return Exit.OK


#: The interrupts of this run. One that is raised inside a callback of a library may be swallowed there; it stands here.
_interrupts: list[int] = []


@contextmanager
def _noted() -> Iterator[None]:
    """Note interrupts from the keyboard, which are raised as ever; nothing where another handler is at work."""

    def note(number: int, frame: FrameType | None) -> None:
        _interrupts.append(number)
        signal.default_int_handler(number, frame)

    ours = threading.current_thread() is threading.main_thread()
    ours = ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _settings(context: typer.Context, path: Path | None) -> None:
    """Let the settings of a file be the defaults of the command; options and environment variables go before them."""
    from annotate.export.settings import SETTINGS_FILE, read_settings

    found = path or Path(SETTINGS_FILE)
    if not context.resilient_parsing and (path or found.is_file()):
        try:
            context.default_map = read_settings(found)
        except ValueError as error:
            _refuse(str(error))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"annotate {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def _limit(name: str, metavar: str, text: str, least: float | None = None) -> Any:
    """Return an option among the limits of reading, which keep hostile input from taking memory, disk or time."""
    return typer.Option(name, metavar=metavar, help=text, min=least, rich_help_panel="Limits of reading")


@app.command(epilog="Example: [bold]annotate convert articles/ --to csv -o tables/[/bold]\n\n" + _EPILOG)
def convert(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders, glob patterns, @list.txt, or - for standard input.",
            show_default=False,
        ),
    ],
    to: Annotated[
        Format | None,
        typer.Option(
            "--to",
            help="Format; by default as the suffix of -o says, else json for one article, jsonl for several.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="File or folder to write; standard output without it."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what exists.")] = False,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="OURS=THEIRS", help="Read our field from their key, e.g. published=pub_day."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Encoding of the inputs, instead of UTF-8 or what is detected.")
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option(
            "--format",
            help="Format of the inputs, instead of what content and suffix say; archives are unpacked first.",
        ),
    ] = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Take annotations exported before as they are; annotate nothing anew.")
    ] = False,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out findings below this, 0 to 1.")
    ] = 0.0,
    timestamp: Annotated[
        str | None,
        typer.Option(
            "--timestamp",
            envvar="ANNOTATE_TIMESTAMP",
            help="Time of export to write, e.g. 2026-01-01T00:00:00Z; else SOURCE_DATE_EPOCH, else now.",
        ),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(
            "--provider",
            envvar="ANNOTATE_PROVIDER",
            help="NewsML-G2: who sends the export, a domain or short name.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    provider_name: Annotated[
        str | None,
        typer.Option(
            "--provider-name",
            envvar="ANNOTATE_PROVIDER_NAME",
            help="NewsML-G2: the sender's name as people read it.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    guid_authority: Annotated[
        str | None,
        typer.Option(
            "--guid-authority",
            metavar="DOMAIN,DATE",
            envvar="ANNOTATE_GUID_AUTHORITY",
            help="Make tag: guids in a domain owned on that date, instead of UUIDs.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    rights: Annotated[
        str | None,
        typer.Option(
            "--rights",
            envvar="ANNOTATE_RIGHTS",
            help="NewsML-G2: holder of the rights in the annotations.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    usage_terms: Annotated[
        str | None,
        typer.Option(
            "--usage-terms",
            envvar="ANNOTATE_USAGE_TERMS",
            help="NewsML-G2, ninjs: usage terms of articles that state none.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    vocabulary: Annotated[
        str | None,
        typer.Option(
            "--vocabulary",
            metavar="URI",
            envvar="ANNOTATE_VOCABULARY",
            help="URI before the terms of annotate, where a house publishes them as its own.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    newsml_root: Annotated[
        Root,
        typer.Option(
            "--newsml-root",
            envvar="ANNOTATE_NEWSML_ROOT",
            help="NewsML-G2: a message for feeds, or one bare item a file.",
            rich_help_panel=_SHAPE,
        ),
    ] = Root.MESSAGE,
    newsml_detail: Annotated[
        Detail,
        typer.Option(
            "--newsml-detail",
            envvar="ANNOTATE_NEWSML_DETAIL",
            help="NewsML-G2: full adds what reading back needs.",
            rich_help_panel=_SHAPE,
        ),
    ] = Detail.STANDARD,
    csv_flat: Annotated[
        bool,
        typer.Option("--csv-flat", help="The same as --to csv-flat: one table for one sheet.", rich_help_panel=_SHAPE),
    ] = False,
    csv_dialect: Annotated[
        Dialect,
        typer.Option(
            "--csv-dialect",
            envvar="ANNOTATE_CSV_DIALECT",
            help="CSV: plain RFC 4180, or as Excel wants it (excel-eu where the decimal sign is a comma).",
            rich_help_panel=_SHAPE,
        ),
    ] = Dialect.PLAIN,
    csv_newlines: Annotated[
        Newlines,
        typer.Option(
            "--csv-newlines",
            envvar="ANNOTATE_CSV_NEWLINES",
            help="CSV: keep line breaks inside cells, or write spaces for importers that split rows there.",
            rich_help_panel=_SHAPE,
        ),
    ] = Newlines.KEEP,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            envvar="ANNOTATE_CONFIG",
            metavar="FILE",
            is_eager=True,
            callback=_settings,
            help="File with settings of this and the next group, and --timestamp; else annotate.toml, if there is one.",
            rich_help_panel=_SENDER,
        ),
    ] = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Say on standard error which rule or head made each finding.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no summary; problems only.")] = False,
    max_size: Annotated[str, _limit("--max-size", "SIZE", "One article: its file, line, member or record.")] = "16MiB",
    max_expanded: Annotated[
        str, _limit("--max-expanded", "SIZE", "All that comes out of one compressed file or archive.")
    ] = "64GiB",
    max_ratio: Annotated[
        int, _limit("--max-ratio", "N", "How many times its size a compressed file may become.", 1)
    ] = 250,
    max_members: Annotated[int, _limit("--max-members", "N", "Members of one archive.", 1)] = 1_000_000,
    max_depth: Annotated[int, _limit("--max-depth", "N", "Archives and compression in one another.", 0)] = 3,
    max_nesting: Annotated[
        int, _limit("--max-nesting", "N", "Lists and objects in one another, in what goes with an article.", 1)
    ] = 200,
    max_spool: Annotated[
        str, _limit("--max-spool", "SIZE", "Copy on disk of a zip, XLSX or Parquet file from a pipe or an archive.")
    ] = "2GiB",
    max_time: Annotated[
        float,
        _limit("--max-time", "SECONDS", "Processor time of reading until an article comes; waiting is free.", 0.001),
    ] = 600,
) -> None:
    """Annotate articles and write them as JSON, NewsML-G2, CSV tables or another format."""
    with _stoppable():
        from annotate.corpus import Job, UsageError, run
        from annotate.read import Limits, ReadOptions

        try:
            limits = Limits.of(
                document=max_size,
                expanded=max_expanded,
                ratio=max_ratio,
                members=max_members,
                archives=max_depth,
                nesting=max_nesting,
                spool=max_spool,
                seconds=max_time,
            )
        except ValueError as error:
            _refuse(str(error))
        if csv_flat:
            if to not in (None, Format.CSV, Format.CSV_FLAT):
                _refuse(f"--csv-flat and --to {to.value} are two formats; give one of them")
            to = Format.CSV_FLAT
        suffix = Path(output).suffix.lower() if output else ""
        job = Job(
            inputs=tuple(inputs),
            format=to.value if to else _SUFFIXES.get(suffix),
            output=None if output == "-" else output,
            overwrite=overwrite,
            reading=ReadOptions(
                fields=_fields(field or []), encoding=encoding, format=kind.value if kind else None, limits=limits
            ),
            as_is=as_is,
            min_confidence=min_confidence,
            timestamp=timestamp,
            export={
                "provider": provider,
                "provider_name": provider_name,
                "guid_authority": guid_authority,
                "rights": rights,
                "usage_terms": usage_terms,
                "vocabulary": vocabulary,
                "newsml_root": newsml_root.value,
                "newsml_detail": newsml_detail.value,
                "csv_dialect": csv_dialect.value,
                "csv_newlines": csv_newlines.value,
            },
        )
        with _progress(quiet) as step:
            try:
                tally = run(job, _tell, lambda annotation, rules: _done(annotation, rules, step, explained))
            except UsageError as error:
                _refuse(str(error))
    if not quiet and sys.stdout.isatty():
        _summary(tally)
    raise typer.Exit(Exit.PROBLEMS if tally.failed else Exit.OK)


@app.command(epilog="Example: [bold]annotate validate exports/ --format github[/bold]\n\n" + _EPILOG)
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="What convert wrote: files, folders, glob patterns, @list.txt, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Report, typer.Option("--format", help="Lines for people, JSON, workflow commands of GitHub Actions, or SARIF.")
    ] = Report.TEXT,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PATH", help="File for the report, replaced if it exists.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="End with code 1 if there are problems as grave as this.")
    ] = FailOn.ERROR,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Look at this rule only; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave this rule out; may be repeated.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="PATH", help="Hide the known problems that this file lists.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the problems of this run into the baseline file.")
    ] = False,
    xsd: Annotated[
        Path | None,
        typer.Option("--xsd", metavar="XSD", help="NewsML-G2 Power XSD 2.35 by IPTC, to check NewsML against as well."),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List every rule and stop; --format json for JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary; problems only.")] = False,
) -> None:
    """Check annotations: by schema, and that spans are verbatim, references resolve, ids, order and counts agree.

    Lines and columns of problems count from 1, columns in code points.
    """
    with _stoppable():
        from annotate.validate import command, reports

        if rules:
            _print(reports.rules_json() if form is Report.JSON else reports.rules_text())
            return
        if not files:
            _refuse("name a file or folder to validate, or - for standard input")
        job = command.Validation(
            files=tuple(files),
            format=form.value,
            xsd=xsd,
            fail_on=fail_on.value,
            select=tuple(select or ()),
            ignore=tuple(ignore or ()),
            baseline=baseline,
            update_baseline=update_baseline,
            output=output,
        )
        try:
            outcome, code = command.run(job, _report)
        except command.ValidateUsageError as error:
            _refuse(str(error))
    if update_baseline:
        for problem in outcome.problems:
            _tell(problem)
        typer.echo(f"{outcome.hidden} problems written to {baseline}", err=True)
    elif not quiet:
        typer.echo(outcome.summary(), err=True)
    raise typer.Exit(code)


def _report(text: str, problem: Problem | None) -> None:
    """Write a piece of a report to standard output, and stop where an interrupt was swallowed on the way."""
    _print(_coloured(text, problem, sys.stdout) if problem else text)
    if _interrupts:
        raise KeyboardInterrupt


@app.command(epilog="Example: [bold]annotate repair scraped.txt --diff[/bold]\n\n" + _EPILOG)
def repair(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="As for convert; - for standard input.", show_default=False),
    ],
    diff: Annotated[bool, typer.Option("--diff", help="Print what changes, as a unified diff.")] = False,
    explained: Annotated[
        bool,
        typer.Option("--explain", help="Print the list: source, start, end, kind, what stands there, what should."),
    ] = False,
) -> None:
    """Show articles as they were before a scraper damaged them, as far as that can be known.

    Several articles stand each under a line with its source.
    """
    failed = False

    def shown() -> Iterator[tuple[str, list[str]]]:
        nonlocal failed
        for item in read(inputs):
            if isinstance(item, Problem):
                _tell(item)
                failed |= item.severity == "error"
                continue
            view = repaired_view(item.text, english=reads(item))
            lines = repair_list(item.source, view.repairs) if explained else []
            lines += repair_diff(item.source, item.text, view.text) if diff else []
            yield item.source, lines if diff or explained else [view.text.rstrip("\n")]

    with _stoppable():
        from annotate.pipeline import reads
        from annotate.read import read
        from annotate.repair import repair as repaired_view
        from annotate.report import repair_diff, repair_list, titled

        for lines in (lines for _, lines in shown()) if diff or explained else titled(shown()):
            if lines:
                _print("\n".join(lines) + "\n")
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


@app.command(epilog="Example: [bold]annotate schema > annotation.schema.json[/bold]\n\n" + _EPILOG)
def schema(
    contract: Annotated[
        Contract, typer.Option("--format", help="Which contract: of the annotation, of the CSV tables, of NewsML-G2.")
    ] = Contract.JSONSCHEMA,
) -> None:
    """Print the JSON Schema (2020-12) of an annotation, or the contract of another format."""
    with _stoppable():
        if contract is Contract.JSONSCHEMA:
            from annotate.schema import json_schema_text

            _print(json_schema_text())
        else:
            from annotate.export.published import PUBLISHED

            _print(PUBLISHED[contract.value][1]().decode("utf-8"))


def _refuse(message: str) -> NoReturn:
    typer.echo(f"annotate: {message}", err=True)
    raise typer.Exit(Exit.USAGE)


def _fields(pairs: list[str]) -> dict[str, str]:
    fields = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals and theirs):
            _refuse(f"--field {pair!r} is not OURS=THEIRS, such as published=pub_day")
        fields[ours] = theirs
    return fields


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn an interrupt, a closed pipe and an output that cannot be written into their exit codes."""
    from annotate.export import WriteError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("annotate: interrupted; no half-written file is left", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # The reader of the pipe has gone, as in `annotate ... | head`: it has what it wanted, so say nothing.
        _drop_output()
        raise typer.Exit(Exit.NOT_WRITTEN) from None
    except WriteError as error:
        _tell(error.problem)
        _drop_output()
        raise typer.Exit(Exit.NOT_WRITTEN) from None


def _drop_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter fails on it once more at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(text: str) -> None:
    """Write to standard output at once; raises WriteError, and BrokenPipeError where the reader has gone."""
    from annotate.export.atomic import failed

    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise failed(error, "<stdout>") from error


def _tell(problem: Problem) -> None:
    with suppress(OSError):  # nobody is left to tell
        print(_line(problem, sys.stderr), file=sys.stderr, flush=True)


def _line(problem: Problem, stream: TextIO) -> str:
    """Return a problem as a line for a stream."""
    from annotate.report import problem_line

    return _coloured(problem_line(problem), problem, stream)


def _coloured(line: str, problem: Problem, stream: TextIO) -> str:
    """Return a line about a problem, coloured where the stream is a terminal that wants colour."""
    if not stream.isatty() or "NO_COLOR" in os.environ:
        return line
    colour = typer.colors.RED if problem.severity == "error" else typer.colors.YELLOW
    return line.replace(f"{problem.severity}:", typer.style(f"{problem.severity}:", fg=colour, bold=True), 1)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with each article's id; shows a count on a terminal from the second article on."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} articles"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def step(id_: str) -> None:
            bar.update(task, advance=1, description=id_)
            bar.update(task, visible=bar.tasks[0].completed > 1)

        yield step


def _done(annotation: Annotation, rules: Mapping[str, str], step: Callable[[str], None], explained: bool) -> None:
    if explained:
        from annotate.report import explanation

        typer.echo("\n".join(explanation(annotation, rules)), err=True)
    step(annotation.article.id)
    if _interrupts:
        raise KeyboardInterrupt


def _summary(tally: Tally) -> None:
    from annotate.report import overview, totals

    if tally.articles == 1 and tally.last:
        typer.echo("\n".join(overview(tally.last)), err=True)
    typer.echo(totals(tally.articles, tally.failed, tally.warnings, tally.found), err=True)
