"""Measure the other heads: names on held-out WikiGold, sentence and paragraph starts on dev.

    python -m training.side_figures --data DIR --prepared DIR [--weights DIR]

Starts are compared with the newlines and full stops of the clean text, mapped to the damaged text. So the figures on
clean text only show that the head has learnt the rules; those on damaged text show its ability.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer

from annotate.analyse.model.encoder import read
from annotate.analyse.model.labels import names, starts
from training.damage import CLEAN, FULL, carried, damage
from training.evaluate import exported, gold
from training.sentences import PARAGRAPH
from training.sentences import starts as ruled


def shown(name: str, counts: Counter[str]) -> None:
    """Return precision, recall and F1 of one row."""
    p = 100 * counts["hit"] / max(1, counts["found"])
    r = 100 * counts["hit"] / max(1, counts["gold"])
    print(f"{name:34s} {p:.1f}/{r:.1f}/{2 * p * r / max(1e-9, p + r):.1f}  of {counts['gold']}")


def counted(mine: set[object], theirs: set[object]) -> Counter[str]:
    """Return the numbers of hits, found and gold items in one text."""
    return Counter(hit=len(mine & theirs), found=len(mine), gold=len(theirs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--weights", type=Path, default=Path("annotate/weights"))
    options = parser.parse_args()
    network = exported(options.weights)
    tokenizer = Tokenizer.from_file(str(options.weights / "tokenizer.json"))
    with (options.prepared / "articles.pickle").open("rb") as file:
        held = pickle.load(file)["names_held"]
    for recipe, mark in ((CLEAN, "clean"), (FULL, "damaged")):
        exact: Counter[str] = Counter()
        for article in held:
            text, forward = damage(article.text, recipe)
            golden = {(s, k) for a, b, k in article.names if (s := carried(forward, text, a, b))}
            mine = {((n.start, n.end), n.kind) for n in names(text, read(text, network, tokenizer))}
            exact += counted(set(mine), set(golden))
        shown(f"names, WikiGold held out, {mark}", exact)
        sentence: Counter[str] = Counter()
        paragraph: Counter[str] = Counter()
        for record in gold(options.data / "polnear" / "dev.jsonl"):
            text, forward = damage(record["text"], recipe)
            wanted = {forward[at]: kind for at, kind in ruled(record["text"]) if forward[at] < len(text)}
            found = starts(read(text, network, tokenizer, starts=True))
            sentence += counted({s.offset for s in found}, set(wanted))
            heads = {at for at, kind in wanted.items() if kind == PARAGRAPH}
            paragraph += counted({s.offset for s in found if s.paragraph}, set(heads))
        shown(f"sentence starts, dev, {mark}", sentence)
        shown(f"paragraph starts, dev, {mark}", paragraph)


if __name__ == "__main__":
    main()
