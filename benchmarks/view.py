"""Size and time to interactive of pages and of an index, axe's report, and marks at the right characters, in Chromium.

    python benchmarks/view.py [--runs 5] [--data FILE]

Pages are made of articles put together from a JSON-lines file of news (PolNeAR's training articles where they lie
beside the project, else the seeds) until they have 1,000 and 20,000 words, and annotated; the index is of 1,000
articles, the annotations of 50 repeated under ids of their own. Time to interactive is from the start of navigation to
the end of the load event, at which the script has run and every control works, read from the browser's own clock; the
median of some runs, each in a context of its own, from a file on disk. The marks are those of all seeds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TRAIN = ROOT.parent / "shared" / "data" / "polnear" / "train.jsonl"

_INTERACTIVE = """() => new Promise((done) => {
  const read = () => { const [n] = performance.getEntriesByType("navigation"); return n.loadEventEnd; };
  const wait = () => read() ? done(read()) : requestAnimationFrame(wait);
  wait();
})"""


def texts(data: Path | None) -> list[str]:
    """Return the texts of the articles."""
    if data is None:
        return [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [json.loads(line)["text"] for line in data.read_text("utf-8").split("\n") if line]


def of_words(found: list[str], words: int) -> str:
    """Return articles put together that have that many words, the last one cut at a word."""
    made: list[str] = []
    number = 0
    while (missing := words - sum(len(text.split()) for text in made)) > 0:
        text = found[number % len(found)]
        number += 1
        parts = text.split()
        made.append(text if len(parts) <= missing else " ".join(parts[:missing]))
    return "\n\n".join(made)


def timed(browser: Any, path: Path, runs: int) -> float:
    """Return the median time to interactive of a page, in milliseconds."""
    from tests.support.browser import opened

    times = []
    for _ in range(runs):
        with opened(browser, path) as state:
            times.append(state.page.evaluate(_INTERACTIVE))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=TRAIN if TRAIN.exists() else None)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    from annotate.pipeline import annotate
    from annotate.view.marks import marks
    from annotate.view.site import write_folder, write_page
    from tests.support.annotations import article, seed_annotations
    from tests.support.browser import axe, chromium, misplaced, opened

    found = texts(options.data)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        scratch = Path(name)
        print(f"Chromium {browser.version}, {options.runs} runs each, median\n")
        print(f"{'page':24}{'marks':>8}{'made s':>9}{'kB':>9}{'interactive ms':>16}")
        for words in (1000, 20_000):
            annotation = annotate(article(of_words(found, words)))
            start = time.perf_counter()
            write_page(annotation, scratch / f"{words}.html")
            made = time.perf_counter() - start
            path = scratch / f"{words}.html"
            ready = timed(browser, path, options.runs)
            size = path.stat().st_size / 1000
            print(f"{f'{words:,} words':24}{len(marks(annotation)):8,}{made:9.2f}{size:9,.0f}{ready:16.0f}")

        several = [annotate(article(text)) for text in found[:50]]
        repeated = [
            a.model_copy(update={"article": a.article.model_copy(update={"id": f"article-{n}"})})
            for n, a in ((n, several[n % len(several)]) for n in range(1000))
        ]
        start = time.perf_counter()
        write_folder(repeated, scratch / "pages")
        made = time.perf_counter() - start
        path = scratch / "pages" / "index.html"
        ready, size = timed(browser, path, options.runs), path.stat().st_size / 1000
        pages = sum(p.stat().st_size for p in (scratch / "pages").iterdir()) / 1e6 - size / 1000
        print(
            f"{'index of 1,000 articles':24}{'':8}{made:9.2f}{size:9,.0f}{ready:16.0f}   (its pages: {pages:.0f} MB)\n"
        )
        with opened(browser, path) as state:
            spent = state.page.evaluate(
                "() => { const w = document.getElementById('words'), s = performance.now();"
                " w.value = 'senate trump'; w.dispatchEvent(new Event('input')); document.body.offsetHeight;"
                " return performance.now() - s; }"
            )
            print(f"a search in it: {spent:.0f} ms")

        report: Counter[str] = Counter()
        looked = right = total = 0
        wrong: list[str] = []
        targets = [scratch / "1000.html", path]
        for annotation in seed_annotations():
            target = scratch / f"seed-{annotation.article.id}.html"
            write_page(annotation, target)
            targets.append(target)
            with opened(browser, target) as state:
                count, off = misplaced(state.page, annotation)
                total, right = total + count, right + (count if not off else 0)
                wrong += off
        for target in targets:
            for scheme in ("light", "dark"):
                with opened(browser, target, color_scheme=scheme) as state:
                    looked += 1
                    for finding in axe(state.page):
                        report[f"{finding['impact']}: {finding['rule']}"] += len(finding["places"])
        print(f"axe-core on {looked} pages: {dict(report) or 'no finding of any impact'}")
        print(f"marks of {len(targets) - 2} seeds at the right characters: {right:,} of {total:,}")
        for line in wrong:
            print(f"  {line}")


if __name__ == "__main__":
    main()
