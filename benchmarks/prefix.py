"""How many quotations change if unrelated paragraphs precede an article.

    python benchmarks/prefix.py [--data ../shared/data/polnear/dev.jsonl]

One to five paragraphs of another article go before each one. A quotation counts as changed if its content, cue or
source (moved back) is not found again; the share is of all quotations found without the paragraphs, plus new ones.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def found(text: str, after: int = 0) -> set[tuple[object, ...]]:
    """Return the quotations after offset `after`, with offsets relative to it."""
    from annotate.analyse.model.encoder import read
    from annotate.analyse.quotations.decoding import attributions

    result: set[tuple[object, ...]] = set()
    for item in attributions(text, read(text)):
        spans = (*item.content, item.cue, *([item.source] if item.source else []))
        if min(a for a, _ in spans) >= after:
            result.add(tuple((a - after, b - after) for a, b in spans))
    return result


def changed(texts: list[str], paragraphs: int) -> tuple[int, int]:
    """Return (changed, all) over the texts, each preceded by `paragraphs` paragraphs of the previous text."""
    differ = total = 0
    for number, text in enumerate(texts):
        other = [block for block in texts[number - 1].split("\n\n") if block.strip()]
        prefix = "\n\n".join(other[:paragraphs]) + "\n\n"
        without, with_prefix = found(text), found(prefix + text, len(prefix))
        differ += max(len(without - with_prefix), len(with_prefix - without))
        total += len(without)
    return differ, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "polnear" / "dev.jsonl")
    options = parser.parse_args()
    if not options.data.exists():
        raise SystemExit(f"{options.data} is absent: name a JSON-lines file of articles with --data")
    with options.data.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for paragraphs in range(1, 6):
        differ, total = changed(texts, paragraphs)
        print(f"{paragraphs} paragraphs in front: {differ} of {total} quotations change ({100 * differ / total:.2f} %)")


if __name__ == "__main__":
    main()
