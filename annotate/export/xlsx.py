"""``xlsx``: a workbook with one sheet per table, frozen headers, filters, and links from ids to their rows.

XlsxWriter writes it with one row in memory at a time; openpyxl reads it back. No cell is a formula: all text is written
as text. Values that a cell cannot hold (control characters, more than 30,000 UTF-16 units) are in the sheet `exact`.

>>> from io import BytesIO
>>> from annotate import annotate
>>> write([annotate("The bridge is open, Ines Caldwell said.")], BytesIO(), ExportOptions())
1
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from annotate.export.csv.cells import cut, exact_rows
from annotate.export.files.atomic import cannot_load, refused
from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Cell, Column, Role, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rebuild import Row, annotations_from, typed
from annotate.export.tables.rows import LONGEST_PIECE, View, rows, utf16_length, with_own_ids
from annotate.libraries import needed, needed_to_read
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of
from annotate.spool import private_file

#: The most rows in a sheet, header included (Excel's specification).
_MOST_ROWS = 1_048_576
#: The most links in a sheet (Excel's specification).
_MOST_LINKS = 65_530
#: Characters that the XML of a workbook cannot hold or would change.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_WORDS = Column("words", Role.WORDS, "")
#: The width of a column in characters, by its role.
_WIDTHS = {Role.KEY: 12, Role.INTEGER: 9, Role.DATE: 16, Role.LABEL: 28, Role.TEXT: 28, Role.WORDS: 40}


class _SheetCells:
    """How a sheet stores cells."""

    def shown(self, value: str, column: Column) -> str:
        """Return the text of a cell; an id that a sheet cannot hold becomes a JSON string, so that it still joins."""
        if column.role is Role.KEY:
            return _literal(value) if _UNSAFE.search(value) or value.startswith('"') else value
        value = _UNSAFE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        return cut(value) if utf16_length(value) > LONGEST_PIECE else value

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether reading the cell returns the value unchanged; label columns need not."""
        if not isinstance(value, str) or column.role in (Role.LABEL, Role.WORDS, Role.KEY):
            return True
        return self.shown(value, column) == value if value else not column.nullable


def _literal(value: str) -> str:
    """Return a JSON string in ASCII that cannot be mistaken for an escape of the workbook format (``_x000D_``)."""
    return json.dumps(value).replace("_x", "\\u005fx")


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write the workbook and return the number of articles; raises `WriteError`, also if a sheet gets too many rows."""
    xlsxwriter = needed("xlsxwriter", "xlsx", cannot_load)
    choices = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "in_memory": False}
    count = 0
    with private_file(out, "annotations.xlsx") as path:
        book = xlsxwriter.Workbook(str(path), choices)
        book.set_properties(
            {"title": "Annotations of news articles", "created": options.timestamp.replace(tzinfo=None)}
        )
        style = _SheetCells()
        sheets = {table.name: _Sheet(book, table, style) for table in (*TABLES, EXACT)}
        for annotation in with_own_ids(annotations):
            view = View(annotation)
            links = _links(view, sheets)
            for table in TABLES:
                for row in rows(table, view):
                    sheets[table.name].add(row, links)
                    for exact in exact_rows(table, row, style):
                        sheets[EXACT.name].add(exact, {})
            count += 1
        for sheet in sheets.values():
            sheet.finish()
        book.close()
    return count


#: For each table, the columns of other tables that hold its ids.
_POINTING = {
    table.name: {key.columns[-1] for other in TABLES for key in other.foreign if key.table == table.name}
    for table in TABLES
}


def _links(view: View, sheets: dict[str, _Sheet]) -> dict[tuple[str, Cell], str]:
    """Return the cell that each id in a column links to, by column name and id."""
    found: dict[tuple[str, Cell], str] = {}
    for table in TABLES:
        if not _POINTING[table.name]:
            continue
        key = [column.name for column in table.columns].index(table.key[-1])
        for number, row in enumerate(rows(table, view)):
            place = _cell(table.name, sheets[table.name].rows + number)
            found.update({(column, row[key]): place for column in _POINTING[table.name]})
    return found


def _cell(sheet: str, row: int) -> str:
    return f"internal:'{sheet}'!A{row + 1}"


class _Sheet:
    """One sheet, filled row by row."""

    def __init__(self, book: Any, table: Table, style: _SheetCells) -> None:
        self._table = table
        self._style = style
        self._sheet = book.add_worksheet(table.name)
        self._link = book.get_default_url_format()
        self._links = 0
        bold = book.add_format({"bold": True})
        for index, column in enumerate(table.columns):
            self._sheet.set_column(index, index, _WIDTHS[column.role])
        for index, column in enumerate(table.columns):
            self._sheet.write_string(0, index, column.name, bold)
        self._sheet.freeze_panes(1, 0)
        self.rows = 1

    def add(self, row: tuple[Cell, ...], links: dict[tuple[str, Cell], str]) -> None:
        """Write one row; an id links to its row if `links` has it."""
        if self.rows >= _MOST_ROWS:
            why = f"the sheet {self._table.name} would have more than {_MOST_ROWS} rows: use csv or sqlite"
            raise refused("too-many-rows", why)
        for index, (value, column) in enumerate(zip(row, self._table.columns, strict=True)):
            if value is None or value == "":
                continue
            if isinstance(value, int):
                self._sheet.write_number(self.rows, index, value)
                continue
            points = column.role is Role.KEY and column.name != self._table.key[-1]
            link = links.get((column.name, value)) if points else None
            shown = self._style.shown(value, column)
            if utf16_length(shown) > 32_767:
                why = f"an id of {len(shown)} characters does not fit into a cell: use csv or sqlite"
                raise refused("too-long", why)
            if link and self._links < _MOST_LINKS and len(shown) <= 255:
                self._sheet.write_url(self.rows, index, link, self._link, shown)
                self._links += 1
            else:
                self._sheet.write_string(self.rows, index, shown)
        self.rows += 1

    def finish(self) -> None:
        """Set the filter over all rows."""
        self._sheet.autofilter(0, 0, max(1, self.rows - 1), len(self._table.columns) - 1)


def read(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a workbook; raises `ReadError`."""
    openpyxl = needed_to_read("openpyxl", "xlsx", str(path))
    broken = needed_to_read("openpyxl.utils.exceptions", "xlsx", str(path)).InvalidFileException
    style = _SheetCells()
    try:
        with path.open("rb") as file, closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book:
            tables = {table.name: list(_rows(book[table.name], table, path)) for table in (*TABLES, EXACT)}
    except (LookupError, ValueError, TypeError, AttributeError, StopIteration, SyntaxError, EOFError) as error:
        raise _no_workbook(path, error) from error
    except (zipfile.BadZipFile, zlib.error, broken, NotImplementedError) as error:
        raise _no_workbook(path, error) from error
    return annotations_from(tables, path, lambda words, cell: style.shown(words, _WORDS) == cell)


def _no_workbook(path: Path, error: Exception) -> ReadError:
    return ReadError(Problem("tables", f"is not a workbook written by this program: {error}", str(path)))


def _rows(sheet: Any, table: Table, path: Path) -> Iterator[Row]:
    rows = sheet.iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    keys = {column.name for column in table.columns if column.role is Role.KEY}
    for cells in rows:
        values = {name: None if cell is None else str(cell) for name, cell in zip(names, cells, strict=False)}
        for name in keys:
            cell = values.get(name)
            if cell and cell.startswith('"'):
                values[name] = str(value_of(cell))
        yield typed(table, values, path)
