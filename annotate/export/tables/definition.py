"""The tables of an annotation and the keys that join them, from `data/tables.toml`, for every format with tables.

Every table has the column `article_id`; the column `number`, from 1, keeps the order of rows. Beside every id is the
name that it stands for; such label columns (`Role.LABEL`) only repeat a value, and reading back ignores them. Offsets
are zero-based, half open, in Unicode code points of the article's text; confidence is in percent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

from annotate import models
from annotate.export.tables.columns import Cell, Column, ForeignKey, Role, Table

__all__ = ["BY_NAME", "EXACT", "TABLES", "Cell", "Column", "ForeignKey", "Role", "Table"]

_ROLES = {role.name.lower(): role for role in Role}


def _read() -> Iterator[Table]:
    data = tomllib.loads(files("annotate.export.tables").joinpath("data/tables.toml").read_text("utf-8"))
    shared = {name: {"name": name, **row} for name, row in data["shared"].items()}
    for row in data["table"]:
        rows = [shared[column] if isinstance(column, str) else column for column in row["columns"]]
        columns = tuple(column for one in rows for column in _columns(one))
        yield Table(row["name"], _about(row), columns, tuple(row["key"]), tuple(_foreign(row)), row["each"])


def _columns(row: dict[str, Any]) -> Iterator[Column]:
    """Yield the column that a row describes, or the three columns of a span."""
    empty = row.get("empty", False)
    if "span" not in row:
        role = _ROLES[row.get("role", "integer")]
        value = row.get("value", f"item.{row['name']}")
        limits = row.get("min"), row.get("max")
        yield Column(row["name"], role, _about(row), empty, _choices(row.get("choices", ())), *limits, value)
        return
    name = row["span"]
    value = row.get("value", f"item.{name}")
    before = "" if name == "text" else f"{name}_"
    start, end = (
        f"Offset of the first code point of {name}, zero-based.",
        f"Offset after the last code point of {name}.",
    )
    yield Column(name, Role.WORDS, _about(row), empty, value=f"{value}.text")
    yield Column(f"{before}start", Role.INTEGER, start, empty, minimum=0, value=f"{value}.start")
    yield Column(f"{before}end", Role.INTEGER, end, empty, minimum=0, value=f"{value}.end")


def _about(row: dict[str, Any]) -> str:
    """Return the contract's description of a field, the row's own description, or both."""
    said = [row["about"]] if "about" in row else []
    if "of" in row:
        model, _, field = row["of"].partition(".")
        said.insert(0, getattr(models, model).model_fields[field].description or "")
    return " ".join(said)


def _choices(given: str | list[str]) -> tuple[str, ...]:
    return get_args(getattr(models, given)) if isinstance(given, str) else tuple(given)


def _foreign(row: dict[str, Any]) -> Iterator[ForeignKey]:
    if row["name"] != "articles" and row["each"]:
        yield ForeignKey(("article_id",), "articles", ("article_id",))
    for column, target in row.get("foreign", {}).items():
        table, _, key = target.partition(".")
        yield ForeignKey(("article_id", column), table, ("article_id", key))


BY_NAME: dict[str, Table] = {table.name: table for table in _read()}
#: The table of exact values, which the writers fill; see `annotate.export.csv.cells.exact_rows`.
EXACT = BY_NAME["exact"]
TABLES: tuple[Table, ...] = tuple(table for table in BY_NAME.values() if table is not EXACT)
