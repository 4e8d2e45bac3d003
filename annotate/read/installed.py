"""Libraries that only some formats need, imported when first used, with a sentence where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from annotate.problems import Problem, ReadError


def needed(module: str, what: str, source: str) -> Any:
    """Import a module; raises ReadError that says what to install where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        message = f"{what} needs {module.partition('.')[0]}: pip install 'annotate-news[formats]'"
        raise ReadError(Problem("missing-library", message, source)) from None
