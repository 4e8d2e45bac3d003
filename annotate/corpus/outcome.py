"""What becomes of one article, as it travels from a worker to the ledger and to the writer."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotate.export.json.lines import line as line_of
from annotate.export.loading import annotation_of
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation, Article
from annotate.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """The annotation of an article as a line of JSON, compressed; or the problem that took its place.

    `found` counts the findings by kind, `words` and `characters` those of the text. `explanation` says
    what made each finding, where that was asked for.
    """

    packed: bytes = b""
    found: Mapping[str, int] = field(default_factory=dict)
    words: int = 0
    characters: int = 0
    explanation: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def line(self) -> bytes:
        """The line, without its LF."""
        return zlib.decompress(self.packed)


def pack(line: bytes) -> bytes:
    """Compress a line; the fastest level makes a third of it."""
    return zlib.compress(line, 1)


def findings(annotation: Annotation) -> dict[str, int]:
    """Count the findings of an annotation by kind."""
    return {
        "events": (annotation.event is not None) + len(annotation.related_events),
        "participants": len(annotation.participants),
        "quotations": len(annotation.quotations),
        "proposal lists": len(annotation.proposals),
        "pillar groups": len(annotation.pillars),
    }


class Finished:
    """An annotated article on its way to the writer, as a line or as an `Annotation`, whichever is asked for."""

    def __init__(
        self, article_id: str, source: str, outcome: Outcome, line: Callable[[], bytes], *, reused: bool = False
    ) -> None:
        #: Its place among the articles that were read, from 1; 0 where that is not known.
        self.number = 0
        self.id = article_id
        self.source = source
        self.characters = outcome.characters
        self.found = outcome.found
        self.words = outcome.words
        self.explanation = outcome.explanation
        self.reused = reused
        self.line = line

    @classmethod
    def of(cls, article: Article, outcome: Outcome, number: int) -> Finished:
        """Return what a worker made of the `number`-th article."""
        finished = cls(article.id, article.source, outcome, lambda: outcome.line)
        finished.number = number
        return finished

    @classmethod
    def again(cls, article: Article, outcome: Outcome, *, same: bool) -> Finished:
        """Return what an earlier run found in a text, with the article as it is today unless that is the `same`."""
        if same:
            return cls(article.id, article.source, outcome, lambda: outcome.line, reused=True)
        return cls(article.id, article.source, outcome, lambda: _with_article(outcome.line, article), reused=True)

    @classmethod
    def kept(cls, annotation: Annotation) -> Finished:
        """Return an annotation that is taken as it is."""
        article = annotation.article
        outcome = Outcome(found=findings(annotation), characters=len(article.text))
        finished = cls(article.id, article.source, outcome, lambda: line_of(annotation))
        finished.annotation = lambda: annotation  # type: ignore[method-assign]
        return finished

    def annotation(self) -> Annotation:
        """Return the annotation."""
        return annotation_of(json.loads(self.line()), Path(self.id))


def _with_article(line: bytes, article: Article) -> bytes:
    """Return the line with another article in it, of the same text."""
    value = json.loads(line)
    value["article"] = plain_value(article)
    return json_text(value).encode()
