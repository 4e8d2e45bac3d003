"""How the processor time divides into reading, repairs and the rest of annotating.

    python benchmarks/shares.py [--data ../shared/data/polnear/dev.jsonl] [--every 4]

The articles are read as JSON lines, as text files and as pages of HTML, the slowest format (its main text is looked
for), and annotated, in one process. `view` is the legible view that the analysis reads, with its sentences; `repairs`
what is found beyond it. A word is what white space separates.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def page(text: str) -> str:
    """Return a page with the text as its article, and some links around it."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(20))
    head = "<html><head><title>Page</title></head>"
    return f"{head}<body><nav><ul>{links}</ul></nav><article>{body}</article></body></html>"


def seconds(texts: list[str]) -> dict[str, float]:
    """Return processor seconds for each way of reading, for the view, the repairs, and all of annotating."""
    from annotate.analyse.text.legible_view import legible
    from annotate.models import Article
    from annotate.pipeline import annotate
    from annotate.read import read
    from annotate.repair import find_repairs

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        lines = [json.dumps({"id": f"a{n}", "text": text}) for n, text in enumerate(texts)]
        (path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
        for n, text in enumerate(texts):
            (path / f"{n:04}.txt").write_text(text, encoding="utf-8")
            (path / f"{n:04}.html").write_text(page(text), encoding="utf-8")
        articles = [item for item in read([str(path / "all.jsonl")]) if isinstance(item, Article)]
        views = [legible(text) for text in texts]
        works: dict[str, Callable[[], object]] = {
            "annotate": lambda: [annotate(article) for article in articles],
            "read JSON lines": lambda: list(read([str(path / "all.jsonl")])),
            "read text files": lambda: list(read([str(path / "*.txt")])),
            "read HTML pages": lambda: list(read([str(path / "*.html")])),
            "view": lambda: [legible(text) for text in texts],
            "repairs": lambda: [find_repairs(text, view) for text, view in zip(texts, views, strict=True)],
        }
        spent = {}
        for name, work in works.items():
            begun = time.process_time()
            work()
            spent[name] = time.process_time() - begun
        return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "polnear" / "dev.jsonl")
    parser.add_argument("--every", type=int, default=4)
    options = parser.parse_args()
    if not options.data.exists():
        raise SystemExit(f"{options.data} is absent: name a JSON-lines file of articles with --data")
    texts = [json.loads(line)["text"] for line in options.data.open(encoding="utf-8")]
    seconds(texts[1 :: options.every][:3])  # loads what is loaded once
    texts = texts[:: options.every]
    spent = seconds(texts)
    print(f"{len(texts)} articles, {sum(len(text.split()) for text in texts)} words, seconds of processor time")
    for name, time_ in spent.items():
        print(f"{name:18} {time_:8.3f}  {100 * time_ / spent['annotate']:5.1f} % of annotating")


if __name__ == "__main__":
    main()
