"""Read back the output of the lossless exporters; the format is detected from the suffix or the content."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from annotate.first_bytes import kind_of
from annotate.inputs import reason
from annotate.models import SCHEMA_VERSION, Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of

#: Number of bytes at the start of a file to inspect if its name does not give the format.
_LOOKED_AT = 256

#: An opening angle bracket after an optional byte order mark.
_XML_IN_UTF_16 = (BOM_UTF16_LE + b"<\0", BOM_UTF16_BE + b"\0<")

Reader = Callable[[Path], Iterator[Annotation]]


def load(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a file or folder, one at a time.

    The suffix decides the format; a file with an unknown suffix, or none, is recognised by its content. Raises
    `ReadError`, whose problem says where and why, if it cannot be read back.
    """
    try:
        reader = _reader(path)
        yield from reader(path)
    except OSError as error:
        raise ReadError(Problem("unreadable", f"cannot be read: {reason(error)}", str(path))) from error


def _reader(path: Path) -> Reader:
    suffix = path.suffix.lower()
    reader = READERS[""] if path.is_dir() else (READERS.get(suffix) if suffix else None) or _by_content(path)
    if reader is None:
        known = ", ".join(suffix or "a folder" for suffix in READERS)
        raise ReadError(Problem("unknown-format", f"is not an export that can be read back ({known})", str(path)))
    return reader


def _by_content(path: Path) -> Reader | None:
    """Return the reader that fits the first bytes of a file; None if they fit none."""
    with path.open("rb") as file:
        start = file.readline(_LOOKED_AT)
    suffix = suffix_of(start)
    if suffix:
        return READERS[suffix]
    start = start.removeprefix(BOM_UTF8)
    if not start.lstrip().startswith(b"{"):
        return None
    # The first line of an indented document is a single brace; in JSON lines it is a whole annotation.
    if start.strip() != b"{":
        return _json_lines
    with path.open("rb") as file:
        return READERS[".jsonld"] if b'"@context"' in file.read(_LOOKED_AT) else _json


def suffix_of(head: bytes) -> str | None:
    """Return the suffix of the format that a file with these first bytes has; None for JSON and for unknown content.

    >>> suffix_of(b"<?xml version='1.0'?>"), suffix_of(b"PAR1"), suffix_of(b"{")
    ('.xml', '.parquet', None)
    """
    kind = kind_of(head)
    if kind:
        return _SUFFIXES.get(kind.name)
    is_xml = head.removeprefix(BOM_UTF8).lstrip().startswith(b"<") or head.startswith(_XML_IN_UTF_16)
    return ".xml" if is_xml else None


def parsed(data: bytes, path: Path) -> Annotation:
    """Return the annotation in a JSON document, given as bytes; raises `ReadError` that names the file."""
    return annotation_of(_parse(data, path, None), path)


def _json(path: Path) -> Iterator[Annotation]:
    yield parsed(path.read_bytes(), path)


def _json_lines(path: Path) -> Iterator[Annotation]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield annotation_of(_parse(line, path, number), path, number)


def _parse(data: bytes, path: Path, line: int | None) -> Any:
    try:
        return value_of(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        why = f"is not UTF-8: byte {data[error.start]:#04x} at {error.start}"
        raise ReadError(Problem("encoding", why, str(path), line)) from error
    except ValueError as error:
        where = (line or getattr(error, "lineno", None), getattr(error, "colno", None))
        why = getattr(error, "msg", str(error))
        raise ReadError(Problem("json", f"is not JSON: {why}", str(path), *where)) from error


def annotation_of(value: Any, path: Path, line: int | None = None) -> Annotation:
    """Return the annotation in a parsed JSON value; raises `ReadError`, which names the first wrong field."""
    if isinstance(value, dict) and value.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        found = value["schema_version"]
        why = f"has the schema version {found!r}; this program reads {SCHEMA_VERSION!r}"
        raise ReadError(Problem("schema-version", why, str(path), line, path="$.schema_version"))
    try:
        return Annotation.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in first["loc"])
        raise ReadError(
            Problem("schema", f"is not an annotation: {first['msg'].lower()}", str(path), line, path=where)
        ) from error


def _by(module: str) -> Reader:
    """Return the reader defined in a module; the module is imported on first use."""
    return lambda path: cast(Iterator[Annotation], import_module(f"annotate.export.{module}").read(path))


#: The reader for each suffix, and for a folder.
READERS: dict[str, Reader] = {
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".xml": _by("newsml.load"),
    ".jsonld": _by("web_annotation"),
    ".xlsx": _by("xlsx"),
    ".sqlite": _by("sqlite"),
    ".db": _by("sqlite"),
    ".parquet": _by("parquet"),
    "": _by("csv.load"),
}

#: The suffixes of the formats that the table of first bytes names.
_SUFFIXES = {"zip": ".xlsx", "sqlite": ".sqlite", "parquet": ".parquet"}
