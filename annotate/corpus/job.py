"""A job of `annotate convert`, and the check of its arguments."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from annotate.export import ExportOptions
from annotate.read import ReadOptions
from annotate.read.records.fields import WANTED

#: Formats that can be split into shards, files of a fixed number of articles.
SHARDED = ("jsonl", "parquet")


class UsageError(Exception):
    """The arguments contradict each other; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The arguments of `annotate convert`.

    `inputs` are names as `annotate.inputs` resolves them. `format` is a name from `EXPORTERS`, or None for json (one
    article) or jsonl (several). `output` is a file, or a folder if it is one, ends with a slash or the format needs
    one; None is standard output. `overwrite` allows existing files to be replaced, `discard_edits` also those that
    people have corrected. `as_is` converts earlier exports instead of annotating articles.
    `min_confidence` is 0 to 1. `export` holds the fields of `ExportOptions` that were given.

    `jobs` is the number of processes that annotate; None means one per core, or none for only a few articles.
    `article_seconds` is the wall-clock limit for one article. `resume` continues from the ledger of an earlier run and
    keeps it for the next; `prune` then drops articles that are gone from the inputs. `shard_size` is the number of
    articles per file. `engine` is local or ray. `explained` reports the rule behind each finding.
    """

    inputs: tuple[str, ...]
    format: str | None = None
    output: str | None = None
    overwrite: bool = False
    discard_edits: bool = False
    reading: ReadOptions = field(default_factory=ReadOptions)
    as_is: bool = False
    min_confidence: float = 0.0
    timestamp: str | None = None
    export: Mapping[str, Any] = field(default_factory=dict)
    jobs: int | None = None
    article_seconds: float | None = None
    resume: bool = False
    prune: bool = False
    shard_size: int | None = None
    engine: str = "local"
    explained: bool = False


def refuse_misfits(job: Job) -> None:
    """Raise `UsageError` for invalid or contradictory arguments, before anything is read."""
    for ours in job.reading.fields:
        if ours not in WANTED:
            raise UsageError(f"there is no field {ours!r} to read into; choose one of {', '.join(WANTED)}")
    try:
        codecs.lookup(job.reading.encoding or "utf-8")
    except LookupError:
        raise UsageError(f"there is no text encoding called {job.reading.encoding!r}; try utf-8") from None
    if job.prune and not job.resume:
        raise UsageError("--prune drops articles that an earlier run kept: use it with --resume")
    if (job.resume or job.shard_size) and not job.output:
        raise UsageError(f"{'--resume' if job.resume else '--shard-size'} needs an output: name it with -o")
    if job.as_is and (job.resume or job.engine != "local"):
        raise UsageError("--as-is annotates nothing: leave out --resume and --engine")
    if job.shard_size and job.format not in (*SHARDED, *([None] if job.engine == "ray" else [])):
        raise UsageError(f"--shard-size is for {' and '.join(SHARDED)}: choose one with --to")
    if job.output and os.path.realpath(job.output) in _files(job.inputs):
        raise UsageError(f"-o {job.output} is one of the inputs; name another file")


def _files(inputs: Iterable[str]) -> set[str]:
    """Return the real paths of the inputs that are files; names that the file system refuses are skipped."""
    found = set()
    for name in inputs:
        with suppress(OSError, ValueError):
            if Path(name).is_file():
                found.add(os.path.realpath(name))
    return found


def export_options(job: Job) -> ExportOptions:
    """Return the options of the exporters; raises `UsageError` for invalid values."""
    given = {name: value for name, value in job.export.items() if value is not None}
    if job.timestamp:
        try:
            given["timestamp"] = datetime.fromisoformat(job.timestamp)
        except ValueError:
            message = f"--timestamp {job.timestamp!r} is not a date and time such as 2026-01-01T00:00:00Z"
            raise UsageError(message) from None
    try:
        return ExportOptions(**given)
    except ValueError as error:
        raise UsageError(str(error)) from error
