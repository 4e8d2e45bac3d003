"""``sqlite``: a database with the tables of `annotate.export.tables.definition`, their keys, and full-text search.

The column `text` of `articles` holds the whole text. `articles_fts` and `quotations_fts` are FTS5 indexes over the text
and over the content of quotations, in the form that Datasette recognises.

>>> from io import BytesIO
>>> from annotate import annotate
>>> write([annotate("The bridge is open, Ines Caldwell said.")], BytesIO(), ExportOptions())
1
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from annotate.export.csv.cells import exact_rows, without_surrogates
from annotate.export.files.atomic import refused
from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Cell, Column, Role, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rebuild import Row, annotations_from
from annotate.export.tables.rows import View, rows, with_own_ids
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.spool import private_file

_TEXT = Column("text", Role.TEXT, "The whole text; all offsets refer to it.")
#: The full-text indexes: name, the table that each covers, and its columns.
_SEARCH = (
    ("articles_fts", "articles", ("headline", "text")),
    ("quotations_fts", "quotations", ("speaker_names", "content")),
)
_STORED = tuple(table for table in TABLES if table.name != "text")


class _Stored:
    """How a database stores cells: it holds every value except lone surrogates."""

    def exact(self, value: Cell, column: Column) -> bool:
        """Return whether the database returns the value unchanged; label columns need not."""
        return column.role is Role.LABEL or not isinstance(value, str) or without_surrogates(value) == value


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write the database and return the number of articles; raises `WriteError`, also if two articles have one id."""
    with private_file(out, "annotations.sqlite") as path, closing(sqlite3.connect(path)) as database:
        try:
            count = _fill(database, annotations)
        except sqlite3.IntegrityError as error:
            raise refused("keys", f"the articles cannot be stored in one database: {error}") from error
        except sqlite3.DatabaseError as error:
            raise refused("not-written", f"the database cannot be written: {error}") from error
    return count


def _fill(database: sqlite3.Connection, annotations: Iterable[Annotation]) -> int:
    count = 0
    # The file is private and is discarded if anything fails, so it needs no journal.
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")
    for table in (*_STORED, EXACT):
        database.execute(_create(table))
    style = _Stored()
    inserts = {table.name: _insert(table) for table in (*_STORED, EXACT)}
    for annotation in with_own_ids(annotations):
        view = View(annotation)
        for table in _STORED:
            for row in rows(table, view):
                stored = (*row, view.article.text) if table.name == "articles" else row
                database.execute(inserts[table.name], [_cell(value) for value in stored])
                database.executemany(inserts[EXACT.name], exact_rows(table, row, style))
        count += 1
    for index, table_name, columns in _SEARCH:
        names = ", ".join(_quoted(name) for name in columns)
        database.execute(f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content={_quoted(table_name)})")
        database.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.execute("VACUUM")
    return count


def _columns(table: Table) -> tuple[Column, ...]:
    return (*table.columns, _TEXT) if table.name == "articles" else table.columns


def _create(table: Table) -> str:
    lines = [_definition(column) for column in _columns(table)]
    lines.append(f"PRIMARY KEY ({_list(table.key)})")
    lines.extend(
        f"FOREIGN KEY ({_list(key.columns)}) REFERENCES {_quoted(key.table)} ({_list(key.target)}) "
        "DEFERRABLE INITIALLY DEFERRED"
        for key in table.foreign
        if key.table != "text"
    )
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _definition(column: Column) -> str:
    kind = "INTEGER" if column.role is Role.INTEGER else "TEXT"
    empty = "" if column.nullable else " NOT NULL"
    choices = ", ".join(f"'{choice}'" for choice in column.choices)
    check = f" CHECK ({_quoted(column.name)} IN ({choices}))" if choices else ""
    return f"{_quoted(column.name)} {kind}{empty}{check}"


def _insert(table: Table) -> str:
    marks = ", ".join("?" for _ in _columns(table))
    return f"INSERT INTO {_quoted(table.name)} VALUES ({marks})"


def _cell(value: Cell) -> Cell:
    return without_surrogates(value) if isinstance(value, str) else value


def _list(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return f'"{name}"'


def read(path: Path) -> Iterator[Annotation]:
    """Yield the annotations of a database; raises `ReadError`."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        try:
            tables = {table.name: _rows(database, table) for table in (*_STORED, EXACT)}
            texts = [(row["article_id"], row["text"]) for row in tables["articles"]]
        except (sqlite3.DatabaseError, UnicodeDecodeError, LookupError) as error:
            why = f"is not a database written by this program: {error}"
            raise ReadError(Problem("tables", why, str(path))) from error
    tables["text"] = [{"article_id": article, "piece": 1, "text": text, "line_end": "none"} for article, text in texts]
    return annotations_from(tables, path)


def _rows(database: sqlite3.Connection, table: Table) -> list[Row]:
    return [dict(row) for row in database.execute(f"SELECT * FROM {_quoted(table.name)} ORDER BY rowid")]
