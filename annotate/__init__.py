"""Read news articles and map who said, proposed and did what onto a validated schema.

The public functions are ``annotate.annotate`` (one `Article` in, one `Annotation` out) and the models in
``annotate.models``. They load when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from annotate.models import Annotation, Article, Span
    from annotate.pipeline import annotate

__all__ = ["Annotation", "Article", "Span", "__version__", "annotate"]

_HOMES = {"annotate": "annotate.pipeline"} | dict.fromkeys(("Annotation", "Article", "Span"), "annotate.models")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'annotate' has no attribute {name!r}")


def _show_lists_in_notebooks() -> None:
    """Let IPython, where it runs, show a list or tuple of annotations as a table; one shows itself."""
    python = sys.modules.get("IPython")
    shell = python.get_ipython() if python and hasattr(python, "get_ipython") else None
    if shell is None:
        return

    def html(value: list[Any] | tuple[Any, ...]) -> str | None:
        if not value or type(value[0]).__module__ != "annotate.models":
            return None
        from annotate.view.notebook import listing

        return listing(value)

    for kind in (list, tuple):
        shell.display_formatter.formatters["text/html"].for_type(kind, html)


_show_lists_in_notebooks()
