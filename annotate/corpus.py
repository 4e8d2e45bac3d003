"""Many articles: read one after the other, annotated, written; what goes wrong is told as it happens."""

from __future__ import annotations

import codecs
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from annotate.export import EXPORTERS, Exporter, ExportOptions, Layout, load
from annotate.models import Annotation, Article
from annotate.pipeline import explain, reads
from annotate.problems import Problem, ReadError
from annotate.read import ReadOptions, read
from annotate.read.records.fields import WANTED
from annotate.read.sources import STANDARD_INPUT


class UsageError(Exception):
    """The arguments do not fit together; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What `annotate convert` was asked to do.

    `format` is a name out of `EXPORTERS`, or None for json (one article) or jsonl (several). `output` is a file, or a
    folder if it is one, ends with a slash or the format needs one; None is standard output. `as_is` takes annotations
    that were exported before as they are, instead of annotating anew. `min_confidence` is 0 to 1.
    `export` holds the fields of `ExportOptions` that were given.
    """

    inputs: tuple[str, ...]
    format: str | None = None
    output: str | None = None
    overwrite: bool = False
    reading: ReadOptions = field(default_factory=ReadOptions)
    as_is: bool = False
    min_confidence: float = 0.0
    timestamp: str | None = None
    export: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Tally:
    """What a run came to: counts of articles and findings, and the last annotation, for the summary at its end."""

    articles: int = 0
    failed: int = 0
    warnings: int = 0
    found: dict[str, int] = field(default_factory=dict)
    last: Annotation | None = None

    def add(self, annotation: Annotation) -> None:
        """Count one article."""
        self.articles += 1
        self.last = annotation
        for name, count in (
            ("events", (annotation.event is not None) + len(annotation.related_events)),
            ("participants", len(annotation.participants)),
            ("quotations", len(annotation.quotations)),
            ("proposal lists", len(annotation.proposals)),
            ("pillar groups", len(annotation.pillars)),
        ):
            self.found[name] = self.found.get(name, 0) + count

    def count(self, problem: Problem) -> None:
        """Count one problem."""
        if problem.severity == "error":
            self.failed += 1
        else:
            self.warnings += 1


def run(job: Job, tell: Callable[[Problem], None], done: Callable[[Annotation, Mapping[str, str]], None]) -> Tally:
    """Do the job: read, annotate, write.

    Each problem goes to `tell`; each annotation, when it is written, to `done`, with the rule that made each finding.

    Raises `UsageError` before anything is written, and the exporters' `WriteError`.
    """
    tally = Tally()

    def note(problem: Problem) -> None:
        tally.count(problem)
        tell(problem)

    _refuse_misfits(job)
    exporter = EXPORTERS[job.format] if job.format else None
    options = _export_options(job)
    if exporter and exporter.layout is Layout.FOLDER and not job.output:
        raise UsageError(f"{exporter.name} makes a folder of files: name it with -o")
    units: Iterator[Article | Annotation] = (
        _kept(job.inputs, note) if job.as_is else _articles(read(job.inputs, job.reading), note)
    )
    first = list(islice(units, 2))
    if not first:
        return tally
    several = len(first) > 1
    exporter = exporter or EXPORTERS["jsonl" if several else "json"]
    to_folder = _wants_folder(job, exporter, several)

    def annotated() -> Iterator[Annotation]:
        for unit in chain(first, units):
            annotation, rules = (
                (unit, {}) if isinstance(unit, Annotation) else explain(unit, min_confidence=job.min_confidence)
            )
            yield annotation
            tally.add(annotation)
            done(annotation, rules)

    _write(annotated(), exporter, options, job, to_folder)
    return tally


def _refuse_misfits(job: Job) -> None:
    """Raise `UsageError` for arguments that cannot be meant, before anything is read."""
    for ours in job.reading.fields:
        if ours not in WANTED:
            raise UsageError(f"there is no field {ours!r} of ours to read; there are {', '.join(WANTED)}")
    try:
        codecs.lookup(job.reading.encoding or "utf-8")
    except LookupError:
        raise UsageError(f"there is no text encoding called {job.reading.encoding!r}") from None
    if job.output and not job.format and Path(job.output).suffix.lower() == ".csv":
        raise UsageError("csv is a folder of tables, no file: name a folder with -o and --to csv, or choose --csv-flat")
    if job.output and os.path.realpath(job.output) in {os.path.realpath(i) for i in job.inputs if Path(i).is_file()}:
        raise UsageError(f"-o {job.output} is one of the inputs; name another file")


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


def _kept(inputs: Iterable[str], note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of earlier exports, as they are; a folder is a set of CSV tables, or files one by one."""
    for name in inputs:
        if name == STANDARD_INPUT:
            yield from _piped(note)
            continue
        path = Path(name)
        tables = path.is_dir() and (path / "articles.csv").exists()
        files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() and not tables else [path]
        if glob.has_magic(name) and not path.exists():
            files = [Path(found) for found in sorted(glob.iglob(name, recursive=True))]  # noqa: PTH207 (may be absolute)
            if not files:
                note(Problem("input", "no file fits this pattern", name))
        for file in files:
            try:
                yield from load(file)
            except ReadError as error:
                note(error.problem)


def _piped(note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of an export on standard input; its readers need a file, so it is made one."""
    with tempfile.TemporaryDirectory(prefix="annotate-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        try:
            yield from load(path)
        except ReadError as error:
            note(replace(error.problem, file=STANDARD_INPUT))


def _wants_folder(job: Job, exporter: Exporter, several: bool) -> bool:
    """Say whether the output is a folder; raises `UsageError` where one article a file does not fit."""
    output = job.output
    folder = bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())
    if exporter.layout is Layout.FOLDER or folder:
        return True
    if exporter.layout is Layout.STREAM or not several:
        return False
    if output and not Path(output).suffix:
        return True
    where = f"-o {output} is one file: name a folder, or" if output else "name a folder with -o, or"
    raise UsageError(f"{exporter.name} holds one article a file and there are several; {where} choose --to jsonl")


def _write(
    annotations: Iterator[Annotation], exporter: Exporter, options: ExportOptions, job: Job, to_folder: bool
) -> None:
    if job.output is None:
        exporter.to_stream(annotations, sys.stdout.buffer, options)
    elif to_folder:
        exporter.to_folder(annotations, Path(job.output), options, overwrite=job.overwrite)
    else:
        exporter.to_file(annotations, Path(job.output), options, overwrite=job.overwrite)


def _export_options(job: Job) -> ExportOptions:
    given = {name: value for name, value in job.export.items() if value is not None}
    if job.timestamp:
        try:
            given["timestamp"] = datetime.fromisoformat(job.timestamp)
        except ValueError:
            message = f"--timestamp {job.timestamp!r} is no date and time such as 2026-01-01T00:00:00Z"
            raise UsageError(message) from None
    try:
        return ExportOptions(**given)
    except ValueError as error:
        raise UsageError(str(error)) from error
