"""Which of the files that a user names are exports that can be read back."""

from __future__ import annotations

from pathlib import Path

from annotate.export import EXPORTERS
from annotate.export.loading import READERS
from annotate.export.tables.definition import BY_NAME
from annotate.inputs import Wanted

#: Files of a folder of tables; each of them stands for the folder.
_PARTS = frozenset({"datapackage.json", "csv-metadata.json", *(f"{name}.csv" for name in BY_NAME)})
#: In a folder these are more often files of other programs; one that is named is read.
_OFTEN_OTHERS = frozenset({"", ".db"})
#: Formats that other programs read and this one does not read back, by the ends of their names.
_NOT_READ_BACK = {
    exporter.suffix: name
    for name, exporter in EXPORTERS.items()
    if not exporter.lossless and exporter.suffix.count(".") > 1
}


def is_tables(folder: Path) -> bool:
    """Return whether a folder is one of CSV tables: it holds the table of articles, or the metadata of the tables."""
    return (folder / "articles.csv").is_file() or (folder / "datapackage.json").is_file()


def not_read_back(name: str) -> str | None:
    """Return the name of the format that a file's name says it is in, where that format is not read back.

    >>> not_read_back("out/a.ninjs.json")
    'ninjs'
    """
    return next((format_ for suffix, format_ in _NOT_READ_BACK.items() if name.endswith(suffix)), None)


def earlier_exports(rule: str = "input") -> Wanted:
    """Return what to take out of folders; names that give nothing are problems under the rule."""
    return Wanted(frozenset(READERS) - _OFTEN_OTHERS, "that can be read back", is_tables, _PARTS, rule)
