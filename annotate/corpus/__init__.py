"""Many articles: read one after the other, annotated, written; problems are reported as they happen.

``Job`` says what is to be done, ``run`` does it and returns a ``Tally``; a job that cannot be meant raises
``UsageError`` before anything is written.
"""

from __future__ import annotations

from annotate.corpus.job import Job, UsageError
from annotate.corpus.run import run
from annotate.corpus.tally import Tally

__all__ = ["Job", "Tally", "UsageError", "run"]
