"""The order of review: annotations with open problems and doubtful findings come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotate.check import check_annotation
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.review.store import Store
from annotate.view.panels import title

#: Findings with a lower confidence are doubtful.
DOUBTFUL = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation in the queue, with what a person needs to choose it."""

    name: str
    title: str
    #: Number of findings below `DOUBTFUL`, and the lowest confidence in percent (100 if there are no findings).
    doubtful: int
    least: int
    #: Problems of `annotate validate`, and changes by people so far.
    problems: tuple[str, ...]
    edits: int


@dataclass(slots=True)
class Queue:
    """The annotations of a store in order of review; unchanged files are not read again."""

    store: Store
    _known: dict[str, tuple[tuple[int, int], Entry | Problem]] = field(default_factory=dict)

    def entries(self) -> tuple[list[Entry], list[Problem]]:
        """Return the entries, and a problem for each file that cannot be read.

        The order is: most problems, then most doubtful findings, then lowest confidence, then name. Annotations that a
        person has already worked on come last.
        """
        found = [self._looked_at(name) for name in self.store.names()]
        entries = [one for one in found if isinstance(one, Entry)]
        entries.sort(key=lambda e: (e.edits > 0, -len(e.problems), -e.doubtful, e.least, e.name))
        return entries, [one for one in found if isinstance(one, Problem)]

    def after(self, name: str) -> str | None:
        """Return the next annotation that nobody has worked on, wrapping around at the end; None if none is left."""
        entries, _ = self.entries()
        names = [entry.name for entry in entries if not entry.edits or entry.name == name]
        at = names.index(name) if name in names else -1
        others = [*names[at + 1 :], *names[: max(at, 0)]]
        return others[0] if others else None

    def _looked_at(self, name: str) -> Entry | Problem | None:
        try:
            stamp = self.store.stamp(name)
            known = self._known.get(name)
            if known is None or known[0] != stamp:
                known = self._known[name] = (stamp, _entry(name, self.store.read(name).annotation))
        except ReadError as error:
            known = self._known[name] = (stamp, error.problem)
        except (KeyError, OSError):  # removed while the folder was read
            return None
        return known[1]


def _entry(name: str, annotation: Annotation) -> Entry:
    sure = [round(100 * confidence) for confidence in _confidences(annotation)]
    return Entry(
        name=name,
        title=title(annotation),
        doubtful=sum(percent < 100 * DOUBTFUL for percent in sure),
        least=min(sure, default=100),
        problems=tuple(fault.message for fault in check_annotation(annotation)),
        edits=len(annotation.provenance.edits),
    )


def _confidences(annotation: Annotation) -> Iterator[float]:
    for findings in (
        annotation.events,
        annotation.participants,
        annotation.quotations,
        annotation.proposals,
        annotation.pillars,
    ):
        yield from (finding.confidence for finding in findings)
