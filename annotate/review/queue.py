"""The order in which annotations are looked at: those with open problems and doubtful findings first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotate.check import check_annotation
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.review.store import Store
from annotate.view.panels import title

#: A finding below this is doubtful.
DOUBTFUL = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation in the queue: what a person needs to choose it."""

    name: str
    title: str
    #: Findings below `DOUBTFUL`, and the lowest confidence there is, in percent (100 where nothing was found).
    doubtful: int
    least: int
    #: Problems of `annotate validate`, and changes by people so far.
    problems: tuple[str, ...]
    edits: int


@dataclass(slots=True)
class Queue:
    """The annotations of a store in the order of work; a file that has not changed is not read again."""

    store: Store
    _known: dict[str, tuple[tuple[int, int], Entry | Problem]] = field(default_factory=dict)

    def entries(self) -> tuple[list[Entry], list[Problem]]:
        """Return the entries, and what could not be read.

        Most problems first, then most doubtful findings, then the lowest confidence, then by name; what a person has
        worked on already comes last.
        """
        found = [self._looked_at(name) for name in self.store.names()]
        entries = [one for one in found if isinstance(one, Entry)]
        entries.sort(key=lambda e: (e.edits > 0, -len(e.problems), -e.doubtful, e.least, e.name))
        return entries, [one for one in found if isinstance(one, Problem)]

    def after(self, name: str) -> str | None:
        """Return what to look at after an annotation: the next that nobody has worked on, from the top again."""
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
        except (KeyError, OSError):  # it went away while the folder was read
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
    for event in (annotation.event, *annotation.related_events):
        if event is not None:
            yield event.confidence
    yield from (finding.confidence for finding in annotation.participants)
    yield from (finding.confidence for finding in annotation.quotations)
    yield from (finding.confidence for finding in annotation.proposals)
    yield from (finding.confidence for finding in annotation.pillars)
