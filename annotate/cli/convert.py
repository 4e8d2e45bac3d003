"""`annotate convert`: its options, which become one job."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, cast

import typer

from annotate.cli.groups import grouped
from annotate.cli.options import LimitsOfReading, Sender, Shape, Task
from annotate.cli.terminal import interrupts, progress, refuse, stoppable, tell
from annotate.problems import Exit

if TYPE_CHECKING:
    from annotate.corpus import Job, Tally
    from annotate.models import Annotation
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
def convert(inputs: _Inputs, task: Task, sender: Sender, shape: Shape, limits: LimitsOfReading) -> None:
    """Annotate articles and write them as JSON, NewsML-G2, CSV tables or another format."""
    with stoppable():
        from annotate.corpus import UsageError, run

        job = _job(inputs, task, sender, shape, limits)
        with progress(task.quiet) as step:
            try:
                tally = run(job, tell, lambda annotation, rules: _done(annotation, rules, step, task.explained))
            except UsageError as error:
                refuse(str(error))
    if not task.quiet and sys.stdout.isatty():
        _summary(tally)
    raise typer.Exit(Exit.PROBLEMS if tally.failed else Exit.OK)


def _job(inputs: list[str], task: Task, sender: Sender, shape: Shape, limits: LimitsOfReading) -> Job:
    from annotate.corpus import Job
    from annotate.read import ReadOptions

    return Job(
        inputs=tuple(inputs),
        format=shape.format(task.to, task.output),
        output=None if task.output == "-" else task.output,
        overwrite=task.overwrite,
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
    )


def _done(annotation: Annotation, rules: Mapping[str, str], step: Callable[[str], None], explained: bool) -> None:
    if explained:
        from annotate.report import explanation

        typer.echo("\n".join(explanation(annotation, rules)), err=True)
    step(annotation.article.id)
    if interrupts:
        raise KeyboardInterrupt


def _summary(tally: Tally) -> None:
    from annotate.report import totals

    if tally.articles == 1 and tally.last:
        from annotate.view.console import print_summary

        print_summary(tally.last)
    typer.echo(totals(tally.articles, tally.failed, tally.warnings, tally.found), err=True)
