"""`annotate convert`: its options, which become one job."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotate.cli.choices import Detail, Dialect, Format, Kind, Newlines, Root
from annotate.cli.terminal import interrupts, progress, refuse, stoppable, tell
from annotate.problems import Exit

if TYPE_CHECKING:
    from annotate.corpus import Tally
    from annotate.models import Annotation

#: Groups of options in the help of `convert`.
_SENDER, _SHAPE = "Who sends the export", "Shape of NewsML-G2 and CSV"

_SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xml": "newsml"} | {
    f".{name}": name for name in ("xlsx", "sqlite", "parquet")
}


def _settings(context: typer.Context, path: Path | None) -> None:
    """Let the settings of a file be the defaults of the command; options and environment variables go before them."""
    from annotate.export.settings import SETTINGS_FILE, read_settings

    found = path or Path(SETTINGS_FILE)
    if not context.resilient_parsing and (path or found.is_file()):
        try:
            context.default_map = read_settings(found)
        except ValueError as error:
            refuse(str(error))


def _limit(name: str, metavar: str, text: str, least: float | None = None) -> Any:
    """Return an option among the limits of reading, which keep hostile input from taking memory, disk or time."""
    return typer.Option(name, metavar=metavar, help=text, min=least, rich_help_panel="Limits of reading")


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
    with stoppable():
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
            refuse(str(error))
        if csv_flat:
            if to not in (None, Format.CSV, Format.CSV_FLAT):
                refuse(f"--csv-flat and --to {to.value} are two formats; give one of them")
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
        with progress(quiet) as step:
            try:
                tally = run(job, tell, lambda annotation, rules: _done(annotation, rules, step, explained))
            except UsageError as error:
                refuse(str(error))
    if not quiet and sys.stdout.isatty():
        _summary(tally)
    raise typer.Exit(Exit.PROBLEMS if tally.failed else Exit.OK)


def _fields(pairs: list[str]) -> dict[str, str]:
    fields = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals and theirs):
            refuse(f"--field {pair!r} is not OURS=THEIRS, such as published=pub_day")
        fields[ours] = theirs
    return fields


def _done(annotation: Annotation, rules: Mapping[str, str], step: Callable[[str], None], explained: bool) -> None:
    if explained:
        from annotate.report import explanation

        typer.echo("\n".join(explanation(annotation, rules)), err=True)
    step(annotation.article.id)
    if interrupts:
        raise KeyboardInterrupt


def _summary(tally: Tally) -> None:
    from annotate.report import overview, totals

    if tally.articles == 1 and tally.last:
        typer.echo("\n".join(overview(tally.last)), err=True)
    typer.echo(totals(tally.articles, tally.failed, tally.warnings, tally.found), err=True)
