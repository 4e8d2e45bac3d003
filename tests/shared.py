"""Where the tests find the gold data and standards that are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_SHARED = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """Return the path of a file beside the project; skip the test, saying so, where it is absent.

    With ANNOTATE_REQUIRE_SHARED=1 (as in CI) its absence is a failure.
    """
    path = _SHARED / name
    if not path.exists():
        reason = f"{path} is absent: this check needs data that the project does not contain"
        if os.environ.get("ANNOTATE_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
