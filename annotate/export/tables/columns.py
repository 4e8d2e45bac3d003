"""The nouns of the description of tables: column, key, table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Cell = str | int | None


class Role(Enum):
    """What a column is for, which decides how cells are written and whether they are read back."""

    KEY = "an id or the name of a kind: short, one line"
    TEXT = "any string"
    WORDS = "the characters between two offsets, verbatim"
    LABEL = "repeats what stands elsewhere, for people"
    INTEGER = "a whole number"
    DATE = "a date as ISO 8601 writes it, possibly of reduced precision or with a time"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it is for, whether a cell may be empty, the values allowed, and where they come from.

    `value` is a path, as `data/tables.toml` explains.
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
    """The columns that point to the key of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, its keys, and the lists of an annotation that it has a row for (empty: none)."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...] = ()
    each: str = ""

    @property
    def required_foreign(self) -> tuple[ForeignKey, ...]:
        """Return the foreign keys without an optional column: Frictionless and CSVW know no others of two columns."""
        return tuple(key for key in self.foreign if not any(self.column(name).nullable for name in key.columns))

    def column(self, name: str) -> Column:
        """Return the column of that name; raises KeyError."""
        return next(column for column in self.columns if column.name == name)
