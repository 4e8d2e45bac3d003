"""The metadata that describes the CSV tables: a Frictionless data package and a CSVW table group.

Both are derived from the table definitions alone, as are the published schemas of the tables.

>>> from datetime import UTC, datetime
>>> package = data_package(ExportOptions(timestamp=datetime(2026, 1, 1, tzinfo=UTC)))
>>> package["created"], package["resources"][0]["path"]
('2026-01-01T00:00:00Z', 'articles.csv')
"""

from __future__ import annotations

from typing import Any

from annotate.export.csv.cells import CellStyle
from annotate.export.options import ExportOptions
from annotate.export.tables.columns import Column, Role, Table
from annotate.export.tables.definition import EXACT, TABLES
from annotate.models import SCHEMA_VERSION

#: How to restore values from cells of the spreadsheet dialects, in words, for the metadata.
ESCAPING = (
    "A text cell that begins with = + - @, a tab, a line end, the full-width form of one of these, or an apostrophe, "
    "and one that a spreadsheet would interpret as a number, date or truth value and display differently, is prefixed "
    "with an apostrophe: remove it to read the value. Cells of more than 30,000 UTF-16 units are cut; the exact value "
    "is in the table exact, or follows from the offsets. Numbers are never changed."
)
#: The same for the plain dialect.
FORMULAS = (
    "A text cell that begins with = + - @, a tab, a line end, the full-width form of one of these, or an apostrophe is "
    "prefixed with an apostrophe: remove it to read the value. Numbers are never changed."
)
NEWLINES = (
    "Line breaks inside cells are written as spaces; the exact value is in the table exact, or follows from the "
    "offsets and the table text."
)
TITLE = "Annotations of news articles"


def data_package(options: ExportOptions) -> dict[str, Any]:
    """Return the Frictionless data package (Data Package 1.0) of all tables."""
    style = CellStyle.of(options)
    return {
        "name": "annotations",
        "profile": "tabular-data-package",
        "title": TITLE,
        "description": _description(style),
        "created": options.stamp,
        "annotate": _declared(style),
        "resources": [_resource(table, style) for table in (*TABLES, EXACT)],
    }


def csvw(options: ExportOptions) -> dict[str, Any]:
    """Return the CSVW table group (W3C, Metadata Vocabulary for Tabular Data) of all tables."""
    style = CellStyle.of(options)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": TITLE,
        "dc:description": _description(style),
        "dc:created": options.stamp,
        "dialect": {
            "encoding": style.encoding,
            "delimiter": style.delimiter,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "commentPrefix": None,
            "trim": False,
            "lineTerminators": ["\r\n"],
        },
        "tables": [_csvw_table(table) for table in (*TABLES, EXACT)],
    }


def _declared(style: CellStyle) -> dict[str, Any]:
    """Return the properties that a reader needs to restore values from the dialect."""
    return {
        "schema_version": SCHEMA_VERSION,
        "guarded_cells": style.guard,
        "spaced_line_breaks": style.spaced_line_breaks,
    }


def _description(style: CellStyle) -> str:
    offsets = (
        "Offsets are zero-based, half open, in Unicode code points of the article's text; confidence is in percent."
    )
    escaping = {"none": [], "formulas": [FORMULAS], "all": [ESCAPING]}[style.guard]
    return " ".join([offsets, *escaping, *([NEWLINES] if style.spaced_line_breaks else [])])


def _required(column: Column) -> bool:
    """Return whether no cell of the column may be empty; text columns may always hold an empty text."""
    return not column.nullable and column.role in (Role.KEY, Role.INTEGER, Role.WORDS)


def _resource(table: Table, style: CellStyle) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.required_foreign:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.target)}}
            for key in table.required_foreign
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": style.encoding,
        "dialect": {
            "delimiter": style.delimiter,
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if _required(column):
        limits["required"] = True
    if column.choices:
        limits["enum"] = list(column.choices)
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    kind = "integer" if column.role is Role.INTEGER else "string"
    field = {"name": column.name, "type": kind, "description": column.description}
    return {**field, "constraints": limits} if limits else field


def _csvw_table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_csvw_column(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if table.required_foreign:
        schema["foreignKeys"] = [
            {
                "columnReference": list(key.columns),
                "reference": {"resource": f"{key.table}.csv", "columnReference": list(key.target)},
            }
            for key in table.required_foreign
        ]
    return {"url": f"{table.name}.csv", "dc:description": table.description, "tableSchema": schema}


def _csvw_column(column: Column) -> dict[str, Any]:
    datatype: Any = "string"
    if column.role is Role.INTEGER:
        datatype = {"base": "integer"}
        if column.minimum is not None:
            datatype["minimum"] = column.minimum
        if column.maximum is not None:
            datatype["maximum"] = column.maximum
    elif column.choices:
        datatype = {"base": "string", "format": "|".join(column.choices)}
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": datatype,
    }
    if _required(column):
        found["required"] = True
    return found
