"""The model's reading of one article, made once: each region by itself, and the states that decisions pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotate.analyse.findings import Layout, Range
from annotate.analyse.model.encoder import Network, read, shipped
from annotate.analyse.model.pooling import Part, States, TextStates
from annotate.analyse.model.regions import regions

if TYPE_CHECKING:
    from annotate.analyse.model.encoder import Floats

#: In characters: decisions on events pool the states of so much of a text.
_BEGINNING = 16_000
#: The beginning has no more windows; what is kept of them is large.
_WINDOWS = 64


@dataclass(frozen=True)
class ArticleReading:
    """What the model says of one article.

    `parts` are the headline and the body, each with its reading; offsets in a reading are those of its part. `states`
    asks them by ranges of the whole text.
    """

    parts: tuple[Part, ...]
    states: States
    #: The states of the text's beginning, read without a cut between headline and body, and of a title beside it.
    beginning: TextStates
    title: TextStates | None


def read_article(layout: Layout, title: str = "") -> ArticleReading:
    """Read an article, and a title that stands beside it, in one go: no window of it is encoded twice."""
    network = _Once(shipped())
    parts = tuple(Part(region, read(region.of(layout.text), network)) for region in regions(layout))
    whole = Range(0, len(layout.text))
    reading = next((part.reading for part in parts if part.range == whole), None)
    return ArticleReading(
        parts,
        States(parts),
        TextStates.of(reading or read(layout.text[:_BEGINNING], network, cues=False)),
        TextStates.of(read(title, network, cues=False)) if title else None,
    )


class _Once:
    """A network that encodes each window of an article once: region and text have most of their windows in common."""

    def __init__(self, network: Network) -> None:
        self.workers = network.workers
        self._network = network
        self._known: dict[bytes, tuple[Floats, Floats]] = {}

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> tuple[Floats, Floats]:
        """See `Network`."""
        key = b"".join(column.tobytes() for column in (ids, shapes, gaps, quoted))
        found = self._known.get(key) or self._network.encode(ids, shapes, gaps, quoted)
        if len(self._known) < _WINDOWS:
            self._known[key] = found
        return found

    def roles(self, around: Any, in_cue: Any, exists: Any) -> tuple[Floats, Floats]:
        """See `Network`."""
        return self._network.roles(around, in_cue, exists)
