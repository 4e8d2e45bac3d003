"""Train the decision who takes part, on entities of annotated articles labelled by the gold participants.

python -m training.participants GOLD    cross-validate, print the figures, write the weights

An entity is a participant if one of its names is a name in the gold. Optional participants have a low weight in
training and none in the measurement, as in the reference scorer.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.cast.gather import gather
from annotate.analyse.names import names_of
from annotate.analyse.page import read_page
from annotate.analyse.participants.features import Described
from annotate.analyse.participants.find import TAKES_PART
from annotate.analyse.steps import Steps
from annotate.analyse.text.sentences import segment
from training import decide
from training.articles import REPORTS, annotated, seeds

WEIGHTS = Path(__file__).resolve().parent.parent / "annotate" / "weights" / "decisions"
PLAN = decide.Plan(rounds=200, leaves=7, rate=0.06, least=5, columns_share=0.4, l2=10.0, head_l2=60.0)
#: Weight of participants that the gold marks as optional.
OPTIONAL = 0.3
#: Weight of an entity of further gold, which is scarce and from other kinds of articles.
ALSO = 12.0
#: The probability from which on somebody takes part: about as good as 0.5 across publishers, with more who have a role.
CHOICE = 0.46
#: Weight of an entity of an invented line.
INVENTED = 5.0
CASES = Path(__file__).resolve().parent.parent / "tests" / "analyse" / "cases" / "participants"


def names(participant: dict[str, Any]) -> set[str]:
    """Return the normalised names of a participant."""
    return {folded(name) for name in (participant["name"], *participant.get("aliases", []))}


def folded(name: str | None) -> str:
    """Return a name in lower case, without article, possessive ending and marks."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", (name or "").casefold()))
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def labelled(gold: dict[str, Any], found: Steps) -> Iterator[decide.Labelled]:
    """Yield the entities of an article with 1 for participants and 0 for others."""
    wanted = {n for p in gold["participants"] if not p.get("optional") for n in names(p)}
    spared = {n for p in gold["participants"] if p.get("optional") for n in names(p)} - wanted
    page = found.page
    described = Described(
        page.layout, found.cast, found.attributions, found.events, found.lists.proposals, page.reading.states
    )
    for key, example in described.examples():
        entity = found.cast.entities[key]
        mine = {folded(name) for name in (entity.name, *entity.aliases)}
        optional = not mine & wanted and bool(mine & spared)
        weight = OPTIONAL if optional else 1.0 if gold.get("genre") in REPORTS else 0.7
        label = int(bool(mine & (wanted | spared)))
        yield decide.Labelled(
            example, label, gold["id"], gold.get("publisher") or gold["id"].removesuffix("_dmg"), weight
        )


def invented() -> Iterator[decide.Labelled]:
    """Yield the entities of the invented lines, a text and those who take part; what is set aside is not read."""
    for path in sorted(CASES.glob("*.txt")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            text, bar, told = line.removeprefix("known failure").replace("\\n", "\n").rpartition(" | ")
            if not bar or path.stem in ("aside", "README"):
                continue
            wanted = {folded(name) for name in told.split(";")}
            page = read_page(segment(text.strip(" ")))
            cast = gather(page.layout, names_of(page), ())
            for key, example in Described(page.layout, cast, (), (), (), page.reading.states).examples():
                label = int(folded(cast.entities[key].name) in wanted)
                case = f"case {path.stem} {n}"
                yield decide.Labelled(example, label, case, case, INVENTED)


def f1(margins: np.ndarray[Any, Any], examples: list[decide.Labelled]) -> float:
    """Return the F1 of selecting every entity with a probability above one half."""
    taken = margins > 0
    labels = np.array([e.label for e in examples], dtype=bool)
    return float(2 * (taken & labels).sum() / (taken.sum() + labels.sum()))


def learnt(options: argparse.Namespace) -> Iterator[decide.Labelled]:
    """Yield the examples of the gold and its damaged twins, then those of further files, seeds and invented lines."""
    for gold, found in annotated(options.gold / "train.jsonl", options.gold / "train_damaged.jsonl"):
        yield from labelled(gold, found)
    for gold, found in annotated(*options.also):
        for example in labelled(gold, found):
            yield replace(example, weight=example.weight * (1.0 if example.weight == OPTIONAL else ALSO))
    for gold, found in seeds():
        for example in labelled(gold, found):
            yield replace(example, weight=example.weight * (1.0 if example.weight == OPTIONAL else ALSO))
    yield from invented()


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="the folder that training.gold built")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="further files of gold to learn from")
    options = parser.parse_args()
    examples = list(learnt(options))
    margins = decide.cross_validated(examples, PLAN)[:, 0]
    certain = [i for i, e in enumerate(examples) if e.weight != OPTIONAL]
    sure, margins = [examples[i] for i in certain], margins[certain]
    print(f"{len(sure)} entities, F1 {100 * f1(margins, sure):.1f} across publishers")
    warmth = decide.temperature(margins[:, None], sure)
    decide.write(decide.arrays(examples, PLAN), WEIGHTS / f"{TAKES_PART}.npz", temperature=warmth, choice=CHOICE)


if __name__ == "__main__":
    main()
