"""Where the annotations go: standard output, one file, or a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from annotate.corpus.job import Job, UsageError
from annotate.export import USUAL_FOR_SEVERAL, Exporter, ExportOptions, Layout
from annotate.models import Annotation


def wants_folder(job: Job, exporter: Exporter, several: bool) -> bool:
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
    one = f"{exporter.name} holds one article a file and there are several"
    raise UsageError(f"{one}; {where} choose --to {USUAL_FOR_SEVERAL}")


def write(
    annotations: Iterator[Annotation], exporter: Exporter, options: ExportOptions, job: Job, to_folder: bool
) -> None:
    """Write the annotations as they come; raises the exporters' `WriteError`."""
    if job.output is None:
        exporter.to_stream(annotations, sys.stdout.buffer, options)
    elif to_folder:
        exporter.to_folder(annotations, Path(job.output), options, overwrite=job.overwrite)
    else:
        exporter.to_file(annotations, Path(job.output), options, overwrite=job.overwrite)
