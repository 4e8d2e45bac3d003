"""Import libraries that only some formats need, when they are first used; a clear message names a missing one.

>>> needed("json", "the JSON format", ImportError).dumps([1])
'[1]'
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from annotate.problems import Problem, ReadError

#: The extra of the package that installs each library, by import name.
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
    """Import and return a module; if it is missing, raise `error` with a message that says what to install.

    `module` is the import name, `what` the format that needs it.
    """
    library = module.partition(".")[0]
    try:
        return import_module(module)
    except ImportError:
        extra = EXTRAS[library]
        why = f"{what} needs {library}: pip install 'annotate-news[{extra}]', or '.[{extra}]' in a checkout"
        raise error(why) from None


def needed_to_read(module: str, what: str, source: str) -> Any:
    """Import and return a module that reading `source` needs; raises ReadError if it is missing."""
    return needed(module, what, lambda why: ReadError(Problem("missing-library", why, source)))
