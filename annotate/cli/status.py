"""`annotate status`: the state of runs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from annotate.cli.archives import LOGS
from annotate.cli.choices import choice
from annotate.cli.terminal import stoppable, write
from annotate.problems import Exit


def status(
    outputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OUTPUT", help="Outputs of convert, or folders that contain them; default: the current folder."
        ),
    ] = None,
    form: Annotated[str, choice(LOGS, "--format", help="Print one line or one JSON object per run.")] = "text",
) -> None:
    """Show whether runs of convert are running, finished, stopped or dead, and their progress and speed."""
    with stoppable():
        from annotate.corpus.status import sentence, statuses

        reports = [report for output in outputs or ["."] for report in statuses(output)]
        for report in reports:
            write((json.dumps(report) if form == "json" else sentence(report)) + "\n")
    if not reports:
        typer.echo(f"annotate: no run was found for {', '.join(outputs or ['this folder'])}", err=True)
    whole = reports and all(report["state"] in ("running", "finished") for report in reports)
    raise typer.Exit(Exit.OK if whole else Exit.PROBLEMS)
