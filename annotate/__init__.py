"""Read news articles and map who said, proposed and did what onto a validated schema.

- `annotate.annotate` takes a text or an `Article` and returns an `Annotation`.
- `annotate.stream` annotates many articles, in one process or in several.
- `annotate.article` makes an `Article` of a text and what is known about it.
- `annotate.quotations_frame` makes a table of quotations for pandas.

The models are in `annotate.models`. Modules load when they are first used, so importing the package takes no time. The
functions keep no state, so any number of threads may call them.

>>> import annotate
>>> annotation = annotate.annotate("The bridge is open, Mayor Ines Caldwell said.")
>>> [(quotation.content[0].text, quotation.kind) for quotation in annotation.quotations]
[('The bridge is open', 'indirect')]
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from annotate.corpus.stream import stream
    from annotate.frames import quotations_frame
    from annotate.models import Annotation, Article, Span
    from annotate.pipeline import annotate
    from annotate.read.compose import article_of as article

__all__ = ["Annotation", "Article", "Span", "__version__", "annotate", "article", "quotations_frame", "stream"]

_HOMES = {
    "annotate": ("annotate.pipeline", "annotate"),
    "article": ("annotate.read.compose", "article_of"),
    "quotations_frame": ("annotate.frames", "quotations_frame"),
    "stream": ("annotate.corpus.stream", "stream"),
} | {name: ("annotate.models", name) for name in ("Annotation", "Article", "Span")}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        module, attribute = _HOMES[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'annotate' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names; those that load when they are first used are among them."""
    return sorted(__all__)


def _show_lists_in_notebooks() -> None:
    """Let IPython, if it is running, show a list or tuple of annotations as a table; one annotation shows itself."""
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
