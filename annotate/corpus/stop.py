"""Stops a run: after one signal it finishes the articles in progress; after two it ends at once."""

from __future__ import annotations


class StoppedError(Exception):
    """The run was asked to end and has finished the articles in progress."""


class Stop:
    """Records the signals that ask a run to end.

    While `gentle` is true, the first signal is only recorded, for the run to check; any other raises KeyboardInterrupt
    where it arrives. `kept` is the number of annotated articles in the ledger of a run that ended early; None without a
    ledger.
    """

    def __init__(self) -> None:
        self.signals: list[int] = []
        self.gentle = False
        self.kept: int | None = None

    @property
    def asked(self) -> bool:
        """Whether the run should end."""
        return bool(self.signals)

    def ask(self, number: int) -> None:
        """Record a signal; raises KeyboardInterrupt for the second one, and while `gentle` is false."""
        self.signals.append(number)
        if len(self.signals) > 1 or not self.gentle:
            raise KeyboardInterrupt
