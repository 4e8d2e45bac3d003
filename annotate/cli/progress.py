"""The progress of a run: a bar on a terminal, plain lines on request, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from annotate.cli.log import Log

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from annotate.corpus import Finished, Tally
    from annotate.corpus.extent import Extent

#: Interval between plain lines, in seconds.
_EVERY = 10.0
#: The time that a first article takes before the line says so, in seconds.
_LONG = 2.0
_FIRST = "at work on the first article"


class Progress(Protocol):
    """Receives each finished article and, several times per second, the counts so far."""

    def step(self, finished: Finished) -> None:
        """Count an article."""

    def beat(self, tally: Tally) -> None:
        """Show the counts, if the next update is due."""


@contextmanager
def progress(style: str, inputs: Sequence[str], log: Log, *, quiet: bool) -> Iterator[Progress]:
    """Yield the progress display in the requested style, or in the one that suits the output."""
    if style == "auto":
        style = "none" if quiet or log.as_json or not sys.stderr.isatty() else "bar"
    if style == "none":
        yield _Silent()
        return
    from annotate.corpus.extent import Extent

    if style == "plain":
        yield _Plain(Extent(inputs), log)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Shown(Extent(inputs), bar)


class _Silent:
    """Shows nothing."""

    def step(self, finished: Finished) -> None:
        """Do nothing."""

    def beat(self, tally: Tally) -> None:
        """Do nothing."""


class _Clocked:
    """Measures the rate, and estimates the time left from the share of the inputs that was read.

    Articles reused from an earlier run pass quickly, so the clock starts after them.
    """

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._began = time.monotonic()
        self._share = 0.0
        self._anew = 0

    def step(self, finished: Finished) -> None:
        """Note how far the inputs have been read."""
        self._extent.went_by(finished.source, finished.characters)
        if finished.reused and not self._anew:
            self._began, self._share = time.monotonic(), self._extent.share() or 0.0
        self._anew += not finished.reused

    def numbers(self, tally: Tally) -> dict[str, float | int | None]:
        """Return the counts to show; times are in seconds, None if unknown."""
        spent = time.monotonic() - self._began
        share, left = self._extent.share(), None
        if share is not None and share > self._share and spent > 1:
            left = spent * (1 - share) / (share - self._share)
        return {
            "articles": tally.articles,
            "per_second": round(self._anew / spent, 2) if spent > 1 else None,
            "seconds_left": left and round(left),
            "problems": tally.failed,
            "warnings": tally.warnings,
            "reused": tally.reused,
        }

    @staticmethod
    def _any(tally: Tally) -> bool:
        return bool(tally.articles or tally.failed)

    def sentence(self, tally: Tally) -> str:
        """Return the counts as a line."""
        numbers = self.numbers(tally)
        parts = [f"{tally.articles:,} article{'' if tally.articles == 1 else 's'}" if self._any(tally) else _FIRST]
        if tally.reused:
            parts.append(f"{tally.reused:,} reused")
        if numbers["per_second"]:
            parts.append(f"{numbers['per_second']:.1f}/s")
        if numbers["seconds_left"] is not None:
            parts.append(f"about {_duration(int(numbers['seconds_left'] or 0))} left")
        if tally.failed:
            parts.append(f"{tally.failed:,} problem{'' if tally.failed == 1 else 's'}")
        if tally.warnings:
            parts.append(f"{tally.warnings:,} warning{'' if tally.warnings == 1 else 's'}")
        return ", ".join(parts)


class _Plain(_Clocked):
    """A line every ten seconds."""

    def __init__(self, extent: Extent, log: Log) -> None:
        super().__init__(extent)
        self._log = log
        self._said = time.monotonic()

    def beat(self, tally: Tally) -> None:
        """Write a line, if the next one is due."""
        if time.monotonic() - self._said >= _EVERY:
            self._said = time.monotonic()
            self._log.event("progress", self.sentence(tally), **self.numbers(tally))


class _Shown(_Clocked):
    """A line that is redrawn, from the second article on, or while the first one takes long."""

    def __init__(self, extent: Extent, bar: RichProgress) -> None:
        super().__init__(extent)
        self._bar = bar
        self._task = bar.add_task("", total=None, visible=False)
        self._count = 0

    def step(self, finished: Finished) -> None:
        """Count an article."""
        super().step(finished)
        self._count += 1

    def beat(self, tally: Tally) -> None:
        """Update the line; rich redraws it when due."""
        shown = self._count > 1 or time.monotonic() - self._began > _LONG
        self._bar.update(self._task, description=self.sentence(tally), visible=shown)


def _duration(seconds: int) -> str:
    """Return a duration for people: 45 s, 12 min, 3 h 20 min.

    >>> _duration(45), _duration(725), _duration(12000)
    ('45 s', '12 min', '3 h 20 min')
    """
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
