"""Libraries that only some formats need: imported when first used, with a sentence where one is missing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from annotate.problems import Problem, ReadError

#: The extra of the package that installs each library, by the name that it is imported by.
EXTRAS = {
    "openpyxl": "formats",
    "xlsxwriter": "formats",
    "pyarrow": "formats",
    "zstandard": "formats",
    "warcio": "formats",
    "docx": "documents",
    "pypdf": "documents",
}


def needed(module: str, what: str, error: Callable[[str], Exception]) -> Any:
    """Import a module; where it is missing, raise the error made from a sentence that says what to install."""
    library = module.partition(".")[0]
    try:
        return import_module(module)
    except ImportError:
        extra = EXTRAS[library]
        why = f"{what} needs {library}: pip install 'annotate-news[{extra}]', or '.[{extra}]' in a checkout"
        raise error(why) from None


def needed_to_read(module: str, what: str, source: str) -> Any:
    """Import a module that reading `source` needs; raises ReadError where it is missing."""
    return needed(module, what, lambda why: ReadError(Problem("missing-library", why, source)))
