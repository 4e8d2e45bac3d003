"""Shows annotations in a notebook: one as its page in a frame, a list of them as a table.

The frame separates the page's style sheet and script from those of the notebook. It is sandboxed: it runs its own
script and cannot reach anything outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotate.models import Annotation
from annotate.view.site import entry
from annotate.view.web import environment, page

#: Height of the frame in CSS pixels; users can drag its corner.
_HEIGHT = 640


def frame(annotation: Annotation) -> str:
    """Return the HTML that shows an annotation inside another page."""
    return (
        environment()
        .get_template("frame.html")
        .render(page=page(annotation, embedded=True), height=_HEIGHT, title=entry(annotation, "").title)
    )


def table(annotations: Sequence[Annotation]) -> str:
    """Return the HTML of a table with one row per annotation."""
    return (
        environment().get_template("table.html").render(entries=[entry(annotation, "") for annotation in annotations])
    )


def listing(value: Sequence[Any]) -> str | None:
    """Return the table of a list or tuple of annotations; None if it holds anything else."""
    if value and all(isinstance(item, Annotation) for item in value):
        return table(value)
    return None
