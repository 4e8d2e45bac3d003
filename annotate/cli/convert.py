"""`annotate convert`: its options, which become one job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from annotate.cli.archives import Archives
from annotate.cli.groups import grouped
from annotate.cli.log import Log
from annotate.cli.options import LimitsOfReading, Sender, Shape, Task
from annotate.cli.running import follow
from annotate.cli.terminal import stoppable
from annotate.problems import Exit

if TYPE_CHECKING:
    from annotate.corpus import Job
    from annotate.read.options import Order

_Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files, folders, glob patterns, @list.txt, or - for standard input.",
        show_default=False,
    ),
]


@grouped
def convert(
    inputs: _Inputs, task: Task, archives: Archives, sender: Sender, shape: Shape, limits: LimitsOfReading
) -> None:
    """Annotate articles and write them as JSON, NewsML-G2, CSV tables or another format."""
    with stoppable():
        job = _job(inputs, task, archives, sender, shape, limits)
        failed = follow(job, Log(as_json=archives.log_format == "json"), archives.progress, quiet=task.quiet)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.OK)


def _job(
    inputs: list[str], task: Task, archives: Archives, sender: Sender, shape: Shape, limits: LimitsOfReading
) -> Job:
    from annotate.corpus import Job
    from annotate.read import ReadOptions

    return Job(
        inputs=tuple(inputs),
        format=shape.format(task.to, task.output),
        output=None if task.output == "-" else task.output,
        overwrite=task.overwrite,
        discard_edits=task.discard_edits,
        reading=ReadOptions(
            fields=task.fields(),
            encoding=task.encoding,
            format=task.kind,
            date_order=cast("Order | None", task.date_order),
            limits=limits.limits(),
        ),
        as_is=task.as_is,
        min_confidence=task.min_confidence,
        timestamp=task.timestamp,
        export=sender.export() | shape.export(),
        jobs=archives.jobs,
        article_seconds=archives.article_seconds,
        resume=archives.resume,
        prune=archives.prune,
        shard_size=archives.shard_size,
        engine=archives.engine,
        explained=task.explained,
    )
