"""How well the tool tells who is who, on GUM: CoNLL F1 and the recall of mentions by form.

    python benchmarks/coreference.py [--data ../shared/data/gum/dev.jsonl] [--errors N]

Scored are the clusters of people, bodies and countries with two mentions or more in news, interviews, speeches and
hearings, against all entities of the cast of these kinds, participants or not. Mentions are compared by their head word
(`training/gum.py`). The CoNLL score is the mean of the F1 of MUC, B-cubed and CEAF-e (Pradhan et al. 2014), computed
over all texts together by `scorch`, which is in the extra `benchmarks`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Clusters = list[dict[int, tuple[int, int]]]
KINDS = ("person", "organization", "country", "group")


def chains(text: str, unnamed: bool = True) -> list[list[tuple[int, int]]]:
    """The mentions of each entity of the cast, and of those whom the text never names, in characters of the text."""
    from annotate.pipeline import steps
    from annotate.read.compose import article_of

    found = steps(article_of(text))
    offsets = found.view.offsets
    references = [e.references for e in found.referred.entities if e.kind in KINDS]
    references += found.referred.unnamed if unnamed else ()
    return [[offsets.span_to_text(*r.range) for r in chain] for chain in references]


def scores(gold: list[Clusters], found: list[Clusters]) -> dict[str, tuple[float, float, float]]:
    """Recall, precision and F1 of each measure in percent, over all texts together."""
    from scorch import scores as measures

    key, response = (
        [{(n, head) for head in mentions} for n, clusters in enumerate(side) for mentions in clusters]
        for side in (gold, found)
    )
    rows = {
        name: tuple(100 * value for value in measure(key, response))
        for name, measure in (("MUC", measures.muc), ("B3", measures.b_cubed), ("CEAFe", measures.ceaf_e))
    }
    means = tuple(sum(row[i] for row in rows.values()) / 3 for i in range(3))
    return {**rows, "CoNLL": means}


def recall(gold: list[Clusters], found: list[Clusters], texts: list[str]) -> dict[str, tuple[int, int]]:
    """For each form how many of the gold's mentions are found, and how many there are."""
    from training.gum import form

    counts: Counter[tuple[str, bool]] = Counter()
    for wanted, mine, text in zip(gold, found, texts, strict=True):
        heads = {at for mentions in mine for at in mentions}
        for mentions in wanted:
            for at, (start, end) in mentions.items():
                counts[form(text, start, end), at in heads] += 1
    return {f: (counts[f, True], counts[f, True] + counts[f, False]) for f in ("name", "nominal", "pronoun")}


def main() -> None:
    """Print the table."""
    from training.gum import GENRES, documents, found_clusters

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "gum" / "dev.jsonl")
    texts = list(documents(parser.parse_args().data))
    gold = [d.clusters() for d in texts]
    found = [found_clusters(d.text, chains(d.text)) for d in texts]
    for genre in ("all", *GENRES):
        of = [n for n, d in enumerate(texts) if genre in ("all", d.genre)]
        rows = scores([gold[n] for n in of], [found[n] for n in of])
        forms = recall([gold[n] for n in of], [found[n] for n in of], [texts[n].text for n in of])
        told = ", ".join(f"{name} {r:.1f} {p:.1f} {f:.1f}" for name, (r, p, f) in rows.items())
        print(f"{genre} ({len(of)} texts): recall, precision, F1: {told}")
        print(
            "  mentions found: "
            + ", ".join(f"{k} {a} of {b} ({100 * a / b:.1f} %)" for k, (a, b) in forms.items() if b)
        )


if __name__ == "__main__":
    main()
