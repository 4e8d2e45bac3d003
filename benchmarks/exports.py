"""Time and size of each export of 1,000 articles, compared with the time to annotate them.

    python benchmarks/exports.py [--data FILE] [--articles 1000] [--sample 50] [FORMAT ...]

The articles are those of a JSON-lines file (PolNeAR's training articles where they lie beside the project, else the
seeds). A sample is annotated and timed, and the time scaled to all articles; the exports write those of the sample,
repeated under ids of their own until there are as many as asked for, which flatters the size of compressed formats. All
times are of one process, in seconds of its processors (all threads) and by the clock. Loading is not counted. The exit
code is 1 where an export takes longer than annotating.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TRAIN = ROOT.parent / "shared" / "data" / "polnear" / "train.jsonl"
_T = TypeVar("_T")


def articles(data: Path | None, sample: int) -> list[Any]:
    """Return the articles of the sample, spread evenly over the file; the seeds if there is no file."""
    from annotate.models import Article
    from annotate.read import read

    if data is None:
        return [item for item in read([str(ROOT / "seeds")]) if isinstance(item, Article)][:sample]
    lines = [line for line in data.read_text(encoding="utf-8").split("\n") if line]
    chosen = [json.loads(line) for line in lines[:: max(1, len(lines) // sample)][:sample]]
    return [
        Article(
            id=str(n),
            source=f"{data.name}#{n}",
            sha256=hashlib.sha256(record["text"].encode()).hexdigest(),
            text=record["text"],
            language="en",
        )
        for n, record in enumerate(chosen)
    ]


def repeated(annotations: list[Any], wanted: int) -> list[Any]:
    """Return `wanted` annotations: the given ones repeated, each with its own id."""
    several = []
    for number in range(wanted):
        annotation = annotations[number % len(annotations)]
        article = annotation.article.model_copy(update={"id": f"article-{number}"})
        several.append(annotation.model_copy(update={"article": article}))
    return several


def timed(work: Callable[[], _T]) -> tuple[_T, float, float]:
    """Return the result of the work, its processor seconds, and its wall-clock seconds."""
    processor, clock = time.process_time(), time.monotonic()
    result = work()
    return result, time.process_time() - processor, time.monotonic() - clock


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="all by default")
    parser.add_argument("--data", type=Path, default=TRAIN if TRAIN.exists() else None)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=50)
    options = parser.parse_args()

    from annotate.export import EXPORTERS, ExportOptions, Layout
    from annotate.pipeline import annotate

    sample = articles(options.data, options.sample)
    annotate(sample[0])
    found, processor, clock = timed(lambda: [annotate(article) for article in sample])
    scale = options.articles / len(sample)
    limit = processor * scale
    several = repeated(found, options.articles)
    characters = sum(len(annotation.article.text) for annotation in several)
    print(f"{len(several)} articles, {characters:,} characters, from {options.data.name if options.data else 'seeds/'}")
    print(f"annotated {len(sample)} of them and scaled to all\n")
    print(f"{'':16s}{'processor s':>12s}{'clock s':>9s}{'MB':>8s}   share of annotating")
    print(f"{'annotating':16s}{limit:12.1f}{clock * scale:9.1f}")
    slower = []
    for name in options.formats or EXPORTERS:
        exporter = EXPORTERS[name]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "out"
            write = exporter.to_folder if exporter.layout is Layout.DOCUMENT else exporter.to_file
            write(several[:1], target.with_name("first"), ExportOptions())
            _, spent, by_clock = timed(lambda w=write, t=target: w(several, t, ExportOptions()))  # type: ignore[misc]
            megabytes = size(target) / 1e6
        print(f"{name:16s}{spent:12.1f}{by_clock:9.1f}{megabytes:8.1f}{spent / limit:10.1%}")
        if spent > limit:
            slower.append(name)
    if slower:
        raise SystemExit(f"slower than annotating: {', '.join(slower)}")


if __name__ == "__main__":
    main()
