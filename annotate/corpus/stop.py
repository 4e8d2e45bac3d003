"""How a run is asked to end: once, it finishes what is begun; twice, it ends at once."""

from __future__ import annotations


class StoppedError(Exception):
    """The run was asked to end and has finished what was begun."""


class Stop:
    """Notes the signals that ask a run to end.

    While `gentle`, the first one is only noted, for the run to see; any other raises KeyboardInterrupt where it comes.
    `kept` is how many annotated articles the ledger holds when the run has ended early; None where it has no ledger.
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
        """Note a signal; raises KeyboardInterrupt for the second, and outside of a gentle stretch."""
        self.signals.append(number)
        if len(self.signals) > 1 or not self.gentle:
            raise KeyboardInterrupt
