"""The options of `convert` for archives: workers, resuming, progress, past one machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from annotate.cli.choices import choice

_PANEL = "Archives"

#: How `convert` shows where it stands, and how it writes to standard error.
PROGRESS = ("auto", "bar", "plain", "none")
LOGS = ("text", "json")
#: What `convert` runs on.
ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Archives:
    """How many articles are worked through."""

    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            metavar="N",
            min=1,
            help="Processes that annotate, one thread each; by default one a core, and none for a few articles.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    article_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-article-time",
            metavar="SECONDS",
            min=0.001,
            help="Longest time to annotate one article, by the clock; by default 600.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with an earlier run on the same output: only new and changed articles are annotated, "
            "and the ledger is kept for the next time.",
            rich_help_panel=_PANEL,
        ),
    ] = False
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="With --resume: drop articles that are gone from the inputs.", rich_help_panel=_PANEL
        ),
    ] = False
    shard_size: Annotated[
        int | None,
        typer.Option(
            "--shard-size",
            metavar="N",
            min=1,
            help="jsonl, parquet: write files of N articles into the folder -o, each whole or not at all.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    engine: Annotated[
        str,
        choice(ENGINES, "--engine", help="Run on this machine, or over a cluster of Ray.", rich_help_panel=_PANEL),
    ] = "local"
    progress: Annotated[
        str,
        choice(
            PROGRESS,
            "--progress",
            help="A bar, plain lines, or none; auto is a bar on a terminal and none in a pipe.",
            rich_help_panel=_PANEL,
        ),
    ] = "auto"
    log_format: Annotated[
        str,
        choice(LOGS, "--log-format", help="Problems and progress as lines, or as JSON lines.", rich_help_panel=_PANEL),
    ] = "text"
