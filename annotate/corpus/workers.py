"""A pool of processes that annotate; it survives workers that die and ends those that take too long.

Why not an existing executor: `concurrent.futures` and loky give up the whole pool when one process dies, and neither
ends a process that takes too long; Pebble does both, but it polls, and its workers outlive a parent that was killed.
Here each worker has its own socket, so the death of one affects no other, and every worker sees the end of the parent
as an end of file.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import cast

from annotate.corpus.outcome import Outcome
from annotate.corpus.work import Settings, fault
from annotate.corpus.worker import READY
from annotate.models import Article

#: Default time limit for one article, in seconds.
ARTICLE_SECONDS = 600.0
#: Most articles that a worker holds, including the current one.
_AT_HAND = 3
#: Only articles up to this size (bytes, pickled) are sent to a busy worker: a socket buffers several of them, and a
#: worker inside one long step of the analysis may not empty it.
_SMALL = 16_384
#: The run is given up after this many workers in a row died before one was ready.
_FALSE_STARTS = 3

#: An interrupt is ignored from the first line on: a terminal sends it to the workers too, while they still load.
_BOOT = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from annotate.corpus.worker import main
main(int(sys.argv[1]))
"""


class WorkersError(Exception):
    """No worker can be started; the message says how the last one ended."""


class _Task:
    """An article in progress, serialized for sending; `deaths` counts the workers that died on it."""

    __slots__ = ("article_id", "data", "deaths", "number", "source")

    def __init__(self, number: int, article: Article) -> None:
        self.number = number
        self.article_id = article.id
        self.source = article.source
        self.data = pickle.dumps((number, article), pickle.HIGHEST_PROTOCOL)
        self.deaths = 0


class _Worker:
    """One process and the articles that it holds; it works on the first."""

    def __init__(self, settings: Settings) -> None:
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 18)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, str(theirs.fileno()), json.dumps(sys.path)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "ANNOTATE_THREADS": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
            )
        self.link: Connection[object, object] = Connection(ours.detach())
        self.tasks: deque[_Task] = deque()
        self.ready = False
        #: Start of its first task, on the monotonic clock, in seconds.
        self.began = time.monotonic()
        with suppress(OSError):
            self.link.send(settings)

    def give(self, task: _Task) -> None:
        """Send an article. If the worker is dead, the later end of file says so, and the article is still held here."""
        if not self.tasks:
            self.began = time.monotonic()
        self.tasks.append(task)
        with suppress(OSError):
            self.link.send_bytes(task.data)

    def takes(self, task: _Task) -> bool:
        """Return whether this article can be sent to the worker now."""
        return not self.tasks or (len(self.tasks) < _AT_HAND and len(task.data) <= _SMALL)

    def end(self) -> int:
        """Kill the process if it is still running, and return its exit status."""
        with suppress(OSError):
            self.link.close()
        self.process.kill()
        return self.process.wait()


class Workers:
    """Up to `jobs` processes of one thread each. The results do not depend on the order in which they finish.

    An article becomes a problem if two workers died on it, or if it takes longer than `seconds` of wall-clock time; in
    that case its worker is killed.
    """

    def __init__(self, jobs: int, settings: Settings, seconds: float) -> None:
        self._jobs = jobs
        self._settings = settings
        self._seconds = seconds
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._false_starts = 0
        self._winding_down = False

    def room(self) -> bool:
        """Return whether another article can be taken."""
        return len(self._waiting) < self._jobs and not self._winding_down

    def submit(self, number: int, article: Article) -> None:
        """Take an article; `outcomes` yields its result under the same number."""
        self._waiting.append(_Task(number, article))
        self._hand_out()

    def busy(self) -> bool:
        """Return whether an outcome is pending."""
        return bool(self._waiting) or any(worker.tasks for worker in self._workers)

    def outcomes(self, patience: float) -> Iterator[tuple[int, Outcome]]:
        """Yield numbers and outcomes, waiting at most `patience` seconds for the first."""
        links = {worker.link: worker for worker in self._workers}
        for link in wait(list(links), self._until_too_late(patience)):
            yield from self._hear(links[link])  # type: ignore[index]
        yield from self._too_late()
        self._hand_out()

    def wind_down(self) -> None:
        """Let each worker finish its current article, and start no other."""
        self._winding_down = True
        self._waiting.clear()
        for worker in self._workers:
            while len(worker.tasks) > 1 or (worker.tasks and not worker.ready):
                worker.tasks.pop()
            with suppress(OSError):
                worker.link.send(None)

    def close(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hand_out(self) -> None:
        """Send articles to the workers that hold the fewest, and start workers while more articles wait."""
        while self._waiting and not self._winding_down:
            free = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
            if len(self._workers) < self._jobs and (free is None or free.tasks):
                self._workers.append(free := _Worker(self._settings))
            if free is None or not free.takes(self._waiting[0]):
                return
            free.give(self._waiting.popleft())

    def _hear(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        """Receive one message from a worker; an end of file means that it died."""
        try:
            message = worker.link.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        worker.began = time.monotonic()
        if message == READY:
            worker.ready = True
            self._false_starts = 0
            return
        number, outcome = cast(tuple[int, Outcome], message)
        if worker.tasks and worker.tasks[0].number == number:  # otherwise it was started while the run was winding down
            worker.tasks.popleft()
        yield number, outcome

    def _died(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        """Count the death against the article in progress, and give the worker's other articles to other workers."""
        ended = _how(worker.end())
        self._workers.remove(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise WorkersError(f"the worker processes end while they start ({ended}); free memory or lower --jobs")
        elif worker.tasks:
            worker.tasks[0].deaths += 1
            if worker.tasks[0].deaths > 1 or self._winding_down:
                task = worker.tasks.popleft()
                message = f"the worker process {ended}, twice; the article may need more memory than there is"
                if not self._winding_down:
                    yield task.number, Outcome(problem=fault(task.article_id, task.source, "worker-died", message))
        if not self._winding_down:
            self._waiting.extendleft(reversed(worker.tasks))

    def _until_too_late(self, patience: float) -> float:
        """Return how many seconds to wait: until the first time limit expires, but no longer than `patience`."""
        now = time.monotonic()
        left = [worker.began + self._seconds - now for worker in self._workers if worker.ready and worker.tasks]
        return max(0.0, min([patience, *left]))

    def _too_late(self) -> Iterator[tuple[int, Outcome]]:
        """Kill the workers whose article has exceeded its limit, unless they have just sent a message."""
        now = time.monotonic()
        for worker in list(self._workers):
            over = worker.ready and worker.tasks and now - worker.began > self._seconds
            if over and not worker.link.poll():
                worker.end()
                self._workers.remove(worker)
                task = worker.tasks.popleft()
                if not self._winding_down:
                    self._waiting.extendleft(reversed(worker.tasks))
                message = f"the article took longer than {self._seconds:g} seconds; --max-article-time raises the limit"
                yield task.number, Outcome(problem=fault(task.article_id, task.source, "article-time", message))


def _how(status: int) -> str:
    """Return a phrase that says how a process ended."""
    if status >= 0:
        return f"ended with status {status}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-status).name}"
    return f"was ended by signal {-status}"
