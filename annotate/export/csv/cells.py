"""Convert values to CSV cells and back: bare, or guarded so that a spreadsheet neither runs nor changes them.

Bare cells are the values themselves. In every other dialect,

- a text cell that begins with ``= + - @``, a tab, a line end, the full-width form of one of these, or an apostrophe is
  prefixed with an apostrophe (OWASP, "CSV Injection").

In the spreadsheet dialects, in addition,

- a text cell that a spreadsheet would interpret as a number, date, time or truth value and display differently is
  prefixed too: the marker "1." would become 1, the words "Nov 12" a day of this year. Numbers are never changed, nor
  are full dates in a date column, which a spreadsheet may interpret as dates,
- a text cell of more than 30,000 UTF-16 units is cut (the limit of a spreadsheet is 32,767).

On request, line breaks become spaces. Whatever is lost in these ways is stored in the table `exact`, unless the offsets
or another table give it.

>>> style = CellStyle(",", byte_order_mark=False, guard="formulas", spaced_line_breaks=False)
>>> style.shown("=1+1", Column("text", Role.TEXT, "")), style.plain("'=1+1")
("'=1+1", '=1+1')
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

#: Length in characters of the pieces of an exact value; room is left for another level of escaping.
EXACT_PIECE = 8_000
#: First characters that may start a formula in a spreadsheet, and the apostrophe that guards against them.
_DANGEROUS = re.compile("[=+\\-@\t\r\n＝＋－＠']")
#: Characters that UTF-8 cannot encode; only metadata can hold them.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: Signs that occur in numbers, dates and sums of money.
_SIGNS = re.compile(r"[\s\d.,:;/()%+\-–'’$€£¥]+")
#: Letters that occur in them between or after digits: 1e5, 2020-11-12T10:09Z, 10 p.
_LETTERS = re.compile(r"(?<=\d)(\s?e(?=[+-]?\d)|t(?=\d)|z$|\s?[ap]$)", re.IGNORECASE)
#: Whole numbers that a spreadsheet displays unchanged: at most 15 digits, no leading zero.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The longest date, in characters: "Wednesday, September 30, 2020 at 10:09:08 PM".
_LONGEST_DATE = 48
_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


#: The value of `guarded_cells` in ``datapackage.json``.
Guard = Literal["none", "formulas", "all"]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How the cells of one export are written: the declared properties of a dialect."""

    delimiter: str
    byte_order_mark: bool
    #: Which cells get an apostrophe: none; those that begin like a formula; or also those that a spreadsheet would
    #: display as another value (long cells are then cut as well).
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
        """Return the name of the encoding in Python."""
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
        """Return the value of a cell that was not cut: the text without the guarding apostrophe."""
        return cell[1:] if self.guard != "none" and cell.startswith("'") else cell

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether reading the cell returns the value unchanged; label columns need not."""
        if not isinstance(value, str) or column.role in (Role.LABEL, Role.WORDS):
            return True
        if not value:
            return not column.nullable
        return self.plain(self.shown(value, column)) == value


class Exactness(Protocol):
    """A way to write cells that knows what it loses."""

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether reading the cell returns the value unchanged; label columns need not."""


def taken_for_another(value: str, column: Column) -> bool:
    """Return whether a spreadsheet would interpret the text as a number, date or truth value and display another one.

    >>> text = Column("text", Role.TEXT, "")
    >>> taken_for_another("Nov 12", text), taken_for_another("12", text), taken_for_another("a 12", text)
    (True, False, False)
    """
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
    """Return the text with each lone surrogate, which only metadata can hold, replaced by U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", value)


def exact_rows(table: Table, row: tuple[Cell, ...], style: Exactness) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows that the table `exact` needs for a row of another table."""
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
    """Return the beginning of a long text with an ellipsis, at most `LONGEST_PIECE` UTF-16 units in all."""
    while utf16_length(value) >= LONGEST_PIECE:
        value = value[: LONGEST_PIECE - 1] if len(value) >= LONGEST_PIECE else value[: LONGEST_PIECE // 2]
    return value + "…"
