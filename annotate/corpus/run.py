"""One run: read, annotate, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from annotate.corpus.archive import Archive
from annotate.corpus.cores import cores
from annotate.corpus.corrected import refuse_corrected
from annotate.corpus.feed import Feed
from annotate.corpus.here import Here
from annotate.corpus.job import Job, UsageError, export_options, refuse_misfits
from annotate.corpus.kept import kept
from annotate.corpus.order import Crew, Order
from annotate.corpus.outcome import Finished
from annotate.corpus.output import Target
from annotate.corpus.reading import articles, with_own_stdin
from annotate.corpus.runfile import RunFile
from annotate.corpus.state import State, held, state_of
from annotate.corpus.stop import Stop, StoppedError
from annotate.corpus.tally import Tally
from annotate.corpus.work import Settings
from annotate.corpus.workers import ARTICLE_SECONDS, Workers
from annotate.export import EXPORTERS, USUAL, USUAL_FOR_SEVERAL, Exporter, ExportOptions, Layout
from annotate.models import Article
from annotate.problems import Problem
from annotate.read import read

#: Up to this many articles, with this many characters in total, are annotated in this process: workers would not pay.
_FEW, _SHORT = 8, 200_000
#: Seconds to wait for more articles before deciding that.
_PATIENCE = 0.25
Tell = Callable[[Problem], None]
Done = Callable[[Finished], None]
Beat = Callable[[Tally], None]


def run(job: Job, tell: Tell, done: Done, stop: Stop | None = None, beat: Beat | None = None) -> Tally:
    """Run the job: read, annotate, write.

    `tell` receives each problem, in the order of the inputs; `done` receives each article once it is written. `beat` is
    called several times per second with the counts so far. `stop` lets the caller ask the run to end.

    Raises `UsageError` before anything is written, the exporters' `WriteError`, and `StoppedError`.
    """
    refuse_misfits(job)
    if job.engine == "ray":
        from annotate.corpus.ray import run_over_cluster

        if job.overwrite and job.output and not job.discard_edits:
            for path in sorted(Path(job.output).glob("part-*")):
                refuse_corrected(path)
        return run_over_cluster(job, tell, stop or Stop(), beat or (lambda _: None))
    exporter = EXPORTERS[job.format] if job.format else None
    options = export_options(job)
    if exporter and exporter.layout is Layout.FOLDER and not job.output:
        raise UsageError(f"{exporter.name} writes a folder of files: name it with -o")
    state = state_of(job.output) if job.output else None
    with ExitStack() as stack:
        if state and job.output:
            stack.enter_context(held(state, job.output, makes_folder=_makes_folder(job, exporter)))
        one = _Run(job, tell, done, stop or Stop(), beat or (lambda _: None))
        if job.as_is:
            one.copy(exporter, options)
        else:
            one.annotate(exporter, options, state)
    return one.tally


class _Run:
    """One run and its counts."""

    def __init__(self, job: Job, tell: Tell, done: Done, stop: Stop, beat: Beat) -> None:
        self.tally = Tally()
        self._job = job
        self._tell = tell
        self._done = done
        self._stop = stop
        self._beat = beat

    def copy(self, exporter: Exporter | None, options: ExportOptions) -> None:
        """Write earlier annotations without annotating anew."""
        several = self._taken()
        first = list(islice(several, 2))
        if first:
            exporter = exporter or EXPORTERS[USUAL_FOR_SEVERAL if len(first) > 1 else USUAL]
            target = Target.of(self._job, exporter, self._note, several=len(first) > 1)
            target.write(self._counted(chain(first, several)), options, None)

    def _taken(self) -> Iterator[Finished]:
        """Yield the annotations of earlier exports, numbered as if they had been annotated now."""
        for number, annotation in enumerate(kept(self._job.inputs, self._note), 1):
            finished = Finished.kept(annotation)
            finished.number = number
            yield finished

    def annotate(self, exporter: Exporter | None, options: ExportOptions, state: State | None) -> None:
        """Annotate the articles, with a ledger if there are several and an output to resume."""
        feed = Feed(articles(read(self._job.inputs, with_own_stdin(self._job.reading))))
        with ExitStack() as stack:
            stack.callback(feed.close)
            first = feed.ahead(2, _is_article)
            again = bool(state and self._job.resume and state.ledger.exists())
            several = len(first) > 1 or again
            if not first and not again:
                for problem in _problems(feed):
                    self._note(problem)
                return
            exporter = exporter or EXPORTERS[USUAL_FOR_SEVERAL if several else USUAL]
            target = Target.of(self._job, exporter, self._note, several=several)
            archive = None
            if state and (several or self._job.resume):
                archive = stack.enter_context(Archive(self._job, state, self._stop))
                target = replace(target, overwrite=archive.may_replace)
            target.refuse_existing(archive.owned if archive else None)
            if archive:
                options = archive.begin(options)
            crew, jobs = self._crew(feed)
            stack.callback(crew.close)
            report = RunFile(state.report if state and archive else None, self._job, options, jobs)
            self._write(
                Order(feed, crew, archive.ledger if archive else None, self._stop, self._beaten(report)),
                target,
                options,
                archive,
                report,
            )

    def _write(
        self, order: Order, target: Target, options: ExportOptions, archive: Archive | None, report: RunFile
    ) -> None:
        """Write the finished articles in order, and report how the run ends."""
        outcome = "failed"
        try:
            report.write(self.tally, "running")
            target.write(self._counted(self._all(order, archive)), options, archive.owned if archive else None)
            if archive:
                archive.finish()
            outcome = "finished"
        except (StoppedError, KeyboardInterrupt):
            outcome = "stopped"
            raise
        finally:
            report.write(self.tally, outcome)

    def _all(self, order: Order, archive: Archive | None) -> Iterator[Finished]:
        """Yield finished articles and report problems, then yield the articles that only the ledger still has."""
        for item in order:
            if isinstance(item, Problem):
                self._note(item)
            else:
                yield item
        if archive:
            for number, finished in enumerate(archive.rest(self.tally, self._note), order.count + 1):
                finished.number = number
                yield finished

    def _counted(self, several: Iterable[Finished]) -> Iterator[Finished]:
        for finished in several:
            yield finished
            self.tally.add(finished)
            self._done(finished)

    def _crew(self, feed: Feed[Article | Problem]) -> tuple[Crew, int]:
        """Return the crew that annotates, and the number of its processes."""
        job = self._job
        settings = Settings(job.min_confidence, job.explained)
        if job.jobs is None and job.article_seconds is None:
            ahead = [item for item in feed.ahead(_FEW + 1, _is_article, _PATIENCE) if isinstance(item, Article)]
            if feed.ended and len(ahead) <= _FEW and sum(len(article.text) for article in ahead) <= _SHORT:
                return Here(settings), 1
        jobs = job.jobs or cores()
        return Workers(jobs, settings, job.article_seconds or ARTICLE_SECONDS), jobs

    def _beaten(self, report: RunFile) -> Callable[[], None]:
        def beat() -> None:
            report.beat(self.tally)
            self._beat(self.tally)

        return beat

    def _note(self, problem: Problem) -> None:
        self.tally.add_problem(problem)
        self._tell(problem)


def _makes_folder(job: Job, exporter: Exporter | None) -> bool:
    """Return whether parent folders are created: for an output that is a folder, not for a file."""
    whole = bool(job.shard_size or (exporter and exporter.layout is Layout.FOLDER) or str(job.output).endswith("/"))
    return whole or bool(exporter and exporter.layout is Layout.DOCUMENT and not Path(str(job.output)).suffix)


def _is_article(item: Article | Problem) -> bool:
    return isinstance(item, Article)


def _problems(feed: Feed[Article | Problem]) -> Iterator[Problem]:
    while True:
        try:
            item = feed.get()
        except StopIteration:
            return
        if isinstance(item, Problem):
            yield item
