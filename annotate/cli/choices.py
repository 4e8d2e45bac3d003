"""The values among which options choose."""

from __future__ import annotations

from enum import StrEnum


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
