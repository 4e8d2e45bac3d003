"""Libraries that only some formats need."""

from __future__ import annotations

from annotate.export.files.atomic import WriteError, refused


def missing_library(name: str, library: str) -> WriteError:
    """Return the error for a format whose library is not installed."""
    return refused(
        "missing-library", f'{name} needs {library}, which is not installed: pip install "annotate-news[formats]"'
    )
