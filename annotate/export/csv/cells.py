"""How a cell is written into CSV, and back: bare, or so that a spreadsheet neither runs nor cuts it.

Bare cells are the values. In every other dialect

- a text cell that begins with ``= + - @``, a tab, a line end, their full-width twins, or an apostrophe gets an
  apostrophe before it (OWASP, "CSV Injection").

In the dialects for spreadsheets moreover

- so does a text cell that a spreadsheet would take for a number, a date, a time or a truth value and show as another
  one: the marker "1." would become 1, the words "Nov 12" a day of this year. Numbers are never touched, nor are whole
  days in a column of dates, which a spreadsheet may well take for dates,
- a text cell over 30,000 UTF-16 units is cut (a spreadsheet ends at 32,767),
- line breaks become spaces where that was asked for.

What is lost by this stands in the table `exact`, unless it can be had from the offsets or from elsewhere.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, Protocol

from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Cell, Column, Role, Table
from annotate.export.tables.rows import LONGEST_PIECE, utf16_length
from annotate.json_text import json_text

#: Length of the pieces of exact values, which as ids may have to be escaped once more.
EXACT_PIECE = 8_000
#: First characters at which a spreadsheet may see a formula, and the apostrophe that guards against them.
_DANGEROUS = re.compile("[=+\\-@\t\r\n＝＋－＠']")
#: Only metadata can hold these, which UTF-8 cannot.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: Signs that stand in numbers, dates and sums of money.
_SIGNS = re.compile(r"[\s\d.,:;/()%+\-–'’$€£¥]+")
#: Letters that do so between and behind digits: 1e5, 2020-11-12T10:09Z, 10 p.
_LETTERS = re.compile(r"(?<=\d)(\s?e(?=[+-]?\d)|t(?=\d)|z$|\s?[ap]$)", re.IGNORECASE)
#: Whole numbers that are shown as they are: at most 15 digits, and no zero before them.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: No date is longer: "Wednesday, September 30, 2020 at 10:09:08 PM".
_LONGEST_DATE = 48
_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


#: As `guarded_cells` of ``datapackage.json`` declares it.
Guard = Literal["none", "formulas", "all"]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How cells of one export are written: the declared facts of a dialect."""

    delimiter: str
    byte_order_mark: bool
    #: What gets an apostrophe before it: nothing; what begins like a formula; that and what a spreadsheet would show
    #: as another value, and then long cells are cut, too.
    guard: Guard
    spaced_line_breaks: bool

    @classmethod
    def of(cls, options: ExportOptions) -> CellStyle:
        """Return the style for the chosen dialect."""
        sheet = options.csv_dialect in ("excel", "excel-eu")
        guard: Guard = "all" if sheet else "none" if options.csv_dialect == "bare" else "formulas"
        delimiter = ";" if options.csv_dialect == "excel-eu" else ","
        return cls(delimiter, sheet, guard, options.csv_newlines == "space")

    @property
    def encoding(self) -> str:
        """Return Python's name of the encoding."""
        return "utf-8-sig" if self.byte_order_mark else "utf-8"

    def shown(self, value: Cell, column: Column) -> str:
        """Return the cell for a value."""
        if value is None:
            return ""
        if isinstance(value, int):
            return str(value)
        value = without_surrogates(value)
        if self.spaced_line_breaks and column.role is not Role.KEY:
            value = _LINE_BREAK.sub(" ", value)
        if self.guard == "all" and utf16_length(value) > LONGEST_PIECE and column.role is not Role.KEY:
            value = cut(value)
        return f"'{value}" if self._is_guarded(value, column) else value

    def _is_guarded(self, value: str, column: Column) -> bool:
        if self.guard == "none":
            return False
        return bool(_DANGEROUS.match(value)) or (self.guard == "all" and taken_for_another(value, column))

    def plain(self, cell: str) -> str:
        """Return the value behind a cell that was not cut: without the guarding apostrophe."""
        return cell[1:] if self.guard != "none" and cell.startswith("'") else cell

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether reading the cell gives the value back; columns that only repeat need not."""
        if not isinstance(value, str) or column.role in (Role.LABEL, Role.WORDS):
            return True
        if not value:
            return not column.nullable
        return self.plain(self.shown(value, column)) == value


class Exactness(Protocol):
    """A way to write cells, which knows what it loses."""

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether reading the cell gives the value back; columns that only repeat need not."""


def taken_for_another(value: str, column: Column) -> bool:
    """Return whether a spreadsheet would take the text for a number, a date or a truth value and show another one."""
    if _WHOLE.fullmatch(value) or (column.role is Role.DATE and _DAY.fullmatch(value)):
        return False
    words = _SIGNS.sub(" ", _LETTERS.sub(" ", value)).casefold().split()
    if not any(character.isdigit() for character in value):
        return len(words) == 1 and words[0] in _words("truth")
    return not words or (len(value) <= _LONGEST_DATE and all(word in _words("dates", "numbers") for word in words))


@cache
def _words(*names: str) -> frozenset[str]:
    data = tomllib.loads(files("annotate.export.csv").joinpath("data", "spreadsheet.toml").read_text("utf-8"))
    return frozenset(word for name in names for word in data[name].split())


def without_surrogates(value: str) -> str:
    """Replace lone surrogates, which only metadata can hold, by U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", value)


def exact_rows(table: Table, row: tuple[Cell, ...], style: Exactness) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table `exact` that a row of another table needs."""
    inexact = [
        (column.name, value) for column, value in zip(table.columns, row, strict=True) if not style.exact(value, column)
    ]
    if not inexact:
        return
    names = [column.name for column in table.columns]
    key = json_text([row[names.index(name)] for name in table.key])
    for name, value in inexact:
        text = json.dumps(value)
        for piece, start in enumerate(range(0, len(text), EXACT_PIECE), 1):
            yield table.name, key, name, piece, text[start : start + EXACT_PIECE]


def cut(value: str) -> str:
    """Return the beginning of a long text, marked as cut, short enough in UTF-16 units."""
    while utf16_length(value) >= LONGEST_PIECE:
        value = value[: LONGEST_PIECE - 1] if len(value) >= LONGEST_PIECE else value[: LONGEST_PIECE // 2]
    return value + "…"
