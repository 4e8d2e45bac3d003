"""`annotate validate`: its options, and how the report is printed."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from annotate.cli.choices import choice
from annotate.cli.groups import grouped
from annotate.cli.terminal import coloured, raise_swallowed_interrupt, refuse, stoppable, tell, write
from annotate.problems import Problem, ReportFormat, Severity

if TYPE_CHECKING:
    from annotate.validate.command import Validation


@dataclass(frozen=True, slots=True)
class Checks:
    """What to check, and where to write the report."""

    format: Annotated[
        str,
        choice(
            get_args(ReportFormat),
            "--format",
            help="Report format: text for people, JSON, GitHub Actions workflow commands, or SARIF.",
        ),
    ] = "text"
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PATH", help="File for the report, replaced if it exists.")
    ] = None
    fail_on: Annotated[
        str,
        choice([*get_args(Severity), "never"], "--fail-on", help="Lowest severity that makes the command exit with 1."),
    ] = "error"
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Check only this rule; may be repeated.")
    ] = None
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Ignore this rule; may be repeated.")
    ] = None
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="PATH", help="Hide the known problems that this file lists.")
    ] = None
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the problems of this run to the baseline file.")
    ] = False
    xsd: Annotated[
        Path | None,
        typer.Option(
            "--xsd", metavar="XSD", help="IPTC's NewsML-G2 Power XSD 2.35, to check NewsML-G2 against as well."
        ),
    ] = None

    def job(self, files: list[str]) -> Validation:
        """Return the validation job for the files."""
        from annotate.validate.command import Validation

        given = asdict(self) | {"select": tuple(self.select or ()), "ignore": tuple(self.ignore or ())}
        return Validation(files=tuple(files), **given)


@grouped
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Exports of convert: files, folders, glob patterns, @list.txt, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    checks: Checks,
    rules: Annotated[bool, typer.Option("--rules", help="List every rule and stop; --format json for JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print problems only, no summary.")] = False,
) -> None:
    """Check annotations against the schema, and spans, references, ids, order and counts for consistency.

    Lines and columns of problems count from 1, columns in code points.
    """
    with stoppable():
        from annotate.validate import command, reports

        if rules:
            write(reports.rules_json() if checks.format == "json" else reports.rules_text())
            return
        if not files:
            refuse("name a file or folder to validate, or - for standard input")
        try:
            outcome, code = command.run(checks.job(files), _report)
        except command.ValidateUsageError as error:
            refuse(str(error))
    if checks.update_baseline:
        for problem in outcome.problems:
            tell(problem)
        typer.echo(f"{outcome.hidden} problems written to {checks.baseline}", err=True)
    elif not quiet:
        typer.echo(outcome.summary(), err=True)
    raise typer.Exit(code)


def _report(text: str, problem: Problem | None) -> None:
    """Write part of a report to standard output, and stop if an interrupt was swallowed meanwhile."""
    write(coloured(text, problem, sys.stdout) if problem else text)
    raise_swallowed_interrupt()
