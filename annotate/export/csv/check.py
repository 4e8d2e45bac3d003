"""Check a folder of CSV tables: first cell by cell, then the annotations that the joined tables form.

Each table is checked against its contract: columns, cells, keys, references. If no problem is found, the annotations
are rebuilt and their meaning is checked; a fault is reported at the cell that it comes from.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as name:
...     [problem.rule for problem in check_tables(Path(name))[1]]
['table-missing']
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate.check import Fault, check_annotation
from annotate.export.csv.cells import CellStyle
from annotate.export.csv.load import read, style_of
from annotate.export.tables.columns import Column, Role, Table
from annotate.export.tables.definition import BY_NAME
from annotate.export.tables.rows import LINE_ENDS
from annotate.inputs import reason
from annotate.locate import json_path, line_and_column, value_at
from annotate.models import Annotation, misplaced
from annotate.problems import Problem, ReadError

csv.field_size_limit(2**31 - 1)

_Keys = dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]]


def check_tables(folder: Path) -> tuple[int, list[Problem]]:
    """Return the number of articles in a folder and its problems, file by file in the order of the contract."""
    try:
        style = style_of(folder)
    except ReadError as error:
        missing = not (folder / "datapackage.json").exists()
        return 0, [Problem("table-missing" if missing else "tables", error.problem.message, error.problem.file)]
    problems: list[Problem] = []
    keys: _Keys = {}
    files = {name: _File(folder, table, style) for name, table in BY_NAME.items()}
    for file in files.values():
        problems += file.check(keys)
    for file in files.values():
        problems += file.references(keys)
    if not problems:
        texts = _texts(files["text"])
        for file in files.values():
            problems += file.spans(texts)
    if not problems:
        problems += _meaning(folder, files)
    return files["articles"].rows, problems


@dataclass(slots=True)
class _Row:
    """One record of a file: its cells by column, its raw text, and the line on which it begins, from 1."""

    cells: dict[str, str]
    text: str
    line: int


class _File:
    """One table of a folder."""

    def __init__(self, folder: Path, table: Table, style: CellStyle) -> None:
        self.path = folder / f"{table.name}.csv"
        self._table = table
        self._style = style
        self._names: list[str] = []
        self._by_article: dict[str, list[_Row]] = {}
        self.rows = 0

    def plain(self, cell: str) -> str:
        """Return the value of a cell, without a guarding apostrophe."""
        return self._style.plain(cell)

    def check(self, keys: _Keys) -> Iterator[Problem]:
        """Yield the problems of the file; adds the keys of its rows to `keys`, by table and column names."""
        if not self.path.is_file():
            yield Problem("table-missing", "is missing, although every export has this table", str(self.path))
            return
        whole = True
        seen = keys.setdefault((self._table.name, self._table.key), set())
        needed: dict[tuple[str, ...], set[tuple[str, ...]]] = {
            key.target: keys.setdefault((self._table.name, key.target), set())
            for table in BY_NAME.values()
            for key in table.foreign
            if key.table == self._table.name
        }
        for row in self.records():
            if isinstance(row, Problem):
                whole = False
                yield row
                continue
            self.rows += 1
            for column in self._table.columns:
                message = self._misfit(row, column)
                if message:
                    yield self._problem("table-cell", message, row, column.name)
            key = self._key(row, self._table.key)
            if key in seen:
                yield self._problem("table-key", f"the key {_named(self._table.key, key)} occurs twice", row)
            seen.add(key)
            for target, values in needed.items():
                values.add(self._key(row, target))
        if not whole:  # a reference to a row that could not be read is not a fault
            for target in needed:
                del keys[self._table.name, target]

    def references(self, keys: _Keys) -> Iterator[Problem]:
        """Yield a problem for each row that refers to a missing row."""
        for row in self.records() if self._table.foreign and self.path.is_file() else ():
            if isinstance(row, Problem):
                return  # reported already
            for foreign in self._table.foreign:
                values = self._key(row, foreign.columns)
                there = keys.get((foreign.table, foreign.target))
                if there is not None and all(values) and values not in there:
                    message = f"refers to {_named(foreign.columns, values)}, which {foreign.table}.csv does not contain"
                    yield self._problem("table-reference", message, row, foreign.columns[-1])

    def spans(self, texts: dict[str, str]) -> Iterator[Problem]:
        """Yield a problem for each cell whose words differ from the article's text between their offsets."""
        words = [c for c in self._table.columns if c.role is Role.WORDS and self._table.name != "text"]
        for row in self.records() if words else ():
            if isinstance(row, Problem):
                return
            text = texts.get(self.plain(row.cells["article_id"]), "")
            for column in words:
                message = self._other_words(row, column, text)
                if message:
                    yield self._problem("span-verbatim", message, row, column.name)

    def _other_words(self, row: _Row, column: Column, text: str) -> str:
        start, end = ("start", "end") if column.name == "text" else (f"{column.name}_start", f"{column.name}_end")
        cells = row.cells[start], row.cells[end]
        if not all(cells):
            return "has only one of its two offsets" if any(cells) else ""
        begin, stop = map(int, cells)
        if wrong := misplaced(begin, stop, len(text)):
            return wrong
        there, cell = self._style.shown(text[begin:stop], column), row.cells[column.name]
        if cell in ("", there):
            return ""
        return f"the text at {begin}..{stop} reads {there[:60]!r}, not {cell[:60]!r}"

    def find(self, article: str, where: dict[str, str], position: int, column: str) -> tuple[int, int] | None:
        """Return line and column, from 1, of a cell in the row at `position` (from 0) among those with these values."""
        if not self._by_article:
            for row in self.records():
                if isinstance(row, _Row):
                    self._by_article.setdefault(self.plain(row.cells["article_id"]), []).append(row)
        mine = self._by_article.get(article, ())
        rows = [row for row in mine if all(self.plain(row.cells[name]) == value for name, value in where.items())]
        rows.sort(key=lambda row: int(row.cells.get("number") or 0))
        return self._place(rows[position], column) if position < len(rows) else None

    def records(self) -> Iterator[_Row | Problem]:
        """Yield each row, or a Problem for a malformed one; stop after the first error that cannot be recovered."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                lines = _Taken(stream)
                reader = csv.reader(lines, delimiter=self._style.delimiter, strict=True)
                self._names = next(reader, [])
                missing = [c.name for c in self._table.columns if c.name not in self._names]
                if missing:
                    yield Problem("table-column", f"has no column {missing[0]}", str(self.path), 1, 1)
                    return
                lines.take()
                for cells in reader:
                    line, text = lines.take()
                    if len(cells) != len(self._names):
                        message = f"the row has {len(cells)} cells, but the header has {len(self._names)}"
                        yield Problem("table-csv", message, str(self.path), line, 1)
                        continue
                    yield _Row(dict(zip(self._names, cells, strict=True)), text, line)
        except csv.Error as error:
            yield Problem("table-csv", f"is not valid CSV: {error}", str(self.path), *lines.begun())
        except UnicodeDecodeError:
            yield self._encoding()
        except OSError as error:
            yield Problem("unreadable", f"cannot be read: {reason(error)}", str(self.path))

    def _encoding(self) -> Problem:
        """Return a problem at the first byte that is not UTF-8; the incremental decoder does not know its position."""
        data = self.path.read_bytes()
        try:
            data.decode()
        except UnicodeDecodeError as error:
            before = data[: error.start].decode()
            message = f"is not UTF-8: byte 0x{data[error.start]:02x}"
            return Problem("encoding", message, str(self.path), *line_and_column(before, len(before)))
        return Problem("encoding", "is not UTF-8", str(self.path))

    def _misfit(self, row: _Row, column: Column) -> str:
        """Return why a cell does not fit its column; empty if it does."""
        cell = row.cells[column.name]
        if not cell:
            needed = not column.nullable and (column.role is Role.INTEGER or column.choices)
            return f"the column {column.name} is empty" if needed else ""
        if column.role is Role.INTEGER:
            if not re.fullmatch(r"-?[0-9]{1,18}", cell):
                return f"the column {column.name} contains {cell[:40]!r}, which is not a whole number"
            low, high = column.minimum, column.maximum
            if (low is not None and int(cell) < low) or (high is not None and int(cell) > high):
                limits = f"at least {low}" if high is None else f"from {low} to {high}"
                return f"the column {column.name} contains {cell}, but values must be {limits}"
        elif column.choices and self.plain(cell) not in column.choices:
            return f"the column {column.name} contains {cell[:40]!r}, which is not one of {', '.join(column.choices)}"
        return ""

    def _key(self, row: _Row, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.plain(row.cells[name]) for name in names)

    def _problem(self, rule: str, message: str, row: _Row, column: str = "") -> Problem:
        article = self.plain(row.cells.get("article_id", ""))
        path = f"{self._table.name}.{column}" if column else self._table.name
        return Problem(rule, message, str(self.path), *self._place(row, column), path, article=article)

    def _place(self, row: _Row, column: str) -> tuple[int, int]:
        cell = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(self._style.delimiter)}\r\n]*')
        at = 0
        for _ in range(self._names.index(column) if column in self._names else 0):
            found = cell.match(row.text, at)
            at = found.end() + 1 if found else at
        before = row.text[:at]
        return row.line + before.count("\n"), at - (before.rfind("\n") + 1) + 1


def _texts(file: _File) -> dict[str, str]:
    """Return the text of each article by its id, joined from its pieces."""
    pieces: dict[str, list[tuple[int, str]]] = {}
    for row in file.records():
        if isinstance(row, _Row):
            words = file.plain(row.cells["text"]) + LINE_ENDS[row.cells["line_end"]]
            pieces.setdefault(file.plain(row.cells["article_id"]), []).append((int(row.cells["piece"]), words))
    return {article: "".join(words for _, words in sorted(found)) for article, found in pieces.items()}


class _Taken:
    """The lines of a file; it remembers which were consumed since the last call of `take`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._taken: list[str] = []
        self._line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self._taken.append(next(self._lines))
        return self._taken[-1]

    def take(self) -> tuple[int, str]:
        """Return the number of the first line consumed, and all consumed lines as one text."""
        line, text = self._line, "".join(self._taken)
        self._line += text.count("\n")
        self._taken.clear()
        return line, text

    def begun(self) -> tuple[int, int]:
        """Return the line and column, from 1, at which the lines consumed last begin."""
        return self._line, 1


def _named(names: Iterable[str], values: Iterable[str]) -> str:
    return ", ".join(f"{name} {value[:60]!r}" for name, value in zip(names, values, strict=True))


def _meaning(folder: Path, files: Mapping[str, _File]) -> Iterator[Problem]:
    """Yield the problems of the annotations in a folder whose tables have none by themselves."""
    try:
        for annotation in read(folder):
            for fault in check_annotation(annotation):
                yield _placed(fault, annotation, files)
    except ReadError as error:
        found = error.problem
        yield Problem("tables", found.message, found.file, found.line, found.column, found.path)


#: The table for each nested list, and the column that joins it to the row of the outer list.
_INNER = {
    ("participants", "mentions"): "mentions",
    ("participants", "aliases"): "aliases",
    ("quotations", "content"): "quotation_content",
    ("quotations", "speakers"): "quotation_speakers",
    ("proposals", "items"): "proposal_items",
    ("pillars", "items"): "pillar_items",
    ("event", "participants"): "event_participants",
    ("related_events", "participants"): "event_participants",
}


def _placed(fault: Fault, annotation: Annotation, files: Mapping[str, _File]) -> Problem:
    table, where, position, rest = _row_of(fault.path, annotation)
    file, id_ = files[table], annotation.article.id
    line, column = file.find(id_, where, position, _column_of(BY_NAME[table], rest)) or (None, None)
    path = json_path(fault.path)
    return Problem(fault.rule, fault.message, str(file.path), line, column, path, fault.severity, id_)


def _row_of(path: tuple[str | int, ...], annotation: Annotation) -> tuple[str, dict[str, str], int, list[Any]]:
    """Return the place of a path: the table, values that select rows, the position among them, the rest of the path."""
    field, *rest = path
    if field == "article":
        return "articles", {}, 0, rest
    position = 0
    if field != "event" and rest:
        position = int(rest.pop(0))
    inner = _INNER.get((str(field), str(rest[0]))) if len(rest) > 1 else None
    if inner:
        owner: Any = annotation.event if field == "event" else value_at(getattr(annotation, str(field)), (position,))
        key = next(
            column.name
            for column in BY_NAME[inner].columns
            if column.name.endswith("_id") and column.name != "article_id"
        )
        return inner, {key: owner.id}, int(rest[1]), rest[2:]
    if field in ("event", "related_events"):
        return "events", {"main": "yes" if field == "event" else "no"}, position, rest
    return str(field), {}, position, rest


def _column_of(table: Table, rest: list[Any]) -> str:
    """Return the column that holds a field of the contract; the first column if the field has none."""
    names = [column.name for column in table.columns]
    field = str(rest[0]) if rest else "text"
    wanted = (f"{field}_start", field, f"{field}_id", "start", f"{table.name.rstrip('s')}_id" if field == "id" else "")
    return next((name for name in wanted if name in names), names[0])
