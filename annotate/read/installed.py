"""Libraries that only some formats need, imported when first used, with a sentence where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from annotate.problems import Problem, ReadError


def needed(module: str, what: str, source: str, extra: str = "formats") -> Any:
    """Import a module; raises ReadError that says what to install where it is missing."""
    try:
        return import_module(module)
    except ImportError:
        library = module.partition(".")[0]
        message = f"{what} needs {library}: pip install 'annotate-news[{extra}]', or '.[{extra}]' in a checkout"
        raise ReadError(Problem("missing-library", message, source)) from None
