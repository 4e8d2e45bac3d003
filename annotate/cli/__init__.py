"""The command line: arguments, progress and exit codes. The other packages do the work.

Entry point: `main`. One module per command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from annotate import __version__
from annotate.cli.convert import convert
from annotate.cli.evaluate import agreement, evaluate
from annotate.cli.imports import imported
from annotate.cli.repair import repair
from annotate.cli.review import review
from annotate.cli.schema import schema
from annotate.cli.show import show
from annotate.cli.status import status
from annotate.cli.terminal import interrupted, noted, refuse, was_interrupted
from annotate.cli.validate import validate
from annotate.cli.view import view
from annotate.problems import Exit

_EPILOG = "Exit codes: 0 clean, 1 problems or failed inputs, 2 usage, 3 output not written, 130 interrupted."

app = typer.Typer(
    name="annotate",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="rich",
    help="Read news articles and map who said, proposed and did what onto a validated schema.",
    epilog=_EPILOG,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (see `annotate.problems.Exit`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # escape what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    with noted(at_the_end=arguments is None):
        try:
            app(args=list(arguments) if arguments is not None else None, prog_name="annotate")
        except SystemExit as stop:
            # An interrupt before the command starts ends the argument parser, which reports a failure.
            if was_interrupted():
                return interrupted()
            return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        except KeyboardInterrupt:
            return Exit.INTERRUPTED
    return Exit.OK


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"annotate {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    if "ANNOTATE_THREADS" in os.environ:
        from annotate.analyse.model.threads import threads

        try:
            threads()
        except ValueError as error:
            refuse(str(error))


for command, example in (
    (convert, "annotate convert articles/ --to csv -o tables/"),
    (status, "annotate status all.jsonl"),
    (view, "annotate view articles/ -o pages/ --open"),
    (review, "annotate review annotations/ --open"),
    (imported, "annotate import tasks.json --onto annotations/ -o corrected/"),
    (show, "annotate show article.txt --field quotations"),
    (validate, "annotate validate exports/ --format github"),
    (evaluate, "annotate evaluate gold.jsonl annotations.jsonl --articles"),
    (agreement, "annotate agreement ada.jsonl ben.jsonl"),
    (repair, "annotate repair scraped.txt --diff"),
    (schema, "annotate schema > annotation.schema.json"),
):
    app.command("import" if command is imported else None, epilog=f"Example: [bold]{example}[/bold]\n\n{_EPILOG}")(
        command
    )
