"""A run of `convert` as its user sees it: progress, problems, a summary and the outcome."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import typer

from annotate.cli.log import Log
from annotate.cli.progress import progress
from annotate.cli.terminal import asked_to_stop, interrupted, refuse
from annotate.problems import Exit, Problem

if TYPE_CHECKING:
    from annotate.corpus import Finished, Job, Stop, Tally

_STOPPING = "annotate: finishing the articles in progress; a second interrupt ends the run at once"


def follow(job: Job, log: Log, style: str, *, quiet: bool) -> int:
    """Run the job and return the number of failures; raises typer.Exit if it does not finish."""
    from annotate.corpus import Stop, StoppedError, UsageError, WorkersError, run
    from annotate.export import WriteError

    stop = Stop()
    told: list[bool] = []
    try:
        with asked_to_stop(stop.ask), progress(style, job.inputs, log, quiet=quiet) as shown:

            def done(finished: Finished) -> None:
                for line in finished.explanation:
                    typer.echo(line, err=True)
                shown.step(finished)

            def beat(tally: Tally) -> None:
                if stop.asked and not told:
                    told.append(True)
                    log.event("stopping", _STOPPING)
                shown.beat(tally)

            tally = run(job, log.problem, done, stop, beat)
    except UsageError as error:
        refuse(str(error))
    except (StoppedError, KeyboardInterrupt):
        _say_how_to_go_on(job, log, stop)
        raise typer.Exit(interrupted()) from None
    except WorkersError as error:
        log.problem(Problem("workers", str(error)))
        raise typer.Exit(Exit.NOT_WRITTEN) from None
    except WriteError as error:
        if stop.kept:
            log.problem(error.problem)
            _say_how_to_go_on(job, log, stop)
            raise typer.Exit(Exit.NOT_WRITTEN) from None
        raise
    if not quiet and (sys.stdout.isatty() or log.as_json or style == "plain"):
        _summary(tally, log)
    return tally.failed


def _say_how_to_go_on(job: Job, log: Log, stop: Stop) -> None:
    """Report what was kept of a run that ended early."""
    if stop.kept is None:
        where = "no half-written file is left" if job.output else "everything written is complete"
        log.event("interrupted", f"annotate: interrupted; {where}")
        return
    words = ["annotate", *(word for word in sys.argv[1:] if word not in ("--overwrite", "--resume")), "--resume"]
    command = shlex.join(words) if sys.argv[1:2] == ["convert"] else "annotate convert ... --resume"
    sentence = f"annotate: stopped; {stop.kept:,} annotated articles are kept. Continue with: {command}"
    log.event("stopped", sentence, kept=stop.kept, command=command)


def _summary(tally: Tally, log: Log) -> None:
    from annotate.report import totals

    if tally.articles == 1 and tally.last and not log.as_json:
        from annotate.view.console import print_summary

        print_summary(tally.last.annotation())
    fields = {"articles": tally.articles, "reused": tally.reused, "errors": tally.failed, "warnings": tally.warnings}
    sentence = totals(tally.articles, tally.failed, tally.warnings, tally.found)
    log.event("finished", sentence, **fields, found=tally.found, problems=tally.rules)
