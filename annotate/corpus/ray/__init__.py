"""Runs over a Ray cluster: inputs and outputs wherever fsspec reaches, shards instead of one file.

There are three steps. ``stage`` reads the inputs, one task per file. ``plan`` makes ids unique and divides the articles
into shards, in one process. ``shards`` annotates and writes them, one actor per core. A shard is done once its record
is stored beside it (``storage``), so a stopped run can be resumed from any machine.
"""

from __future__ import annotations

from annotate.corpus.ray.run import run_over_cluster

__all__ = ["run_over_cluster"]
