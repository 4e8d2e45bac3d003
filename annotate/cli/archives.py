"""The options of `convert` for archives: workers, resuming, progress, clusters."""

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
    """Options for archives: workers, resuming, shards, progress."""

    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            metavar="N",
            min=1,
            help="Processes that annotate, one thread each; by default one per core, or none for only a few articles.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    article_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-article-time",
            metavar="SECONDS",
            min=0.001,
            help="Longest wall-clock time to annotate one article; by default 600.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Continue an earlier run on the same output: only new and changed articles are annotated, "
            "and the ledger is kept for the next run.",
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
            help="jsonl, parquet: write files of N articles each into the folder -o.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    engine: Annotated[
        str,
        choice(ENGINES, "--engine", help="Run on this machine, or on a Ray cluster.", rich_help_panel=_PANEL),
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
