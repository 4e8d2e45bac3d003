"""What a run came to, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotate.models import Annotation
from annotate.problems import Problem


@dataclass
class Tally:
    """What a run came to: counts of articles and findings, and the last annotation, for the summary at its end."""

    articles: int = 0
    failed: int = 0
    warnings: int = 0
    found: dict[str, int] = field(default_factory=dict)
    last: Annotation | None = None

    def add(self, annotation: Annotation) -> None:
        """Count one article."""
        self.articles += 1
        self.last = annotation
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
