"""For formats whose libraries write into a file of their own: a private file, then copied to the stream."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotate.export.files.atomic import refused


@contextmanager
def private_file(out: BinaryIO, name: str) -> Iterator[Path]:
    """Give the path of a file that does not exist yet; what stands there at the end goes to the stream."""
    with tempfile.TemporaryDirectory(prefix="annotate-") as folder:
        path = Path(folder) / name
        yield path
        with path.open("rb") as finished:
            shutil.copyfileobj(finished, out)


def missing_library(name: str, library: str) -> Exception:
    """Return the error for a format whose library is not installed."""
    return refused(
        "missing-library", f'{name} needs {library}, which is not installed: pip install "annotate-news[formats]"'
    )
