"""Train the decision whether a name belongs to a person or a body.

    python -m training.bodies DATA GOLD ...    cross-validate, print the figures, write the weights

Names come from the annotated articles (`GOLD`, as `training.gold` builds it), from GUM and from WikiGold (below DATA).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.findings import Layout
from annotate.analyse.names.bodies import BODY, described
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.page import read_page
from annotate.analyse.text.sentences import segment
from training import decide
from training.examples import read_wikigold
from training.participants import WEIGHTS, folded, names

#: Features that may only count for a body (1) or for a person (-1).
SIGNS = {
    "begins.organization": 1, "begins.person": -1, "ends.person": -1, "head": 1, "head.any": 1, "ending": 1,
    "initials": 1, "any.aged": -1, "any.party": -1, "any.before.honorific": -1, "share.before.honorific": -1,
    "given.only": -1,
    "any.behind.body": 1, "share.behind.body": 1, "any.behind.owned.body": 1, "any.before.article": 1,
    "any.before.trade": 1, "any.apposed.trade": 1, "any.apposed.based": 1, "any.made": 1, "any.suffered": -1,
    "any.trade.near": 1, "any.before.linked.body": 1, "share.before.linked.body": 1, "any.behind.owned.officer": 1,
    "any.behind.officer": 1, "tagger.ORG": 1, "tagger.PER": -1,
}  # fmt: skip
PLAN = decide.Plan(rounds=150, leaves=8, rate=0.08, least=8, columns_share=0.4, l2=5.0, head_l2=60.0, monotone=SIGNS)
#: The weight of a body under the name of a person.
RENAMED = 1.0
#: The weight of a name in an invented line, and under how many further names each line is read.
INVENTED, DRAWN = 1.0, 4
#: The invented lines.
LINES = Path(__file__).resolve().parent.parent / "tests" / "analyse" / "cases" / "bodies"
#: A word that a family name can stand for, and how often it has to occur.
_WORD = re.compile(r"[A-Z][a-z]{3,12}")
_FEWEST = 2
_KINDS = {"person": 0, "organization": 1, "PER": 0, "ORG": 1}


def of_layout(layout: Layout, kinds: dict[str, str], group: str, publisher: str) -> Iterator[decide.Labelled]:
    """Yield the names of a text whose kind is known, keyed by the normalised words of the name."""
    page = read_page(layout)
    found = find_names(layout, tagged_names(page))
    for surface, example in described(layout, found, page.reading.states).items():
        kind = kinds.get(folded(surface))
        if kind in _KINDS:
            yield decide.Labelled(example, _KINDS[kind], group, publisher)


def of_gold(path: Path) -> Iterator[decide.Labelled]:
    """Yield the names of the annotated articles."""
    for record in map(json.loads, path.open(encoding="utf-8")):
        kinds = {name: p["kind"] for p in record["participants"] for name in names(p)}
        publisher = record.get("publisher") or record["id"].removesuffix("_dmg")
        yield from of_layout(segment(record["text"]), kinds, record["id"], publisher)


def family_names(records: Sequence[dict[str, Any]]) -> list[str]:
    """Return the family names of people in the annotated articles, in order."""
    return sorted({p["name"].split()[-1] for r in records for p in r["participants"] if _is_family(p)})


def renamed(path: Path) -> Iterator[decide.Labelled]:
    """Yield the bodies of the annotated articles with their names replaced by family names: "Boeing" becomes "Hale".

    Bodies that are named after people are rare in the articles, and the tagger takes them for people.
    """
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    families = family_names(records)
    draw = random.Random(decide.SEED)
    for record in records:
        bodies = [n for p in record["participants"] if p["kind"] == "organization" for n in (p["name"], *p["aliases"])]
        for word in sorted({w for name in bodies for w in name.split()[:1] if _WORD.fullmatch(w)}):
            family = draw.choice(families)
            if family in record["text"] or len(re.findall(rf"\b{word}\b", record["text"])) < _FEWEST:
                continue
            text = re.sub(rf"\b{word}\b", family, record["text"])
            kinds = {folded(n.replace(word, family)): "organization" for n in bodies if n.split()[0] == word}
            yield from of_layout(
                segment(text), kinds | {folded(family): "organization"}, record["id"], record["publisher"]
            )


def invented(folder: Path, families: Sequence[str]) -> Iterator[decide.Labelled]:
    """Yield the names in the invented lines, except those held out, each with several family names."""
    draw = random.Random(decide.SEED)
    for path in sorted(folder.glob("*.txt")):
        if path.stem in ("README", "aside"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.startswith("#") or not line.strip():
                continue
            text, name, kind = (part.strip() for part in line.removeprefix("known failure ").split("|"))
            for other in (name, *draw.sample(families, DRAWN)) if _WORD.fullmatch(name) else (name,):
                layout = segment(text.replace(name, other))
                yield from of_layout(layout, {folded(other): kind}, f"{path.stem}/{number}", f"invented {number % 7}")


def _is_family(participant: dict[str, Any]) -> bool:
    words = participant["name"].split()
    return participant["kind"] == "person" and len(words) > 1 and bool(_WORD.fullmatch(words[-1]))


def of_gum(path: Path) -> Iterator[decide.Labelled]:
    """Yield the names of GUM, each with its most frequent type in the text."""
    for record in map(json.loads, path.open(encoding="utf-8")):
        votes: dict[str, Counter[str]] = {}
        for mention in record["mentions"]:
            surface = folded(record["text"][mention["start"] : mention["end"]])
            votes.setdefault(surface, Counter())[mention["type"]] += 1
        kinds = {surface: counts.most_common(1)[0][0] for surface, counts in votes.items()}
        yield from of_layout(segment(record["text"]), kinds, record["id"], record["id"])


def of_wikigold(path: Path) -> Iterator[decide.Labelled]:
    """Yield the names of WikiGold."""
    for article in read_wikigold(path):
        kinds = {folded(article.text[start:end]): kind for start, end, kind in article.names or ()}
        yield from of_layout(segment(article.text), kinds, article.id, article.id)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    examples = [e for path in options.gold for e in of_gold(path)]
    examples += [replace(e, weight=RENAMED) for e in renamed(options.gold[0])]
    families = family_names([json.loads(line) for line in options.gold[0].open(encoding="utf-8")])
    examples += [replace(e, weight=INVENTED) for e in invented(LINES, families)]
    examples += of_gum(options.data / "gum" / "train.jsonl")
    examples += of_wikigold(options.data / "wikigold" / "wikigold.conll.txt")
    labels = np.array([e.label for e in examples])
    margins = decide.cross_validated(examples, PLAN)[:, 0]
    print(f"{len(examples)} names, {labels.sum()} of bodies; {100 * ((margins > 0) == labels).mean():.1f} % right")
    warmth = decide.temperature(margins[:, None], examples)
    decide.write(decide.arrays(examples, PLAN), WEIGHTS / f"{BODY}.npz", temperature=warmth, choice=0.5)


if __name__ == "__main__":
    main()
