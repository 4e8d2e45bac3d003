"""Convert generated annotations to every lossless format and back, and count those that differ.

    python benchmarks/roundtrips.py [--annotations 2000] [--seed 0] [FORMAT ...]

The annotations are those of the tests: valid, with every odd character that has broken an export somewhere, and ids
that are no file names. They go in batches of 200; CSV takes each batch in another of its dialects, with line breaks
kept and spaced. The exit code is 1 where anything came back different, or not at all.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BATCH = 200


def back(name: str, several: list[Any], options: Any) -> list[Any]:
    """Write the annotations in a format, read them back, and return them sorted by id."""
    from annotate.export import EXPORTERS, Layout, load

    exporter = EXPORTERS[name]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"out{exporter.suffix}"
        if exporter.layout is Layout.DOCUMENT:
            exporter.to_folder(several, target, options)
            found = [annotation for path in sorted(target.iterdir()) for annotation in load(path)]
        else:
            exporter.to_file(several, target, options)
            found = list(load(target))
    return sorted(found, key=lambda annotation: str(annotation.article.id))


def main() -> None:
    from annotate.export import EXPORTERS, ExportOptions
    from tests.support.strategies import random_annotation

    lossless = [name for name, exporter in EXPORTERS.items() if exporter.lossless]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", default=lossless)
    parser.add_argument("--annotations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    several = [
        random_annotation(seed, 1 + seed % 12, f"{seed:06d}.=a b/ö~😀")
        for seed in range(options.seed, options.seed + options.annotations)
    ]
    batches = [several[start : start + BATCH] for start in range(0, len(several), BATCH)]
    shapes = [
        ExportOptions(newsml_detail="full", csv_dialect=dialect, csv_newlines=newlines)
        for newlines in ("keep", "space")
        for dialect in ("plain", "bare", "excel", "excel-eu")
    ]
    findings = sum(len(a.quotations) + len(a.participants) + len(a.proposals) + len(a.pillars) for a in several)
    print(f"{len(several)} annotations with {findings} findings, seeds from {options.seed}")
    total = 0
    for name in options.formats:
        begun = time.monotonic()
        different = 0
        for batch, shape in zip(batches, cycle(shapes), strict=False):
            found = back(name, batch, shape)
            different += sum(a != b for a, b in zip(batch, found, strict=False)) + abs(len(batch) - len(found))
        total += different
        print(f"{name:16s}{different:6d} differences {time.monotonic() - begun:7.1f} s", flush=True)
    raise SystemExit(1 if total else 0)


if __name__ == "__main__":
    main()
