"""Reads ahead in a thread, so that slow pipes and large files do not keep the workers waiting."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")
#: Seconds that the reading thread waits for room in the queue before it checks whether it should end.
_A_MOMENT = 0.2


class NothingYetError(Exception):
    """No item is available yet."""


class Feed(Generic[_T]):
    """Takes items from an iterator in a separate thread, at most `ahead` items before they are requested."""

    def __init__(self, items: Iterator[_T], ahead: int = 16) -> None:
        self._queue: queue.Queue[_T | _End] = queue.Queue(ahead)
        self._first: deque[_T] = deque()
        self._end: _End | None = None
        self._wanted = True
        threading.Thread(target=self._read, args=(items,), daemon=True, name="annotate-reader").start()

    def get(self, patience: float | None = None) -> _T:
        """Return the next item; raises StopIteration at the end, and any error that reading raised.

        Raises `NothingYetError` if no item arrives within `patience` seconds.
        """
        return self._first.popleft() if self._first else self._get(patience)

    def ahead(self, count: int, wanted: Callable[[_T], bool], patience: float | None = None) -> list[_T]:
        """Return the next `count` items for which `wanted` is true, without removing any; fewer if the feed ends.

        With `patience` (total seconds), return the items that have arrived by then.
        """
        until = None if patience is None else time.monotonic() + patience
        found = [item for item in self._first if wanted(item)][:count]
        while len(found) < count:
            try:
                item = self._get(None if until is None else max(0.0, until - time.monotonic()))
            except (StopIteration, NothingYetError):
                break
            self._first.append(item)
            if wanted(item):
                found.append(item)
        return found

    def wait(self, patience: float) -> None:
        """Wait for an item or the end of the feed, at most `patience` seconds."""
        self.ahead(1, lambda _: True, patience)

    @property
    def ended(self) -> bool:
        """Whether everything has been read."""
        return self._end is not None

    def close(self) -> None:
        """Tell the thread to end after the item that it is reading."""
        self._wanted = False

    def _get(self, patience: float | None) -> _T:
        if self._end is None:
            try:
                # Waits are short, so that interrupts are handled on every platform.
                item = self._queue.get(timeout=patience) if patience else self._queue.get(patience is None)
            except queue.Empty:
                raise NothingYetError from None
            if not isinstance(item, _End):
                return item
            self._end = item
        if self._end.error:
            raise self._end.error
        raise StopIteration

    def _read(self, items: Iterator[_T]) -> None:
        error: BaseException | None = None
        try:
            for item in items:
                if not self._put(item):
                    return
        except BaseException as raised:
            error = raised
        self._put(_End(error))

    def _put(self, item: _T | _End) -> bool:
        while self._wanted:
            try:
                self._queue.put(item, timeout=_A_MOMENT)
            except queue.Full:
                continue
            return True
        return False


class _End:
    """The end of the items, with the error that ended them, if any."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
