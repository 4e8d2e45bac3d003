"""The examples in docstrings are right, and every public module has one."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from tests.support.places import ROOT

PACKAGE = ROOT / "annotate"


def module_of(path: Path) -> str:
    """Return the name under which a file of the package is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


WITH_EXAMPLES = sorted(module_of(path) for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text("utf-8"))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name: str) -> None:
    """The examples of a module give what they say."""
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted, "no example was run"
    assert not outcome.failed
