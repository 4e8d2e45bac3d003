"""A run over a cluster: stage the inputs, plan the shards, annotate those that are missing, report the result."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotate.corpus.job import SHARDED, Job, UsageError, export_options
from annotate.corpus.ray.plan import Shard, plan
from annotate.corpus.ray.shards import DONE, Annotator, record_name
from annotate.corpus.ray.stage import STAGED, Stage, about
from annotate.corpus.ray.storage import Storage, everywhere, expand, missing
from annotate.corpus.runfile import REPORT, STALE, RunFile, age, analysis_of
from annotate.corpus.stop import Stop, StoppedError
from annotate.corpus.tally import Tally
from annotate.corpus.work import Settings
from annotate.corpus.workers import ARTICLE_SECONDS
from annotate.export.files.atomic import refused
from annotate.problems import Problem

#: Files that the plan reads concurrently: a store takes some hundredths of a second to answer each request.
_AT_ONCE = 32
#: Default number of articles in a shard.
SHARD_SIZE = 1000


def run_over_cluster(job: Job, tell: Callable[[Problem], None], stop: Stop, beat: Callable[[Tally], None]) -> Tally:
    """Run the job on the cluster that RAY_ADDRESS names, or on a local one with this machine's cores.

    Raises `UsageError` for arguments that a cluster does not support, `WriteError`, and `StoppedError`.
    """
    job = _fitting(job)
    storage = Storage(str(job.output))
    _refuse_existing(job, storage)
    return _ClusterRun(_connected(), job, storage, tell, stop, beat).go()


def _refuse_existing(job: Job, storage: Storage) -> None:
    """Refuse an output of another run, unless the job resumes or replaces it; raises `WriteError`."""
    before = storage.noted(REPORT)
    if before and before.get("state") == "running" and age(before) < STALE:
        who = f"process {before.get('pid')} on {before.get('host')}"
        raise refused("taken", f"another run ({who}) is writing it; wait until that run ends", storage.url)
    done = storage.sizes(DONE)
    if done and not (job.resume or job.overwrite):
        message = f"{len(done):,} shards of an earlier run are there; --resume continues it, --overwrite starts again"
        raise refused("unfinished", message, storage.url)


class _ClusterRun:
    """One run and its counts."""

    def __init__(
        self,
        ray: Any,
        job: Job,
        storage: Storage,
        tell: Callable[[Problem], None],
        stop: Stop,
        beat: Callable[[Tally], None],
    ) -> None:
        self._ray = ray
        self._job = job
        self._tell = tell
        self._stop = stop
        self._beat = beat
        self._tally = Tally()
        self._storage = storage
        self._analysis = analysis_of(job.min_confidence)
        self._options = export_options(job)
        self._jobs = job.jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def go(self) -> Tally:
        """Run to the end."""
        report = RunFile(None, self._job, self._options, self._jobs)
        if self._job.overwrite and not self._job.resume:
            self._storage.remove(DONE)
        outcome = "failed"
        self._stop.gentle = True
        try:
            self._write(report, "running")
            todo = self._todo()
            for record in self._records(todo):
                self._count(record)
                self._write(report, "running")
                self._beat(self._tally)
                if self._stop.asked:
                    raise StoppedError
            outcome = "finished"
        except (StoppedError, KeyboardInterrupt):
            outcome = "stopped"
            self._stop.kept = self._tally.articles
            raise
        finally:
            self._stop.gentle = False
            self._storage.remove(STAGED)
            self._write(report, outcome)
        return self._tally

    def _todo(self) -> list[Shard]:
        """Read the inputs, count the shards that are done, and return the others."""
        digest = sha256(repr((self._job.format, self._analysis, replace_time(self._options))).encode()).hexdigest()
        present, recorded = self._storage.sizes(), set(self._storage.sizes(DONE))
        todo: list[Shard] = []
        last = -1
        for shard in plan(self._chunks(), self._job.shard_size or SHARD_SIZE, digest, self._note):
            last = shard.number
            name = record_name(shard.number).rpartition("/")[2]
            record = self._storage.noted(record_name(shard.number)) if name in recorded else None
            if record and record["digest"] == shard.digest and not record["problems"] and _stands(record, present):
                self._count(record, reused=True)
            else:
                todo.append(shard)
        self._drop_beyond(last, recorded)
        return todo

    def _drop_beyond(self, last: int, recorded: set[str]) -> None:
        """Remove the shards of an earlier, longer run."""
        for name in recorded:
            record = self._storage.noted(f"{DONE}/{name}")
            if record and record["number"] > last:
                self._storage.remove(record["name"])
                self._storage.remove(f"{DONE}/{name}")

    def _chunks(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Stage the inputs, and yield name and description of each chunk, in the order of the inputs."""
        names: list[dict[str, Any]] = []
        for found in expand(self._job.inputs):
            if isinstance(found, Problem):
                self._note(found)
            else:
                names.append({"file": len(names), "source": found, "url": everywhere(found)})
        if not names:
            return
        data = self._ray.data
        stage = Stage(str(self._job.output), self._job.reading, self._analysis)
        staged = data.from_items(names, override_num_blocks=len(names)).flat_map(stage, num_cpus=1)
        rows = sorted(staged.iter_rows(), key=lambda row: (row["file"], row["chunk"]))
        chunks = [str(row["name"]) for row in rows]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for first in range(0, len(chunks), _AT_ONCE):
                some = chunks[first : first + _AT_ONCE]
                yield from zip(some, pool.map(partial(about, self._storage), some), strict=True)

    def _records(self, todo: list[Shard]) -> Iterator[dict[str, Any]]:
        """Annotate the shards, and yield the record of each once it is done."""
        if not todo:
            return
        data = self._ray.data
        jobs = min(self._jobs, len(todo))
        settings = Settings(self._job.min_confidence)
        seconds = self._job.article_seconds or ARTICLE_SECONDS
        done = data.from_items([shard.row() for shard in todo], override_num_blocks=len(todo)).map_batches(
            Annotator,
            batch_size=1,
            num_cpus=1,
            compute=data.ActorPoolStrategy(
                min_size=1, initial_size=jobs, max_size=jobs, max_tasks_in_flight_per_actor=2
            ),
            fn_constructor_args=(str(self._job.output), self._job.format, self._options, settings, seconds),
        )
        for row in done.iter_rows():
            yield json.loads(row["record"])

    def _count(self, record: dict[str, Any], *, reused: bool = False) -> None:
        """Count a shard, and report its problems."""
        self._tally.articles += record["articles"]
        self._tally.reused += record["articles"] if reused else 0
        self._tally.words += 0 if reused else record["words"]
        for kind, count in record["found"].items():
            self._tally.found[kind] = self._tally.found.get(kind, 0) + count
        for problem in record["problems"]:
            self._note(Problem(**problem))

    def _note(self, problem: Problem) -> None:
        self._tally.add_problem(problem)
        self._tell(problem)

    def _write(self, report: RunFile, state: str) -> None:
        self._storage.note(REPORT, report.content(self._tally, state))


def _fitting(job: Job) -> Job:
    """Return the job with the defaults of a cluster; raises `UsageError` for unsupported arguments."""
    if not job.output:
        raise UsageError("--engine ray writes shards: name their folder, or a URL such as s3://bucket/prefix, with -o")
    if job.format not in (None, *SHARDED):
        raise UsageError(f"--engine ray writes {' and '.join(SHARDED)}: choose one with --to")
    if "-" in job.inputs or any(name.startswith("@") for name in job.inputs):
        raise UsageError("--engine ray reads files, folders, patterns and URLs, but no standard input and no lists")
    if job.prune:
        raise UsageError("--prune is not needed with --engine ray: articles gone from the inputs are always dropped")
    if job.explained:
        raise UsageError("--explain is for single articles: use it without --engine ray")
    return replace(job, format=job.format or SHARDED[0], output=everywhere(job.output))


def replace_time(options: Any) -> Any:
    """Return the options without the time of export, which neither JSON lines nor Parquet carry."""
    return replace(options, timestamp=datetime(1970, 1, 1, tzinfo=UTC))


def _connected() -> Any:
    """Connect to the cluster and return the library; raises `WriteError` if it is not installed."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise missing("ray") from error
    if not ray.is_initialized():
        with _hushed():
            ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return ray


@contextmanager
def _hushed() -> Iterator[None]:
    """Discard what Ray's native code writes to standard error: it only says that logging was turned off."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _stands(record: dict[str, Any], present: dict[str, int]) -> bool:
    """Return whether the file of a record exists with the recorded size."""
    return not record["articles"] or present.get(record["name"]) == record["size"]
