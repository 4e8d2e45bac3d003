"""Terminal behaviour that all commands share: interrupts, closed pipes, colours, progress, usage errors."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import FrameType
from typing import NoReturn, TextIO

import typer

from annotate.problems import Exit, Problem

#: The signals that asked this run to end. A library may swallow an interrupt raised inside one of its callbacks; this
#: list still records it.
_INTERRUPTS: ContextVar[list[int]] = ContextVar("interrupts")


@contextmanager
def noted(*, at_the_end: bool = False) -> Iterator[None]:
    """Record keyboard interrupts and raise them as usual; do nothing if another handler is installed.

    With `at_the_end`, further interrupts are ignored once one was recorded: the process is already ending, and another
    interrupt would make the interpreter print a traceback.
    """
    interrupts: list[int] = []
    token = _INTERRUPTS.set(interrupts)

    def note(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    ours = threading.current_thread() is threading.main_thread()
    ours = ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        _INTERRUPTS.reset(token)
        if ours:
            ending = at_the_end and interrupts
            signal.signal(signal.SIGINT, signal.SIG_IGN if ending else signal.default_int_handler)


def was_interrupted() -> bool:
    """Return whether a signal asked this run to end."""
    return bool(_INTERRUPTS.get(None))


def raise_swallowed_interrupt() -> None:
    """Raise KeyboardInterrupt if an earlier one was swallowed."""
    if was_interrupted():
        raise KeyboardInterrupt


def refuse(message: str) -> NoReturn:
    """Print what is wrong with the arguments, and exit with the usage code."""
    typer.echo(f"annotate: {message}", err=True)
    raise typer.Exit(Exit.USAGE)


@contextmanager
def asked_to_stop(ask: Callable[[int], None]) -> Iterator[None]:
    """Pass termination signals to `ask`: Ctrl-C, SIGTERM, and SIGHUP unless nohup ignores it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    interrupts = _INTERRUPTS.get([])

    def hear(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        ask(number)

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    heard = [number for number in numbers if before[number] is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, hear)
    try:
        # An interrupt that was swallowed during an import may have left the import lock held; a thread that imports
        # would then wait forever.
        raise_swallowed_interrupt()
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


def interrupted() -> int:
    """Return the exit code of an interrupted run: 130 after Ctrl-C, else 128 plus the signal number."""
    number = (_INTERRUPTS.get(None) or [signal.SIGINT])[0]
    return Exit.INTERRUPTED if number == signal.SIGINT else 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn an interrupt, a closed pipe or an unwritable output into its exit code."""
    from annotate.export import WriteError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("annotate: interrupted; no half-written file is left", err=True)
        raise typer.Exit(interrupted()) from None
    except BrokenPipeError:
        # The reader closed the pipe, as in `annotate ... | head`: it has what it wanted, so print nothing.
        _drop_output()
        raise typer.Exit(Exit.NOT_WRITTEN) from None
    except WriteError as error:
        tell(error.problem)
        _drop_output()
        raise typer.Exit(Exit.NOT_WRITTEN) from None


def _drop_output() -> None:
    """Point standard output at the null device, so that flushing at exit does not fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(text: str) -> None:
    """Write to standard output and flush; raises WriteError, or BrokenPipeError if the reader closed the pipe."""
    from annotate.export.files.atomic import failed

    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise failed(error, "<stdout>") from error


def tell(problem: Problem) -> None:
    """Write a problem to standard error, on one line."""
    with suppress(OSError):  # standard error is closed
        print(_line(problem, sys.stderr), file=sys.stderr, flush=True)


def _line(problem: Problem, stream: TextIO) -> str:
    """Return a problem as a line for a stream."""
    from annotate.report import problem_line

    return coloured(problem_line(problem), problem, stream)


def coloured(line: str, problem: Problem, stream: TextIO) -> str:
    """Return a line about a problem, coloured if the stream is a terminal that shows colour."""
    if not stream.isatty() or "NO_COLOR" in os.environ:
        return line
    colour = typer.colors.RED if problem.severity == "error" else typer.colors.YELLOW
    return line.replace(f"{problem.severity}:", typer.style(f"{problem.severity}:", fg=colour, bold=True), 1)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with each article's id; on a terminal it shows a count from the second article on."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} articles"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def step(id_: str) -> None:
            bar.update(task, advance=1, description=id_)
            bar.update(task, visible=bar.tasks[0].completed > 1)

        yield step
