"""Rebuild annotations from tables; label columns, which only repeat names for readers, are ignored.

>>> from annotate.export.tables.definition import BY_NAME
>>> row_key(BY_NAME["quotations"], {"article_id": "storm", "quotation_id": "q1"})
'["storm","q1"]'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotate.export.loading import annotation_of
from annotate.export.tables.columns import Cell, Role, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rows import LINE_ENDS
from annotate.json_text import json_text
from annotate.models import Annotation, Span
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of

Row = dict[str, Any]
#: Returns whether a cell displays the words; dialects display some words differently.
Same = Callable[[str, str], bool]


def annotations_from(
    tables: Mapping[str, Iterable[Row]], path: Path, same: Same = lambda words, cell: words == cell
) -> Iterator[Annotation]:
    """Yield the annotations of a set of tables, whose cells are typed (see `typed`).

    Rows may come in any order, because the column `number` keeps theirs; all of them are held in memory. Raises
    `ReadError`.
    """
    exact = _exact_values(tables.get(EXACT.name, ()), path)
    grouped: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    order: list[str] = []
    for table in TABLES:
        for row in tables.get(table.name, ()):
            _restore(table, row, exact)
            article = row["article_id"]
            if table.name == "articles":
                order.append(article)
            grouped[article][table.name].append(row)
    for article in order:
        try:
            yield _Reader(grouped.pop(article), path, same).annotation()
        except (LookupError, TypeError) as error:
            why = f"holds tables that this program did not write: {error} is missing or has the wrong type"
            raise ReadError(Problem("tables", why, str(path))) from error
    if grouped:
        orphan = next(iter(grouped))
        why = f"has rows of the article {orphan!r}, which the table articles does not list"
        raise ReadError(Problem("tables", why, str(path)))


def typed(table: Table, cells: Mapping[str, str | None], path: Path) -> Row:
    """Return the row with whole numbers as int and empty cells as None, or as "" in text columns that are never None.

    Raises `ReadError` if a cell of an integer column is not a whole number.
    """
    row: Row = {}
    for column in table.columns:
        cell = cells.get(column.name)
        if cell is None or cell == "":
            row[column.name] = None if column.nullable or column.role is Role.INTEGER else ""
        elif column.role is Role.INTEGER:
            row[column.name] = _whole(cell, f"{table.name}.{column.name}", path)
        else:
            row[column.name] = cell
    return row


def _whole(cell: str, where: str, path: Path) -> int:
    try:
        return int(cell)
    except ValueError as error:
        why = f"contains {cell!r} in {where}, which is not a whole number"
        raise ReadError(Problem("tables", why, str(path))) from error


def _exact_values(rows: Iterable[Row], path: Path) -> dict[tuple[str, str, str], str]:
    pieces: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    for row in rows:
        pieces[row["table"], row["row"], row["column"]][row["piece"]] = row["value"]
    found = {}
    for place, parts in pieces.items():
        text = "".join(parts[number] for number in sorted(parts))
        try:
            found[place] = str(value_of(text))
        except ValueError as error:
            why = f"has no valid JSON string for {place[0]}.{place[2]} {place[1]} in the table exact"
            raise ReadError(Problem("tables", why, str(path))) from error
    return found


def row_key(table: Table, row: Mapping[str, Cell]) -> str:
    """Return the key of a row as a JSON array, by which the table `exact` refers to the row."""
    return json_text([row[name] for name in table.key])


def _restore(table: Table, row: Row, exact: Mapping[tuple[str, str, str], str]) -> None:
    if exact:
        key = row_key(table, row)
        for column in table.columns:
            value = exact.get((table.name, key, column.name))
            if value is not None:
                row[column.name] = value


class _Reader:
    """Rebuilds one annotation from its rows."""

    def __init__(self, tables: Mapping[str, list[Row]], path: Path, same: Same) -> None:
        self._tables = tables
        self._path = path
        self._same = same
        self._text = "".join(
            row["text"] + LINE_ENDS[row["line_end"]] for row in sorted(tables.get("text", ()), key=lambda r: r["piece"])
        )

    def annotation(self) -> Annotation:
        article = self._only_article()
        events = [(row["main"], self._event(row)) for row in self._rows("events")]
        main = [event for is_main, event in events if is_main == "yes"]
        value = {
            "schema_version": article["schema_version"],
            "article": self._article(article),
            "event": main[0] if main else None,
            "related_events": [event for is_main, event in events if is_main != "yes"],
            "participants": [self._participant(row) for row in self._rows("participants")],
            "quotations": [self._quotation(row) for row in self._rows("quotations")],
            "proposals": [self._proposal(row) for row in self._rows("proposals")],
            "pillars": [self._pillar(row) for row in self._rows("pillars")],
            "repairs": [self._repair(row) for row in self._rows("repairs")],
            "provenance": self._provenance(article),
        }
        return annotation_of(value, self._path)

    def _only_article(self) -> Row:
        rows = self._tables["articles"]
        if len(rows) > 1:
            raise self._error(f"lists the article {rows[0]['article_id']!r} twice")
        return rows[0]

    def _article(self, row: Row) -> dict[str, Any]:
        headline = {**row, "headline": None}
        return {
            "id": row["article_id"],
            "source": row["source"],
            "sha256": row["sha256"],
            "text": self._text,
            "language": row["language"],
            "headline": self._span(headline, "headline"),
            "dateline": self._span(row, "dateline"),
            "byline": self._span(row, "byline"),
            "published": row["published"],
            "metadata": {
                r["key"]: self._json(r["value"]) if r["type"] == "json" else r["value"] for r in self._rows("metadata")
            },
        }

    def _event(self, row: Row) -> dict[str, Any]:
        mine = self._rows("event_participants", event_id=row["event_id"])
        return {
            "id": row["event_id"],
            "name": self._span(row, "name"),
            "type": row["type"],
            "date": row["date"],
            "date_end": row["date_end"],
            "date_text": self._span(row, "date_text"),
            "place": self._span(row, "place"),
            "host": row["host_id"],
            "participants": [r["participant_id"] for r in mine],
            "confidence": _share(row),
        }

    def _participant(self, row: Row) -> dict[str, Any]:
        mine = {"participant_id": row["participant_id"]}
        return {
            "id": row["participant_id"],
            "name": row["name"],
            "kind": row["kind"],
            "role": row["role"],
            "aliases": [r["alias"] for r in self._rows("aliases", **mine)],
            "mentions": [{**self._words(r), "form": r["form"]} for r in self._rows("mentions", **mine)],
            "confidence": _share(row),
        }

    def _quotation(self, row: Row) -> dict[str, Any]:
        mine = {"quotation_id": row["quotation_id"]}
        return {
            "id": row["quotation_id"],
            "kind": row["kind"],
            "content": [self._words(r) for r in self._rows("quotation_content", **mine)],
            "cue": self._span(row, "cue"),
            "source": self._span(row, "source"),
            "speakers": [r["participant_id"] for r in self._rows("quotation_speakers", **mine)],
            "confidence": _share(row),
        }

    def _proposal(self, row: Row) -> dict[str, Any]:
        items = self._rows("proposal_items", proposal_id=row["proposal_id"])
        return {
            "id": row["proposal_id"],
            "label": self._span(row, "label"),
            "proposer": row["proposer_id"],
            "proposer_text": self._span(row, "proposer_text"),
            "declared_count": row["declared_count"],
            "items": [
                {"ordinal": r["ordinal"], "marker": self._span(r, "marker"), "content": self._words(r)} for r in items
            ],
            "confidence": _share(row),
        }

    def _pillar(self, row: Row) -> dict[str, Any]:
        return {
            "id": row["pillar_id"],
            "label": self._span(row, "label"),
            "declared_count": row["declared_count"],
            "items": [self._words(r) for r in self._rows("pillar_items", pillar_id=row["pillar_id"])],
            "confidence": _share(row),
        }

    def _repair(self, row: Row) -> dict[str, Any]:
        replacement = (row["replacement"] or "") if row["replacement_known"] == "yes" else None
        return {**self._words(row), "kind": row["kind"], "replacement": replacement}

    def _provenance(self, row: Row) -> dict[str, Any]:
        edits = self._rows("edits")
        return {
            "tool": row["tool"],
            "version": row["tool_version"],
            "models": [{"name": r["name"], "sha256": r["sha256"]} for r in self._rows("models")],
            "options": self._json(row["options"]),
            "edits": [{name: r[name] for name in ("when", "who", "path", "note")} for r in edits],
        }

    def _rows(self, name: str, **where: str) -> list[Row]:
        rows = [r for r in self._tables.get(name, ()) if all(r[key] == value for key, value in where.items())]
        return sorted(rows, key=lambda row: row["number"])

    def _words(self, row: Row) -> dict[str, Any]:
        span = self._span(row, "text")
        if span is None:
            raise self._error("has a row without offsets for words of the text")
        return span

    def _span(self, row: Row, name: str) -> dict[str, Any] | None:
        start, end = (row["start"], row["end"]) if name == "text" else (row[f"{name}_start"], row[f"{name}_end"])
        if start is None or end is None:
            return None
        try:
            span = Span.of(self._text, start, end)
        except ValueError as error:
            raise self._error(f"has a row with wrong offsets: {error}") from error
        if row[name] is not None and not self._same(span.text, row[name]):
            raise self._error(f"has {row[name]!r} at the offsets {start} to {end}, but the text there is {span.text!r}")
        return span.model_dump()

    def _json(self, text: str) -> Any:
        try:
            return value_of(text)
        except ValueError as error:
            raise self._error(f"contains {text[:40]!r}, which is not JSON") from error

    def _error(self, message: str) -> ReadError:
        return ReadError(Problem("tables", message, str(self._path)))


def _share(row: Row) -> float | None:
    """Return the confidence of a row, in percent, as a number from 0 to 1."""
    percent = row["confidence"]
    return percent / 100 if isinstance(percent, int) else None
