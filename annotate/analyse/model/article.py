"""The model's reading of one article, made once: each region by itself, and the states that decisions pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.analyse.findings import Layout
from annotate.analyse.model.encoder import read
from annotate.analyse.model.pooling import Part, States
from annotate.analyse.model.regions import regions
from annotate.analyse.model.told import BODY, HEADLINE, TITLE, Beginning, Section, Told, told_of


@dataclass(frozen=True)
class ArticleReading:
    """What the model says of one article.

    `parts` are the headline and the body, each with its reading; offsets in a reading are those of its part. `states`
    asks them by ranges of the whole text.
    """

    parts: tuple[Part, ...]
    states: States
    #: What the article tells of its event; None if it has no words.
    told: Told | None


def read_article(layout: Layout, title: str = "") -> ArticleReading:
    """Read an article, and a title that stands beside it, in one go: no window of it is encoded twice."""
    parts = tuple(Part(region, read(region.of(layout.text))) for region in regions(layout))
    beginning = _beginning(layout, parts, title)
    return ArticleReading(parts, States(parts), told_of(beginning) if beginning else None)


def read_beginning(layout: Layout, title: str = "") -> Beginning | None:
    """Return what the branch for events is given of an article; None if it has no words."""
    parts = tuple(Part(region, read(region.of(layout.text), cues=False)) for region in regions(layout))
    return _beginning(layout, parts, title)


def _beginning(layout: Layout, parts: Sequence[Part], title: str) -> Beginning | None:
    kinds = [HEADLINE if part.range == layout.headline else BODY for part in parts]
    own = [Section(kind, part.range.start, part.reading) for kind, part in zip(kinds, parts, strict=True)]
    return Beginning.of([*([Section(TITLE, 0, read(title, cues=False))] if title else []), *own])
