"""The counts of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotate.corpus.outcome import Finished
from annotate.problems import Problem


@dataclass
class Tally:
    """The result of a run: counts of articles, findings and problems, and the last article for the final summary.

    `articles` counts the articles written, `reused` those of them taken from an earlier run, `changed` those whose text
    changed since, `removed` those whose input is gone. `failed` counts errors, `warnings` warnings, `rules` problems by
    rule, `found` findings by kind. `words` counts the words annotated in this run.
    """

    articles: int = 0
    reused: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0
    warnings: int = 0
    words: int = 0
    found: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    last: Finished | None = None

    def add(self, finished: Finished) -> None:
        """Count one article."""
        self.articles += 1
        self.last = finished
        if finished.reused:
            self.reused += 1
        else:
            self.words += finished.words
        self._find(finished.found)

    def add_problem(self, problem: Problem) -> None:
        """Count one problem."""
        self.rules[problem.rule] = self.rules.get(problem.rule, 0) + 1
        if problem.severity == "error":
            self.failed += 1
        else:
            self.warnings += 1

    def _find(self, found: Mapping[str, int]) -> None:
        for name, count in found.items():
            self.found[name] = self.found.get(name, 0) + count
