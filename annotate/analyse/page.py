"""One article as the steps of the analysis read it: its layout, its outline and the model's reading, each made once."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.analyse.findings import Layout
from annotate.analyse.model.article import ArticleReading, read_article
from annotate.analyse.text.outline import Outline


@dataclass(frozen=True)
class Page:
    """What every step is handed; ranges that the steps find are of `layout.text`, the legible text."""

    layout: Layout
    outline: Outline
    #: A title that came beside the text, or nothing; no range lies in it.
    title: str
    reading: ArticleReading


def read_page(layout: Layout, title: str = "") -> Page:
    """Read an article whose text is laid out: find its outline and run the model over it, and over its title."""
    title = title.strip()
    return Page(layout, Outline(layout), title, read_article(layout, title))
