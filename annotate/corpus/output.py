"""Where the annotations go: standard output, one file, a folder, or files of some articles each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from annotate.corpus.job import Job, UsageError
from annotate.corpus.outcome import Finished
from annotate.corpus.outputs import Outputs
from annotate.export import USUAL_FOR_SEVERAL, Exporter, ExportOptions, Layout
from annotate.export.files.atomic import failed, refused
from annotate.models import Annotation


@dataclass(frozen=True, slots=True)
class Target:
    """What is written: in which format, and whether to standard output (`path` is None), a file or a folder."""

    exporter: Exporter
    path: Path | None
    to_folder: bool
    overwrite: bool
    shard_size: int | None = None

    @classmethod
    def of(cls, job: Job, exporter: Exporter, *, several: bool) -> Target:
        """Return the target of a job; raises `UsageError` where one article a file does not fit."""
        path = Path(job.output) if job.output else None
        return cls(exporter, path, wants_folder(job, exporter, several), job.overwrite, job.shard_size)

    def refuse_existing(self, owned: Outputs | None) -> None:
        """Raise `WriteError` where something stands that would not be replaced at the end."""
        if self.path is None or self.overwrite:
            return
        if self.shard_size:
            stands = sorted(self.path.glob(f"part-*{self.exporter.suffix}")) if self.path.is_dir() else []
        else:
            stands = [self.path] if self.path.is_file() and not self.to_folder else []
        for path in stands:
            if not (owned and owned.ours(Path(os.path.realpath(path)))):
                raise refused("exists", "exists already; use --overwrite to replace it", path)

    def write(self, finished: Iterator[Finished], options: ExportOptions, owned: Outputs | None) -> None:
        """Write the annotations as they come; raises the exporters' `WriteError`."""
        if self.shard_size and self.path:
            self._write_shards(finished, self.shard_size, self.path, options, owned)
            return
        items = self._items(finished)
        if self.path is None:
            self.exporter.to_stream(items, sys.stdout.buffer, options)
        elif self.to_folder:
            self.exporter.to_folder(items, self.path, options, overwrite=self.overwrite, owned=owned)
        else:
            self.exporter.to_file(items, self.path, options, overwrite=self.overwrite, owned=owned)

    def _write_shards(
        self, finished: Iterator[Finished], size: int, folder: Path, options: ExportOptions, owned: Outputs | None
    ) -> None:
        """Write files of `size` articles, ``part-00000`` and so on, each whole or not at all.

        The place of an article among those that were read tells its file, so that one that could not be annotated
        moves no other.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise failed(error, folder) from error
        for number, shard in groupby(finished, lambda one: (one.number - 1) // size):
            path = folder / shard_name(number, self.exporter)
            self.exporter.to_file(self._items(shard), path, options, overwrite=self.overwrite, owned=owned)

    def _items(self, finished: Iterable[Finished]) -> Iterator[Annotation | bytes]:
        """Yield what the exporter takes: lines for JSON lines, for they are there already."""
        if self.exporter.name == "jsonl":
            return (one.line() for one in finished)
        return (one.annotation() for one in finished)


def shard_name(number: int, exporter: Exporter) -> str:
    """Return the name of a file of some articles; numbers count from 0, and names sort in their order.

    >>> from annotate.export import EXPORTERS
    >>> shard_name(17, EXPORTERS["jsonl"])
    'part-00017.jsonl'
    """
    return f"part-{number:05d}{exporter.suffix}"


def wants_folder(job: Job, exporter: Exporter, several: bool) -> bool:
    """Return whether the output is a folder; raises `UsageError` where one article a file does not fit."""
    output = job.output
    folder = bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())
    if exporter.layout is Layout.FOLDER or folder or job.shard_size:
        return True
    if exporter.layout is Layout.STREAM or not several:
        return False
    if output and not Path(output).suffix:
        return True
    where = f"-o {output} is one file: name a folder, or" if output else "name a folder with -o, or"
    one = f"{exporter.name} holds one article a file and there are several"
    raise UsageError(f"{one}; {where} choose --to {USUAL_FOR_SEVERAL}")
