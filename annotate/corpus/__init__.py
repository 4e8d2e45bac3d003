"""Many articles: read in order, annotated by several processes, written in order.

Entry points: `Job` describes a run; `run` executes it and returns a `Tally`. Contradictory arguments raise `UsageError`
before anything is written. An article passes through these modules in order: `feed` reads ahead, `order` keeps the
input order, `workers` annotate (`here` does, for a few articles), `ledger` records the results, `output` writes them.
`archive` decides what is kept at the end; `state` is the folder that holds it.

>>> tally = run(Job(inputs=("no-such-file.txt",)), tell=lambda problem: print(problem.message), done=print)
there is no such file or folder
>>> tally.articles, tally.failed
(0, 1)
"""

from __future__ import annotations

from annotate.corpus.job import Job, UsageError
from annotate.corpus.outcome import Finished
from annotate.corpus.run import run
from annotate.corpus.stop import Stop, StoppedError
from annotate.corpus.tally import Tally
from annotate.corpus.workers import WorkersError

__all__ = ["Finished", "Job", "Stop", "StoppedError", "Tally", "UsageError", "WorkersError", "run"]
