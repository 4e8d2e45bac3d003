"""The options of `convert`, one class per panel of its help."""

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

_SENDER, _SHAPE, _LIMITS = "Sender of the export", "Shape of NewsML-G2, CSV and JSON-LD", "Reading limits"
_USUAL = Limits()

Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the inputs, instead of UTF-8 or what is detected.")
]


def input_format(more: str = "") -> Any:
    """Return the option for the format of the inputs."""
    text = f"Format of the inputs, instead of detecting it from content and suffix{more}."
    return choice([row.name for row in READERS], "--format", help=text)


def _setting(name: str) -> dict[str, Any]:
    """Return the environment variable of an option that a settings file can also set."""
    return {"envvar": f"ANNOTATE_{name.upper()}"}


def _sender(name: str, text: str, **more: Any) -> Any:
    option = f"--{name.replace('_', '-')}"
    return typer.Option(option, help=text, rich_help_panel=_SENDER, **_setting(name), **more)


def _shape(name: str, names: object, text: str) -> Any:
    option = f"--{name.replace('_', '-')}"
    return choice(get_args(names), option, help=text, rich_help_panel=_SHAPE, **_setting(name))


def _limit(name: str, metavar: str, text: str, least: float | None = None) -> Any:
    """Return the option for a reading limit, which stops hostile input from exhausting memory, disk or time."""
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
    """The inputs, the task and the output."""

    to: Annotated[
        str | None,
        choice(
            EXPORTERS,
            "--to",
            help="Output format; default: from the suffix of -o, else json for one article and jsonl for several.",
        ),
    ] = None
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="File or folder to write; default: standard output."),
    ] = None
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing files.")] = False
    discard_edits: Annotated[
        bool,
        typer.Option(
            "--discard-edits", help="Also replace files that people have corrected; by default they are kept."
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
            help="Order of day and month in dates such as 02/03/2024; default: inferred from other dates in the run.",
        ),
    ] = None
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Convert earlier exports to another format without annotating anew.")
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
            help="Time of export to record, e.g. 2026-01-01T00:00:00Z; default: SOURCE_DATE_EPOCH, else now.",
        ),
    ] = None
    explained: Annotated[
        bool, typer.Option("--explain", help="Print to standard error which rule or model head made each finding.")
    ] = False
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print problems only, no progress and no summary.")] = (
        False
    )

    def fields(self) -> dict[str, str]:
        """Return the input's key for each of our fields; exits with the usage code if a pair is malformed."""
        found = {}
        for pair in self.field or ():
            ours, equals, theirs = pair.partition("=")
            if not (ours and equals and theirs):
                refuse(f"--field {pair!r} is not OURS=THEIRS, such as published=pub_day")
            found[ours] = theirs
        return found


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the export; None means the default."""

    provider: Annotated[
        str | None, _sender("provider", "NewsML-G2: the sender of the export, a domain or a short name.")
    ] = None
    provider_name: Annotated[str | None, _sender("provider_name", "NewsML-G2: the sender's display name.")] = None
    guid_authority: Annotated[
        str | None,
        _sender(
            "guid_authority",
            "Create tag: guids from a domain that you owned on that date, instead of UUIDs.",
            metavar="DOMAIN,DATE",
        ),
    ] = None
    rights: Annotated[str | None, _sender("rights", "NewsML-G2: who holds the rights in the annotations.")] = None
    usage_terms: Annotated[
        str | None, _sender("usage_terms", "NewsML-G2, ninjs: usage terms for articles that state none.")
    ] = None
    vocabulary: Annotated[
        str | None,
        _sender(
            "vocabulary",
            "URI prefix for annotate's vocabulary, if you publish it as your own.",
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
            help="Settings file for this panel, the next panel and --timestamp; default: annotate.toml, if present.",
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
        str, _shape("newsml_detail", NewsmlDetail, "NewsML-G2: full adds what is needed to read it back.")
    ] = "standard"
    csv_dialect: Annotated[
        str,
        _shape(
            "csv_dialect",
            CsvDialect,
            "CSV: plain is RFC 4180 with formula-like cells guarded; bare leaves them as they are; excel suits Excel "
            "(excel-eu with a decimal comma).",
        ),
    ] = "plain"
    csv_newlines: Annotated[
        str,
        _shape(
            "csv_newlines",
            CsvNewlines,
            "CSV: keep line breaks in cells, or replace them with spaces for importers that split rows at them.",
        ),
    ] = "keep"
    jsonld_context: Annotated[
        str,
        _shape(
            "jsonld_context",
            JsonldContext,
            "JSON-LD (webannotation, schemaorg): link to the published context, or embed it for offline use.",
        ),
    ] = "link"
    csv_flat: Annotated[
        bool,
        typer.Option("--csv-flat", help="Same as --to csv-flat: one table for one sheet.", rich_help_panel=_SHAPE),
    ] = False

    def export(self) -> dict[str, Any]:
        """Return the fields of `ExportOptions`."""
        return {name: value for name, value in asdict(self).items() if name != "csv_flat"}

    def format(self, to: str | None, output: str | None) -> str | None:
        """Return the output format, None if nothing names it; exits with the usage code if two are requested."""
        if self.csv_flat:
            if to not in (None, "csv", "csv-flat"):
                refuse(f"--csv-flat and --to {to} name two formats; give only one")
            return "csv-flat"
        try:
            return to or (by_suffix(output) if output else None)
        except ValueError as error:
            refuse(str(error))


@dataclass(frozen=True, slots=True)
class LimitsOfReading:
    """The reading limits; the fields are those of `Limits`, sizes as text such as 16MiB."""

    document: Annotated[str, _limit("document", "SIZE", "Largest article: a file, line, member or record.")] = _words(
        _USUAL.document
    )
    expanded: Annotated[str, _limit("expanded", "SIZE", "Largest expanded size of one compressed file or archive.")] = (
        _words(_USUAL.expanded)
    )
    ratio: Annotated[int, _limit("ratio", "N", "Largest expansion ratio of a compressed file.", 1)] = _USUAL.ratio
    members: Annotated[int, _limit("members", "N", "Most members of one archive.", 1)] = _USUAL.members
    archives: Annotated[int, _limit("archives", "N", "Deepest nesting of archives and compression.", 0)] = (
        _USUAL.archives
    )
    nesting: Annotated[int, _limit("nesting", "N", "Deepest nesting in an article's metadata.", 1)] = _USUAL.nesting
    spool: Annotated[
        str, _limit("spool", "SIZE", "Largest disk copy of a zip, XLSX or Parquet file from a pipe or an archive.")
    ] = _words(_USUAL.spool)
    seconds: Annotated[
        float,
        _limit("seconds", "SECONDS", "Longest processor time to read one article; waiting does not count.", 0.001),
    ] = _USUAL.seconds

    def limits(self) -> Limits:
        """Return the limits; exits with the usage code if a size is malformed."""
        try:
            return Limits.of(**asdict(self))
        except ValueError as error:
            refuse(str(error))
