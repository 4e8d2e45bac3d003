"""Where the tests find the gold data and standards that are not part of the project."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.places import SHARED


def shared(name: str) -> Path:
    """Return the path of a file beside the project; skip the test, saying so, where it is absent.

    With ANNOTATE_REQUIRE_SHARED=1 (as in CI) its absence is a failure.
    """
    path = SHARED / name
    if not path.exists():
        reason = f"{path} is absent: this check needs data that the project does not contain"
        if os.environ.get("ANNOTATE_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def module_at(path: Path) -> ModuleType:
    """Import a Python file of the data beside the project: its scorer, or its damage."""
    spec = importlib.util.spec_from_file_location(f"reference_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
