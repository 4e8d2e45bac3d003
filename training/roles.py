"""Train the decision which words beside a person's name are the role, on people in annotated articles.

    python -m training.roles candidates GOLD ...    how many roles of the gold are among the proposed ones
    python -m training.roles fit GOLD ... [--also FILE ...] [--weight N]    cross-validate, print figures, write weights

GOLD are files in the scorer's form (`python -m training.gold build`); people of further files weigh N times as much.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import ROLE, Roles
from annotate.analyse.steps import Steps
from training import decide
from training.articles import annotated
from training.participants import WEIGHTS, folded, names

PLAN = decide.Plan(rounds=150, leaves=10, rate=0.08, least=10, columns_share=0.4, l2=5.0, head_l2=60.0)
#: Lowest margin at which the best one is chosen: similar candidates share the probability.
LEAST = -1.5

Person = tuple[str | None, list[decide.Labelled]]


def people(gold: dict[str, Any], found: Steps) -> Iterator[Person]:
    """Yield the role of each gold person that the tool finds, and the candidate roles, labelled 1 if right.

    The cast is gathered anew, since that of `found` has the roles that the decision chose: only those of the rules are
    known when it is asked.
    """
    layout = found.page.layout
    proposers = [proposal.proposer for proposal in found.lists.proposals if proposal.proposer]
    cast = gather(layout, found.names, found.attributions, proposers)
    roles = Roles(layout, cast, found.attributions, found.page.reading.states)
    proposed = roles.proposed()
    text = layout.text
    publisher = gold.get("publisher") or gold["id"].removesuffix("_dmg")
    for wanted in gold["participants"]:
        mine = names(wanted)
        keys = [
            e.key for e in cast.entities if e.key in proposed and mine & {folded(name) for name in (e.name, *e.aliases)}
        ]
        if wanted["kind"] != "person" or not keys:
            continue
        role = wanted.get("role")
        key = keys[0]
        examples = [
            decide.Labelled(example, int(folded(p.range.of(text)) == folded(role)), f"{gold['id']}/{key}", publisher)
            for p, example in zip(proposed[key], roles.examples(key, proposed[key]), strict=True)
        ]
        yield role, examples


def taken(people_of: list[Person], margins: np.ndarray[Any, Any], at: float) -> tuple[int, int, int]:
    """Return how many roles are right, how many people have one, and how many others would get one."""
    right = told = invented = 0
    first = 0
    for role, examples in people_of:
        mine = margins[first : first + len(examples)]
        first += len(examples)
        best = int(mine.argmax()) if len(mine) and mine.max() >= at else None
        right += role is not None and best is not None and examples[best].label == 1
        told += role is not None
        invented += role is None and best is not None
    return right, told, invented


def main() -> None:
    """Count the candidates, or train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("candidates", "fit"))
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--weight", type=float, default=5.0)
    options = parser.parse_args()
    found = [person for gold, steps in annotated(*options.gold) for person in people(gold, steps)]
    for gold, steps in annotated(*options.also):
        for role, examples in people(gold, steps):
            found.append((role, [replace(e, weight=options.weight) for e in examples]))
    wanted = [examples for role, examples in found if role]
    held = sum(any(e.label for e in examples) for examples in wanted)
    print(f"{held} of {len(wanted)} roles are proposed, among {sum(len(e) for _, e in found)}")
    if options.what == "candidates":
        return
    examples = [e for _, mine in found for e in mine]
    margins = decide.cross_validated(examples, PLAN)[:, 0]
    right, told, invented = taken(found, margins, LEAST)
    print(f"{right} of {told} roles right across publishers; given to {invented} of {len(found) - told} without one")
    warmth = decide.temperature(margins[:, None], examples)
    choice = round(float(1 / (1 + np.exp(-LEAST / warmth))), 3)
    decide.write(decide.arrays(examples, PLAN), WEIGHTS / f"{ROLE}.npz", temperature=warmth, choice=choice)


if __name__ == "__main__":
    main()
