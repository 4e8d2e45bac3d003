"""Read a folder of CSV tables, in any dialect, back into annotations.

>>> import tempfile
>>> from annotate import annotate
>>> from annotate.export import EXPORTERS, ExportOptions
>>> one = annotate("The bridge is open, Ines Caldwell said.")
>>> with tempfile.TemporaryDirectory() as name:
...     count = EXPORTERS["csv"].to_folder([one], Path(name), ExportOptions())
...     list(read(Path(name))) == [one]
True
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotate.export.csv.cells import CellStyle, Guard
from annotate.export.tables.columns import Column, Role, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rebuild import Row, annotations_from, typed
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of

#: The guard for each declared value; earlier versions wrote yes or no.
_GUARDS: dict[str | bool, Guard] = {"none": "none", "formulas": "formulas", "all": "all", False: "none", True: "all"}
_WORDS = Column("words", Role.WORDS, "")


def read(folder: Path) -> Iterator[Annotation]:
    """Yield the annotations of a folder in the dialect that its ``datapackage.json`` declares; raises `ReadError`."""
    style = style_of(folder)
    csv.field_size_limit(2**31 - 1)
    tables = {table.name: _rows(folder, table, style) for table in (*TABLES, EXACT)}
    return annotations_from(tables, folder, lambda words, cell: style.shown(words, _WORDS) == cell)


def style_of(folder: Path) -> CellStyle:
    """Return how the cells of a folder are written, as its ``datapackage.json`` declares; raises `ReadError`."""
    path = folder / "datapackage.json"
    try:
        package: Any = value_of(path.read_text(encoding="utf-8"))
        resource, ours = package["resources"][0], package["annotate"]
        marked = resource["encoding"] == "utf-8-sig"
        delimiter = str(resource["dialect"]["delimiter"])
        return CellStyle(delimiter, marked, _GUARDS[ours["guarded_cells"]], bool(ours["spaced_line_breaks"]))
    except FileNotFoundError as error:
        why = "is missing: without it the folder cannot be read back; export it again"
        raise ReadError(Problem("tables", why, str(path))) from error
    except (ValueError, LookupError, TypeError) as error:
        raise ReadError(Problem("tables", "does not describe tables of this program", str(path))) from error


def _rows(folder: Path, table: Table, style: CellStyle) -> Iterator[Row]:
    path = folder / f"{table.name}.csv"
    if not path.exists():
        raise ReadError(Problem("tables", "is missing, although every export has this table", str(path)))
    names = [column.name for column in table.columns]
    # Words stay as displayed: they are only compared with the text.
    escaped = {column.name for column in table.columns if column.role not in (Role.WORDS, Role.INTEGER)}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=style.delimiter, strict=True)
        try:
            header = next(reader, [])
            missing = [name for name in names if name not in header]
            if missing:
                raise ReadError(Problem("tables", f"has no column {missing[0]}", str(path), 1))
            for cells in reader:
                if len(cells) != len(header):
                    why = f"has a row with {len(cells)} cells, but the header has {len(header)}"
                    raise ReadError(Problem("tables", why, str(path), reader.line_num))
                row = dict(zip(header, cells, strict=True))
                values = {name: style.plain(cell) if name in escaped else cell for name, cell in row.items()}
                yield typed(table, values, path)
        except (csv.Error, UnicodeDecodeError) as error:
            raise ReadError(Problem("tables", f"is not CSV in UTF-8: {error}", str(path), reader.line_num)) from error
