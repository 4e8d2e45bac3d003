"""Like `workers`, but in this process: for a few articles, which finish before other processes would have started."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from annotate.corpus.outcome import Outcome
from annotate.corpus.work import Settings, work
from annotate.models import Article


class Here:
    """Annotates one article at a time, when its outcome is requested."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: deque[tuple[int, Article]] = deque()

    def room(self) -> bool:
        """Return whether another article can be taken."""
        return not self._waiting

    def submit(self, number: int, article: Article) -> None:
        """Take an article; `outcomes` yields its result under the same number."""
        self._waiting.append((number, article))

    def busy(self) -> bool:
        """Return whether an outcome is pending."""
        return bool(self._waiting)

    def outcomes(self, patience: float) -> Iterator[tuple[int, Outcome]]:
        """Annotate the waiting article and yield its outcome."""
        if self._waiting:
            number, article = self._waiting.popleft()
            yield number, work(article, self._settings)

    def wind_down(self) -> None:
        """Start no further article."""
        self._waiting.clear()

    def close(self) -> None:
        """Do nothing: there is no process to end."""
