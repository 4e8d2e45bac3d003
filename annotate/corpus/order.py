"""Passes articles to the workers and yields the results in the order in which the articles were read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from annotate.corpus.feed import Feed, NothingYetError
from annotate.corpus.ledger import Ledger
from annotate.corpus.outcome import Finished, Outcome
from annotate.corpus.stop import Stop, StoppedError
from annotate.models import Article
from annotate.problems import Problem

#: Most articles between reader and writer, and most characters in them; these bound the memory of a run.
_WINDOW, _CHARACTERS = 256, 32_000_000
#: Seconds to wait for outcomes: while the reader has nothing, and otherwise.
_SHORT, _LONG = 0.02, 0.25


class Crew(Protocol):
    """Annotates articles; see `workers.Workers` and `here.Here`."""

    def room(self) -> bool:
        """Return whether another article can be taken."""

    def submit(self, number: int, article: Article) -> None:
        """Take an article."""

    def busy(self) -> bool:
        """Return whether an outcome is pending."""

    def outcomes(self, patience: float) -> Iterator[tuple[int, Outcome]]:
        """Yield outcomes, waiting at most `patience` seconds for the first."""

    def wind_down(self) -> None:
        """Finish the articles in progress, and start no more."""

    def close(self) -> None:
        """End at once."""


@dataclass(slots=True)
class _Place:
    """A place in the order, and its item once that is known."""

    article: Article | None = None
    item: Finished | Problem | None = None
    size: int = 0


class Order:
    """Passes articles to the crew and yields the results in the order of the feed; problems keep their places.

    `beat` is called several times per second, even while nothing finishes.
    """

    def __init__(
        self, feed: Feed[Article | Problem], crew: Crew, ledger: Ledger | None, stop: Stop, beat: Callable[[], None]
    ) -> None:
        self._feed = feed
        self._crew = crew
        self._ledger = ledger
        self._stop = stop
        self._beat = beat
        self._places: deque[_Place] = deque()
        self._open: dict[int, _Place] = {}
        self._characters = 0
        self._number = 0
        self._read_all = False

    @property
    def count(self) -> int:
        """How many articles were read from the feed so far."""
        return self._number

    def __iter__(self) -> Iterator[Finished | Problem]:
        """Yield until the feed ends; if asked to stop, finish the articles in progress and raise `StoppedError`."""
        self._stop.gentle = True
        try:
            while not self._stop.asked:
                starved = self._fill()
                yield from self._heads()
                if self._read_all and not self._places:
                    return
                self._settle(_SHORT if starved else _LONG)
                self._beat()
            self._crew.wind_down()
            while self._crew.busy():
                self._settle(_LONG)
            yield from self._heads()
            raise StoppedError
        finally:
            self._stop.gentle = False

    def _fill(self) -> bool:
        """Take items while there is room; returns whether the crew could take more than the feed has."""
        while not self._read_all and self._crew.room():
            if len(self._places) >= _WINDOW or self._characters >= _CHARACTERS:
                return False
            try:
                item = self._feed.get(0)
            except NothingYetError:
                return True
            except StopIteration:
                self._read_all = True
                break
            self._places.append(self._placed(item))
        return False

    def _placed(self, item: Article | Problem) -> _Place:
        if isinstance(item, Problem):
            return _Place(item=item)
        self._number += 1
        if self._ledger and (known := self._ledger.seen(self._number, item)):
            known.number = self._number
            return _Place(item=known)
        place = _Place(article=item, size=len(item.text))
        self._characters += place.size
        self._open[self._number] = place
        self._crew.submit(self._number, item)
        return place

    def _settle(self, patience: float) -> None:
        """Store the outcomes that have arrived."""
        if not self._crew.busy() and not self._read_all:
            self._feed.wait(patience)
            return
        for number, outcome in self._crew.outcomes(patience):
            place = self._open.pop(number, None)
            if place is None or place.article is None:
                continue
            if self._ledger:
                self._ledger.put(number, outcome)
            place.item = outcome.problem or Finished.of(place.article, outcome, number)
            self._characters -= place.size
            place.article = None
        if self._ledger:
            self._ledger.commit_when_due()

    def _heads(self) -> Iterator[Finished | Problem]:
        """Yield the known items at the front of the order."""
        while self._places and (item := self._places[0].item) is not None:
            self._places.popleft()
            yield item
