"""The accuracy on noisy articles: with wrapped lines, entities, soft hyphens and the like.

    python benchmarks/through_noise.py [--gold ../shared/data/polnear/dev.jsonl] [--every 2] [KIND ...]

``tests/support/noise.py`` puts the noise into the articles of a gold file, and the spans move along. The scorer is the
one beside the gold. It compares names as strings: a soft hyphen in the verbatim text costs there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))


def moved(value: Any, forward: tuple[int, ...]) -> Any:
    """Return the gold with every [start, end] moved."""
    if isinstance(value, dict):
        return {key: moved(item, forward) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) == 2 and all(isinstance(item, int) for item in value):
        return [forward[value[0]], forward[value[1]]]
    return [moved(item, forward) for item in value]


def scorer() -> Any:
    """Return the reference scorer."""
    from tests.support.shared import module_at

    path = SHARED / "score" / "score.py"
    if not path.exists():
        raise SystemExit(f"{path} is absent: this comparison needs the reference scorer")
    return module_at(path)


def main() -> None:
    from annotate.models import Article
    from annotate.pipeline import annotate
    from tests.support import noise

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=SHARED / "data" / "polnear" / "dev.jsonl")
    parser.add_argument("--every", type=int, default=2)
    parser.add_argument("kinds", nargs="*", default=["clean", *noise.NOISES])
    options = parser.parse_args()
    if not options.gold.exists():
        raise SystemExit(f"{options.gold} is absent: name a file of gold with --gold")
    score = scorer().score
    records = [json.loads(line) for line in options.gold.open(encoding="utf-8")][:: options.every]
    print(f"{len(records)} articles of {options.gold.name}")
    for kind in options.kinds:
        gold, predicted = {}, {}
        for record in records:
            text = record["text"]
            noised = noise.apply(text, iter(()) if kind == "clean" else noise.NOISES[kind](text))
            gold[record["id"]] = moved(record, noised.forward) | {"text": noised.text}
            digest = hashlib.sha256(noised.text.encode()).hexdigest()
            article = Article(
                id=record["id"],
                source=record["id"],
                sha256=digest,
                text=noised.text,
                language="en",
                published=record.get("doc_date"),
            )
            predicted[record["id"]] = annotate(article).model_dump(mode="json")
        rows = score(gold, predicted)
        shown = {name: row.get("F1", row.get("accuracy")) for name, row in rows.items()}
        print(f"{kind:12}", "  ".join(f"{n} {v:.1f}" for n, v in shown.items() if v is not None), flush=True)


if __name__ == "__main__":
    main()
