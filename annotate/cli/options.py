"""The options of `convert`, a class for each group in its help."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from annotate.cli.choices import choice
from annotate.cli.terminal import refuse
from annotate.export import EXPORTERS, by_suffix
from annotate.export.options import CsvDialect, CsvNewlines, JsonldContext, NewsmlDetail, NewsmlRoot
from annotate.export.settings import SETTINGS_FILE, read_settings
from annotate.read.options import OPTIONS, Limits, Order
from annotate.read.readers import READERS
from annotate.read.sizes import size_in_words

_SENDER, _SHAPE, _LIMITS = "Who sends the export", "Shape of NewsML-G2, CSV and JSON-LD", "Limits of reading"
_USUAL = Limits()

Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the inputs, instead of UTF-8 or what is detected.")
]


def input_format(more: str = "") -> Any:
    """Return the option for the format of the inputs."""
    text = f"Format of the inputs, instead of detecting it from content and suffix{more}."
    return choice([row.name for row in READERS], "--format", help=text)


def _setting(name: str) -> dict[str, Any]:
    """Return the environment variable of an option that may also stand in a settings file."""
    return {"envvar": f"ANNOTATE_{name.upper()}"}


def _sender(name: str, text: str, **more: Any) -> Any:
    option = f"--{name.replace('_', '-')}"
    return typer.Option(option, help=text, rich_help_panel=_SENDER, **_setting(name), **more)


def _shape(name: str, names: object, text: str) -> Any:
    option = f"--{name.replace('_', '-')}"
    return choice(get_args(names), option, help=text, rich_help_panel=_SHAPE, **_setting(name))


def _limit(name: str, metavar: str, text: str, least: float | None = None) -> Any:
    """Return the option for a limit of reading, which keeps hostile input from taking memory, disk or time."""
    return typer.Option(OPTIONS[name], metavar=metavar, help=text, min=least, rich_help_panel=_LIMITS)


def _words(size: int) -> str:
    return size_in_words(size).replace(" ", "")


def _settings(context: typer.Context, path: Path | None) -> None:
    """Make the settings of a file the defaults of the command; options and environment variables override them."""
    found = path or Path(SETTINGS_FILE)
    if not context.resilient_parsing and (path or found.is_file()):
        try:
            context.default_map = read_settings(found)
        except ValueError as error:
            refuse(str(error))


@dataclass(frozen=True, slots=True)
class Task:
    """The inputs, what is done with them, and the output."""

    to: Annotated[
        str | None,
        choice(
            EXPORTERS,
            "--to",
            help="Format to write; by default as the suffix of -o says, else json for one article, jsonl for several.",
        ),
    ] = None
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="File or folder to write; standard output by default."),
    ] = None
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing files.")] = False
    discard_edits: Annotated[
        bool,
        typer.Option(
            "--discard-edits", help="Replace even files that people have corrected; by default these are kept."
        ),
    ] = False
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="OURS=THEIRS", help="Read our field from their key, e.g. published=pub_day."),
    ] = None
    encoding: Encoding = None
    kind: Annotated[str | None, input_format("; archives are unpacked first")] = None
    date_order: Annotated[
        str | None,
        choice(
            get_args(Order),
            "--date-order",
            help="Which number of a date such as 02/03/2024 is the day; by default other dates of the run decide.",
        ),
    ] = None
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Take earlier exports as they are, and only change the format.")
    ] = False
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out findings with a lower confidence, 0 to 1."),
    ] = 0.0
    timestamp: Annotated[
        str | None,
        typer.Option(
            "--timestamp",
            **_setting("timestamp"),
            help="Time of export to write, e.g. 2026-01-01T00:00:00Z; else SOURCE_DATE_EPOCH, else now.",
        ),
    ] = None
    explained: Annotated[
        bool, typer.Option("--explain", help="Print on standard error which rule or head made each finding.")
    ] = False
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print problems only, no progress and no summary.")] = (
        False
    )

    def fields(self) -> dict[str, str]:
        """Return the input's key for each of our fields; ends the program if a pair is malformed."""
        found = {}
        for pair in self.field or ():
            ours, equals, theirs = pair.partition("=")
            if not (ours and equals and theirs):
                refuse(f"--field {pair!r} is not OURS=THEIRS, such as published=pub_day")
            found[ours] = theirs
        return found


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the export; None stands for the default."""

    provider: Annotated[
        str | None, _sender("provider", "NewsML-G2: the sender of the export, a domain or a short name.")
    ] = None
    provider_name: Annotated[
        str | None, _sender("provider_name", "NewsML-G2: the sender's name as people read it.")
    ] = None
    guid_authority: Annotated[
        str | None,
        _sender(
            "guid_authority",
            "Make tag: guids with a domain that you owned on that date, instead of UUIDs.",
            metavar="DOMAIN,DATE",
        ),
    ] = None
    rights: Annotated[str | None, _sender("rights", "NewsML-G2: who holds the rights in the annotations.")] = None
    usage_terms: Annotated[
        str | None, _sender("usage_terms", "NewsML-G2, ninjs: usage terms of articles that state none.")
    ] = None
    vocabulary: Annotated[
        str | None,
        _sender(
            "vocabulary",
            "URI prefix for the terms of annotate, if you publish them as your own.",
            metavar="URI",
        ),
    ] = None
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            **_setting("config"),
            metavar="FILE",
            is_eager=True,
            callback=_settings,
            help="File with settings of this and the next group, and --timestamp; else annotate.toml, if there is one.",
            rich_help_panel=_SENDER,
        ),
    ] = None

    def export(self) -> dict[str, Any]:
        """Return the fields of `ExportOptions`."""
        return {name: value for name, value in asdict(self).items() if name != "config"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of NewsML-G2 and CSV."""

    newsml_root: Annotated[
        str, _shape("newsml_root", NewsmlRoot, "NewsML-G2: a message for feeds, or one bare item per file.")
    ] = "message"
    newsml_detail: Annotated[
        str, _shape("newsml_detail", NewsmlDetail, "NewsML-G2: full adds what reading back needs.")
    ] = "standard"
    csv_dialect: Annotated[
        str,
        _shape(
            "csv_dialect",
            CsvDialect,
            "CSV: plain RFC 4180 with cells that begin like a formula guarded, bare without, or for Excel "
            "(excel-eu where the decimal sign is a comma).",
        ),
    ] = "plain"
    csv_newlines: Annotated[
        str,
        _shape(
            "csv_newlines",
            CsvNewlines,
            "CSV: keep line breaks inside cells, or write spaces for importers that split rows there.",
        ),
    ] = "keep"
    jsonld_context: Annotated[
        str,
        _shape(
            "jsonld_context",
            JsonldContext,
            "JSON-LD (webannotation, schemaorg): link to the published context, or carry it to be read offline.",
        ),
    ] = "link"
    csv_flat: Annotated[
        bool,
        typer.Option("--csv-flat", help="Short for --to csv-flat: one table for one sheet.", rich_help_panel=_SHAPE),
    ] = False

    def export(self) -> dict[str, Any]:
        """Return the fields of `ExportOptions`."""
        return {name: value for name, value in asdict(self).items() if name != "csv_flat"}

    def format(self, to: str | None, output: str | None) -> str | None:
        """Return the format to write, None if nothing names it; ends the program if two are requested."""
        if self.csv_flat:
            if to not in (None, "csv", "csv-flat"):
                refuse(f"--csv-flat and --to {to} are two formats; give one of them")
            return "csv-flat"
        try:
            return to or (by_suffix(output) if output else None)
        except ValueError as error:
            refuse(str(error))


@dataclass(frozen=True, slots=True)
class LimitsOfReading:
    """The limits of reading; the fields are those of `Limits`, sizes in words."""

    document: Annotated[str, _limit("document", "SIZE", "One article: its file, line, member or record.")] = _words(
        _USUAL.document
    )
    expanded: Annotated[
        str, _limit("expanded", "SIZE", "Everything that comes out of one compressed file or archive.")
    ] = _words(_USUAL.expanded)
    ratio: Annotated[int, _limit("ratio", "N", "How many times its size a compressed file may expand to.", 1)] = (
        _USUAL.ratio
    )
    members: Annotated[int, _limit("members", "N", "Members of one archive.", 1)] = _USUAL.members
    archives: Annotated[int, _limit("archives", "N", "Levels of archives and compression within one another.", 0)] = (
        _USUAL.archives
    )
    nesting: Annotated[int, _limit("nesting", "N", "Levels of lists and objects in an article's metadata.", 1)] = (
        _USUAL.nesting
    )
    spool: Annotated[
        str, _limit("spool", "SIZE", "Copy on disk of a zip, XLSX or Parquet file from a pipe or an archive.")
    ] = _words(_USUAL.spool)
    seconds: Annotated[
        float,
        _limit(
            "seconds", "SECONDS", "Processor time of reading until the next article; waiting does not count.", 0.001
        ),
    ] = _USUAL.seconds

    def limits(self) -> Limits:
        """Return the limits; ends the program if a size makes no sense."""
        try:
            return Limits.of(**asdict(self))
        except ValueError as error:
            refuse(str(error))
