"""What `benchmarks/page.py` measures: each function runs one benchmark and returns plain numbers.

Processor seconds are those of a command and of all processes that it started, user and system; seconds are by the
clock. A word is what white space separates. The articles are those of a JSON-lines file, each with a line of its own in
front, so that no two are alike and none is taken for done.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-c", "import sys; from annotate.cli import main; sys.exit(main())"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds by the clock and of the processors, and its memory over time (seconds, MB)."""

    seconds: float
    processor: float
    memory: list[tuple[float, float]]


def texts(data: Path) -> list[str]:
    """Return the texts of the file."""
    with data.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def numbered(several: list[str], count: int, words: int | None = None) -> list[str]:
    """Return `count` texts that differ, repeated as often as needed, cut to about so many words."""
    chosen = [several[number % len(several)] for number in range(count)]
    cut = [" ".join(text.split(" ")[:words]) if words else text for text in chosen]
    return [f"Item {number} of the day.\n\n{text}" for number, text in enumerate(cut)]


def long_text(several: list[str], words: int) -> str:
    """Return a text of so many words, made of articles one behind the other."""
    parts: list[str] = []
    count = 0
    for text in several * (1 + words // 1000):
        parts.append(text)
        count += len(text.split())
        if count >= words:
            break
    return " ".join("\n\n".join(parts).split(" ")[:words])


@contextmanager
def archive(several: list[str]) -> Iterator[Path]:
    """Give a folder with the texts in `archive.jsonl`."""
    with tempfile.TemporaryDirectory() as name:
        lines = (json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(several))
        (Path(name) / "archive.jsonl").write_text("".join(lines), encoding="utf-8")
        yield Path(name)


def spend(arguments: list[str], folder: Path, *, watch: bool = False) -> Spent:
    """Run a command in a folder and return what it took; its memory every half second where that is asked for."""
    memory: list[tuple[float, float]] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    running = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watcher = threading.Thread(target=_watch, args=(running, began, memory))
    if watch:
        watcher.start()
    code = running.wait()
    seconds = time.monotonic() - began
    if watch:
        watcher.join()
    assert code == 0, (arguments, code)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(seconds, processor, memory)


def _watch(running: subprocess.Popen[bytes], began: float, memory: list[tuple[float, float]]) -> None:
    """Note the memory of a process and those it started: the sum of their proportional shares (PSS), in MB."""
    import psutil

    while running.poll() is None:
        total = 0
        try:
            one = psutil.Process(running.pid)
            for process in [one, *one.children(recursive=True)]:
                total += process.memory_full_info().pss
        except psutil.Error:
            continue
        memory.append((round(time.monotonic() - began, 1), round(total / 1e6, 1)))
        time.sleep(0.5)


def convert(folder: Path, *options: str, watch: bool = False) -> Spent:
    """Convert the archive in a folder to JSON lines."""
    command = [*COMMAND, "convert", "archive.jsonl", "-o", "out.jsonl", "--overwrite", "--quiet", *options]
    return spend(command, folder, watch=watch)


def by_workers(several: list[str], most: int) -> list[dict[str, float]]:
    """Throughput of one worker, two, and so on up to `most`; and how fast they are by the processors they take."""
    words = sum(len(text.split()) for text in several)
    rows = []
    with archive(several) as folder:
        for jobs in range(1, most + 1):
            spent = convert(folder, "--jobs", str(jobs))
            rows.append({"jobs": jobs, "words": words, "seconds": spent.seconds, "processor": spent.processor})
    return rows


def by_length(several: list[str], lengths: list[int], spacy: Any) -> list[dict[str, float | None]]:
    """Processor seconds for one article by its length in words, the model being loaded; of spaCy beside it."""
    from annotate.pipeline import annotate

    annotate(several[0])
    rows: list[dict[str, float | None]] = []
    for words in lengths:
        text = long_text(several, words)
        repeats = max(1, 3000 // words)
        ours = _processor(annotate, text, repeats)
        theirs = None
        if spacy:
            spacy.max_length = max(spacy.max_length, len(text) + 100)
            theirs = _processor(spacy, text, repeats)
        rows.append({"words": len(text.split()), "annotate": ours, "spacy": theirs})
    return rows


def _processor(work: Any, text: str, repeats: int) -> float:
    """Return the least processor seconds for a text, of two tries of so many each; every time it begins otherwise."""
    tries = []
    for turn in range(2):
        several = [f"Item {turn}{number}. {text}" for number in range(repeats)]
        began = time.process_time()
        for one in several:
            work(one)
        tries.append((time.process_time() - began) / repeats)
    return min(tries)


def by_size(several: list[str], sizes: list[int], jobs: int, spacy: Any) -> list[dict[str, Any]]:
    """Processor seconds by the number of articles, of about 60 words each, and the memory of each run."""
    rows: list[dict[str, Any]] = []
    for size in sizes:
        chosen = numbered(several, size, 60)
        with archive(chosen) as folder:
            spent = convert(folder, "--jobs", str(jobs), watch=True)
        row = {"articles": size, "seconds": spent.seconds, "processor": spent.processor, "memory": spent.memory}
        row["spacy"] = _processor_once(lambda: list(spacy.pipe(chosen))) if spacy else None  # noqa: B023
        rows.append(row)
    return rows


def _processor_once(work: Any) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def cold_starts(text: str, spacy_package: str | None) -> dict[str, float]:
    """Seconds by the clock of fresh processes, the least of three."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text(text, encoding="utf-8")
        commands = {
            "annotate --help": [*COMMAND, "--help"],
            "annotate convert, one article": [*COMMAND, "convert", "a.txt"],
            "import annotate": [sys.executable, "-c", "import annotate"],
        }
        if spacy_package:
            program = f"import {spacy_package} as p; p.load()(open('a.txt').read())"
            commands["spaCy, one article"] = [sys.executable, "-c", program]
        return {name: min(spend(command, folder).seconds for _ in range(3)) for name, command in commands.items()}


def bookkeeping(several: list[str], jobs: int) -> dict[str, float]:
    """Which part of all processor time goes to the ledger and to keeping the order, and which to reading and writing.

    Measured inside a run, in the threads that do it: everything that the ledger does, and everything that `Order` does
    itself (handing out and taking in articles, pickling included, waiting excluded).
    """
    from annotate.corpus import Job, run
    from annotate.corpus.ledger import Ledger
    from annotate.corpus.workers import Workers

    spent = {"ledger": 0.0, "order": 0.0}

    def timed(owner: Any, name: str, part: str) -> None:
        work = getattr(owner, name)

        def instead(*arguments: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return work(*arguments, **named)
            finally:
                spent[part] += time.thread_time() - began

        setattr(owner, name, instead)

    for name in ("seen", "put", "commit", "begin", "forget", "count", "removed", "wrote"):
        timed(Ledger, name, "ledger")
    timed(Workers, "submit", "order")
    outcomes = Workers.outcomes

    def told(self: Any, patience: float) -> Iterator[Any]:
        began = time.thread_time()
        found = list(outcomes(self, patience))
        spent["order"] += time.thread_time() - began
        yield from found

    Workers.outcomes = told  # type: ignore[method-assign]
    with archive(several) as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began, clock = time.process_time(), time.monotonic()
        job = Job(
            inputs=(str(folder / "archive.jsonl"),),
            format="jsonl",
            output=str(folder / "o.jsonl"),
            jobs=jobs,
            resume=True,
        )
        run(job, lambda problem: None, lambda finished: None)
        own, clock = time.process_time() - began, time.monotonic() - clock
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        ledger = sum(path.stat().st_size for path in (folder / ".o.jsonl.run").glob("ledger*"))
    workers = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": clock,
        "processor": own + workers,
        "parent": own,
        **spent,
        "ledger_bytes_an_article": ledger / len(several),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    import platform

    named = (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    model = next(named, platform.processor())
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load": round(os.getloadavg()[0], 2),
    }
