"""The types of the table definitions: role, column, key, table.

>>> from annotate.export.tables.definition import BY_NAME
>>> BY_NAME["quotations"].column("cue_start").value, BY_NAME["quotations"].key
('item.cue.start', ('article_id', 'quotation_id'))
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Cell = str | int | None


class Role(Enum):
    """The role of a column, which decides how its cells are written and whether they are read back."""

    KEY = "an id or the name of a kind: short, one line"
    TEXT = "any string"
    WORDS = "the characters between two offsets, verbatim"
    LABEL = "repeats what stands elsewhere, for people"
    INTEGER = "a whole number"
    DATE = "a date as ISO 8601 writes it, possibly of reduced precision or with a time"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, role, description, whether cells may be empty, the values allowed, and the path of the value.

    `value` is a path in the notation that `data/tables.toml` explains.
    """

    name: str
    role: Role
    description: str
    nullable: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that refer to the key of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: columns, key, foreign keys, and the list of the annotation with one row per item (empty: none)."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...] = ()
    each: str = ""

    @property
    def required_foreign(self) -> tuple[ForeignKey, ...]:
        """The foreign keys without an optional column; Frictionless and CSVW support no others with two columns."""
        return tuple(key for key in self.foreign if not any(self.column(name).nullable for name in key.columns))

    def column(self, name: str) -> Column:
        """Return the column of that name; raises StopIteration if there is none."""
        return next(column for column in self.columns if column.name == name)
