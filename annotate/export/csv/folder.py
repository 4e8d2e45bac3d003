"""``csv``: a folder of tables joined by keys (RFC 4180, UTF-8), with metadata that declares the keys.

>>> import tempfile
>>> from annotate import annotate
>>> with tempfile.TemporaryDirectory() as name:
...     count = write_folder([annotate("The bridge is open, Ines Caldwell said.")], Path(name), ExportOptions())
...     print((Path(name) / "aliases.csv").read_text("utf-8").strip())
article_id,participant_id,number,headline,participant_name,alias
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from annotate.export.csv.cells import CellStyle, exact_rows
from annotate.export.csv.metadata import csvw, data_package
from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Cell, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rows import View, rows, with_own_ids
from annotate.json_text import json_text
from annotate.models import Annotation

#: Other files of the folder.
METADATA_FILES = ("datapackage.json", "csv-metadata.json")


def strangers(names: Collection[str]) -> list[str]:
    """Return the names that this export did not create; all of them if its metadata is missing."""
    if not set(METADATA_FILES) <= set(names):
        return list(names)
    made = {*METADATA_FILES, *(f"{table.name}.csv" for table in (*TABLES, EXACT))}
    return [name for name in names if name not in made]


def write_folder(annotations: Iterable[Annotation], folder: Path, options: ExportOptions) -> int:
    """Write all tables into the folder in one pass, with one article in memory; return the number of articles."""
    style = CellStyle.of(options)
    for name, content in (("datapackage.json", data_package(options)), ("csv-metadata.json", csvw(options))):
        (folder / name).write_bytes(json_text(content, indent=2).encode() + b"\n")
    count = 0
    with ExitStack() as stack:
        files = {table.name: stack.enter_context(_Sheet(table, folder, style)) for table in (*TABLES, EXACT)}
        for annotation in with_own_ids(annotations):
            view = View(annotation)
            for table in TABLES:
                for row in rows(table, view):
                    files[table.name].add(row)
                    for exact in exact_rows(table, row, style):
                        files[EXACT.name].add(exact)
            count += 1
    return count


class _Sheet:
    """One open table."""

    def __init__(self, table: Table, folder: Path, style: CellStyle) -> None:
        self._table = table
        self._style = style
        self._file = (folder / f"{table.name}.csv").open("w", encoding=style.encoding, newline="")
        self._writer = csv.writer(self._file, delimiter=style.delimiter, lineterminator="\r\n")
        self._writer.writerow([column.name for column in table.columns])

    def __enter__(self) -> _Sheet:
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()

    def add(self, row: tuple[Cell, ...]) -> None:
        """Write one row."""
        pairs = zip(row, self._table.columns, strict=True)
        self._writer.writerow([self._style.shown(value, column) for value, column in pairs])
