"""A process that annotates articles: one thread, the model loaded once, articles and outcomes sent over a socket.

It ends when its parent does, however that happens, and leaves the handling of interrupts to the parent.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from annotate.corpus.work import Settings, work
from annotate.models import Article

#: The message of a worker that has loaded everything.
READY = "ready"
#: A short text that loads every lazy part before the time of the first article is measured.
_WARM_UP = 'LONDON, May 4 (Reuters) - Mayor Ann Lee said on Monday: "We will open the bridge."'


def main(descriptor: int) -> None:
    """Annotate until the parent closes the socket or asks the worker to end."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # the parent decides which articles are finished
    _be_first_to_go()
    link: Connection[object, object] = Connection(descriptor)
    settings = link.recv()
    assert isinstance(settings, Settings)
    tasks: queue.SimpleQueue[tuple[int, Article] | None] = queue.SimpleQueue()
    enough = threading.Event()
    threading.Thread(target=_receive, args=(link, tasks, enough), daemon=True).start()
    work(Article(id="warm-up", source="", sha256="0" * 64, text=_WARM_UP, language="en"), Settings())
    link.send(READY)
    while (task := tasks.get()) is not None and not enough.is_set():
        number, article = task
        link.send((number, work(article, settings)))


def _receive(
    link: Connection[object, object], tasks: queue.SimpleQueue[tuple[int, Article] | None], enough: threading.Event
) -> None:
    """Receive articles at once, so that the parent never waits; None ends the work after the current article."""
    while True:
        try:
            task = link.recv()
        except (EOFError, OSError):
            os._exit(0)  # the parent has ended, so nobody needs the result
        if task is None:
            enough.set()
        tasks.put(task)  # type: ignore[arg-type]


def _be_first_to_go() -> None:
    """If memory runs out, let the system end a worker, which costs one article, and not the run (Linux)."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


if __name__ == "__main__":
    main(int(sys.argv[1]))
