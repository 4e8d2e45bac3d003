"""The ledger over the life of a run: opened at the start, kept or removed at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from types import TracebackType

from annotate.corpus.job import Job
from annotate.corpus.ledger import Ledger
from annotate.corpus.outcome import Finished
from annotate.corpus.outputs import Outputs
from annotate.corpus.runfile import analysis_of
from annotate.corpus.state import State
from annotate.corpus.stop import Stop
from annotate.corpus.tally import Tally
from annotate.export import ExportOptions
from annotate.export.files.atomic import refused
from annotate.problems import Problem

#: The state of the last run, as recorded in the ledger.
_GOING, _WHOLE = "going on", "whole"


class Archive:
    """The ledger of an output during a run: an existing one is continued, otherwise a new one is created."""

    def __init__(self, job: Job, state: State, stop: Stop) -> None:
        if job.overwrite and not job.resume:
            state.drop_ledger()
        self._job = job
        self._state = state
        self._stop = stop
        self._whole = False
        self._fresh = not state.ledger.exists()
        self.ledger = Ledger(state.ledger, analysis_of(job.min_confidence))
        self.owned = Outputs(state.target, self.ledger)

    def __enter__(self) -> Archive:
        """Begin a run; raises `WriteError` if that would discard the results of an earlier one."""
        done = self.ledger.count()
        if not self._job.resume and not self._fresh and not self._job.overwrite:
            self._refuse(done)
        self.went_on = self.ledger.note("state") == _GOING
        return self

    def begin(self, options: ExportOptions) -> ExportOptions:
        """Record the start of the run. Returns the options, with the time of export of the run that is continued."""
        before = self.ledger.note("timestamp")
        given = self._job.timestamp or os.environ.get("SOURCE_DATE_EPOCH")
        if self.went_on and before and not given:
            options = replace(options, timestamp=datetime.fromisoformat(before))
        self.ledger.set(
            state=_GOING, timestamp=options.timestamp.isoformat(), analysis=analysis_of(self._job.min_confidence)
        )
        if self._job.overwrite:
            self.ledger.set(overwrite="1")
        self.ledger.begin()
        return options

    @property
    def may_replace(self) -> bool:
        """Whether this run, or the run that it continues, was allowed to replace existing files."""
        return self._job.overwrite or (self.went_on and self.ledger.note("overwrite") == "1")

    def rest(self, tally: Tally, note: Callable[[Problem], None]) -> Iterator[Finished]:
        """Report each article whose input is gone, and yield it unless the job prunes such articles."""
        tally.changed = self.ledger.changed
        for article_id, source, finished in self.ledger.removed():
            tally.removed += 1
            kept = "was dropped" if self._job.prune else "is kept; --prune drops it"
            message = f"the article is no longer among the inputs, and its annotation {kept}"
            note(Problem("removed-input", message, source, severity="warning", article=article_id))
            if not self._job.prune:
                yield finished

    def finish(self) -> None:
        """Record that the output is complete, and remove files that no longer belong to it."""
        self.ledger.forget(removed=self._job.prune)
        self.owned.remove_stale()
        self.ledger.set(state=_WHOLE, overwrite="0")
        self.ledger.commit()
        self._whole = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the ledger if another run can or should continue from it."""
        try:
            self._stop.kept = None if self._whole else self.ledger.count() or None
        finally:
            self.ledger.close()
        if self._whole and not self._job.resume:
            self._state.drop_ledger()

    def _refuse(self, done: int) -> None:
        state, output = self.ledger.note("state"), self._job.output or ""
        if state == _GOING and done:
            self.ledger.close()
            message = f"an earlier run ended after {done:,} articles; --resume continues it, --overwrite starts again"
            raise refused("unfinished", message, output)
        if state == _WHOLE and self._state.target.exists():
            self.ledger.close()
            message = "exists already; --resume brings it up to date, --overwrite replaces it"
            raise refused("exists", message, output)
        self.ledger.close()
        self._state.drop_ledger()
        self.ledger = Ledger(self._state.ledger, analysis_of(self._job.min_confidence))
        self.owned = Outputs(self._state.target, self.ledger)
