"""Recognise, among the files that a user names, the exports that can be read back."""

from __future__ import annotations

from pathlib import Path

from annotate.export import EXPORTERS
from annotate.export.loading import READERS
from annotate.export.tables.definition import BY_NAME
from annotate.inputs import Wanted

#: The files of a folder of tables; naming any of them means the folder.
_PARTS = frozenset({"datapackage.json", "csv-metadata.json", *(f"{name}.csv" for name in BY_NAME)})
#: Suffixes that in a folder usually belong to other programs; such a file is read only if it is named.
_OFTEN_OTHERS = frozenset({"", ".db"})
#: Formats that this program writes but does not read back, by the ends of their file names.
_NOT_READ_BACK = {
    exporter.suffix: name
    for name, exporter in EXPORTERS.items()
    if not exporter.lossless and exporter.suffix.count(".") > 1
}


def is_tables(folder: Path) -> bool:
    """Return whether a folder holds CSV tables: the table of articles, or the metadata of the tables."""
    return (folder / "articles.csv").is_file() or (folder / "datapackage.json").is_file()


def not_read_back(name: str) -> str | None:
    """Return the format that a file name indicates if that format is not read back; None otherwise.

    >>> not_read_back("out/a.ninjs.json")
    'ninjs'
    """
    return next((format_ for suffix, format_ in _NOT_READ_BACK.items() if name.endswith(suffix)), None)


def earlier_exports(rule: str = "input") -> Wanted:
    """Return what to look for in folders; a name that yields nothing is a problem under `rule`."""
    return Wanted(frozenset(READERS) - _OFTEN_OTHERS, "that can be read back", is_tables, _PARTS, rule)
