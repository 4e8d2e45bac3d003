"""The result for one article, as it passes from a worker to the ledger and the writer."""

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
    """The annotation of an article as a compressed line of JSON, or the problem that replaces it.

    `found` counts the findings by kind; `words` and `characters` count those of the text. `explanation` says what made
    each finding, if that was requested.
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
    """Compress a line; the fastest level reduces it to about a third."""
    return zlib.compress(line, 1)


def findings(annotation: Annotation) -> dict[str, int]:
    """Return the number of findings of an annotation by kind.

    >>> from annotate import annotate
    >>> findings(annotate("\\"We won,\\" said Ines Duarte."))["quotations"]
    1
    """
    return {
        "events": len(annotation.events),
        "participants": len(annotation.participants),
        "quotations": len(annotation.quotations),
        "proposal lists": len(annotation.proposals),
        "pillar groups": len(annotation.pillars),
    }


class Finished:
    """An annotated article for the writer, available as a line of JSON or as an `Annotation`."""

    def __init__(
        self, article_id: str, source: str, outcome: Outcome, line: Callable[[], bytes], *, reused: bool = False
    ) -> None:
        #: Position among the articles that were read, from 1; 0 if unknown.
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
        """Return the `number`-th article as a worker annotated it."""
        finished = cls(article.id, article.source, outcome, lambda: outcome.line)
        finished.number = number
        return finished

    @classmethod
    def again(cls, article: Article, outcome: Outcome, *, same: bool) -> Finished:
        """Return the findings of an earlier run, with the article replaced by today's unless it is the `same`."""
        if same:
            return cls(article.id, article.source, outcome, lambda: outcome.line, reused=True)
        return cls(article.id, article.source, outcome, lambda: _with_article(outcome.line, article), reused=True)

    @classmethod
    def kept(cls, annotation: Annotation) -> Finished:
        """Return an existing annotation as a finished article."""
        article = annotation.article
        outcome = Outcome(found=findings(annotation), characters=len(article.text))
        finished = cls(article.id, article.source, outcome, lambda: line_of(annotation))
        finished.annotation = lambda: annotation  # type: ignore[method-assign]
        return finished

    def annotation(self) -> Annotation:
        """Return the annotation."""
        return annotation_of(json.loads(self.line()), Path(self.id))


def _with_article(line: bytes, article: Article) -> bytes:
    """Return the line with its article replaced by another one of the same text."""
    value = json.loads(line)
    value["article"] = plain_value(article)
    return json_text(value).encode()
