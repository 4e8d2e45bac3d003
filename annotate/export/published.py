"""The contracts published in `schema/`, generated from the table definitions and the vocabulary.

>>> [(name, file) for name, (file, _) in PUBLISHED.items()]
[('datapackage', 'datapackage.json'), ('csvw', 'csv-metadata.json'), ('newsml', 'newsml-g2-vocabulary.xml')]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from annotate.export.options import ExportOptions

#: The date that the published contracts state; it changes when they do, not every day.
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def datapackage() -> bytes:
    """Return the Frictionless data package of the plain CSV tables, as JSON in UTF-8."""
    from annotate.export.csv.metadata import data_package
    from annotate.json_text import json_text

    return json_text(data_package(ExportOptions(timestamp=_WHEN)), indent=2).encode() + b"\n"


def csvw() -> bytes:
    """Return the CSVW metadata of the plain CSV tables, as JSON in UTF-8."""
    from annotate.export.csv.metadata import csvw as table_group
    from annotate.json_text import json_text

    return json_text(table_group(ExportOptions(timestamp=_WHEN)), indent=2).encode() + b"\n"


def newsml() -> bytes:
    """Return the vocabulary of the NewsML-G2 profile as a knowledge item, in XML."""
    from annotate.export.newsml.knowledge_item import knowledge_item

    options = ExportOptions(timestamp=_WHEN)
    return knowledge_item(options.vocabulary, options.stamp)


#: Each contract by name: its file below `schema/`, and the function that generates it.
PUBLISHED: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "datapackage": ("datapackage.json", datapackage),
    "csvw": ("csv-metadata.json", csvw),
    "newsml": ("newsml-g2-vocabulary.xml", newsml),
}
