"""The same run over a cluster of Ray: inputs and outputs wherever fsspec reaches, shards instead of one file.

Three steps: ``stage`` reads the inputs, a task a file; ``plan`` gives unique ids and cuts shards, in one place;
``shards`` annotates and writes them, an actor a core. A shard is done when its record lies beside it (``storage``), so
a run that was stopped goes on with ``resume``, whatever machine it is started from.
"""

from __future__ import annotations

from annotate.corpus.ray.run import run_over_cluster

__all__ = ["run_over_cluster"]
