"""Many articles: read one after the other, annotated, with what went wrong handed to the caller as it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from annotate.models import Annotation, Article
from annotate.pipeline import annotate, reads
from annotate.problems import Problem


@dataclass
class Tally:
    """What a run came to: counts of articles and findings, for the summary at its end."""

    articles: int = 0
    failed: int = 0
    warnings: int = 0
    found: dict[str, int] = field(default_factory=dict)

    def add(self, annotation: Annotation) -> None:
        """Count one article."""
        self.articles += 1
        for name, count in (
            ("events", (annotation.event is not None) + len(annotation.related_events)),
            ("participants", len(annotation.participants)),
            ("quotations", len(annotation.quotations)),
            ("proposal lists", len(annotation.proposals)),
            ("pillar groups", len(annotation.pillars)),
        ):
            self.found[name] = self.found.get(name, 0) + count

    def count(self, problem: Problem) -> None:
        """Count one problem."""
        if problem.severity == "error":
            self.failed += 1
        else:
            self.warnings += 1


def annotate_all(
    items: Iterable[Article | Problem],
    tell: Callable[[Problem], None],
    *,
    min_confidence: float = 0.0,
) -> Iterator[Annotation]:
    """Yield one annotation per article, in order; tell the problems on the way and go on."""
    for item in items:
        if isinstance(item, Problem):
            tell(item)
            continue
        if not reads(item):
            message = f"the text is in {item.language!r}; only English is analysed, so nothing was looked for in it"
            tell(Problem("language", message, item.source, severity="warning"))
        yield annotate(item, min_confidence=min_confidence)
