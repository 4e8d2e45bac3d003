"""Writes the annotations to standard output, one file, a folder, or shards."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from annotate.corpus.corrected import Sparing, all_kept, refuse_corrected
from annotate.corpus.job import Job, UsageError
from annotate.corpus.outcome import Finished
from annotate.corpus.outputs import Outputs
from annotate.export import USUAL_FOR_SEVERAL, Exporter, ExportOptions, Layout
from annotate.export.files.atomic import failed, refused
from annotate.models import Annotation
from annotate.problems import Problem


@dataclass(frozen=True, slots=True)
class Target:
    """The output: its format, and whether it is standard output (`path` is None), a file or a folder."""

    exporter: Exporter
    path: Path | None
    to_folder: bool
    overwrite: bool
    shard_size: int | None = None
    #: Decides which corrected files of a folder are kept; None if corrections may be discarded.
    spared: Sparing | None = None

    @classmethod
    def of(cls, job: Job, exporter: Exporter, note: Callable[[Problem], None], *, several: bool) -> Target:
        """Return the target of a job; raises `UsageError` if a one-article format cannot hold several articles."""
        path = Path(job.output) if job.output else None
        spared = None if job.discard_edits else Sparing(note)
        return cls(exporter, path, wants_folder(job, exporter, several), job.overwrite, job.shard_size, spared)

    def refuse_existing(self, owned: Outputs | None) -> None:
        """Raise `WriteError` if an existing output could not be replaced at the end."""
        for path in self._stands():
            if owned and owned.ours(Path(os.path.realpath(path))):
                continue
            if not self.overwrite and path.is_file():
                raise refused("exists", "already exists; use --overwrite to replace it", path)
            if self.overwrite and self.spared:
                refuse_corrected(path)

    def _stands(self) -> list[Path]:
        """Return the existing outputs that would be replaced as a whole."""
        if self.path is None:
            return []
        if self.shard_size:
            return sorted(self.path.glob(f"part-*{self.exporter.suffix}")) if self.path.is_dir() else []
        whole = self.path.is_dir() if self.exporter.layout is Layout.FOLDER else not self.to_folder
        return [self.path] if whole and self.path.exists() else []

    def write(self, finished: Iterator[Finished], options: ExportOptions, owned: Outputs | None) -> None:
        """Write the annotations as they arrive; raises the exporters' `WriteError`."""
        if self.shard_size and self.path:
            self._write_shards(finished, self.shard_size, self.path, options, owned)
            return
        if self.path is None:
            self.exporter.to_stream(self._items(finished), sys.stdout.buffer, options)
            return
        kept = self._kept(finished, self.path) if self._stands() else finished
        if self.to_folder:
            # Files are named after their articles, so whole annotations are needed here.
            whole = (one.annotation() for one in kept)
            self.exporter.to_folder(
                whole, self.path, options, overwrite=self.overwrite, owned=owned, spared=self.spared
            )
        else:
            self.exporter.to_file(self._items(kept), self.path, options, overwrite=self.overwrite, owned=owned)

    def _write_shards(
        self, finished: Iterator[Finished], size: int, folder: Path, options: ExportOptions, owned: Outputs | None
    ) -> None:
        """Write files of `size` articles, ``part-00000`` and so on, each complete or not at all.

        The position of an article among those that were read determines its file, so that a failed article moves no
        other.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise failed(error, folder) from error
        for number, shard in groupby(finished, lambda one: (one.number - 1) // size):
            path = folder / shard_name(number, self.exporter)
            items = self._items(self._kept(shard, path))
            self.exporter.to_file(items, path, options, overwrite=self.overwrite, owned=owned)

    def _kept(self, finished: Iterator[Finished], path: Path) -> Iterator[Finished]:
        """Yield the articles for a path; at the end, a missing correction raises and keeps the old file in place."""
        return all_kept(finished, path) if self.spared and self.overwrite else finished

    def _items(self, finished: Iterable[Finished]) -> Iterator[Annotation | bytes]:
        """Yield what the exporter takes: for JSON Lines, the lines that exist already."""
        if self.exporter.name == "jsonl":
            return (one.line() for one in finished)
        return (one.annotation() for one in finished)


def shard_name(number: int, exporter: Exporter) -> str:
    """Return the file name of a shard; numbers count from 0, and names sort by number.

    >>> from annotate.export import EXPORTERS
    >>> shard_name(17, EXPORTERS["jsonl"])
    'part-00017.jsonl'
    """
    return f"part-{number:05d}{exporter.suffix}"


def wants_folder(job: Job, exporter: Exporter, several: bool) -> bool:
    """Return whether the output is a folder; raises `UsageError` if a one-article format cannot hold several."""
    output = job.output
    folder = bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())
    if exporter.layout is Layout.FOLDER or folder or job.shard_size:
        return True
    if exporter.layout is Layout.STREAM or not several:
        return False
    if output and not Path(output).suffix:
        return True
    where = f"-o {output} is one file: name a folder, or" if output else "name a folder with -o, or"
    one = f"{exporter.name} holds one article per file and there are several"
    raise UsageError(f"{one}; {where} choose --to {USUAL_FOR_SEVERAL}")
