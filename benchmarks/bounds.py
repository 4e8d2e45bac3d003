"""Time of the analysis of texts that invite it to take far longer than their length asks for, at doubling lengths.

    python benchmarks/bounds.py [--from 20000] [--to 80000] [--model] [NAME ...]

One line a text: processor seconds at each length, the growth from each length to the next (2.0 is linear, 4.0
quadratic), and the step that takes longest at the last. The step `read` is that of detecting the format and cutting
the frame. A network that answers at once stands where the model's does, since the model reads windows of bounded
length one by one and would hide the rest; `--model` takes the shipped weights. The exit code is 1 where any text grows
by more than 2.8 from the second-last length to the last while it takes more than a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
STEPS = (
    *("view_of", "read_page", "names_of", "find_attributions", "find_lists", "find_cast"),
    *("find_events", "find_participants", "find_repairs", "fold"),
)
MOST, SECONDS = 2.8, 1.0


@contextmanager
def timed(times: dict[str, float]) -> Iterator[None]:
    """Sum the processor time of each step of the pipeline."""

    from annotate import pipeline

    def wrapped(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            begun = time.process_time()
            try:
                return step(*arguments, **named)
            finally:
                times[name] = times.get(name, 0.0) + time.process_time() - begun

        return run

    with ExitStack() as stack:
        for name in STEPS:
            if hasattr(pipeline, name):
                stack.enter_context(patch.object(pipeline, name, wrapped(name, getattr(pipeline, name))))
        yield


def measure(text: str) -> dict[str, float]:
    """Return the processor seconds of reading and analysing one text, by step, and `all`."""
    from annotate.models import Article
    from annotate.pipeline import annotate
    from tests.support.reading import articles, piped

    times: dict[str, float] = {}
    begun = time.process_time()
    found = articles(piped(text.encode(), format="text"))
    times["read"] = time.process_time() - begun
    article = found[0] if found else Article(id="a", source="a", sha256="0" * 64, text=text, language="en")
    with timed(times):
        annotate(article.model_copy(update={"language": "en"}))
    times["all"] = time.process_time() - begun
    return times


def line(name: str, make: Callable[[int], str], lengths: list[int]) -> tuple[str, bool]:
    """Return the line for one text, and whether its time grows linearly."""
    rows = [measure(make(length)) for length in lengths]
    seconds = [row.pop("all") for row in rows]
    growth = [later / max(before, 1e-3) for before, later in pairwise(seconds)]
    slowest = max(rows[-1], key=lambda step: rows[-1][step])
    figures = " ".join(f"{s:8.2f}" for s in seconds)
    return (
        f"{name:28}{figures}   {' '.join(f'{g:4.1f}' for g in growth)}   {slowest} {rows[-1][slowest]:.2f}",
        growth[-1] <= MOST or seconds[-1] <= SECONDS,
    )


def main() -> None:
    from tests.support.hostile import HOSTILE
    from tests.support.quick_network import quick_network

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(HOSTILE))
    parser.add_argument("--from", dest="least", type=int, default=20_000)
    parser.add_argument("--to", dest="most", type=int, default=80_000)
    parser.add_argument("--model", action="store_true")
    options = parser.parse_args()
    lengths = [options.least]
    while lengths[-1] * 2 <= options.most:
        lengths.append(lengths[-1] * 2)
    print(f"{'characters':28}{' '.join(f'{length:8}' for length in lengths)}   growth   slowest step", flush=True)
    slow = []
    with nullcontext() if options.model else quick_network():
        measure(HOSTILE["one name speaks"](4000))  # loads what is loaded once
        for name in options.names:
            said, linear = line(name, HOSTILE[name], lengths)
            print(said, flush=True)
            slow += [] if linear else [name]
    if slow:
        sys.exit(f"more than linear: {', '.join(slow)}")


if __name__ == "__main__":
    main()
