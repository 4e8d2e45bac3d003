"""One run: read, annotate, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from annotate.corpus.job import Job, UsageError, export_options, refuse_misfits
from annotate.corpus.kept import kept
from annotate.corpus.output import wants_folder, write
from annotate.corpus.tally import Tally
from annotate.export import EXPORTERS, USUAL, USUAL_FOR_SEVERAL, Layout
from annotate.models import Annotation, Article
from annotate.pipeline import explain, reads
from annotate.problems import Problem
from annotate.read import read


def run(job: Job, tell: Callable[[Problem], None], done: Callable[[Annotation, Mapping[str, str]], None]) -> Tally:
    """Do the job: read, annotate, write.

    Each problem goes to `tell`; each annotation, when it is written, to `done`, with the rule that made each finding.

    Raises `UsageError` before anything is written, and the exporters' `WriteError`.
    """
    tally = Tally()

    def note(problem: Problem) -> None:
        tally.count(problem)
        tell(problem)

    refuse_misfits(job)
    exporter = EXPORTERS[job.format] if job.format else None
    options = export_options(job)
    if exporter and exporter.layout is Layout.FOLDER and not job.output:
        raise UsageError(f"{exporter.name} makes a folder of files: name it with -o")
    units: Iterator[Article | Annotation] = (
        kept(job.inputs, note) if job.as_is else _articles(read(job.inputs, job.reading), note)
    )
    first = list(islice(units, 2))
    if not first:
        return tally
    several = len(first) > 1
    exporter = exporter or EXPORTERS[USUAL_FOR_SEVERAL if several else USUAL]
    to_folder = wants_folder(job, exporter, several)

    def annotated() -> Iterator[Annotation]:
        for unit in chain(first, units):
            annotation, rules = (
                (unit, {}) if isinstance(unit, Annotation) else explain(unit, min_confidence=job.min_confidence)
            )
            yield annotation
            tally.add(annotation)
            done(annotation, rules)

    write(annotated(), exporter, options, job, to_folder)
    return tally


def _articles(items: Iterable[Article | Problem], note: Callable[[Problem], None]) -> Iterator[Article]:
    """Yield the articles, noting the problems between them and the articles that cannot be analysed."""
    for item in items:
        if isinstance(item, Problem):
            note(item)
            continue
        if not reads(item):
            message = f"the text is in {item.language!r}; only English is analysed, so nothing was looked for in it"
            note(Problem("language", message, item.source, severity="warning"))
        yield item
