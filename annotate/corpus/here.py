"""The same as `workers`, in this process: for a few articles, where starting others would take longer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from annotate.corpus.outcome import Outcome
from annotate.corpus.work import Settings, work
from annotate.models import Article


class Here:
    """Annotates one article at a time, when its outcome is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: deque[tuple[int, Article]] = deque()

    def room(self) -> bool:
        """Whether another article is wanted."""
        return not self._waiting

    def submit(self, number: int, article: Article) -> None:
        """Take an article; its outcome comes from `outcomes` under the number."""
        self._waiting.append((number, article))

    def busy(self) -> bool:
        """Whether an outcome is still to come."""
        return bool(self._waiting)

    def outcomes(self, patience: float) -> Iterator[tuple[int, Outcome]]:
        """Yield what becomes of the article that waits."""
        if self._waiting:
            number, article = self._waiting.popleft()
            yield number, work(article, self._settings)

    def wind_down(self) -> None:
        """Begin nothing more."""
        self._waiting.clear()

    def close(self) -> None:
        """Do nothing: there is no process to end."""
