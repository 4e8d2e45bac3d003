"""The contracts of the exports that are published in `schema/`: generated from the tables and the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from annotate.export.options import ExportOptions

#: When the published contracts say they were made; it changes with them, not with the day.
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def datapackage() -> bytes:
    """Return the Frictionless data package of the plain CSV tables."""
    from annotate.export.csv.metadata import data_package
    from annotate.json_text import json_text

    return json_text(data_package(ExportOptions(timestamp=_WHEN)), indent=2).encode() + b"\n"


def csvw() -> bytes:
    """Return the CSVW metadata of the plain CSV tables."""
    from annotate.export.csv.metadata import csvw as table_group
    from annotate.json_text import json_text

    return json_text(table_group(ExportOptions(timestamp=_WHEN)), indent=2).encode() + b"\n"


def newsml() -> bytes:
    """Return the vocabulary of the NewsML-G2 profile as a knowledge item."""
    from annotate.export.newsml.knowledge_item import knowledge_item

    options = ExportOptions(timestamp=_WHEN)
    return knowledge_item(options.vocabulary, options.stamp)


#: Name of the contract, its file below `schema/`, and what makes it.
PUBLISHED: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "datapackage": ("datapackage.json", datapackage),
    "csvw": ("csv-metadata.json", csvw),
    "newsml": ("newsml-g2-vocabulary.xml", newsml),
}
