"""The options of `convert` for archives: workers, resuming, progress, clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from annotate.cli.choices import choice

_PANEL = "Archives"

#: How `convert` shows its progress, and how it writes its log on standard error.
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
            help="Worker processes, one thread each; default: one per core, or none for a few articles.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    article_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-article-time",
            metavar="SECONDS",
            min=0.001,
            help="Wall-clock limit for one article; default: 600.",
            rich_help_panel=_PANEL,
        ),
    ] = None
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Continue an earlier run on the same output: annotate only new and changed articles, "
            "and keep the ledger for the next run.",
            rich_help_panel=_PANEL,
        ),
    ] = False
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="With --resume: drop articles that the inputs no longer hold.", rich_help_panel=_PANEL
        ),
    ] = False
    shard_size: Annotated[
        int | None,
        typer.Option(
            "--shard-size",
            metavar="N",
            min=1,
            help="jsonl, parquet: write files of N articles each into the folder given with -o.",
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
            help="Show a bar, plain lines or nothing; auto shows a bar on a terminal and nothing in a pipe.",
            rich_help_panel=_PANEL,
        ),
    ] = "auto"
    log_format: Annotated[
        str,
        choice(LOGS, "--log-format", help="Log problems and progress as text or JSON lines.", rich_help_panel=_PANEL),
    ] = "text"
